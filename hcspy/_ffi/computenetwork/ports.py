"""Port reservations of guest network services: ports of the host that a guest may use."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from hcspy._ffi.cdata import HANDLE, HCN_PORT_RANGE_ENTRY, Pointer, ffi
from hcspy._ffi.structs import structs_at
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

from .calls import plain_call
from .guestservice import GuestNetworkServiceHandle
from .handles import LiveHandle, obtain, on_loan


class PortProtocol(IntEnum):
    """Which protocol a port is reserved for."""

    TCP = 1
    UDP = 2
    BOTH = 3


class PortAccess(IntEnum):
    """Who may use a reserved port."""

    EXCLUSIVE = 1
    SHARED = 2


class PortReservationHandle(LiveHandle[HANDLE]):
    """A reservation and its ports, which are free again when it is closed."""

    __slots__ = ("ports",)
    ports: range
    noun = "port reservation"
    ctype = "HANDLE *"
    closes = "HcnReleaseGuestNetworkServicePortReservationHandle"


class PortReservation(NamedTuple):
    """One entry of the list of reservations. The ports are both included."""

    owning_partition_id: str
    target_partition_id: str
    protocol: int
    priority: int
    reservation_type: int
    sharing_flags: int
    delivery_mode: int
    starting_port: int
    ending_port: int


def reserve_port(
    service: GuestNetworkServiceHandle,
    protocol: int,
    access: int,
    port: int,
    *,
    timeout: float | None = None,
) -> PortReservationHandle:
    """Reserve one port; the caller closes the handle."""
    tables, value, export = service.tables, service.value(), "HcnReserveGuestNetworkServicePort"

    def make(cell: Pointer[HANDLE]) -> None:
        said = f"protocol {protocol}, access {access}, port {port}"
        plain_call(tables, export, value, protocol, access, port, cell, given=cell, subject=value, request=said)

    def work() -> PortReservationHandle:
        ports = range(port, port + 1)
        handle = obtain(tables, PortReservationHandle, make, export)
        handle.ports = ports
        return handle

    return on_loan(service, work, timeout, call=export, discard=LiveHandle.let_go)


def reserve_port_range(
    service: GuestNetworkServiceHandle, count: int, *, timeout: float | None = None
) -> PortReservationHandle:
    """Reserve so many ports in a row, where the service chooses; the caller closes the handle."""
    tables, value, export = service.tables, service.value(), "HcnReserveGuestNetworkServicePortRange"
    ports = range(0)

    def make(cell: Pointer[HANDLE]) -> None:
        nonlocal ports
        found = ffi.new("HCN_PORT_RANGE_RESERVATION *")
        plain_call(tables, export, value, count, found, cell, given=cell, subject=value, request=f"{count} ports")
        ports = range(found.startingPort, found.endingPort + 1)

    def work() -> PortReservationHandle:
        handle = obtain(tables, PortReservationHandle, make, export)
        handle.ports = ports
        return handle

    return on_loan(service, work, timeout, call=export, discard=LiveHandle.let_go)


def enumerate_port_reservations(tables: Tables, *, timeout: float | None = None) -> list[PortReservation]:
    """Return the reservations of all guest network services."""
    export = "HcnEnumerateGuestNetworkPortReservations"
    return run_with_timeout(lambda: _port_reservations(tables, export), timeout, call=export)


def _port_reservations(tables: Tables, export: str) -> list[PortReservation]:
    count = ffi.new("ULONG *")
    entries: Pointer[Pointer[HCN_PORT_RANGE_ENTRY]] = ffi.new("HCN_PORT_RANGE_ENTRY **")
    try:
        plain_call(tables, export, count, entries)
        return [PortReservation(*entry.values()) for entry in structs_at(entries[0], count[0])]
    finally:
        if entries[0]:
            tables.computenetwork.HcnFreeGuestNetworkPortReservations(entries[0])
