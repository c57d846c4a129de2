"""Address pools: which there are, and which of their addresses are given out. No I/O."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias

from hcspy.docker.hnsdriver.store import PoolRecord
from hcspy.errors import InvalidDocumentError, InvalidStateError

Range: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

DEFAULT_RANGES: Final = ("172.16.0.0/12", "192.168.0.0/16", "fd00:6873::/32")
"""Where pools come from that nobody has named: HNS itself chooses from the first two for its NAT networks."""

LENGTHS: Final = {4: 20, 6: 64}
"""The prefix length of such a pool, by IP version."""

SEARCH: Final = 1 << 16
"""How far a large range is searched: more endpoints than that has no network."""


def parse_range(text: str) -> Range:
    """Read a prefix of a request.

    >>> parse_range("10.77.0.0/24")
    IPv4Network('10.77.0.0/24')
    """
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise InvalidDocumentError(f"{text!r} is not an address pool: {error}") from None


def choose_range(ranges: Iterable[str], version: int, taken: Collection[Range]) -> Range:
    """Return the first range of the default ones that touches none of those that are taken.

    >>> choose_range(DEFAULT_RANGES, 4, [parse_range("172.16.0.0/16")])
    IPv4Network('172.17.0.0/20')
    """
    busy = [_bounds(one) for one in taken if one.version == version]
    for whole in map(parse_range, ranges):
        if whole.version == version and not any(_touch(_bounds(whole), one, within=True) for one in busy):
            for candidate in whole.subnets(new_prefix=max(LENGTHS[version], whole.prefixlen)):
                if not any(_touch(_bounds(candidate), one) for one in busy):
                    return candidate
    raise InvalidStateError(f"no IPv{version} pool is free in {', '.join(ranges)}")


def _bounds(one: Range) -> tuple[int, int]:
    return int(one.network_address), int(one.broadcast_address)


def _touch(one: tuple[int, int], other: tuple[int, int], *, within: bool = False) -> bool:
    """Tell whether two ranges have an address in common, or the first lies in the second."""
    if within:
        return other[0] <= one[0] and one[1] <= other[1]
    return one[0] <= other[1] and other[0] <= one[1]


def next_address(pool: PoolRecord, taken: Collection[str]) -> str:
    """Return the next free address, in a circle behind the one that was given out last.

    One that has just been released is remembered by neighbours for a while, so it comes last.

    >>> next_address(PoolRecord(id="p", space="s", pool="10.0.0.0/24", last="10.0.0.254"), {"10.0.0.1"})
    '10.0.0.2'
    """
    used = {int(ipaddress.ip_address(address)) for address in taken}
    for number, make in _circle(pool):
        if number not in used:
            return str(make(number))
    raise InvalidStateError(f"no address is free in pool {pool.id}")


def _circle(pool: PoolRecord) -> Iterator[tuple[int, type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]]]:
    """Yield the addresses of a pool that may be given out, from the one behind the last on, round to it."""
    whole, part = parse_range(pool.pool), parse_range(pool.subpool or pool.pool)
    first, last = int(part.network_address), int(part.broadcast_address)
    reserved = _reserved(whole)
    start = int(ipaddress.ip_address(pool.last)) + 1 if pool.last else first
    start = start if first <= start <= last else first
    make = ipaddress.IPv4Address if whole.version == 4 else ipaddress.IPv6Address
    for number in chain(range(start, min(last + 1, start + SEARCH)), range(first, min(start, first + SEARCH))):
        if number not in reserved:
            yield number, make


def _reserved(whole: Range) -> frozenset[int]:
    """Return the addresses of a range that are nobody's: the network's own and the one for all."""
    if whole.num_addresses <= 2:
        return frozenset()
    ends = {int(whole.network_address)}
    return frozenset(ends | {int(whole.broadcast_address)} if whole.version == 4 else ends)


def first_address(pool: PoolRecord, taken: Collection[str]) -> str:
    """Return the address of a gateway that nobody has named: the first of the range, or the next that is free."""
    whole = parse_range(pool.pool)
    return next_address(PoolRecord(id=pool.id, space=pool.space, pool=str(whole)), taken)


def checked_address(pool: PoolRecord, text: str) -> str:
    """Return an address of a request in its usual spelling; it has to be of the pool."""
    try:
        address = ipaddress.ip_interface(text).ip
    except ValueError as error:
        raise InvalidDocumentError(f"{text!r} is not an address: {error}") from None
    whole = parse_range(pool.pool)
    if address.version != whole.version or address not in whole or int(address) in _reserved(whole):
        raise InvalidDocumentError(f"{address} is not an address of pool {pool.id}")
    return str(address)
