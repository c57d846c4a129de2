"""A node that several processes share, through a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hcspy
from hcspy import hns
from hcspy.testing import FakeHost, StateFileError

CREATE = """
import sys
import hcspy
from hcspy import hns

with hcspy.connect("fake:" + sys.argv[1]) as host:
    network = host.hns.networks.get(name="web")
    for number in range(int(sys.argv[3])):
        host.hns.endpoints.create(hns.HNSEndpoint(name=f"{sys.argv[2]}-{number}", virtual_network=network))
"""

CONNECT = """
import hcspy
from hcspy import hns

with hcspy.connect() as host:
    print([network.name for network in host.hns.networks.list()])
    host.hns.networks.create(hns.HNSNetwork(name="child", type="NAT"))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "node.json"


def create(target: str | FakeHost, name: str) -> str:
    with hcspy.connect(target) as host:
        return str(host.hns.networks.create(hns.HNSNetwork(name=name, type="NAT")).id)


def names(target: str | FakeHost) -> list[str | None]:
    with hcspy.connect(target) as host:
        return [network.name for network in host.hns.networks.list()]


def test_missing_file_is_made(path: Path) -> None:
    """The first command on a node creates it."""
    assert names(f"fake:{path}") == []
    assert json.loads(path.read_text(encoding="utf-8"))["profile"] == "2022"


def test_state_survives_the_connection(path: Path) -> None:
    """Each command of a shell session is a process of its own."""
    create(f"fake:{path}", "web")
    create(f"fake:{path}", "db")
    assert names(f"fake:{path}") == ["web", "db"]


def test_ids_do_not_repeat_across_connections(path: Path) -> None:
    """Two processes that draw from the same seed must not draw the same id."""
    ids = {create(f"fake:{path}", str(number)) for number in range(5)}
    assert len(ids) == 5


def test_profile_is_the_file_s(path: Path) -> None:
    """A node stays the machine that it was made as."""
    with hcspy.connect(f"fake:{path}", profile="rs1") as host:
        host.hns.networks.list()
    with FakeHost.open(path) as fake:
        assert fake.profile == "rs1"
        assert not fake.tables.has("computenetwork", "HcnOpenNetwork")
    with pytest.raises(StateFileError, match="profile rs1, not 2022"):
        hcspy.connect(f"fake:{path}", profile="2022")


def test_two_hosts_of_one_process_share_the_file(path: Path) -> None:
    """What the one creates the other sees, at once, in both directions."""
    with FakeHost.open(path) as one, FakeHost.open(path) as other:
        create(one, "web")
        create(other, "db")
        assert names(one) == names(other) == ["web", "db"]


def test_unchanged_state_is_neither_read_nor_written(path: Path) -> None:
    """Listing is cheap, and leaves the file as it is."""
    with FakeHost.open(path) as fake:
        create(fake, "web")
        before = path.stat().st_mtime_ns, path.stat().st_ino
        parsed = []
        assert fake._node._file is not None
        fake._node._file._parse = parsed.append  # type: ignore[assignment, method-assign]
        assert names(fake) == ["web"]
        assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
        assert not parsed


def test_switches_are_shared(path: Path) -> None:
    """A service that is down is down for every process."""
    with FakeHost.open(path) as one, FakeHost.open(path) as other:
        one.service_stopped()
        one.language = "de"
        with one.machine() as machine:
            machine.listen("tcp", 8080)
        assert (other.service, other.language) == ("stopped", "de")
        assert json.dumps(other.dump()) == json.dumps(one.dump())


@pytest.mark.parametrize("text", ["{", '{"machine": {"format": 99}, "profile": "2022"}', '{"machine": {}}', "\x00"])
def test_damaged_file_is_left_untouched(path: Path, text: str) -> None:
    """Whoever owns the state may still be able to repair it."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateFileError, match="damaged"):
        hcspy.connect(f"fake:{path}")
    assert path.read_text(encoding="utf-8") == text


def test_other_json_is_left_untouched(path: Path) -> None:
    """A typing error in the path must not turn a settings file, or a recording, into a node."""
    text = '{"Networks": []}'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateFileError, match="holds no machine"):
        hcspy.connect(f"fake:{path}")
    assert path.read_text(encoding="utf-8") == text


def test_file_that_gets_damaged_stops_the_next_call(path: Path) -> None:
    """The error comes with the call, and goes when the file is repaired."""
    with FakeHost.open(path) as fake:
        create(fake, "web")
        good = path.read_text(encoding="utf-8")
        path.write_text(good[:100], encoding="utf-8")
        with pytest.raises(StateFileError, match="damaged"):
            names(fake)
        path.write_text(good, encoding="utf-8")
        assert names(fake) == ["web"]


def test_removed_file_is_a_fresh_machine(path: Path) -> None:
    """Removing the file is how a node is reset."""
    with FakeHost.open(path) as fake:
        create(fake, "web")
        path.unlink()
        assert names(fake) == []


def test_failed_block_changes_nothing(path: Path) -> None:
    """The machine may be half way through; the file is not."""
    with FakeHost.open(path) as fake:
        create(fake, "web")
        with pytest.raises(ZeroDivisionError), fake.machine() as machine:
            machine.call("DELETE", f"/networks/{machine.dump()['networks'][0]['ID']}")
            raise ZeroDivisionError
        assert names(fake) == ["web"]


def test_refused_load_changes_nothing(path: Path) -> None:
    """Documents that are no objects of the service are refused, and the machine stays as it was."""
    with FakeHost.open(path) as fake:
        create(fake, "web")
        with pytest.raises(ValueError, match="not an object"):
            fake.load([1])
        assert names(fake) == ["web"]


def test_processes_lose_nothing(path: Path) -> None:
    """Four programs on one node: every endpoint is there, with an address of its own."""
    create(f"fake:{path}", "web")
    processes = [
        subprocess.Popen([sys.executable, "-c", CREATE, str(path), str(number), "10"], stderr=subprocess.PIPE)
        for number in range(4)
    ]
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert errors == [b""] * 4
    with hcspy.connect(f"fake:{path}") as host:
        endpoints = host.hns.endpoints.list()
        assert len({endpoint.id for endpoint in endpoints}) == 40
        assert len({endpoint.ip_address for endpoint in endpoints}) == 40
        assert host.hns.networks.get(name="web").current_endpoint_count == 40


def test_environ_leads_a_child_to_this_host() -> None:
    """A program that runs as a process of its own meets the same machine, and its changes are seen here."""
    with FakeHost() as fake:
        create(fake, "parent")
        output = subprocess.check_output([sys.executable, "-c", CONNECT], env=fake.environ, timeout=60, text=True)
        assert output.strip() == "['parent']"
        assert names(fake) == ["parent", "child"]


def test_environ_is_this_environment_and_a_little_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child on Windows does not start without SystemRoot."""
    monkeypatch.setenv("HCSPY_TEST_MARK", "1")
    with FakeHost() as fake:
        environ = fake.environ
        assert environ["HCSPY_TEST_MARK"] == "1"
        assert environ["HCSPY_HOST"] == fake.environ["HCSPY_HOST"]
        assert set(environ) - set(os.environ) <= {"HCSPY_HOST", "HCSPY_CONNECT_REDIRECT"}


def test_environ_of_an_open_file_is_that_file(path: Path) -> None:
    """A node that lies in a file already is shared as it is."""
    with FakeHost.open(path) as fake:
        assert fake.environ["HCSPY_HOST"] == f"fake:{path.resolve()}"
    assert path.exists()


def test_close_removes_what_environ_made() -> None:
    """A thousand tests must not leave a thousand folders; the closed machine can still be looked at."""
    fake = FakeHost()
    folder = Path(fake.environ["HCSPY_HOST"].partition(":")[2]).parent
    create(fake, "web")
    assert folder.exists()
    fake.close()
    assert not folder.exists()
    assert [network["Name"] for network in fake.dump()["networks"]] == ["web"]


def test_forgotten_host_is_swept_up_at_the_end() -> None:
    """A program that never closes its fake leaves nothing behind either."""
    code = "from hcspy.testing import FakeHost; fake = FakeHost(); print(fake.environ['HCSPY_HOST'].partition(':')[2])"
    output = subprocess.check_output([sys.executable, "-c", code], timeout=60, text=True)
    assert not Path(output.strip()).parent.exists()


def test_path_with_a_drive_letter_or_a_colon_is_a_path(tmp_path: Path) -> None:
    """Only the first colon ends the word `fake`."""
    with hcspy.connect(f"fake:{tmp_path / 'node'}") as host:
        assert host.hns.networks.list() == []
    assert (tmp_path / "node").exists()
