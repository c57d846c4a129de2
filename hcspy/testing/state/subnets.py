"""Address ranges of networks: reading them, keeping them apart, choosing a free one."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any, Final

from .chance import Chance
from .documents import Document, listed
from .faults import INVALID_IP, INVALID_PREFIX, OBJECT_EXISTS, Fault

Range = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# fidelity: HNS-N09
_POOLS: Final = (ipaddress.IPv4Network("172.16.0.0/12"), ipaddress.IPv4Network("192.168.0.0/16"))
_KEEP_GATEWAY_FREE: Final = 1
"""Subnet flag DoNotReserveGatewayAddress."""


class Subnet:
    """One range of a network, as numbers."""

    __slots__ = ("bounds", "document", "gateway", "keeps_gateway", "range", "version")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.range = parse_prefix(document.get("AddressPrefix"))
        self.version = self.range.version
        self.bounds = bounds(self.range)
        gateway = document.get("GatewayAddress")
        self.gateway = parse_address(gateway) if gateway else None
        flags = document.get("Flags")
        self.keeps_gateway = not (isinstance(flags, int) and flags & _KEEP_GATEWAY_FREE)

    @property
    def span(self) -> tuple[int, int]:
        """First and last number that an endpoint may have: not the network's, nor the broadcast address."""
        _, first, last = self.bounds
        roomy = last - first >= 3
        return (first + 1, last - 1) if roomy else (first, last)

    def reserves(self, address: Address) -> bool:
        """Tell whether the address is the range's own: its first or its last."""
        first, last = self.span
        return address in self.range and not first <= int(address) <= last


def parse_prefix(text: object) -> Range:
    """Read `10.0.0.0/24`; host bits are tolerated."""
    if isinstance(text, str) and "/" in text:
        try:
            return ipaddress.ip_network(text, strict=False)
        except ValueError:
            pass
    raise Fault(INVALID_PREFIX, f"{text!r} is not an address prefix")


def parse_address(text: object) -> Address:
    """Read an IPv4 or IPv6 address."""
    if isinstance(text, str):
        try:
            return ipaddress.ip_address(text)
        except ValueError:
            pass
    raise Fault(INVALID_IP, f"{text!r} is not an address")


def readable(documents: Any) -> list[Subnet]:
    """Read the subnets of a stored network; what cannot be read (recorded, cut) is passed over."""
    found = []
    for document in listed(documents):
        try:
            found.append(Subnet(document))
        except (Fault, AttributeError):
            continue
    return found


Bounds = tuple[int, int, int]
"""A range as numbers: version, first, last."""


def bounds(range: Range) -> Bounds:
    """Write a range as numbers, which compare much faster."""
    return range.version, int(range.network_address), int(range.broadcast_address)


def overlap(one: Bounds, others: Iterable[Bounds]) -> bool:
    """Tell whether a range shares addresses with any other."""
    version, first, last = one
    return any(version == v and first <= end and start <= last for v, start, end in others)


def choose_free(chance: Chance, prefix: int, taken: Iterable[Bounds]) -> ipaddress.IPv4Network:
    """Choose a free range of that size, at random, as WinNAT does."""
    occupied = list(taken)
    for pool in _POOLS:
        size = 1 << 32 - prefix
        count = pool.num_addresses // size
        start = chance.below(count)
        for step in range(count):
            number = int(pool.network_address) + (start + step) % count * size
            if not overlap((4, number, number + size - 1), occupied):
                return ipaddress.IPv4Network((number, prefix))
    raise Fault(OBJECT_EXISTS, "no private range is free")
