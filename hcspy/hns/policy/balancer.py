"""Load balancing."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, ProtocolNumber, Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class LBPolicy:
    """What load balancer policies have in common."""

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    protocol: ProtocolNumber | None = None
    internal_port: int = attrs.field(default=0, metadata=key(always=True))
    external_port: int = attrs.field(default=0, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ELBPolicy:
    """Spreads the connections to a virtual address over the endpoints of a policy list."""

    type: PolicyType | str = attrs.field(default=PolicyType.EXTERNAL_LOAD_BALANCER, metadata=key(always=True))
    protocol: ProtocolNumber | None = None
    internal_port: int = attrs.field(default=0, metadata=key(always=True))
    external_port: int = attrs.field(default=0, metadata=key(always=True))
    source_vip: Address | None = attrs.field(default=None, metadata=key("SourceVIP"))
    vips: Sequence[Address] = attrs.field(default=(), metadata=key("VIPs"))
    ilb: bool | None = attrs.field(default=None, metadata=key("ILB"))
    is_dsr: bool | None = attrs.field(default=None, metadata=key("IsDSR", since="HNS 9.3"))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ELB = ELBPolicy
