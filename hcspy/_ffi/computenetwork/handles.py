"""Open objects of computenetwork.dll: each is closed once, on every path.

A handle belongs to whoever holds the Python object, with one exception. A call with a timeout runs on a
thread of its own, and that call may still be using the handle when the caller has given up and leaves. The
DLL must not lose a handle under a call, so the handle then belongs to the call: for the caller it is closed,
and the thread closes it when the call has returned.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, ClassVar, Final, Generic, Self, TypeVar

from hcspy._ffi.cdata import Pointer, ffi
from hcspy._ffi.handles import Handle
from hcspy._ffi.strings import out_string, wide, wide_or_null
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout
from hcspy.errors import HcspyError, TimedOutError, UnexpectedAnswerError

from .calls import call, plain_call

H = TypeVar("H")
R = TypeVar("R")
LH = TypeVar("LH", bound="LiveHandle[Any]")


class LiveHandle(Handle[H]):
    """A handle that knows its host, and how it is closed. A context manager."""

    __slots__ = ("tables",)

    ctype: ClassVar[str]
    closes: ClassVar[str]

    def __init__(self, tables: Tables, value: H) -> None:
        super().__init__(value)
        self.tables: Final = tables

    def close(self) -> None:
        """Close the handle; the object stays. Twice is fine, and the handle is given up even if this raises."""
        value = self.surrender()
        if value is not None:
            plain_call(self.tables, self.closes, value, subject=value)

    def let_go(self) -> None:
        """Close the handle at the end of something.

        That has happened or failed by now, and a close that fails as well changes neither: only the log tells.
        """
        try:
            self.close()
        except HcspyError:
            pass

    def handed_over(self) -> Self | None:
        """Return another owner of the handle, to which this one is closed; None if it is closed already."""
        value = self.surrender()
        return None if value is None else type(self)(self.tables, value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()


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


def ask(handle: LiveHandle[Any], export: str, query: str | None, *, noun: str, timeout: float | None = None) -> str:
    """Query what is behind a handle and return the document."""
    tables, value, question = handle.tables, handle.value(), wide_or_null(query)

    def work() -> str:
        return call(tables, export, value, question, answer=out_string(), subject=value, request=query, noun=noun)

    return on_loan(handle, work, timeout, call=export, request=query)


def tell(handle: LiveHandle[Any], export: str, settings: str, *, noun: str, timeout: float | None = None) -> None:
    """Change what is behind a handle as a document says."""
    tables, value, document = handle.tables, handle.value(), wide(settings)

    def work() -> str:
        return call(tables, export, value, document, subject=value, request=settings, noun=noun)

    on_loan(handle, work, timeout, call=export, request=settings)


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
