"""Callbacks as a fake sees them: the program's function pointers, made callable from Python.

Calling one goes through C and back, as it does on Windows, on the thread of whoever calls.
"""

from __future__ import annotations

from typing import Any, Final

from hcspy.errors import to_signed

from .cdata import ffi
from .stash import KEPT, reraise
from .strings import wide_or_null


class Callback:
    """A function of the program, and the context that it wants back. Can be called from any thread."""

    __slots__ = ("_function", "context")

    def __init__(self, function: Any, context: int) -> None:
        self._function = function
        self.context = context

    @property
    def address(self) -> int:
        """Where the function lies."""
        return int(ffi.cast("uintptr_t", self._function))

    def _call(self, *args: Any) -> None:
        self._function(*args)
        if KEPT:
            reraise()

    @property
    def _context(self) -> Any:
        return ffi.cast("void *", self.context)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at 0x{self.address:x}, context {self.context}>"


class NotificationCallback(Callback):
    """A callback of vmcompute.dll or computenetwork.dll."""

    __slots__ = ()

    def __call__(self, type: int, status: int = 0, data: str | None = None) -> None:
        """Deliver a notification: its number, an HRESULT, and a document or None."""
        text = wide_or_null(data)
        self._call(type & 0xFFFFFFFF, self._context, to_signed(status), text)


class EventCallback(Callback):
    """A callback for the events of computecore.dll."""

    __slots__ = ()

    def __call__(self, type: int, data: str | None = None, operation: int = 0) -> None:
        """Deliver an event: its number, a document or None, and the operation that it belongs to."""
        event = ffi.new("HCS_EVENT *")
        text = wide_or_null(data)
        event.Type = type
        event.EventData = text
        event.Operation = ffi.cast("HCS_OPERATION", operation)
        self._call(event, self._context)


class CompletionCallback(Callback):
    """A callback for the end of an operation of computecore.dll."""

    __slots__ = ()

    def __call__(self, operation: int) -> None:
        """Say that an operation is done."""
        self._call(ffi.cast("HCS_OPERATION", operation), self._context)


CALLBACKS: Final[dict[str, type[Callback]]] = {
    "HCN_NOTIFICATION_CALLBACK": NotificationCallback,
    "HCS_NOTIFICATION_CALLBACK": NotificationCallback,
    "HCS_EVENT_CALLBACK": EventCallback,
    "HCS_OPERATION_COMPLETION": CompletionCallback,
}


def callback(ctype: str, function: Any, context: Any) -> Callback | None:
    """Make a function pointer of the program callable; None for NULL."""
    return CALLBACKS[ctype](function, int(ffi.cast("uintptr_t", context))) if function else None
