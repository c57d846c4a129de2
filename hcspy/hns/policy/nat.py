"""Address translation."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, ProtocolText, Wire, arrays, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class NatPolicy:
    """Publishes a port of an endpoint on the host. v2 calls it PortMapping.

    Accepted on endpoints of NAT and ICS networks, from Windows 1809 also of L2Bridge and Overlay; a network type
    without address translation, such as Transparent, refuses it. A port that the host or another endpoint uses is
    refused: `PortInUseError`.

    >>> NAT(protocol="tcp", internal_port=80, external_port=8080).external_port
    8080
    """

    type: PolicyType | str = attrs.field(default=PolicyType.NAT, metadata=key(always=True))
    """`NAT`."""

    protocol: ProtocolText | None = None
    """`TCP` or `UDP`."""

    internal_port: int | None = None
    """The port inside of the endpoint, 0 to 65535."""

    external_port: int | None = None
    """The port on the host, 0 to 65535; with none the service picks one and says so in its answer."""

    external_port_reserved: bool | None = None
    """Whether the caller holds the port already, so that the service need not reserve it (as Docker does)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class OutboundNatPolicy:
    """Translates what an endpoint sends to the outside into the host's address.

    For endpoints of L2Bridge, L2Tunnel and Overlay networks; NAT networks translate anyway. An exception that is
    not an address or prefix is stored and breaks the attach later: 0x803B002E (recorded).

    >>> OutBoundNAT(exception_list=["10.244.0.0/16", "10.96.0.0/12"]).vip is None
    True
    """

    type: PolicyType | str = attrs.field(default=PolicyType.OUT_BOUND_NAT, metadata=key(always=True))
    """`OutBoundNAT`."""

    vip: Address | None = attrs.field(default=None, metadata=key("VIP"))
    """The source address to use; the host's own if there is none. v2 calls it VirtualIP."""

    exception_list: Sequence[Address] = ()
    """Destinations that are not translated, as prefixes; typically the cluster's pods and services. hcsshim and v2
    call it Exceptions."""

    destinations: Sequence[Address] = ()
    """Destinations that are translated, as addresses or prefixes; all if empty."""

    max_port_pool_usage: int | None = None
    """How many ports of the host's pool the endpoint may use, 16 bits."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


NAT = NatPolicy
OutBoundNAT = OutboundNatPolicy
