"""computenetwork.dll: so far its notifications, which tell of every change of HNS."""

from __future__ import annotations

from .callbacks import Handler, Registration, hcn_notifications
from .cdata import HCN_CALLBACK, HCN_NOTIFICATION_CALLBACK, Pointer, VoidPointer, ffi
from .hresult import check
from .tables import Tables


def register_service_callback(tables: Tables, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each change, on threads of Windows."""
    cell: Pointer[HCN_CALLBACK] = ffi.new("HCN_CALLBACK *")

    def register(function: HCN_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        name = "HcnRegisterServiceCallback"
        check(tables.computenetwork.HcnRegisterServiceCallback(function, context, cell), name)

    def unregister() -> None:
        if cell[0]:
            check(tables.computenetwork.HcnUnregisterServiceCallback(cell[0]), "HcnUnregisterServiceCallback")

    return Registration(hcn_notifications(), handler, register, unregister)
