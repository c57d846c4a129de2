"""Render docs/reference/hcn-models.md from the models of HCN: ``python docs/_gen/hcn_models_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy import hcn

PAGE = REFERENCE_PAGES / "hcn-models.md"

HEAD = """# Documents of HCN

<!-- Written by docs/_gen/hcn_models_table.py: change the docstrings in hcspy/hcn instead. -->

Every document and policy of `hcspy.hcn`, member by member. The key is what stands on the wire; the name is the
attribute. *Always* members are written even if nobody set them, as hcsshim does; all others are left out.

HCN is there from Windows 1809 (build 17763, HNS 9.2) on, and with it version 2.0 of the schema: members without a
version are of that time. For others it says which version of the schema (*HCN*) or of the service (*HNS*) brought
them, and the first Windows release that is known to have it. Which network types take a policy is said where some
source says it; where nothing is said, none is known to refuse it.

A policy stands in an envelope on the wire, `{"Type": ..., "Settings": {...}}`. Here the settings are the policy, and
the envelope is written around them; the short name is the type.

Where a fact comes from: *recorded* means seen in the output of a real host; *hcsshim*, *WSL*, *PowerShell*, *Calico*,
*flannel* and *Azure* mean that the client of that name relies on it. What has no source there is from Microsoft's
documentation.
"""

PARTS: dict[str, tuple[str, ...]] = {
    "Networks": (
        "HostComputeNetwork",
        "NetworkType",
        "NetworkFlags",
        "NetworkAdditionalParams",
        "MacPool",
        "MacRange",
        "Ipam",
        "IpamType",
        "Subnet",
        "SubnetFlags",
        "IpSubnet",
        "IPSubnetFlags",
        "Route",
        "Dns",
    ),
    "Endpoints": (
        "HostComputeEndpoint",
        "EndpointFlags",
        "IpConfig",
        "EndpointAdditionalParams",
        "EndpointStats",
    ),
    "Namespaces": (
        "HostComputeNamespace",
        "NamespaceType",
        "NamespaceResource",
        "NamespaceResourceType",
        "NamespaceResourceEndpoint",
        "NamespaceResourceContainer",
    ),
    "Load balancers": (
        "HostComputeLoadBalancer",
        "LoadBalancerFlags",
        "LoadBalancerPortMapping",
        "LoadBalancerPortMappingFlags",
        "LoadBalancerDistribution",
    ),
    "Routes": ("HostComputeRoute",),
    "Kinds of policies": ("EndpointPolicyType", "NetworkPolicyType", "SubnetPolicyType", "UnknownPolicy"),
    "Access rules": (
        "AclPolicySetting",
        "NetworkACLPolicySetting",
        "CommonAclPolicySetting",
        "ActionType",
        "DirectionType",
        "RuleType",
        "TierAclPolicySetting",
        "TierAclRule",
        "SetPolicySetting",
        "SetPolicyType",
        "FiveTuple",
    ),
    "Address translation": (
        "PortMappingPolicySetting",
        "OutboundNatPolicySetting",
        "NatFlags",
        "ProtocolType",
    ),
    "Proxies": (
        "L4ProxyPolicySetting",
        "CommonL4ProxyPolicySetting",
        "L4WfpProxyPolicySetting",
        "ProxyExceptions",
        "ProxyType",
    ),
    "Traffic": (
        "QosPolicySetting",
        "SDNRoutePolicySetting",
        "L2DriverPolicySetting",
        "EncapOverheadEndpointPolicySetting",
        "InterfaceParametersPolicySetting",
        "IovPolicySetting",
        "IovInterruptModerationType",
    ),
    "Overlays and isolation": (
        "VlanPolicySetting",
        "VsidPolicySetting",
        "ProviderAddressEndpointPolicySetting",
        "ProviderAddressNetworkPolicySetting",
        "RemoteSubnetRoutePolicySetting",
        "DrMacAddressNetworkPolicySetting",
        "VxlanPortPolicySetting",
        "HostRoutePolicySetting",
    ),
    "Adapters, switches and ports": (
        "NetAdapterNameNetworkPolicySetting",
        "InterfaceConstraintPolicySetting",
        "SourceMacAddressNetworkPolicySetting",
        "VSwitchExtensionNetworkPolicySetting",
        "LayerConstraintNetworkPolicySetting",
        "AutomaticDNSNetworkPolicySetting",
        "PortnameEndpointPolicySetting",
    ),
    "Encryption and firewall": (
        "EncryptionPolicySetting",
        "EncryptionMethod",
        "AuthenticationType",
        "AuthenticationMethod",
        "AuthenticationPresharedKey",
        "AuthenticationCertificate",
        "PrioritizedAuthenticationMethod",
        "FirewallPolicySetting",
        "FirewallPolicyFlags",
        "FirewallVMType",
    ),
    "Requests to change": (
        "ModifyRequestType",
        "ModifyNetworkSettingRequest",
        "NetworkResourceType",
        "PolicyNetworkRequest",
        "Extension",
        "SubnetNetworkRequest",
        "IPSubnetNetworkRequest",
        "ModifyEndpointSettingRequest",
        "EndpointResourceType",
        "PolicyEndpointRequest",
        "VmEndpointRequest",
        "ModifyNamespaceSettingRequest",
        "NamespaceEndpointRequest",
        "NamespaceContainerRequest",
        "ModifySettingRequest",
    ),
    "Queries and answers": (
        "HostComputeQuery",
        "HostComputeQueryFlags",
        "HostResourceType",
        "Response",
        "ModifySettingResponse",
        "ModifyNamespaceSettingResponse",
        "HNSResponse",
    ),
    "The service": (
        "Globals",
        "Version",
        "Health",
        "ExtraParams",
        "Resources",
        "Allocator",
        "AllocatorHealth",
        "Telemetry",
        "Base",
        "BasePolicy",
        "EntityFlags",
        "Feature",
        "HostComputePolicyList",
        "NotificationType",
        "NotificationBase",
        "PortProtocol",
        "PortAccess",
    ),
    "Guest network services": (
        "GuestNetworkService",
        "GuestNetworkServiceFlags",
        "GuestNetworkServiceState",
        "GuestNetworkServiceInterface",
        "GuestNetworkServiceInterfaceState",
        "GuestNetworkServiceNotificationType",
        "GuestNetworkServiceNotificationData",
        "ModifyGuestNetworkServiceSettingRequest",
        "GuestNetworkServiceResourceType",
        "GuestNetworkServiceStateRequest",
        "RpcConnectionInformation",
        "RpcEndpointType",
    ),
    "Guests": (
        "GuestModifySettingRequest",
        "GuestResourceType",
        "GuestEndpoint",
        "GuestNamespace",
        "GuestNamespaceResource",
        "GuestService",
        "GuestFirewall",
        "ModifyGuestNamespaceSettingRequest",
        "GuestNamespaceResourceType",
        "ModifyGuestEndpointSettingRequest",
        "GuestEndpointResourceType",
        "GuestEndpointState",
        "InterfaceNotificationMessage",
        "NetworkInterface",
        "GuestRoute",
        "IPAddress",
        "GuestDNS",
        "MacAddress",
        "Neighbor",
        "Xlat",
        "RegistryKey",
        "RegKey",
    ),
}

CARRIERS = {"a network": "NetworkPolicy", "a subnet": "SubnetPolicy", "an endpoint": "EndpointPolicy"}


def render() -> str:
    """Return the whole page."""
    return page(hcn, HEAD, PARTS, CARRIERS)


def models() -> set[str]:
    """Return the names of all classes of the package."""
    return classes(hcn)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
