"""Threads of the operating system, with Python on them."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from hcspy._ffi import foreign
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.foreign import PosixThreads, WindowsThreads


def test_function_runs_on_a_thread_that_python_did_not_make() -> None:
    """It is not among the threads of the threading module while it runs."""
    seen: list[Any] = []

    def function() -> None:
        seen.append((threading.get_ident(), [thread.ident for thread in threading.enumerate()]))

    assert foreign.start(function).join()
    ((ident, known),) = seen
    assert ident != threading.get_ident()
    assert ident not in known


def test_join_raises_what_the_function_raised_once() -> None:
    """A failure in a thread must not pass unseen."""

    def fail() -> None:
        raise ZeroDivisionError

    thread = foreign.start(fail)
    with pytest.raises(ZeroDivisionError):
        thread.join()
    assert thread.join()


def test_join_with_a_timeout_says_whether_it_ended() -> None:
    """Waiting for ever would hide a hang."""
    go_on = threading.Event()
    thread = foreign.start(lambda: go_on.wait(30))
    assert not thread.join(0.01)
    assert thread.is_alive
    go_on.set()
    assert thread.join(30)
    assert not thread.is_alive


def test_many_threads_at_once() -> None:
    """Each has its own number."""
    seen: list[int] = []
    threads = [foreign.start(lambda number=number: seen.append(number)) for number in range(32)]
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(32))
    assert foreign._STARTED == {}


class NoThreads:
    """A system that has no room for another thread."""

    def pthread_create(self, *args: Any) -> int:
        """Say EAGAIN."""
        return 11

    def CreateThread(self, *args: Any) -> Any:
        """Say nothing."""
        return NULL


@pytest.mark.parametrize("kind", [PosixThreads, WindowsThreads])
def test_thread_that_cannot_start_is_an_os_error(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is not waited for."""
    monkeypatch.setattr(foreign, "_system", lambda: kind(NoThreads()))
    with pytest.raises(OSError, match="failed"):
        foreign.start(lambda: None)
    assert foreign._STARTED == {}


class Kernel:
    """kernel32's thread functions on top of a thread of ours."""

    def __init__(self) -> None:
        self.closed: list[Any] = []

    def CreateThread(self, attributes: Any, stack: int, routine: Any, argument: Any, flags: int, id: Any) -> Any:
        """Run the routine."""
        self.thread = threading.Thread(target=routine, args=(argument,))
        self.thread.start()
        return ffi.cast("HANDLE", 4)

    def WaitForSingleObject(self, handle: Any, milliseconds: int) -> int:
        """Join."""
        assert milliseconds == 0xFFFFFFFF
        self.thread.join()
        return 0

    def CloseHandle(self, handle: Any) -> int:
        """Note it."""
        self.closed.append(handle)
        return 1


def test_windows_thread_is_joined_and_its_handle_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handle per notification would add up."""
    kernel, seen = Kernel(), []
    threads = WindowsThreads(kernel)
    monkeypatch.setattr(foreign, "_system", lambda: threads)
    thread = foreign.start(lambda: seen.append(1))
    assert thread.join()
    assert thread.join()
    assert (seen, kernel.closed) == ([1], [ffi.cast("HANDLE", 4)])


def test_system_s_own_threads_are_used() -> None:
    """The stand-ins above must not be what runs everywhere."""
    expected = WindowsThreads if sys.platform == "win32" else PosixThreads
    assert type(foreign._system()) is expected


def test_unknown_number_starts_nothing() -> None:
    """The entry point is a C function; anybody could call it."""
    foreign._enter(ffi.cast("void *", 2**40))
