"""Networks."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Address, Addresses, Guid, Wire, WireEnum, key
from hcspy.hns.health import Health
from hcspy.hns.interface import InterfaceConstraint
from hcspy.hns.policy import NetworkPolicy, SubnetPolicy


class NetworkType(WireEnum):
    """How a network reaches the outside."""

    NAT = "NAT"
    ICS = "ICS"
    TRANSPARENT = "Transparent"
    L2_BRIDGE = "L2Bridge"
    L2_TUNNEL = "L2Tunnel"
    OVERLAY = "Overlay"
    PRIVATE = "Private"
    INTERNAL = "Internal"
    MIRRORED = "Mirrored"
    INFINIBAND = "Infiniband"
    CONSTRAINED_ICS = "ConstrainedICS"
    LAYERED = "Layered"


class NetworkFlags(enum.IntFlag):
    """Switches of a network."""

    NONE = 0
    ENABLE_DNS = 1
    ENABLE_DHCP = 2
    ENABLE_MIRRORING = 4
    ENABLE_NON_PERSISTENT = 8
    ENABLE_PERSISTENT = 16
    ISOLATE_VSWITCH = 32
    ENABLE_FLOW_STEERING = 64
    DISABLE_SHARING = 128
    ENABLE_FIREWALL = 256
    SUPPRESS_MEDIA_DISCONNECT = 512
    DISABLE_HOST_PORT = 1024
    WEAK_HOST_RECEIVE_ADAPTER = 2048
    WEAK_HOST_SEND_ADAPTER = 4096
    ENABLE_IOV = 8192


@attrs.frozen(kw_only=True, weakref_slot=False)
class MacPool:
    """A range of MAC addresses that a network gives to its endpoints."""

    start_mac_address: str | None = None
    end_mac_address: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IpSubnet:
    """A part of a subnet that addresses are taken from."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    ip_address_prefix: Address | None = None
    object_type: int | None = None
    flags: int = 0
    state: int | None = None
    health: Health | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Subnet:
    """An address range that a network hands out."""

    address_prefix: Address | None = None
    gateway_address: Address | None = None
    policies: Sequence[SubnetPolicy] = ()
    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    object_type: int | None = None
    ip_subnets: Sequence[IpSubnet] = ()
    flags: int = 0
    state: int | None = None
    health: Health | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SwitchExtension:
    """An extension of the virtual switch and whether it is switched on."""

    id: Guid | None = attrs.field(default=None, metadata=key("Id"))
    is_enabled: bool | None = None
    name: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSNetwork:
    """A network as the service sends and takes it."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    name: str | None = None
    type: NetworkType | str | None = None
    network_adapter_name: str | None = None
    source_mac: str | None = None
    policies: Sequence[NetworkPolicy] = ()
    mac_pools: Sequence[MacPool] = ()
    subnets: Sequence[Subnet] = ()
    dns_suffix: str | None = attrs.field(default=None, metadata=key("DNSSuffix"))
    dns_server_list: Addresses | None = attrs.field(default=None, metadata=key("DNSServerList"))
    dns_server_compartment: int | None = attrs.field(default=None, metadata=key("DNSServerCompartment"))
    management_ip: Address | None = attrs.field(default=None, metadata=key("ManagementIP"))
    automatic_dns: bool | None = attrs.field(default=None, metadata=key("AutomaticDNS"))
    dns_domain: str | None = attrs.field(default=None, metadata=key("DNSDomain"))
    flags: NetworkFlags | int = 0
    ipv6: bool | None = attrs.field(default=None, metadata=key("IPv6"))
    isolate_switch: bool | None = None
    interface_constraint: InterfaceConstraint | None = None
    dr_mac_address: str | None = None
    current_endpoint_count: int | None = None
    max_concurrent_endpoints: int | None = None
    total_endpoints: int | None = None
    extensions: Sequence[SwitchExtension] = ()
    external_interface_address: str | None = None
    external_interface_index: int | None = None
    nat_name: str | None = None
    switch_guid: Guid | None = None
    switch_name: str | None = None
    layered_on: Guid | None = None
    computed_policies: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    state: int | None = None
    object_type: int | None = None
    health: Health | None = None
    version: int | None = None
    activity_id: Guid | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
