"""Notifications: they come on threads of the DLL, which Python has never seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import hcspy
from hcspy._ffi import computenetwork, vmcompute
from hcspy._ffi.callbacks import Registration
from hcspy._ffi.handles import SystemHandle

from .remote import Remote

DOCUMENT = '{"who":"\U0001f40b","half":"\ud800"}'
SERVICE_CHANGED = 0x01000000


class Seen(list[tuple[int, int, str | None]]):
    """A handler that keeps what it was told, and on which threads."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()

    def __call__(self, type: int, status: int, data: str | None) -> None:
        self.append((type, status, data))
        self.threads.add(threading.get_native_id())


@pytest.fixture
def service(remote: Remote) -> Remote:
    """A server that accepts callbacks for the network service; the FakeHost may not."""
    remote.answer("HcnRegisterServiceCallback", {"ret": 0, "CallbackHandle": 77})
    remote.answer("HcnUnregisterServiceCallback", {"ret": 0})
    return remote


@pytest.fixture
def seen(host: hcspy.Host, service: Remote) -> Iterator[Seen]:
    """A handler that is registered for the network service."""
    seen = Seen()
    with computenetwork.register_service_callback(host.tables, seen):
        yield seen


def test_notification_arrives_whole_on_a_foreign_thread(seen: Seen, service: Remote) -> None:
    """Number, status and document cross the ABI; the status is negative where it is a failure."""
    service.call_back(0, 1, SERVICE_CHANGED, -0x7FF8FFFB, DOCUMENT)
    service.call_back(0, 1, 0xF0000001, 0, None)
    assert seen == [(SERVICE_CHANGED, -0x7FF8FFFB, DOCUMENT), (0xF0000001, 0, None)]
    assert seen.threads.isdisjoint({thread.native_id for thread in threading.enumerate()})


def test_thousand_notifications_arrive_in_order(seen: Seen, service: Remote) -> None:
    """A node that starts sends them by the hundred."""
    service.call_back(0, 1000, 1, 0, DOCUMENT)
    assert seen == [(1, 0, DOCUMENT)] * 1000


def test_late_notification_does_nothing(host: hcspy.Host, service: Remote) -> None:
    """The service may be calling while the program unregisters."""
    seen = Seen()
    registration = computenetwork.register_service_callback(host.tables, seen)
    registration.close()
    service.call_back(0, 100, 1, 0, DOCUMENT)
    assert seen == []
    assert service.requests()[-1]["args"] == {"CallbackHandle": 77}


def test_handler_may_call_the_service(host: hcspy.Host, service: Remote) -> None:
    """Whoever hears of a change asks what has changed, right there."""
    answers = []
    with computenetwork.register_service_callback(host.tables, lambda *_: answers.append(host.hns.networks.list())):
        service.call_back(0, 3, 1)
    assert answers == [[], [], []]


def test_exception_of_a_handler_stays_on_its_thread(
    host: hcspy.Host, service: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that left the callback would unwind through frames of the DLL."""
    reported = []
    monkeypatch.setattr(threading, "excepthook", lambda report: reported.append(report.exc_type))

    def fail(type: int, status: int, data: str | None) -> None:
        raise ZeroDivisionError

    with computenetwork.register_service_callback(host.tables, fail):
        service.call_back(0, 2, 1)
    assert reported == [ZeroDivisionError] * 2
    assert host.hns.networks.list() == []


@pytest.fixture
def watched(host: hcspy.Host, remote: Remote) -> Iterator[SystemHandle]:
    """A compute system of the FakeHost."""
    remote.fake("add_container", "web")
    system = vmcompute.open_compute_system(host.tables, "web")
    yield system
    system.close()
    remote.assert_clean()


def test_compute_system_tells_of_its_end(host: hcspy.Host, remote: Remote, watched: SystemHandle) -> None:
    """From the FakeHost's foreign thread, through the server and the DLL, to ours."""
    arrived = threading.Event()
    seen = Seen()

    def handler(type: int, status: int, data: str | None) -> None:
        seen(type, status, data)
        arrived.set()

    with vmcompute.register_compute_system_callback(watched, handler):
        remote.fake("notify", "web", 1, 0, DOCUMENT)
        assert arrived.wait(30)
    assert seen == [(1, 0, DOCUMENT)]


def test_unregister_waits_for_a_running_handler(host: hcspy.Host, remote: Remote, watched: SystemHandle) -> None:
    """A handler that still ran after close() would use what the program has torn down."""
    running, go_on = threading.Event(), threading.Event()

    def handler(type: int, status: int, data: str | None) -> None:
        running.set()
        go_on.wait(30)

    registration: Registration = vmcompute.register_compute_system_callback(watched, handler)
    remote.fake("notify", "web", 1)
    assert running.wait(30)
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(registration.close)
        with pytest.raises(TimeoutError):
            closing.result(0.3)
        assert host.hns.networks.list() == []
        go_on.set()
        closing.result(30)
