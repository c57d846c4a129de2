"""The streams of a program in a container, and those of this process: bytes go from one to the other as they come."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, Final

from hcspy.errors import HcspyError

if TYPE_CHECKING:
    from hcspy.hcs import Process

CHUNK: Final = 1 << 16
# Seconds without a byte, after which the output of a program that has ended is over: one that it started may go on.
QUIET: Final = 5.0


def reader_of(stream: Any) -> Callable[[], bytes]:
    """Return a function that reads what is there.

    Not through Python's buffer where there is a file: a thread that waits in it would keep the interpreter from ending.
    """
    try:
        number = stream.fileno()
    except (OSError, AttributeError):
        return lambda: bytes(stream.buffer.read1(CHUNK))
    return lambda: os.read(number, CHUNK)


def writer_of(stream: Any) -> Callable[[bytes], None]:
    """Return a function that writes bytes at once, unchanged."""
    stream.flush()
    try:
        number = stream.fileno()
    except (OSError, AttributeError):
        number = None
    if number is None or stream.isatty():  # a console of Windows takes text, which the buffer makes of UTF-8
        return lambda data: _write(stream.buffer, data)
    return lambda data: _write_all(number, data)


def _write(buffer: Any, data: bytes) -> None:
    buffer.write(data)
    buffer.flush()


def _write_all(number: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(number, left) :]


class Pump(threading.Thread):
    """Writes what a program puts out to a stream of ours."""

    def __init__(self, source: IO[bytes], write: Callable[[bytes], None]) -> None:
        super().__init__(name="hcspy output", daemon=True)
        self._source = source
        self._write = write
        self.heard = time.monotonic()
        """When the last bytes came."""
        self.error: BaseException | None = None
        """Why the bytes could not be written: whoever read them has gone."""

    def run(self) -> None:
        """Copy until the end."""
        while data := self._read():
            try:
                self._write(data)
            except (OSError, ValueError) as error:
                self.error = error
                return
            self.heard = time.monotonic()

    def _read(self) -> bytes:
        with contextlib.suppress(OSError, ValueError):  # closed under our hands: its container has been ended
            return bytes(self._source.read1(CHUNK))  # type: ignore[attr-defined]
        return b""

    def is_over(self, ended: float) -> bool:
        """Tell whether nothing more is to come from a program that ended at a time."""
        return not self.is_alive() or time.monotonic() - max(ended, self.heard) > QUIET


class Feed(threading.Thread):
    """Writes what comes in on our stdin to that of a program, and closes it at the end."""

    def __init__(self, process: Process, read: Callable[[], bytes]) -> None:
        super().__init__(name="hcspy input", daemon=True)
        self._process = process
        self._read = read

    def run(self) -> None:
        """Copy until the end, of ours or of the program's."""
        stdin = self._process.stdin
        assert stdin is not None
        # The program may end, or close its input, at any time: then nobody wants the rest.
        with contextlib.suppress(OSError, ValueError, HcspyError):
            while data := self._read():
                stdin.write(data)
                stdin.flush()
            self._process.close_stdin()


def connect(process: Process, *, fed: bool) -> list[Pump]:
    """Connect the streams of a program with ours; return what carries its output."""
    outputs = ((process.stdout, sys.stdout), (process.stderr, sys.stderr))
    pumps = [Pump(source, writer_of(stream)) for source, stream in outputs if source is not None]
    for pump in pumps:
        pump.start()
    if fed:
        Feed(process, reader_of(sys.stdin)).start()
    return pumps
