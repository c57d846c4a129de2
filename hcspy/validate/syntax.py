"""What single values have to look like. Each test takes any value, for documents may hold anything."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from hcspy.errors import InvalidGUIDError
from hcspy.guid import GUID

_MAC: Final = re.compile(r"[0-9a-f]{2}(-[0-9a-f]{2}){5}", re.I | re.A)
_PORTS: Final = re.compile(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?", re.A)
_LOOKS_LIKE_ADDRESS: Final = re.compile(r"[0-9./]+|[0-9a-f./]*:[0-9a-f:./]*", re.I | re.A)
IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_PREFIXES: Final = (ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface)
_ADDRESSES: Final = (ipaddress.IPv4Address, ipaddress.IPv6Address)


# What CreateProcess takes: 32,767 with the NUL at the end.
LONGEST_COMMAND_LINE: Final = 32_766


@dataclass(frozen=True)
class Check:
    """A test of one value, and the words for what passes it."""

    allowed: str
    passes: Callable[[Any], bool]


def utf16_length(text: str) -> int:
    """Return how many characters Windows counts in a text.

    >>> utf16_length("a\U0001f40d")
    3
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_integer(value: object, low: int, high: int) -> bool:
    """Tell whether a value is a whole number in the range."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def address(value: object) -> IPAddress | None:
    """Return the IP address that a value says; zones are not for HNS."""
    if isinstance(value, str):
        return _address(value)
    return value if isinstance(value, _ADDRESSES) and not isinstance(value, _PREFIXES) else None


def prefix(value: object) -> IPNetwork | None:
    """Return the network that a value says with a prefix length; host bits may be set."""
    if isinstance(value, str):
        return _prefix(value) if "/" in value else None
    return _prefix(str(value)) if isinstance(value, _PREFIXES) else None


@lru_cache(maxsize=1024)
def _address(text: str) -> IPAddress | None:
    try:
        return None if "%" in text else ipaddress.ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _prefix(text: str) -> IPNetwork | None:
    try:
        return None if "%" in text else ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def is_address(value: object) -> bool:
    """Tell whether a value is one IP address, without a zone."""
    return address(value) is not None


def is_prefix(value: object) -> bool:
    """Tell whether a value is an address with a prefix length."""
    return prefix(value) is not None


def is_mac(value: object) -> bool:
    """Tell whether a value is a MAC address as HNS writes it, with dashes."""
    return isinstance(value, str) and _MAC.fullmatch(value) is not None


def is_guid(value: object) -> bool:
    """Tell whether a value is a GUID, with or without braces."""
    try:
        GUID(value)  # type: ignore[arg-type]
    except InvalidGUIDError:
        return False
    return True


def is_array(value: object) -> bool:
    """Tell whether a value goes out as an array, or not at all."""
    return value is None or (isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping))


def elements(value: object) -> Collection[Any]:
    """Return the elements of an array; none of an iterator, for looking at those would use them up."""
    return value if isinstance(value, Collection) and is_array(value) else ()


def items(value: object) -> Collection[Any]:
    """Return the elements of a list that the wire has as one string, whichever way it was given."""
    if isinstance(value, str):
        return [item.strip() for item in value.split(",")]
    if isinstance(value, _PREFIXES) or not isinstance(value, Iterable):
        return [value]
    return elements(value)


def is_ports(value: object) -> bool:
    """Tell whether a value lists ports and ranges of ports, such as `80,8000-8080`."""
    return all(_is_port_range(item) for item in items(value))


def _is_port_range(item: object) -> bool:
    match = _PORTS.fullmatch(str(item))
    if match is None:
        return False
    low, high = int(match[1]), int(match[2] or match[1])
    return low <= high <= 65535


def is_address_list(value: object) -> bool:
    """Tell whether a value lists addresses and prefixes; a word is let through, it may name an IP set."""
    return all(_is_address_or_word(item) for item in items(value))


def _is_address_or_word(item: object) -> bool:
    if isinstance(item, str) and item and not _LOOKS_LIKE_ADDRESS.fullmatch(item):
        return True
    return is_address(item) or is_prefix(item)


def whole_number(low: int, high: int) -> Check:
    """Return the check for whole numbers in a range."""
    return Check(f"a whole number from {low} to {high}", lambda value: is_integer(value, low, high))


def one_of(*texts: str) -> Check:
    """Return the check for one of some texts, in any letter case."""
    folded = {text.lower() for text in texts}
    return Check(listed(texts), lambda value: isinstance(value, str) and value.lower() in folded)


def listed(texts: Iterable[str]) -> str:
    """Return the words for a choice.

    >>> listed(["In", "Out"])
    'In or Out'
    """
    *most, last = texts
    return f"{', '.join(most)} or {last}" if most else last


ADDRESS: Final = Check("an IP address", is_address)
PREFIX: Final = Check("an address prefix such as 10.0.0.0/24", is_prefix)
ADDRESS_OR_PREFIX: Final = Check("an IP address or prefix", lambda value: is_address(value) or is_prefix(value))
ADDRESS_LIST: Final = Check("IP addresses and prefixes, separated by commas", is_address_list)
DNS_SERVERS: Final = Check(
    "IP addresses, separated by commas", lambda value: all(is_address(item) for item in items(value))
)
MAC: Final = Check("a MAC address such as 00-15-5D-01-02-03", is_mac)
A_GUID: Final = Check("a GUID such as b7e0c4aa-51d2-4c0f-9a77-6655443322aa", is_guid)
PORT: Final = whole_number(0, 65535)
PORTS: Final = Check("ports and ranges of ports from 0 to 65535, separated by commas", is_ports)
UINT8: Final = whole_number(0, 0xFF)
UINT16: Final = whole_number(0, 0xFFFF)
UINT32: Final = whole_number(0, 0xFFFFFFFF)
UINT64: Final = whole_number(0, 0xFFFFFFFFFFFFFFFF)
