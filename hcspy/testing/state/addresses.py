"""Which addresses an endpoint gets, and which it may not have."""

from __future__ import annotations

import dataclasses
import ipaddress
from typing import TYPE_CHECKING, Final

from .documents import Document
from .faults import INVALID_IP, OBJECT_EXISTS, SUBNET_NOT_FOUND, Fault
from .macs import free_number
from .networktypes import network_type
from .store import Object
from .subnets import Address, Subnet, parse_address

if TYPE_CHECKING:
    from .state import State

_NEEDS_SUBNET: Final = frozenset({"L2Bridge", "L2Tunnel", "Overlay"})
_LARGEST: Final = 1 << 32
"""An IPv6 range is used from its start, as far as this."""


@dataclasses.dataclass(frozen=True)
class Place:
    """An address and the subnet it is in, if it is in one."""

    address: Address
    text: str
    subnet: Subnet | None


@dataclasses.dataclass(frozen=True)
class Placement:
    """An endpoint's addresses: of each version at most one."""

    v4: Place | None
    v6: Place | None


def place_addresses(state: State, network: Object, request: Document) -> Placement:
    """Check the addresses that a request names, and choose those that it leaves open."""
    # fidelity: HNS-E05 HNS-E06 HNS-E09
    subnets = state.networks.subnets(network)
    remote = bool(request.get("IsRemoteEndpoint"))
    if not subnets and not remote and network_type(network.document) in _NEEDS_SUBNET:
        raise Fault(SUBNET_NOT_FOUND, "the network has no subnet")
    places: list[Place | None] = []
    for version, name in ((4, "IPAddress"), (6, "IPv6Address")):
        fit = [subnet for subnet in subnets if subnet.version == version]
        if request.get(name):
            places.append(_given(state, network, request, name, subnets))
        elif fit and not remote:
            places.append(_chosen(state, network, fit))
        else:
            places.append(None)
    return Placement(*places)


def _given(state: State, network: Object, request: Document, name: str, subnets: list[Subnet]) -> Place:
    # fidelity: HNS-E10 HNS-E11 HNS-E12 HNS-E13
    address = parse_address(request[name])
    gateway = request.get("GatewayAddress" if name == "IPAddress" else "GatewayAddressV6")
    subnet = next((subnet for subnet in subnets if address in subnet.range), None)
    if not request.get("IsRemoteEndpoint"):
        if subnets and subnet is None:
            raise Fault(state.profile.outside_subnet, f"{address} is outside of every subnet")
        if subnet is not None and subnet.reserves(address):
            raise Fault(state.profile.reserved_address, f"{address} is reserved")
        if _is_gateway(address, subnet, gateway):
            raise Fault(OBJECT_EXISTS, f"{address} is the gateway")
    if state.endpoints.table.holds("ip", (network.id, address)):
        raise Fault(OBJECT_EXISTS, f"{address} is in use")
    return Place(address, str(request[name]), subnet)


def _is_gateway(address: Address, subnet: Subnet | None, given: object) -> bool:
    reserved = subnet is not None and subnet.keeps_gateway and address == subnet.gateway
    return reserved or str(address) == given


def _chosen(state: State, network: Object, subnets: list[Subnet]) -> Place:
    # fidelity: HNS-E05
    for subnet in subnets:
        first, last = subnet.span
        size = min(last - first + 1, _LARGEST)
        offset = free_number(state.chance, size, lambda n, subnet=subnet: _used(state, network, subnet, n))  # type: ignore[misc]
        if offset is not None:
            address = _numbered(subnet, offset)
            return Place(address, str(address), subnet)
    raise Fault(INVALID_IP, "no address is free")


def _numbered(subnet: Subnet, offset: int) -> Address:
    number = subnet.span[0] + offset
    return ipaddress.IPv4Address(number) if subnet.version == 4 else ipaddress.IPv6Address(number)


def _used(state: State, network: Object, subnet: Subnet, offset: int) -> bool:
    address = _numbered(subnet, offset)
    return address == subnet.gateway or state.endpoints.table.holds("ip", (network.id, address))
