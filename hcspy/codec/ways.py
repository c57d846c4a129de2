"""The ways in which marked members are read and written; none of these functions raises on odd JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from hcspy.codec.markers import PROTOCOLS
from hcspy.errors import InvalidDocumentError

JSON_TYPES: Final = frozenset({str, int, float, bool, type(None), dict, list, tuple})

PROTOCOL_NAMES: Final = {1: "ICMPv4", 2: "IGMP", 6: "TCP", 17: "UDP", 58: "ICMPv6"}


def guid(value: Any) -> Any:
    """Return an id as ids compare: lower case, without braces; anything else as it is.

    >>> guid("{0EC2C7F0-1D3A-4D6B-9D5E-0123456789AB}")
    '0ec2c7f0-1d3a-4d6b-9d5e-0123456789ab'
    >>> guid("web-1")
    'web-1'
    """
    if value.__class__ is not str:
        return value
    text: str = value[1:-1] if len(value) == 38 and value[0] == "{" and value[-1] == "}" else value
    if len(text) == 36 and text[8] == "-":
        lower = text.lower()
        return value if lower == value else lower
    return value


def plain(value: Any) -> Any:
    """Return what JSON has a type for as it is, and the text of everything else.

    >>> from ipaddress import ip_network
    >>> plain(ip_network("10.0.0.0/8"))
    '10.0.0.0/8'
    """
    return value if value.__class__ in JSON_TYPES else str(value)


def reference(value: Any) -> Any:
    """Return the id of a model, and an id as it is.

    >>> from hcspy.hns import HNSNetwork
    >>> reference(HNSNetwork(id="4f6a2c90-7d1e-4b3a-a5c8-112233445566"))
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """
    if value.__class__ in JSON_TYPES:
        return value
    held = getattr(value, "id", value)
    if held is None or held == "":
        raise InvalidDocumentError(f"this {value.__class__.__name__} has no id to refer to: {value!r}")
    return plain(held)


def commas(value: Any) -> Any:
    """Join an iterable with commas; text and numbers are texts already.

    >>> commas([80, 443])
    '80,443'
    """
    return _joined(value, str)


def _joined(value: Any, text_of: Callable[[Any], str]) -> Any:
    if value.__class__ is str or value.__class__ is dict or value is None:
        return value
    if isinstance(value, Iterable) and not isinstance(value, str) and not _is_network(value):
        return ",".join(map(text_of, value))
    return text_of(value)


def _is_network(value: object) -> bool:
    # ip_network objects iterate over their addresses, but here they are one prefix.
    return hasattr(value, "network_address")


def protocol_number(value: Any) -> Any:
    """Return the number of an IP protocol given as number, digits or name; anything else as it is.

    >>> protocol_number("tcp"), protocol_number("17"), protocol_number(6)
    (6, 17, 6)
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return int(text)
    return PROTOCOLS.get(text.lower(), value)


def protocol_text(value: Any) -> Any:
    """Return the name of an IP protocol given as number, digits or name; anything else as it is.

    >>> protocol_text(6), protocol_text("17"), protocol_text("tcp")
    ('TCP', 'UDP', 'TCP')
    """
    number = protocol_number(value)
    if isinstance(number, int) and not isinstance(number, bool):
        return PROTOCOL_NAMES.get(number, value if isinstance(value, str) else str(value))
    return value


def protocol_list(value: Any) -> Any:
    """Return IP protocols as numbers in one text.

    >>> protocol_list(["tcp", 17]), protocol_list("udp,6"), protocol_list(6)
    ('6,17', '17,6', '6')
    """
    if value.__class__ is str:
        return ",".join(str(protocol_number(part)) for part in value.split(","))
    return _joined(value, lambda part: str(protocol_number(part)))


class Way(NamedTuple):
    """How a member is read, how it is written, and in which form two written texts compare.

    The quick forms are the usual case as Python text, see `Kind`.
    """

    read: Callable[[Any], Any] | None
    write: Callable[[Any], Any] | None
    normal: Callable[[Any], Any] | None = None
    quick_read: str = ""
    quick_write: str = "v if v.__class__ is str"


_QUICK_GUID: Final = "v.lower() if v.__class__ is str and len(v) == 36 and v[8] == '-'"

WAYS: Final = {
    "guid": Way(guid, plain, guid, _QUICK_GUID),
    "reference": Way(guid, reference, guid, _QUICK_GUID),
    "commas": Way(None, commas),
    "address": Way(None, plain),
    "protocol number": Way(None, protocol_number, protocol_number, quick_write="v if v.__class__ is int"),
    "protocol text": Way(None, protocol_text, protocol_text, quick_write=""),
    "protocol list": Way(None, protocol_list, protocol_list, quick_write=""),
}
