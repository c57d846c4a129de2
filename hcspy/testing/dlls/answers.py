"""The answers that need no machine: what a profile lacks, and what a rule of ``on()`` wants to go wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from hcspy._ffi.exports import EXPORTS, Export

__all__ = ["EXPORT_NAMES", "failed", "missing", "unsupported"]

E_NOTIMPL: Final = 0x80004001
ERROR_CALL_NOT_IMPLEMENTED: Final = 120
STATUS_NOT_IMPLEMENTED: Final = 0xC0000002
RECORDS: Final = ("result", "resultDocument", "ErrorRecord", "response")
EXPORT_NAMES: Final = frozenset(name for exports in EXPORTS.values() for name in exports)

Reply = Mapping[str, Any]


def missing(build: int, patterns: Iterable[str] = ()) -> frozenset[str]:
    """Return the exports, as ``dll.name``, that a Windows build does not have yet, and those that match a pattern."""
    exports = [export for exports in EXPORTS.values() for export in exports.values()]
    lacking = {export.name for export in exports for pattern in patterns if fnmatchcase(export.name, pattern)}
    return frozenset(
        f"{export.dll}.{export.name}" for export in exports if export.since > build or export.name in lacking
    )


@cache
def unsupported(dll: str, name: str) -> Reply:
    """Return the answer of an export that is there but that the fake knows nothing about: not implemented."""
    export = EXPORTS[dll][name]
    if export.returns == "HRESULT":
        return {"hresult": E_NOTIMPL}
    if export.returns == "NTSTATUS":
        return {"ret": STATUS_NOT_IMPLEMENTED}
    return {} if export.returns == "void" else {"ret": ERROR_CALL_NOT_IMPLEMENTED if export.returns == "DWORD" else 0}


def failed(dll: str, name: str, hresult: int, text: str | None = None) -> Reply:
    """Return the answer of an export that fails; with a text it comes with the error record of its kind.

    >>> failed("vmcompute", "HcsOpenComputeSystem", 0xC037010E, "no such system")["result"]
    '{"Error": -1070137074, "ErrorMessage": "no such system"}'
    """
    export = EXPORTS[dll][name]
    if export.returns == "NTSTATUS":
        return {"ret": hresult}
    if export.returns == "BOOL":
        return {"ret": 0, "last_error": hresult & 0xFFFF}
    if export.returns != "HRESULT":
        return {"ret": hresult & 0xFFFF if export.returns == "DWORD" else 0}
    cell = record_cell(export)
    if text is None or cell is None:
        return {"hresult": hresult}
    return {"hresult": hresult, cell: error_record(cell, hresult, text)}


def record_cell(export: Export) -> str | None:
    """Return the out-parameter in which an export puts its error record."""
    return next((param.name for param in export.params if param.direction == "out" and param.name in RECORDS), None)


def error_record(cell: str, hresult: int, text: str) -> str:
    """Write an error record: HCS has one form, the network services another."""
    if cell.startswith("result"):
        return json.dumps({"Error": hresult - (hresult >> 31 << 32), "ErrorMessage": text})
    return json.dumps({"Success": False, "Error": text, "ErrorCode": hresult})
