"""Port reservations: ports of the host that a guest may use."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .faults import INVALID_PARAMETER, PORT_EXISTS, Fault
from .ports import Port
from .store import Object

if TYPE_CHECKING:
    from .state import State

_PROTOCOLS: Final = {1: ("tcp",), 2: ("udp",), 3: ("tcp", "udp")}
_BOTH: Final = 3
_EXCLUSIVE: Final = 1
_SHARED: Final = 2
_LAST: Final = 0xFFFF
_FIRST_DYNAMIC: Final = 49152
_ROOM: Final = _LAST + 1 - _FIRST_DYNAMIC
_TRIES: Final = 8
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


@dataclasses.dataclass(frozen=True)
class Reservation:
    """Some ports in a row, both ends included."""

    key: int
    service: str
    machine: str
    protocol: int
    access: int
    first: int
    last: int

    @property
    def ports(self) -> Iterator[Port]:
        """The ports, one by one."""
        for protocol in _PROTOCOLS[self.protocol]:
            for number in range(self.first, self.last + 1):
                yield protocol, number


class Reservations:
    """The reservations of a machine."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._next = 1
        self._all: dict[int, Reservation] = {}
        self._holders: dict[Port, list[int]] = {}

    def __iter__(self) -> Iterator[Reservation]:
        return iter(self._all.values())

    def holder(self, port: Port) -> str | None:
        """Name the service that has reserved a port."""
        keys = self._holders.get(port)
        return self._all[keys[0]].service if keys else None

    def reserve(self, service: Object, protocol: int, access: int, port: int) -> Reservation:
        """Reserve one port."""
        # fidelity: HCN-V05
        if protocol not in _PROTOCOLS or access not in (_EXCLUSIVE, _SHARED) or not 0 < port <= _LAST:
            raise Fault(INVALID_PARAMETER, f"protocol {protocol}, access {access}, port {port}")
        return self._enter(service, protocol, access, port, port)

    def reserve_range(self, service: Object, count: int) -> Reservation:
        """Reserve so many ports in a row, for both protocols, where there is room."""
        # fidelity: HCN-V06
        if not 0 < count <= _ROOM:
            raise Fault(INVALID_PARAMETER, f"{count} ports")
        first = self._find(count)
        return self._enter(service, _BOTH, _EXCLUSIVE, first, first + count - 1)

    def _find(self, count: int) -> int:
        """Find ports in a row: a few throws, then from one end to the other."""
        for _ in range(_TRIES):
            first = _FIRST_DYNAMIC + self._state.chance.below(_ROOM + 1 - count)
            if not any(map(self._is_taken, range(first, first + count))):
                return first
        free = 0
        for number in range(_FIRST_DYNAMIC, _LAST + 1):
            free = 0 if self._is_taken(number) else free + 1
            if free == count:
                return number + 1 - count
        raise Fault(PORT_EXISTS, f"no {count} ports in a row are free")

    def _is_taken(self, number: int) -> bool:
        return any(self._state.ports.user((protocol, number)) is not None for protocol in _PROTOCOLS[_BOTH])

    def _enter(self, service: Object, protocol: int, access: int, first: int, last: int) -> Reservation:
        machine = str(service.document.get("VirtualMachineId") or _NOBODY)
        reservation = Reservation(self._next, service.id, machine, protocol, access, first, last)
        for port in reservation.ports:
            if self._is_refused(port, access):
                raise Fault(PORT_EXISTS, f"{port[0]} port {port[1]} is in use")
        self._next += 1
        self.remember(reservation)
        return reservation

    def _is_refused(self, port: Port, access: int) -> bool:
        if access == _SHARED and self._holders.get(port):
            return any(self._all[key].access != _SHARED for key in self._holders[port])
        return self._state.ports.user(port) is not None

    def remember(self, reservation: Reservation) -> None:
        """Enter a reservation."""
        self._all[reservation.key] = reservation
        self._next = max(self._next, reservation.key + 1)
        for port in reservation.ports:
            self._holders.setdefault(port, []).append(reservation.key)
        self._state.revision += 1

    def release(self, key: int) -> None:
        """Free the ports of a reservation; one that is gone already is no fault."""
        reservation = self._all.get(key)
        if reservation is None:
            return
        for port in reservation.ports:
            self._holders[port].remove(key)
            if not self._holders[port]:
                del self._holders[port]
        del self._all[key]
        self._state.revision += 1

    def release_all(self, service: str) -> None:
        """Free all that a service has reserved."""
        for reservation in [one for one in self if one.service == service]:
            self.release(reservation.key)
