"""Address translation."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, ProtocolText, Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class NatPolicy:
    """Publishes a port of an endpoint on the host."""

    type: PolicyType | str = attrs.field(default=PolicyType.NAT, metadata=key(always=True))
    protocol: ProtocolText | None = None
    internal_port: int | None = None
    external_port: int | None = None
    external_port_reserved: bool | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OutboundNatPolicy:
    """Translates what an endpoint sends to the outside."""

    type: PolicyType | str = attrs.field(default=PolicyType.OUT_BOUND_NAT, metadata=key(always=True))
    vip: Address | None = attrs.field(default=None, metadata=key("VIP"))
    exception_list: Sequence[Address] = ()
    destinations: Sequence[Address] = ()
    max_port_pool_usage: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


NAT = NatPolicy
OutBoundNAT = OutboundNatPolicy
