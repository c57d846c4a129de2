"""What the engine gave up without a word must not be in the way of what it asks for next."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hcspy.errors import HcspyError, PortInUseError
from hcspy.testing import FakeHost

from .engine import Engine, id_of, names, play, port

NET, OTHER = id_of("a"), id_of("b")
ONE, TWO, THREE = id_of("1"), id_of("2"), id_of("3")
CAPABILITIES = "NetworkDriver.GetCapabilities"


def test_address_that_the_engine_gives_again_is_taken_from_who_had_it() -> None:
    """A daemon that was killed starts its containers with the addresses that they had, and other endpoints."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, address="10.61.0.2/24")
        await engine.create_endpoint(NET, TWO, address="10.61.0.3/24")
        await engine.create_endpoint(NET, THREE, address="10.61.0.2/24")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [TWO, THREE])


def test_address_of_an_endpoint_in_use_is_not_taken() -> None:
    """HNS knows better than any guess: a container that runs keeps what it has."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, address="10.61.0.2/24")
        found = fake.host.hns.endpoints.get(name=ONE)
        fake.add_container("running")
        fake.host.hns.endpoints.attach_container(found, "running")
        with pytest.raises(HcspyError):
            await engine.create_endpoint(NET, TWO, address="10.61.0.2/24")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [ONE])


def test_failure_that_is_nobody_s_fault_stays_a_failure() -> None:
    """An address that is out of range is refused, and costs nobody an endpoint."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, address="10.61.0.2/24")
        with pytest.raises(HcspyError):
            await engine.create_endpoint(NET, TWO, address="10.99.0.2/24")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [ONE])


def test_port_of_an_earlier_life_of_the_engine_is_free() -> None:
    """The same container on another address and another network: its port is still its port."""

    async def main(engine: Engine) -> None:
        for network, prefix in ((NET, "10.61.0.0/24"), (OTHER, "10.62.0.0/24")):
            await engine.create_network(network, prefix)
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        await engine.join(NET, ONE, "container-1")
        await engine.ask(CAPABILITIES)
        await engine.create_endpoint(OTHER, TWO, port(80, 8080))
        await engine.join(OTHER, TWO, "container-2")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[1] == [TWO]


def test_port_of_the_same_life_of_the_engine_is_not() -> None:
    """Two containers that want one port: the first one has it."""

    async def main(engine: Engine) -> None:
        await engine.ask(CAPABILITIES)
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        await engine.join(NET, ONE, "container-1")
        await engine.create_endpoint(NET, TWO, port(80, 8080))
        with pytest.raises(PortInUseError):
            await engine.join(NET, TWO, "container-2")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[1] == [ONE, TWO]


@pytest.mark.skipif(sys.platform == "win32", reason="containers have a file on Linux only")
def test_port_of_a_container_whose_file_is_gone_is_free(tmp_path: Path) -> None:
    """`docker rm -f` while the driver was away succeeds, and the driver never hears of it."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        for id, other in ((ONE, TWO), (TWO, THREE)):
            (tmp_path / id).touch()
            await engine.create_endpoint(NET, id, port(80, 8080))
            await engine.join(NET, id, str(tmp_path / id))
            with pytest.raises(PortInUseError):
                await engine.create_endpoint(NET, other, port(80, 8080))
                await engine.join(NET, other, str(tmp_path / other))
            await engine.about("DeleteEndpoint", NET, other)
            (tmp_path / id).unlink()

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[1] == [TWO]
