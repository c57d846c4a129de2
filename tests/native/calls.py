"""Calls of exports with plain values: the seam of a fake, the other way round, through C and the DLLs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hcspy._ffi import callbacks
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.exports import EXPORTS, Export, Param
from hcspy._ffi.structs import guid_text, number, put_guid, struct_at
from hcspy._ffi.tables import Tables

TRAMPOLINES = {
    "HCS_NOTIFICATION_CALLBACK": callbacks.hcs_notifications,
    "HCN_NOTIFICATION_CALLBACK": callbacks.hcn_notifications,
    "HCS_EVENT_CALLBACK": callbacks.hcs_events,
    "HCS_OPERATION_COMPLETION": callbacks.hcs_completions,
}


class NativeCall:
    """One call of an export: what `FakeHost.respond` takes and gives, made by way of the C function."""

    def __init__(self, tables: Tables, export: Export, args: Mapping[str, Any]) -> None:
        self._tables = tables
        self._export = export
        self._args = args
        self._cells: dict[str, Any] = {}
        self._keep: list[Any] = []

    def reply(self) -> dict[str, Any]:
        """Make the call; return what came out, by name."""
        contexts = [self._callback(param) for param in self._export.params if param.kind == "callback"]
        values = [self._value(param, contexts) for param in self._export.params]
        result = getattr(getattr(self._tables, self._export.dll), self._export.name)(*values)
        outs = [param for param in self._export.params if param.name in self._cells]
        return {**self._result(result), **{param.name: self._out(param) for param in outs}}

    def _result(self, result: Any) -> dict[str, Any]:
        if self._export.returns == "void":
            return {}
        if self._export.returns == "HRESULT":
            return {"hresult": result & 0xFFFFFFFF}
        return {"ret": result if isinstance(result, int) else number(result)}

    def _callback(self, param: Param) -> tuple[Any, int]:
        """Return the C function for a callback, and the context by which it finds the Python function."""
        function = self._args.get(param.name)
        if function is None:
            return NULL, 0
        trampoline = TRAMPOLINES[param.base]()
        return trampoline.function, trampoline.add(unsigned(function))

    def _value(self, param: Param, contexts: list[tuple[Any, int]]) -> Any:
        value = self._args.get(param.name)
        if param.name in self._args.get("null_outs", ()):
            return NULL
        if param.kind == "callback":
            return contexts[0][0]
        if param.name == "context" and contexts and contexts[0][1]:
            return ffi.cast(param.ctype, contexts[0][1])
        if param.direction == "in":
            return self._in(param, value)
        cell = self._cells[param.name] = ffi.new(param.ctype)
        if value is not None:
            cell[0] = value
        return cell

    def _in(self, param: Param, value: Any) -> Any:
        if param.kind == "string" and value is not None:
            return self._kept(ffi.new("char16_t[]", value))
        if param.kind == "guid" and value is not None:
            cell = self._kept(ffi.new("GUID *"))
            put_guid(cell, value)
            return cell
        assert param.kind in ("handle", "integer", "pointer") or value is None, param
        return ffi.cast(param.ctype, value or 0)

    def _kept(self, data: Any) -> Any:
        self._keep.append(data)
        return data

    def _out(self, param: Param) -> Any:
        cell = self._cells[param.name]
        if param.kind == "string":
            take = self._tables.take_local if self._export.release == "LocalFree" else self._tables.take
            return take(cell)
        if param.kind == "guid":
            return guid_text(cell)
        if param.kind == "struct":
            return struct_at(cell, param.base)
        return cell[0] if param.kind == "integer" else number(cell[0])


def unsigned(function: Callable[..., object]) -> Callable[..., object]:
    """Let a callback have the code of a notification as the fake's own callbacks have it."""

    def receive(*message: Any) -> None:
        if len(message) == 3 and message[1].__class__ is int:
            message = (message[0], message[1] & 0xFFFFFFFF, message[2])
        function(*message)

    return receive


def respond(tables: Tables, dll: str, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a call as a fake would, by making it."""
    return NativeCall(tables, EXPORTS[dll][name], args).reply()
