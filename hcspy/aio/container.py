"""One container of ours, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from hcspy.aio.compute import AsyncSystem
from hcspy.aio.process import AsyncProcess
from hcspy.aio.streams import Form
from hcspy.aio.worker import end_late
from hcspy.containers.container import GRACE

if TYPE_CHECKING:
    import subprocess

    from hcspy.aio.worker import Worker
    from hcspy.containers import Container, ContainerInfo, ContainerRecord
    from hcspy.hcs import ExitStatus
    from hcspy.hcs.schema1 import ProcessListItem, Statistics

T = TypeVar("T")


class AsyncContainer:
    """A container, awaited: the verbs of ``hcspy.containers.Container``.

    A verb whose ``await`` is cancelled goes on all the same; a program that ``run`` waits for is killed, and what a
    ``create`` makes is removed: scratch layer, endpoint and compute system.
    """

    def __init__(self, container: Container, worker: Worker) -> None:
        self._container = container
        self._worker = worker

    @property
    def name(self) -> str:
        """Its name, which is the id of its compute system."""
        return self._container.name

    @property
    def record(self) -> ContainerRecord:
        """What it was made of."""
        return self._container.record

    @property
    def endpoints(self) -> Sequence[str]:
        """The ids of the endpoints that were made for it."""
        return self._container.endpoints

    @property
    def remove_on_exit(self) -> bool:
        """Whether leaving ``async with`` stops and removes it."""
        return self._container.remove_on_exit

    @remove_on_exit.setter
    def remove_on_exit(self, value: bool) -> None:
        self._container.remove_on_exit = value

    @property
    def system(self) -> AsyncSystem:
        """The compute system; InvalidStateError while there is none."""
        return AsyncSystem(self._container.system, self._worker)

    async def info(self) -> ContainerInfo:
        """Return what can be said of it now."""
        return await self._worker.run(lambda: self._container.info)

    # -- life -----------------------------------------------------------------------------------------------------

    async def start(self, *, timeout: float | None = None) -> None:
        """Start it, and wait until it runs; one that had ended is made anew, with the files that it left."""
        await self._worker.run(self._container.start, timeout=timeout)

    async def stop(self, *, timeout: float = GRACE) -> None:
        """Shut it down; after ``timeout`` seconds it is ended by force."""
        await self._worker.run(self._container.stop, timeout=timeout)

    async def kill(self) -> None:
        """End it by force, at once."""
        await self._worker.run(self._container.kill)

    async def pause(self, *, timeout: float | None = None) -> None:
        """Let it stand still."""
        await self._worker.run(self._container.pause, timeout=timeout)

    async def resume(self, *, timeout: float | None = None) -> None:
        """Let it go on that stood still."""
        await self._worker.run(self._container.resume, timeout=timeout)

    async def wait(self, timeout: float | None = None) -> ExitStatus:
        """Wait until it has ended, and return how, without keeping a thread."""
        try:
            return await self.system.wait(timeout)
        finally:
            await self._worker.run(self._container.note_end)

    async def remove(self, *, force: bool = False) -> None:
        """Remove its endpoint and its scratch layer, with all that was written there."""
        await self._worker.run(self._container.remove, force=force)

    # -- what goes on in it -----------------------------------------------------------------------------------------

    async def exec(self, args: str | Sequence[str] | None = None, **options: Any) -> AsyncProcess:
        """Execute a program in it, or without ``args`` what it was created for."""
        form = Form.of(options.pop("text", False), options.pop("encoding", None), options.pop("errors", None))
        process = await self._worker.obtain(end_late, self._container.exec, args, **options)
        return AsyncProcess(process, form, self._worker)

    async def run(self, args: str | Sequence[str], **options: Any) -> subprocess.CompletedProcess[Any]:
        """Execute a program in it and wait for its end, without keeping a thread."""
        return await self.system.run(args, **options)

    async def processes(self) -> Sequence[ProcessListItem]:
        """Return its processes."""
        return await self._worker.run(self._container.processes)

    async def statistics(self) -> Statistics:
        """Return what it uses: processor, memory, storage, network."""
        return await self._worker.run(self._container.statistics)

    async def modify(self, request: object) -> None:
        """Change a part of it."""
        await self._worker.run(self._container.modify, request)

    # -- the end ----------------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Close the handle; the container goes on. Twice is fine."""
        await self._worker.run(self._container.close)

    async def __aenter__(self) -> AsyncContainer:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.run(self._container.__exit__, kind, error, trace)

    def __repr__(self) -> str:
        return f"<Async{repr(self._container)[1:]}"


async def finished(step: Coroutine[Any, Any, T]) -> T:
    """Await a step to its end, also when that is cancelled meanwhile: what follows would meet it half way."""
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def created(creation: Coroutine[Any, Any, AsyncContainer]) -> AsyncContainer:
    """Await the creation of a container that goes when its block ends; if that is cancelled meanwhile, it goes, too."""
    task = asyncio.ensure_future(creation)
    try:
        return await finished(_result(task))
    except asyncio.CancelledError:
        if not task.cancelled() and task.exception() is None:
            async with task.result():
                pass
        raise


async def _result(task: asyncio.Task[T]) -> T:
    return await task
