"""Threads that Python did not make, and the jobs that they do: few threads, many jobs.

Callbacks come from threads of the service, and a callback may take as long as it likes: no job waits for another one.
So there is a thread for each job that is under way, and no more; one that has nothing to do stays for a moment, because
the next job is seldom far, and then ends.
"""

from __future__ import annotations

import atexit
import heapq
import itertools
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable

from hcspy._ffi.foreign import ForeignThread

__all__ = ["Crew"]

Job = Callable[[], object]

LINGER = 0.25  # seconds that a thread without a job stays


class Crew:
    """Does jobs on foreign threads, at once or later. What a job raises, ``close()`` raises, the first of it."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._jobs: deque[Job] = deque()
        self._later: list[tuple[float, int, Job]] = []
        self._numbers = itertools.count()
        self._threads: set[ForeignThread] = set()
        self._ended: deque[ForeignThread] = deque()
        self._idle = 0
        self._closing = False
        self._closed = False
        self._error: BaseException | None = None
        _CREWS.add(self)

    def do(self, job: Job, delay: float = 0.0) -> bool:
        """Have a job done, not before so many seconds; say whether it will be: not once the crew is closed."""
        with self._changed:
            if self._closed or (self._closing and delay > 0):
                return False
            if delay > 0:
                heapq.heappush(self._later, (time.monotonic() + delay, next(self._numbers), job))
            else:
                self._jobs.append(job)
            if self._idle >= len(self._jobs) + bool(self._later):
                self._changed.notify()
            else:
                self._start()
            ended = self._take_ended()
        self._join(ended)
        return True

    def _start(self) -> None:
        slot: list[ForeignThread] = []
        ready = threading.Event()

        def work() -> None:
            ready.wait()
            self._work(slot[0])

        self._idle += 1
        try:
            slot.append(ForeignThread(work))
        except OSError:
            self._idle -= 1
            raise
        self._threads.add(slot[0])
        ready.set()

    def _work(self, thread: ForeignThread) -> None:
        while (job := self._next(thread)) is not None:
            try:
                job()
            except BaseException as error:
                self._error = self._error or error
            finally:
                del job
                with self._changed:
                    self._idle += 1

    def _next(self, thread: ForeignThread) -> Job | None:
        """Wait for a job and take it; None is the end of the thread."""
        deadline = time.monotonic() + LINGER
        with self._changed:
            while True:
                now = time.monotonic()
                if self._closing:
                    self._later.clear()
                while self._later and self._later[0][0] <= now:
                    self._jobs.append(heapq.heappop(self._later)[2])
                if self._jobs:
                    self._idle -= 1
                    return self._jobs.popleft()
                if self._closing or (now >= deadline and not (self._later and self._idle == 1)):
                    self._idle -= 1
                    self._threads.discard(thread)
                    self._ended.append(thread)
                    return None
                until = max(deadline, now) if not self._later else self._later[0][0]
                self._changed.wait(max(until - now, 0.001))

    def _take_ended(self) -> list[ForeignThread]:
        ended = list(self._ended)
        self._ended.clear()
        return ended

    @staticmethod
    def _join(threads: list[ForeignThread]) -> None:
        for thread in threads:
            thread.join()

    def settle(self, timeout: float) -> None:
        """Wait until what is due is done, not longer than so many seconds; what is for later is left alone."""
        deadline = time.monotonic() + timeout
        while self._is_busy() and time.monotonic() < deadline:
            time.sleep(0.001)

    def _is_busy(self) -> bool:
        with self._changed:
            return bool(self._jobs) or len(self._threads) > self._idle

    def raise_error(self) -> None:
        """Raise the first exception of a job, once."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def close(self, timeout: float = 10.0) -> None:
        """Do what is due and what comes of it, forget the rest, and end; a job that hangs is waited for so long."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        while (threads := self._left()) and time.monotonic() < deadline:
            for thread in threads:
                thread.join(max(0.0, deadline - time.monotonic()))
        with self._changed:
            self._closed = True
        self.raise_error()

    def _left(self) -> list[ForeignThread]:
        """List the threads that are there or have just ended: a job may have begun another one meanwhile."""
        with self._changed:
            return [*self._threads, *self._take_ended()]


_CREWS: weakref.WeakSet[Crew] = weakref.WeakSet()


def _end_all() -> None:
    for crew in list(_CREWS):
        crew.close(1.0)


# A foreign thread must not come back into an interpreter that is shutting down.
atexit.register(_end_all)
