"""Load balancers."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Address, Guid, ProtocolNumber, Reference, Wire, arrays, key
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.version import SchemaVersion, schema_2_0

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint
    from hcspy.hcn.network import HostComputeNetwork


class LoadBalancerFlags(enum.IntFlag):
    """Switches of a load balancer; the numbers are hcsshim's.

    >>> LoadBalancerFlags.DSR
    <LoadBalancerFlags.ENABLE_DIRECT_SERVER_RETURN: 1>
    """

    NONE = 0
    """None of them."""

    ENABLE_DIRECT_SERVER_RETURN = 1
    """Answers go straight to the client: HNS 9.3 of 1809, and 10.2 on. hcsshim calls it DSR."""

    IPV6 = 2
    """Its addresses are IPv6; schema 2.8."""

    DSR = ENABLE_DIRECT_SERVER_RETURN


class LoadBalancerPortMappingFlags(enum.IntFlag):
    """Switches of one port of a load balancer; the numbers are hcsshim's.

    >>> LoadBalancerPortMappingFlags.ILB | LoadBalancerPortMappingFlags.PRESERVE_DIP
    <LoadBalancerPortMappingFlags.ENABLE_INTERNAL_LOAD_BALANCER|ENABLE_PRESERVE_DIP: 9>
    """

    NONE = 0
    """None of them."""

    ENABLE_INTERNAL_LOAD_BALANCER = 1
    """For clients on the host only. hcsshim calls it ILB."""

    LOCAL_ROUTED_VIP = 2
    """The virtual address is routed on the host: node ports (kube-proxy)."""

    NOT_USED = 4
    """Once a multiplexer; hcsshim calls it UseMux, Microsoft's schema NotUsed."""

    ENABLE_PRESERVE_DIP = 8
    """The endpoint sees the address that the client connected to; with direct server return. hcsshim: PreserveDIP."""

    ILB = ENABLE_INTERNAL_LOAD_BALANCER
    USE_MUX = NOT_USED
    PRESERVE_DIP = ENABLE_PRESERVE_DIP


class LoadBalancerDistribution(enum.IntEnum):
    """What decides which endpoint gets a connection; the numbers are hcsshim's. From schema 2.7 and HNS 12.0 on.

    >>> LoadBalancerDistribution(2).name
    'SOURCE_IP'
    """

    NONE = 0
    """All five parts of the connection: each connection by itself."""

    SOURCE_IP_PROTOCOL = 1
    """The client's address, the virtual address and the protocol."""

    SOURCE_IP = 2
    """The client's address and the virtual address: one client, one endpoint."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class LoadBalancerPortMapping:
    """One port of a load balancer.

    >>> LoadBalancerPortMapping(protocol="tcp", internal_port=8080, external_port=80).external_port
    80
    """

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP."""

    internal_port: int | None = None
    """The port of the endpoints behind the balancer, 1 to 65535; 0 is refused (0x803B002D)."""

    external_port: int | None = None
    """The port that clients connect to, 0 to 65535."""

    distribution_type: LoadBalancerDistribution | int = attrs.field(default=0, metadata=key(since="HCN 2.7"))
    """What decides which endpoint gets a connection: session affinity."""

    flags: LoadBalancerPortMappingFlags | int = 0
    """Switches."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputeLoadBalancer:
    """Spreads the connections to virtual addresses over endpoints. For L2Bridge, L2Tunnel and Overlay networks.

    The same virtual address, port and protocol cannot be had twice (0x800700B7). The members up to `flags` are
    hcsshim's, in its order; the others are the schema's.

    >>> balancer = HostComputeLoadBalancer(
    ...     host_compute_endpoints=["4f6a2c90-7d1e-4b3a-a5c8-112233445566"],
    ...     frontend_vips=["10.96.0.10"],
    ...     port_mappings=[LoadBalancerPortMapping(protocol="udp", internal_port=53, external_port=53)],
    ... )
    >>> balancer.source_vip is None
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    host_compute_endpoints: Sequence[Reference[HostComputeEndpoint]] = ()
    """The endpoints behind it, or their ids."""

    source_vip: Address | None = attrs.field(default=None, metadata=key("SourceVIP"))
    """The source address that balanced connections get; Overlay networks need one."""

    frontend_vips: Sequence[Address] = attrs.field(default=(), metadata=key("FrontendVIPs"))
    """The virtual addresses; none means the host's own, which is a node port."""

    port_mappings: Sequence[LoadBalancerPortMapping] = ()
    """Its ports."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document."""

    flags: LoadBalancerFlags | int = 0
    """Switches."""

    host_compute_network: Reference[HostComputeNetwork] | None = attrs.field(
        default=None, metadata=key(since="HCN 2.5")
    )
    """The network, or its id."""

    name: str | None = None
    """A name."""

    owner: str | None = None
    """Who made it, free to choose."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings, as raw JSON."""

    health: Health | None = None
    """Its condition. Read only."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """Where it is in its life, 16 bits: 1 is created. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
