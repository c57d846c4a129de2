"""Address plans: subnets, their parts and their routes."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Address, Guid, Wire, WireEnum, arrays, key
from hcspy.hcn.base import Base
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.policy import SubnetPolicy
from hcspy.hcn.version import SchemaVersion


class IpamType(WireEnum):
    """Where the addresses of endpoints come from.

    >>> IpamType("dhcp")
    <IpamType.DHCP: 'Dhcp'>
    """

    STATIC = "Static"
    """From the subnets, given out by the service."""

    DHCP = "Dhcp"
    """From a DHCP server; Transparent networks without subnets."""


class SubnetFlags(enum.IntFlag):
    """Switches of a subnet, from schema 2.7 on; the numbers are hcsshim's.

    >>> SubnetFlags(1)
    <SubnetFlags.DO_NOT_RESERVE_GATEWAY_ADDRESS: 1>
    """

    NONE = 0
    """None of them."""

    DO_NOT_RESERVE_GATEWAY_ADDRESS = 1
    """An endpoint may have the gateway's address; it is refused otherwise."""


class IPSubnetFlags(enum.IntFlag):
    """Switches of a part of a subnet, from schema 2.5 on; 3 was recorded, the numbers are inferred from the order.

    >>> IPSubnetFlags(3).name
    'ENABLE_BROADCAST|RESERVE_NETWORK_ADDRESS'
    """

    NONE = 0
    """None of them."""

    ENABLE_BROADCAST = 1
    """The last address is for broadcasts: no endpoint gets it."""

    RESERVE_NETWORK_ADDRESS = 2
    """The first address is the network's own: no endpoint gets it."""


DEFAULT_ROUTES = ("0.0.0.0/0", "::/0")


@attrs.frozen(kw_only=True, weakref_slot=False)
class Route:
    """A route of a subnet or of an endpoint. The default route's next hop is the gateway.

    hcsshim refuses a subnet whose prefix has no default route, and any route without next hop.

    >>> Route(next_hop="10.244.1.1", destination_prefix="0.0.0.0/0").is_default
    True
    """

    next_hop: Address | None = None
    """Where packets are sent to."""

    destination_prefix: Address | None = None
    """The packets that it is for: `0.0.0.0/0` and `::/0` are the default routes."""

    metric: int | None = None
    """The cost of the route, 16 bits; the lowest wins."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def is_default(self) -> bool:
        """Whether it is for all packets of an IP version."""
        return str(self.destination_prefix) in DEFAULT_ROUTES


@attrs.frozen(kw_only=True, weakref_slot=False)
class IpSubnet(Base):
    """A part of a subnet that addresses are taken from. From schema 2.3 on; an endpoint's address names it.

    >>> IpSubnet(ip_address_prefix="10.244.1.0/25", flags="EnableBroadcast, ReserveNetworkAddress").ip_address_prefix
    '10.244.1.0/25'
    """

    ip_address_prefix: Address | None = attrs.field(default=None, metadata=key(since="HCN 2.3"))
    """The addresses, as a prefix."""

    flags: IPSubnetFlags | int = attrs.field(default=0, metadata=key(since="HCN 2.5"))
    """Switches."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Subnet:
    """An address range of a network. The gateway is the next hop of its default route.

    >>> from hcspy.hcn import VSID
    >>> subnet = Subnet(
    ...     ip_address_prefix="10.244.1.0/24",
    ...     policies=[VSID(isolation_id=4096)],
    ...     routes=[Route(next_hop="10.244.1.1", destination_prefix="0.0.0.0/0")],
    ... )
    >>> subnet.gateway
    '10.244.1.1'
    """

    ip_address_prefix: Address | None = None
    """The addresses, such as `10.244.1.0/24`."""

    policies: Sequence[SubnetPolicy] = ()
    """VLAN and VSID policies; a subnet of an Overlay network needs a VSID."""

    routes: Sequence[Route] = ()
    """The routes of its endpoints; a default route is needed."""

    flags: SubnetFlags | int = attrs.field(default=0, metadata=key(since="HCN 2.7"))
    """Switches."""

    ip_subnets: Sequence[IpSubnet] = attrs.field(default=(), metadata=key(since="HCN 2.3"))
    """The parts that addresses are taken from."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """Its id: what a request about its parts names."""

    owner: str | None = None
    """Who made it."""

    name: str | None = None
    """A name."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings, as raw JSON."""

    health: Health | None = None
    """Its condition. Read only."""

    schema_version: SchemaVersion | None = None
    """The format of the document."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """Where it is in its life, 16 bits. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def gateway(self) -> Address | None:
        """The next hop of its default route."""
        return next((route.next_hop for route in self.routes if route.is_default), None)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Ipam:
    """An address plan: where the addresses of a network's endpoints come from.

    >>> Ipam.static("10.244.1.0/24", gateway="10.244.1.1").subnets[0].gateway
    '10.244.1.1'
    """

    type: IpamType | str | None = None
    """`Static` or `Dhcp`; Static if it is left out."""

    subnets: Sequence[Subnet] = ()
    """The address ranges; one of each IP version for dual stack."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def static(
        cls,
        prefix: Address,
        *,
        gateway: Address | None = None,
        policies: Iterable[SubnetPolicy] = (),
        routes: Iterable[Route] = (),
        flags: SubnetFlags | int = 0,
    ) -> Ipam:
        """Make a plan of one subnet with a default route to the gateway.

        >>> from hcspy.codec import to_json
        >>> to_json(Ipam.static("fd00::/64", gateway="fd00::1"))
        '{"Type":"Static","Subnets":[{"IpAddressPrefix":"fd00::/64",\
"Routes":[{"NextHop":"fd00::1","DestinationPrefix":"::/0"}]}]}'
        """
        everything = DEFAULT_ROUTES[":" in str(prefix)]
        default = () if gateway is None else (Route(next_hop=gateway, destination_prefix=everything),)
        subnet = Subnet(ip_address_prefix=prefix, policies=tuple(policies), routes=(*default, *routes), flags=flags)
        return cls(type=IpamType.STATIC, subnets=(subnet,))
