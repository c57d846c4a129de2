"""Calls on open objects: each object is closed once, on every path.

A handle belongs to whoever holds the Python object, with one exception. A call with a timeout runs on a
thread of its own, and that call may still be using the handle when the caller has given up and leaves. The
DLL must not lose a handle under a call, so the handle then belongs to the call: for the caller it is closed,
and the thread closes it when the call has returned.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, TypeVar

from hcspy.errors import TimedOutError, UnexpectedAnswerError

from .cdata import Pointer, ffi
from .handles import LiveHandle, SharedHandle
from .tables import Tables
from .timeouts import run_with_timeout

H = TypeVar("H")
R = TypeVar("R")
LH = TypeVar("LH", bound=LiveHandle[Any])


class Opened(Generic[LH]):
    """A context manager that opens a handle on the way in and closes it on the way out."""

    __slots__ = ("_handle", "_open")

    def __init__(self, open: Callable[[], LH]) -> None:
        self._open = open

    def __enter__(self) -> LH:
        self._handle = handle = self._open()
        return handle

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.let_go()


def obtain(tables: Tables, kind: type[LH], make: Callable[[Pointer[Any]], object], export: str) -> LH:
    """Return the handle that a call puts into a cell; if anything goes wrong after that, the handle is closed."""
    cell: Pointer[Any] = ffi.new(kind.ctype)
    try:
        make(cell)
        if not cell[0]:
            raise UnexpectedAnswerError(f"{export} succeeded and gave no handle", call=export)
        return kind(tables, cell[0])
    except BaseException:
        if cell[0]:  # a record with a success, or Ctrl-C after the open
            kind(tables, cell[0]).let_go()
        raise


def on_loan(
    handle: LiveHandle[Any],
    work: Callable[[], R],
    timeout: float | None,
    *,
    call: str,
    request: str | None = None,
    discard: Callable[[R], object] | None = None,
) -> R:
    """Return what a call on a handle returns; a call that is given up takes the handle with it."""
    if timeout is None:
        return work()
    loan = _Loan(handle, work)
    try:
        return run_with_timeout(loan.run, timeout, call=call, request=request, discard=discard)
    except (TimedOutError, KeyboardInterrupt):
        loan.keep()
        raise


class _Loan(Generic[R]):
    """A handle while a call uses it that may outlast the patience of the caller."""

    def __init__(self, handle: LiveHandle[Any], work: Callable[[], R]) -> None:
        self._handle = handle
        self._work = work
        self._decided = threading.Lock()
        self._returned = False
        self._kept: LiveHandle[Any] | None = None

    def run(self) -> R:
        """Make the call; on its thread."""
        try:
            return self._work()
        finally:
            with self._decided:
                self._returned = True
                kept = self._kept
            if kept is not None:
                kept.let_go()

    def keep(self) -> None:
        """Leave the handle to the call, unless that has returned."""
        with self._decided:
            if not self._returned:
                self._kept = self._handle.handed_over()


def on_shared(
    handle: SharedHandle[H],
    work: Callable[[H], R],
    timeout: float | None,
    *,
    call: str,
    request: str | None = None,
    discard: Callable[[R], object] | None = None,
) -> R:
    """Return what a call on a handle returns; a call that is given up keeps the handle from being closed."""

    def run() -> R:
        with handle.borrowed() as value:
            return work(value)

    return run_with_timeout(run, timeout, call=call, request=request, discard=discard)
