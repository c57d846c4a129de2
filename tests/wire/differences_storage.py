"""Deliberate differences in storage. How a row works: see `differences.py`."""

from __future__ import annotations

import json
import ntpath
from dataclasses import replace
from typing import Final

from .deviations import Difference
from .recordings import Call, Vector


def _name_of_a_folder(vector: Vector) -> Vector:
    """A folder's name is its last name, whether or not a backslash is behind it."""
    paths = iter(vector.input.get("parentLayerPaths") or ())

    def change(call: Call) -> Call:
        path = next(paths, "") if call.export == "NameToGuid" else ""
        return replace(call, args={"name": ntpath.basename(path.rstrip("\\/"))}) if path.endswith(("\\", "/")) else call

    return replace(vector, calls=tuple(map(change, vector.calls)))


def _follows_2_1(vector: Vector) -> Vector | None:
    """A document that does not say which schema it follows follows 2.1."""
    if vector.api != "decode computestorage.LayerData" or vector.error is not None:
        return None
    said = any(key.lower() == "schemaversion" for key in json.loads(vector.input["document"]))
    return None if said else replace(vector, output={**vector.output, "SchemaVersion": {"Major": 2, "Minor": 1}})


ROWS: Final = (
    Difference(
        "A backslash at the end of a layer's path",
        ("layer.*",),
        "hcsshim takes what is behind the last backslash for the layer's name: nothing. All layers that are written"
        " so have one id, and Windows mixes them up.",
        "The id is made of the last name of the path.",
        _name_of_a_folder,
    ),
    Difference(
        "Documents of layers follow schema 2.1",
        ("api:decode *",),
        "In Go the version is 0.0 unless somebody fills it in, and every program has to.",
        "A document without `SchemaVersion` reads as one of schema 2.1, and a new one is.",
        _follows_2_1,
    ),
)
