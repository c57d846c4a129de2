"""The store: a file that outlives its driver, and belongs to one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hcspy.docker.hnsdriver import store as module
from hcspy.docker.hnsdriver.store import READY, EndpointRecord, NetworkRecord, PoolRecord, Store, default_path
from hcspy.errors import InUseError, InvalidStateError

NETWORK = NetworkRecord(id="n", hns_id="h", type="nat", state=READY, request="{}", document="{}")
ENDPOINT = EndpointRecord(id="e", network="n", document="{}")


def test_records_outlive_the_process_that_wrote_them(tmp_path: Path) -> None:
    """A kill may come at any moment, and must not take what was said to be done."""
    path = tmp_path / "new" / "driver.sqlite"
    program = (
        "import os, sys\n"
        "from hcspy.docker.hnsdriver.store import NetworkRecord, Store\n"
        "Store(sys.argv[1]).put(NetworkRecord(id='n', type='nat', document='{}'))\n"
        "os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], timeout=120, check=False).returncode == 9
    with Store(path) as store:
        assert [network.id for network in store.networks()] == ["n"]


def test_file_belongs_to_one_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one would take the objects of the first for stale."""
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    with Store(tmp_path / "driver.sqlite") as store:
        with pytest.raises(InUseError, match="is in use") as caught:
            Store(tmp_path / "driver.sqlite")
        assert "another driver" in str(caught.value.hint)
        store.put(NETWORK)
    with Store(tmp_path / "driver.sqlite") as store:
        assert store.networks() == [NETWORK]


def test_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """Overwriting it would be worse than not starting."""
    path = tmp_path / "driver.sqlite"
    path.write_bytes(b"not a database, " * 100)
    with pytest.raises(InvalidStateError, match="cannot be used") as caught:
        Store(path)
    assert "found again" in str(caught.value.hint)


def test_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """A driver that was put back to an older version must not guess."""
    path = tmp_path / "driver.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(InvalidStateError, match="99"):
        Store(path)


def test_writing_a_network_again_keeps_its_endpoints() -> None:
    """A row that is replaced takes with it what refers to it."""
    with Store() as store:
        store.put(NETWORK)
        store.put_with_ports(ENDPOINT, {("tcp", 80)})
        store.put(NETWORK)
        assert store.endpoints("n") == store.endpoints() == [ENDPOINT]
        store.put(ENDPOINT)
        assert list(store.holders([("tcp", 80)], "other")) == [("tcp", 80)]


def test_network_goes_with_its_endpoints_and_their_ports() -> None:
    """A port that a forgotten endpoint holds could never be used again."""
    with Store() as store:
        store.put(NETWORK)
        store.put_with_ports(ENDPOINT, {("tcp", 80)})
        store.drop("networks", "n")
        assert store.endpoints() == []
        assert store.holders([("tcp", 80)], "") == {}


def test_half_a_change_is_none() -> None:
    """Endpoint and ports are written together or not at all."""
    with Store() as store:
        store.put(NETWORK)
        with pytest.raises(sqlite3.Error):
            store.put_with_ports(ENDPOINT, [("tcp", 80), ("udp", "x")])  # type: ignore[list-item]
        assert store.endpoints() == []


def test_pool_goes_with_its_last_user() -> None:
    """The first one may still hand out addresses of it."""
    with Store() as store:
        store.put(PoolRecord(id="p", space="s", pool="10.0.0.0/24", users=2))
        store.release_pool("p")
        assert [pool.users for pool in store.pools()] == [1]
        store.release_pool("p")
        store.release_pool("p")
        assert store.pools() == []


@pytest.mark.parametrize(
    ("platform", "environ", "parts"),
    [
        ("win32", {"ProgramData": "data"}, ("data", "hcspy", "docker", "web.sqlite")),
        ("win32", {}, ("hcspy", "docker", "web.sqlite")),
        ("linux", {}, ("var", "lib", "hcspy", "docker", "web.sqlite")),
    ],
)
def test_file_lies_where_services_keep_their_data(
    platform: str, environ: dict[str, str], parts: tuple[str, ...]
) -> None:
    """Not in the folder in which the service was started."""
    assert default_path("web", environ, platform).parts[-len(parts) :] == parts
