"""Endpoints: what a container, virtual machine or host plugs into a network."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Address, Addresses, Guid, Reference, Wire, arrays, key
from hcspy.hns.health import Health
from hcspy.hns.interface import InterfaceConstraint
from hcspy.hns.network import NetworkType

if TYPE_CHECKING:
    from hcspy.hns.namespace import Namespace
    from hcspy.hns.network import HNSNetwork
    from hcspy.hns.policy import EndpointPolicy


class EndpointState(enum.IntEnum):
    """Where an endpoint is in its life; 1 and 2 were recorded, the names are hcsshim's.

    >>> EndpointState(3).name
    'ATTACHED_SHARING'
    """

    UNINITIALIZED = 0
    """Not made yet."""

    CREATED = 1
    """Made, and plugged into nothing."""

    ATTACHED = 2
    """Plugged into a container, virtual machine or the host."""

    ATTACHED_SHARING = 3
    """Shared by several containers."""

    DETACHED = 4
    """Unplugged again."""

    DEGRADED = 5
    """Half made: an attach failed."""

    DESTROYED = 6
    """Being deleted."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HNSEndpoint:
    """An endpoint as the service sends and takes it.

    The members up to `state` are hcsshim's, in its order; the others are what the service sends besides. A new endpoint
    needs its network; what else is left out the service chooses.

    >>> from hcspy.hns import NAT
    >>> endpoint = HNSEndpoint(
    ...     virtual_network="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f",
    ...     policies=[NAT(protocol="tcp", internal_port=80, external_port=8080)],
    ... )
    >>> endpoint.policies[0].internal_port
    80
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    name: str | None = None
    """A name, which others may have too; `Ethernet` if there is none (recorded)."""

    virtual_network: Reference[HNSNetwork] | None = None
    """The network, or its id."""

    virtual_network_name: str | None = None
    """The name of the network; may stand in for `virtual_network`."""

    policies: Sequence[EndpointPolicy] = ()
    """Its policies. An update replaces them all."""

    mac_address: str | None = None
    """The MAC address, hexadecimal with dashes; one of the network's pool if there is none."""

    ip_address: Address | None = attrs.field(default=None, metadata=key("IPAddress"))
    """The IPv4 address; a free one of the subnet if there is none, not the lowest (recorded)."""

    ipv6_address: Address | None = attrs.field(default=None, metadata=key("IPv6Address"))
    """The IPv6 address; beside IPv4 from HNS 11.10 on (dual stack)."""

    dns_suffix: str | None = attrs.field(default=None, metadata=key("DNSSuffix"))
    """The DNS suffix; the host's if there is none (recorded)."""

    dns_server_list: Addresses | None = attrs.field(default=None, metadata=key("DNSServerList"))
    """DNS servers, separated by commas; the gateway and the host's if there are none (recorded)."""

    dns_domain: str | None = attrs.field(default=None, metadata=key("DNSDomain"))
    """The DNS domain."""

    gateway_address: Address | None = None
    """The default gateway; the subnet's if there is none."""

    gateway_address_v6: Address | None = None
    """The default gateway for IPv6; the subnet's if there is none."""

    enable_internal_dns: bool | None = attrs.field(default=None, metadata=key("EnableInternalDNS"))
    """Whether the host resolves names for it; NAT networks."""

    disable_icc: bool | None = attrs.field(default=None, metadata=key("DisableICC"))
    """Whether it is cut off from other containers of the host (inter-container communication)."""

    prefix_length: int | None = None
    """The length of the subnet's prefix, 0 to 32; 32 from HNS 9.3 of 1809, and from 10.4 on."""

    ipv6_prefix_length: int | None = attrs.field(default=None, metadata=key("IPv6PrefixLength"))
    """The length of the IPv6 subnet's prefix, 0 to 128."""

    is_remote_endpoint: bool | None = None
    """Whether it lives on another host: a place holder with address and PA policy, which cannot be attached."""

    enable_low_metric: bool | None = None
    """Whether its interface is preferred to others for routing."""

    namespace: Namespace | None = None
    """The namespace that it is in. Read only: namespaces have verbs to add and remove endpoints."""

    encap_overhead: int | None = None
    """How many bytes encapsulation takes off the packet size, 16 bits; 50 for VXLAN."""

    shared_containers: Sequence[str] = ()
    """The ids of the containers that it is attached to. Read only."""

    state: EndpointState | int | None = None
    """Where it is in its life. Read only."""

    ip_subnet_id: Guid | None = attrs.field(default=None, metadata=key("IPSubnetId", since="HNS 11.0"))
    """The part of the subnet that its address is from: an `IpSubnet`'s id (recorded from HNS 13)."""

    type: NetworkType | str | None = None
    """The type of its network. Read only; HNS 9 and 10."""

    flags: int = 0
    """0 in all that was recorded."""

    interface_constraint: InterfaceConstraint | None = None
    """The host interface that it is tied to."""

    port_friendly_name: str | None = None
    """The name of its switch port (WSL)."""

    start_time: int | None = None
    """When it was attached: a FILETIME, units of 100 ns since 1601-01-01 UTC. Read only."""

    create_processing_start_time: int | None = None
    """When its making began: a FILETIME. Read only."""

    health: Health | None = None
    """Its condition. Read only."""

    version: int | None = None
    """The version of the service that wrote it; see `HNSVersion.unpack`. Read only."""

    activity_id: Guid | None = None
    """The activity that made it: the id in `resources`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the service set aside for it, as raw JSON; `from_json(Activity, ...)` reads it. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
