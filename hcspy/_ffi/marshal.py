"""How the arguments of a call look to a fake, and how its answer gets back into C.

For each export the functions are made once per process: one that collects what goes in, a writer for
each thing that comes out. A call then runs those and looks nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias, cast

from . import structs
from .cdata import NULL, ffi
from .exports import EXPORTS, Export, Param
from .hresult import E_FAIL, S_OK, signed
from .lasterror import ERROR_GEN_FAILURE, put_last_error
from .ledger import CallRecord, Ledger
from .notify import callback
from .strings import encode

# all arguments as C values -> what the responder sees of one
Reader: TypeAlias = Callable[[tuple[Any, ...]], Any]
# (all arguments as C values, what the responder said, ledger, origin)
Writer: TypeAlias = Callable[[tuple[Any, ...], Any, Ledger, CallRecord], None]

# What a function returns that has failed without saying why, by what its results are.
_STATUSES: Final = {"HRESULT": E_FAIL, "NTSTATUS": signed(0xC0000001)}  # STATUS_UNSUCCESSFUL


class Plan(NamedTuple):
    """What it takes to put a call of one export to a responder."""

    collect: Callable[[tuple[Any, ...], Ledger], dict[str, Any]]
    writers: Mapping[str, Writer]
    result: Callable[[Mapping[str, Any]], Any]


@cache
def plan(dll: str, name: str) -> Plan:
    """Return the plan of an export, made at the first call."""
    export = EXPORTS[dll][name]
    writers = {p.name: _writer(export, index, p) for index, p in enumerate(export.params) if p.direction != "in"}
    return Plan(_collector(export), writers, _result(export))


def _collector(export: Export) -> Callable[[tuple[Any, ...], Ledger], dict[str, Any]]:
    """Compile the function that turns the C arguments of a call into what the responder sees.

    It is compiled because it runs for every call of a fake, and a loop over readers takes longer
    than the reading.
    """
    names: dict[str, Any] = {"string": ffi.string}
    members, nulls, strings, tail = [], [], [], []
    for index, param in enumerate(export.params):
        value = f"values[{index}]"
        if param.direction != "in":
            nulls.append((param.name, value))
        if param.direction == "out":
            continue
        if param.kind == "string":
            members.append(f"{param.name!r}: string({value}) if {value} else None")
            strings.append(value)
        else:
            names[f"read{index}"] = _reader(export, index, param)
            members.append(f"{param.name!r}: read{index}(values)")
    if strings:
        tail.append("    if not ledger.is_untouched(values):")
        tail.extend(f"        ledger.used({value}, {export.name!r})" for value in strings)
    if nulls:
        tail.append(f"    if not ({' and '.join(value for _, value in nulls)}):")
        tail.append(f"        args['null_outs'] = [{', '.join(f'*([{n!r}] * (not {v}))' for n, v in nulls)}]")
    source = ["def collect(values, ledger):", f"    args = {{{', '.join(members)}}}", *tail, "    return args"]
    exec(compile("\n".join(source), f"<arguments of {export.name}>", "exec"), names)
    return cast(Callable[[tuple[Any, ...], Ledger], dict[str, Any]], names["collect"])


def _reader(export: Export, index: int, param: Param) -> Reader:
    if param.kind == "integer":
        pointed = param.ctype.endswith("*")
        return (lambda values: values[index][0] if values[index] else None) if pointed else itemgetter(index)
    if param.kind == "guid":
        return lambda values: structs.guid_text(values[index]) if values[index] else None
    if param.kind == "struct":
        return lambda values: structs.struct_at(values[index], param.base) if values[index] else None
    if param.kind == "array":
        counter = _index(export, param.counted_by)
        size = ffi.sizeof(param.base) if _in_bytes(param) else 1
        return lambda values: structs.structs_at(values[index], values[counter] // size)
    if param.kind == "callback":
        context = next(i for i, p in enumerate(export.params) if p.name.lower() == "context")
        return lambda values: callback(param.ctype, values[index], values[context])
    return lambda values: structs.number(values[index])


def _writer(export: Export, index: int, param: Param) -> Writer:
    if param.kind == "string":
        return _text_writer(index, export.release)
    if param.kind == "buffer":
        return _buffer_writer(index, _index(export, param.counted_by), 1 if _in_bytes(param) else 2)
    if param.kind == "array":
        return _array_writer(index, _index(export, param.counted_by), param.base, export.release)
    if param.kind == "handle":
        return lambda values, value, *_: _put(values[index], ffi.cast(param.base, value))
    if param.kind == "guid":
        return lambda values, value, *_: structs.put_guid(values[index], value) if values[index] else None
    if param.kind == "struct":
        return lambda values, value, *_: structs.put_struct(values[index], value) if values[index] else None
    return lambda values, value, *_: _put(values[index], value)


def _put(pointer: Any, value: Any) -> None:
    if pointer:
        pointer[0] = value


def _text_writer(index: int, release: str) -> Writer:
    def write(values: tuple[Any, ...], value: str | None, ledger: Ledger, origin: CallRecord) -> None:
        cell = values[index]
        if cell:
            cell[0] = NULL if value is None else ledger.give_text(value, release, origin)

    return write


def _array_writer(index: int, counter: int, base: str, release: str) -> Writer:
    def write(values: tuple[Any, ...], value: list[Mapping[str, Any]], ledger: Ledger, origin: CallRecord) -> None:
        if not values[index]:
            return
        block = ffi.new(f"{base}[]", max(len(value), 1))
        for place, members in enumerate(value):
            structs.put_struct(block + place, members)
        ledger.give(block, release, origin)
        values[index][0] = block
        _put(values[counter], len(value))

    return write


def _buffer_writer(index: int, counter: int, unit: int) -> Writer:
    """Fill the caller's buffer if the text fits, and say in any case how much room it takes, in units of bytes."""

    def write(values: tuple[Any, ...], value: str, ledger: Ledger, origin: CallRecord) -> None:
        data = encode(value) + b"\0\0"
        buffer, size = values[index], values[counter]
        if buffer and size and size[0] * unit >= len(data):
            ffi.memmove(buffer, data, len(data))
        _put(size, len(data) // unit)

    return write


def _in_bytes(param: Param) -> bool:
    """Tell whether an array or a buffer is counted in bytes, and not in its elements."""
    return str(param.counted_by).endswith("InBytes")


def _index(export: Export, name: str | None) -> int:
    return next(index for index, param in enumerate(export.params) if param.name == name)


def _result(export: Export) -> Callable[[Mapping[str, Any]], Any]:
    """Make the function that finds the return value in a reply; a reply without one means success."""
    if export.returns == "void":
        return lambda reply: None
    if export.returns in _STATUSES:
        return _hresult
    if export.returns == "BOOL":
        return _bool
    success = 0
    ctype = ffi.typeof(export.returns)
    if ctype.kind == "pointer":
        return lambda reply: ffi.cast(ctype, reply.get("ret", success))
    return lambda reply: reply.get("ret", success)


def _hresult(reply: Mapping[str, Any]) -> int:
    number: int = reply["ret"] if "ret" in reply else reply.get("hresult", S_OK)
    return number and signed(number)


def _bool(reply: Mapping[str, Any]) -> int:
    """Return whether it has succeeded; why not, the caller asks Windows for."""
    succeeded: int = reply.get("ret", 1)
    put_last_error(0 if succeeded else reply.get("last_error") or ERROR_GEN_FAILURE)
    return succeeded


def failure(export: Export) -> Any:
    """Return what a slot returns when the responder raises: never 0 where 0 means success."""
    if export.returns in _STATUSES:
        return _STATUSES[export.returns]
    if export.returns == "DWORD":
        return ERROR_GEN_FAILURE
    return NULL if ffi.typeof(export.returns).kind == "pointer" else 0
