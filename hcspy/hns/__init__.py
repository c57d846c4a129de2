"""HNS version 1: the documents that travel through `HNSCall`, as models.

Everything is loaded on demand, one module per noun.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hcspy.hns.accelnet import HNSNnvManagementMacAddress, HNSNnvManagementMacList
    from hcspy.hns.activity import Activity
    from hcspy.hns.attachment import (
        EndpointAttachDetachRequest,
        EndpointAttachInfo,
        EndpointRequestResponse,
        EndpointResquestResponse,
        SystemType,
    )
    from hcspy.hns.endpoint import EndpointState, HNSEndpoint
    from hcspy.hns.globals import HNSGlobals, HNSVersion, SchemaVersion
    from hcspy.hns.health import Health
    from hcspy.hns.interface import InterfaceConstraint
    from hcspy.hns.namespace import (
        Namespace,
        NamespaceEndpointRequest,
        NamespaceRequest,
        NamespaceResource,
        NamespaceResourceRequest,
        NamespaceResourceType,
    )
    from hcspy.hns.network import HNSNetwork, IpSubnet, MacPool, NetworkFlags, NetworkType, Subnet, SwitchExtension
    from hcspy.hns.policy import (
        ACL,
        ELB,
        NAT,
        PA,
        POLICIES,
        PROXY,
        QOS,
        ROUTE,
        VLAN,
        VNET,
        VSID,
        ACLPolicy,
        ActionType,
        DirectionType,
        ELBPolicy,
        EndpointPolicy,
        Isolation,
        IsolationPolicy,
        L2Driver,
        L2DriverPolicy,
        LBPolicy,
        NatPolicy,
        NetworkPolicy,
        OutBoundNAT,
        OutboundNatPolicy,
        PaPolicy,
        Policy,
        PolicyListPolicy,
        PolicyType,
        ProxyPolicy,
        QosPolicy,
        RoutePolicy,
        RuleType,
        SubnetPolicy,
        UnknownPolicy,
        VlanPolicy,
        VNetPolicy,
        VsidPolicy,
    )
    from hcspy.hns.policylist import PolicyList, endpoint_references
    from hcspy.hns.response import HNSResponse
    from hcspy.hns.stats import EndpointStats, HNSEndpointStats
    from hcspy.hns.support import HNSAclFeatures, HNSSupportedFeatures

_MODULE_OF = {
    "HNSNnvManagementMacAddress": "accelnet",
    "HNSNnvManagementMacList": "accelnet",
    "Activity": "activity",
    "EndpointAttachDetachRequest": "attachment",
    "EndpointAttachInfo": "attachment",
    "EndpointRequestResponse": "attachment",
    "EndpointResquestResponse": "attachment",
    "SystemType": "attachment",
    "EndpointState": "endpoint",
    "HNSEndpoint": "endpoint",
    "HNSGlobals": "globals",
    "HNSVersion": "globals",
    "SchemaVersion": "globals",
    "Health": "health",
    "InterfaceConstraint": "interface",
    "Namespace": "namespace",
    "NamespaceEndpointRequest": "namespace",
    "NamespaceRequest": "namespace",
    "NamespaceResource": "namespace",
    "NamespaceResourceRequest": "namespace",
    "NamespaceResourceType": "namespace",
    "HNSNetwork": "network",
    "IpSubnet": "network",
    "MacPool": "network",
    "NetworkFlags": "network",
    "NetworkType": "network",
    "Subnet": "network",
    "SwitchExtension": "network",
    "ACL": "policy",
    "ACLPolicy": "policy",
    "ActionType": "policy",
    "DirectionType": "policy",
    "ELB": "policy",
    "ELBPolicy": "policy",
    "EndpointPolicy": "policy",
    "Isolation": "policy",
    "IsolationPolicy": "policy",
    "L2Driver": "policy",
    "L2DriverPolicy": "policy",
    "LBPolicy": "policy",
    "NAT": "policy",
    "NatPolicy": "policy",
    "NetworkPolicy": "policy",
    "OutBoundNAT": "policy",
    "OutboundNatPolicy": "policy",
    "PA": "policy",
    "POLICIES": "policy",
    "PROXY": "policy",
    "PaPolicy": "policy",
    "Policy": "policy",
    "PolicyListPolicy": "policy",
    "PolicyType": "policy",
    "ProxyPolicy": "policy",
    "QOS": "policy",
    "QosPolicy": "policy",
    "ROUTE": "policy",
    "RoutePolicy": "policy",
    "RuleType": "policy",
    "SubnetPolicy": "policy",
    "UnknownPolicy": "policy",
    "VLAN": "policy",
    "VNET": "policy",
    "VNetPolicy": "policy",
    "VSID": "policy",
    "VlanPolicy": "policy",
    "VsidPolicy": "policy",
    "PolicyList": "policylist",
    "endpoint_references": "policylist",
    "HNSResponse": "response",
    "EndpointStats": "stats",
    "HNSEndpointStats": "stats",
    "HNSAclFeatures": "support",
    "HNSSupportedFeatures": "support",
}

__all__ = [
    "ACL",
    "ACLPolicy",
    "ActionType",
    "Activity",
    "DirectionType",
    "ELB",
    "ELBPolicy",
    "EndpointAttachDetachRequest",
    "EndpointAttachInfo",
    "EndpointPolicy",
    "EndpointRequestResponse",
    "EndpointResquestResponse",
    "EndpointState",
    "EndpointStats",
    "HNSAclFeatures",
    "HNSEndpoint",
    "HNSEndpointStats",
    "HNSGlobals",
    "HNSNetwork",
    "HNSNnvManagementMacAddress",
    "HNSNnvManagementMacList",
    "HNSResponse",
    "HNSSupportedFeatures",
    "HNSVersion",
    "Health",
    "InterfaceConstraint",
    "IpSubnet",
    "Isolation",
    "IsolationPolicy",
    "L2Driver",
    "L2DriverPolicy",
    "LBPolicy",
    "MacPool",
    "NAT",
    "Namespace",
    "NamespaceEndpointRequest",
    "NamespaceRequest",
    "NamespaceResource",
    "NamespaceResourceRequest",
    "NamespaceResourceType",
    "NatPolicy",
    "NetworkFlags",
    "NetworkPolicy",
    "NetworkType",
    "OutBoundNAT",
    "OutboundNatPolicy",
    "PA",
    "POLICIES",
    "PROXY",
    "PaPolicy",
    "Policy",
    "PolicyList",
    "PolicyListPolicy",
    "PolicyType",
    "ProxyPolicy",
    "QOS",
    "QosPolicy",
    "ROUTE",
    "RoutePolicy",
    "RuleType",
    "SchemaVersion",
    "Subnet",
    "SubnetPolicy",
    "SwitchExtension",
    "SystemType",
    "UnknownPolicy",
    "VLAN",
    "VNET",
    "VNetPolicy",
    "VSID",
    "VlanPolicy",
    "VsidPolicy",
    "endpoint_references",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        from importlib import import_module

        # Not globals(): here that name is a module of ours.
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        setattr(sys.modules[__name__], name, value)
        return value

    def __dir__() -> list[str]:
        return sorted({*vars(sys.modules[__name__]), *__all__})
