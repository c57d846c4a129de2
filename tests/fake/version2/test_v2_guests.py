"""Guest network services, port reservations, notifications (rules HCN-V, HCN-W)."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hcspy._ffi import computenetwork as hcn
from hcspy._ffi.computenetwork import PortAccess, PortProtocol
from hcspy.testing import FakeHost

from .conftest import Door, code, setting
from .test_v2_behaviours import UNKNOWN

VM = "11111111-2222-3333-4444-555555555555"
Event = tuple[int, Any]


class Watcher:
    """A callback that keeps what it got, and on which threads."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.threads: set[int] = set()

    def __call__(self, type: int, status: int, data: str | None) -> None:
        self.threads.add(threading.get_ident())
        assert status == 0
        self.events.put((type, None if data is None else json.loads(data)))

    def take(self, count: int) -> list[Event]:
        """Wait for that many events."""
        return [self.events.get(timeout=10) for _ in range(count)]

    def types(self, count: int) -> list[int]:
        """Wait for that many events; return their numbers."""
        return [type for type, _ in self.take(count)]


@pytest.fixture
def watcher(door: Door) -> Iterator[Watcher]:
    """Somebody who watches the service."""
    watcher = Watcher()
    with hcn.register_service_callback(door.tables, watcher):
        yield watcher
    assert watcher.events.empty()


# HCN-W


def test_life_of_a_network_is_told_in_order(door: Door, watcher: Watcher) -> None:
    """On a thread that Python did not make; the documents have ID and Flags (HCN-W01, HCN-W02, HCN-W04)."""
    id = door.nat(Flags=72)
    assert watcher.take(2) == [(1, {"ID": id, "Flags": 72}), (2, {"ID": id, "Flags": 72})]
    door.v1("DELETE", f"/networks/{id}")
    assert watcher.take(2) == [(3, {"ID": id, "Flags": 72}), (4, {"ID": id, "Flags": 72})]
    assert threading.get_ident() not in watcher.threads


def test_network_can_be_seen_when_its_creation_is_told(door: Door) -> None:
    """The callback may call the service itself: nothing is locked meanwhile."""
    seen: queue.Queue[list[str]] = queue.Queue()

    def look(type: int, status: int, data: str | None) -> None:
        if type == 2:
            seen.put(door.ids("network"))

    with hcn.register_service_callback(door.tables, look):
        id = door.nat()
        assert seen.get(timeout=10) == [id]


def test_namespaces_and_ports_are_told(door: Door, watcher: Watcher) -> None:
    """Attached when the port is there, detached when it goes; a deleted network takes its ports with it (HCN-W03)."""
    network = door.nat()
    endpoint = door.endpoint(network, Flags="DisableInterComputeCommunication")
    namespace = door.make("namespace", {"Type": "HostDefault"})
    door.change("namespace", namespace, "Endpoint", "Add", EndpointId=endpoint)
    door.change("namespace", namespace, "Endpoint", "Remove", EndpointId=endpoint)
    door.drop("namespace", namespace)
    told = {"ID": endpoint, "Flags": 2}
    assert watcher.take(6)[2:] == [
        (5, {"ID": namespace, "Flags": 0}),
        (9, told),
        (0x10, told),
        (6, {"ID": namespace, "Flags": 0}),
    ]
    door.change("endpoint", endpoint, "Port", "Add", VirtualMachineId=UNKNOWN)
    door.drop("network", network)
    assert watcher.types(4) == [9, 3, 0x10, 4]


def test_containers_share_one_port(door: Door, watcher: Watcher) -> None:
    """The second one attaches nothing, the first one that goes detaches nothing."""
    network = door.make("network", {"Name": "p", "Type": "Private"})
    endpoint = door.endpoint(network)
    for id in ("c1", "c2"):
        door.fake.add_container(id)
        attach = {"SystemType": "Container", "ContainerId": id}
        door.v1("POST", f"/endpoints/{endpoint}/attach", attach)
    for id in ("c1", "c2"):
        door.fake.remove_container(id)
    assert watcher.types(4) == [1, 2, 9, 0x10]


@pytest.mark.parametrize("how", ["stopped", "crashed", "restart", "reboot"])
def test_disconnect_is_the_last_thing_that_is_told(door: Door, how: str) -> None:
    """Who watches has to register again (HCN-W05)."""
    watcher, second = Watcher(), Watcher()
    with hcn.register_service_callback(door.tables, watcher):
        if how in ("stopped", "crashed"):
            door.fake.service = how
            door.fake.service = "stopped"
            door.fake.service = "running"
        else:
            with door.fake.machine() as machine:
                getattr(machine, how)()
        with hcn.register_service_callback(door.tables, second):
            door.nat()
            assert second.types(2) == [1, 2]
        assert watcher.take(1) == [(0x01000000, None)]
    assert watcher.events.empty()


def test_nothing_comes_after_unregistration(door: Door) -> None:
    """It waits for a callback that is running."""
    entered, leave, left = threading.Event(), threading.Event(), threading.Event()

    def slow(type: int, status: int, data: str | None) -> None:
        entered.set()
        leave.wait(10)
        left.set()

    registration = hcn.register_service_callback(door.tables, slow)
    door.nat()
    entered.wait(10)
    closer = threading.Thread(target=registration.close)
    closer.start()
    assert not left.is_set()
    leave.set()
    closer.join(10)
    assert left.is_set()


def test_unregistration_from_the_callback_itself_is_noted() -> None:
    """Windows would wait for ever; the fake tells."""
    fake, done = FakeHost(), threading.Event()
    handle: list[int] = []

    def unregister(type: int, status: int, data: str | None) -> None:
        fake.respond("computenetwork", "HcnUnregisterServiceCallback", {"CallbackHandle": handle[0]})
        done.set()

    args = {"Callback": unregister, "Context": 0}
    handle.append(fake.respond("computenetwork", "HcnRegisterServiceCallback", args)["CallbackHandle"])
    Door(fake).make("namespace", {})
    assert done.wait(10)
    assert ["for ever" in misuse for misuse in fake.misuses] == [True]
    fake.close()


def test_registration_that_is_left_behind_is_a_leak() -> None:
    """And is over when the fake is closed: what is under way is waited for."""
    fake, watcher = FakeHost(), Watcher()
    args = {"Callback": watcher, "Context": 0}
    fake.respond("computenetwork", "HcnRegisterServiceCallback", args)
    Door(fake).nat()
    fake.close()
    assert watcher.types(2) == [1, 2]
    assert [leak.partition(" 0x")[0] for leak in fake.leaks] == ["service callback"]


def test_registration_that_the_program_never_got_hears_nothing(door: Door) -> None:
    """The call failed after the work was done."""
    watcher = Watcher()
    door.fake.on("HcnRegisterServiceCallback").fail(0x80004005, after=True)
    assert code(lambda: hcn.register_service_callback(door.tables, watcher)) == 0x80004005
    door.nat()
    assert watcher.events.empty()


def test_two_who_watch_get_the_same(door: Door, watcher: Watcher) -> None:
    """Each in order."""
    other = Watcher()
    with hcn.register_service_callback(door.tables, other):
        for name in "abc":
            door.make("network", {"Name": name, "Type": "Private"})
        events = other.take(6)
    assert watcher.take(6) == events


def test_programs_that_share_a_machine_hear_of_their_own_doing(tmp_path: Any) -> None:
    """The machine is in a file; what happens through this fake is told here."""
    with FakeHost.open(tmp_path / "node.json") as fake:
        watcher = Watcher()
        with hcn.register_service_callback(fake.tables, watcher):
            Door(fake).nat()
            with fake.machine() as machine:
                machine.restart()
            assert watcher.types(3) == [1, 2, 0x01000000]


# HCN-V


@pytest.fixture
def guest(door: Door) -> str:
    """A guest network service, as WSL makes it."""
    return door.make("guest", {"VirtualMachineId": VM, "MirrorHostNetworking": True, "Flags": 1})


def test_guest_network_service(door: Door, guest: str, watcher: Watcher) -> None:
    """It keeps its document, and starts in State 1 (HCN-V01)."""
    shown = door.read("guest", guest)
    assert (shown["VirtualMachineId"], shown["MirrorHostNetworking"], shown["State"]) == (VM, True, 1)
    assert door.ids("guest") == [guest]
    assert door.read("guest", guest, None)["ID"] == guest
    assert code(lambda: door.make("guest", {"ID": guest})) == 0x800700B7
    assert code(lambda: door.make("guest", {"VirtualMachineId": "x"})) == 0x803B0019
    assert code(lambda: door.make("guest", {"MirrorHostNetworking": "x"})) == 0x80070057
    door.drop("guest", guest)
    assert code(lambda: door.read("guest", guest)) == 0x80070490
    assert watcher.take(1) == [(8, {"ID": guest, "Flags": 1})]


def test_states_of_a_guest_network_service(door: Door, guest: str) -> None:
    """By name or number; whoever watches it is told (HCN-V02, HCN-V03, HCN-W06)."""
    watcher = Watcher()
    with (
        hcn.guest_network_services.opened(door.tables, guest) as handle,
        hcn.register_guest_network_service_callback(handle, watcher),
    ):
        for state in ("bootstrapping", 3):
            door.change("guest", guest, "State", "Update", State=state)
        with door.fake.machine() as machine:
            machine.set_guest_interface(guest, VM, "Synchronized", endpoint=UNKNOWN)
        door.nat()
        interface = {"InterfaceGuid": VM, "State": "Synchronized", "EndpointId": UNKNOWN}
        assert watcher.take(3) == [
            (0x11, {"ID": guest, "Flags": 1, "Data": {"State": "Bootstrapping", "Interfaces": []}}),
            (0x11, {"ID": guest, "Flags": 1, "Data": {"State": "Synchronized", "Interfaces": []}}),
            (0x12, {"ID": guest, "Flags": 1, "Data": {"State": "Synchronized", "Interfaces": [interface]}}),
        ]
    assert door.read("guest", guest)["MirroredInterfaces"] == [interface]
    for wrong in ("Nonsense", 0, 9, True, None):
        assert code(lambda wrong=wrong: door.change("guest", guest, "State", "Update", State=wrong)) == 0x80070057
    assert code(lambda: door.change("guest", guest, "State", "Add", State=2)) == 0x803B0015
    with door.fake.machine() as machine, pytest.raises(ValueError, match="Nonsense"):
        machine.set_guest_interface(guest, VM, "Nonsense")


def test_guest_network_service_that_is_gone_cannot_be_watched(door: Door, guest: str) -> None:
    """Nor one that a closed handle stood for."""
    with hcn.guest_network_services.opened(door.tables, guest) as handle:
        door.drop("guest", guest)
        assert code(lambda: hcn.register_guest_network_service_callback(handle, print)) == 0x80070490
    args = {"GuestNetworkService": 7, "Callback": print, "Context": 0}
    reply = FakeHost().respond("computenetwork", "HcnRegisterGuestNetworkServiceCallback", args)
    assert reply["hresult"] == 0x80070006


Reserve = Callable[..., Any]


@pytest.fixture
def reserve(door: Door, guest: str) -> Iterator[Reserve]:
    """Reserve a port for the guest."""
    with hcn.guest_network_services.opened(door.tables, guest) as handle:
        yield lambda port, protocol=PortProtocol.TCP, access=PortAccess.EXCLUSIVE: hcn.reserve_port(
            handle, protocol, access, port
        )


def test_reserved_port_is_nobody_elses(door: Door, guest: str, reserve: Reserve) -> None:
    """Not a mapping's, nor another guest's; free again when the handle is closed (HCN-V05)."""
    network = door.nat()
    mapping = [setting("PortMapping", Protocol=6, InternalPort=80, ExternalPort=8080)]
    with reserve(8080):
        assert code(lambda: door.endpoint(network, Policies=mapping)) == 0x803B0013
        assert code(lambda: reserve(8080)) == code(lambda: reserve(8080, PortProtocol.BOTH)) == 0x803B0013
        with reserve(8080, PortProtocol.UDP):
            [tcp, udp] = hcn.enumerate_port_reservations(door.tables)
        assert (tcp.target_partition_id, tcp.starting_port, tcp.ending_port) == (VM, 8080, 8080)
        assert (tcp.protocol, udp.protocol) == (1, 2)
        pools = door.v1("GET", "/portpools")
        assert pools[0]["References"] == [f"/guestnetworkservices/{guest.lower()}"]
    door.endpoint(network, Policies=mapping)
    assert code(lambda: reserve(8080)) == 0x803B0013
    assert hcn.enumerate_port_reservations(door.tables) == []


def test_shared_port_is_for_all_who_share(door: Door, reserve: Reserve) -> None:
    """Not for who wants it alone."""
    with reserve(80, access=PortAccess.SHARED) as first:
        with reserve(80, access=PortAccess.SHARED):
            assert code(lambda: reserve(80)) == 0x803B0013
            assert [entry.sharing_flags for entry in hcn.enumerate_port_reservations(door.tables)] == [1, 1]
            first.close()
            assert code(lambda: reserve(80)) == 0x803B0013
        with reserve(80):
            assert code(lambda: reserve(80, access=PortAccess.SHARED)) == 0x803B0013


@pytest.mark.parametrize(("port", "protocol", "access"), [(0, 1, 1), (80, 0, 1), (80, 4, 1), (80, 1, 3)])
def test_wrong_reservations(reserve: Reserve, port: int, protocol: int, access: int) -> None:
    """0x80070057."""
    assert code(lambda: reserve(port, protocol, access)) == 0x80070057


def test_range_of_ports(door: Door, guest: str) -> None:
    """In a row, in the dynamic range, for both protocols (HCN-V06)."""
    with hcn.guest_network_services.opened(door.tables, guest) as handle:
        with hcn.reserve_port_range(handle, 64) as first, hcn.reserve_port_range(handle, 8000) as second:
            assert (len(first.ports), len(second.ports)) == (64, 8000)
            assert first.ports[0] >= 49152
            assert not set(first.ports) & set(second.ports)
            assert code(lambda: hcn.reserve_port_range(handle, 16000)) == 0x803B0013
        for count in (0, 16385):
            assert code(lambda count=count: hcn.reserve_port_range(handle, count)) == 0x80070057


def test_deleted_guest_frees_its_ports(door: Door, guest: str, reserve: Reserve) -> None:
    """The handle can still be closed (HCN-V04)."""
    with reserve(80):
        door.drop("guest", guest)
        assert hcn.enumerate_port_reservations(door.tables) == []


def test_reservation_that_the_program_never_got_is_undone(door: Door, guest: str, reserve: Reserve) -> None:
    """A closed handle is no handle."""
    door.fake.on("HcnReserveGuestNetworkServicePort", nth=1).fail(0x80004005, after=True)
    assert code(lambda: reserve(80)) == 0x80004005
    assert hcn.enumerate_port_reservations(door.tables) == []
    release = "HcnReleaseGuestNetworkServicePortReservationHandle"
    assert FakeHost().respond("computenetwork", release, {"PortReservationHandle": 7})["hresult"] == 0x80070006
