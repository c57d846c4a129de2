"""Operations and what they wait for: settled once, told to whoever asks, and never silently lost."""

from __future__ import annotations

import gc
import math
import threading
import time
from typing import Any

import pytest
from hcs_documents import DOCUMENT

from hcspy.errors import (
    ClosedError,
    ServiceDisconnectedError,
    SystemExitedError,
    TimedOutError,
    UnexpectedExitError,
)
from hcspy.hcs import EventKind, Operation, System, SystemEvent, UnseenFailureWarning
from hcspy.hcs.services import HCS
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.documents import text_of
from hcspy.hcs.services.door import Verb
from hcspy.hcs.services.listener import Listener, end_with
from hcspy.hcs.services.operation import settled
from hcspy.hcs.services.vmcompute import _CALLS, VmcomputeDoor
from hcspy.testing import FakeHost

START = "HcsStartComputeSystem"


def test_operation_goes_on_while_the_program_does(system: System, fake_host: FakeHost) -> None:
    """Its result waits for the end."""
    fake_host.on(START, times=1).delay_notification(0.2)
    operation = system.start_nowait()
    assert (operation.done, repr(operation)) == (False, "<Operation start of web, going on>")
    with pytest.raises(TimedOutError):
        operation.result(0.01)
    operation.result(30)
    assert (operation.done, repr(operation)) == (True, "<Operation start of web, done>")
    assert operation.exception() is None


@pytest.mark.parametrize("verb", [Verb.START, Verb.PAUSE, Verb.RESUME, Verb.SAVE])
def test_verb_that_has_ended_with_its_call_has_succeeded_whatever_follows(
    hcs: HCS, monkeypatch: pytest.MonkeyPatch, verb: Verb
) -> None:
    """The system may exit, and that be told, before the call is back: the verb was done, and then the system ended."""
    door = VmcomputeDoor(hcs.systems._door._tables)  # type: ignore[attr-defined]
    opened = door.create("web", text_of(DOCUMENT), 30)

    def call(handle: object, options: str, *, timeout: float | None) -> bool:
        opened.listener.receive(SystemEvent(kind=EventKind.SYSTEM_EXITED, type=1, status=0xC0370106))
        return False

    monkeypatch.setitem(_CALLS, verb, call)
    begun = opened.begin(verb, None, 30)
    assert (begun.completion.done, begun.completion.outcome()) == (True, "")
    assert opened.listener.exited.outcome().unexpected
    opened.give_up(terminate=True)


def test_callback_is_called_once_with_the_operation(system: System, fake_host: FakeHost) -> None:
    """At the end, or at once if that has come."""
    seen: list[Any] = []
    fake_host.on(START, times=1).delay_notification(0.05)
    operation = system.start_nowait()
    operation.add_done_callback(seen.append)
    operation.result(30)
    operation.add_done_callback(seen.append)
    assert seen == [operation, operation]


def test_callback_may_close_the_system(hcs: HCS, fake_host: FakeHost) -> None:
    """Windows waits for the callback then, and the callback must not wait for Windows."""
    with fake_host.on(START).delay_notification(0.05):
        system = hcs.systems.create("web", DOCUMENT)
        closed = threading.Event()

        def close(operation: Operation[None]) -> None:
            system.close()
            closed.set()

        system.start_nowait().add_done_callback(close)
        assert closed.wait(30)
    assert system.is_closed
    for _ in range(500):
        if not fake_host.leaks:
            break
        time.sleep(0.01)
    with hcs.systems.open("web", terminate_on_exit=True):
        pass


def test_failure_that_nobody_looked_at_warns(system: System, fake_host: FakeHost) -> None:
    """The container does not run, and nobody would ever know."""
    with fake_host.on(START).fail_notification(0xC0370106):
        operation = system.start_nowait()
        for _ in range(500):
            if operation.done:
                break
            time.sleep(0.01)
    with pytest.warns(UnseenFailureWarning, match="the start of web failed: "):
        del operation
    gc.collect()


def test_failure_that_was_looked_at_does_not(system: System, fake_host: FakeHost) -> None:
    """Whoever asked knows."""
    with fake_host.on(START).fail_notification(0xC0370106):
        operation = system.start_nowait()
        assert isinstance(operation.exception(30), UnexpectedExitError)
        assert repr(operation) == "<Operation start of web, failed>"
        del operation
        gc.collect()


def test_close_ends_an_operation_that_goes_on(system: System, fake_host: FakeHost) -> None:
    """Nobody will hear of its end."""
    with fake_host.on(START).delay_notification(30):
        operation = system.start_nowait()
        system.terminate_on_exit = False
        system.close()
        with pytest.raises(ClosedError):
            operation.result(30)


def test_operation_that_cannot_be_cancelled_goes_on(system: System, hcs: HCS, fake_host: FakeHost) -> None:
    """computecore.dll is asked and may say no; vmcompute.dll has no call for it."""
    with fake_host.on(START).delay_notification(0.2):
        operation = system.start_nowait()
        assert not operation.cancel()
        operation.result(30)
    assert len(fake_host.calls.of("HcsCancelOperation")) == (hcs.door == "computecore")
    assert not operation.cancel()


def test_operation_is_cancelled_where_the_service_can() -> None:
    """Only as long as it goes on."""
    completion: Completion[None] = Completion()
    operation = Operation("start of web", START, completion, 1.0, lambda: True)
    assert operation.cancel()
    completion.resolve(None)
    assert not operation.cancel()


def test_end_of_what_has_ended_is_an_operation_that_is_done(system: System) -> None:
    """And returns at once."""
    system.terminate()
    operation = system.terminate_nowait()
    assert operation.done
    assert operation.result() is None


def test_settled_operation_returns_its_value() -> None:
    """It needs nobody to settle it."""
    assert settled("start", START, 5).result() == 5


# -- completions ------------------------------------------------------------------------------------------------------


def test_completion_is_settled_once() -> None:
    """A notification that comes twice, or crosses a close, must not change what was said."""
    completion: Completion[int] = Completion()
    assert completion.resolve(1)
    assert not completion.resolve(2)
    assert not completion.reject(ClosedError("x"))
    assert completion.outcome() == 1


def test_error_of_a_completion_can_be_raised_by_many() -> None:
    """Each waiter raises it, without the tracebacks of the others."""
    completion: Completion[int] = Completion()
    completion.reject(ClosedError("x"))
    for _ in range(2):
        with pytest.raises(ClosedError) as error:
            completion.outcome()
        assert len(error.traceback) == 2


def test_callback_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs on a thread of the service, which must not hear of it."""
    reported: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", lambda report: reported.append(report.exc_type))
    completion: Completion[int] = Completion()
    seen: list[int] = []

    def fail() -> None:
        raise ZeroDivisionError

    completion.add_callback(fail)
    completion.add_callback(lambda: seen.append(1))
    completion.resolve(1)
    assert (reported, seen) == ([ZeroDivisionError], [1])


def test_dropped_callback_is_not_called() -> None:
    """Whoever was cancelled does not wait any more."""
    completion: Completion[int] = Completion()
    seen: list[int] = []

    def note() -> None:
        seen.append(1)

    completion.add_callback(note)
    completion.drop_callback(note)
    completion.drop_callback(note)
    completion.resolve(1)
    assert seen == []


def test_wait_is_cut_into_pieces_where_it_has_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, Ctrl-C would not interrupt it."""
    monkeypatch.setattr("hcspy.hcs.services.completion.CUT", True)
    completion: Completion[int] = Completion()
    assert not completion.wait(0.15)
    threading.Timer(0.05, completion.resolve, [1]).start()
    assert completion.wait()


def test_deadline_may_be_never() -> None:
    """None and infinity."""
    assert (Deadline(None).left, Deadline(math.inf).left, Deadline(-1).left) == (None, None, 0)


# -- listeners --------------------------------------------------------------------------------------------------------


def event(kind: EventKind, status: int = 0, data: str | None = None) -> SystemEvent:
    """Make an event."""
    return SystemEvent(kind=kind, type=0, status=status, data=data)


def test_late_completion_is_for_who_has_given_up() -> None:
    """The next one to wait for its like must not take it for his own."""
    listener = Listener("web")
    given_up = listener.expect(EventKind.START_COMPLETED, START)
    waiting = listener.expect(EventKind.START_COMPLETED, START)
    listener.receive(event(EventKind.START_COMPLETED, data="late"))
    assert (given_up.done, waiting.done) == (True, False)
    listener.receive(event(EventKind.START_COMPLETED))
    assert waiting.done


def test_completion_for_nobody_is_dropped() -> None:
    """It came twice, or for a call that failed."""
    listener = Listener("web")
    listener.receive(event(EventKind.PAUSE_COMPLETED))
    waiting = listener.expect(EventKind.PAUSE_COMPLETED, "HcsPauseComputeSystem")
    assert not waiting.done
    listener.leave(EventKind.PAUSE_COMPLETED, waiting)
    listener.receive(event(EventKind.PAUSE_COMPLETED))
    assert not waiting.done


def test_exit_ends_every_wait_once() -> None:
    """And those that begin after it."""
    listener = Listener("web")
    waiting = listener.expect(EventKind.START_COMPLETED, START)
    listener.receive(event(EventKind.SYSTEM_EXITED, 0xC0370106))
    listener.receive(event(EventKind.SYSTEM_EXITED))
    listener.receive(event(EventKind.START_COMPLETED))
    assert isinstance(waiting.error, SystemExitedError)
    assert listener.exited.outcome().status == 0xC0370106
    assert isinstance(listener.expect(EventKind.SAVE_COMPLETED, "x").error, SystemExitedError)


def test_exit_says_how_in_its_document() -> None:
    """computecore.dll has no status beside it."""
    listener = Listener("web")
    listener.receive(event(EventKind.SYSTEM_EXITED, data='{"Status":-1070137082,"ExitType":"UnexpectedExit"}'))
    status = listener.exited.outcome()
    assert (status.status, status.exit_type, status.unexpected) == (0xC0370106, "UnexpectedExit", True)
    odd = SystemEvent(kind=EventKind.SYSTEM_EXITED, type=1, data="no document")
    assert odd.document == SystemEvent(kind=EventKind.OTHER, type=1, data="[]").document == {}


def test_lost_service_ends_processes_and_a_closed_handle_does_not() -> None:
    """A process goes on without the handle of its system."""
    for ending, settled_with in (
        (ClosedError("x"), None),
        (ServiceDisconnectedError("x"), ServiceDisconnectedError),
        (SystemExitedError("x"), type(None)),
    ):
        exited: Completion[str] = Completion()
        end_with(exited, ending)
        assert exited.done is (settled_with is not None)
        if settled_with is not None:
            assert isinstance(exited.error, settled_with)


def test_operation_without_completion_can_be_forgotten() -> None:
    """An exception in its making must not raise another one."""
    Operation.__new__(Operation).__del__()
