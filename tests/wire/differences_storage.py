"""Deliberate differences in storage. How a row works: see `differences.py`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from .deviations import Difference
from .recordings import Vector


def _name_of_a_folder(vector: Vector) -> Vector:
    """A folder's name is its last name, whether or not a backslash is behind it."""
    first, *others = vector.calls
    return replace(vector, calls=(replace(first, args={"name": "base"}), *others))


def _follows_2_1(vector: Vector) -> Vector | None:
    """A document that does not say which schema it follows follows 2.1."""
    said = any(key.lower() == "schemaversion" for key in json.loads(vector.input["document"]))
    return None if said else replace(vector, output={**vector.output, "SchemaVersion": {"Major": 2, "Minor": 1}})


ROWS: Final = (
    Difference(
        "A backslash at the end of a layer's path",
        ("layer.*trailing_backslash*",),
        "hcsshim takes what is behind the last backslash for the layer's name: nothing. All layers that are written"
        " so have one id, and Windows mixes them up.",
        "The id is made of the last name of the path.",
        _name_of_a_folder,
    ),
    Difference(
        "Documents of layers follow schema 2.1",
        ("decode.storage.LayerData.*",),
        "In Go the version is 0.0 unless somebody fills it in, and every program has to.",
        "A document without `SchemaVersion` reads as one of schema 2.1, and a new one is.",
        _follows_2_1,
    ),
)
