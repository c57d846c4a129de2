"""Annotations for members whose text needs more than its JSON type: ids, references, lists in one string, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network

T = TypeVar("T")


class Marker(NamedTuple):
    """Names the way in which a member is read and written."""

    way: str


Guid: TypeAlias = Annotated[str, Marker("guid")]
"""An id: reads as lower-case text without braces, so that ids compare; unchanged it goes out as it came."""

Reference: TypeAlias = Annotated[T | str, Marker("reference")]
"""The id of another object: `Reference[HNSNetwork]` takes the model or its id, and reads as the id."""

Commas: TypeAlias = Annotated[str | Iterable[str | int], Marker("commas")]
"""A list in one string, such as `"80,443"`; any iterable is joined when it goes out."""

ProtocolNumber: TypeAlias = Annotated[int | str, Marker("protocol number")]
"""An IP protocol that the wire has as a number: takes 6, "6" and "tcp"."""

ProtocolText: TypeAlias = Annotated[str | int, Marker("protocol text")]
"""An IP protocol that the wire has as a name: takes "tcp", 6 and "6"."""

ProtocolList: TypeAlias = Annotated[str | int | Iterable[str | int], Marker("protocol list")]
"""IP protocols as numbers in one string, such as `"6,17"`: takes names and numbers, one or many."""

if TYPE_CHECKING:
    IPText: TypeAlias = str | IPv4Address | IPv6Address | IPv4Interface | IPv6Interface | IPv4Network | IPv6Network
    Address: TypeAlias = IPText
    Addresses: TypeAlias = IPText | Iterable[IPText]
else:
    Address: TypeAlias = Annotated[Any, Marker("address")]
    """An address or prefix: takes text and the objects of `ipaddress`, and reads as text."""
    Addresses: TypeAlias = Annotated[Any, Marker("commas")]
    """Addresses in one string, such as `"10.0.0.1,10.0.0.2"`: takes text, `ipaddress` objects, iterables of both."""

PROTOCOLS: Final = {"any": 256, "icmp": 1, "icmpv4": 1, "igmp": 2, "tcp": 6, "udp": 17, "icmpv6": 58}
