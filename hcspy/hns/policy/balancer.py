"""Load balancing."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, ProtocolNumber, Wire, arrays, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class LBPolicy:
    """What load balancer policies have in common (hcsshim).

    >>> LBPolicy(internal_port=80).external_port
    0
    """

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    """Of what kind the policy is."""

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP."""

    internal_port: int = attrs.field(default=0, metadata=key(always=True))
    """The port of the endpoints behind the balancer, 0 to 65535."""

    external_port: int = attrs.field(default=0, metadata=key(always=True))
    """The port that clients connect to, 0 to 65535."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ELBPolicy:
    """Spreads the connections to virtual addresses over the endpoints of a policy list.

    The same object as a v2 load balancer. For L2Bridge, L2Tunnel and Overlay endpoints.

    >>> balancer = ELB(protocol="tcp", internal_port=80, external_port=8080, vips=["10.96.0.10"])
    >>> balancer.external_port
    8080
    """

    type: PolicyType | str = attrs.field(default=PolicyType.EXTERNAL_LOAD_BALANCER, metadata=key(always=True))
    """`ELB`."""

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP."""

    internal_port: int = attrs.field(default=0, metadata=key(always=True))
    """The port of the endpoints behind the balancer, 0 to 65535."""

    external_port: int = attrs.field(default=0, metadata=key(always=True))
    """The port that clients connect to, 0 to 65535."""

    source_vip: Address | None = attrs.field(default=None, metadata=key("SourceVIP"))
    """The source address that balanced connections get; Overlay networks need one."""

    vips: Sequence[Address] = attrs.field(default=(), metadata=key("VIPs"))
    """The virtual addresses; none means the host's own, which is a node port."""

    ilb: bool | None = attrs.field(default=None, metadata=key("ILB"))
    """Whether the balancer is internal: reached from the host's endpoints only."""

    is_dsr: bool | None = attrs.field(default=None, metadata=key("IsDSR", since="HNS 9.3-9.*, 10.2"))
    """Whether answers go straight to the client (direct server return): HNS 9.3 of 1809, and 10.2 on. hcsshim calls
    it DSR."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ELB = ELBPolicy
