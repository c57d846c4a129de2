"""The program of the page "your own Docker network driver in Python", served to the engine as the page says."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import hcspy

from .driver import Program
from .engine import Engine

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-docker-driver.md"
START = 'if __name__ == "__main__":'
Write = Callable[[str, str], Program]


def blocks() -> list[str]:
    """Return the Python of the page, block by block."""
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def lab() -> str:
    """Return the whole program."""
    (program,) = [block for block in blocks() if START in block]
    return program


def shown(name: str) -> str:
    """Return the source of a class that an example shows."""
    examples = [example.source for block in blocks() for example in doctest.DocTestParser().get_examples(block)]
    (found,) = [source for source in examples if f"class {name}(" in source]
    return found


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """The state of the fake host."""
    return tmp_path / "node.json"


@pytest.fixture
def write(engine: Engine, tmp_path: Path, node: Path) -> Iterator[Write]:
    """Write a program to a file, and run it as the page does; all that it made goes through Docker at the end."""
    running: list[Program] = []

    def started(name: str, source: str) -> Program:
        file = tmp_path / f"{name}.py"
        file.write_text(source, encoding="utf-8")
        program = Program(engine, name, [str(file), f"fake:{node}"], tmp_path)
        running.append(program)
        program.start()
        return program

    yield started
    engine.tidy()
    for program in running:
        program.stop()
    with hcspy.connect(f"fake:{node}") as host:
        assert [*host.hns.networks.list(), *host.hns.endpoints.list()] == []


def test_program_of_the_page_brings_a_container_onto_a_network_of_its_own(
    engine: Engine, write: Write, node: Path
) -> None:
    """Who follows the page from nothing must get there."""
    program = write("lab", lab())
    engine.docker("network", "create", "--driver", "lab", "--subnet", "10.61.0.0/24", "web")
    engine.run("one", "--network", "web")
    shown = engine.attachment("one", "web")
    with hcspy.connect(f"fake:{node}") as host:
        (endpoint,) = host.hns.endpoints.list()
    assert (endpoint.name, str(endpoint.ip_address)) == (shown["EndpointID"], shown["IPAddress"])
    assert shown["MacAddress"].replace(":", "-").lower() == str(endpoint.mac_address).lower()
    program.kill()
    program.start()
    engine.docker("rm", "--force", "one")
    engine.docker("run", "--rm", "--network", "web", "busybox", "true")
    engine.docker("network", "rm", "web")


def test_reason_that_the_page_gives_is_what_docker_s_user_reads(engine: Engine, write: Write) -> None:
    """The page shows the very line, and addresses that the program hands out itself."""
    serve = 'serve(Careful(*sys.argv[1:]), LabAddresses(), name="careful")'
    imports = "from hcspy.docker import DriverError, IpamDriver, RequestAddressResponse, RequestPoolResponse"
    parts = [lab().partition(START)[0], imports, shown("Careful"), shown("LabAddresses"), serve]
    write("careful", "\n\n".join(parts))
    told = engine.refused("network", "create", "--driver", "careful", "web")
    assert told in PAGE.read_text(encoding="utf-8")
    ipam = ("--ipam-driver", "careful", "--subnet", "10.99.0.0/24")
    engine.docker("network", "create", "--driver", "careful", *ipam, "-o", "team=red", "web")
    engine.run("one", "--network", "web")
    assert engine.attachment("one", "web")["IPAddress"] == "10.99.0.2"
