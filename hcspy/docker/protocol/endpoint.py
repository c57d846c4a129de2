"""Endpoints: a container's place in a network, and how the container gets into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import attrs

from hcspy.codec import Address, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointInterface:
    """The addresses of an endpoint. In an answer: only those that the request left empty."""

    address: Address = ""
    """The IPv4 address with its prefix length, `10.0.0.2/24`."""

    address_ipv6: Address = attrs.field(default="", metadata=key("AddressIPv6"))
    """The IPv6 address with its prefix length."""

    mac_address: str = ""
    """The MAC address; the engine writes it with colons and reads it with dashes, too."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CreateEndpointRequest:
    """A container is to have an endpoint in a network. Which container is not said."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id, 64 hexadecimal digits."""

    interface: EndpointInterface = attrs.field(factory=EndpointInterface, metadata=key(always=True))
    """The addresses that the engine chose."""

    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """Ports, name servers and the like, by Docker's labels: `com.docker.network.portmap`, ..."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CreateEndpointResponse:
    """What the driver chose.

    >>> from hcspy import to_json
    >>> to_json(CreateEndpointResponse(interface=EndpointInterface(mac_address="00:15:5d:00:00:01")))
    '{"Interface":{"MacAddress":"00:15:5d:00:00:01"}}'
    """

    interface: EndpointInterface = attrs.field(factory=EndpointInterface, metadata=key(always=True))
    """Addresses that the engine left to the driver. The engine refuses one that it chose itself, and has the endpoint
    deleted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DeleteEndpointRequest:
    """An endpoint is to go. The engine forgets it whatever the answer is."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointInfoRequest:
    """What is there to know of an endpoint? (`EndpointOperInfo`)"""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointInfoResponse:
    """What is known of an endpoint."""

    value: Mapping[str, Any] = attrs.field(factory=dict, hash=False, metadata=key(always=True))
    """By Docker's labels. On Windows the engine puts the HNS endpoint whose id stands under `hnsid` into the
    container, so there it has to be given."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JoinRequest:
    """A container starts with an endpoint, or one that runs gets it."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    sandbox_key: str = ""
    """What names the container's network: a path of a network namespace on Linux, an id on Windows."""

    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """As in `CreateEndpointRequest`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceName:
    """A Linux interface that the engine is to move into the container."""

    src_name: str = ""
    """Its name on the host."""

    dst_prefix: str = ""
    """What its name in the container begins with, `eth`; the engine adds a number."""

    dst_name: str = ""
    """Its whole name in the container. Engines so far have not looked at it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


class RouteType(IntEnum):
    """Where a route leads."""

    NEXT_HOP = 0
    """To a next hop."""

    CONNECTED = 1
    """To what the interface is connected with."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class StaticRoute:
    """A route of the container."""

    destination: Address
    """The destination as a prefix, `10.99.0.0/16`."""

    route_type: RouteType | int = attrs.field(default=RouteType.NEXT_HOP, metadata=key(always=True))
    """Whether there is a next hop."""

    next_hop: Address = ""
    """The address of the next hop."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JoinResponse:
    """How the container gets into the network.

    Without an interface name the container starts, and has no interface from the engine: as on Windows, where HNS
    gives it one. A gateway without an interface keeps a Linux container from starting.
    """

    interface_name: InterfaceName | None = None
    """The interface to move, on Linux."""

    gateway: Address = ""
    """The IPv4 gateway, without a prefix length."""

    gateway_ipv6: Address = attrs.field(default="", metadata=key("GatewayIPv6"))
    """The IPv6 gateway, without a prefix length."""

    static_routes: Sequence[StaticRoute] = ()
    """Routes of the container."""

    disable_gateway_service: bool = False
    """Whether the engine does without its own bridge, which it otherwise adds as the way out."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class LeaveRequest:
    """A container ends, or loses an endpoint. The engine goes on whatever the answer is."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProgramExternalConnectivityRequest:
    """The endpoint is now the container's way to the outside: published ports are to lead to it."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """As in `CreateEndpointRequest`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RevokeExternalConnectivityRequest:
    """The endpoint is no longer the container's way to the outside."""

    network_id: str = attrs.field(metadata=key("NetworkID"))
    """The network's id."""

    endpoint_id: str = attrs.field(metadata=key("EndpointID"))
    """The endpoint's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
