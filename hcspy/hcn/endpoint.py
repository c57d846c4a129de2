"""Endpoints: what a container, virtual machine or host plugs into a network."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Address, Guid, Reference, Wire, arrays, key
from hcspy.hcn.dns import Dns
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.ipam import Route
from hcspy.hcn.policy import EndpointPolicy
from hcspy.hcn.version import SchemaVersion, schema_2_0

if TYPE_CHECKING:
    from hcspy.hcn.namespace import HostComputeNamespace
    from hcspy.hcn.network import HostComputeNetwork


class EndpointFlags(enum.IntFlag):
    """Switches of an endpoint. 1 is hcsshim's, 2 Microsoft's; the other numbers are inferred from the schema's order.

    >>> EndpointFlags(1)
    <EndpointFlags.REMOTE_ENDPOINT: 1>
    """

    NONE = 0
    """None of them."""

    REMOTE_ENDPOINT = 1
    """It lives on another host: a place holder with address and ProviderAddress policy, which cannot be attached."""

    DISABLE_INTER_COMPUTE_COMMUNICATION = 2
    """It is cut off from other containers of the host."""

    ENABLE_MIRRORING = 4
    """It mirrors an interface of the host."""

    ENABLE_LOW_INTERFACE_METRIC = 8
    """Its interface is preferred to others for routing."""

    OVERRIDE_DNS_SERVER_ORDER = 16
    """Its DNS servers are asked in the order given."""

    ENABLE_DHCP = 32
    """Its address comes from a DHCP server."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class IpConfig:
    """An address of an endpoint.

    >>> IpConfig(ip_address="192.168.128.4", prefix_length=20).prefix_length
    20
    """

    ip_address: Address | None = None
    """The address; a free one of the subnet if there is none, not the lowest (recorded)."""

    prefix_length: int | None = None
    """The length of the subnet's prefix, 8 bits; the subnet's if there is none. 32, a prefix of one address, from HNS
    9.3 of 1809 and from 10.4 on (hcsshim)."""

    ip_subnet_id: Guid | None = attrs.field(default=None, metadata=key(since="HCN 2.3"))
    """The part of the subnet that the address is from: an `IpSubnet`'s id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointAdditionalParams:
    """Further settings of an endpoint: the switch port that it is to use.

    >>> EndpointAdditionalParams(switch_id="9DD95ECE-3B9B-417B-9F43-7B58F5B390D1").switch_port_id is None
    True
    """

    switch_id: Guid | None = None
    """The switch."""

    switch_port_id: Guid | None = None
    """The port of the switch."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputeEndpoint:
    """An endpoint. The members up to `schema_version` are hcsshim's, in its order; the others are the schema's.

    >>> from hcspy.hcn import PortMapping
    >>> endpoint = HostComputeEndpoint(
    ...     host_compute_network="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f",
    ...     policies=[PortMapping(protocol="tcp", internal_port=80, external_port=8080)],
    ... )
    >>> endpoint.policies[0].internal_port
    80
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    name: str | None = None
    """A name, which others may have too; `Ethernet` if there is none (recorded)."""

    host_compute_network: Reference[HostComputeNetwork] | None = None
    """The network, or its id."""

    host_compute_namespace: Reference[HostComputeNamespace] | None = None
    """The namespace that it is in, zeros for none. Read only: namespaces have verbs to add and remove endpoints."""

    policies: Sequence[EndpointPolicy] = ()
    """Its policies."""

    ip_configurations: Sequence[IpConfig] = ()
    """Its addresses: one, or one of each IP version with dual stack (HNS 11.10)."""

    dns: Dns = attrs.field(factory=Dns, metadata=key(always=True))
    """Name resolution; the network's if it is empty."""

    routes: Sequence[Route] = ()
    """Its routes; the subnet's if there are none."""

    mac_address: str | None = None
    """The MAC address, hexadecimal with dashes; one of the network's pool if there is none."""

    flags: EndpointFlags | int = 0
    """Switches."""

    health: Health = attrs.field(factory=Health, metadata=key(always=True))
    """Its condition. Read only."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document; without one the service takes it for a document of HNS v1."""

    owner: str | None = None
    """Who made it, free to choose."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: EndpointAdditionalParams | Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """Where it is in its life, 16 bits: 1 is created, 2 attached (recorded). Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def is_remote(self) -> bool:
        """Whether it lives on another host."""
        return bool(_number(self.flags) & EndpointFlags.REMOTE_ENDPOINT)

    @property
    def ip_addresses(self) -> tuple[str, ...]:
        """Its addresses, as text."""
        return tuple(str(held.ip_address) for held in self.ip_configurations if held.ip_address)


def _number(flags: Any) -> int:
    return flags if isinstance(flags, int) else 0
