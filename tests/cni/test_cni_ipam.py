"""Addresses: ranges of our own, other plugins, the books, the locks."""

from __future__ import annotations

import ipaddress
import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cni_client import NETNS, NOTHING, Client, Refused, left
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from hcspy.cni import AddRequest, CNIError, Delegate, Plugin, Result
from hcspy.cni.hcnplugin.plugin import HCNPlugin
from hcspy.cni.ipam.ledger import Key, Ledger
from hcspy.cni.ipam.ranges import Pool, Range, Ranges
from hcspy.cni.locks import Locks
from hcspy.host import Host
from hcspy.testing import FakeHost


def ledger_in(folder: Path) -> Ledger:
    return Ledger(folder, Locks(folder))


def keys(count: int) -> list[Key]:
    return [Key(f"c{number}", "eth0") for number in range(count)]


# -- ranges -----------------------------------------------------------------------------------------------------------


def test_range_gives_every_address_once_and_then_says_it_is_full(tmp_path: Path) -> None:
    """Two pods with one address cut each other off."""
    ranges = Ranges("web", [[Range(subnet="10.0.0.0/29")]], ledger_in(tmp_path))
    given_out = [str(ranges.allocate(key)[0].address) for key in keys(5)]
    assert given_out == [f"10.0.0.{number}/29" for number in range(2, 7)]
    assert not ranges.has_room()
    with pytest.raises(CNIError, match="has no free address") as caught:
        ranges.allocate(Key("one-more", "eth0"))
    assert caught.value.cni_code == 11


def test_address_that_comes_back_is_given_out_last(tmp_path: Path) -> None:
    """Whoever still talks to the old pod should not reach a new one."""
    ledger = ledger_in(tmp_path)
    ranges = Ranges("web", [[Range(subnet="10.0.0.0/29")]], ledger)
    first, second, third = keys(3)
    ranges.allocate(first)
    ranges.allocate(second)
    ledger.drop("web", first)
    assert str(ranges.allocate(third)[0].address) == "10.0.0.4/29"


def test_attachment_that_asks_again_keeps_its_address(tmp_path: Path) -> None:
    """An ADD that was killed after it had an address comes again."""
    ranges = Ranges("web", [[Range(subnet="10.0.0.0/29")]], ledger_in(tmp_path))
    key = Key("c1", "eth0")
    assert ranges.allocate(key) == ranges.allocate(key)


def test_second_range_of_a_set_serves_when_the_first_is_full(tmp_path: Path) -> None:
    """A cluster grows by a range at a time."""
    parts = [Range(subnet="10.0.0.0/30"), Range(subnet="10.0.1.0/24", range_start="10.0.1.9", gateway="10.0.1.254")]
    ranges = Ranges("web", [parts], ledger_in(tmp_path))
    ips = [ranges.allocate(key)[0] for key in keys(2)]
    assert [(str(ip.address), ip.gateway) for ip in ips] == [("10.0.0.2/30", "10.0.0.1"), ("10.0.1.9/24", "10.0.1.254")]


def test_address_that_is_asked_for_and_taken_is_refused(tmp_path: Path) -> None:
    """Another one would be told to nobody who relies on the first."""
    ranges = Ranges("web", [[Range(subnet="10.0.0.0/24")]], ledger_in(tmp_path))
    assert str(ranges.allocate(Key("c1", "eth0"), ["10.0.0.77"])[0].address) == "10.0.0.77/24"
    with pytest.raises(CNIError, match=r"address 10\.0\.0\.77 of network web is taken") as caught:
        ranges.allocate(Key("c2", "eth0"), ["10.0.0.77/24"])
    assert caught.value.cni_code == 11


def test_address_of_a_range_that_is_gone_is_refused(tmp_path: Path) -> None:
    """The configuration was changed under a container that is asked for again."""
    ledger = ledger_in(tmp_path)
    Ranges("web", [[Range(subnet="10.0.0.0/24")]], ledger).allocate(Key("c1", "eth0"))
    with pytest.raises(CNIError, match="in none of ipam's ranges any more"):
        Ranges("web", [[Range(subnet="10.1.0.0/24")]], ledger).allocate(Key("c1", "eth0"))


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (Range(), "x.subnet is None"),
        (Range(subnet="10.0.0.0/24", gateway="10.0.1.1"), r"x.gateway is '10\.0\.1\.1'"),
        (Range(subnet="10.0.0.0/24", range_start="one"), "x.rangeStart is 'one'"),
        (Range(subnet="10.0.0.0/24", range_start="10.0.0.9", range_end="10.0.0.8"), r"x.rangeEnd is '10\.0\.0\.8'"),
    ],
)
def test_wrong_range_is_named(given: Range, place: str) -> None:
    """The place is all that an administrator needs."""
    with pytest.raises(CNIError, match=place) as caught:
        Pool(given, "x")
    assert caught.value.cni_code == 7


@given(st.integers(1, 32), st.sets(st.integers(0, 300), max_size=40), st.none() | st.integers(0, 300))
def test_free_address_is_in_the_range_and_nobodys(length: int, taken: set[int], after: int | None) -> None:
    """For every size of range, whatever is taken."""
    pool = Pool(Range(subnet=f"10.0.0.0/{length}"), "x")
    texts = frozenset(str(ipaddress.ip_address("10.0.0.0") + number) for number in taken)
    last = None if after is None else str(pool.first + after % pool.size)
    found = pool.free(texts, last)
    everything = {str(pool.first + number) for number in range(min(pool.size, 400))}
    if found is None:
        assert everything <= texts | {str(pool.gateway)}
    else:
        assert found in pool
        assert str(found) not in texts
        assert found != pool.gateway


# -- the books ------------------------------------------------------------------------------------------------------


def test_book_without_entries_is_no_file(tmp_path: Path) -> None:
    """A node that ran for years has no traces of networks that are gone."""
    ledger = ledger_in(tmp_path)
    ledger.enter("web", Key("c1", "eth0"), ("10.0.0.2",))
    ledger.enter("web", Key("c1", "eth0"))
    assert ledger.addresses("web", Key("c1", "eth0")) == ("10.0.0.2",)
    ledger.keep("web", lambda key: False)
    assert ledger.keys("web") == []
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.parametrize("text", ["{", "[]", '{"attachments": [{}]}', '{"attachments": 7}'])
def test_damaged_book_is_told_and_not_replaced(tmp_path: Path, text: str) -> None:
    """To begin a new one would give addresses out twice."""
    (tmp_path / "web.json").write_text(text, encoding="utf-8")
    with pytest.raises(CNIError, match=r"web\.json is damaged") as caught:
        ledger_in(tmp_path).keys("web")
    assert caught.value.cni_code == 5
    assert (tmp_path / "web.json").read_text(encoding="utf-8") == text


def test_book_is_not_changed_by_a_block_that_fails(tmp_path: Path) -> None:
    """An allocation of two addresses of which one fails gives out neither."""
    ledger = ledger_in(tmp_path)
    ranges = Ranges("web", [[Range(subnet="10.0.0.0/24")], [Range(subnet="fd00::/127")]], ledger)
    assert [str(ip.address) for ip in ranges.allocate(Key("c1", "eth0"))] == ["10.0.0.2/24", "fd00::1/127"]
    with pytest.raises(CNIError):
        ranges.allocate(Key("c2", "eth0"))
    assert ledger.keys("web") == [Key("c1", "eth0")]


def test_file_of_somebody_who_was_killed_while_writing_goes(tmp_path: Path) -> None:
    """It would stay for good, since it is not looked at."""
    (tmp_path / "web.new").write_text("{", encoding="utf-8")
    assert ledger_in(tmp_path).keys("web") == []
    assert not list(tmp_path.glob("*.new"))


# -- locks ------------------------------------------------------------------------------------------------------------


def test_lock_that_nobody_gives_back_is_to_be_tried_again(tmp_path: Path) -> None:
    """The runtime waits better than a plugin that hangs."""
    with (
        FileLock(tmp_path / "network-web.lock"),
        pytest.raises(CNIError, match="another process has been working on network web") as caught,
        Locks(tmp_path, 0.01).network("web"),
    ):
        raise AssertionError
    assert caught.value.cni_code == 11


def test_containers_share_a_fixed_number_of_locks(tmp_path: Path) -> None:
    """A file for each container that ever was would fill the folder."""
    locks = Locks(tmp_path)
    for number in range(300):
        with locks.attachment(f"c{number}", "web"):
            pass
    assert len(list(tmp_path.iterdir())) <= 64


# -- other plugins ----------------------------------------------------------------------------------------------------


class Other:
    """Another plugin for addresses, which remembers what it was asked and fails when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.held: set[str] = set()
        self.fail: dict[str, tuple[int, bytes]] = {}
        self.address = "10.88.0.5/24"

    def __call__(self, program: Path, environ: Mapping[str, str], stdin: bytes) -> tuple[int, bytes]:
        command, container = environ["CNI_COMMAND"], environ["CNI_CONTAINERID"]
        config = json.loads(stdin)
        assert (config["ipam"]["type"], config["ipam"]["note"]) == ("other", "kept")
        self.asked.append(command)
        if command in self.fail:
            return self.fail[command]
        if command == "ADD":
            assert container not in self.held, "given out twice"
            self.held.add(container)
            ip = {"address": self.address, "gateway": "10.88.0.1", "version": "4"}
            routes = [{"dst": "10.96.0.0/12"}]
            answer = {"cniVersion": "0.4.0", "ips": [ip], "routes": routes, "dns": {"nameservers": ["10.9.9.9"]}}
            return 0, json.dumps(answer).encode()
        if command == "DEL":
            self.held.discard(container)
        if command == "GC":
            self.held = {held["containerID"] for held in config["cni.dev/valid-attachments"] or ()}
        return 0, b""


@pytest.fixture
def other() -> Other:
    return Other()


@pytest.fixture
def client(fake_host: FakeHost, host: Host, tmp_path: Path, other: Other) -> Client:
    """The plugin with another one for addresses, whose program is in CNI_PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("other", "other.exe"):
        (folder / name).write_bytes(b"")
    plugin = HCNPlugin(fake_host, other)
    client = Client(plugin, tmp_path, networkType="l2bridge", ipam={"type": "other", "note": "kept"})
    call = client.call
    client.call = lambda *args, **more: call(*args, **{"CNI_PATH": str(folder), **more})  # type: ignore[method-assign]
    return client


def test_other_plugin_gives_addresses_routes_and_the_subnet(client: Client, host: Host, other: Other) -> None:
    """The configuration of a cluster says all that once, in the part for addresses."""
    answer = client.add()
    assert answer["ips"] == [{"address": "10.88.0.5/24", "gateway": "10.88.0.1", "interface": 0}]
    assert {route["dst"]: route["gw"] for route in answer["routes"]} == {
        "0.0.0.0/0": "10.88.0.1",
        "10.96.0.0/12": "10.88.0.1",
    }
    assert answer["dns"] == {"nameservers": ["10.9.9.9"]}
    assert str(host.hcn.networks.get(name="web").ipams[0].subnets[0].ip_address_prefix) == "10.88.0.0/24"
    client.check(answer)
    client.status()
    client.gc(("c1", "eth0"))
    assert other.held == {"c1"}
    client.delete()
    assert other.asked == ["ADD", "CHECK", "STATUS", "GC", "DEL"]


def test_addresses_are_given_back_when_the_container_cannot_be_added(
    client: Client, fake_host: FakeHost, host: Host, tmp_path: Path, other: Other
) -> None:
    """Else a pool runs dry on a node whose HNS is in trouble."""
    with fake_host.on("HcnCreateEndpoint").fail(0x80004005), pytest.raises(Refused):
        client.add()
    assert other.asked == ["ADD", "DEL"]
    assert not other.held
    assert left(host, tmp_path) == NOTHING


def test_add_of_the_other_plugin_that_fails_is_undone_and_told(
    client: Client, host: Host, tmp_path: Path, other: Other
) -> None:
    """The specification wants DEL after an ADD that failed: it may have got half way."""
    other.fail["ADD"] = 1, b'{"cniVersion": "1.1.0", "code": 11, "msg": "full", "details": "really"}'
    with pytest.raises(Refused, match="ipam plugin other failed at ADD: full") as caught:
        client.add()
    assert (caught.value.code, caught.value.document["details"]) == (11, "really")
    assert other.asked == ["ADD", "DEL"]
    assert left(host, tmp_path) == NOTHING


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((0, b""), "answered ADD with nothing"),
        ((0, b"hello"), "with what is not JSON: b'hello'"),
        ((0, b"[]"), r"answered ADD with b'\[\]'"),
        ((3, b""), "failed at ADD: exit status 3"),
    ],
)
def test_other_plugin_that_speaks_nonsense_is_told(
    client: Client, other: Other, answer: tuple[int, bytes], message: str
) -> None:
    """Who is to blame has to be in the message."""
    other.fail["ADD"] = answer
    with pytest.raises(Refused, match=message) as caught:
        client.add()
    assert caught.value.code == 999


def test_undo_that_fails_is_told_beside_the_first_error(client: Client, other: Other) -> None:
    """An address that is lost has to be looked for by hand."""
    other.fail = {"ADD": (1, b'{"code": 5, "msg": "no disk"}'), "DEL": (1, b'{"msg": "no disk either"}')}
    with pytest.raises(Refused, match=r"no disk.*leftovers: .*no disk either"):
        client.add()


def test_addresses_of_an_add_that_was_killed_are_given_back_first(client: Client, host: Host, other: Other) -> None:
    """Plugins for addresses refuse a container that they know."""
    client.add()
    host.hcn.endpoints.delete(host.hcn.endpoints.get(name="c1@web@eth0"))
    client.add()
    assert other.asked == ["ADD", "DEL", "ADD"]


@pytest.mark.parametrize("undone", [True, False])
def test_delegate_of_a_block_that_fails_is_undone(other: Other, undone: bool) -> None:
    """A plugin of one's own need not think of it."""

    class Delegating(Plugin[Any]):
        def add(self, request: AddRequest[Any]) -> Result:
            with Delegate(request, other, find=Path) as ipam:
                ipam.add()
                raise CNIError("later")

    if not undone:
        other.fail["DEL"] = 1, b'{"msg": "no disk"}'
    config = {"cniVersion": "1.1.0", "name": "web", "ipam": {"type": "other", "note": "kept"}}
    with pytest.raises(Refused, match="later") as caught:
        Client(Delegating(), Path(), **config).add()
    assert other.asked == ["ADD", "DEL"]
    assert ("details" in caught.value.document) is (not undone)


@pytest.mark.parametrize("name", ["missing", "../other"])
def test_other_plugin_that_is_not_in_the_path_is_named(client: Client, name: str) -> None:
    """The commonest mistake on a new node; and no name leads out of the folders."""
    with pytest.raises(Refused, match=f"ipam.type is '{name}'") as caught:
        client.add(config={"ipam": {"type": name}})
    assert caught.value.code == 7


def test_other_plugin_is_run_as_a_program(fake_host: FakeHost, host: Host, tmp_path: Path) -> None:
    """Environment, standard input, exit status: all of it has to get through to a real process."""
    answer = {"cniVersion": "1.1.0", "ips": [{"address": "10.88.0.5/24"}]}
    source = (
        "import json, os, sys\n"
        "config = json.load(sys.stdin)\n"
        "assert config['name'] == 'web'\n"
        "print('to be seen', file=sys.stderr)\n"
        f"print({json.dumps(json.dumps(answer))} if os.environ['CNI_COMMAND'] == 'ADD' else '')\n"
    )
    (tmp_path / "other.py").write_text(source, encoding="utf-8", newline="\n")
    command = f'"{sys.executable}" "{tmp_path / "other.py"}"'
    if sys.platform == "win32":
        (tmp_path / "other.cmd").write_text(f"@{command}\r\n", encoding="utf-8", newline="")
    else:
        (tmp_path / "other").write_text(f"#!/bin/sh\nexec {command}\n", encoding="utf-8")
        (tmp_path / "other").chmod(stat.S_IRWXU)
    client = Client(HCNPlugin(fake_host), tmp_path, networkType="l2bridge", ipam={"type": "other"})
    path = os.pathsep.join([str(tmp_path / "nowhere"), str(tmp_path)])
    variables: dict[str, Any] = {name: value for name, value in os.environ.items() if not name.startswith("CNI_")}
    added = client.add("c1", NETNS, **{**variables, "CNI_PATH": path})
    assert added["ips"] == [{"address": "10.88.0.5/24", "gateway": "10.88.0.1", "interface": 0}]
    client.delete("c1", NETNS, **{**variables, "CNI_PATH": path})
