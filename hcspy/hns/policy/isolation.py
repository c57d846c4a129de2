"""Keeping networks apart on one wire: VLAN, VXLAN and provider addresses."""

from __future__ import annotations

import attrs

from hcspy.codec import Address, Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class VlanPolicy:
    """Tags the traffic with a VLAN."""

    type: PolicyType | str = attrs.field(default=PolicyType.VLAN, metadata=key(always=True))
    vlan: int = attrs.field(default=0, metadata=key("VLAN", always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VsidPolicy:
    """Puts the traffic into a virtual subnet (VXLAN network identifier)."""

    type: PolicyType | str = attrs.field(default=PolicyType.VSID, metadata=key(always=True))
    vsid: int = attrs.field(default=0, metadata=key("VSID", always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IsolationPolicy:
    """VLAN and virtual subnet in one policy."""

    type: PolicyType | str = attrs.field(default=PolicyType.ISOLATION, metadata=key(always=True))
    vlan: int = attrs.field(default=0, metadata=key("VLAN", always=True))
    vsid: int = attrs.field(default=0, metadata=key("VSID", always=True))
    in_default_isolation: bool = attrs.field(default=False, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PaPolicy:
    """The provider address: the host address that carries an overlay's packets."""

    type: PolicyType | str = attrs.field(default=PolicyType.PA, metadata=key(always=True))
    pa: Address = attrs.field(default="", metadata=key("PA", always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VNetPolicy:
    """Marks a virtual network; it has no settings that are known in public."""

    type: PolicyType | str = attrs.field(default=PolicyType.VNET, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


VLAN = VlanPolicy
VSID = VsidPolicy
Isolation = IsolationPolicy
PA = PaPolicy
VNET = VNetPolicy
