"""C structures from and to dicts, by the names of their members.

A GUID is lower-case text, a string is text or None, whether a NUL or a number ends it; a handle or any
other pointer is a number, a structure inside a structure a dict, an array of numbers a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hcspy.guid import GUID

from .cdata import ffi
from .notify import callback
from .strings import text_at

_GUID: Final = ffi.typeof("GUID")
_TEXT: Final = ffi.typeof("char16_t *")
_COUNTED_TEXT: Final = ffi.typeof("UNICODE_STRING *")

# Structures that begin with their version, by the type of that member.
_VERSIONS: Final = {"HCS_CREATE_OPTIONS": {0x00010000: "HCS_CREATE_OPTIONS_1 *"}}

# The types of callbacks that a structure can hold, by member; the context is the member of that name and "Context".
_CALLBACKS: Final = {"Callback": "HCS_EVENT_CALLBACK"}


def guid_text(pointer: Any) -> str:
    """Return the GUID at a pointer as lower-case text."""
    return str(GUID.from_bytes_le(ffi.buffer(pointer, 16)[:]))


def put_guid(pointer: Any, text: str) -> None:
    """Write a GUID to where a pointer points."""
    ffi.memmove(pointer, GUID(text).to_bytes_le(), 16)


def number(pointer: Any) -> int:
    """Return a pointer or handle as a number."""
    return int(ffi.cast("uintptr_t", pointer))


def struct_at(pointer: Any, base: str) -> dict[str, Any]:
    """Return the structure at a pointer as a dict; one that has versions as the version that it says it is."""
    if base not in _VERSIONS:
        return _members(pointer)
    version = pointer[0]
    actual = _VERSIONS[base].get(version)
    return {"Version": version} if actual is None else _members(ffi.cast(actual, pointer))


def structs_at(pointer: Any, count: int) -> list[dict[str, Any]]:
    """Return an array of structures as a list of dicts."""
    return [_members(pointer + index) for index in range(count)] if pointer else []


def put_struct(pointer: Any, values: Mapping[str, Any]) -> None:
    """Write members into a structure; those that are not named stay as they are."""
    fields = dict(ffi.typeof(pointer).item.fields)
    for name, value in values.items():
        field = fields[name].type
        if field is _GUID:
            put_guid(ffi.addressof(pointer, name), value)
        else:
            setattr(pointer, name, ffi.cast(field, value) if field.kind == "pointer" else value)


def _members(pointer: Any) -> dict[str, Any]:
    fields = ffi.typeof(pointer).item.fields
    return {name: _member(pointer, name, field.type) for name, field in fields}


def _member(pointer: Any, name: str, ctype: Any) -> Any:
    value = getattr(pointer, name)
    if ctype is _GUID:
        return guid_text(ffi.addressof(pointer, name))
    if ctype is _TEXT:
        return text_at(value) if value else None
    if ctype is _COUNTED_TEXT:
        return ffi.unpack(value.Buffer, value.Length // 2) if value and value.Buffer else None
    if ctype.kind == "function":
        return callback(_CALLBACKS[name], value, getattr(pointer, f"{name}Context"))
    if ctype.kind == "struct":
        return _members(ffi.addressof(pointer, name))
    if ctype.kind == "array":
        return list(value)
    return number(value) if ctype.kind == "pointer" else value
