"""Recordings: what hcsshim put on the wire, one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SHIPPED: Final = Path(__file__).resolve().parents[1] / "data" / "vectors"
ABSENT: Final = "(absent)"
"""Stands for a member that the recording does not have, where null means something."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call into a DLL: what was asked, what was answered, what was notified beside it."""

    dll: str
    export: str
    args: Mapping[str, Any]
    reply: Mapping[str, Any]
    notify: Sequence[Mapping[str, Any]] = ()
    null_outs: Sequence[str] = ()

    def __str__(self) -> str:
        shown = [str(self.args[name]) for name in ("method", "path") if name in self.args]
        return " ".join([self.export, *shown])


@dataclass(frozen=True, slots=True)
class Vector:
    """One recording; the members are those of the line."""

    name: str
    api: str
    input: Mapping[str, Any] = field(default_factory=dict)
    calls: Sequence[Call] = ()
    output: Any = None
    output_json: str | None = None
    receiver_after: Any = ABSENT
    error: str | None = None
    error_template: str | None = None
    error_match: str | None = None
    error_info: Mapping[str, Any] | None = None
    note: str | None = None
    file: str = ""
    calls_only: bool = False
    """Whether nothing but the calls was recorded."""


def parse(line: str, file: str = "") -> Vector:
    """Read one line of a recording."""
    members: dict[str, Any] = json.loads(line)
    members["calls"] = tuple(Call(**call) for call in members.get("calls") or ())
    members["input"] = {**(members.get("input") or {}), **_steps(members.get("output"), members["calls"])}
    return Vector(**members, file=file)


def _steps(output: Any, calls: Sequence[Call]) -> dict[str, Any]:
    """Return what a recording of several steps did: it tells that nowhere but in what came of it.

    ``steps`` are their names, ``late`` tells which waits were too short, ``sent`` are the calls that were made.
    """
    if not isinstance(output, list) or not output or not isinstance(output[0], dict) or "Step" not in output[0]:
        return {}
    late = [number for number, step in enumerate(output) if "hcsshim.IsTimeout" in (step["Is"] or {}).get("is", ())]
    return {"steps": [step["Step"] for step in output], "late": late, "sent": calls}


def folder() -> Path:
    """Return the folder to replay: HCSPY_VECTORS, or the recordings that come with the tests."""
    named = os.environ.get("HCSPY_VECTORS")
    return Path(named) if named else SHIPPED


def load(directory: Path) -> Iterator[Vector]:
    """Read every recording in a folder, file by file in the order of their names."""
    for path in sorted(directory.rglob("*.jsonl")):
        # U+2028 stands in the texts as it is: only the line feed ends a line.
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from (parse(line, path.relative_to(directory).as_posix()) for line in lines if line.strip())
