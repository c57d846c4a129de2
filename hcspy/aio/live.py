"""What owns a native handle, or has to be taken back, awaited: watches, reservations, disks, mounted layers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from hcspy.aio.worker import Worker
from hcspy.errors import ClosedError, TimedOutError

if TYPE_CHECKING:
    from hcspy.hcn.events import Event
    from hcspy.hcn.services.portreservations import PortReservation
    from hcspy.hcn.services.service import Service
    from hcspy.hcn.services.watch import Watch
    from hcspy.storage import VirtualDisk

T = TypeVar("T")

L = TypeVar("L", bound="PortReservation | Service")


class AsyncWatch:
    """A watch, awaited: ``async with host.hcn.watch() as events: async for event in events``.

    An event whose ``await`` is cancelled or times out is not lost: the next one to ask gets it.
    """

    def __init__(self, open: Callable[[], Watch], worker: Worker) -> None:
        self._open = open
        self._worker = worker
        self._watch: Watch | None = None
        self._pending: asyncio.Future[Event | None] | None = None

    async def __aenter__(self) -> AsyncWatch:
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._watch = await self._worker.run(self._open)
        self._watch.on_wake = self._wake
        return self

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before the watch
            self._loop.call_soon_threadsafe(self._woken.set)

    @property
    def _opened(self) -> Watch:
        if self._watch is None:
            raise ClosedError("the watch has not begun", hint="async with")
        return self._watch

    def sync(self) -> None:
        """Tell the objects that exist anew, and then Synced: the next events are those."""
        self._opened.sync()

    async def get(self, timeout: float | None = None) -> Event:
        """Return the next event; after ``timeout`` seconds without one TimedOutError is raised.

        Raises ClosedError when the watch is closed.
        """
        try:
            async with asyncio.timeout(timeout):
                return await self._next()
        except TimeoutError:
            raise TimedOutError(f"no event within {timeout:g} s") from None

    async def _next(self) -> Event:
        watch = self._opened
        while True:
            self._woken.clear()
            event = await self._polled(watch)
            if event is not None:
                return event
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), watch.rest)

    async def _polled(self, watch: Watch) -> Event | None:
        """Look for an event on a thread, since listing and registering again are calls that wait."""
        if self._pending is None:
            self._pending = asyncio.ensure_future(self._worker.run(watch.poll))
        pending = self._pending
        try:
            return await asyncio.shield(pending)
        finally:
            if pending.done():
                self._pending = None

    def __aiter__(self) -> AsyncWatch:
        return self

    async def __anext__(self) -> Event:
        try:
            return await self.get()
        except ClosedError:
            raise StopAsyncIteration from None

    async def close(self) -> None:
        """End the watch, at once; twice is fine."""
        if self._watch is not None:
            await self._worker.run(self._watch.close)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncLive(Generic[L]):
    """Something that owns a native handle until it is closed, awaited."""

    def __init__(self, live: L, worker: Worker) -> None:
        self._live = live
        self._worker = worker

    @property
    def is_closed(self) -> bool:
        """Whether it is given back."""
        return self._live.is_closed

    async def close(self) -> None:
        """Give it back; twice is fine."""
        await self._worker.run(self._live.close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.run(self._live.__exit__, kind, error, trace)

    def __repr__(self) -> str:
        return f"<Async{repr(self._live)[1:]}"


class AsyncPortReservation(AsyncLive["PortReservation"]):
    """Ports that are set aside until this is closed, awaited."""

    @property
    def ports(self) -> range:
        """The ports: one or several."""
        return self._live.ports


class AsyncService(AsyncLive["Service"]):
    """The open service, awaited."""


class AsyncContext(Generic[T]):
    """A block whose beginning and end are awaited; what it gives is used as it is."""

    def __init__(self, make: Callable[[], AbstractContextManager[T]], worker: Worker) -> None:
        self._make = make
        self._worker = worker

    async def __aenter__(self) -> T:
        self._context = await self._worker.run(self._make)
        return await self._worker.run(self._context.__enter__)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.run(self._leave, kind, error, trace)

    def _leave(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._context.__exit__(kind, error, trace)
        except BaseException as failure:
            if failure is not error:  # the block's own error is on its way already
                raise


class AsyncVirtualDisk:
    """An open virtual disk, awaited."""

    def __init__(self, disk: VirtualDisk, worker: Worker) -> None:
        self._disk = disk
        self._worker = worker

    @property
    def path(self) -> str:
        """The file of the disk."""
        return self._disk.path

    @property
    def handle(self) -> int:
        """The native handle, as a number; ClosedError if the disk is closed."""
        return self._disk.handle

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._disk.is_closed

    async def attach(self, *, read_only: bool = False, drive_letter: bool = False, permanent: bool = False) -> None:
        """Show the disk to Windows."""
        await self._worker.run(self._disk.attach, read_only=read_only, drive_letter=drive_letter, permanent=permanent)

    async def detach(self) -> None:
        """Take the disk away from Windows."""
        await self._worker.run(self._disk.detach)

    async def physical_path(self) -> str:
        r"""Return the path of the attached disk as a device, such as ``\\.\PhysicalDrive2``."""
        return await self._worker.run(self._disk.physical_path)

    async def close(self) -> None:
        """Close the disk; its file stays."""
        await self._worker.run(self._disk.close)

    async def __aenter__(self) -> AsyncVirtualDisk:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._disk)[1:]}"
