"""Waiting no longer than asked for a call that cannot be cancelled.

HNSCall and the Hcn functions return when they return. With a timeout the call runs on a thread of its
own, and the caller stops waiting when the time is up. The thread goes on: it frees the strings that come
late, since it does so in any case, and hands a late result to `discard`, which closes handles. Who comes
first, the result or the end of the patience, is decided once, under a lock.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

from hcspy.errors import TimedOutError

R = TypeVar("R")

_PIECE: Final = 0.1  # seconds
_log: Final = logging.getLogger("hcspy.wire")


class _Call(Generic[R]):
    """One call on its own thread."""

    def __init__(self, function: Callable[[], R], discard: Callable[[R], object] | None) -> None:
        self._function = function
        self._discard = discard
        self._decided = threading.Lock()
        self._abandoned = False
        self.done = threading.Event()
        self.result: R | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        """Run the function; on the thread."""
        try:
            self.result = self._function()
        except BaseException as error:
            self.error = error
        with self._decided:
            self.done.set()
            abandoned = self._abandoned
        if abandoned:
            self.clean_up()

    def abandon(self) -> bool:
        """Give the result up; say whether that was in time, so that nobody has it."""
        with self._decided:
            self._abandoned = not self.done.is_set()
            return self._abandoned

    def wait(self, timeout: float) -> None:
        """Wait until the function has returned or the time is up."""
        end = time.monotonic() + timeout
        # In short pieces: on Windows, Ctrl-C does not interrupt a wait.
        while not self.done.wait(max(0.0, min(_PIECE, end - time.monotonic()))) and time.monotonic() < end:
            pass

    def outcome(self) -> R:
        """Return what the function returned, or raise what it raised."""
        error, self.error = self.error, None
        if error is not None:
            raise error
        return cast(R, self.result)

    def clean_up(self) -> None:
        """Deal with an outcome that nobody waits for."""
        if self.error is not None:
            _log.debug("a call that was given up has failed", exc_info=self.error)
        elif self._discard is not None and self.result is not None:
            self._discard(self.result)


def run_with_timeout(
    function: Callable[[], R],
    timeout: float | None,
    *,
    call: str,
    request: tuple[str, ...] | str | None = None,
    discard: Callable[[R], object] | None = None,
) -> R:
    """Return what a function returns, or raise TimedOutError after so many seconds; None waits for ever.

    `discard` gets the result if it comes too late, or if Ctrl-C ended the waiting.
    """
    if timeout is None:
        return function()
    pending = _Call(function, discard)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(pending.run,), name=f"hcspy {call}", daemon=True).start()
    try:
        pending.wait(timeout)
        if not pending.abandon():
            return pending.outcome()
    except BaseException:  # what the function raised, or Ctrl-C anywhere in here: somebody has to close the result
        if not pending.abandon():
            pending.clean_up()
        raise
    raise TimedOutError(f"{call} did not return within {timeout:g} seconds", call=call, request=request)
