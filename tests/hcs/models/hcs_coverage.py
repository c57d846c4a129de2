"""Which of our classes stands for which document of hcsshim and of Microsoft's schema 2."""

from __future__ import annotations

from typing import Any

import attrs
from wire import models as wire_models
from wire.golang import reference
from wire.schema import HCS

from hcspy import hcs

PACKAGES = ("schema2", "hcsv2", "guestrequest")

SCHEMA: dict[str, Any] = HCS.document["structs"]
ENUMS: dict[str, Any] = HCS.document["enums"]

GO: dict[str, Any] = {
    f"{struct['package']}.{struct['type']}": struct
    for struct in reference("types.json")["structs"]
    if struct["package"] in PACKAGES and struct["json"]
}
"""hcsshim's documents, by package and name."""


def of_schema(name: str) -> type[Any]:
    """Return our class for a structure or an enumeration of Microsoft's."""
    found = HCS.ours(name)
    assert found is not None, name
    return found


def of_go(name: str) -> type[Any]:
    """Return our class for a document of hcsshim's."""
    return wire_models.class_of(name)


def models() -> tuple[type[Any], ...]:
    """Return each of our classes of schema 2 once."""
    named = (getattr(hcs, name) for name in hcs.__all__)
    classes = {cls for cls in named if isinstance(cls, type) and attrs.has(cls)}
    documents = {cls for cls in classes if cls.__module__.startswith("hcspy.hcs.schema.")}
    return tuple(sorted(documents, key=lambda cls: cls.__name__))
