"""computenetwork.dll: so far its notifications, which tell of every change of HNS."""

from __future__ import annotations

from .callbacks import Handler, Registration, hcn_notifications
from .cdata import HCN_CALLBACK, Pointer, ffi
from .hresult import check
from .tables import Tables


def register_service_callback(tables: Tables, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each change, on threads of Windows."""
    registration = Registration(hcn_notifications(), handler)
    cell: Pointer[HCN_CALLBACK] = ffi.new("HCN_CALLBACK *")
    try:
        register = tables.computenetwork.HcnRegisterServiceCallback
        check(register(registration.function, registration.context, cell), "HcnRegisterServiceCallback")
    except BaseException:
        registration.close()
        raise
    unregister = tables.computenetwork.HcnUnregisterServiceCallback
    registration.registered(lambda: check(unregister(cell[0]), "HcnUnregisterServiceCallback"))
    return registration
