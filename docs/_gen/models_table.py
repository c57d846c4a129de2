"""Render docs/reference/hns-models.md from the models of HNS v1: ``python docs/_gen/models_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy import hns

PAGE = REFERENCE_PAGES / "hns-models.md"

HEAD = """# Documents of HNS v1

<!-- Written by docs/_gen/models_table.py: change the docstrings in hcspy/hns instead. -->

Every document and policy of `hcspy.hns`, member by member. The key is what stands on the wire; the name is the
attribute. *Always* members are written even if nobody set them, as hcsshim does; all others are left out.

Where a fact comes from: *recorded* means seen in the output of a real host; *hcsshim*, *WSL*, *Docker*, *Calico* mean
that the client of that name relies on it; *HCN schema* is Microsoft's published schema. What has no source there
is from Microsoft's documentation.
"""

PARTS: dict[str, tuple[str, ...]] = {
    "Networks": ("HNSNetwork", "Subnet", "IpSubnet", "MacPool", "SwitchExtension", "NetworkType", "NetworkFlags"),
    "Endpoints": ("HNSEndpoint", "EndpointState", "EndpointStats"),
    "Attach and detach": (
        "EndpointAttachDetachRequest",
        "SystemType",
        "EndpointRequestResponse",
        "EndpointAttachInfo",
    ),
    "Policies": (
        "PolicyType",
        "ACLPolicy",
        "ActionType",
        "DirectionType",
        "RuleType",
        "NatPolicy",
        "OutboundNatPolicy",
        "QosPolicy",
        "L2DriverPolicy",
        "RoutePolicy",
        "ProxyPolicy",
        "VlanPolicy",
        "VsidPolicy",
        "IsolationPolicy",
        "PaPolicy",
        "VNetPolicy",
        "ELBPolicy",
        "LBPolicy",
        "Policy",
        "UnknownPolicy",
    ),
    "Policy lists": ("PolicyList",),
    "Namespaces": (
        "Namespace",
        "NamespaceResource",
        "NamespaceResourceType",
        "NamespaceRequest",
        "NamespaceResourceRequest",
        "NamespaceEndpointRequest",
    ),
    "The service": (
        "HNSGlobals",
        "HNSVersion",
        "SchemaVersion",
        "HNSSupportedFeatures",
        "HNSAclFeatures",
        "HNSNnvManagementMacList",
        "HNSNnvManagementMacAddress",
        "HNSResponse",
        "Activity",
        "Health",
        "InterfaceConstraint",
    ),
}

CARRIERS = {
    "a network": "NetworkPolicy",
    "a subnet": "SubnetPolicy",
    "an endpoint": "EndpointPolicy",
    "a policy list": "PolicyListPolicy",
}


def render() -> str:
    """Return the whole page."""
    return page(hns, HEAD, PARTS, CARRIERS)


def models() -> set[str]:
    """Return the names of all classes of the package."""
    return classes(hns)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
