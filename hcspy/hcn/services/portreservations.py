"""Ports of the host that are set aside for guests."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import TracebackType
from typing import Final, TypeVar

from hcspy._ffi import computenetwork
from hcspy._ffi.computenetwork import GuestNetworkServiceHandle, PortReservationHandle
from hcspy.errors import InvalidDocumentError, InvalidPortError
from hcspy.hcn.guestnetworkservice import GuestNetworkService
from hcspy.hcn.ports import PortAccess, PortProtocol, PortRangeEntry
from hcspy.hcn.services.door import Door
from hcspy.verbs import ref_id

E = TypeVar("E", PortProtocol, PortAccess)

PORTS: Final = range(1, 65536)


class PortReservation:
    """Ports that are set aside until this is closed: a context manager.

    ``ports`` is a range, of one port or of several.
    """

    def __init__(self, handle: PortReservationHandle) -> None:
        self._handle = handle
        self.ports: Final = handle.ports

    @property
    def is_closed(self) -> bool:
        """Whether the ports are free again."""
        return self._handle.is_closed

    def close(self) -> None:
        """Free the ports; twice is fine."""
        self._handle.close()

    def __enter__(self) -> PortReservation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.let_go()

    def __repr__(self) -> str:
        first, last = self.ports[0], self.ports[-1]
        said = f"port {first}" if first == last else f"ports {first} to {last}"
        return f"<PortReservation of {said}{', freed' if self.is_closed else ''}>"


class PortReservations:
    """``host.hcn.port_reservations``: ports of the host that guest network services set aside."""

    noun = "port reservation"

    def __init__(self, door: Door) -> None:
        self._door = door

    def list(self) -> builtins.list[PortRangeEntry]:
        """List the ports that are set aside, for whatever guest."""
        found = computenetwork.enumerate_port_reservations(self._door.tables, timeout=self._door.timeout)
        return [_entry(entry) for entry in found]

    def reserve(
        self,
        service: str | GuestNetworkService,
        port: int,
        *,
        protocol: PortProtocol | str = PortProtocol.TCP,
        access: PortAccess | str = PortAccess.EXCLUSIVE,
    ) -> PortReservation:
        """Set one port aside for a guest network service, until the reservation is closed.

        ``protocol`` is "tcp", "udp" or "both", ``access`` "exclusive" or "shared". Raises PortInUseError for a port
        that is taken.
        """
        which, how = _member(PortProtocol, protocol), _member(PortAccess, access)
        if port not in PORTS:
            raise InvalidPortError(f"there is no port {port}")
        return self._reserved(
            service,
            lambda handle: computenetwork.reserve_port(handle, which, how, port, timeout=self._door.timeout),
        )

    def reserve_range(self, service: str | GuestNetworkService, count: int) -> PortReservation:
        """Set so many ports in a row aside for a guest network service; the service chooses which."""
        if count not in PORTS:
            raise InvalidPortError(f"{count} ports in a row cannot be had")
        return self._reserved(
            service, lambda handle: computenetwork.reserve_port_range(handle, count, timeout=self._door.timeout)
        )

    def _reserved(
        self,
        service: str | GuestNetworkService,
        reserve: Callable[[GuestNetworkServiceHandle], PortReservationHandle],
    ) -> PortReservation:
        id, services = ref_id(service, "guest network service"), computenetwork.guest_network_services
        with services.opened(self._door.tables, id, timeout=self._door.timeout) as handle:
            return PortReservation(reserve(handle))


def _entry(entry: computenetwork.PortReservation) -> PortRangeEntry:
    members = entry._asdict()
    number = members.pop("protocol")
    return PortRangeEntry(protocol=PortProtocol(number) if number in (1, 2, 3) else number, **members)


def _member(cls: type[E], value: E | str | int) -> E:
    if isinstance(value, str):
        found = next((member for member in cls if member.name.lower() == value.lower()), None)
        if found is not None:
            return found
    elif value in {int(member) for member in cls}:
        return cls(value)
    names = ", ".join(member.name.lower() for member in cls)
    raise InvalidDocumentError(f"{value!r} is none of {names}")
