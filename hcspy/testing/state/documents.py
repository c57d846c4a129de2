"""Stored documents: plain dicts in the member order and letter case of the build."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import Any, Final

from hcspy.testing.profiles import Profile

from .faults import GUID_CONVERSION, Fault

Document = dict[str, Any]


def words(text: str) -> tuple[str, ...]:
    """Split a list of names."""
    return tuple(text.split())


_GUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# fidelity: HNS-G05 (the recorded endpoints of 13.3 and 15.0; members that neither of them has are placed by kinship)
_ENDPOINT_ORDER: Final = words(
    "ID Name Version AdditionalParams Resources State VirtualNetwork VirtualNetworkName Policies MacAddress "
    "EnableInternalDNS DisableICC EnableLowMetric IsRemoteEndpoint EncapOverhead IPAddress PrefixLength GatewayAddress "
    "IPSubnetId IPv6Address IPv6PrefixLength GatewayAddressV6 IPv6SubnetId DNSServerList DNSSuffix DNSDomain Flags "
    "Namespace SharedContainers"
)
_ENDPOINT_RANK: Final = {name: rank for rank, name in enumerate(_ENDPOINT_ORDER)}
_LAST: Final = len(_ENDPOINT_RANK)


def guid_key(text: object) -> str:
    """Reduce an id to what is compared: no braces, lower case."""
    # fidelity: HNS-G04
    key = _guid_key(text) if isinstance(text, str) else None
    if key is None:
        raise Fault(GUID_CONVERSION, f"{text!r} is not a GUID")
    return key


@lru_cache(10_000)  # every request has an id or two, and mostly the same ones
def _guid_key(text: str) -> str | None:
    key = text.lower()
    if key[:1] == "{" and key[-1:] == "}":
        key = key[1:-1]
    return key if _GUID.fullmatch(key) else None


def copied(value: Any) -> Any:
    """Copy a JSON value all the way down."""
    if isinstance(value, dict):
        return {key: copied(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(member) for member in value]
    return value


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(member) for member in value]
    return value


class Style:
    """How a build writes its documents."""

    def __init__(self, profile: Profile) -> None:
        self._resources_last = profile.key_order != "alphabetical"
        self._declared = profile.key_order == "declared"
        self._lower_endpoints = profile.guid_case != "upper"
        self._lower_others = profile.guid_case == "lower"

    def id(self, kind: str, guid: str) -> str:
        """Write the id of an object, or of another that this kind of object refers to."""
        lower = self._lower_endpoints if kind == "endpoint" else self._lower_others
        return guid.lower() if lower else guid.upper()

    def inner_id(self, guid: str) -> str:
        """Write an id inside `Resources`, or of something that is no object of its own."""
        return guid.lower() if self._lower_others else guid.upper()

    def _rank(self, kind: str, key: str) -> tuple[int, str]:
        if kind == "endpoint" and self._declared:
            return _ENDPOINT_RANK.get(key, _LAST), ""
        return (1 if key == "Resources" and self._resources_last else 0), key

    def arrange(self, kind: str, document: Document) -> Document:
        """Put a new document's members into the build's order."""
        if kind == "endpoint" and self._declared:
            names = sorted(document, key=lambda name: _ENDPOINT_RANK.get(name, _LAST))
            return {name: document[name] for name in names}
        return {key: _sorted(document[key]) for key in sorted(document, key=lambda key: self._rank(kind, key))}

    def place(self, kind: str, document: Document, key: str, value: Any) -> None:
        """Set a member; a new one goes where the build would have it, and nothing else moves."""
        if key in document:
            document[key] = value
            return
        rank = self._rank(kind, key)
        behind = [name for name in document if self._rank(kind, name) > rank]
        document[key] = value
        for name in behind:
            document[name] = document.pop(name)


def listed(value: Any) -> list[Any]:
    """Return a member that should be a list; an empty one when a recorded document has something else there."""
    return value if isinstance(value, list) else []


def check_members(request: Document, members: Mapping[str, type], code: int) -> None:
    """Refuse a request with a member of the wrong JSON type."""
    # fidelity: HNS-C12
    for name, wanted in members.items():
        value = request.get(name)
        if value is not None and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
            raise Fault(code, f"{name} is {value!r}")


def changes(document: Document, request: Document, owned: Container[str]) -> Document:
    """Pick what a request changes: not the service's own members, nor what is as it was.

    Clients post whole documents back; what they did not touch is not judged anew (it may be recorded, and cut).
    """
    request = without_nulls(copied(request))
    return {
        name: value
        for name, value in request.items()
        if name not in owned and (name not in document or document[name] != value)
    }


def without_nulls(document: Document) -> Document:
    """Drop members that are null: in a request they say nothing."""
    return {key: value for key, value in document.items() if value is not None}
