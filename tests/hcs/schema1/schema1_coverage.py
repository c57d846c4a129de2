"""Which of our classes stands for which of hcsshim's documents of schema 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hcspy.hcs import schema1

DATA = Path(__file__).parents[2] / "data"


def reference(name: str) -> Any:
    """Read one of the files of reference data."""
    return json.loads((DATA / "reference" / name).read_text(encoding="utf-8"))


def sample(name: str) -> Any:
    """Read a recorded document."""
    return json.loads((DATA / "samples" / f"{name}.json").read_text(encoding="utf-8"))


def go_structs() -> dict[str, Any]:
    """Return hcsshim's documents of schema 1, by name."""
    structs = reference("types.json")["structs"]
    return {struct["type"]: struct for struct in structs if struct["package"] == "schema1" and struct["json"]}


ALL: tuple[type, ...] = tuple(getattr(schema1, name) for name in go_structs())
