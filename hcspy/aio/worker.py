"""Worker threads for calls that cannot be waited for otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, ParamSpec, TypeVar

from hcspy.errors import HcspyError, NotFoundError, TimedOutError
from hcspy.verbs.wait import FIRST_PAUSE, LONGEST_PAUSE, gave_up

P = ParamSpec("P")
T = TypeVar("T")

# As many as may hang at once before others have to wait; HNS itself serves far fewer side by side.
THREADS: Final = 32


class Worker:
    """The threads of one host."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="hcspy")

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Make a blocking call on a thread of the pool and await its result.

        If that is cancelled, the call goes on; a handle that it opens is closed.
        """
        return await self.obtain(close_late, call, *args, **kwargs)

    async def obtain(
        self, discard: Callable[[T], object], call: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Make a blocking call like ``run``, and discard what comes after its ``await`` was cancelled."""
        # In the caller's context, as asyncio.to_thread does: what is logged there can say for whom the call was made.
        bound: Callable[[], T] = functools.partial(call, *args, **kwargs)
        future = self._pool.submit(contextvars.copy_context().run, bound)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            future.add_done_callback(functools.partial(self._discard, discard))
            raise

    def _discard(self, discard: Callable[[T], object], future: Future[T]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        try:
            self._pool.submit(discard, future.result())  # this may be the thread of the loop
        except RuntimeError:  # the pool is being closed
            discard(future.result())

    async def close(self) -> None:
        """End the threads once what they do is done."""
        await asyncio.get_running_loop().run_in_executor(None, self._pool.shutdown)


def close_late(result: object) -> None:
    """Close a handle that came when nobody waited for it any more; what has none is left alone."""
    close = getattr(result, "close", None)
    if callable(close):
        with contextlib.suppress(HcspyError):
            close()


def end_late(result: object) -> None:
    """End a compute system or a process that nobody will ever have a handle of, and close it; remove a container."""
    remove = getattr(result, "remove", None)
    end = functools.partial(remove, force=True) if callable(remove) else getattr(result, "terminate", None)
    if callable(end):
        with contextlib.suppress(HcspyError):
            end()
    close_late(result)


class AsyncNoun:
    """One service, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        self._service = service
        self._worker = worker

    async def _call(self, verb: str, *args: Any, **kwargs: Any) -> Any:
        discard = end_late if verb == "create" else close_late
        return await self._worker.obtain(discard, getattr(self._service, verb), *args, **kwargs)

    async def _property(self, name: str) -> Any:
        return await self._worker.run(getattr, self._service, name)

    async def _poll(self, ref: Any, done: Callable[[Any], bool], timeout: float, what: str) -> Any:
        """Ask until ``done`` holds of an object, or of None where there is none."""

        async def look() -> Any:
            try:
                return await self._call("get", ref)
            except NotFoundError:
                return None

        return await self._waited(look, done, timeout, what)

    async def _tried(self, verb: str, timeout: float, what: str) -> Any:
        """Call a verb until it returns something."""
        return await self._waited(lambda: self._call(verb), lambda seen: seen is not None, timeout, what)

    async def _waited(
        self, look: Callable[[], Awaitable[Any]], done: Callable[[Any], bool], timeout: float, what: str
    ) -> Any:
        """Look until ``done`` holds, without keeping a thread while waiting."""
        loop = asyncio.get_running_loop()
        end, pause = loop.time() + timeout, FIRST_PAUSE
        while True:
            seen = await look()
            if done(seen):
                return seen
            left = end - loop.time()
            if left <= 0:
                raise TimedOutError(gave_up(what, timeout, seen))
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 2, LONGEST_PAUSE)
