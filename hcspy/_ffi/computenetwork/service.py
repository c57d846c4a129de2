"""The service itself: its handle, and the notifications that tell of every change of HNS."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.callbacks import Handler, Registration, hcn_notifications
from hcspy._ffi.cdata import HCN_CALLBACK, HCN_NOTIFICATION_CALLBACK, HCN_SERVICE, Pointer, VoidPointer, ffi
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

from .calls import call, plain_call
from .handles import LiveHandle, obtain

_OPEN: Final = "HcnOpenService"


class ServiceHandle(LiveHandle[HCN_SERVICE]):
    """The open service."""

    __slots__ = ()
    noun = "service"
    ctype = "HCN_SERVICE *"
    closes = "HcnCloseService"


def open_service(tables: Tables, *, timeout: float | None = None) -> ServiceHandle:
    """Open the service; the caller closes the handle."""

    def make(cell: Pointer[HCN_SERVICE]) -> None:
        call(tables, _OPEN, cell, given=cell)

    return run_with_timeout(
        lambda: obtain(tables, ServiceHandle, make, _OPEN), timeout, call=_OPEN, discard=LiveHandle.let_go
    )


def register_service_callback(tables: Tables, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each change, on threads of Windows."""
    cell: Pointer[HCN_CALLBACK] = ffi.new("HCN_CALLBACK *")

    def register(function: HCN_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        plain_call(tables, "HcnRegisterServiceCallback", function, context, cell, given=cell)

    def unregister() -> None:
        if cell[0]:
            plain_call(tables, "HcnUnregisterServiceCallback", cell[0], subject=cell[0])

    return Registration(hcn_notifications(), handler, register, unregister)
