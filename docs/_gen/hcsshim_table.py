"""Render docs/reference/hcsshim.md from the counterparts of the wire tests: ``python docs/_gen/hcsshim_table.py``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from pages import REFERENCE_PAGES, table
from wire import rows_internal
from wire.counterparts import Counterpart
from wire.counterparts import table as counterparts
from wire.golang import functions, name_of, public_names
from wire.runner import resolve, signature_of

import hcspy

PAGE = REFERENCE_PAGES / "hcsshim.md"

HEAD = """# hcsshim, function by function

<!-- Written by docs/_gen/hcsshim_table.py: change the counterparts in tests/wire instead. -->

All {public} public functions of hcsshim and what each is here. The rows are those that the
[wire tests](differences.md) replay hcsshim's recordings through.

Where Go returns `(value, error)`, Python returns the value or raises; see [Errors](errors.md). `host` is what
`hcspy.connect()` returns.
"""

INTERNAL = """
## Not public in hcsshim: compute systems and layers

Functions of its packages `hcs` (for vmcompute.dll) and `hcsv2` (for computecore.dll), the bindings of both DLLs,
and the packages of layers and errors below them. `hcspy.hcs.System` is what both doors have, so that two functions of
Go are mostly one here; a binding is a slot of the function table. What has no counterpart has none on purpose.
"""

Function = Mapping[str, Any]
PARTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("HNS v1", lambda python: "hns." in python or python.startswith("host.hot_")),
    ("Errors and GUIDs", lambda python: "errors." in python or "guid." in python),
    ("HCN", lambda python: ".hcn" in python or "compartments" in python),
    ("Compute systems and processes", lambda python: ".hcs" in python or python == "host.version"),
    ("Layers", lambda python: ".storage." in python),
)
"""The sections of the page, and which paths belong to each; the first that fits."""


def part_of(python: str) -> str:
    """Return the section that a path belongs to."""
    return next(title for title, belongs in PARTS if belongs(python))


def rows_of(name: str) -> list[Counterpart]:
    """Return the rows of a function."""
    return [row for row in counterparts() if row.api == name]


def ours(rows: Iterable[Counterpart]) -> str:
    """Say what a function is here: path and arguments."""
    return " or ".join(dict.fromkeys(f"`{row.python}{arguments(row)}`" for row in rows))


def arguments(row: Counterpart) -> str:
    """Render the arguments of a row as a call of ours has them; nothing where it is not a call."""
    if row.call:
        return ""
    with hcspy.connect("fake") as host:
        parameters = signature_of(resolve(row.python, host)).parameters
    return f"({', '.join(_argument(name, parameters) for name in row.arguments)})"


def _argument(name: str, parameters: Mapping[str, inspect.Parameter]) -> str:
    kind = parameters[name].kind if name in parameters else inspect.Parameter.KEYWORD_ONLY
    shapes = {inspect.Parameter.VAR_POSITIONAL: f"*{name}", inspect.Parameter.KEYWORD_ONLY: f"{name}="}
    return shapes.get(kind, name)


def line(name: str) -> tuple[str, str, str]:
    """Render one function."""
    rows = rows_of(name)
    notes = [row.note for row in rows if row.note]
    return f"`{name}`", ours(rows), "; ".join(dict.fromkeys(notes))


def public() -> list[Function]:
    """Return the public functions of hcsshim."""
    return [function for function in functions().values() if function["tier"] == "public"]


def sections() -> Iterator[str]:
    """Render the public functions by area."""
    names = [name_of(function) for function in public()]
    for title, _ in PARTS:
        yield section(title, "", [name for name in names if part_of(rows_of(name)[0].python) == title])


def section(title: str, about: str, names: Iterable[str]) -> str:
    """Render a heading, a sentence if there is one, and the functions."""
    return "\n\n".join(
        part for part in (f"## {title}", about, table(("hcsshim", "hcspy", ""), map(line, names))) if part
    )


def methods() -> list[str]:
    """Name the methods that programs reach through types which hcsshim's root package gives other names."""
    inner = (function for function in functions().values() if function["package"] == "hns")
    return sorted(name for function in inner for name in public_names(function))


def internal() -> list[str]:
    """Name what only hcsshim's own programs can call."""
    shown = {name_of(function) for function in public()}
    inner = (name for name, function in functions().items() if name.startswith("hns.") and not public_names(function))
    return [name for name in inner if name.replace("hns.", "hcsshim.", 1) not in shown]


def compute() -> Iterator[tuple[str, str, str]]:
    """Name the internal functions of compute systems and layers, each with what stands for it or why nothing does."""
    for name in rows_internal.names():
        path = rows_internal.counterpart(name)
        yield f"`{name}`", f"`{path}`" if path else "", "" if path else rows_internal.WITHOUT[name]


def render() -> str:
    """Return the whole page."""
    parts = [
        HEAD.format(public=len(public())).strip(),
        *sections(),
        section("Methods of HNS v1", "Public through the names of their types in hcsshim's root package.", methods()),
        section("Not public in hcsshim", "Functions of its package `internal/hns`.", internal()),
        INTERNAL.strip(),
        table(("hcsshim", "hcspy", ""), compute()),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
