"""The policies of HCN, and which object takes which.

On the wire a policy is an envelope, `{"Type": ..., "Settings": {...}}`; here the settings are the policy, and the
envelope is written around them. Each carrier has a table of its own: one kind may mean something else, or nothing, on
another.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from hcspy.codec import tagged_union
from hcspy.hcn.policy.acl import (
    ACL,
    AclPolicySetting,
    ActionType,
    CommonAclPolicySetting,
    DirectionType,
    FiveTuple,
    NetworkACL,
    NetworkACLPolicySetting,
    NetworkAclPolicySetting,
    RuleType,
    TierAcl,
    TierAclPolicySetting,
    TierAclRule,
)
from hcspy.hcn.policy.adapter import (
    AutomaticDNS,
    AutomaticDNSNetworkPolicySetting,
    InterfaceConstraintEndpointPolicySetting,
    InterfaceConstraintNetworkPolicySetting,
    InterfaceConstraintPolicySetting,
    LayerConstraint,
    LayerConstraintNetworkPolicySetting,
    NetAdapterName,
    NetAdapterNameNetworkPolicySetting,
    PortName,
    PortnameEndpointPolicySetting,
    SourceMacAddress,
    SourceMacAddressNetworkPolicySetting,
    VSwitchExtension,
    VSwitchExtensionNetworkPolicySetting,
)
from hcspy.hcn.policy.encryption import (
    Authentication,
    AuthenticationCertificate,
    AuthenticationMethod,
    AuthenticationPresharedKey,
    AuthenticationType,
    Encryption,
    EncryptionMethod,
    EncryptionPolicySetting,
    PrioritizedAuthenticationMethod,
)
from hcspy.hcn.policy.firewall import Firewall, FirewallPolicyFlags, FirewallPolicySetting, FirewallVMType
from hcspy.hcn.policy.ipset import SetPolicy, SetPolicySetting, SetPolicyType, SetPolicyTypes
from hcspy.hcn.policy.kind import EndpointPolicyType, NetworkPolicyType, SubnetPolicyType
from hcspy.hcn.policy.nat import (
    NatFlags,
    OutBoundNAT,
    OutboundNatPolicySetting,
    PortMapping,
    PortMappingPolicySetting,
    ProtocolType,
)
from hcspy.hcn.policy.overlay import (
    VLAN,
    VSID,
    DrMacAddress,
    DrMacAddressNetworkPolicySetting,
    HostRoute,
    HostRoutePolicySetting,
    ProviderAddressEndpointPolicySetting,
    ProviderAddressNetworkPolicySetting,
    RemoteSubnetRoute,
    RemoteSubnetRoutePolicySetting,
    VlanPolicySetting,
    VsidPolicySetting,
    VxlanPort,
    VxlanPortPolicySetting,
)
from hcspy.hcn.policy.proxy import (
    L4WFPPROXY,
    CommonL4ProxyPolicySetting,
    L4ProxyEndpointPolicySetting,
    L4ProxyNetworkPolicySetting,
    L4ProxyPolicySetting,
    L4WfpProxyPolicySetting,
    ProxyExceptions,
    ProxyType,
)
from hcspy.hcn.policy.traffic import (
    IOV,
    QOS,
    EncapOverhead,
    EncapOverheadEndpointPolicySetting,
    InterfaceParameters,
    InterfaceParametersPolicySetting,
    Iov,
    IovInterruptModerationType,
    IovPolicySetting,
    L2Driver,
    L2DriverPolicySetting,
    QosPolicySetting,
    SDNRoute,
    SDNRoutePolicySetting,
)
from hcspy.hcn.policy.unknown import UnknownPolicy

ENDPOINT_POLICIES: Final[dict[str, type]] = {
    EndpointPolicyType.PORT_MAPPING: PortMappingPolicySetting,
    EndpointPolicyType.ACL: AclPolicySetting,
    EndpointPolicyType.QOS: QosPolicySetting,
    EndpointPolicyType.L2_DRIVER: L2DriverPolicySetting,
    EndpointPolicyType.OUT_BOUND_NAT: OutboundNatPolicySetting,
    EndpointPolicyType.SDN_ROUTE: SDNRoutePolicySetting,
    EndpointPolicyType.L4_PROXY: L4ProxyPolicySetting,
    EndpointPolicyType.L4_WFP_PROXY: L4WfpProxyPolicySetting,
    EndpointPolicyType.PROVIDER_ADDRESS: ProviderAddressEndpointPolicySetting,
    EndpointPolicyType.PORT_NAME: PortnameEndpointPolicySetting,
    EndpointPolicyType.ENCAP_OVERHEAD: EncapOverheadEndpointPolicySetting,
    EndpointPolicyType.INTERFACE_CONSTRAINT: InterfaceConstraintPolicySetting,
    EndpointPolicyType.ENCRYPTION: EncryptionPolicySetting,
    EndpointPolicyType.VLAN: VlanPolicySetting,
    EndpointPolicyType.INTERFACE_PARAMETERS: InterfaceParametersPolicySetting,
    EndpointPolicyType.IOV: IovPolicySetting,
    EndpointPolicyType.TIER_ACL: TierAclPolicySetting,
    EndpointPolicyType.FIREWALL: FirewallPolicySetting,
}
"""The class of each kind of policy that an endpoint carries."""

NETWORK_POLICIES: Final[dict[str, type]] = {
    NetworkPolicyType.SOURCE_MAC_ADDRESS: SourceMacAddressNetworkPolicySetting,
    NetworkPolicyType.NET_ADAPTER_NAME: NetAdapterNameNetworkPolicySetting,
    NetworkPolicyType.INTERFACE_CONSTRAINT: InterfaceConstraintPolicySetting,
    NetworkPolicyType.VSWITCH_EXTENSION: VSwitchExtensionNetworkPolicySetting,
    NetworkPolicyType.PROVIDER_ADDRESS: ProviderAddressNetworkPolicySetting,
    NetworkPolicyType.DR_MAC_ADDRESS: DrMacAddressNetworkPolicySetting,
    NetworkPolicyType.AUTOMATIC_DNS: AutomaticDNSNetworkPolicySetting,
    NetworkPolicyType.REMOTE_SUBNET_ROUTE: RemoteSubnetRoutePolicySetting,
    NetworkPolicyType.VXLAN_PORT: VxlanPortPolicySetting,
    NetworkPolicyType.HOST_ROUTE: HostRoutePolicySetting,
    NetworkPolicyType.SET_POLICY: SetPolicySetting,
    NetworkPolicyType.L4_PROXY: L4ProxyPolicySetting,
    NetworkPolicyType.LAYER_CONSTRAINT: LayerConstraintNetworkPolicySetting,
    NetworkPolicyType.NETWORK_ACL: NetworkACLPolicySetting,
    # No kind that Microsoft lists for networks: the v2 form of what NAT networks have from HNS 13 on.
    SubnetPolicyType.VLAN: VlanPolicySetting,
}
"""The class of each kind of policy that a network carries."""

SUBNET_POLICIES: Final[dict[str, type]] = {
    SubnetPolicyType.VLAN: VlanPolicySetting,
    SubnetPolicyType.VSID: VsidPolicySetting,
}
"""The class of each kind of policy that a subnet carries."""

EndpointPolicy: TypeAlias = Annotated[
    PortMappingPolicySetting
    | AclPolicySetting
    | QosPolicySetting
    | L2DriverPolicySetting
    | OutboundNatPolicySetting
    | SDNRoutePolicySetting
    | L4ProxyPolicySetting
    | L4WfpProxyPolicySetting
    | ProviderAddressEndpointPolicySetting
    | PortnameEndpointPolicySetting
    | EncapOverheadEndpointPolicySetting
    | InterfaceConstraintPolicySetting
    | EncryptionPolicySetting
    | VlanPolicySetting
    | InterfaceParametersPolicySetting
    | IovPolicySetting
    | TierAclPolicySetting
    | FirewallPolicySetting
    | UnknownPolicy,
    tagged_union(classes=ENDPOINT_POLICIES, other=UnknownPolicy, content="Settings"),
]
"""What an endpoint may carry."""

NetworkPolicy: TypeAlias = Annotated[
    SourceMacAddressNetworkPolicySetting
    | NetAdapterNameNetworkPolicySetting
    | InterfaceConstraintPolicySetting
    | VSwitchExtensionNetworkPolicySetting
    | ProviderAddressNetworkPolicySetting
    | DrMacAddressNetworkPolicySetting
    | AutomaticDNSNetworkPolicySetting
    | RemoteSubnetRoutePolicySetting
    | VxlanPortPolicySetting
    | HostRoutePolicySetting
    | SetPolicySetting
    | L4ProxyPolicySetting
    | LayerConstraintNetworkPolicySetting
    | NetworkACLPolicySetting
    | VlanPolicySetting
    | UnknownPolicy,
    tagged_union(classes=NETWORK_POLICIES, other=UnknownPolicy, content="Settings"),
]
"""What a network may carry."""

SubnetPolicy: TypeAlias = Annotated[
    VlanPolicySetting | VsidPolicySetting | UnknownPolicy,
    tagged_union(classes=SUBNET_POLICIES, other=UnknownPolicy, content="Settings"),
]
"""What a subnet may carry."""

__all__ = [
    "ACL",
    "AclPolicySetting",
    "ActionType",
    "Authentication",
    "AuthenticationCertificate",
    "AuthenticationMethod",
    "AuthenticationPresharedKey",
    "AuthenticationType",
    "AutomaticDNS",
    "AutomaticDNSNetworkPolicySetting",
    "CommonAclPolicySetting",
    "CommonL4ProxyPolicySetting",
    "DirectionType",
    "DrMacAddress",
    "DrMacAddressNetworkPolicySetting",
    "ENDPOINT_POLICIES",
    "EncapOverhead",
    "EncapOverheadEndpointPolicySetting",
    "Encryption",
    "EncryptionMethod",
    "EncryptionPolicySetting",
    "EndpointPolicy",
    "EndpointPolicyType",
    "Firewall",
    "FirewallPolicyFlags",
    "FirewallPolicySetting",
    "FirewallVMType",
    "FiveTuple",
    "HostRoute",
    "HostRoutePolicySetting",
    "IOV",
    "InterfaceConstraintEndpointPolicySetting",
    "InterfaceConstraintNetworkPolicySetting",
    "InterfaceConstraintPolicySetting",
    "InterfaceParameters",
    "InterfaceParametersPolicySetting",
    "Iov",
    "IovInterruptModerationType",
    "IovPolicySetting",
    "L2Driver",
    "L2DriverPolicySetting",
    "L4ProxyEndpointPolicySetting",
    "L4ProxyNetworkPolicySetting",
    "L4ProxyPolicySetting",
    "L4WFPPROXY",
    "L4WfpProxyPolicySetting",
    "LayerConstraint",
    "LayerConstraintNetworkPolicySetting",
    "NETWORK_POLICIES",
    "NatFlags",
    "NetAdapterName",
    "NetAdapterNameNetworkPolicySetting",
    "NetworkACL",
    "NetworkACLPolicySetting",
    "NetworkAclPolicySetting",
    "NetworkPolicy",
    "NetworkPolicyType",
    "OutBoundNAT",
    "OutboundNatPolicySetting",
    "PortMapping",
    "PortMappingPolicySetting",
    "PortName",
    "PortnameEndpointPolicySetting",
    "PrioritizedAuthenticationMethod",
    "ProtocolType",
    "ProviderAddressEndpointPolicySetting",
    "ProviderAddressNetworkPolicySetting",
    "ProxyExceptions",
    "ProxyType",
    "QOS",
    "QosPolicySetting",
    "RemoteSubnetRoute",
    "RemoteSubnetRoutePolicySetting",
    "RuleType",
    "SDNRoute",
    "SDNRoutePolicySetting",
    "SUBNET_POLICIES",
    "SetPolicy",
    "SetPolicySetting",
    "SetPolicyType",
    "SetPolicyTypes",
    "SourceMacAddress",
    "SourceMacAddressNetworkPolicySetting",
    "SubnetPolicy",
    "SubnetPolicyType",
    "TierAcl",
    "TierAclPolicySetting",
    "TierAclRule",
    "UnknownPolicy",
    "VLAN",
    "VSID",
    "VSwitchExtension",
    "VSwitchExtensionNetworkPolicySetting",
    "VlanPolicySetting",
    "VsidPolicySetting",
    "VxlanPort",
    "VxlanPortPolicySetting",
]
