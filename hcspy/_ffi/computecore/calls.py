"""One call of computecore.dll: encode, call, take what came out, and only then judge.

A call that takes an operation only begins: what comes of it is the operation's result, which is asked for
elsewhere. Documents are freed with LocalFree, as this DLL wants it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar

from hcspy._ffi.cdata import ffi
from hcspy._ffi.handles import OperationHandle, SharedHandle
from hcspy._ffi.hresult import check_result
from hcspy._ffi.live import on_shared
from hcspy._ffi.strings import out_string
from hcspy._ffi.tables import Tables

R = TypeVar("R")

# As a time in milliseconds: no end.
INFINITE: Final = 0xFFFFFFFF
_log: Final = logging.getLogger("hcspy.wire")


def call(tables: Tables, export: str, *arguments: Any, request: str | None = None, noun: str | None = None) -> None:
    """Make a call that gives nothing but its result, and judge it."""
    judge(getattr(tables.computecore, export)(*arguments), export, None, request, noun)


def document(
    tables: Tables,
    export: str,
    *arguments: Any,
    of: str | None = None,
    request: str | None = None,
    noun: str | None = None,
) -> str:
    """Make a call that ends in a document, and judge it; the document says why if it failed.

    `of` is the call whose failure it would be, where that is another one.
    """
    cell = out_string()
    try:
        hresult = getattr(tables.computecore, export)(*arguments, cell)
    finally:  # also when Ctrl-C strikes between the call and here
        text = tables.take_local(cell)
    judge(hresult, of or export, text, request, noun)
    return text or ""


def judge(hresult: int, export: str, record: str | None, request: str | None, noun: str | None) -> None:
    """Log a result, and raise the exception for a failed one."""
    _log.debug("%s %s -> 0x%08x %s", export, request, hresult & 0xFFFFFFFF, record)
    check_result(hresult, export, record=record, request=request, noun=noun)


def begin(
    handle: SharedHandle[Any],
    operation: OperationHandle,
    export: str,
    *arguments: Any,
    request: str | None = None,
    timeout: float | None = None,
    noun: str = "system",
) -> None:
    """Make a call on an open system or process whose end the operation tells."""
    tables = handle.tables

    def work(value: Any) -> None:
        with operation.borrowed() as followed:
            call(tables, export, value, followed, *arguments, request=request, noun=noun)

    on_shared(handle, work, timeout, call=export, request=request)


def followed(
    operation: OperationHandle,
    work: Callable[[Any], R],
    timeout: float | None,
    *,
    call: str,
    request: str | None = None,
    discard: Callable[[R], object] | None = None,
) -> R:
    """Return what a call returns that takes an operation and no other handle."""
    return on_shared(operation, work, timeout, call=call, request=request, discard=discard)


def handle_number(number: int) -> Any:
    """Return a handle of the operating system as C has it; 0 is none."""
    return ffi.cast("HANDLE", number)
