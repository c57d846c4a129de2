"""Notifications: from threads that Python does not know, at times that nobody chose."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest

from hcspy._ffi import callbacks, foreign
from hcspy._ffi.callbacks import Registration, Trampoline
from hcspy._ffi.cdata import ffi
from hcspy._ffi.computenetwork import register_service_callback
from hcspy._ffi.filler import fill
from hcspy._ffi.notify import CompletionCallback, EventCallback, NotificationCallback
from hcspy._ffi.vmcompute import open_compute_system, register_compute_system_callback
from hcspy.errors import HcspyError


class Service:
    """A service that registers callbacks, and waits at an Unregister for those that run."""

    def __init__(self) -> None:
        self.registered: dict[int, Any] = {}
        self.unregistered: list[int] = []
        self.threads: list[foreign.ForeignThread] = []
        self.hresult = 0
        self.tables = fill(self.respond)

    def respond(self, dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        """Answer Register and Unregister of both DLLs."""
        if "Unregister" in export:
            self.unregistered += args.values()
            for thread in self.threads:
                thread.join()
            return {"hresult": self.hresult}
        if "Register" in export:
            self.registered[len(self.registered) + 16] = args.get("Callback") or args.get("callback")
            name = "CallbackHandle" if dll == "computenetwork" else "callbackHandle"
            return {"hresult": self.hresult, **({} if self.hresult else {name: len(self.registered) + 15})}
        return {"computeSystem": 8} if export == "HcsOpenComputeSystem" else {}

    @property
    def callback(self) -> Any:
        """The callback that was registered last."""
        return list(self.registered.values())[-1]


@pytest.fixture
def service() -> Service:
    """A service with callbacks."""
    return Service()


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[BaseException | None]:
    """What was reported as raised on a thread."""
    reported: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_value))
    return reported


@pytest.mark.parametrize("kind", ["service", "system"])
def test_notification_arrives(service: Service, kind: str) -> None:
    """Both DLLs, with and without a document, successes and failures."""
    seen: list[Any] = []
    handle = open_compute_system(service.tables, "web")
    with _registered(service, kind, lambda *args: seen.append(args)):
        service.callback(0x01000000)
        service.callback(0xF0000001, 0x800706BE, '{"Näme":"\U0001f40b\ud800"}')
    assert seen == [(0x01000000, 0, None), (0xF0000001, -2147023170, '{"Näme":"\U0001f40b\ud800"}')]
    handle.close()


def _registered(service: Service, kind: str, handler: Any) -> Registration:
    if kind == "service":
        return register_service_callback(service.tables, handler)
    return register_compute_system_callback(open_compute_system(service.tables, "web"), handler)


def test_notification_arrives_from_a_foreign_thread(service: Service) -> None:
    """That is where they come from."""
    seen: list[int] = []
    with register_service_callback(service.tables, lambda *_: seen.append(threading.get_ident())):
        foreign.start(lambda: service.callback(1)).join()
    assert len(seen) == 1
    assert seen[0] != threading.get_ident()


@pytest.mark.parametrize("kind", ["service", "system"])
def test_closing_twice_unregisters_once(service: Service, kind: str) -> None:
    """The handle is gone after the first time."""
    registration = _registered(service, kind, lambda *_: None)
    registration.close()
    registration.close()
    assert service.unregistered == [16]


def test_refused_registration_leaves_no_handler(service: Service) -> None:
    """It would be there for ever."""
    before = len(callbacks.hcn_notifications())
    service.hresult = 0x80070005
    with pytest.raises(HcspyError) as error:
        register_service_callback(service.tables, lambda *_: None)
    assert (error.value.call, error.value.hresult) == ("HcnRegisterServiceCallback", 0x80070005)
    assert len(callbacks.hcn_notifications()) == before
    assert service.unregistered == []


def test_refused_unregistration_is_reported_and_the_handler_is_gone(service: Service) -> None:
    """A program that closes wants no more calls, whatever the service says."""
    seen: list[Any] = []
    registration = register_service_callback(service.tables, lambda *args: seen.append(args))
    service.hresult = 0x800706BE
    with pytest.raises(HcspyError):
        registration.close()
    service.callback(1)
    assert seen == []


def test_handler_may_close_another_registration(service: Service) -> None:
    """No lock is held across an Unregister, or while a handler runs."""
    seen: list[int] = []
    second = register_service_callback(service.tables, lambda *_: None)

    def handler(type: int, status: int, data: str | None) -> None:
        second.close()
        seen.append(type)

    with register_service_callback(service.tables, handler):
        service.callback(1)
    assert seen == [1]


def test_close_waits_for_a_running_handler_and_locks_nothing(service: Service) -> None:
    """The handler registers another one while the main thread waits for it."""
    running, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def handler(type: int, status: int, data: str | None) -> None:
        running.set()
        go_on.wait(10)
        callbacks.hcn_notifications().drop(callbacks.hcn_notifications().add(handler))
        done.set()

    registration = register_service_callback(service.tables, handler)
    service.threads.append(foreign.start(lambda: service.callback(1)))
    assert running.wait(10)
    threading.Timer(0.1, go_on.set).start()
    registration.close()
    assert done.is_set()


def test_exception_of_a_handler_is_reported_and_ends_nothing(
    service: Service, reported: list[BaseException | None]
) -> None:
    """The thread belongs to Windows; an exception has nowhere to go."""

    def handler(type: int, status: int, data: str | None) -> None:
        raise ZeroDivisionError

    with register_service_callback(service.tables, handler):
        service.callback(1)
        foreign.start(lambda: service.callback(1)).join()
    assert [type(error) for error in reported] == [ZeroDivisionError, ZeroDivisionError]


def test_context_is_never_used_twice(service: Service) -> None:
    """A late callback of the first would reach the second."""
    contexts = []
    for _ in range(100):
        register_service_callback(service.tables, lambda *_: None).close()
        contexts.append(service.callback.context)
    assert len(set(contexts)) == 100
    assert 0 not in contexts


def test_one_function_serves_all_registrations(service: Service) -> None:
    """Functions per registration could never be freed safely."""
    for _ in range(3):
        register_service_callback(service.tables, lambda *_: None).close()
    assert len({callback.address for callback in service.registered.values()}) == 1


@pytest.mark.load
def test_late_notifications_do_nothing_ten_thousand_times(service: Service) -> None:
    """And leave nothing behind: each registration is one more that a late callback may belong to."""
    seen: list[Any] = []
    trampoline = callbacks.hcn_notifications()
    before = len(trampoline)
    _close_and_notify(service, seen, 100)  # what is made once is made now
    blocks = sys.getallocatedblocks()
    _close_and_notify(service, seen, 10_000)
    assert seen == []
    assert len(trampoline) == before
    assert sys.getallocatedblocks() - blocks < 1000


def _close_and_notify(service: Service, seen: list[Any], times: int) -> None:
    for _ in range(times):
        registration = register_service_callback(service.tables, lambda *args: seen.append(args))
        late = service.callback
        registration.close()
        late(1, 0, "too late")
        service.registered.clear()
        service.unregistered.clear()


@pytest.mark.load
def test_late_notifications_from_foreign_threads_do_nothing(service: Service) -> None:
    """The same from where they really come, against a program that registers and closes all the time."""
    stop = threading.Event()
    seen: list[bool] = []

    def storm() -> None:
        while not stop.is_set():
            for callback in list(service.registered.values())[-3:]:
                callback(1)

    threads = [foreign.start(storm) for _ in range(4)]
    for _ in range(300):
        closed: list[int] = []
        registration = register_service_callback(service.tables, lambda *_, closed=closed: seen.append(bool(closed)))
        time.sleep(0.0005)
        registration.close()
    stop.set()
    for thread in threads:
        assert thread.join(30)
    assert seen.count(True) == 0


@pytest.fixture
def trampoline_of(request: pytest.FixtureRequest) -> Any:
    """Make a trampoline callable as the service does it."""

    def make(trampoline: Trampoline, kind: type[Any], handler: Any) -> Any:
        key = trampoline.add(handler)
        request.addfinalizer(lambda: trampoline.drop(key))
        return kind(trampoline.function, key)

    return make


def test_events_of_computecore_arrive(trampoline_of: Any) -> None:
    """A record, valid only during the call, comes as plain values."""
    seen: list[Any] = []
    callback = trampoline_of(callbacks.hcs_events(), EventCallback, lambda *args: seen.append(args))
    callback(0x01000000, "{}", 0x4000)
    callback(1)
    assert seen == [(0x01000000, "{}", 0x4000), (1, None, 0)]


def test_completions_of_computecore_arrive(trampoline_of: Any) -> None:
    """Which operation is all that they say."""
    seen: list[Any] = []
    trampoline_of(callbacks.hcs_completions(), CompletionCallback, lambda *args: seen.append(args))(0x4000)
    assert seen == [(0x4000,)]


@pytest.mark.parametrize(
    ("trampoline", "kind", "args"),
    [
        (callbacks.hcs_notifications, NotificationCallback, (1,)),
        (callbacks.hcn_notifications, NotificationCallback, (1,)),
        (callbacks.hcs_events, EventCallback, (1,)),
        (callbacks.hcs_completions, CompletionCallback, (1,)),
    ],
)
@pytest.mark.parametrize("context", [0, 2**40, 2**64 - 1])
def test_unknown_context_is_ignored(trampoline: Any, kind: Any, args: Any, context: int) -> None:
    """A late callback, or one that a fake makes up."""
    kind(trampoline().function, context)(*args)


def test_trampoline_is_made_once_per_type() -> None:
    """For the life of the process."""
    assert callbacks.hcs_events() is callbacks.hcs_events()
    functions = {ffi.cast("uintptr_t", made().function) for made in (callbacks.hcs_events, callbacks.hcs_completions)}
    assert len(functions) == 2
