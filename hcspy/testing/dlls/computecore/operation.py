"""Operations of computecore.dll: a call begins one, a thread of the service ends it, the program waits for it.

An operation is used once. Its result stays with it until the operation is closed; the ends of a process's pipes are
handed out once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Delivery
from hcspy.testing.compute.executions import Execution
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.delivery.registrations import Registration

__all__ = ["Operation"]

NONE: Final = -1
NOT_STARTED: Final = 0x80370115
ALREADY_STARTED: Final = 0x80370116
PENDING: Final = 0x80370117
TIMEOUT: Final = 0x80370118
CALLBACK_SET: Final = 0x80370119

INFINITE: Final = 0xFFFFFFFF
_SLICE: Final = 0.05  # seconds; an endless wait cannot be interrupted on Windows


class Operation:
    """One operation."""

    def __init__(self, crew: Crew, number: int, context: int, callback: Callable[..., object] | None) -> None:
        self.id = number
        self.context = context
        self.type = NONE
        self.system = 0
        """The handle of the system that the call was about."""
        self.process = 0
        self.resources: list[tuple[int, str | None, int]] = []
        self.execution: Execution | None = None
        self.before: Callable[[], object] = bool
        """What is to be done just before its end is known."""
        self.hresult = 0
        self.document: str | None = None
        self.handle = 0
        self._crew = crew
        self._callback = Registration(crew, callback) if callback is not None else None
        self._events: Registration | None = None
        self._done = threading.Event()
        self._lock = threading.Lock()

    @property
    def has_callback(self) -> bool:
        """Whether somebody is to be called when it is done."""
        return self._callback is not None or self._events is not None

    @property
    def is_done(self) -> bool:
        """Whether its result is there."""
        return self._done.is_set()

    def begin(self, type: int) -> bool:
        """Let a call use the operation; say whether it was unused."""
        with self._lock:
            if self.type != NONE:
                return False
            self.type = type
            return True

    def complete(self, hresult: int, document: str | None, delivery: Delivery, then: Callable[[], object]) -> None:
        """Let a thread of the service say that it is done; `then` is done there, too."""

        def finish() -> None:
            self.before()
            if not delivery.copies:
                return
            self.hresult, self.document = hresult, document
            self._done.set()
            for _ in range(delivery.copies):
                if self._callback is not None:
                    self._callback.send((self.handle,))
                if self._events is not None:
                    self._events.send((0x01000000, None, self.handle))
                then()

        self._crew.do(finish, delivery.delay)

    def watch(self, events: Callable[..., object]) -> None:
        """Let the end be told as an event."""
        self._events = Registration(self._crew, events)

    def set_callback(self, callback: Callable[..., object] | None) -> int:
        """Set who is called when it is done; an operation that is in use has who it has."""
        with self._lock:
            if self.type != NONE:
                return ALREADY_STARTED
            self._callback = Registration(self._crew, callback) if callback is not None else None
            return 0

    def result(self) -> tuple[int, str | None]:
        """Return the result as it is now."""
        if self.type == NONE:
            return NOT_STARTED, None
        return (self.hresult, self.document) if self.is_done else (PENDING, None)

    def wait(self, milliseconds: int, stop: threading.Event) -> tuple[int, str | None]:
        """Wait for the result."""
        if self.type == NONE:
            return NOT_STARTED, None
        return self.result() if wait_for(self._done, milliseconds, stop) else (TIMEOUT, None)

    def information(self) -> Mapping[str, Any]:
        """Return what is known of the process that it started."""
        if self.execution is None:
            return {"ProcessId": 0, "Reserved": 0, "StdInput": 0, "StdOutput": 0, "StdError": 0}
        return self.execution.information()

    def close(self) -> bool:
        """Let nobody be called any more; False where that had to wait for the caller itself."""
        ended = True
        for registration in (self._callback, self._events):
            if registration is not None:
                ended = registration.end() and ended
        return ended


def wait_for(event: threading.Event, milliseconds: int, stop: threading.Event) -> bool:
    """Wait for an event, in slices that Ctrl-C gets in between; not longer than the fake is open."""
    deadline = None if milliseconds == INFINITE else time.monotonic() + milliseconds / 1000
    while not stop.is_set():
        left = _SLICE if deadline is None else min(_SLICE, deadline - time.monotonic())
        if event.wait(max(left, 0)):
            return True
        if deadline is not None and time.monotonic() >= deadline:
            return False
    return False
