"""Callbacks of a program: each gets what it watches in order, on a thread that Python did not make.

A program may do anything in its callback, so it runs without any lock, and whoever caused the notification does not
wait for it. For each registration one thread at a time works off what there is to tell, and ends when there is nothing
left.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable

from hcspy._ffi.foreign import ForeignThread
from hcspy.testing.state.notices import SERVICE_DISCONNECT, Notice
from hcspy.testing.wire.jsontext import compact

__all__ = ["Watch"]


# fidelity: HCN-W04
class Watch:
    """A callback that was registered, for one guest network service or (empty) for the service itself."""

    def __init__(self, callback: Callable[..., object], service: str = "") -> None:
        self.service = service
        self._callback = callback
        self._idle = threading.Condition()
        self._waiting: deque[Notice] = deque()
        self._thread: ForeignThread | None = None
        self._runs_on: int | None = None
        self._dead = False
        self._error: BaseException | None = None

    def send(self, notices: Iterable[Notice]) -> None:
        """Put what this registration is about into its queue; nothing after the service has gone."""
        with self._idle:
            for notice in notices:
                if not self._dead and (notice.service == self.service or notice.type == SERVICE_DISCONNECT):
                    self._dead = notice.type == SERVICE_DISCONNECT
                    self._waiting.append(notice)
            if self._waiting and self._runs_on is None:
                self._runs_on = 0
                self._reap()
                self._thread = ForeignThread(self._work)

    def _reap(self) -> None:
        """Let go of a thread that has ended; what its callback raised is no business of who tells the next thing."""
        thread, self._thread = self._thread, None
        try:
            if thread is not None:
                thread.join()
        except BaseException as error:
            self._error = error

    def _work(self) -> None:
        self._runs_on = threading.get_ident()
        try:
            while (notice := self._next()) is not None:
                text = None if notice.document is None else compact(notice.document)
                self._callback(notice.type, 0, text)
        except BaseException:
            self._stop()
            raise

    def _next(self) -> Notice | None:
        with self._idle:
            if self._waiting:
                return self._waiting.popleft()
            self._stop()
            return None

    def _stop(self) -> None:
        with self._idle:
            self._runs_on = None
            self._idle.notify_all()

    def end(self) -> bool:
        """Deliver nothing more, and wait for a callback that is running, as the real DLL does.

        Say whether that was possible: from the callback itself it is not, and Windows would wait for ever.
        """
        with self._idle:
            self._dead = True
            self._waiting.clear()
            if self._runs_on == threading.get_ident():
                return False
            self._idle.wait_for(lambda: self._runs_on is None)
        self.join()
        return True

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to deliver now."""
        with self._idle:
            return self._runs_on is None

    def join(self) -> None:
        """Wait until everything is delivered; raise what a callback raised, once."""
        with self._idle:
            self._idle.wait_for(lambda: self._runs_on is None)
            self._reap()
            error, self._error = self._error, None
        if error is not None:
            raise error
