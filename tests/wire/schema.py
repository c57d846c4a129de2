"""Microsoft's schemas of HCN and of HCS, and what of them is here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType
from typing import Any, Final

from hcspy import hcn, hcs, storage
from hcspy.codec import members as our_members

from .golang import reference


@dataclass(frozen=True)
class Schema:
    """One schema, and the packages whose classes stand for what is in it."""

    file: str
    packages: tuple[ModuleType, ...]
    other_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """All that is in it."""
        return reference(self.file)

    def structures(self) -> Iterator[str]:
        """Name every structure."""
        return iter(self.document["structs"])

    def members(self) -> Iterator[str]:
        """Name every member, ``Structure.Member``."""
        structures: Mapping[str, Any] = self.document["structs"]
        return (f"{name}.{row['key']}" for name, structure in structures.items() for row in structure["fields"])

    def enumerations(self) -> Iterator[str]:
        """Name every enumeration."""
        return iter(self.document["enums"])

    def values(self) -> Iterator[str]:
        """Name every value of an enumeration, ``Enumeration.Value``."""
        return (f"{name}.{row['value']}" for name, enum in self.document["enums"].items() for row in enum["values"])

    def ours(self, name: str) -> type[Any] | None:
        """Return our class for a name of the schema, which has underscores where Python's classes have none."""
        name = self.other_names.get(name, name.replace("_", ""))
        found = next((getattr(package, name) for package in self.packages if hasattr(package, name)), None)
        return found if isinstance(found, type) else None

    def has_structure(self, name: str) -> bool:
        """Tell whether a structure has a class."""
        return self.ours(name) is not None

    def has_member(self, name: str) -> bool:
        """Tell whether a member has an attribute, under this name or an alias; letter case does not count."""
        structure, _, key = name.partition(".")
        cls = self.ours(structure)
        held = our_members(cls) if cls else ()
        return key.lower() in {text.lower() for member in held for text in (member.name, *member.key.aliases)}

    def has_enumeration(self, name: str) -> bool:
        """Tell whether an enumeration has a class."""
        cls = self.ours(name)
        return cls is not None and issubclass(cls, Enum)

    def has_value(self, name: str) -> bool:
        """Tell whether a value is a member of its enumeration: by its text, or by its name where it is a number."""
        enum, _, value = name.partition(".")
        cls: Any = self.ours(enum)
        if cls is None:
            return False
        texts = {text for key, held in cls.__members__.items() for text in (key, str(held.value))}
        return _folded(value) in map(_folded, texts)


def _folded(name: str) -> str:
    return name.replace("_", "").lower()


HCN: Final = Schema(
    "schema_hcn.json",
    (hcn,),
    {
        "DNS_2": "GuestDNS",
        "FiveTuple_2": "FiveTuple",
        "L4ProxyPolicySetting_2": "L4ProxyNetworkPolicySetting",
        "NamespaceResource_2": "GuestNamespaceResource",
        "Route_2": "GuestRoute",
        "EndpointPolicy": "UnknownPolicy",
        "NetworkPolicy": "UnknownPolicy",
        "SubnetPolicy": "UnknownPolicy",
    },
)
"""The schema uses some names twice, and the class of a policy's settings is the policy here."""

HCS: Final = Schema("schema_hcs.json", (hcs, storage))
"""The documents of layer functions are with the storage."""
