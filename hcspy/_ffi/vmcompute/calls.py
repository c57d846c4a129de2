"""One call of vmcompute.dll: encode, call, take what came out, and only then judge.

Most exports end in a result document, a string that the caller frees: when the call failed it says why, with
events; when the call succeeded it says nothing that matters, whatever is in it.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from hcspy._ffi.cdata import Pointer, Wide, ffi
from hcspy._ffi.handles import LiveHandle, SharedHandle
from hcspy._ffi.hresult import check_result
from hcspy._ffi.live import LH, obtain, on_shared
from hcspy._ffi.strings import out_string
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout
from hcspy.errors import to_unsigned

# Not a failure: a notification ends what the call has begun.
PENDING: Final = 0xC0370103
_log: Final = logging.getLogger("hcspy.wire")


def call(
    tables: Tables,
    export: str,
    *arguments: Any,
    answer: Pointer[Wide] | None = None,
    request: str | None = None,
    noun: str | None = None,
) -> str:
    """Make a call that ends in a result document, and judge it; return the answer, empty if there is none."""
    return _made(tables, export, arguments, answer, request, noun)[1]


def begin(tables: Tables, export: str, *arguments: Any, request: str | None = None, noun: str | None = None) -> bool:
    """Make a call that may go on when it returns, and judge it; say whether it does."""
    return _made(tables, export, arguments, None, request, noun)[0]


def _made(
    tables: Tables,
    export: str,
    arguments: tuple[Any, ...],
    answer: Pointer[Wide] | None,
    request: str | None,
    noun: str | None,
) -> tuple[bool, str]:
    result = out_string()
    outs = (result,) if answer is None else (answer, result)
    document = record = None
    try:
        hresult = getattr(tables.vmcompute, export)(*arguments, *outs)
    finally:  # also when Ctrl-C strikes between the call and here
        try:
            if answer is not None:
                document = tables.take(answer)
        finally:
            record = tables.take(result)
    _log.debug("%s %s -> 0x%08x %s", export, request, hresult & 0xFFFFFFFF, document or record)
    pending = to_unsigned(hresult) == PENDING
    if hresult < 0 and not pending:
        check_result(hresult, export, record=record, request=request, noun=noun)
    return pending, document or ""


def on_system(
    handle: SharedHandle[Any],
    export: str,
    *arguments: Any,
    request: str | None = None,
    timeout: float | None = None,
    noun: str = "system",
) -> bool:
    """Make a call on an open system or process that may go on when it returns; say whether it does."""
    tables = handle.tables
    return on_shared(
        handle,
        lambda value: begin(tables, export, value, *arguments, request=request, noun=noun),
        timeout,
        call=export,
        request=request,
    )


def asked(
    handle: SharedHandle[Any],
    export: str,
    *arguments: Any,
    request: str | None = None,
    timeout: float | None = None,
    noun: str = "system",
) -> str:
    """Return the document that a call on an open system or process answers with."""
    tables = handle.tables
    return on_shared(
        handle,
        lambda value: call(tables, export, value, *arguments, answer=out_string(), request=request, noun=noun),
        timeout,
        call=export,
        request=request,
    )


def service(
    tables: Tables, export: str, argument: Wide, *, request: str | None = None, timeout: float | None = None
) -> str:
    """Return the document that a call answers with that is about no system."""
    return run_with_timeout(
        lambda: call(tables, export, argument, answer=out_string(), request=request),
        timeout,
        call=export,
        request=request,
    )


def opened(
    tables: Tables,
    kind: type[LH],
    export: str,
    *arguments: Any,
    request: str | None = None,
    timeout: float | None = None,
    noun: str = "system",
) -> LH:
    """Return the handle that a call gives."""

    def work() -> LH:
        return obtain(
            tables, kind, lambda cell: call(tables, export, *arguments, cell, request=request, noun=noun), export
        )

    return run_with_timeout(work, timeout, call=export, request=request, discard=LiveHandle.let_go)


def handle_number(number: int) -> Any:
    """Return a handle of the operating system as C has it; 0 is none."""
    return ffi.cast("HANDLE", number)
