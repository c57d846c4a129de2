"""The tags of policies, by carrier."""

from __future__ import annotations

from hcspy.codec import WireEnum


class EndpointPolicyType(WireEnum):
    """Of what kind a policy of an endpoint is: the text of its `Type` member.

    >>> EndpointPolicyType("sdnroute")
    <EndpointPolicyType.SDN_ROUTE: 'SDNRoute'>
    """

    PORT_MAPPING = "PortMapping"
    """Publishes a port on the host: `PortMappingPolicySetting`. v1 calls it NAT."""

    ACL = "ACL"
    """Lets packets through or drops them: `AclPolicySetting`."""

    QOS = "QOS"
    """Caps the outgoing bandwidth: `QosPolicySetting`."""

    L2_DRIVER = "L2Driver"
    """Binds the port to the switch's layer 2 driver: `L2DriverPolicySetting`."""

    OUT_BOUND_NAT = "OutBoundNAT"
    """Translates outgoing traffic: `OutboundNatPolicySetting`."""

    SDN_ROUTE = "SDNRoute"
    """A route: `SDNRoutePolicySetting`. v1 calls it ROUTE."""

    L4_PROXY = "L4Proxy"
    """A proxy on the switch: `L4ProxyPolicySetting`. v1 calls it PROXY."""

    L4_WFP_PROXY = "L4WFPPROXY"
    """A proxy inside the container: `L4WfpProxyPolicySetting`. Schema 2.5."""

    PROVIDER_ADDRESS = "ProviderAddress"
    """The host address of an overlay: `ProviderAddressEndpointPolicySetting`. v1 calls it PA."""

    PORT_NAME = "PortName"
    """The name of the switch port: `PortnameEndpointPolicySetting`."""

    ENCAP_OVERHEAD = "EncapOverhead"
    """Room for encapsulation: `EncapOverheadEndpointPolicySetting`."""

    INTERFACE_CONSTRAINT = "InterfaceConstraint"
    """The host interface to use: `InterfaceConstraintPolicySetting`."""

    ENCRYPTION = "Encryption"
    """Encrypts traffic: `EncryptionPolicySetting`. Schema 2.1."""

    VLAN = "VLAN"
    """Tags traffic with a VLAN: `VlanPolicySetting`. Schema 2.4; on subnets from 2.0."""

    INTERFACE_PARAMETERS = "InterfaceParameters"
    """The packet size: `InterfaceParametersPolicySetting`. Schema 2.4."""

    IOV = "Iov"
    """Hardware offload: `IovPolicySetting`. Schema 2.9."""

    TIER_ACL = "TierAcl"
    """Access rules in tiers: `TierAclPolicySetting`. Schema 2.10."""

    FIREWALL = "Firewall"
    """The Hyper-V firewall: `FirewallPolicySetting`. Schema 2.16; WSL sends it, Microsoft's list lacks it."""


class NetworkPolicyType(WireEnum):
    """Of what kind a policy of a network is: the text of its `Type` member.

    >>> NetworkPolicyType("vxlanport")
    <NetworkPolicyType.VXLAN_PORT: 'VxlanPort'>
    """

    SOURCE_MAC_ADDRESS = "SourceMacAddress"
    """The MAC address of outgoing packets: `SourceMacAddressNetworkPolicySetting`."""

    NET_ADAPTER_NAME = "NetAdapterName"
    """The host adapter, by name: `NetAdapterNameNetworkPolicySetting`."""

    INTERFACE_CONSTRAINT = "InterfaceConstraint"
    """The host interface to use: `InterfaceConstraintPolicySetting`."""

    VSWITCH_EXTENSION = "VSwitchExtension"
    """Switches an extension on or off: `VSwitchExtensionNetworkPolicySetting`."""

    PROVIDER_ADDRESS = "ProviderAddress"
    """The host address of an overlay: `ProviderAddressNetworkPolicySetting`."""

    DR_MAC_ADDRESS = "DrMacAddress"
    """The distributed router's MAC address: `DrMacAddressNetworkPolicySetting`."""

    AUTOMATIC_DNS = "AutomaticDNS"
    """Takes the host's DNS servers over: `AutomaticDNSNetworkPolicySetting`."""

    REMOTE_SUBNET_ROUTE = "RemoteSubnetRoute"
    """Where another host's subnet is: `RemoteSubnetRoutePolicySetting`."""

    VXLAN_PORT = "VxlanPort"
    """The UDP port of VXLAN: `VxlanPortPolicySetting`. HNS 10.3 (hcsshim)."""

    HOST_ROUTE = "HostRoute"
    """A route from the host to its endpoints: `HostRoutePolicySetting`."""

    SET_POLICY = "SetPolicy"
    """A set of addresses for rules: `SetPolicySetting`. HNS 13.0 (hcsshim)."""

    L4_PROXY = "L4Proxy"
    """A proxy for all endpoints: `L4ProxyPolicySetting`."""

    LAYER_CONSTRAINT = "LayerConstraint"
    """The layer, a virtual switch, to use: `LayerConstraintNetworkPolicySetting`."""

    NETWORK_ACL = "NetworkACL"
    """Access rules for all endpoints: `NetworkACLPolicySetting`. HNS 15.0 (hcsshim)."""


class SubnetPolicyType(WireEnum):
    """Of what kind a policy of a subnet is: the text of its `Type` member.

    >>> SubnetPolicyType("vsid")
    <SubnetPolicyType.VSID: 'VSID'>
    """

    VLAN = "VLAN"
    """Tags traffic with a VLAN: `VlanPolicySetting`."""

    VSID = "VSID"
    """Puts traffic into a virtual subnet: `VsidPolicySetting`."""
