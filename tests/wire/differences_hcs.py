"""Deliberate differences in HCS: where models of its documents do otherwise than hcsshim."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from . import gojson
from .deviations import Difference
from .recordings import Vector

ODD: Final = ("*json.UnmarshalTypeError", "*time.ParseError")
"""Go's errors for a document that is JSON and does not fit its type; for an id that is none it has only a text."""
AN_ID: Final = "invalid GUID"
PACKAGES: Final = ("schema1.", "schema2.", "hcs.", "hcsv2.", "guestrequest.")


def _odd_members(vector: Vector) -> Vector | None:
    """Reading never raises on an odd member."""
    verb, _, go_type = vector.api.partition(" ")
    odd = (vector.error_info or {}).get("type") in ODD or (vector.error or "").startswith(AN_ID)
    if verb != "decode" or not odd or not go_type.startswith(PACKAGES):
        return None
    read = gojson.decode(go_type, json.loads(vector.input["document"]))
    return replace(vector, output=read, error=None, error_match=None, error_info=None)


def _container(vector: Vector) -> Vector | None:
    """A document of schema 1 that does not say what it is of is of a container."""
    if vector.api != "decode schema1.ContainerConfig" or vector.error is not None:
        return None
    said = any(key.lower() == "systemtype" for key in json.loads(vector.input["document"]))
    return None if said else replace(vector, output={**vector.output, "SystemType": "Container"})


ROWS: Final = (
    Difference(
        "Odd properties are read",
        ("api:decode *",),
        "A time that is none, an id that is none, or a controller whose number is none makes hcsshim refuse all"
        " properties, and with them the list of all systems.",
        "Reading never raises on an odd member. It stays as it is; `created`, `taken` and their like are then None.",
        _odd_members,
    ),
    Difference(
        "Schema 1 is for containers",
        ("api:decode *",),
        "In Go the kind of a system is a text like any other, empty unless somebody fills it in.",
        "A document without `SystemType` reads as that of a container, and a new one is.",
        _container,
    ),
)
