"""Go's JSON manners, after types.json: an oracle of what hcsshim writes and reads, apart from hcspy's codec."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any, Final

from .golang import Member, element, is_empty, is_structure, members, resolve, values_of, zero

RAW: Final = "json.RawMessage"


def encode(go_type: str, value: Any) -> str:
    """Write a Go value, shown as the recordings show it, as Go's encoder does."""
    if isinstance(value, Mapping) and "$raw" in value:
        return "null" if value["$raw"] is None else str(value["$raw"])
    inner = element(go_type)
    if inner is not None and value is not None:
        return f"[{','.join(encode(inner, entry) for entry in value)}]"
    go_type = go_type.removeprefix("*")
    if go_type.startswith("map[") and value is not None:
        held = (f"{json.dumps(name)}:{encode(values_of(go_type), entry)}" for name, entry in sorted(value.items()))
        return "{" + ",".join(held) + "}"
    if go_type.startswith("[2]"):
        return f"[{','.join(encode(go_type[3:], entry) for entry in value)}]"
    if is_structure(go_type) and value is not None:
        return "{" + ",".join(_written(go_type, value)) + "}"
    return json.dumps(value, ensure_ascii=False)


def _written(go_type: str, value: Mapping[str, Any]) -> Iterator[str]:
    for member in members(go_type):
        mine = value[member.go_name]
        if not (member.omitempty and is_empty(mine)):
            yield f"{json.dumps(member.key)}:{encode(member.go_type, mine)}"


def normal_address(text: str) -> str:
    """Return an address as Go shows it; ValueError for a text that is none."""
    address = ip_address(text)
    return str(getattr(address, "ipv4_mapped", None) or address)


def decode(go_type: str, value: Any, into: Any = None, *, address: Callable[[str], str] = normal_address) -> Any:
    """Read a parsed document as Go's decoder does, over what `into` holds: other members of it stay.

    A value that does not fit its type, which Go refuses, is returned as it is.
    """
    if go_type.removeprefix("*") == RAW and (value is not None or go_type == RAW):
        return {"$raw": json.dumps(value, ensure_ascii=False, separators=(",", ":"))}
    if value is None:
        return zero(go_type) if into is None else into
    inner = element(go_type)
    if inner and isinstance(value, list):
        return [decode(inner, entry, address=address) for entry in value]
    go_type = go_type.removeprefix("*")
    if go_type.startswith("map[") and isinstance(value, Mapping):
        return {name: decode(values_of(go_type), entry, address=address) for name, entry in value.items()}
    if is_structure(go_type) and isinstance(value, Mapping):
        return _read_structure(go_type, value, into, address)
    if resolve(go_type) == "guid.GUID" and isinstance(value, str):
        return value.strip("{}").lower()  # Go keeps the bytes; braces it refuses
    if resolve(go_type) == "net.IP":
        return address(value) if value else None
    return value


def _read_structure(
    go_type: str, document: Mapping[str, Any], into: Any, address: Callable[[str], str]
) -> dict[str, Any]:
    result = dict(zero(go_type) if into is None else into)
    for key, value in document.items():
        member = _member(go_type, key)
        if member is not None:
            result[member.go_name] = decode(member.go_type, value, result[member.go_name], address=address)
    return result


def _member(go_type: str, key: str) -> Member | None:
    exact = (member for member in members(go_type) if member.key == key)
    folded = (member for member in members(go_type) if member.key.lower() == key.lower())
    return next(exact, next(folded, None))
