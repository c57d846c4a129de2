from __future__ import annotations

import _thread
import itertools
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hcn_scripted import Scripted, record

import hcspy
from hcspy import hcn
from hcspy.errors import ClosedError, ExportMissingError, InvalidDocumentError, ServiceUnavailableError, TimedOutError
from hcspy.hcn.services.watch import Watch, event_of
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
DISCONNECT = 0x01000000
DATA = json.dumps({"ID": ID.upper(), "Flags": 72})


def read(events: Watch, count: int) -> list[hcn.Event]:
    return [events.get(timeout=10) for _ in range(count)]


def until(events: Watch, kind: type) -> list[hcn.Event]:
    """Read up to the first event of a kind, that one included."""
    found = []
    while not found or not isinstance(found[-1], kind):
        found.append(events.get(timeout=10))
    return found


# -- on the fake ------------------------------------------------------------------------------------------------------


def test_existing_objects_come_first(
    host: Host, endpoint: hcn.HostComputeEndpoint, namespace: hcn.HostComputeNamespace
) -> None:
    """A reader that starts late must know what was there before."""
    with host.hcn.watch() as events:
        told = until(events, hcn.Synced)
    existing = [event for event in told if isinstance(event, hcn.Existing)]
    assert {event.kind for event in existing} == {"network", "endpoint", "namespace"}
    assert [event.object.name for event in existing if event.kind == "endpoint"] == ["web-0"]
    assert told[-1] == hcn.Synced(generation=0)


def test_changes_follow(host: Host) -> None:
    """In the order in which they happened."""
    with host.hcn.watch(kinds=["network"]) as events:
        until(events, hcn.Synced)
        network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        host.hcn.networks.delete(network)
        told = read(events, 4)
    assert [(event.kind, event.action, event.id) for event in told if isinstance(event, hcn.Changed)] == [
        ("network", action, network.id) for action in ("creating", "created", "deleting", "deleted")
    ]


def test_object_of_a_change_can_be_read_at_once(host: Host) -> None:
    """ "Created" means that it is there."""
    with host.hcn.watch(kinds=["network"], initial=False) as events:
        network = hcn.HostComputeNetwork(name="w", type="NAT")
        creator = threading.Thread(target=host.hcn.networks.create, args=(network,))
        creator.start()
        created = next(event for event in events if isinstance(event, hcn.Changed) and event.action == "created")
        assert host.hcn.networks.get(str(created.id)).name == "w"
        creator.join()


def test_restart_of_the_service_begins_anew(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """After a restart nobody is told of what happened meanwhile."""
    with host.hcn.watch(kinds=["network"]) as events:
        until(events, hcn.Synced)
        with fake_host.machine() as machine:
            machine.restart()
        restarted, existing, synced = read(events, 3)
        assert restarted == hcn.ServiceRestarted(generation=1)
        assert isinstance(existing, hcn.Existing)
        assert existing.id == network.id
        assert synced == hcn.Synced(generation=1)
        host.hcn.networks.delete(network)
        assert [event.action for event in read(events, 2) if isinstance(event, hcn.Changed)] == ["deleting", "deleted"]


def test_service_that_stays_away_is_waited_for(
    host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost
) -> None:
    """An update of Windows takes minutes."""
    with host.hcn.watch(kinds=["network"]) as events:
        until(events, hcn.Synced)
        with fake_host.service_stopped(), pytest.raises(TimedOutError):
            events.get(timeout=0.2)
        assert isinstance(events.get(timeout=10), hcn.ServiceRestarted)
        assert isinstance(until(events, hcn.Synced)[-1], hcn.Synced)


def test_watch_of_a_service_that_is_down_is_refused(host: Host, fake_host: FakeHost) -> None:
    """To wait for it is another verb: wait_available."""
    with fake_host.service_stopped(), pytest.raises(ServiceUnavailableError):
        host.hcn.watch()


def test_closed_watch_leaves_nothing(host: Host, fake_host: FakeHost) -> None:
    """A registration that stays is called for the life of the process."""
    events = host.hcn.watch()
    events.close()
    events.close()
    with pytest.raises(ClosedError):
        events.get()
    assert list(events) == []
    fake_host.assert_clean()


def test_kind_without_notifications_is_refused(host: Host, fake_host: FakeHost) -> None:
    """A reader of load balancers would wait for ever."""
    with pytest.raises(InvalidDocumentError, match="does not notify of 'load_balancer'"):
        host.hcn.watch(kinds=["load_balancer"])  # type: ignore[list-item]
    assert not fake_host.calls


def test_one_kind_may_be_a_text(host: Host) -> None:
    """The letters of a text are no kinds."""
    with host.hcn.watch(kinds="namespace", initial=False) as events:  # type: ignore[arg-type]
        host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        namespace = host.hcn.namespaces.create()
        assert [getattr(event, "id", None) for event in read(events, 1)] == [namespace.id]


# -- on a script ------------------------------------------------------------------------------------------------------


class Notifier(Scripted):
    """A service whose notifications the test sends; `down` is how many registrations fail before one works."""

    def __init__(self, **script: Any) -> None:
        super().__init__(script)
        self.callbacks: list[Callable[..., Any]] = []
        self.down = 0
        self.unregistered = 0
        self.script["HcnRegisterServiceCallback"] = self._register
        self.script["HcnUnregisterServiceCallback"] = self._unregister

    def _register(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        if self.callbacks and self.down:
            self.down -= 1
            return {"hresult": 0x80070426}
        self.callbacks.append(args["Callback"])
        return {"hresult": 0, "CallbackHandle": 4096 + len(self.callbacks)}

    def _unregister(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        self.unregistered += 1
        return {"hresult": 0}

    def send(self, type: int, status: int = 0, data: str | None = None) -> None:
        self.callbacks[-1](type, status, data)


@pytest.fixture
def service() -> Notifier:
    return Notifier()


@pytest.fixture
def watched(service: Notifier) -> Iterator[Host]:
    with hcspy.connect(service) as host:
        yield host


def test_subscribes_before_it_lists(service: Notifier, watched: Host) -> None:
    """What is created in between would never be told."""
    with watched.hcn.watch() as events:
        until(events, hcn.Synced)
    assert service.exports[0] == "HcnRegisterServiceCallback"
    assert "HcnEnumerateNetworks" in service.exports[1:]


def test_full_queue_says_how_much_was_lost(service: Notifier, watched: Host) -> None:
    """A reader that sleeps must not eat the memory, and has to know that it missed something."""
    with watched.hcn.watch(initial=False, size=2) as events:
        for _ in range(5):
            service.send(2, data=DATA)
        told = read(events, 3)
        assert [type(event) for event in told] == [hcn.Changed, hcn.Changed, hcn.EventsLost]
        assert told[-1] == hcn.EventsLost(count=3)
        service.send(4, data=DATA)
        assert isinstance(events.get(timeout=10), hcn.Changed)


def test_sync_tells_the_objects_anew(service: Notifier, watched: Host) -> None:
    """That is how a reader gets over what it lost."""
    with watched.hcn.watch(initial=False) as events:
        service.send(2, data=DATA)
        events.sync()
        told = read(events, 2)
    assert [type(event) for event in told] == [hcn.Synced, hcn.Changed]


def test_disconnect_is_never_lost(service: Notifier, watched: Host) -> None:
    """A full queue must not hide that nothing will come any more."""
    with watched.hcn.watch(initial=False, size=1) as events:
        service.send(2, data=DATA)
        service.send(2, data=DATA)
        service.send(DISCONNECT)
        told = read(events, 4)
    assert [type(event) for event in told] == [hcn.Changed, hcn.EventsLost, hcn.ServiceRestarted, hcn.Synced]
    assert len(service.callbacks) == service.unregistered == 2


def test_registration_is_tried_again(service: Notifier, watched: Host) -> None:
    """The service takes a while to come back."""
    with watched.hcn.watch(initial=False) as events:
        service.down = 3
        service.send(DISCONNECT)
        assert events.get(timeout=10) == hcn.ServiceRestarted(generation=1)
        assert service.exports.count("HcnRegisterServiceCallback") == 5


def test_error_that_no_waiting_helps_against_is_raised(service: Notifier, watched: Host) -> None:
    """A host without the export will not get it."""
    with watched.hcn.watch(initial=False) as events:

        def missing(args: Any) -> Any:
            raise ExportMissingError("gone", call="HcnRegisterServiceCallback")

        service.script["HcnRegisterServiceCallback"] = missing
        service.send(DISCONNECT)
        with pytest.raises(ExportMissingError):
            events.get(timeout=10)


def test_service_that_goes_during_the_listing_is_waited_for(service: Notifier, watched: Host) -> None:
    """Its disconnect is on the way; an error would end the reader's loop."""
    failures = iter([record(0x80070426), record(0x800706BA)])
    service.script["HcnEnumerateNetworks"] = lambda args: next(failures, {"Networks": "[]"})
    with watched.hcn.watch(kinds=["network"]) as events:
        assert events.get(timeout=10) == hcn.Synced(generation=0)


def test_listing_that_fails_is_begun_anew(service: Notifier, watched: Host) -> None:
    """Whoever goes on reading after an error still gets everything, and Synced."""
    failures = iter([record(0x80070005)])
    service.script["HcnEnumerateNetworks"] = lambda args: next(failures, {"Networks": "[]"})
    with watched.hcn.watch(kinds=["network"]) as events:
        with pytest.raises(hcspy.AccessDeniedError):
            events.get(timeout=10)
        assert events.get(timeout=10) == hcn.Synced(generation=0)


def test_kind_that_the_host_lacks_has_no_objects(service: Notifier, watched: Host) -> None:
    """Older builds have no guest network services."""
    service.script["HcnEnumerateGuestNetworkServices"] = {"hresult": 0x80004001}
    with watched.hcn.watch() as events:
        assert events.get(timeout=10) == hcn.Synced(generation=0)


def test_close_ends_the_waiting_of_another_thread(service: Notifier, watched: Host) -> None:
    """A program that ends must not hang in its reader."""
    events = watched.hcn.watch(initial=False)
    ended = threading.Event()

    def reader() -> None:
        for _ in events:
            pass
        ended.set()

    thread = threading.Thread(target=reader)
    thread.start()
    time.sleep(0.05)
    began = time.monotonic()
    events.close()
    assert ended.wait(60)
    assert time.monotonic() - began < 30
    thread.join()
    assert service.unregistered == 1


def test_close_while_it_registers_again_leaves_no_registration(service: Notifier, watched: Host) -> None:
    """The new one would be called for the life of the process."""
    events = watched.hcn.watch(initial=False)
    register = service._register

    def close_meanwhile(args: Mapping[str, Any]) -> Mapping[str, Any]:
        reply = register(args)
        events.close()
        return reply

    service.script["HcnRegisterServiceCallback"] = close_meanwhile
    service.send(DISCONNECT)
    assert events.poll() == hcn.ServiceRestarted(generation=1)
    assert service.unregistered == 2


@pytest.mark.skipif(sys.platform == "win32", reason="interrupt_main does not end a wait there")
def test_ctrl_c_ends_the_waiting(service: Notifier, watched: Host) -> None:
    """At a terminal that is the only way out."""
    with watched.hcn.watch(initial=False) as events:
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            threading.Timer(0.1, _thread.interrupt_main).start()
            events.get(timeout=60)
        assert time.monotonic() - began < 30


def test_late_notification_does_nothing(service: Notifier, watched: Host) -> None:
    """Windows may be on its way while the watch is closed."""
    events = watched.hcn.watch(initial=False)
    events.close()
    service.send(2, data=DATA)


def test_many_threads_may_notify(service: Notifier, watched: Host) -> None:
    """Windows has a pool for it."""
    with watched.hcn.watch(initial=False) as events:
        threads = [threading.Thread(target=lambda: [service.send(2, data=DATA) for _ in range(50)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(isinstance(event, hcn.Changed) for event in read(events, 400))
        with pytest.raises(TimedOutError, match="no event within 0 s"):
            events.get(timeout=0)


@pytest.mark.parametrize(
    ("number", "kind", "action"),
    [
        (1, "network", "creating"),
        (2, "network", "created"),
        (3, "network", "deleting"),
        (4, "network", "deleted"),
        (5, "namespace", "created"),
        (6, "namespace", "deleted"),
        (7, "guest_network_service", "created"),
        (8, "guest_network_service", "deleted"),
        (9, "endpoint", "attached"),
        (0x10, "endpoint", "detached"),
        (0x11, "guest_network_service", "state_changed"),
        (0x12, "guest_network_service", "interface_state_changed"),
    ],
)
def test_every_notification_has_a_meaning(number: int, kind: str, action: str) -> None:
    """The numbers jump from 9 to 16: that is Microsoft's."""
    event = event_of(number, -2143617023, DATA)
    assert isinstance(event, hcn.Changed)
    assert (event.kind, event.action, event.id, event.flags) == (kind, action, ID, 72)
    assert event.status == 0x803B0001


@pytest.mark.parametrize("data", [None, "", "{", "[1]", '{"ID":7,"Flags":"x"}'])
def test_odd_data_is_no_error(data: str | None) -> None:
    """An error on a thread of Windows helps nobody."""
    event = event_of(2, 0, data)
    assert isinstance(event, hcn.Changed)
    assert (event.id, event.flags) == (None, 0)


def test_unknown_notification_is_told_as_it_came() -> None:
    """Windows may have new ones."""
    assert event_of(0x13, 0, "x") == hcn.Notified(type=0x13, status=0, data="x")


def test_unknown_notification_passes_every_choice_of_kinds(service: Notifier, watched: Host) -> None:
    """Nobody knows of what kind it is."""
    with watched.hcn.watch(initial=False, kinds=["network"]) as events:
        service.send(0x13)
        service.send(5, data=DATA)
        service.send(2, data=DATA)
        assert [type(event) for event in read(events, 2)] == [hcn.Notified, hcn.Changed]


def test_iteration_gives_what_get_gives(service: Notifier, watched: Host) -> None:
    """Both are one stream."""
    with watched.hcn.watch(initial=False) as events:
        service.send(2, data=DATA)
        service.send(4, data=DATA)
        told = list(itertools.islice(events, 2))
    assert [event.action for event in told if isinstance(event, hcn.Changed)] == ["created", "deleted"]
