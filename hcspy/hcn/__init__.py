"""HCN, which is HNS version 2: the documents that travel through computenetwork.dll, as models.

Everything is loaded on demand, one module per noun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.hcn.attachment import namespace_of as namespace_of
    from hcspy.hcn.base import Base as Base
    from hcspy.hcn.base import BasePolicy as BasePolicy
    from hcspy.hcn.base import EntityFlags as EntityFlags
    from hcspy.hcn.base import Feature as Feature
    from hcspy.hcn.dns import DNS as DNS
    from hcspy.hcn.dns import Dns as Dns
    from hcspy.hcn.endpoint import EndpointAdditionalParams as EndpointAdditionalParams
    from hcspy.hcn.endpoint import EndpointFlags as EndpointFlags
    from hcspy.hcn.endpoint import HostComputeEndpoint as HostComputeEndpoint
    from hcspy.hcn.endpoint import IpConfig as IpConfig
    from hcspy.hcn.events import Changed as Changed
    from hcspy.hcn.events import Event as Event
    from hcspy.hcn.events import EventsLost as EventsLost
    from hcspy.hcn.events import Existing as Existing
    from hcspy.hcn.events import Notified as Notified
    from hcspy.hcn.events import ServiceRestarted as ServiceRestarted
    from hcspy.hcn.events import Synced as Synced
    from hcspy.hcn.globals import Globals as Globals
    from hcspy.hcn.guest.interface import GuestDNS as GuestDNS
    from hcspy.hcn.guest.interface import GuestRoute as GuestRoute
    from hcspy.hcn.guest.interface import InterfaceNotificationMessage as InterfaceNotificationMessage
    from hcspy.hcn.guest.interface import IPAddress as IPAddress
    from hcspy.hcn.guest.interface import MacAddress as MacAddress
    from hcspy.hcn.guest.interface import Neighbor as Neighbor
    from hcspy.hcn.guest.interface import NetworkInterface as NetworkInterface
    from hcspy.hcn.guest.interface import RegistryKey as RegistryKey
    from hcspy.hcn.guest.interface import RegKey as RegKey
    from hcspy.hcn.guest.interface import Xlat as Xlat
    from hcspy.hcn.guest.modify import GuestEndpointResourceType as GuestEndpointResourceType
    from hcspy.hcn.guest.modify import GuestEndpointSettings as GuestEndpointSettings
    from hcspy.hcn.guest.modify import GuestModifySettingRequest as GuestModifySettingRequest
    from hcspy.hcn.guest.modify import GuestNamespaceResourceType as GuestNamespaceResourceType
    from hcspy.hcn.guest.modify import GuestNamespaceSettings as GuestNamespaceSettings
    from hcspy.hcn.guest.modify import GuestResourceType as GuestResourceType
    from hcspy.hcn.guest.modify import GuestSettings as GuestSettings
    from hcspy.hcn.guest.modify import ModifyGuestEndpointSettingRequest as ModifyGuestEndpointSettingRequest
    from hcspy.hcn.guest.modify import ModifyGuestNamespaceSettingRequest as ModifyGuestNamespaceSettingRequest
    from hcspy.hcn.guest.objects import GuestEndpoint as GuestEndpoint
    from hcspy.hcn.guest.objects import GuestEndpointState as GuestEndpointState
    from hcspy.hcn.guest.objects import GuestFirewall as GuestFirewall
    from hcspy.hcn.guest.objects import GuestNamespace as GuestNamespace
    from hcspy.hcn.guest.objects import GuestNamespaceResource as GuestNamespaceResource
    from hcspy.hcn.guest.objects import GuestService as GuestService
    from hcspy.hcn.guestnetworkservice import GuestNetworkService as GuestNetworkService
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceFlags as GuestNetworkServiceFlags
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceInterface as GuestNetworkServiceInterface
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceInterfaceState as GuestNetworkServiceInterfaceState
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceNotificationData as GuestNetworkServiceNotificationData
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceNotificationType as GuestNetworkServiceNotificationType
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceResourceType as GuestNetworkServiceResourceType
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceSettings as GuestNetworkServiceSettings
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceState as GuestNetworkServiceState
    from hcspy.hcn.guestnetworkservice import GuestNetworkServiceStateRequest as GuestNetworkServiceStateRequest
    from hcspy.hcn.guestnetworkservice import (
        ModifyGuestNetworkServiceSettingRequest as ModifyGuestNetworkServiceSettingRequest,
    )
    from hcspy.hcn.guestnetworkservice import RpcConnectionInformation as RpcConnectionInformation
    from hcspy.hcn.guestnetworkservice import RpcEndpointType as RpcEndpointType
    from hcspy.hcn.health import ExtraParams as ExtraParams
    from hcspy.hcn.health import Health as Health
    from hcspy.hcn.health import Telemetry as Telemetry
    from hcspy.hcn.ipam import Ipam as Ipam
    from hcspy.hcn.ipam import IpamType as IpamType
    from hcspy.hcn.ipam import IpSubnet as IpSubnet
    from hcspy.hcn.ipam import IPSubnetFlags as IPSubnetFlags
    from hcspy.hcn.ipam import Route as Route
    from hcspy.hcn.ipam import Subnet as Subnet
    from hcspy.hcn.ipam import SubnetFlags as SubnetFlags
    from hcspy.hcn.loadbalancer import HostComputeLoadBalancer as HostComputeLoadBalancer
    from hcspy.hcn.loadbalancer import LoadBalancerDistribution as LoadBalancerDistribution
    from hcspy.hcn.loadbalancer import LoadBalancerFlags as LoadBalancerFlags
    from hcspy.hcn.loadbalancer import LoadBalancerPortMapping as LoadBalancerPortMapping
    from hcspy.hcn.loadbalancer import LoadBalancerPortMappingFlags as LoadBalancerPortMappingFlags
    from hcspy.hcn.modify import EndpointResourceType as EndpointResourceType
    from hcspy.hcn.modify import EndpointSettings as EndpointSettings
    from hcspy.hcn.modify import Extension as Extension
    from hcspy.hcn.modify import IPSubnetNetworkRequest as IPSubnetNetworkRequest
    from hcspy.hcn.modify import ModifyEndpointSettingRequest as ModifyEndpointSettingRequest
    from hcspy.hcn.modify import ModifyNamespaceSettingRequest as ModifyNamespaceSettingRequest
    from hcspy.hcn.modify import ModifyNetworkSettingRequest as ModifyNetworkSettingRequest
    from hcspy.hcn.modify import ModifyRequestType as ModifyRequestType
    from hcspy.hcn.modify import ModifySettingRequest as ModifySettingRequest
    from hcspy.hcn.modify import NamespaceContainerRequest as NamespaceContainerRequest
    from hcspy.hcn.modify import NamespaceEndpointRequest as NamespaceEndpointRequest
    from hcspy.hcn.modify import NamespaceSettings as NamespaceSettings
    from hcspy.hcn.modify import NetworkResourceType as NetworkResourceType
    from hcspy.hcn.modify import NetworkSettings as NetworkSettings
    from hcspy.hcn.modify import PolicyEndpointRequest as PolicyEndpointRequest
    from hcspy.hcn.modify import PolicyNetworkRequest as PolicyNetworkRequest
    from hcspy.hcn.modify import RequestType as RequestType
    from hcspy.hcn.modify import SubnetNetworkRequest as SubnetNetworkRequest
    from hcspy.hcn.modify import VmEndpointRequest as VmEndpointRequest
    from hcspy.hcn.namespace import HostComputeNamespace as HostComputeNamespace
    from hcspy.hcn.namespace import NamespaceResource as NamespaceResource
    from hcspy.hcn.namespace import NamespaceResourceContainer as NamespaceResourceContainer
    from hcspy.hcn.namespace import NamespaceResourceEndpoint as NamespaceResourceEndpoint
    from hcspy.hcn.namespace import NamespaceResourceType as NamespaceResourceType
    from hcspy.hcn.namespace import NamespaceType as NamespaceType
    from hcspy.hcn.namespace import ResourceData as ResourceData
    from hcspy.hcn.network import HostComputeNetwork as HostComputeNetwork
    from hcspy.hcn.network import MacPool as MacPool
    from hcspy.hcn.network import MacRange as MacRange
    from hcspy.hcn.network import NetworkAdditionalParams as NetworkAdditionalParams
    from hcspy.hcn.network import NetworkFlags as NetworkFlags
    from hcspy.hcn.network import NetworkMode as NetworkMode
    from hcspy.hcn.network import NetworkType as NetworkType
    from hcspy.hcn.notifications import NotificationBase as NotificationBase
    from hcspy.hcn.notifications import NotificationType as NotificationType
    from hcspy.hcn.policy import ACL as ACL
    from hcspy.hcn.policy import ENDPOINT_POLICIES as ENDPOINT_POLICIES
    from hcspy.hcn.policy import IOV as IOV
    from hcspy.hcn.policy import L4WFPPROXY as L4WFPPROXY
    from hcspy.hcn.policy import NETWORK_POLICIES as NETWORK_POLICIES
    from hcspy.hcn.policy import QOS as QOS
    from hcspy.hcn.policy import SUBNET_POLICIES as SUBNET_POLICIES
    from hcspy.hcn.policy import VLAN as VLAN
    from hcspy.hcn.policy import VSID as VSID
    from hcspy.hcn.policy import AclPolicySetting as AclPolicySetting
    from hcspy.hcn.policy import ActionType as ActionType
    from hcspy.hcn.policy import Authentication as Authentication
    from hcspy.hcn.policy import AuthenticationCertificate as AuthenticationCertificate
    from hcspy.hcn.policy import AuthenticationMethod as AuthenticationMethod
    from hcspy.hcn.policy import AuthenticationPresharedKey as AuthenticationPresharedKey
    from hcspy.hcn.policy import AuthenticationType as AuthenticationType
    from hcspy.hcn.policy import AutomaticDNS as AutomaticDNS
    from hcspy.hcn.policy import AutomaticDNSNetworkPolicySetting as AutomaticDNSNetworkPolicySetting
    from hcspy.hcn.policy import CommonAclPolicySetting as CommonAclPolicySetting
    from hcspy.hcn.policy import CommonL4ProxyPolicySetting as CommonL4ProxyPolicySetting
    from hcspy.hcn.policy import DirectionType as DirectionType
    from hcspy.hcn.policy import DrMacAddress as DrMacAddress
    from hcspy.hcn.policy import DrMacAddressNetworkPolicySetting as DrMacAddressNetworkPolicySetting
    from hcspy.hcn.policy import EncapOverhead as EncapOverhead
    from hcspy.hcn.policy import EncapOverheadEndpointPolicySetting as EncapOverheadEndpointPolicySetting
    from hcspy.hcn.policy import Encryption as Encryption
    from hcspy.hcn.policy import EncryptionMethod as EncryptionMethod
    from hcspy.hcn.policy import EncryptionPolicySetting as EncryptionPolicySetting
    from hcspy.hcn.policy import EndpointPolicy as EndpointPolicy
    from hcspy.hcn.policy import EndpointPolicyType as EndpointPolicyType
    from hcspy.hcn.policy import Firewall as Firewall
    from hcspy.hcn.policy import FirewallPolicyFlags as FirewallPolicyFlags
    from hcspy.hcn.policy import FirewallPolicySetting as FirewallPolicySetting
    from hcspy.hcn.policy import FirewallVMType as FirewallVMType
    from hcspy.hcn.policy import FiveTuple as FiveTuple
    from hcspy.hcn.policy import HostRoute as HostRoute
    from hcspy.hcn.policy import HostRoutePolicySetting as HostRoutePolicySetting
    from hcspy.hcn.policy import InterfaceConstraintEndpointPolicySetting as InterfaceConstraintEndpointPolicySetting
    from hcspy.hcn.policy import InterfaceConstraintNetworkPolicySetting as InterfaceConstraintNetworkPolicySetting
    from hcspy.hcn.policy import InterfaceConstraintPolicySetting as InterfaceConstraintPolicySetting
    from hcspy.hcn.policy import InterfaceParameters as InterfaceParameters
    from hcspy.hcn.policy import InterfaceParametersPolicySetting as InterfaceParametersPolicySetting
    from hcspy.hcn.policy import Iov as Iov
    from hcspy.hcn.policy import IovInterruptModerationType as IovInterruptModerationType
    from hcspy.hcn.policy import IovPolicySetting as IovPolicySetting
    from hcspy.hcn.policy import L2Driver as L2Driver
    from hcspy.hcn.policy import L2DriverPolicySetting as L2DriverPolicySetting
    from hcspy.hcn.policy import L4ProxyEndpointPolicySetting as L4ProxyEndpointPolicySetting
    from hcspy.hcn.policy import L4ProxyNetworkPolicySetting as L4ProxyNetworkPolicySetting
    from hcspy.hcn.policy import L4ProxyPolicySetting as L4ProxyPolicySetting
    from hcspy.hcn.policy import L4WfpProxyPolicySetting as L4WfpProxyPolicySetting
    from hcspy.hcn.policy import LayerConstraint as LayerConstraint
    from hcspy.hcn.policy import LayerConstraintNetworkPolicySetting as LayerConstraintNetworkPolicySetting
    from hcspy.hcn.policy import NatFlags as NatFlags
    from hcspy.hcn.policy import NetAdapterName as NetAdapterName
    from hcspy.hcn.policy import NetAdapterNameNetworkPolicySetting as NetAdapterNameNetworkPolicySetting
    from hcspy.hcn.policy import NetworkACL as NetworkACL
    from hcspy.hcn.policy import NetworkACLPolicySetting as NetworkACLPolicySetting
    from hcspy.hcn.policy import NetworkAclPolicySetting as NetworkAclPolicySetting
    from hcspy.hcn.policy import NetworkPolicy as NetworkPolicy
    from hcspy.hcn.policy import NetworkPolicyType as NetworkPolicyType
    from hcspy.hcn.policy import OutBoundNAT as OutBoundNAT
    from hcspy.hcn.policy import OutboundNatPolicySetting as OutboundNatPolicySetting
    from hcspy.hcn.policy import PortMapping as PortMapping
    from hcspy.hcn.policy import PortMappingPolicySetting as PortMappingPolicySetting
    from hcspy.hcn.policy import PortName as PortName
    from hcspy.hcn.policy import PortnameEndpointPolicySetting as PortnameEndpointPolicySetting
    from hcspy.hcn.policy import PrioritizedAuthenticationMethod as PrioritizedAuthenticationMethod
    from hcspy.hcn.policy import ProtocolType as ProtocolType
    from hcspy.hcn.policy import ProviderAddressEndpointPolicySetting as ProviderAddressEndpointPolicySetting
    from hcspy.hcn.policy import ProviderAddressNetworkPolicySetting as ProviderAddressNetworkPolicySetting
    from hcspy.hcn.policy import ProxyExceptions as ProxyExceptions
    from hcspy.hcn.policy import ProxyType as ProxyType
    from hcspy.hcn.policy import QosPolicySetting as QosPolicySetting
    from hcspy.hcn.policy import RemoteSubnetRoute as RemoteSubnetRoute
    from hcspy.hcn.policy import RemoteSubnetRoutePolicySetting as RemoteSubnetRoutePolicySetting
    from hcspy.hcn.policy import RuleType as RuleType
    from hcspy.hcn.policy import SDNRoute as SDNRoute
    from hcspy.hcn.policy import SDNRoutePolicySetting as SDNRoutePolicySetting
    from hcspy.hcn.policy import SetPolicy as SetPolicy
    from hcspy.hcn.policy import SetPolicySetting as SetPolicySetting
    from hcspy.hcn.policy import SetPolicyType as SetPolicyType
    from hcspy.hcn.policy import SetPolicyTypes as SetPolicyTypes
    from hcspy.hcn.policy import SourceMacAddress as SourceMacAddress
    from hcspy.hcn.policy import SourceMacAddressNetworkPolicySetting as SourceMacAddressNetworkPolicySetting
    from hcspy.hcn.policy import SubnetPolicy as SubnetPolicy
    from hcspy.hcn.policy import SubnetPolicyType as SubnetPolicyType
    from hcspy.hcn.policy import TierAcl as TierAcl
    from hcspy.hcn.policy import TierAclPolicySetting as TierAclPolicySetting
    from hcspy.hcn.policy import TierAclRule as TierAclRule
    from hcspy.hcn.policy import UnknownPolicy as UnknownPolicy
    from hcspy.hcn.policy import VlanPolicySetting as VlanPolicySetting
    from hcspy.hcn.policy import VsidPolicySetting as VsidPolicySetting
    from hcspy.hcn.policy import VSwitchExtension as VSwitchExtension
    from hcspy.hcn.policy import VSwitchExtensionNetworkPolicySetting as VSwitchExtensionNetworkPolicySetting
    from hcspy.hcn.policy import VxlanPort as VxlanPort
    from hcspy.hcn.policy import VxlanPortPolicySetting as VxlanPortPolicySetting
    from hcspy.hcn.policylist import HostComputePolicyList as HostComputePolicyList
    from hcspy.hcn.ports import PortAccess as PortAccess
    from hcspy.hcn.ports import PortProtocol as PortProtocol
    from hcspy.hcn.ports import PortRangeEntry as PortRangeEntry
    from hcspy.hcn.ports import PortRangeReservation as PortRangeReservation
    from hcspy.hcn.query import HostComputeQuery as HostComputeQuery
    from hcspy.hcn.query import HostComputeQueryFlags as HostComputeQueryFlags
    from hcspy.hcn.query import HostResourceType as HostResourceType
    from hcspy.hcn.resources import Allocator as Allocator
    from hcspy.hcn.resources import AllocatorHealth as AllocatorHealth
    from hcspy.hcn.resources import Resources as Resources
    from hcspy.hcn.response import HNSResponse as HNSResponse
    from hcspy.hcn.response import ModifyNamespaceSettingResponse as ModifyNamespaceSettingResponse
    from hcspy.hcn.response import ModifySettingResponse as ModifySettingResponse
    from hcspy.hcn.response import Response as Response
    from hcspy.hcn.route import HostComputeRoute as HostComputeRoute
    from hcspy.hcn.snapshot import Snapshot as Snapshot
    from hcspy.hcn.stats import EndpointStats as EndpointStats
    from hcspy.hcn.support import AclFeatures as AclFeatures
    from hcspy.hcn.support import ApiSupport as ApiSupport
    from hcspy.hcn.support import SupportedFeatures as SupportedFeatures
    from hcspy.hcn.version import SchemaVersion as SchemaVersion
    from hcspy.hcn.version import Version as Version

_HOME = {
    "attachment": "namespace_of",
    "base": "Base BasePolicy EntityFlags Feature",
    "dns": "DNS Dns",
    "endpoint": "EndpointAdditionalParams EndpointFlags HostComputeEndpoint IpConfig",
    "events": "Changed Event EventsLost Existing Notified ServiceRestarted Synced",
    "globals": "Globals",
    "guest.interface": (
        "GuestDNS GuestRoute IPAddress InterfaceNotificationMessage MacAddress Neighbor NetworkInterface "
        "RegKey RegistryKey Xlat"
    ),
    "guest.modify": (
        "GuestEndpointResourceType GuestEndpointSettings GuestModifySettingRequest "
        "GuestNamespaceResourceType GuestNamespaceSettings GuestResourceType GuestSettings "
        "ModifyGuestEndpointSettingRequest ModifyGuestNamespaceSettingRequest"
    ),
    "guest.objects": (
        "GuestEndpoint GuestEndpointState GuestFirewall GuestNamespace GuestNamespaceResource GuestService"
    ),
    "guestnetworkservice": (
        "GuestNetworkService GuestNetworkServiceFlags GuestNetworkServiceInterface "
        "GuestNetworkServiceInterfaceState GuestNetworkServiceNotificationData "
        "GuestNetworkServiceNotificationType GuestNetworkServiceResourceType GuestNetworkServiceSettings "
        "GuestNetworkServiceState GuestNetworkServiceStateRequest ModifyGuestNetworkServiceSettingRequest "
        "RpcConnectionInformation RpcEndpointType"
    ),
    "health": "ExtraParams Health Telemetry",
    "ipam": "IPSubnetFlags IpSubnet Ipam IpamType Route Subnet SubnetFlags",
    "loadbalancer": (
        "HostComputeLoadBalancer LoadBalancerDistribution LoadBalancerFlags LoadBalancerPortMapping "
        "LoadBalancerPortMappingFlags"
    ),
    "modify": (
        "EndpointResourceType EndpointSettings Extension IPSubnetNetworkRequest "
        "ModifyEndpointSettingRequest ModifyNamespaceSettingRequest ModifyNetworkSettingRequest "
        "ModifyRequestType ModifySettingRequest NamespaceContainerRequest NamespaceEndpointRequest "
        "NamespaceSettings NetworkResourceType NetworkSettings PolicyEndpointRequest PolicyNetworkRequest "
        "RequestType SubnetNetworkRequest VmEndpointRequest"
    ),
    "namespace": (
        "HostComputeNamespace NamespaceResource NamespaceResourceContainer NamespaceResourceEndpoint "
        "NamespaceResourceType NamespaceType ResourceData"
    ),
    "network": "HostComputeNetwork MacPool MacRange NetworkAdditionalParams NetworkFlags NetworkMode NetworkType",
    "notifications": "NotificationBase NotificationType",
    "policy": (
        "ACL AclPolicySetting ActionType Authentication AuthenticationCertificate AuthenticationMethod "
        "AuthenticationPresharedKey AuthenticationType AutomaticDNS AutomaticDNSNetworkPolicySetting "
        "CommonAclPolicySetting CommonL4ProxyPolicySetting DirectionType DrMacAddress "
        "DrMacAddressNetworkPolicySetting ENDPOINT_POLICIES EncapOverhead "
        "EncapOverheadEndpointPolicySetting Encryption EncryptionMethod EncryptionPolicySetting "
        "EndpointPolicy EndpointPolicyType Firewall FirewallPolicyFlags FirewallPolicySetting "
        "FirewallVMType FiveTuple HostRoute HostRoutePolicySetting IOV "
        "InterfaceConstraintEndpointPolicySetting InterfaceConstraintNetworkPolicySetting "
        "InterfaceConstraintPolicySetting InterfaceParameters InterfaceParametersPolicySetting Iov "
        "IovInterruptModerationType IovPolicySetting L2Driver L2DriverPolicySetting "
        "L4ProxyEndpointPolicySetting L4ProxyNetworkPolicySetting L4ProxyPolicySetting L4WFPPROXY "
        "L4WfpProxyPolicySetting LayerConstraint LayerConstraintNetworkPolicySetting NETWORK_POLICIES "
        "NatFlags NetAdapterName NetAdapterNameNetworkPolicySetting NetworkACL NetworkACLPolicySetting "
        "NetworkAclPolicySetting NetworkPolicy NetworkPolicyType OutBoundNAT OutboundNatPolicySetting "
        "PortMapping PortMappingPolicySetting PortName PortnameEndpointPolicySetting "
        "PrioritizedAuthenticationMethod ProtocolType ProviderAddressEndpointPolicySetting "
        "ProviderAddressNetworkPolicySetting ProxyExceptions ProxyType QOS QosPolicySetting "
        "RemoteSubnetRoute RemoteSubnetRoutePolicySetting RuleType SDNRoute SDNRoutePolicySetting "
        "SUBNET_POLICIES SetPolicy SetPolicySetting SetPolicyType SetPolicyTypes SourceMacAddress "
        "SourceMacAddressNetworkPolicySetting SubnetPolicy SubnetPolicyType TierAcl TierAclPolicySetting "
        "TierAclRule UnknownPolicy VLAN VSID VSwitchExtension VSwitchExtensionNetworkPolicySetting "
        "VlanPolicySetting VsidPolicySetting VxlanPort VxlanPortPolicySetting"
    ),
    "policylist": "HostComputePolicyList",
    "ports": "PortAccess PortProtocol PortRangeEntry PortRangeReservation",
    "query": "HostComputeQuery HostComputeQueryFlags HostResourceType",
    "resources": "Allocator AllocatorHealth Resources",
    "response": "HNSResponse ModifyNamespaceSettingResponse ModifySettingResponse Response",
    "route": "HostComputeRoute",
    "snapshot": "Snapshot",
    "stats": "EndpointStats",
    "support": "AclFeatures ApiSupport SupportedFeatures",
    "version": "SchemaVersion Version",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
