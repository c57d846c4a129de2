"""Go's document types, from types.json: which fields, which JSON keys, which zero values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

REFERENCE: Final = Path(__file__).resolve().parents[1] / "data" / "reference"
_INTEGERS: Final = {f"{sign}int{bits}" for sign in ("", "u") for bits in ("", "8", "16", "32", "64")}


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a Go structure that takes part in its JSON."""

    go_name: str
    key: str
    go_type: str
    omitempty: bool


@cache
def reference(name: str) -> dict[str, Any]:
    """Read one file of the reference data."""
    document: dict[str, Any] = json.loads((REFERENCE / name).read_text(encoding="utf-8"))
    return document


@cache
def _structures() -> Mapping[str, Mapping[str, Any]]:
    return {f"{row['package']}.{row['type']}": row for row in reference("types.json")["structs"]}


@cache
def _aliases() -> Mapping[str, str]:
    return {f"{row['package']}.{row['type']}": row["alias_of"] for row in reference("types.json")["aliases"]}


@cache
def _underlying() -> Mapping[str, str]:
    return {f"{row['package']}.{row['type']}": row["underlying"] for row in reference("types.json")["named_basic"]}


@cache
def functions() -> Mapping[str, Mapping[str, Any]]:
    """Return every function by the name that a recording has for it, ``hns.PolicyList.Create``."""
    return {name_of(row): row for row in reference("functions.json")["functions"]}


def name_of(function: Mapping[str, Any]) -> str:
    """Return a function's name with its package and the type of its receiver."""
    receiver = str(function["receiver"] or "").lstrip("*")
    return ".".join(part for part in (function["package"], receiver, function["name"]) if part)


def public_names(function: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names under which programs reach a function: its own, or those of root aliases."""
    return (name_of(function),) if function["tier"] == "public" else tuple(function.get("public_as") or ())


@cache
def returned(api: str) -> str | None:
    """Return the type of what a function returns beside an error, None if there is nothing."""
    found = next((row for row in functions().values() if api in (name_of(row), *public_names(row))), None)
    types = [result["type"] for result in found["results"]] if found else []
    return next((resolve(go_type.lstrip("*")) for go_type in types if go_type != "error"), None)


def resolve(go_type: str) -> str:
    """Follow an alias to the type it stands for, and a named basic type to its basis."""
    inner = element(go_type)
    if inner is not None:
        return f"[]{resolve(inner)}"
    go_type = _aliases().get(go_type, go_type).replace("hcsschema.", "schema2.")  # what Go's files call it by
    return _underlying().get(go_type, go_type)


def is_structure(go_type: str) -> bool:
    """Tell whether a type is one of the known structures."""
    return resolve(go_type) in _structures()


def documents(*packages: str) -> Iterator[str]:
    """Name every structure of some packages that has a JSON form; of HNS v1 if none is named."""
    return (name for name, row in _structures().items() if row["json"] and row["package"] in (packages or ("hns",)))


@cache
def members(go_type: str) -> tuple[Member, ...]:
    """Return the fields of a structure in the order of its JSON, embedded ones in place."""
    return tuple(_members(_structures()[resolve(go_type)]))


def _members(structure: Mapping[str, Any]) -> Iterator[Member]:
    for row in structure["fields"]:
        if row.get("inline"):
            yield from members(row["ref"])
        elif row["json_key"]:  # else hidden from JSON
            yield Member(row["go_name"], row["json_key"], row["go_type"], bool(row.get("omitempty")))


def element(go_type: str) -> str | None:
    """Return what a list type holds, or None for any other type."""
    return go_type[2:] if go_type.startswith("[]") else None


def values_of(go_type: str) -> str:
    """Return what a map type holds: ``map[int]hns.Subnet`` holds ``hns.Subnet``."""
    return go_type.partition("]")[2]


def zero(go_type: str) -> Any:
    """Return the zero value of a type, shown as the recordings show it."""
    go_type = resolve(go_type)
    if go_type == "string":
        return ""
    if go_type == "bool":
        return False
    if go_type in _INTEGERS:
        return 0
    if go_type == "guid.GUID":
        return "00000000-0000-0000-0000-000000000000"
    if go_type == "time.Time":
        return "0001-01-01T00:00:00Z"
    if go_type.startswith("[2]"):
        return [zero(go_type[3:])] * 2
    if is_structure(go_type):
        return {member.go_name: zero(member.go_type) for member in members(go_type)}
    return None  # lists, maps, pointers, raw values, addresses


def is_empty(value: Any) -> bool:
    """Tell whether `omitempty` leaves a value out; a structure is never left out."""
    return value is None or value is False or value in ("", 0) or value == []
