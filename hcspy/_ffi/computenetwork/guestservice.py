"""Guest network services: the networks of a virtual machine that shares those of its host."""

from __future__ import annotations

from typing import Final

from hcspy._ffi.callbacks import Handler, Registration, hcn_notifications
from hcspy._ffi.cdata import HCN_CALLBACK, HCN_GUESTNETWORKSERVICE, HCN_NOTIFICATION_CALLBACK, Pointer, VoidPointer, ffi

from .calls import plain_call
from .handles import LiveHandle
from .nouns import Exports, HostNounCalls


class GuestNetworkServiceHandle(LiveHandle[HCN_GUESTNETWORKSERVICE]):
    """An open guest network service."""

    __slots__ = ()
    noun = "guest network service"
    ctype = "HCN_GUESTNETWORKSERVICE *"
    closes = "HcnCloseGuestNetworkService"


class GuestNetworkServiceCalls(HostNounCalls[GuestNetworkServiceHandle]):
    """The functions for guest network services."""

    noun = "guest network service"
    handle = GuestNetworkServiceHandle
    exports = Exports(
        enumerate="HcnEnumerateGuestNetworkServices",
        create="HcnCreateGuestNetworkService",
        open="HcnOpenGuestNetworkService",
        query="HcnQueryGuestNetworkServiceProperties",
        modify="HcnModifyGuestNetworkService",
        delete="HcnDeleteGuestNetworkService",
    )


guest_network_services: Final = GuestNetworkServiceCalls()


def register_guest_network_service_callback(service: GuestNetworkServiceHandle, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each change of a guest network service.

    It is called on threads of Windows. Close the registration before the handle.
    """
    cell: Pointer[HCN_CALLBACK] = ffi.new("HCN_CALLBACK *")
    tables = service.tables

    def register(function: HCN_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        name, value = "HcnRegisterGuestNetworkServiceCallback", service.value()
        plain_call(tables, name, value, function, context, cell, subject=value, given=cell)

    def unregister() -> None:
        if cell[0]:
            plain_call(tables, "HcnUnregisterGuestNetworkServiceCallback", cell[0], subject=cell[0])

    return Registration(hcn_notifications(), handler, register, unregister)
