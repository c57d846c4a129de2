"""Which of our classes stands for which of hcsshim's documents of version 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hcspy import hns

DATA = Path(__file__).parents[2] / "data"

OURS: dict[str, type] = {
    "ACLPolicy": hns.ACLPolicy,
    "ELBPolicy": hns.ELBPolicy,
    "EndpointAttachDetachRequest": hns.EndpointAttachDetachRequest,
    "EndpointResquestResponse": hns.EndpointRequestResponse,
    "EndpointStats": hns.EndpointStats,
    "HNSAclFeatures": hns.HNSAclFeatures,
    "HNSEndpoint": hns.HNSEndpoint,
    "HNSGlobals": hns.HNSGlobals,
    "HNSNetwork": hns.HNSNetwork,
    "HNSNnvManagementMacAddress": hns.HNSNnvManagementMacAddress,
    "HNSNnvManagementMacList": hns.HNSNnvManagementMacList,
    "HNSSupportedFeatures": hns.HNSSupportedFeatures,
    "HNSVersion": hns.HNSVersion,
    "IsolationPolicy": hns.IsolationPolicy,
    "LBPolicy": hns.LBPolicy,
    "MacPool": hns.MacPool,
    "Namespace": hns.Namespace,
    "NamespaceResource": hns.NamespaceResource,
    "NatPolicy": hns.NatPolicy,
    "OutboundNatPolicy": hns.OutboundNatPolicy,
    "PaPolicy": hns.PaPolicy,
    "Policy": hns.Policy,
    "PolicyList": hns.PolicyList,
    "ProxyPolicy": hns.ProxyPolicy,
    "QosPolicy": hns.QosPolicy,
    "RoutePolicy": hns.RoutePolicy,
    "Subnet": hns.Subnet,
    "VlanPolicy": hns.VlanPolicy,
    "VsidPolicy": hns.VsidPolicy,
    "endpointAttachInfo": hns.EndpointAttachInfo,
    "hnsResponse": hns.HNSResponse,
    "namespaceEndpointRequest": hns.NamespaceEndpointRequest,
    "namespaceRequest": hns.NamespaceRequest,
    "namespaceResourceRequest": hns.NamespaceResourceRequest,
}
"""By hcsshim's name; those in lower case are not exported there."""

ALSO: tuple[type, ...] = (
    hns.Activity,
    hns.Health,
    hns.InterfaceConstraint,
    hns.IpSubnet,
    hns.L2DriverPolicy,
    hns.SchemaVersion,
    hns.SwitchExtension,
    hns.UnknownPolicy,
    hns.VNetPolicy,
)
"""Our classes that hcsshim has no type for."""

ALL: tuple[type, ...] = (*OURS.values(), *ALSO)

ENUMS: dict[str, type] = {
    "ActionType": hns.ActionType,
    "DirectionType": hns.DirectionType,
    "EndpointState": hns.EndpointState,
    "PolicyType": hns.PolicyType,
    "RuleType": hns.RuleType,
    "SystemType": hns.SystemType,
}


def reference(name: str) -> Any:
    """Read one of the files of reference data."""
    return json.loads((DATA / "reference" / name).read_text(encoding="utf-8"))


def go_structs() -> dict[str, Any]:
    """Return hcsshim's documents of version 1, by name."""
    structs = reference("types.json")["structs"]
    return {struct["type"]: struct for struct in structs if struct["package"] == "hns" and struct["json"]}


def vectors(name: str) -> list[Any]:
    """Read a file of recordings."""
    lines = (DATA / "vectors" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sample(name: str) -> Any:
    """Read a recorded document."""
    return json.loads((DATA / "samples" / f"{name}.json").read_text(encoding="utf-8"))
