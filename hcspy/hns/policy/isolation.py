"""Keeping networks apart on one wire: VLANs, virtual subnets and provider addresses."""

from __future__ import annotations

import attrs

from hcspy.codec import Address, Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class VlanPolicy:
    """Tags traffic with a VLAN.

    On networks and endpoints of the types Transparent and L2Bridge, and on subnets. NAT networks of HNS 13
    (Server 2022) and later have VLAN 1 of themselves (recorded).

    >>> VLAN(vlan=12).vlan
    12
    """

    type: PolicyType | str = attrs.field(default=PolicyType.VLAN, metadata=key(always=True))
    """`VLAN`."""

    vlan: int = attrs.field(default=0, metadata=key("VLAN", always=True))
    """The VLAN's number, 0 to 4094; 0 for none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VsidPolicy:
    """Puts traffic into a virtual subnet: the network identifier of VXLAN.

    On subnets of Overlay networks, which need one; also on networks and endpoints.

    >>> VSID(vsid=4096).vsid
    4096
    """

    type: PolicyType | str = attrs.field(default=PolicyType.VSID, metadata=key(always=True))
    """`VSID`."""

    vsid: int = attrs.field(default=0, metadata=key("VSID", always=True))
    """The virtual subnet's id, 24 bits; Overlay networks want 4096 or more (as VXLAN peers on Windows do)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IsolationPolicy:
    """VLAN and virtual subnet in one policy (hcsshim).

    >>> Isolation(vlan=12, vsid=5000, in_default_isolation=True).in_default_isolation
    True
    """

    type: PolicyType | str = attrs.field(default=PolicyType.ISOLATION, metadata=key(always=True))
    """`Isolation`."""

    vlan: int = attrs.field(default=0, metadata=key("VLAN", always=True))
    """The VLAN's number, 0 to 4094; 0 for none."""

    vsid: int = attrs.field(default=0, metadata=key("VSID", always=True))
    """The virtual subnet's id, 24 bits; 0 for none."""

    in_default_isolation: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether the port is in the network's own isolation domain."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PaPolicy:
    """The provider address: the host address under which an overlay's packets travel. v2: ProviderAddress.

    On Overlay endpoints, above all remote ones, and on Overlay networks.

    >>> PA(pa="10.127.130.36").pa
    '10.127.130.36'
    """

    type: PolicyType | str = attrs.field(default=PolicyType.PA, metadata=key(always=True))
    """`PA`."""

    pa: Address = attrs.field(default="", metadata=key("PA", always=True))
    """The address of the host that the endpoint lives on."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VNetPolicy:
    """Marks a virtual network; only its type is known in public (hcsshim), other members are kept.

    >>> VNET().type
    <PolicyType.VNET: 'VNET'>
    """

    type: PolicyType | str = attrs.field(default=PolicyType.VNET, metadata=key(always=True))
    """`VNET`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


VLAN = VlanPolicy
VSID = VsidPolicy
Isolation = IsolationPolicy
PA = PaPolicy
VNET = VNetPolicy
