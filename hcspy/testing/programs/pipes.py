"""The pipes between a program of the fake and whoever started it: real ones, of the operating system.

A pipe has two ends. The program under test gets one, as a number (a file descriptor, on Windows a HANDLE), and closes
it; the other is ours. We never use the number that we gave away: once it is closed, the system gives it to somebody
else. Whether the other end is closed is seen at ours; when ours is closed, by looking what the number means now.

Our end never blocks, so that a process can be killed while its program reads from somebody who says nothing, or writes
to somebody who does not listen.
"""

from __future__ import annotations

import importlib
import io
import os
import select
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = ["Killed", "Reader", "Writer", "incoming", "outgoing"]

SLICE = 0.05  # seconds between two looks whether the process was killed
CHUNK = 65536


class Killed(BaseException):
    """The process was killed; its program ends where it reads, writes or sleeps next."""


class End:
    """Our end of a pipe."""

    def __init__(self, number: int, theirs: int) -> None:
        self.theirs = theirs
        """The number of the other end, which is not ours to use."""
        self.stopped = False
        """Whether somebody closed the stream from outside."""
        self._number: int | None = number
        self._lock = threading.Lock()
        self._mark = SYSTEM.mark(theirs)

    @property
    def is_open(self) -> bool:
        """Whether our end is open."""
        return self._number is not None

    def close(self) -> None:
        """Close our end; twice is fine."""
        with self._lock:
            number, self._number = self._number, None
            if number is not None:
                SYSTEM.close(number)

    def stop(self) -> None:
        """Let the program see the end of its input once it has read what is there; an output is closed."""
        self.stopped = True

    def close_theirs(self) -> None:
        """Close the other end, which nobody was given."""
        SYSTEM.close(self.theirs)

    @property
    def is_leaked(self) -> bool:
        """Whether the other end is still open."""
        with self._lock:
            if self._number is not None:
                return not SYSTEM.is_broken(self._number)
        return self._mark is not None and SYSTEM.mark(self.theirs) == self._mark

    def attempt(self, step: Callable[[int], Any]) -> Any:
        """Do something with our end unless it was closed, which is how a process is killed."""
        with self._lock:
            if self._number is None:
                raise Killed
            return step(self._number)

    def wait(self, *, writable: bool) -> None:
        """Wait until there may be something to do, but not for long."""
        number = self._number
        if number is not None:
            SYSTEM.wait(number, writable=writable)


class Reader(io.RawIOBase):
    """The standard input of a program: what comes out of a pipe."""

    def __init__(self, end: End) -> None:
        super().__init__()
        self.end = end

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what is there; wait if there is nothing."""
        room = memoryview(buffer).cast("B")
        while True:
            stopped = self.end.stopped  # asked before the pipe is: what was written until then is read still
            data = self.end.attempt(lambda number: SYSTEM.read(number, len(room)))
            if data is not None:
                break
            if stopped:
                return 0
            self.end.wait(writable=False)
        room[: len(data)] = data
        return len(data)


class Writer(io.RawIOBase):
    """An output of a program: what goes into a pipe."""

    def __init__(self, end: End) -> None:
        super().__init__()
        self.end = end

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: ReadableBuffer) -> int:
        """Write all of it; wait while the pipe is full."""
        rest = memoryview(data).cast("B")
        size = len(rest)
        while rest:
            if self.end.stopped:
                raise BrokenPipeError(32, "the stream is closed")
            written = self.end.attempt(partial(put, rest[:CHUNK]))
            rest = rest[written:]
            if not written:
                self.end.wait(writable=True)
        return size


def put(data: memoryview, number: int) -> int:
    """Write what there is room for."""
    return SYSTEM.write(number, data)


def incoming() -> End:
    """Make the pipe of a standard input: we read, they write."""
    ours, theirs = SYSTEM.make()
    return End(SYSTEM.unblock(ours), theirs)


def outgoing() -> End:
    """Make the pipe of an output: we write, they read."""
    theirs, ours = SYSTEM.make()
    return End(SYSTEM.unblock(ours), theirs)


class WindowsPipes:
    """Anonymous pipes of Windows; the numbers are HANDLEs, the functions those of `_winapi`."""

    NOWAIT: Final = 1  # PIPE_NOWAIT
    BROKEN, NO_DATA = 109, 232  # ERROR_BROKEN_PIPE, ERROR_NO_DATA

    def __init__(self, api: Any) -> None:
        self._api = api

    def make(self) -> tuple[int, int]:
        """Make a pipe: the end to read from, the end to write to."""
        read, write = self._api.CreatePipe(None, CHUNK)
        return int(read), int(write)

    def unblock(self, number: int) -> int:
        """Let an end never wait."""
        self._api.SetNamedPipeHandleState(number, self.NOWAIT, None, None)
        return number

    def close(self, number: int) -> None:
        """Close an end."""
        self._api.CloseHandle(number)

    def read(self, number: int, size: int) -> bytes | None:
        """Read what is there; None if there is nothing yet, nothing if there never will be."""
        try:
            available = self._api.PeekNamedPipe(number, 0)[0]
            return bytes(self._api.ReadFile(number, min(size, available), 0)[0]) if available else None
        except OSError as error:
            if self._is_end(error):
                return b""
            raise

    def write(self, number: int, data: memoryview) -> int:
        """Write what there is room for."""
        try:
            return int(self._api.WriteFile(number, bytes(data), 0)[0])
        except OSError as error:
            if self._is_end(error):
                raise BrokenPipeError(32, "nobody reads any more") from error
            raise

    def wait(self, number: int, *, writable: bool) -> None:
        """Let a moment pass: anonymous pipes cannot be waited for."""
        time.sleep(0.002)

    def is_broken(self, number: int) -> bool:
        """Tell whether the other end is closed; of an end to write to that cannot be told, and it counts as closed."""
        try:
            self._api.PeekNamedPipe(number, 0)
        except OSError:
            return True
        return False

    def mark(self, number: int) -> object:
        """Tell a pipe from others that get its number later: Windows has nothing for that."""
        return None

    def _is_end(self, error: OSError) -> bool:
        return getattr(error, "winerror", None) in (self.BROKEN, self.NO_DATA)


class PosixPipes:
    """Pipes of everybody else; the numbers are file descriptors."""

    def make(self) -> tuple[int, int]:
        """Make a pipe: the end to read from, the end to write to; 0 is no number, it means that there is no pipe."""
        pair = os.pipe()
        if 0 not in pair:
            return pair
        try:
            return os.dup(pair[0]), os.dup(pair[1])
        finally:
            os.close(pair[0])
            os.close(pair[1])

    def unblock(self, number: int) -> int:
        """Let an end never wait."""
        os.set_blocking(number, False)
        return number

    def close(self, number: int) -> None:
        """Close an end."""
        os.close(number)

    def read(self, number: int, size: int) -> bytes | None:
        """Read what is there; None if there is nothing yet, nothing if there never will be."""
        try:
            return os.read(number, size)
        except BlockingIOError:
            return None

    def write(self, number: int, data: memoryview) -> int:
        """Write what there is room for."""
        try:
            return os.write(number, data)
        except BlockingIOError:
            return 0

    def wait(self, number: int, *, writable: bool) -> None:
        """Wait until something can be done, for a moment; a number that was closed meanwhile ends it at once."""
        poll = select.poll()
        poll.register(number, select.POLLOUT if writable else select.POLLIN)
        poll.poll(SLICE * 1000)

    def is_broken(self, number: int) -> bool:
        """Tell whether the other end is closed."""
        poll = select.poll()
        poll.register(number, 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))

    def mark(self, number: int) -> object:
        """Tell a pipe from others that get its number later."""
        try:
            status = os.fstat(number)
        except OSError:
            return None
        return status.st_dev, status.st_ino


def system() -> WindowsPipes | PosixPipes:
    """Return the pipes of this system."""
    return WindowsPipes(importlib.import_module("_winapi")) if sys.platform == "win32" else PosixPipes()


SYSTEM: Final = system()
close: Final = SYSTEM.close
