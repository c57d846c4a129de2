"""From a network of Docker to one of HNS."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from hcspy.docker.hnsdriver.options import LARGEST_VSID, NetworkOptions
from hcspy.errors import InvalidDocumentError
from hcspy.hns import VLAN, VSID, HNSNetwork, MacPool, NetworkPolicy, Subnet, SubnetPolicy

TYPES: Final = ("nat", "transparent", "l2bridge", "l2tunnel", "overlay", "ics", "internal", "private")
NEED_SUBNET: Final = frozenset({"l2bridge", "l2tunnel", "overlay"})
LEAST_VSID: Final = 4096
"""Virtual subnets below are not for VXLAN on Windows."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Pool:
    """An address range of a Docker network: what the engine's IPAM decided."""

    prefix: str
    gateway: str | None = None

    @property
    def open(self) -> bool:
        """Whether it leaves the range to HNS: what the null IPAM driver answers, 0.0.0.0/0 or ::/0."""
        return ipaddress.ip_network(self.prefix, strict=False).prefixlen == 0

    @classmethod
    def read(cls, prefix: str | None, gateway: str | None) -> Pool | None:
        """Read a range of a request; None where there is none. Docker writes the gateway with a prefix length.

        >>> Pool.read("10.61.0.0/24", "10.61.0.1/24")
        Pool(prefix='10.61.0.0/24', gateway='10.61.0.1')
        """
        if not prefix:
            return None
        try:
            ipaddress.ip_network(prefix, strict=False)
            address = str(ipaddress.ip_interface(gateway).ip) if gateway else None
        except ValueError as error:
            raise InvalidDocumentError(f"pool {prefix!r}, gateway {gateway!r}: {error}") from None
        return cls(prefix=prefix, gateway=address)


def network_type(default: str, options: NetworkOptions) -> str:
    """Return the HNS type of a network.

    Behind NAT, on the host's network or on a bridge `--internal` means HNS's own type Internal, which reaches the host
    and nothing else. An overlay spans hosts, which Internal does not: it stays what it is.
    """
    if options.internal and default != "overlay":
        return "private" if default == "private" else "internal"
    return default


def virtual_subnet(network_id: str, number: int = 0) -> int:
    """Return the network identifier of an overlay subnet that has no other: the same on every node of a swarm.

    >>> virtual_subnet("nid-0001") == virtual_subnet("nid-0001") != virtual_subnet("nid-0002")
    True
    """
    digest = hashlib.sha256(f"{network_id}/{number}".encode()).digest()
    return LEAST_VSID + int.from_bytes(digest[:8], "big") % (LARGEST_VSID + 1 - LEAST_VSID)


def hns_network(network_id: str, default_type: str, options: NetworkOptions, pools: Iterable[Pool]) -> HNSNetwork:
    """Return the document that Docker's own driver would send for the same options.

    >>> network = hns_network("nid", "nat", NetworkOptions(vlan=7), [Pool(prefix="10.61.0.0/24", gateway="10.61.0.1")])
    >>> network.name, network.policies[0].vlan
    ('nid', 7)
    """
    kind = network_type(default_type, options)
    ranges = [pool for pool in pools if not pool.open]
    if kind in NEED_SUBNET and not ranges:
        raise InvalidDocumentError(f"network {network_id}: HNS chooses no addresses for {kind}, give it a --subnet")
    return HNSNetwork(
        name=options.name or network_id,
        type=kind,
        network_adapter_name=options.adapter,
        source_mac=options.source_mac,
        policies=_policies(kind, options),
        mac_pools=[MacPool(start_mac_address=first, end_mac_address=last) for first, last in options.mac_pools],
        subnets=_subnets(network_id, kind, options, ranges),
        dns_suffix=options.dns_suffix,
        dns_server_list=options.dns_servers,
    )


def _policies(kind: str, options: NetworkOptions) -> list[NetworkPolicy]:
    found: list[NetworkPolicy] = []
    if options.vlan:
        found.append(VLAN(vlan=options.vlan))
    if options.vsid and kind != "overlay":  # whose subnets have it
        found.append(VSID(vsid=options.vsid))
    return found


def _subnets(network_id: str, kind: str, options: NetworkOptions, pools: Sequence[Pool]) -> list[Subnet]:
    return [
        Subnet(
            address_prefix=pool.prefix,
            gateway_address=pool.gateway or last_address(pool.prefix),
            policies=_isolation(network_id, options, number) if kind == "overlay" else (),
        )
        for number, pool in enumerate(pools)
    ]


def _isolation(network_id: str, options: NetworkOptions, number: int) -> list[SubnetPolicy]:
    return [VSID(vsid=virtual_subnets(network_id, options, number + 1)[number])]


def virtual_subnets(network_id: str, options: NetworkOptions, count: int) -> tuple[int, ...]:
    """Return the network identifiers of an overlay's subnets: those it was given, and more of its own."""
    given = ((options.vsid,) if options.vsid else options.vxlan_ids)[:count]
    return (*given, *(virtual_subnet(network_id, number) for number in range(len(given), count)))


def last_address(prefix: str) -> str:
    """Return the gateway of a range that came without: its last address, which an IPAM gives away last.

    An engine that was told that no gateway is needed gives the first address to a container. HNS does need one.

    >>> last_address("10.66.0.0/24"), last_address("fd00:64::/64")
    ('10.66.0.254', 'fd00:64::ffff:ffff:ffff:ffff')
    """
    whole = ipaddress.ip_network(prefix, strict=False)
    last = whole.broadcast_address
    return str(last - 1 if whole.version == 4 and whole.num_addresses > 2 else last)
