"""Addresses out of ranges of our own, in the manner of the plugin `host-local`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from hcspy.cni.errors import CNIError, ErrorCode
from hcspy.cni.ipam.ledger import Book, Key, Ledger
from hcspy.cni.result import IPConfig
from hcspy.codec import Address, Wire, arrays, key

IPNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Range:
    """A part of a subnet that addresses come from."""

    subnet: Address | None = attrs.field(default=None, metadata=key("subnet"))
    """The subnet, as a prefix."""

    range_start: Address | None = attrs.field(default=None, metadata=key("rangeStart"))
    """The first address; the subnet's first if there is none."""

    range_end: Address | None = attrs.field(default=None, metadata=key("rangeEnd"))
    """The last address; the subnet's last if there is none, for IPv4 the one before the broadcast address."""

    gateway: Address | None = attrs.field(default=None, metadata=key("gateway"))
    """The gateway, which nobody else gets; the subnet's first address if there is none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


class Pool:
    """A range, with its members read and checked.

    >>> pool = Pool(Range(subnet="10.0.0.0/24", range_start="10.0.0.10"), "ipam")
    >>> str(pool.gateway), pool.size, str(pool.first)
    ('10.0.0.1', 245, '10.0.0.10')
    """

    def __init__(self, given: Range, where: str) -> None:
        self.subnet = _subnet(given.subnet, f"{where}.subnet")
        usable = self.subnet.num_addresses > 2
        self.gateway = self._inside(given.gateway, f"{where}.gateway", 1 if usable else 0)
        self.first = self._inside(given.range_start, f"{where}.rangeStart", 1 if usable else 0)
        last = self.subnet.num_addresses - (2 if usable and self.subnet.version == 4 else 1)
        self.last = self._inside(given.range_end, f"{where}.rangeEnd", last)
        if int(self.last) < int(self.first):
            raise wrong(f"{where}.rangeEnd", given.range_end, f"an address from {self.first} on")

    @property
    def size(self) -> int:
        """How many addresses there are, the gateway's among them."""
        return int(self.last) - int(self.first) + 1

    def __contains__(self, address: IPAddress) -> bool:
        return address.version == self.subnet.version and int(self.first) <= int(address) <= int(self.last)

    def free(self, taken: frozenset[str], after: str | None) -> IPAddress | None:
        """Return the next free address after one, round and round; None if there is none."""
        start = int(ipaddress.ip_address(after)) - int(self.first) + 1 if after else 0
        # At most one more than is taken has to be looked at, and the gateway: a range may be a whole /64.
        for step in range(min(self.size, len(taken) + 2)):
            address = self.first + (start + step) % self.size
            if str(address) not in taken and address != self.gateway:
                return address
        return None

    def _inside(self, given: Address | None, where: str, otherwise: int) -> IPAddress:
        if given is None or given == "":
            return self.subnet[otherwise]
        try:
            address = ipaddress.ip_address(str(given))
        except ValueError:
            raise wrong(where, given, "an address") from None
        if address not in self.subnet:
            raise wrong(where, given, f"an address of {self.subnet}")
        return address


class Ranges:
    """The range sets of a network: an attachment gets one address from each set.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from hcspy.cni.locks import Locks
    >>> with TemporaryDirectory() as folder:
    ...     ledger = Ledger(Path(folder), Locks(Path(folder)))
    ...     ranges = Ranges("web", [[Range(subnet="10.0.0.0/24")], [Range(subnet="fd00::/64")]], ledger)
    ...     [ip.address for ip in ranges.allocate(Key("c1", "eth0"))]
    ['10.0.0.2/24', 'fd00::2/64']
    """

    def __init__(self, network: str, sets: Iterable[Iterable[Range]], ledger: Ledger) -> None:
        self._network = network
        self._ledger = ledger
        self._sets = [
            [Pool(given, f"ipam.ranges[{outer}][{inner}]") for inner, given in enumerate(held)]
            for outer, held in enumerate(sets)
        ]

    def allocate(self, key: Key, wanted: Sequence[str] = ()) -> list[IPConfig]:
        """Give an attachment one address of each set, those wanted where there are any; it keeps what it has."""
        with self._ledger.open(self._network) as book:
            had = book.entries.get(key)
            addresses = [ipaddress.ip_address(held) for held in had] if had else self._chosen(book, wanted)
            book.entries[key] = tuple(str(address) for address in addresses)
            return [self._config(address) for address in addresses]

    def has_room(self) -> bool:
        """Tell whether another attachment could have addresses."""
        with self._ledger.open(self._network) as book:
            return all(any(self._next(book, pool) is not None for pool in held) for held in self._sets)

    def _chosen(self, book: Book, wanted: Sequence[str]) -> list[IPAddress]:
        addresses = [ipaddress.ip_interface(text).ip for text in wanted]
        asked = {self._set_of(address): address for address in addresses}
        return [self._asked(book, asked[index]) if index in asked else self._any(book, held)
                for index, held in enumerate(self._sets)]  # fmt: skip

    def _set_of(self, address: IPAddress) -> int:
        index = next((index for index, held in enumerate(self._sets) if any(address in pool for pool in held)), None)
        if index is None:
            raise wrong("runtimeConfig.ips", str(address), "an address of ipam's ranges")
        return index

    def _asked(self, book: Book, address: IPAddress) -> IPAddress:
        if str(address) in book.taken:
            raise CNIError(f"address {address} of network {self._network} is taken", code=ErrorCode.TRY_AGAIN)
        return address

    def _any(self, book: Book, pools: Iterable[Pool]) -> IPAddress:
        for pool in pools:
            address = self._next(book, pool)
            if address is not None:
                book.last[str(pool.subnet)] = str(address)
                return address
        raise CNIError(f"network {self._network} has no free address", code=ErrorCode.TRY_AGAIN)

    def _next(self, book: Book, pool: Pool) -> IPAddress | None:
        after = book.last.get(str(pool.subnet))
        return pool.free(book.taken, after if after and ipaddress.ip_address(after) in pool else None)

    def _config(self, address: IPAddress) -> IPConfig:
        pool = next((pool for held in self._sets for pool in held if address in pool), None)
        if pool is None:
            raise CNIError(f"address {address} is in none of ipam's ranges any more", code=ErrorCode.INVALID_CONFIG)
        return IPConfig(address=f"{address}/{pool.subnet.prefixlen}", gateway=str(pool.gateway))


def wrong(where: str, value: object, allowed: str) -> CNIError:
    """Return the error about a value of the configuration."""
    return CNIError(
        f"the configuration is wrong: {where} is {value!r}, allowed is {allowed}", code=ErrorCode.INVALID_CONFIG
    )


def _subnet(text: object, where: str) -> IPNetwork:
    try:
        return ipaddress.ip_network(str(text), strict=False)
    except ValueError:
        raise wrong(where, text, "a prefix such as 10.88.0.0/24") from None


def checked(text: str, where: str) -> str:
    """Return a text that is an address, with a prefix length or without; CNIError 7 if it is none.

    >>> checked("10.88.0.44/24", "runtimeConfig.ips")
    '10.88.0.44/24'
    """
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        raise wrong(where, text, "an address") from None
    return text
