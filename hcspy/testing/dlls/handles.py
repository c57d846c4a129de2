"""The handles that a fake gave out: what each stands for, who asked for it, and whether it was closed."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Mapping
from copy import copy
from typing import Any

from hcspy.testing.calls import Call

__all__ = ["Handle", "Handles"]

# One series for all fakes of the process: no number comes twice, so a handle of another fake or of the past is a
# stranger.
NUMBERS = itertools.count(0x1000, 4)
REMEMBERED = 1_000  # closed handles; what is said about a stale one gets vaguer after so many


class Handle:
    """One handle: its number, kind, what it stands for, and the calls that opened and closed it."""

    __slots__ = ("closed_by", "kind", "number", "opened_by", "target")

    def __init__(self, kind: str, target: Any, opened_by: Call) -> None:
        self.number = next(NUMBERS)
        self.kind = kind
        self.target = target
        self.opened_by = opened_by
        self.closed_by: Call | None = None

    def __str__(self) -> str:
        return f"{self.kind} 0x{self.number:X} of {self.opened_by}"


class Handles:
    """The handles of one fake; a number that is wrong in any way is noted and finds nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: dict[int, Handle] = {}
        self._closed: deque[Handle] = deque()
        self._misuses: list[str] = []

    def open(self, kind: str, target: Any, call: Call) -> Handle:
        """Give out a new handle."""
        handle = Handle(kind, target, call)
        with self._lock:
            self._handles[handle.number] = handle
        return handle

    def find(self, kind: str, number: int, call: Call) -> Handle | None:
        """Return the open handle with that number; None, and a note, if it is closed, of another kind or unknown."""
        with self._lock:
            return self._find(kind, number, call)

    def kind_of(self, number: int) -> str | None:
        """Return the kind of a handle, open or closed; None for one that nobody knows."""
        handle = self._handles.get(number)
        return None if handle is None else handle.kind

    def close(self, kind: str, number: int, call: Call) -> Handle | None:
        """Close a handle and return it; None, and a note, where ``find()`` finds none."""
        with self._lock:
            handle = self._find(kind, number, call)
            if handle is not None:
                handle.closed_by = call
                self._remember(handle)
            return handle

    def withdraw(self, reply: Mapping[str, Any]) -> list[Handle]:
        """Take back the handles of an answer that the program never gets to see; return them."""
        with self._lock:
            numbers = [number for number in reply.values() if isinstance(number, int)]
            return [self._handles.pop(number) for number in numbers if number in self._handles]

    @property
    def live(self) -> list[Handle]:
        """The handles that are open, oldest first."""
        with self._lock:
            return [handle for handle in self._handles.values() if handle.closed_by is None]

    def note(self, misuse: str) -> None:
        """Note something else that must not be done."""
        self._misuses.append(misuse)

    @property
    def misuses(self) -> list[str]:
        """What was done to handles that must not be done, one sentence each."""
        return list(self._misuses)

    def _remember(self, handle: Handle) -> None:
        """Keep what is to be said of a stale handle, and not what it stood for."""
        grave = copy(handle)
        grave.target = None
        self._handles[handle.number] = grave
        self._closed.append(grave)
        if len(self._closed) > REMEMBERED:
            del self._handles[self._closed.popleft().number]

    def _find(self, kind: str, number: int, call: Call) -> Handle | None:
        handle = self._handles.get(number)
        if handle is not None and handle.kind == kind and handle.closed_by is None:
            return handle
        self._misuses.append(f"{call} used {wrong(number, kind, handle)}")
        return None


def wrong(number: int, kind: str, handle: Handle | None) -> str:
    """Say what is wrong with a handle.

    >>> wrong(0x10, "compute system", None)
    '0x10, which this fake never gave out, as a compute system'
    """
    if handle is None:
        return f"0x{number:X}, which this fake never gave out, as a {kind}"
    if handle.kind != kind:
        return f"{handle} as a {kind}"
    return f"{handle} after it was closed by {handle.closed_by}"
