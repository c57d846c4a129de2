"""A process, awaited: the members of ``hcspy.hcs.Process``."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from hcspy.aio.streams import AsyncReader, AsyncWriter, Form
from hcspy.hcs.services.completion import Deadline
from hcspy.hcs.services.streams import Use, check_input

if TYPE_CHECKING:
    from hcspy.aio.worker import Worker
    from hcspy.hcs import MigrationState, Process, ProcessStatus


class AsyncProcess:
    """A process, running or not. Leaving ``async with`` closes its streams and handle, and kills nothing."""

    def __init__(self, process: Process, form: Form, worker: Worker) -> None:
        self._process = process
        self._form = form
        self._worker = worker
        self._begun = False
        self.stdin = AsyncWriter(self._used(process.stdin), form) if process.stdin else None
        """Its standard input; None if it was created without."""
        self.stdout = AsyncReader(self._used(process.stdout), form) if process.stdout else None
        """Its standard output; None if it was created without."""
        self.stderr = AsyncReader(self._used(process.stderr), form) if process.stderr else None
        """Its standard error; None if it was created without."""

    def _used(self, stream: IO[Any]) -> Use:
        use = Use(stream)
        self._process.uses.append(use)
        return use

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def system_id(self) -> str:
        """The id of the compute system that it runs in."""
        return self._process.system_id

    @property
    def migration_state(self) -> MigrationState:
        """What binds its streams to this host, for a live migration: nothing here, as in hcsshim."""
        return self._process.migration_state

    @property
    def args(self) -> Any:
        """What was executed; None for a process that was opened by its number."""
        return self._process.args

    @property
    def returncode(self) -> int | None:
        """Its exit code, once ``poll`` or ``wait`` has seen the end."""
        return self._process.returncode

    @property
    def text_mode(self) -> bool:
        """Whether its streams are of text."""
        return self._form.encoding is not None

    @property
    def universal_newlines(self) -> bool:
        """What ``text_mode`` is, by its old name."""
        return self.text_mode

    @property
    def encoding(self) -> str | None:
        """The encoding of its streams; None where they are of bytes."""
        return self._form.encoding

    @property
    def errors(self) -> str | None:
        """What becomes of bytes that are no text: the word that ``open`` takes."""
        return self._form.errors if self.text_mode else None

    async def poll(self) -> int | None:
        """Return the exit code, None while it runs; never waits for it."""
        return await self._worker.run(self._process.poll)

    async def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; after ``timeout`` seconds ProcessTimedOutError is raised."""
        from hcspy.aio.compute import settled

        if self._process.returncode is None and not await settled(self._process.exited, timeout):
            raise self._process.late(timeout)
        return await self._worker.run(self._process.wait)

    async def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:
        """Write the input, read both outputs to their ends, wait for the end; return the outputs.

        After ``timeout`` seconds ProcessTimedOutError is raised; what was read is not lost, another call goes on.
        """
        if input is not None:
            check_input(self.stdin, begun=self._begun)
        self._begun = True
        deadline = Deadline(timeout)
        try:
            async with asyncio.timeout(deadline.left):
                await asyncio.gather(self._feed(input), *(reader.collect() for reader in self._readers))
                await self.wait(None)
        except TimeoutError:
            raise self._process.late(timeout, *self._output(peek=True)) from None
        return self._output(peek=False)

    async def _feed(self, input: Any) -> None:
        if self.stdin is not None:
            with contextlib.suppress(OSError, ValueError):  # a reader that has gone does not want the rest
                if input:
                    await self.stdin.write(input)
            await self.stdin.close()

    @property
    def _readers(self) -> list[AsyncReader]:
        return [reader for reader in (self.stdout, self.stderr) if reader is not None]

    def _output(self, *, peek: bool) -> tuple[Any, Any]:
        found = [None if reader is None else reader.held(peek=peek) for reader in (self.stdout, self.stderr)]
        return found[0], found[1]

    async def kill(self) -> None:
        """End it by force; nothing happens if it has ended."""
        await self._worker.run(self._process.kill)

    async def terminate(self) -> None:
        """End it by force: Windows knows no gentler way."""
        await self._worker.run(self._process.terminate)

    async def send_signal(self, sig: int | str) -> bool:
        """Send a signal; say whether it was delivered."""
        return await self._worker.run(self._process.send_signal, sig)

    async def signal(self, options: object) -> bool:
        """Send a signal as a document says; say whether it was delivered."""
        return await self._worker.run(self._process.signal, options)

    async def resize_console(self, height: int, width: int) -> None:
        """Change the size of its console, in characters."""
        await self._worker.run(self._process.resize_console, height, width)

    async def close_stdin(self) -> None:
        """End its standard input; nothing happens if the process has ended."""
        await self._worker.run(self._process.close_stdin)

    async def modify(self, request: object) -> None:
        """Change it as a document says: a model or a mapping with wire names."""
        await self._worker.run(self._process.modify, request)

    async def properties(self) -> ProcessStatus:
        """Return what the service knows of it: whether it has exited, and how."""
        return await self._worker.run(self._process.properties)

    @property
    def is_closed(self) -> bool:
        """Whether its handle was closed."""
        return self._process.is_closed

    async def close(self) -> None:
        """Close its streams and handle; it goes on, and nobody waits for it. Twice is fine."""
        await self._worker.run(self._process.close)
        if self.stdin is not None:
            self.stdin.give_up()
        for reader in self._readers:
            reader.close()

    async def __aenter__(self) -> AsyncProcess:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._process)[1:]}"
