"""IP protocols in documents: numbers, digits, names, and lists of them."""

from __future__ import annotations

from typing import Any, Final

from hcspy.codec.markers import PROTOCOLS
from hcspy.validate.syntax import Check, is_integer, items, listed

ANY_PROTOCOL: Final = 256
"""What Windows 1709 wants for "any" (recorded from a client); the protocols themselves have 8 bits."""

WFP_PROTOCOL: Final = 252


def _is_protocol(value: Any) -> bool:
    if isinstance(value, str):
        text = value.strip().lower()
        return text in PROTOCOLS or (text.isdecimal() and int(text) <= ANY_PROTOCOL)
    return is_integer(value, 0, ANY_PROTOCOL)


def _is_nat_protocol(value: Any) -> bool:
    return str(value).strip().lower() in {"tcp", "udp", "6", "17"} and not isinstance(value, float)


_PROTOCOL_NAMES: Final = listed(name for name in PROTOCOLS)
PROTOCOL: Final = Check(f"an IP protocol: a number from 0 to 255, {_PROTOCOL_NAMES}", _is_protocol)
PROTOCOL_LIST: Final = Check(
    f"IP protocols separated by commas: numbers from 0 to 255, {_PROTOCOL_NAMES}",
    lambda value: all(_is_protocol(item) for item in items(value)),
)
NAT_PROTOCOL: Final = Check("TCP or UDP", _is_nat_protocol)
