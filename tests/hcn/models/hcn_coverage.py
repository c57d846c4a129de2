"""Which of our classes stands for which document of hcsshim and of Microsoft's schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from hcspy import hcn

DATA = Path(__file__).parents[2] / "data"

OTHER_NAMES: dict[str, type] = {
    "EndpointPolicy": hcn.UnknownPolicy,
    "NetworkPolicy": hcn.UnknownPolicy,
    "SubnetPolicy": hcn.UnknownPolicy,
    "hnsResponse": hcn.HNSResponse,
    "DNS_2": hcn.GuestDNS,
    "Route_2": hcn.GuestRoute,
    "NamespaceResource_2": hcn.GuestNamespaceResource,
    "FiveTuple_2": hcn.FiveTuple,
    "L4ProxyPolicySetting_2": hcn.L4ProxyNetworkPolicySetting,
}
"""Documents whose name is another one here: the settings are the policy, and the schema uses some names twice."""


def ours(name: str) -> type[Any]:
    """Return our class for a document."""
    found = OTHER_NAMES.get(name) or getattr(hcn, name)
    assert isinstance(found, type)
    return found


@cache
def reference(name: str) -> Any:
    """Read one of the files of reference data."""
    return json.loads((DATA / "reference" / name).read_text(encoding="utf-8"))


def go_structs() -> dict[str, Any]:
    """Return hcsshim's documents of version 2, by name."""
    structs = reference("types.json")["structs"]
    return {struct["type"]: struct for struct in structs if struct["package"] == "hcn" and struct["json"]}


def schema_structs() -> dict[str, Any]:
    """Return Microsoft's structures, by name."""
    found: dict[str, Any] = reference("schema_hcn.json")["structs"]
    return found


def models() -> tuple[type[Any], ...]:
    """Return each of our classes once."""
    named = (getattr(hcn, name) for name in hcn.__all__)
    classes = {cls for cls in named if isinstance(cls, type) and attrs.has(cls)}
    documents = {
        cls for cls in classes if "_wire" in attrs.fields_dict(cls) and cls.__module__.startswith("hcspy.hcn.")
    }
    return tuple(sorted(documents, key=lambda cls: cls.__name__))


def vectors(name: str) -> list[Any]:
    """Read a file of recordings."""
    text = (DATA / "vectors" / "hcn" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]  # not splitlines: texts hold U+2028


def sample(name: str) -> Any:
    """Read a recorded document."""
    return json.loads((DATA / "samples" / f"{name}.json").read_text(encoding="utf-8"))
