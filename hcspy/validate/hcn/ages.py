"""Which version brought the values of enumerations.

hcsshim lists the versions of the service from which on a feature works; where it does not, Microsoft's schema says
which version of the schema brought a value.
"""

from __future__ import annotations

from typing import Final

from hcspy.validate.registry import values_since

L4_PROXY: Final = "HNS 9.5-9.*, 10.5-10.*, 11.11-11.*, 12.1-12.*, 13.1"

values_since("hcn.ActionType", {"Pass": "HCN 2.10"})
values_since(
    "hcn.EndpointPolicyType",
    {
        "L4Proxy": L4_PROXY,
        "L4WFPPROXY": "HNS 13.2",
        "Encryption": "HCN 2.1",
        "VLAN": "HCN 2.4",
        "InterfaceParameters": "HCN 2.4",
        "Iov": "HCN 2.9",
        "TierAcl": "HNS 14.0",
        "Firewall": "HCN 2.16",
    },
)
values_since(
    "hcn.NetworkPolicyType",
    {"VxlanPort": "HNS 10.3", "SetPolicy": "HNS 13.0", "L4Proxy": L4_PROXY, "NetworkACL": "HNS 15.0"},
)
values_since("hcn.NetworkType", {"Mirrored": "HCN 2.4", "Infiniband": "HCN 2.4", "ConstrainedICS": "HCN 2.10"})
values_since(
    "hcn.NetworkFlags",
    {
        "ENABLE_FLOW_STEERING": "HCN 2.11",
        "DISABLE_SHARING": "HCN 2.14",
        "ENABLE_FIREWALL": "HCN 2.14",
        "DISABLE_HOST_PORT": "HNS 15.1",
    },
)
values_since("hcn.NetworkResourceType", {"Subnet": "HCN 2.6", "IPSubnet": "HCN 2.6"})
values_since("hcn.NatFlags", {"IPV6": "HCN 2.8"})
values_since("hcn.LoadBalancerFlags", {"ENABLE_DIRECT_SERVER_RETURN": "HNS 9.3-9.*, 10.2", "IPV6": "HCN 2.8"})
values_since("hcn.SetPolicyType", {"NESTEDIPSET": "HNS 15.0"})
values_since("hcn.GuestNetworkServiceFlags", {"IS_FLOWSTEERED": "HCN 2.12", "IS_FLOWSTEERED_SELF_MANAGED": "HCN 2.14"})
values_since("hcn.GuestNetworkServiceState", {"Desynchronized": "HCN 2.5", "Rehydrating": "HCN 2.5"})
values_since(
    "hcn.GuestEndpointResourceType",
    {
        "Encryption": "HCN 2.1",
        "MacAddress": "HCN 2.5",
        "L4Proxy": "HCN 2.5",
        "L4WFPPROXY": "HCN 2.5",
        "Xlat": "HCN 2.5",
        "Neighbor": "HCN 2.5",
    },
)
