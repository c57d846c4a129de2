"""Waiting by asking again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from hcspy.errors import InvalidDocumentError, TimedOutError

M = TypeVar("M")

# Asked often at first, since most waits are short, then at the pace of Microsoft's own scripts.
FIRST_PAUSE = 0.02
LONGEST_PAUSE = 0.5


def poll(look: Callable[[], M | None], done: Callable[[M], bool], *, timeout: float, what: str) -> M:
    """Ask until ``done`` holds and return what was seen then; ``timeout`` in seconds.

    Raises TimedOutError that says what was seen last.
    """
    end = time.monotonic() + timeout
    pause = FIRST_PAUSE
    while True:
        seen = look()
        if seen is not None and done(seen):
            return seen
        left = end - time.monotonic()
        if left <= 0:
            raise TimedOutError(gave_up(what, timeout, seen))
        time.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE)


def awaited(until: str | Callable[[M], bool], conditions: Mapping[str, Callable[[M], bool]]) -> Callable[[M], bool]:
    """Return the condition that is waited for: one of those with names, or one of the caller's own.

    >>> awaited("big", {"ready": bool})
    Traceback (most recent call last):
    hcspy.errors.InvalidDocumentError: nothing can be waited for until it is 'big'
    """
    found = conditions.get(until) if isinstance(until, str) else until
    if found is None:
        names = ", ".join(conditions)
        raise InvalidDocumentError(
            f"nothing can be waited for until it is {until!r}", hint=f"until it is {names}, or a function of the object"
        )
    return found


def gave_up(what: str, timeout: float, seen: object) -> str:
    """Say what was waited for and what was seen instead."""
    last = "nothing was there" if seen is None else f"last seen: {seen!r}"
    return f"gave up waiting for {what} after {timeout:g} s; {last}"
