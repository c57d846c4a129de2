"""Ports of the host: who has mapped which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from .adapters import Host
from .chance import Chance
from .faults import Fault
from .macs import free_number

if TYPE_CHECKING:
    from .reservations import Reservations

Port = tuple[str, int]
"""Protocol (`tcp` or `udp`) and number."""

_FIRST_DYNAMIC: Final = 49152
_DYNAMIC: Final = 16384


class Ports:
    """The table of external ports: each protocol and number has one user."""

    def __init__(self, host: Host, reservations: Reservations) -> None:
        self._host = host
        self._reservations = reservations
        self._users: dict[Port, str] = {}

    def user(self, port: Port) -> str | None:
        """Name the user of a port: the key of an object, `host` for a listener, None when it is free."""
        # fidelity: HNS-E15
        user = self._users.get(port) or self._reservations.holder(port)
        return user or ("host" if port in self._host.listeners else None)

    def check(self, ports: Iterable[Port], code: int, *, user: str = "") -> None:
        """Refuse ports that somebody other than the user has."""
        seen: set[Port] = set()
        for port in ports:
            if port in seen or self.user(port) not in (None, user):
                raise Fault(code, f"{port[0]} port {port[1]} is in use")
            seen.add(port)

    def choose(self, chance: Chance, protocol: str, code: int) -> int:
        """Choose a free port of the dynamic range."""
        # fidelity: HNS-E16
        offset = free_number(chance, _DYNAMIC, lambda n: self.user((protocol, _FIRST_DYNAMIC + n)) is not None)
        if offset is None:
            raise Fault(code, f"no {protocol} port is free")
        return _FIRST_DYNAMIC + offset

    def take(self, ports: Iterable[Port], user: str) -> None:
        """Enter a user's ports; a port that has a user keeps it (recorded documents may clash)."""
        for port in ports:
            self._users.setdefault(port, user)

    def give_back(self, ports: Iterable[Port], user: str) -> None:
        """Free a user's ports."""
        for port in ports:
            if self._users.get(port) == user:
                del self._users[port]

    def users(self) -> list[tuple[Port, str]]:
        """List all ports in use, in order."""
        return sorted(self._users.items())
