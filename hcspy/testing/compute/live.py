"""What lives in this process of a compute system: who listens, how it ended, the programs of its processes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

from hcspy.testing.programs.files import Files

__all__ = ["Event", "LiveSystem", "Source"]


class Event(NamedTuple):
    """Something that happened, by a name that belongs to neither door."""

    kind: str
    status: int = 0
    data: str | None = None


Listener = Callable[[Event], object]


class Source:
    """Something that ends once, and others listen to; who comes too late hears of the end all the same."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.last: Event | None = None
        self._lock = threading.Lock()
        self._lost = False
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Let somebody hear what happens."""
        with self._lock:
            self._listeners.append(listener)
            last = None if self._lost else self.last
        if last is not None:
            listener(last)

    def ignore(self, listener: Listener) -> None:
        """Let somebody hear no more."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)

    def tell(self, event: Event, times: int = 1) -> None:
        """Tell all listeners of an event."""
        for listener in self._everybody():
            for _ in range(times):
                listener(event)

    def end(self, event: Event, times: int = 1) -> None:
        """Tell all listeners of the end so often; nobody is told of a second one, and of a lost one not even later."""
        with self._lock:
            if self.last is not None:
                return
            self.last = event
            self._lost = not times
            listeners = list(self._listeners)
        self.ended.set()
        for listener in listeners:
            for _ in range(times):
                listener(event)

    def _everybody(self) -> Iterable[Listener]:
        with self._lock:
            return list(self._listeners)


class LiveSystem(Source):
    """A compute system that somebody in this process has a handle of, or runs a program in."""

    def __init__(self, id: str, runtime_id: str, kill_code: int, *, is_machine: bool) -> None:
        super().__init__()
        self.id = id
        self.runtime_id = runtime_id
        self.kill_code = kill_code
        self.is_machine = is_machine
        self.ending = False
        """Whether it is clear already how it ends."""
        self.handles = 0
        self.files: Files | None = None
        self.creating = False
        """Whether its creation is not known to be complete yet."""
