"""The C text against the reference data, both ways: a wrong type is a wrong call, and nothing else would tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from hcspy._ffi import build
from hcspy._ffi.cdata import ffi
from hcspy._ffi.exports import CLOSERS, EXPORTS, Param
from hcspy._ffi.tables import DLLS

from . import reference
from .reference import abi, our_param_type, our_type, tables

# Structures and types that only pass by, as pointers.
OPAQUE = {"SECURITY_DESCRIPTOR", "OVERLAPPED", "ATTACH_VIRTUAL_DISK_PARAMETERS"}
BUILDS = {"Windows Server 2019": 17763, "Windows Server 2022": 20348}


@pytest.mark.parametrize(("dll", "name", "known"), reference.EXPORTS, ids=reference.IDS)
def test_export_has_the_signature_of_the_reference(dll: str, name: str, known: dict[str, Any]) -> None:
    """Names, number, types and order of the parameters, and the result."""
    slot = tables()[dll][name]
    assert list(slot.params) == [(p["name"], our_param_type(dll, p)) for p in known["params"]]
    assert slot.returns == our_type(dll, known["returns"])


@pytest.mark.parametrize(("dll", "name", "known"), reference.EXPORTS, ids=reference.IDS)
def test_parameters_point_the_way_of_the_reference(dll: str, name: str, known: dict[str, Any]) -> None:
    """An output that counts as input would never reach the caller of a fake."""
    assert [p.direction for p in EXPORTS[dll][name].params] == [p["direction"] for p in known["params"]]


def test_every_slot_is_in_the_reference_or_has_a_source() -> None:
    """Nobody knows where an export came from that stands in neither."""
    ours = {f"{dll}.{name}" for dll, slots in tables().items() for name in slots}
    assert ours - set(reference.IDS) == set(build.facts()["further"])
    assert set(reference.IDS) <= ours


def test_every_global_function_has_a_source() -> None:
    """The same for what is called by its global name."""
    text = (build.HERE / "cdef" / "runtime.h").read_text(encoding="utf-8")
    declared = {line.split("(")[0].split()[-1].lstrip("*") for line in text.splitlines() if _declares(line)}
    assert declared == set(build.facts()["runtime"])


def _declares(line: str) -> bool:
    return "(" in line and not line.startswith((" ", "typedef", "/"))


def test_export_without_published_signature_is_not_declared() -> None:
    """A guessed signature corrupts the stack of whoever believes it."""
    unknown = {f"{reference.dll_of(e)}.{e['export']}" for e in abi()["exports_without_signature"]}
    assert len(unknown) == 6
    assert not unknown & {f"{dll}.{name}" for dll, slots in tables().items() for name in slots}


@pytest.mark.parametrize("dll", DLLS)
def test_cffi_has_the_types_of_the_c_text(dll: str) -> None:
    """The signatures are made from the text by us, the calls by cffi: both have to read the same."""
    fields = dict(ffi.typeof(f"{dll}_table").fields)
    assert list(fields) == list(tables()[dll]) == list(EXPORTS[dll])
    for name, slot in tables()[dll].items():
        assert fields[name].type.args == tuple(_plain(ctype) for _, ctype in slot.params), name
        assert fields[name].type.result is _plain(slot.returns), name


def _plain(ctype: str) -> Any:
    return ffi.typeof(ctype.removeprefix("const "))


@pytest.mark.parametrize("known", abi()["structs"], ids=lambda known: known["name"])
def test_structure_lies_in_memory_as_the_reference_says(known: dict[str, Any]) -> None:
    """A member that is four bytes off reads its neighbour."""
    struct = ffi.typeof("GUID" if known["name"] == "GUID_FIELDS" else known["name"])
    assert (ffi.sizeof(struct), ffi.alignof(struct)) == (known["size"], known["align"])
    ours = [(name, field.offset, ffi.sizeof(field.type), field.type) for name, field in struct.fields]
    assert ours == [(f["name"], f["offset"], f["size"], _field_type(f["ctype"])) for f in known["fields"]]


def _field_type(ctype: str) -> Any:
    return ffi.typeof(ctype.replace("const ", "").replace("UCHAR[8]", "uint8_t[8]"))


def test_structures_beyond_the_reference_lie_as_the_sdk_says() -> None:
    """Complete: a structure that neither the reference nor our own table knows fails."""
    own = json.loads((reference.DATA / "ffi" / "layouts.json").read_text(encoding="utf-8"))
    named = {s["name"] for s in abi()["structs"]} | {"GUID"} | {f"{dll}_table" for dll in DLLS}
    for name, struct in _structures():
        if name not in named:
            fields = {member: [field.offset, ffi.sizeof(field.type)] for member, field in struct.fields}
            assert {"size": ffi.sizeof(struct), "fields": fields} == own.pop(name), name
    assert list(own) == ["source"]


def _structures() -> Iterator[tuple[str, Any]]:
    """Yield the structures that have members, nested ones with the name of their owner in front."""
    for name in ffi.list_types()[0]:
        ctype = ffi.typeof(name)
        if ctype.kind == "struct" and name not in OPAQUE:
            yield name, ctype
            nested = ((f"{name}.{member}", field.type) for member, field in ctype.fields)
            yield from ((label, found) for label, found in nested if found.cname.startswith("struct $"))


@pytest.mark.parametrize("known", abi()["enums"], ids=lambda known: known["name"])
def test_enumeration_has_the_values_of_the_reference(known: dict[str, Any]) -> None:
    """Numbers are all that crosses the boundary."""
    enum = ffi.typeof(known["name"])
    assert ffi.sizeof(enum) == 4
    assert enum.relements == {value["name"]: int(value["value"], 0) for value in known["values"]}


def test_no_enumeration_beyond_the_reference() -> None:
    """A name that we made up would look like Microsoft's."""
    ours = {name for name in ffi.list_types()[0] if ffi.typeof(name).kind == "enum"}
    assert ours == {known["name"] for known in abi()["enums"]}


@pytest.mark.parametrize("known", abi()["callbacks"], ids=lambda known: known["name"])
def test_callback_has_the_signature_of_the_reference(known: dict[str, Any]) -> None:
    """Windows calls these: a wrong type shows as rubbish in a notification."""
    ctype = ffi.typeof(known["name"])
    assert ctype.args == tuple(_plain(p["ctype"]) for p in known["params"])
    assert ctype.result is ffi.typeof("void")


def test_handles_are_distinct_types() -> None:
    """Two kinds of handle that cffi takes for one another could be mixed up."""
    handles = {ffi.typeof(name) for name in CLOSERS}
    assert len(handles) == len(CLOSERS)
    assert all(handle.kind == "pointer" and handle.item.kind == "struct" for handle in handles)


@pytest.mark.parametrize("known", abi()["handles"], ids=lambda known: known["name"])
def test_handle_is_closed_by_what_the_reference_says(known: dict[str, Any]) -> None:
    """HCN_SERVICE has functions after all: those known from PowerShell."""
    name, closers = known["name"], set(known.get("closed_by", "HcnCloseService").split(" or "))
    if name == "HCS_CALLBACK":
        name = "VMCOMPUTE_HCS_CALLBACK"  # computecore has no function that takes or gives one
    assert set(CLOSERS[name]) == closers
    assert all(any(closer in exports for exports in EXPORTS.values()) for closer in closers)


@pytest.mark.parametrize(("dll", "name", "known"), reference.EXPORTS, ids=reference.IDS)
def test_export_is_as_old_as_the_documents_say(dll: str, name: str, known: dict[str, Any]) -> None:
    """The message about a missing export names the build."""
    export = EXPORTS[dll][name]
    server = known.get("min_server")
    if known.get("min_client") == "Windows 10, version 2004":
        assert (export.since, export.dated) == (19041, True)
    elif server:
        assert (export.since, export.dated) == (BUILDS[server], True)
    else:
        assert not export.dated or dll in ("combase", "iphlpapi", "kernel32", "virtdisk")


def _gives_a_string(param: Param) -> bool:
    return param.kind == "string" and param.direction == "out"


@pytest.mark.parametrize(("dll", "name", "known"), reference.EXPORTS, ids=reference.IDS)
def test_strings_are_freed_by_what_the_documents_say(dll: str, name: str, known: dict[str, Any]) -> None:
    """The wrong function for the heap is a corruption that shows much later."""
    notes = " ".join(p.get("note", "") for p in known["params"])
    export = EXPORTS[dll][name]
    if not any(map(_gives_a_string, export.params)):
        return
    if "the documents say LocalFree" in notes:
        assert export.release == "LocalFree"
    elif dll == "computecore":
        assert export.release == "any"
    else:
        assert export.release == "CoTaskMemFree"


def test_sizes_are_those_of_windows() -> None:
    """On Linux a C long has 8 bytes and wchar_t 4; nothing here may depend on that."""
    expected = {"DWORD": 4, "ULONG": 4, "HRESULT": 4, "BOOL": 4, "USHORT": 2, "UINT64": 8, "SIZE_T": 8, "char16_t": 2}
    assert {name: ffi.sizeof(name) for name in expected} == expected
