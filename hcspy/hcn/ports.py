"""Ports of the host that are set aside for guests. These go as numbers, not as JSON."""

from __future__ import annotations

import enum

import attrs

from hcspy.codec import Guid


class PortProtocol(enum.IntEnum):
    """The protocols of a reservation: HCN_PORT_PROTOCOL, which are not IP protocol numbers.

    >>> PortProtocol(3).name
    'BOTH'
    """

    TCP = 1
    """TCP."""

    UDP = 2
    """UDP."""

    BOTH = 3
    """Both."""


class PortAccess(enum.IntEnum):
    """Who may use a port that is reserved: HCN_PORT_ACCESS.

    >>> PortAccess(1).name
    'EXCLUSIVE'
    """

    EXCLUSIVE = 1
    """The guest that reserved it."""

    SHARED = 2
    """Others as well."""


@attrs.frozen(kw_only=True)
class PortRangeReservation:
    """A range of ports that a guest network service got: HCN_PORT_RANGE_RESERVATION.

    >>> reserved = PortRangeReservation(starting_port=60000, ending_port=60099)
    >>> len(reserved.ports), 60100 in reserved.ports
    (100, False)
    """

    starting_port: int
    """The first port."""

    ending_port: int
    """The last port."""

    @property
    def ports(self) -> range:
        """The ports."""
        return range(self.starting_port, self.ending_port + 1)


@attrs.frozen(kw_only=True)
class PortRangeEntry:
    """A reservation as the host lists it: HCN_PORT_RANGE_ENTRY.

    >>> PortRangeEntry(protocol=PortProtocol.TCP, starting_port=80, ending_port=80).ports
    range(80, 81)
    """

    owning_partition_id: Guid = "00000000-0000-0000-0000-000000000000"
    """The partition, a virtual machine, that made it."""

    target_partition_id: Guid = "00000000-0000-0000-0000-000000000000"
    """The partition that gets the packets."""

    protocol: PortProtocol
    """The protocols."""

    priority: int = 0
    """Which of several reservations wins, 64 bits."""

    reservation_type: int = 0
    """Of what kind it is, 32 bits; the numbers are not documented."""

    sharing_flags: int = 0
    """Who else may use it, 32 bits; the bits are not documented."""

    delivery_mode: int = 0
    """How packets are delivered, 32 bits; the numbers are not documented."""

    starting_port: int
    """The first port."""

    ending_port: int
    """The last port."""

    @property
    def ports(self) -> range:
        """The ports."""
        return range(self.starting_port, self.ending_port + 1)
