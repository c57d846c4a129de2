"""Threads that Python did not make, for a fake whose callbacks arrive as they do on Windows.

The thread is the operating system's own (pthread_create, CreateThread); Python first hears of it when
it calls into the interpreter. One C function starts all of them, and the argument is a number.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from .cdata import NULL, ffi

_INFINITE: Final = 0xFFFFFFFF
_POLL: Final = 0.1  # seconds between two looks at pending signals while joining


class ForeignThread:
    """A function that runs on a thread of the operating system."""

    def __init__(self, function: Callable[[], object]) -> None:
        """Start the thread."""
        self._function = function
        self._done = threading.Event()
        self._error: BaseException | None = None
        self._key = next(_KEYS)
        self._join_lock = threading.Lock()
        _STARTED[self._key] = self
        try:
            self._handle: Any = _system().start(self._key)
        except OSError:
            del _STARTED[self._key]
            raise

    @property
    def is_alive(self) -> bool:
        """Whether the function is still running."""
        return not self._done.is_set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end of the function, then of the thread; say whether it ended in time.

        An exception of the function is raised here, once.
        """
        if not self._wait(timeout):
            return False
        with self._join_lock:
            handle, self._handle = self._handle, None
            if handle is not None:
                _system().join(handle)
        error, self._error = self._error, None
        if error is not None:
            raise error
        return True

    def _wait(self, timeout: float | None) -> bool:
        if timeout is not None:
            return self._done.wait(timeout)
        while not self._done.wait(_POLL):  # an endless wait cannot be interrupted on Windows
            pass
        return True

    def _run(self) -> None:
        try:
            self._function()
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()


def start(function: Callable[[], object]) -> ForeignThread:
    """Run a function on a new thread of the operating system; whoever starts it joins it."""
    return ForeignThread(function)


_KEYS: Final = itertools.count(1)
_STARTED: Final[dict[int, ForeignThread]] = {}


def _enter(argument: Any) -> None:
    thread = _STARTED.pop(int(ffi.cast("uintptr_t", argument)), None)
    if thread is not None:
        thread._run()


class PosixThreads:
    """Threads of libc."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._entry = ffi.callback("POSIX_THREAD_ROUTINE", self._run, error=NULL)

    def start(self, key: int) -> Any:
        """Start a thread; return what `join` wants."""
        thread = ffi.new("uintptr_t *")
        error = self._library.pthread_create(thread, NULL, self._entry, ffi.cast("void *", key))
        if error:
            raise OSError(error, "pthread_create failed")
        return thread[0]

    def join(self, thread: Any) -> None:
        """Wait for the end of a thread."""
        self._library.pthread_join(thread, NULL)

    @staticmethod
    def _run(argument: Any) -> Any:
        _enter(argument)
        return NULL


class WindowsThreads:
    """Threads of kernel32.dll."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._entry = ffi.callback("WINDOWS_THREAD_ROUTINE", self._run, error=1)

    def start(self, key: int) -> Any:
        """Start a thread; return what `join` wants."""
        handle = self._library.CreateThread(NULL, 0, self._entry, ffi.cast("void *", key), 0, NULL)
        if not handle:
            raise OSError("CreateThread failed")
        return handle

    def join(self, handle: Any) -> None:
        """Wait for the end of a thread."""
        self._library.WaitForSingleObject(handle, _INFINITE)
        self._library.CloseHandle(handle)

    @staticmethod
    def _run(argument: Any) -> int:
        _enter(argument)
        return 0


@cache
def _system() -> PosixThreads | WindowsThreads:
    """Return this system's threads; their entry points live as long as the process."""
    on_windows = sys.platform == "win32"
    return WindowsThreads(ffi.dlopen("kernel32.dll", 0x800)) if on_windows else PosixThreads(ffi.dlopen(None))
