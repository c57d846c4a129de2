"""The tag of a policy."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, WireEnum, key


class PolicyType(WireEnum):
    """Of what kind a policy is: the text of its `Type` member.

    >>> PolicyType("outboundnat")
    <PolicyType.OUT_BOUND_NAT: 'OutBoundNAT'>
    """

    NAT = "NAT"
    """Publishes a port on the host: `NatPolicy`. v2 calls it PortMapping."""

    ACL = "ACL"
    """Lets packets through or drops them: `ACLPolicy`."""

    PA = "PA"
    """The provider address of an overlay: `PaPolicy`. v2 calls it ProviderAddress."""

    VLAN = "VLAN"
    """Tags traffic with a VLAN: `VlanPolicy`."""

    VSID = "VSID"
    """Puts traffic into a virtual subnet: `VsidPolicy`."""

    VNET = "VNET"
    """Marks a virtual network: `VNetPolicy`."""

    L2_DRIVER = "L2Driver"
    """Binds a port to the switch's layer 2 driver: `L2DriverPolicy`."""

    ISOLATION = "Isolation"
    """VLAN and virtual subnet in one: `IsolationPolicy`."""

    QOS = "QOS"
    """Caps the outgoing bandwidth: `QosPolicy`."""

    OUT_BOUND_NAT = "OutBoundNAT"
    """Translates outgoing traffic: `OutboundNatPolicy`."""

    EXTERNAL_LOAD_BALANCER = "ELB"
    """A load balancer: `ELBPolicy`."""

    ROUTE = "ROUTE"
    """A route: `RoutePolicy`. v2 calls it SDNRoute."""

    PROXY = "PROXY"
    """A layer 4 proxy: `ProxyPolicy`. v2 calls it L4Proxy."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Policy:
    """The one member that all policies share.

    >>> Policy(type="ACL").type
    'ACL'
    """

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    """Of what kind the policy is."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
