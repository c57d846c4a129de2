"""From what the service answered to the exception."""

from __future__ import annotations

from .base import HcspyError, Request, canonical
from .table import error_class


def from_hresult(
    hresult: int,
    *,
    call: str | None,
    record: str | None = None,
    request: Request | None = None,
    message: str | None = None,
    noun: str | None = None,
) -> HcspyError:
    """Return the exception for a result (signed, unsigned or a bare Win32 code)."""
    return error_class(hresult, noun)(
        message or f"{call} failed", call=call, hresult=canonical(hresult), record=record, request=request
    )


def from_text(
    text: str, *, call: str | None, record: str | None = None, request: Request | None = None, noun: str | None = None
) -> HcspyError:
    """Return the exception for an answer that carries a text and no code."""
    return HcspyError(text, call=call, record=record, request=request)
