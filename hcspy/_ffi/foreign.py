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
            self._handle: Any = _start(self._key)
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
                _join(handle)
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


_KEYS: Final = itertools.count(1)
_STARTED: Final[dict[int, ForeignThread]] = {}


def _enter(argument: Any) -> None:
    thread = _STARTED.pop(int(ffi.cast("uintptr_t", argument)), None)
    if thread is not None:
        thread._run()


if sys.platform == "win32":

    @cache
    def _system() -> Any:
        return ffi.dlopen("kernel32.dll", 0x800)

    @cache
    def _entry() -> Any:
        return ffi.callback("WINDOWS_THREAD_ROUTINE", lambda argument: _enter(argument) or 0, error=1)

    def _start(key: int) -> Any:
        handle = _system().CreateThread(NULL, 0, _entry(), ffi.cast("void *", key), 0, NULL)
        if not handle:
            raise OSError(f"CreateThread failed: {ffi.getwinerror()[1]}")
        return handle

    def _join(handle: Any) -> None:
        _system().WaitForSingleObject(handle, _INFINITE)
        _system().CloseHandle(handle)

else:

    @cache
    def _system() -> Any:
        return ffi.dlopen(None)

    @cache
    def _entry() -> Any:
        return ffi.callback("POSIX_THREAD_ROUTINE", lambda argument: _enter(argument) or NULL, error=NULL)

    def _start(key: int) -> Any:
        thread = ffi.new("uintptr_t *")
        error = _system().pthread_create(thread, NULL, _entry(), ffi.cast("void *", key))
        if error:
            raise OSError(error, "pthread_create failed")
        return thread[0]

    def _join(handle: Any) -> None:
        _system().pthread_join(handle, NULL)
