"""Compute systems and what goes on in them, awaited. Waiting takes no thread: a completion wakes the loop."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from hcspy.aio.process import AsyncProcess
from hcspy.aio.streams import FORM, Form
from hcspy.aio.worker import end_late
from hcspy.errors import ClosedError, HcspyError, TimedOutError
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.parameters import PIPE
from hcspy.hcs.services.process import GRACE, ProcessTimedOutError

if TYPE_CHECKING:
    import subprocess
    from datetime import datetime

    from hcspy.aio.worker import Worker
    from hcspy.hcs import (
        ContainerProperties,
        EventStream,
        ExitStatus,
        GroupAffinity,
        GuestConnectionInfo,
        MemoryInformationForVm,
        Operation,
        Properties,
        System,
        SystemEvent,
    )
    from hcspy.hcs.schema1 import MappedVirtualDiskController, ProcessListItem, Statistics

T = TypeVar("T")


async def settled(completion: Completion[Any], timeout: float | None) -> bool:
    """Wait until a completion is settled, without a thread; say whether it is within so many seconds."""
    loop = asyncio.get_running_loop()
    woken = asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before the wait
            loop.call_soon_threadsafe(woken.set)

    completion.add_callback(wake)
    try:
        await asyncio.wait_for(woken.wait(), None if timeout == math.inf else timeout)
    except TimeoutError:
        pass
    finally:
        completion.drop_callback(wake)
    return completion.done


class AsyncOperation(Generic[T]):
    """A verb that has begun, awaited: ``await operation``, or ``await operation.result(timeout)``."""

    def __init__(self, operation: Operation[T], worker: Worker) -> None:
        self._operation = operation
        self._worker = worker

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._operation.done

    async def result(self, timeout: float | None = None) -> T:
        """Wait for the end and return what came of it, or raise what went wrong."""
        await self._wait(self._operation.patience(timeout))
        return self._operation.result()

    async def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait for the end and return what went wrong; None if nothing did."""
        await self._wait(self._operation.patience(timeout))
        return self._operation.exception()

    async def _wait(self, deadline: Deadline) -> None:
        if not await settled(self._operation.completion, deadline.left):
            await self._worker.run(self._operation.wait_until, deadline)

    async def cancel(self) -> bool:
        """Ask that it be given up; say whether the service takes the request."""
        return await self._worker.run(self._operation.cancel)

    def __await__(self) -> Generator[Any, None, T]:
        return self.result().__await__()

    def __repr__(self) -> str:
        return f"<Async{repr(self._operation)[1:]}"


class AsyncEventStream:
    """The events of one system, awaited: ``async with system.events() as events: async for event in events``."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._stream: EventStream | None = None

    async def __aenter__(self) -> AsyncEventStream:
        loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended before the stream
                loop.call_soon_threadsafe(self._woken.set)

        self._stream = self._system.events()
        self._stream.on_wake = wake
        return self

    async def get(self, timeout: float | None = None) -> SystemEvent:
        """Return the next event; after ``timeout`` seconds without one TimedOutError, after the last ClosedError."""
        try:
            async with asyncio.timeout(timeout):
                return await self._next()
        except TimeoutError as error:
            if isinstance(error, HcspyError):
                raise
            raise TimedOutError(f"no event within {timeout:g} s") from None

    async def _next(self) -> SystemEvent:
        if self._stream is None:
            raise ClosedError("the events have not begun", hint="async with")
        while True:
            self._woken.clear()
            event = self._stream.poll()
            if event is not None:
                return event
            await self._woken.wait()

    def __aiter__(self) -> AsyncEventStream:
        return self

    async def __anext__(self) -> SystemEvent:
        try:
            return await self.get()
        except ClosedError:
            raise StopAsyncIteration from None

    async def close(self) -> None:
        """Hear no more; twice is fine."""
        if self._stream is not None:
            self._stream.close()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class AsyncSystem:
    """A compute system, awaited: the verbs of ``hcspy.hcs.System``.

    A verb whose ``await`` is cancelled goes on all the same, as after a timeout. What it would have given is not left
    behind: a system or a process that was to be made is ended, and a handle is closed.
    """

    def __init__(self, system: System, worker: Worker) -> None:
        self._system = system
        self._worker = worker

    # -- life -----------------------------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        """The id that it was created with."""
        return self._system.id

    @property
    def exit_status(self) -> ExitStatus | None:
        """How it ended; None while it has not."""
        return self._system.exit_status

    @property
    def started_at(self) -> datetime | None:
        """When this object saw it start, by the clock of this machine."""
        return self._system.started_at

    @property
    def stopped_at(self) -> datetime | None:
        """When this object saw it end, by the clock of this machine."""
        return self._system.stopped_at

    async def start(self, options: object = None, *, timeout: float | None = None) -> None:
        """Start it, and wait until it runs."""
        await self._verb(self._system.start_nowait, options, timeout)

    async def start_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to start it."""
        return await self._begun(self._system.start_nowait, options, timeout)

    async def shutdown(self, options: object = None, *, timeout: float | None = None) -> None:
        """Ask it to end, and wait until it has; nothing happens if it has already."""
        await self._verb(self._system.shutdown_nowait, options, timeout)

    async def shutdown_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to ask it to end."""
        return await self._begun(self._system.shutdown_nowait, options, timeout)

    async def terminate(self, options: object = None, *, timeout: float | None = None) -> None:
        """End it by force, and wait until it has ended; nothing happens if it has already."""
        await self._verb(self._system.terminate_nowait, options, timeout)

    async def terminate_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to end it by force."""
        return await self._begun(self._system.terminate_nowait, options, timeout)

    async def pause(self, options: object = None, *, timeout: float | None = None) -> None:
        """Let it stand still."""
        await self._verb(self._system.pause_nowait, options, timeout)

    async def pause_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to let it stand still."""
        return await self._begun(self._system.pause_nowait, options, timeout)

    async def resume(self, options: object = None, *, timeout: float | None = None) -> None:
        """Let it go on that stood still."""
        await self._verb(self._system.resume_nowait, options, timeout)

    async def resume_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to let it go on."""
        return await self._begun(self._system.resume_nowait, options, timeout)

    async def save(self, options: object = None, *, timeout: float | None = None) -> None:
        """Save its state, as ``SaveOptions`` say; it has to stand still."""
        await self._verb(self._system.save_nowait, options, timeout)

    async def save_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to save its state."""
        return await self._begun(self._system.save_nowait, options, timeout)

    async def crash(self, options: object = None, *, timeout: float | None = None) -> None:
        """Crash the guest of a virtual machine, as ``CrashOptions`` say; only computecore.dll can."""
        await self._verb(self._system.crash_nowait, options, timeout)

    async def crash_nowait(self, options: object = None, *, timeout: float | None = None) -> AsyncOperation[None]:
        """Begin to crash the guest of a virtual machine."""
        return await self._begun(self._system.crash_nowait, options, timeout)

    async def migrate_nowait(
        self, verb: str, options: object = None, *, socket: int | None = None, timeout: float | None = None
    ) -> AsyncOperation[None]:
        """Begin a step of a live migration; only computecore.dll can."""
        begin = self._system.migrate_nowait
        return AsyncOperation(
            await self._worker.run(begin, verb, options, socket=socket, timeout=timeout), self._worker
        )

    async def _begun(
        self, begin: Callable[..., Operation[None]], options: object, timeout: float | None
    ) -> AsyncOperation[None]:
        return AsyncOperation(await self._worker.run(begin, options, timeout=timeout), self._worker)

    async def _verb(self, begin: Callable[..., Operation[None]], options: object, timeout: float | None) -> None:
        await (await self._begun(begin, options, timeout)).result(timeout)

    async def wait(self, timeout: float | None = None) -> ExitStatus:
        """Wait until it has ended, and return how; for ever without a ``timeout``."""
        if not await settled(self._system.exited, timeout):
            raise self._system.late(timeout)
        return self._system.wait(0)

    def events(self) -> AsyncEventStream:
        """Return an iterator over what happens to it from now on, to be used with ``async with``."""
        return AsyncEventStream(self._system)

    # -- what it says of itself, and changing it ------------------------------------------------------------------

    async def properties(
        self, *types: str, queries: Mapping[str, Any] | None = None, schema: Any = 2, timeout: float | None = None
    ) -> Properties | ContainerProperties:
        """Return its properties, with what was asked for."""
        found: Properties | ContainerProperties = await self._worker.run(
            self._system.properties, *types, queries=queries, schema=schema, timeout=timeout
        )
        return found

    async def statistics(self, *, timeout: float | None = None) -> Statistics:
        """Return what it uses: processor, memory, storage, network; it has to run."""
        return await self._worker.run(self._system.statistics, timeout=timeout)

    async def processes(self, *, timeout: float | None = None) -> Sequence[ProcessListItem]:
        """Return its processes."""
        return await self._worker.run(self._system.processes, timeout=timeout)

    async def mapped_virtual_disks(self, *, timeout: float | None = None) -> Mapping[str, MappedVirtualDiskController]:
        """Return its disks, by the number of their controller."""
        return await self._worker.run(self._system.mapped_virtual_disks, timeout=timeout)

    async def memory(self, *, timeout: float | None = None) -> MemoryInformationForVm | None:
        """Return the memory of a virtual machine."""
        return await self._worker.run(self._system.memory, timeout=timeout)

    async def guest_connection(self, *, timeout: float | None = None) -> GuestConnectionInfo | None:
        """Return what the agent in a virtual machine can do."""
        return await self._worker.run(self._system.guest_connection, timeout=timeout)

    async def has_pending_updates(self, *, timeout: float | None = None) -> bool:
        """Tell whether updates are to be installed when it ends."""
        return await self._worker.run(self._system.has_pending_updates, timeout=timeout)

    async def basics(self) -> Properties:
        """Return its properties that never change, asked once."""
        return await self._worker.run(lambda: self._system.basics)

    async def modify(self, request: object, *, timeout: float | None = None) -> None:
        """Change a part of it: a request as a model of either schema, or a mapping with wire names."""
        await self._worker.run(self._system.modify, request, timeout=timeout)

    async def add_endpoint(self, endpoint: Any, *, timeout: float | None = None) -> None:
        """Plug an endpoint of HNS, a model or an id, into a container that runs."""
        await self._worker.run(self._system.add_endpoint, endpoint, timeout=timeout)

    async def remove_endpoint(self, endpoint: Any, *, timeout: float | None = None) -> None:
        """Take an endpoint out of a container that runs."""
        await self._worker.run(self._system.remove_endpoint, endpoint, timeout=timeout)

    async def add_network_adapter(self, id: str, settings: Any, *, timeout: float | None = None) -> None:
        """Add a network adapter to a virtual machine."""
        await self._worker.run(self._system.add_network_adapter, id, settings, timeout=timeout)

    async def remove_network_adapter(self, id: str, settings: Any = None, *, timeout: float | None = None) -> None:
        """Remove a network adapter from a virtual machine."""
        await self._worker.run(self._system.remove_network_adapter, id, settings, timeout=timeout)

    async def add_mapped_directory(self, directory: Any, *, timeout: float | None = None) -> None:
        """Show a folder of the host in it."""
        await self._worker.run(self._system.add_mapped_directory, directory, timeout=timeout)

    async def remove_mapped_directory(self, directory: Any, *, timeout: float | None = None) -> None:
        """Hide a folder of the host from it."""
        await self._worker.run(self._system.remove_mapped_directory, directory, timeout=timeout)

    async def set_memory(self, megabytes: int, *, timeout: float | None = None) -> None:
        """Change how much memory it has."""
        await self._worker.run(self._system.set_memory, megabytes, timeout=timeout)

    async def set_cpu_group_affinities(
        self, affinities: Iterable[GroupAffinity], *, timeout: float | None = None
    ) -> None:
        """Bind the processes of a container with process isolation to processors, those to come as well."""
        await self._worker.run(self._system.set_cpu_group_affinities, affinities, timeout=timeout)

    # -- programs -------------------------------------------------------------------------------------------------

    async def exec(
        self,
        args: str | Sequence[str],
        *,
        stdin: int | None = None,
        stdout: int | None = PIPE,
        stderr: int | None = PIPE,
        text: bool = False,
        encoding: str | None = None,
        errors: str | None = None,
        **more: Any,
    ) -> AsyncProcess:
        """Execute a program: the arguments are those of ``hcspy.hcs.System.exec``."""
        streams: dict[str, Any] = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
        process = await self._worker.obtain(end_late, self._system.exec, args, **streams, **more)
        return AsyncProcess(process, Form.of(text, encoding, errors), self._worker)

    async def create_process(
        self,
        document: object,
        *,
        text: bool = False,
        encoding: str | None = None,
        errors: str | None = None,
        timeout: float | None = None,
    ) -> AsyncProcess:
        """Execute what a document says: a model of either schema, or a mapping."""
        process = await self._worker.obtain(end_late, self._system.create_process, document, timeout=timeout)
        return AsyncProcess(process, Form.of(text, encoding, errors), self._worker)

    async def open_process(self, pid: int, *, timeout: float | None = None) -> AsyncProcess:
        """Open a process by its number; its streams belong to whoever created it."""
        return AsyncProcess(await self._worker.run(self._system.open_process, pid, timeout=timeout), FORM, self._worker)

    async def run(
        self,
        args: str | Sequence[str],
        *,
        input: Any = None,
        timeout: float | None = None,
        check: bool = False,
        **more: Any,
    ) -> subprocess.CompletedProcess[Any]:
        """Execute a program, give it its input, wait for its end, and return its exit code and outputs."""
        import subprocess

        deadline = Deadline(timeout)
        process = await self.exec(args, stdin=None if input is None else PIPE, timeout=timeout, **more)
        async with process:
            try:
                output = await process.communicate(input, deadline.left)
            except BaseException as error:
                await process.kill()
                with contextlib.suppress(HcspyError):
                    await process.communicate(timeout=GRACE)  # or its streams would be open still when this is over
                if isinstance(error, ProcessTimedOutError):
                    error.timeout = timeout or 0
                raise
            completed = subprocess.CompletedProcess(args, await process.wait(), *output)
        if check:
            completed.check_returncode()
        return completed

    # -- the handle -----------------------------------------------------------------------------------------------

    @property
    def is_closed(self) -> bool:
        """Whether the handle was closed."""
        return self._system.is_closed

    async def close(self) -> None:
        """Close the handle; the system goes on. Twice is fine."""
        await self._worker.run(self._system.close)

    async def __aenter__(self) -> AsyncSystem:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._worker.run(self._system.__exit__, kind, error, trace)

    def __repr__(self) -> str:
        return f"<Async{repr(self._system)[1:]}"
