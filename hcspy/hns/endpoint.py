"""Endpoints: what a container, virtual machine or host plugs into a network."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Address, Addresses, Guid, Reference, Wire, key
from hcspy.hns.health import Health
from hcspy.hns.interface import InterfaceConstraint
from hcspy.hns.namespace import Namespace
from hcspy.hns.network import HNSNetwork, NetworkType
from hcspy.hns.policy import EndpointPolicy


class EndpointState(enum.IntEnum):
    """Where an endpoint is in its life."""

    UNINITIALIZED = 0
    CREATED = 1
    ATTACHED = 2
    ATTACHED_SHARING = 3
    DETACHED = 4
    DEGRADED = 5
    DESTROYED = 6


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSEndpoint:
    """An endpoint as the service sends and takes it."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    name: str | None = None
    virtual_network: Reference[HNSNetwork] | None = None
    virtual_network_name: str | None = None
    policies: Sequence[EndpointPolicy] = ()
    mac_address: str | None = None
    ip_address: Address | None = attrs.field(default=None, metadata=key("IPAddress"))
    ipv6_address: Address | None = attrs.field(default=None, metadata=key("IPv6Address"))
    dns_suffix: str | None = attrs.field(default=None, metadata=key("DNSSuffix"))
    dns_server_list: Addresses | None = attrs.field(default=None, metadata=key("DNSServerList"))
    dns_domain: str | None = attrs.field(default=None, metadata=key("DNSDomain"))
    gateway_address: Address | None = None
    gateway_address_v6: Address | None = None
    enable_internal_dns: bool | None = attrs.field(default=None, metadata=key("EnableInternalDNS"))
    disable_icc: bool | None = attrs.field(default=None, metadata=key("DisableICC"))
    prefix_length: int | None = None
    ipv6_prefix_length: int | None = attrs.field(default=None, metadata=key("IPv6PrefixLength"))
    is_remote_endpoint: bool | None = None
    enable_low_metric: bool | None = None
    namespace: Namespace | None = None
    encap_overhead: int | None = None
    shared_containers: Sequence[str] = ()
    state: EndpointState | int | None = None
    ip_subnet_id: Guid | None = attrs.field(default=None, metadata=key("IPSubnetId", since="HNS 11.0"))
    type: NetworkType | str | None = None
    flags: int = 0
    interface_constraint: InterfaceConstraint | None = None
    port_friendly_name: str | None = None
    start_time: int | None = None
    create_processing_start_time: int | None = None
    health: Health | None = None
    version: int | None = None
    activity_id: Guid | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
