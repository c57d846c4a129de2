"""Every export of the stand-in DLLs, called natively with one value of each kind in each place."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import hcspy
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.exports import EXPORTS, Export, Param
from hcspy._ffi.structs import put_guid, struct_at, structs_at

from .remote import Remote

DLLS = ("vmcompute", "computenetwork", "computecore", "computestorage", "virtdisk")
# The one that frees comes with the call that allocates, see `free`.
FREES = "HcnFreeGuestNetworkPortReservations"
ALL = [export for dll in DLLS for export in EXPORTS[dll].values() if export.name != FREES]
WRITING = [export for export in ALL if any(param.direction == "out" for param in export.params)]
TEXT = 'Z\u00fcrich \U0001f40b \ud800 "\\\n'
GUID = "01020304-0506-0708-090a-0b0c0d0e0f10"
OTHER_GUID = "f1e1d1c1-b1a1-9181-7161-514131211101"

# What lies behind pointers to these is not looked at.
NOBODYS = ("SECURITY_DESCRIPTOR", "PSECURITY_DESCRIPTOR", "ATTACH_VIRTUAL_DISK_PARAMETERS", "OVERLAPPED")
STORAGE = {"DeviceId": 51, "VendorId": GUID}

# Members that tell each place in a struct from every other.
STRUCTS: dict[str, dict[str, Any]] = {
    "DRIVER_INFO": {"Flavour": 1, "HomeDir": TEXT},
    "WC_LAYER_DESCRIPTOR": {"LayerId": GUID, "Flags": 0x80000000, "Path": TEXT},
    "HCS_CREATE_OPTIONS": {
        "Version": 0x00010000,
        "UserToken": 11,
        "SecurityDescriptor": 12,
        "CallbackOptions": 1,
        "CallbackContext": 13,
        "Callback": 0,
    },
    "HCS_PROCESS_INFORMATION": {"ProcessId": 21, "Reserved": 22, "StdInput": 23, "StdOutput": 24, "StdError": 25},
    "HCN_PORT_RANGE_RESERVATION": {"startingPort": 31, "endingPort": 32},
    "HCN_PORT_RANGE_ENTRY": {
        "OwningPartitionId": GUID,
        "TargetPartitionId": OTHER_GUID,
        "Protocol": 3,
        "Priority": 2**40,
        "ReservationType": 41,
        "SharingFlags": 42,
        "DeliveryMode": 43,
        "StartingPort": 44,
        "EndingPort": 65535,
    },
    "VIRTUAL_STORAGE_TYPE": STORAGE,
    "OPEN_VIRTUAL_DISK_PARAMETERS": {"Version": 2, "GetInfoOnly": 52, "ReadOnly": 53, "ResiliencyGuid": GUID},
    "CREATE_VIRTUAL_DISK_PARAMETERS": {
        "Version": 2,
        "Version2": {
            "UniqueId": GUID,
            "MaximumSize": 2**40,
            "BlockSizeInBytes": 54,
            "SectorSizeInBytes": 55,
            "PhysicalSectorSizeInBytes": 56,
            "ParentPath": TEXT,
            "SourcePath": "source",
            "OpenFlags": 57,
            "ParentVirtualStorageType": STORAGE,
            "SourceVirtualStorageType": {"DeviceId": 58, "VendorId": OTHER_GUID},
            "ResiliencyGuid": OTHER_GUID,
        },
    },
}


class Call:
    """The arguments of one call: as C has them, as the server should see them, and what it answers."""

    def __init__(self, export: Export) -> None:
        self.numbers = itertools.count(1)
        self.counters = {param.counted_by for param in export.params}  # the callee fills them in by itself
        self.sent: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.cells: dict[str, Any] = {}
        self.keep: list[Any] = []
        self.arguments = [self.argument(param) for param in export.params]

    def own(self, data: Any) -> Any:
        """Keep C memory alive as long as the call."""
        self.keep.append(data)
        return data

    def argument(self, param: Param) -> Any:
        """Make an argument, and note what it stands for."""
        if param.kind == "buffer":
            self.answer[param.name] = TEXT
            self.cells[param.name] = ffi.new("char16_t[100]")
            return self.cells[param.name]
        if param.direction == "in":
            return self.incoming(param)
        cell = self.cells[param.name] = ffi.new(param.ctype)
        if param.direction == "inout":
            self.sent[param.name] = cell[0] = 100
        elif param.counted_by is not None:
            self.answer[param.name] = [STRUCTS[param.base]] * 2
        elif param.name not in self.counters:
            self.answer[param.name] = self.outgoing(param)
        return cell

    def incoming(self, param: Param) -> Any:
        if param.kind == "string":
            self.sent[param.name] = TEXT
            return self.own(ffi.new("char16_t[]", TEXT))
        if param.kind == "guid":
            self.sent[param.name] = GUID
            data = self.own(ffi.new("GUID *"))
            put_guid(data, GUID)
            return data
        if param.kind in ("struct", "array"):
            members = STRUCTS[param.base]
            self.sent[param.name] = [members] * 2 if param.kind == "array" else members
            return self.struct(param, members)
        if param.kind == "callback" or param.base in NOBODYS:
            self.sent[param.name] = 0 if param.kind == "callback" else None
            return NULL
        number = 2 if param.name == "descriptorsCount" else next(self.numbers)
        self.sent[param.name] = number
        return ffi.cast(param.ctype, number)

    def struct(self, param: Param, members: dict[str, Any]) -> Any:
        base = "HCS_CREATE_OPTIONS_1" if param.base == "HCS_CREATE_OPTIONS" else param.base
        data = self.own(ffi.new(f"{base}[2]"))
        for index in range(2):
            self.fill(data + index, members)
        return ffi.cast(param.ctype.removeprefix("const "), data)

    def fill(self, element: Any, members: dict[str, Any]) -> None:
        fields = dict(ffi.typeof(element).item.fields)
        for name, value in members.items():
            field = fields[name].type
            if field.cname == "GUID":
                put_guid(ffi.addressof(element, name), value)
            elif isinstance(value, dict):
                self.fill(ffi.addressof(element, name), value)
            elif isinstance(value, str):
                setattr(element, name, self.own(ffi.new("char16_t[]", value)))
            elif value:
                setattr(element, name, ffi.cast(field, value) if field.kind == "pointer" else value)

    def outgoing(self, param: Param) -> Any:
        if param.kind == "string":
            return TEXT
        if param.kind == "guid":
            return GUID
        return STRUCTS[param.base] if param.kind == "struct" else next(self.numbers) + 1000

    def received(self, param: Param) -> Any:
        """Read what the callee wrote, in the form of the answer."""
        cell = self.cells[param.name]
        if param.kind == "string":
            return ffi.string(cell[0])
        if param.kind == "buffer":
            return ffi.string(cell)
        if param.kind == "guid":
            return str(hcspy.GUID.from_bytes_le(ffi.buffer(cell)[:]))
        if param.kind == "struct":
            return struct_at(cell, param.base)
        if param.kind == "array":
            return structs_at(cell[0], 2)
        return int(ffi.cast("uintptr_t", cell[0])) if param.kind == "handle" else cell[0]


def free(host: hcspy.Host, export: Export, call: Call) -> None:
    """Release what the callee allocated."""
    for param in export.params:
        if param.direction == "out" and (param.kind == "string" or param.ctype.endswith("**")):
            cell = call.cells[param.name]
            if export.release == FREES:
                host.tables.computenetwork.HcnFreeGuestNetworkPortReservations(cell[0])
            elif export.release == "LocalFree":
                host.tables.take_local(cell)
            else:
                host.tables.take(cell)


@pytest.mark.parametrize("export", ALL, ids=lambda export: f"{export.dll}.{export.name}")
def test_export_passes_every_argument_and_result(export: Export, host: hcspy.Host, remote: Remote) -> None:
    """A wrong type, order or offset in the C text would shift values on Windows, and nowhere else."""
    call = Call(export)
    remote.answer(export.name, {"ret": 1, **call.answer})
    result = getattr(getattr(host.tables, export.dll), export.name)(*call.arguments)
    if export.returns != "void":
        assert int(ffi.cast("uintptr_t", result)) == 1
    asked = remote.requests()[-1]
    assert (asked["dll"], asked["export"]) == (export.dll, export.name)
    assert asked["args"] == call.sent
    written = {p.name: call.received(p) for p in export.params if p.name in call.answer}
    assert written == call.answer
    free(host, export, call)


@pytest.mark.parametrize("export", WRITING, ids=lambda export: f"{export.dll}.{export.name}")
def test_export_takes_null_for_what_it_writes(export: Export, host: hcspy.Host, remote: Remote) -> None:
    """Windows allows NULL for many of them: what comes out then has nowhere to go."""
    outs = [p for p in export.params if p.direction == "out"]
    call = Call(export)
    remote.answer(export.name, {"ret": 1, **call.answer})
    arguments = [NULL if p in outs else argument for p, argument in zip(export.params, call.arguments, strict=True)]
    getattr(getattr(host.tables, export.dll), export.name)(*arguments)
    assert remote.requests()[-1]["null_outs"] == [p.name for p in outs]
