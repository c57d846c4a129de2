"""Whoever waits for something to happen to one system, and the notifications that tell of it.

Who does what, on which thread. The service calls back on threads of its own, one after the other for one system.
There what somebody waits for is settled, and that is all: no call into the DLL, which may wait for the callback to
return. No lock is held while anything is settled.

Which waiter a completion is for. vmcompute.dll tells of the end of a start by a number that says "a start has ended",
not which. Each call that is pending is ended by exactly one notification, so those who wait for one kind stand in a
line, the first that waits is the first that is served, and one who has given up stays in the line: what comes late
for him must not be taken for the next one's. A completion for which nobody stands in line is dropped.

Whatever ends everything ends each wait once: the exit of the system while a start is awaited, the service going
away, the handle being closed.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from hcspy.errors import ClosedError, HcspyError, ServiceDisconnectedError, SystemExitedError
from hcspy.errors.result import from_result
from hcspy.hcs.services.completion import Completion
from hcspy.hcs.services.events import EventKind, ExitStatus, SystemEvent, exit_status


class Follower(Protocol):
    """Something that is told of each event."""

    def push(self, event: SystemEvent) -> None:
        """Take an event."""

    def end(self) -> None:
        """Hear that there will be no more."""


class Watcher(Protocol):
    """Something under way that depends on the system."""

    def ended(self, ending: HcspyError) -> None:
        """Hear that the system has ended, or that nobody will know any more."""


class Listener:
    """What is awaited of one compute system."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.Lock()
        self._lines: dict[EventKind, deque[tuple[str, Completion[str]]]] = {}
        self._followers: list[Follower] = []
        self._watchers: set[Watcher] = set()
        self._ending: HcspyError | None = None
        self._calling: set[int] = set()
        self.exited: Completion[ExitStatus] = Completion()
        """Settled with how the system ended, or with why nobody will ever know."""

    # -- of the program -------------------------------------------------------------------------------------------

    def expect(self, kind: EventKind, call: str) -> Completion[str]:
        """Stand in line for the next event of a kind: before the call that brings it."""
        completion: Completion[str] = Completion()
        with self._lock:
            self._lines.setdefault(kind, deque()).append((call, completion))
            ending = self._ending
        if ending is not None:
            completion.reject(ending)
        return completion

    def leave(self, kind: EventKind, completion: Completion[str]) -> None:
        """Stand in line no more, since nothing is pending."""
        with self._lock:
            line = self._lines.get(kind, deque())
            self._lines[kind] = deque(waiting for waiting in line if waiting[1] is not completion)

    def follow(self, follower: Follower) -> None:
        """Tell somebody of each event from now on; of the exit also if it has happened."""
        with self._lock:
            self._followers.append(follower)
            over = self._ending is not None
        if over:
            follower.end()

    def unfollow(self, follower: Follower) -> None:
        """Tell somebody nothing more."""
        with self._lock:
            if follower in self._followers:
                self._followers.remove(follower)

    def watch(self, watcher: Watcher) -> None:
        """Tell something under way when the system ends; what begins later has to be told by the service itself."""
        with self._lock:
            if self._ending is None:
                self._watchers.add(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Tell it nothing more: it has come to an end of its own."""
        with self._lock:
            self._watchers.discard(watcher)

    def close(self, release: Callable[[], object]) -> None:
        """End each wait, then close the handle by the function given.

        Windows waits then for the callbacks that run. One that closes its own system would wait for itself: there a
        thread of its own does it.
        """
        self._end(ClosedError(f"{self._what} was closed"))
        if threading.get_ident() in self._calling:
            threading.Thread(target=_release_quietly, args=(release,), name="hcspy close").start()
        else:
            release()

    # -- of the service -------------------------------------------------------------------------------------------

    def receive(self, event: SystemEvent) -> None:
        """Take an event, on a thread of the service."""
        self._calling.add(threading.get_ident())
        try:
            self._take(event)
        finally:
            self._calling.discard(threading.get_ident())

    def _take(self, event: SystemEvent) -> None:
        with self._lock:
            followers = list(self._followers)
        for follower in followers:
            follower.push(event)
        if event.kind is EventKind.SYSTEM_EXITED:
            self._exit(event)
        elif event.kind is EventKind.SERVICE_DISCONNECTED:
            self._end(ServiceDisconnectedError(f"the compute service went away, and with it {self._what}"))
        else:
            self._complete(event)

    def _complete(self, event: SystemEvent) -> None:
        with self._lock:
            line = self._lines.get(event.kind)
            waiting = line.popleft() if line else None
        if waiting is not None:
            settle(waiting[1], event, waiting[0])

    def _exit(self, event: SystemEvent) -> None:
        status = exit_status(event)
        self.exited.resolve(status)
        self._end(SystemExitedError(f"{self._what} exited while something else was awaited", hresult=_code(status)))

    def _end(self, ending: HcspyError) -> None:
        """Settle whatever is awaited, and whatever will be."""
        with self._lock:
            self._ending = self._ending or ending
            waiting = [completion for line in self._lines.values() for _, completion in line]
            self._lines.clear()
            followers, self._followers = self._followers, []
            watchers, self._watchers = self._watchers, set()
        self.exited.reject(ending)
        for completion in waiting:
            completion.reject(ending)
        for watcher in watchers:
            watcher.ended(ending)
        for follower in followers:
            follower.end()


def _release_quietly(release: Callable[[], object]) -> None:
    with contextlib.suppress(HcspyError):  # a close that fails would tell nobody
        release()


def settle(completion: Completion[str], event: SystemEvent, call: str) -> None:
    """Settle a wait with what an event says: its document, or the exception for its status."""
    if event.status & 0x80000000:
        completion.reject(from_result(event.status, call=call, record=event.data, noun="system"))
    else:
        completion.resolve(event.data or "")


def _code(status: ExitStatus) -> int | None:
    return status.status or None


def end_with(exited: Completion[str], ending: HcspyError) -> None:
    """Settle the wait for a process whose system has ended; a handle that was closed says nothing of processes."""
    if isinstance(ending, SystemExitedError):
        exited.resolve("")
    elif isinstance(ending, ServiceDisconnectedError):
        exited.reject(ending)


def hear_of_process(exited: Completion[str], kind: EventKind | None, data: str | None, pid: int) -> None:
    """Settle the wait for a process with what is heard of it."""
    if kind is EventKind.PROCESS_EXITED:
        exited.resolve(data or "")
    elif kind is EventKind.SERVICE_DISCONNECTED:
        exited.reject(ServiceDisconnectedError(f"the compute service went away, and with it process {pid}"))
