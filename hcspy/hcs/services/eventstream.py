"""The events of one system, one after the other: ``with system.events() as events: for event in events``."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType

from hcspy.errors import ClosedError, TimedOutError
from hcspy.hcs.services.completion import CUT, Deadline, piece
from hcspy.hcs.services.events import SystemEvent
from hcspy.hcs.services.listener import Listener


class EventStream:
    """An iterator of events; it ends when the system has, or is closed. Not more than one thread at a time reads it."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._queue: deque[SystemEvent] = deque()
        self._changed = threading.Condition()
        self._over = False
        #: Called, on any thread, whenever there may be something to read.
        self.on_wake: Callable[[], object] | None = None
        listener.follow(self)

    # -- on threads of Windows ------------------------------------------------------------------------------------

    def push(self, event: SystemEvent) -> None:
        """Take an event."""
        with self._changed:
            self._queue.append(event)
            self._changed.notify_all()
        self._wake()

    def end(self) -> None:
        """Hear that there will be no more."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._wake()

    def _wake(self) -> None:
        wake = self.on_wake
        if wake is not None:
            wake()

    # -- reading --------------------------------------------------------------------------------------------------

    def poll(self) -> SystemEvent | None:
        """Return the next event if there is one now, else None; ClosedError after the last."""
        with self._changed:
            if self._queue:
                return self._queue.popleft()
            if self._over:
                raise ClosedError("there are no more events")
        return None

    def get(self, timeout: float | None = None) -> SystemEvent:
        """Return the next event; after ``timeout`` seconds without one TimedOutError, after the last ClosedError."""
        deadline = Deadline(timeout)
        while True:
            event = self.poll()
            if event is not None:
                return event
            if deadline.left == 0:
                raise TimedOutError(f"no event within {timeout:g} s")
            with self._changed:
                if not (self._queue or self._over):
                    self._changed.wait(piece(deadline.left) if CUT else deadline.left)

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> SystemEvent:
        try:
            return self.get()
        except ClosedError:
            raise StopIteration from None

    def close(self) -> None:
        """Hear no more; twice is fine."""
        self._listener.unfollow(self)
        self.end()

    def __enter__(self) -> EventStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
