"""The standard streams of a process, awaited.

A pipe is read and written by calls that wait, so each stream has a thread of its own; with the threads of the host it
could happen that all of them wait for programs that wait for input. What was read and not awaited any more is kept
for the next one to ask.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from hcspy.aio.backlog import Backlog
from hcspy.hcs.services.streams import Use, close_quietly

CHUNK: Final = 65536


class Form(NamedTuple):
    """The encoding of streams of text; None for streams of bytes."""

    encoding: str | None = None
    errors: str = "strict"

    @classmethod
    def of(cls, text: bool, encoding: str | None, errors: str | None) -> Form:
        """Return the form that the arguments of ``exec`` ask for."""
        wanted = text or encoding is not None or errors is not None
        return cls((encoding or "utf-8") if wanted else None, errors or "strict")

    @property
    def empty(self) -> Any:
        """Nothing, as text or as bytes."""
        return b"" if self.encoding is None else ""


FORM: Final = Form()


class AsyncReader:
    """An output of a process: ``await read()``, ``await readline()``, ``async for line in``."""

    def __init__(self, use: Use, form: Form) -> None:
        self._use = use
        self._form = form
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hcspy stream")
        self._pending: asyncio.Future[bytes] | None = None
        self._held = Backlog(form.empty)
        self._over = False
        self._decoder = _decoder(form)

    async def read(self, size: int = -1) -> Any:
        """Read so much, all for -1; less only at the end."""
        while not self._over and (size < 0 or self._held.size < size):
            await self._fill()
        return self._held.take(self._held.size if size < 0 else size)

    async def readline(self) -> Any:
        """Read a line with its end; nothing at the end of all."""
        mark = "\n" if self._form.encoding else b"\n"
        while (length := self._held.line(mark)) is None and not self._over:
            await self._fill()
        return self._held.take(self._held.size if length is None else length)

    async def collect(self) -> None:
        """Read to the end, and leave what was read to whoever reads next."""
        while not self._over:
            await self._fill()

    def held(self, *, peek: bool) -> Any:
        """Return what was read and not yet asked for; with ``peek`` it stays."""
        return self._held.peek() if peek else self._held.take(self._held.size)

    async def _fill(self) -> None:
        """Read what there is on the stream's thread; one that is cancelled leaves its piece to the next."""
        if self._pending is None:
            self._pending = asyncio.get_running_loop().run_in_executor(self._pool, self._read)
        pending = self._pending
        try:
            chunk = await asyncio.shield(pending)
        finally:
            if pending.done():
                self._pending = None
        self._over = not chunk
        self._held.append(chunk if self._decoder is None else self._decoder.decode(chunk, final=not chunk))

    def _read(self) -> bytes:
        try:
            with self._use as stream:
                chunk: bytes = stream.read1(CHUNK)  # type: ignore[attr-defined]
        except (OSError, ValueError):  # closed meanwhile
            return b""
        return chunk

    def __aiter__(self) -> AsyncReader:
        return self

    async def __anext__(self) -> Any:
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line

    def close(self) -> None:
        """Give up the thread once what it reads has come."""
        self._pool.shutdown(wait=False)


def _decoder(form: Form) -> Any:
    """Return what makes text of bytes that come in pieces, with line ends as Python has them."""
    if form.encoding is None:
        return None
    return io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(form.encoding)(form.errors), translate=True)


class AsyncWriter:
    """The input of a process: ``await write(data)``, ``await close()``."""

    def __init__(self, use: Use, form: Form) -> None:
        self._use = use
        self._form = form
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hcspy stream")

    async def write(self, data: Any) -> None:
        """Write all of it, and wait until it is in the pipe."""
        encoded = data if self._form.encoding is None else data.encode(self._form.encoding, self._form.errors)
        await asyncio.get_running_loop().run_in_executor(self._pool, self._write, encoded)

    def _write(self, data: bytes) -> None:
        with self._use as stream:
            stream.write(data)
            stream.flush()

    async def close(self) -> None:
        """End the input; twice is fine."""
        with contextlib.suppress(RuntimeError):  # the thread is gone, and the stream with it
            await asyncio.get_running_loop().run_in_executor(self._pool, self._end)

    def _end(self) -> None:
        close_quietly(self._use.stream)

    def give_up(self) -> None:
        """Give up the thread once what it writes is written."""
        self._pool.shutdown(wait=False)
