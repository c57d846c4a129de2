"""Address translation."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from hcspy.codec import Address, ProtocolNumber, Wire, arrays, key


class ProtocolType(enum.IntEnum):
    """IP protocols that the schema has names for; members that hold a protocol take these, names and any number.

    >>> ProtocolType(6).name
    'TCP'
    """

    UNKNOWN = 0
    """Not said."""

    ICMPV4 = 1
    """ICMP for IPv4."""

    IGMP = 2
    """Multicast membership."""

    TCP = 6
    """TCP."""

    UDP = 17
    """UDP."""

    ICMPV6 = 58
    """ICMP for IPv6."""


class NatFlags(enum.IntFlag):
    """Switches of address translation; the numbers are hcsshim's.

    >>> NatFlags(3).name
    'LOCAL_ROUTED_VIP|IPV6'
    """

    NONE = 0
    """None of them."""

    LOCAL_ROUTED_VIP = 1
    """The virtual address is routed on the host."""

    IPV6 = 2
    """The addresses are IPv6; schema 2.8."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class PortMappingPolicySetting:
    """Publishes a port of an endpoint on the host: the policy `PortMapping`. v1 calls it NAT.

    For endpoints of NAT, ICS, L2Bridge and Overlay networks; a network type without address translation, such as
    Transparent, refuses it (0x803B0016). A port that the host or another endpoint uses is refused: `PortInUseError`.

    >>> PortMapping(protocol="tcp", internal_port=80, external_port=8080).external_port
    8080
    """

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP."""

    internal_port: int | None = None
    """The port inside of the endpoint, 1 to 65535; 0 is refused (0x803B002D)."""

    external_port: int | None = None
    """The port on the host, 0 to 65535; with none the service picks one and says so in its answer."""

    vip: Address | None = attrs.field(default=None, metadata=key("VIP"))
    """The host's address that the port is published on; all if there is none."""

    flags: NatFlags | int = 0
    """Switches."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class OutboundNatPolicySetting:
    """Translates what an endpoint sends to the outside into the host's address: the policy `OutBoundNAT`.

    For endpoints of L2Bridge, L2Tunnel and Overlay networks; NAT networks translate anyway. An exception that is not
    an address or prefix is stored and breaks the attach later: 0x803B002E (recorded).

    >>> OutBoundNAT(exceptions=["10.244.0.0/16", "10.96.0.0/12"]).virtual_ip is None
    True
    """

    virtual_ip: Address | None = attrs.field(default=None, metadata=key("VirtualIP"))
    """The source address to use; the host's own if there is none. v1 calls it VIP."""

    exceptions: Sequence[Address] = ()
    """Destinations that are not translated, as prefixes; typically the cluster's pods and services. v1 calls it
    ExceptionList."""

    destinations: Sequence[Address] = ()
    """Destinations that are translated, as addresses or prefixes; all if empty."""

    flags: NatFlags | int = 0
    """Switches."""

    max_port_pool_usage: int | None = None
    """How many ports of the host's pool the endpoint may use, 16 bits (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


PortMapping = PortMappingPolicySetting
OutBoundNAT = OutboundNatPolicySetting
