"""The reference data about the DLLs, and how its spelling maps to ours."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hcspy._ffi import build

DATA = Path(__file__).parent.parent / "data"


@cache
def abi() -> dict[str, Any]:
    """Return the reference data."""
    found: dict[str, Any] = json.loads((DATA / "reference" / "abi.json").read_text(encoding="utf-8"))
    return found


@cache
def tables() -> build.Tables:
    """Return the slots that the C text declares."""
    return build.parse_tables(build.c_text())


def dll_of(export: dict[str, Any]) -> str:
    """Return our table for an export: API sets are no files, so CoTaskMemFree belongs to combase."""
    dll: str = export["dll"].removesuffix(".dll")
    return "combase" if dll.startswith("api-ms-win-core-com-") else dll


def our_type(dll: str, ctype: str) -> str:
    """Return our C type: vmcompute's handles are not computecore's."""
    same_name = ctype.rstrip("*") in ("HCS_SYSTEM", "HCS_PROCESS", "HCS_CALLBACK")
    return f"VMCOMPUTE_{ctype}" if dll == "vmcompute" and same_name else ctype


def our_param_type(dll: str, param: dict[str, Any]) -> str:
    """Return our C type for a parameter: a pointer to an input is const, also where Go's binding cannot say so."""
    ctype = our_type(dll, param["ctype"])
    points_in = param["direction"] == "in" and ctype.endswith("*") and ctype != "void*"
    return f"const {ctype.removeprefix('const ')}" if points_in else ctype


EXPORTS = [(dll_of(export), export["export"], export) for export in abi()["exports"]]
IDS = [f"{dll}.{name}" for dll, name, _ in EXPORTS]
