"""What something will have come to: settled once, by whoever comes first.

A completion is settled on a thread of Windows and waited for on one of the program. Who settles it second is told
so and does nothing: a notification that comes twice, a system that ends while its start is reported, a close that
crosses both. Callbacks run on the thread that settles, or at once if it is settled already; each runs once.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

T = TypeVar("T")

# On Windows, Ctrl-C does not interrupt a wait: there it is cut into pieces of so many seconds.
PIECE: Final = 0.1
CUT: Final = os.name == "nt"


class Completion(Generic[T]):
    """A value or an exception that is not there yet."""

    __slots__ = ("_callbacks", "_decided", "_error", "_event", "_value")

    def __init__(self) -> None:
        self._decided = threading.Lock()
        self._event = threading.Event()
        self._callbacks: list[Callable[[], object]] = []
        self._value: T | None = None
        self._error: BaseException | None = None

    @property
    def done(self) -> bool:
        """Whether it is settled."""
        return self._event.is_set()

    @property
    def error(self) -> BaseException | None:
        """The exception that it was settled with."""
        return self._error

    def resolve(self, value: T) -> bool:
        """Settle it with a value; say whether that was in time."""
        return self._settle(value, None)

    def reject(self, error: BaseException) -> bool:
        """Settle it with an exception; say whether that was in time."""
        return self._settle(None, error)

    def _settle(self, value: T | None, error: BaseException | None) -> bool:
        with self._decided:
            if self._event.is_set():
                return False
            self._value, self._error = value, error
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            run(callback)
        return True

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is settled, not longer than so many seconds; say whether it is."""
        deadline = Deadline(timeout)
        while not self._event.wait(piece(deadline.left) if CUT else deadline.left):
            if deadline.left == 0:
                return False
        return True

    def outcome(self) -> T:
        """Return the value, or raise the exception, of a completion that is settled."""
        if self._error is not None:
            raise self._error.with_traceback(None)
        return cast(T, self._value)

    def add_callback(self, callback: Callable[[], object]) -> None:
        """Call a function once it is settled."""
        with self._decided:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        run(callback)

    def drop_callback(self, callback: Callable[[], object]) -> None:
        """Do not call a function after all."""
        with self._decided:
            if callback in self._callbacks:
                self._callbacks.remove(callback)


def done() -> Completion[str]:
    """Return a completion that is settled already, and has no document."""
    completion: Completion[str] = Completion()
    completion.resolve("")
    return completion


def run(callback: Callable[[], object]) -> None:
    """Call a function of the program; what it raises concerns nobody on this thread."""
    try:
        callback()
    except Exception as error:
        threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))


class Deadline:
    """The end of somebody's patience; None and infinity never end."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None or seconds == math.inf else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """How many seconds are left, never less than none."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())


def piece(left: float | None) -> float:
    """Return how long to wait at a time, of so many seconds that are left."""
    return PIECE if left is None else min(PIECE, left)
