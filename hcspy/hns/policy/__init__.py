"""The policies of HNS v1, and which object takes which.

A policy is a flat document: its `Type` member says of what kind it is, its settings stand beside it.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from hcspy.codec import tagged_union
from hcspy.hns.policy.acl import ACL, ACLPolicy, ActionType, DirectionType, RuleType
from hcspy.hns.policy.balancer import ELB, ELBPolicy, LBPolicy
from hcspy.hns.policy.isolation import (
    PA,
    VLAN,
    VNET,
    VSID,
    Isolation,
    IsolationPolicy,
    PaPolicy,
    VlanPolicy,
    VNetPolicy,
    VsidPolicy,
)
from hcspy.hns.policy.kind import Policy, PolicyType
from hcspy.hns.policy.nat import NAT, NatPolicy, OutBoundNAT, OutboundNatPolicy
from hcspy.hns.policy.traffic import (
    PROXY,
    QOS,
    ROUTE,
    L2Driver,
    L2DriverPolicy,
    ProxyPolicy,
    QosPolicy,
    RoutePolicy,
)
from hcspy.hns.policy.unknown import UnknownPolicy

POLICIES: Final[dict[str, type]] = {
    PolicyType.NAT: NatPolicy,
    PolicyType.ACL: ACLPolicy,
    PolicyType.PA: PaPolicy,
    PolicyType.VLAN: VlanPolicy,
    PolicyType.VSID: VsidPolicy,
    PolicyType.VNET: VNetPolicy,
    PolicyType.L2_DRIVER: L2DriverPolicy,
    PolicyType.ISOLATION: IsolationPolicy,
    PolicyType.QOS: QosPolicy,
    PolicyType.OUT_BOUND_NAT: OutboundNatPolicy,
    PolicyType.EXTERNAL_LOAD_BALANCER: ELBPolicy,
    PolicyType.ROUTE: RoutePolicy,
    PolicyType.PROXY: ProxyPolicy,
}
"""The class of each kind. Every carrier reads every kind: only the type checker tells who may carry what."""

_BY_TYPE: Final = tagged_union(classes=POLICIES, other=UnknownPolicy)

NetworkPolicy: TypeAlias = Annotated[
    NatPolicy
    | OutboundNatPolicy
    | QosPolicy
    | VlanPolicy
    | VsidPolicy
    | IsolationPolicy
    | PaPolicy
    | VNetPolicy
    | UnknownPolicy,
    _BY_TYPE,
]
"""What a network may carry."""

SubnetPolicy: TypeAlias = Annotated[VlanPolicy | VsidPolicy | IsolationPolicy | UnknownPolicy, _BY_TYPE]
"""What a subnet may carry."""

EndpointPolicy: TypeAlias = Annotated[
    NatPolicy
    | ACLPolicy
    | QosPolicy
    | OutboundNatPolicy
    | RoutePolicy
    | ProxyPolicy
    | PaPolicy
    | VlanPolicy
    | VsidPolicy
    | IsolationPolicy
    | L2DriverPolicy
    | UnknownPolicy,
    _BY_TYPE,
]
"""What an endpoint may carry."""

PolicyListPolicy: TypeAlias = Annotated[ELBPolicy | RoutePolicy | UnknownPolicy, _BY_TYPE]
"""What a policy list may carry."""

__all__ = [
    "ACL",
    "ELB",
    "NAT",
    "PA",
    "POLICIES",
    "PROXY",
    "QOS",
    "ROUTE",
    "VLAN",
    "VNET",
    "VSID",
    "ACLPolicy",
    "ActionType",
    "DirectionType",
    "ELBPolicy",
    "EndpointPolicy",
    "Isolation",
    "IsolationPolicy",
    "L2Driver",
    "L2DriverPolicy",
    "LBPolicy",
    "NatPolicy",
    "NetworkPolicy",
    "OutBoundNAT",
    "OutboundNatPolicy",
    "PaPolicy",
    "Policy",
    "PolicyListPolicy",
    "PolicyType",
    "ProxyPolicy",
    "QosPolicy",
    "RoutePolicy",
    "RuleType",
    "SubnetPolicy",
    "UnknownPolicy",
    "VNetPolicy",
    "VlanPolicy",
    "VsidPolicy",
]
