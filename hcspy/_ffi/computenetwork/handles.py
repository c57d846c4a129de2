"""Open objects of computenetwork.dll, and the two calls that all of them have."""

from __future__ import annotations

from typing import Any, TypeVar

from hcspy._ffi import handles
from hcspy._ffi.live import Opened, obtain, on_loan
from hcspy._ffi.strings import out_string, wide, wide_or_null

from .calls import call

__all__ = ["LH", "LiveHandle", "Opened", "ask", "obtain", "on_loan", "tell"]

H = TypeVar("H")
LH = TypeVar("LH", bound="LiveHandle[Any]")


class LiveHandle(handles.LiveHandle[H]):
    """A handle of computenetwork.dll."""

    __slots__ = ()
    dll = "computenetwork"


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
