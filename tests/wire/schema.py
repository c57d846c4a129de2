"""Microsoft's schema of HCN, and what of it is here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

from hcspy import hcn
from hcspy.codec import members as our_members

from .golang import reference

OTHER_NAMES: Final[Mapping[str, str]] = {
    "DNS_2": "GuestDNS",
    "FiveTuple_2": "FiveTuple",
    "L4ProxyPolicySetting_2": "L4ProxyNetworkPolicySetting",
    "NamespaceResource_2": "GuestNamespaceResource",
    "Route_2": "GuestRoute",
    "EndpointPolicy": "UnknownPolicy",
    "NetworkPolicy": "UnknownPolicy",
    "SubnetPolicy": "UnknownPolicy",
}
"""The schema uses some names twice, and the class of a policy's settings is the policy here."""


def _schema() -> Mapping[str, Any]:
    return reference("schema_hcn.json")


def structures() -> Iterator[str]:
    """Name every structure."""
    return iter(_schema()["structs"])


def members() -> Iterator[str]:
    """Name every member, ``Structure.Member``."""
    return (f"{name}.{row['key']}" for name, structure in _schema()["structs"].items() for row in structure["fields"])


def enumerations() -> Iterator[str]:
    """Name every enumeration."""
    return iter(_schema()["enums"])


def values() -> Iterator[str]:
    """Name every value of an enumeration, ``Enumeration.Value``."""
    return (f"{name}.{row['value']}" for name, enum in _schema()["enums"].items() for row in enum["values"])


def _ours(name: str) -> type[Any] | None:
    found = getattr(hcn, OTHER_NAMES.get(name, name), None)
    return found if isinstance(found, type) else None


def has_structure(name: str) -> bool:
    """Tell whether a structure has a class."""
    return _ours(name) is not None


def has_member(name: str) -> bool:
    """Tell whether a member has an attribute, under this name or with it as an alias; letter case does not count."""
    structure, _, key = name.partition(".")
    cls = _ours(structure)
    held = our_members(cls) if cls else ()
    return key.lower() in {text.lower() for member in held for text in (member.name, *member.key.aliases)}


def has_enumeration(name: str) -> bool:
    """Tell whether an enumeration has a class."""
    cls = _ours(name)
    return cls is not None and issubclass(cls, Enum)


def has_value(name: str) -> bool:
    """Tell whether a value is a member of its enumeration: by its text, or by its name where it is a number."""
    enum, _, value = name.partition(".")
    cls: Any = _ours(enum)
    if cls is None:
        return False
    texts = {text for key, held in cls.__members__.items() for text in (key, str(held.value))}
    return _folded(value) in map(_folded, texts)


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
