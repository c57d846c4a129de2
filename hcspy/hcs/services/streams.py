"""The standard streams of a process, as Python files over its pipes."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterable
from functools import partial
from types import TracebackType
from typing import IO, Any, Final, NamedTuple

from hcspy._ffi.pipes import ProcessInformation, close_pipes, descriptor
from hcspy.errors import InvalidDocumentError
from hcspy.hcs.services.completion import Deadline, piece

CHUNK: Final = 65536


class TextForm(NamedTuple):
    """How bytes and text become each other; without an encoding and not asked for text, they do not."""

    text: bool = False
    encoding: str | None = None
    errors: str | None = None

    @property
    def wanted(self) -> bool:
        """Whether the streams are to be of text."""
        return self.text or self.encoding is not None or self.errors is not None


class Use:
    """A stream while calls that wait may be using it.

    A stream cannot be closed under a call that reads it: closing would wait for the call, and the call for a program
    that says nothing. So whoever closes leaves a stream that is in use to the call, which closes it when it returns.
    """

    def __init__(self, stream: IO[Any]) -> None:
        self.stream = stream
        self._lock = threading.Lock()
        self._busy = False
        self._left = False

    def leave(self) -> bool:
        """Leave the stream to the call that uses it; say whether there is one."""
        with self._lock:
            self._left = self._busy
            return self._busy

    def __enter__(self) -> IO[Any]:
        with self._lock:
            self._busy = True
        return self.stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._busy, left = False, self._left
        if left:
            close_quietly(self.stream)


def close_quietly(stream: IO[Any]) -> None:
    """Close a stream; what could not be written any more is lost with the process that did not want it."""
    with contextlib.suppress(OSError, ValueError):
        stream.close()


class Streams(NamedTuple):
    """What a process reads and writes; None where there is no pipe."""

    stdin: IO[Any] | None
    stdout: IO[Any] | None
    stderr: IO[Any] | None

    def close(self, uses: Iterable[Use]) -> None:
        """Close all of them; those in use are left to the calls that use them."""
        kept = [use.stream for use in uses if use.leave()]
        for stream in self:
            if stream is not None and not any(stream is other for other in kept):
                close_quietly(stream)


def open_streams(pipes: ProcessInformation, form: TextForm) -> Streams:
    """Return files over the pipes of a process, which belong to the files from now on."""
    opened: list[IO[Any] | None] = []
    handles = [pipes.stdin, pipes.stdout, pipes.stderr]
    try:
        for number, handle in enumerate(handles):
            opened.append(_file(handle, writing=number == 0, form=form) if handle else None)
    except BaseException:
        for stream in opened:
            if stream is not None:
                stream.close()
        close_pipes(handles[len(opened) + 1 :])
        raise
    return Streams(*opened)


def _file(handle: int, *, writing: bool, form: TextForm) -> IO[Any]:
    """Make the file; a text stream that is written does not wait for more than a line."""
    raw = io.FileIO(descriptor(handle, writing=writing), "wb" if writing else "rb")
    buffered: io.BufferedWriter | io.BufferedReader
    buffered = io.BufferedWriter(raw) if writing else io.BufferedReader(raw)
    if not form.wanted:
        return buffered
    return io.TextIOWrapper(buffered, form.encoding or "utf-8", form.errors, line_buffering=writing)


class Exchange:
    """Input and both outputs at once, each on a thread of its own, so that none waits for another."""

    def __init__(self, streams: Streams, input: Any) -> None:
        self.uses: list[Use] = []
        self._collected: list[list[Any]] = [[], []]
        self._threads: list[threading.Thread] = []
        for index, stream in enumerate(streams[1:]):
            if stream is not None:
                self._start(stream, partial(self._read, stream, index))
        if streams.stdin is not None:
            self._start(streams.stdin, partial(write_all, streams.stdin, input))
        self._streams = streams

    def _start(self, stream: IO[Any], work: Callable[[], None]) -> None:
        use = Use(stream)
        use.__enter__()  # from now on, not from when the thread begins
        self.uses.append(use)

        def used() -> None:
            try:
                work()
            finally:
                use.__exit__(None, None, None)

        thread = threading.Thread(target=used, name="hcspy communicate", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _read(self, stream: IO[Any], index: int) -> None:
        with contextlib.suppress(OSError, ValueError):  # closed under our hands, at the end of somebody's patience
            # Bytes and lines as they come: what there is when the time is up is not lost.
            read = partial(stream.read1, CHUNK) if isinstance(stream, io.BufferedReader) else stream.readline
            while chunk := read():
                self._collected[index].append(chunk)

    def finish(self, deadline: Deadline) -> bool:
        """Wait until all is written and read; say whether that happened in time."""
        for thread in self._threads:
            while thread.is_alive() and deadline.left != 0:
                thread.join(piece(deadline.left))  # on Windows, Ctrl-C does not interrupt a whole one
        return not any(thread.is_alive() for thread in self._threads)

    def output(self) -> tuple[Any, Any]:
        """Return what was read of both outputs; None where there is no pipe."""
        found = [
            None if stream is None else (stream_empty(stream)).join(list(chunks))
            for stream, chunks in zip(self._streams[1:], self._collected, strict=True)
        ]
        return found[0], found[1]


def check_input(stdin: object, *, begun: bool) -> None:
    """Refuse an input that cannot be written: there is no pipe, or all was written and the end of it."""
    if stdin is None:
        raise InvalidDocumentError("the process has no standard input", hint="exec(..., stdin=PIPE)")
    if begun:
        raise InvalidDocumentError("communicate() has begun with another input", hint="call it again without one")


def stream_empty(stream: IO[Any]) -> Any:
    """Return the empty text or the empty bytes, whichever a stream is of."""
    return "" if hasattr(stream, "encoding") else b""


def write_all(stream: IO[Any], data: Any) -> None:
    """Write everything and close; a reader that has gone does not want the rest."""
    with contextlib.suppress(BrokenPipeError, OSError, ValueError):
        if data:
            stream.write(data)
            stream.flush()
    with contextlib.suppress(BrokenPipeError, OSError, ValueError):
        stream.close()
