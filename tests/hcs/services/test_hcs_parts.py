"""What happens on threads of the service, step by step on this one: listeners, streams of events, operations."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import pytest

from hcspy._ffi.filler import fill
from hcspy._ffi.pipes import ProcessInformation
from hcspy.errors import ClosedError, HcspyError, OperationStateError, ServiceDisconnectedError, SystemExitedError
from hcspy.hcs import EventKind, EventStream, SystemEvent
from hcspy.hcs.services import streams
from hcspy.hcs.services.completion import Completion
from hcspy.hcs.services.door import Verb, until_exit
from hcspy.hcs.services.followed import Followed
from hcspy.hcs.services.listener import Listener, hear_of_process
from hcspy.hcs.services.streams import Streams, TextForm, Use, open_streams

EXITED = SystemEvent(kind=EventKind.SYSTEM_EXITED, type=1)


def test_events_are_told_in_order_and_wake_the_reader() -> None:
    """Each of them, and the end."""
    listener, woken = Listener("web"), []
    with EventStream(listener) as events:
        events.on_wake = lambda: woken.append(1)
        assert events.poll() is None
        listener.receive(SystemEvent(kind=EventKind.CRASH_REPORT, type=6, data="{}"))
        listener.receive(EXITED)
        assert [event.kind for event in events] == [EventKind.CRASH_REPORT, EventKind.SYSTEM_EXITED]
    assert len(woken) >= 3


def test_closed_stream_hears_nothing_more() -> None:
    """What it has not told is lost with it."""
    listener = Listener("web")
    events = EventStream(listener)
    events.close()
    events.close()
    listener.receive(EXITED)
    with pytest.raises(ClosedError):
        events.get()


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        (EventKind.PROCESS_EXITED, '{"ExitCode":0}', None),
        (EventKind.SERVICE_DISCONNECTED, None, ServiceDisconnectedError),
        (EventKind.OTHER, None, None),
        (None, None, None),
    ],
)
def test_process_hears_what_concerns_it(kind: Any, value: str | None, error: Any) -> None:
    """Its exit, and the end of the service."""
    exited: Completion[str] = Completion()
    hear_of_process(exited, kind, value, 5)
    assert exited.done is (value is not None or error is not None)
    if error is not None:
        assert isinstance(exited.error, error)


def test_wait_for_an_exit_ends_with_the_handle() -> None:
    """Or with the service."""
    listener = Listener("web")
    waiting, closed = until_exit(listener), []
    listener.close(lambda: closed.append(1))
    assert isinstance(waiting.error, ClosedError)
    assert closed == [1]
    assert [verb for verb in Verb if verb.ends] == [Verb.SHUTDOWN, Verb.TERMINATE]


def _result(operation: Any, of: str, request: str | None) -> str:
    from hcspy._ffi import computecore

    return computecore.get_operation_result(operation, of=of, request=request)


class Answers:
    """A computecore.dll of which a test says how an operation stands."""

    def __init__(self) -> None:
        self.hresult = 0x80370117
        self.closed = 0
        self.callback: Any = None
        self.tables = fill(self.respond)

    def respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer the few calls of an operation."""
        self.callback = args.get("callback", self.callback)
        self.closed += export == "HcsCloseOperation"
        if export == "HcsCreateOperation":
            return {"ret": 0x1000}
        return {} if export == "HcsCloseOperation" else {"hresult": self.hresult}


def test_operation_is_collected_once_and_closed() -> None:
    """By its callback; a second one finds nothing to do."""
    service = Answers()
    followed = Followed(service.tables, "HcsStartComputeSystem", None, _result, Listener("web"))
    followed.begin(lambda operation: None)
    service.callback(0x1000)  # too early: it goes on
    assert not followed.completion.done
    service.hresult = 0
    service.callback(0x1000)
    service.callback(0x1000)
    assert (followed.completion.outcome(), service.closed) == ("", 1)


def test_failed_operation_is_of_its_call() -> None:
    """And closed like any other."""
    service = Answers()
    service.hresult = 0x80370105
    followed = Followed(service.tables, "HcsStartComputeSystem", "{}", _result)
    followed.begin(lambda operation: None)
    service.callback(0x1000)
    error = followed.completion.error
    assert isinstance(error, HcspyError)
    assert (error.call, error.request, service.closed) == ("HcsStartComputeSystem", "{}", 1)


def test_operation_that_goes_on_ends_with_its_system() -> None:
    """Its own result counts if there is one."""
    for hresult, expected in ((0x80370117, SystemExitedError), (0, None), (0x80370115, OperationStateError)):
        service, listener = Answers(), Listener("web")
        service.hresult = hresult
        followed = Followed(service.tables, "HcsStartComputeSystem", None, _result, listener)
        followed.begin(lambda operation: None)
        listener.receive(EXITED)
        assert service.closed == 1
        assert (
            followed.completion.error is None if expected is None else isinstance(followed.completion.error, expected)
        )


def test_result_that_nobody_takes_is_given_back() -> None:
    """The call that began it was given up, and its end had come."""
    service, given = Answers(), []
    service.hresult = 0
    followed = Followed(service.tables, "HcsCreateProcess", None, _result, None, given.append)

    def late(operation: Any) -> None:
        service.callback(0x1000)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        followed.begin(late)
    assert (given, service.closed) == ([""], 1)


def test_result_that_comes_after_all_is_given_back() -> None:
    """Whoever waited has gone."""
    service, given = Answers(), []
    followed = Followed(service.tables, "HcsCreateProcess", None, _result, None, given.append)
    followed.begin(lambda operation: None)
    followed.completion.reject(ClosedError("gone"))
    service.hresult = 0
    service.callback(0x1000)
    assert (given, service.closed) == ([""], 1)


def test_pipes_that_cannot_be_opened_are_all_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """None may stay open because another one failed."""
    closed: list[Any] = []

    class File:
        def close(self) -> None:
            closed.append("file")

    def opened(handle: int, *, writing: bool, form: TextForm) -> Any:
        if handle == 12:
            raise OSError("no more")
        return File()

    monkeypatch.setattr(streams, "_file", opened)
    monkeypatch.setattr(streams, "close_pipes", closed.extend)
    with pytest.raises(OSError, match="no more"):
        open_streams(ProcessInformation(5, 11, 12, 13), TextForm())
    assert closed == ["file", 13]


def test_stream_in_use_is_left_to_who_uses_it() -> None:
    """Closing it would wait for a program that says nothing."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as other, os.fdopen(reading, "rb") as stream:
        use = Use(stream)
        with use:
            Streams(None, stream, None).close([use])
            assert not stream.closed
        assert stream.closed
        assert not use.leave()
        Streams(other, None, None).close([])
        assert other.closed
