"""What stands in members of documents: ids, addresses, ports, names."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

Strategy = st.SearchStrategy

UINT16: Final = 0xFFFF
UINT64: Final = 0xFFFFFFFFFFFFFFFF


def json_values() -> Strategy[Any]:
    """Make any JSON value; numbers are whole and fit into 64 bits."""
    leaves = st.none() | st.booleans() | st.integers(-(1 << 63), UINT64) | st.text(max_size=10)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=6)


def objects(values: Strategy[Any]) -> Strategy[dict[str, Any]]:
    """Make objects of a few members with any names."""
    return st.dictionaries(st.text(min_size=1, max_size=8), values, max_size=3)


def maybe(values: Strategy[Any]) -> Strategy[Any]:
    """Make a value or None."""
    return st.none() | values


def guids() -> Strategy[str]:
    """Make ids as they read: lower case, without braces."""
    return st.uuids().map(str)


def mac_addresses() -> Strategy[str]:
    """Make MAC addresses as HNS writes them."""
    return st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex("-").upper())


def addresses() -> Strategy[str]:
    """Make IPv4 addresses of private networks."""
    return st.integers(1, 0xFFFFFE).map(lambda host: str(ipaddress.IPv4Address(0x0A000000 + host)))


def prefixes() -> Strategy[str]:
    """Make IPv4 prefixes of private networks, of 8 to 30 bits."""
    return st.builds(
        lambda host, bits: str(ipaddress.ip_network((0x0A000000 + host, bits), strict=False)),
        st.integers(0, 0xFFFFFF),
        st.integers(8, 30),
    )


def ports() -> Strategy[int]:
    """Make ports."""
    return st.integers(1, UINT16)


def names() -> Strategy[str]:
    """Make names of objects."""
    return st.text("abcdefghijklmnopqrstuvwxyz0123456789-_ üß中", min_size=1, max_size=12).filter(str.strip)


def joined(parts: Strategy[Any]) -> Strategy[str]:
    """Make lists in one text, separated by commas."""
    return st.lists(parts, min_size=1, max_size=3).map(lambda many: ",".join(map(str, many)))


def protocols() -> Strategy[int]:
    """Make numbers of IP protocols."""
    return st.sampled_from([1, 6, 17, 58])


def access_rule() -> dict[str, Strategy[Any]]:
    """Make the members that access rules have whatever the door."""
    return {
        "id": maybe(names()),
        "protocols": maybe(joined(protocols())),
        "local_addresses": maybe(joined(addresses() | prefixes())),
        "remote_addresses": maybe(joined(addresses() | prefixes())),
        "local_ports": maybe(joined(ports())),
        "remote_ports": maybe(joined(ports())),
        "priority": st.integers(100, 65499),
    }


def end_of_pool(number: int, last: int) -> str:
    """Return an address of a pool of 4,096 MAC addresses, as HNS makes them: its first for 0, its last for 0xFFF."""
    return (0x00155D000000 + (number << 12) + last).to_bytes(6, "big").hex("-").upper()


BY_WAY: Final[dict[str, Callable[[], Strategy[Any]]]] = {
    "guid": guids,
    "reference": guids,
    "address": addresses,
    "commas": lambda: joined(ports()) | joined(addresses()),
    "protocol number": protocols,
    "protocol text": lambda: st.sampled_from(["TCP", "UDP"]),
    "protocol list": lambda: joined(protocols()),
}
