"""The tag of a policy."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, WireEnum, key


class PolicyType(WireEnum):
    """What kind a policy is: the text of its `Type` member."""

    NAT = "NAT"
    ACL = "ACL"
    PA = "PA"
    VLAN = "VLAN"
    VSID = "VSID"
    VNET = "VNET"
    L2_DRIVER = "L2Driver"
    ISOLATION = "Isolation"
    QOS = "QOS"
    OUT_BOUND_NAT = "OutBoundNAT"
    EXTERNAL_LOAD_BALANCER = "ELB"
    ROUTE = "ROUTE"
    PROXY = "PROXY"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Policy:
    """The one member that all policies share."""

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
