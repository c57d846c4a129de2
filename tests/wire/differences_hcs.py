"""Deliberate differences in HCS: where models of its documents do otherwise than hcsshim."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from . import gojson
from .deviations import Difference
from .recordings import Vector


def _odd_members(vector: Vector) -> Vector | None:
    """Reading never raises on an odd member."""
    if vector.error is None:
        return None
    read = gojson.decode(vector.api.removeprefix("decode "), json.loads(vector.input["document"]))
    return replace(vector, output=read, error=None, error_match=None, error_info=None)


def _container(vector: Vector) -> Vector | None:
    """A document of schema 1 that does not say what it is of is of a container."""
    said = any(key.lower() == "systemtype" for key in json.loads(vector.input["document"]))
    return None if said else replace(vector, output={**vector.output, "SystemType": "Container"})


ROWS: Final = (
    Difference(
        "Odd properties are read",
        ("decode.manners.bad_*",),
        "A time that is none, an id that is none, or a controller whose number is none makes hcsshim refuse all"
        " properties, and with them the list of all systems.",
        "Reading never raises on an odd member. It stays as it is; `created`, `taken` and their like are then None.",
        _odd_members,
    ),
    Difference(
        "Schema 1 is for containers",
        ("decode.hcs.ContainerConfig.*",),
        "In Go the kind of a system is a text like any other, empty unless somebody fills it in.",
        "A document without `SystemType` reads as that of a container, and a new one is.",
        _container,
    ),
)
