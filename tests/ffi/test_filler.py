"""What a responder sees of a call, and what becomes of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi import marshal
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.exports import EXPORTS, Export, Param
from hcspy._ffi.filler import fill
from hcspy._ffi.notify import Callback
from hcspy._ffi.strings import out_string, wide
from hcspy._ffi.structs import put_guid
from hcspy.errors import ClosedError

from .conftest import Fake

OWN = ("CoTaskMemAlloc", "CoTaskMemFree", "LocalFree", "HcnFreeGuestNetworkPortReservations")
ALL = [export for exports in EXPORTS.values() for export in exports.values() if export.name not in OWN]
GUID = "6f8a6a6e-1b5c-4d3a-9a7e-0123456789ab"
IDS = [f"{export.dll}.{export.name}" for export in ALL]


class Case:
    """C arguments for an export, what the responder has to see, and what comes out."""

    def __init__(self, export: Export) -> None:
        self.seen: dict[str, Any] = {}
        self.keep: list[Any] = []
        self.cells: dict[str, Any] = {}
        self.values = [self._value(param) for param in export.params]

    def _value(self, param: Param) -> Any:
        if param.kind == "buffer":
            self.cells[param.name] = ffi.new("char16_t[]", 30)
            return self.cells[param.name]
        if param.direction == "out":
            self.cells[param.name] = ffi.new(param.ctype)
            return self.cells[param.name]
        value, seen = self._in(param)
        self.keep.append(value)
        self.seen[param.name] = seen
        return value

    def _in(self, param: Param) -> tuple[Any, Any]:
        if param.kind == "string":
            return wide(f"text of {param.name}"), f"text of {param.name}"
        if param.kind == "guid":
            value = ffi.new("GUID *")
            put_guid(value, GUID)
            return value, GUID
        if param.direction == "inout":
            return ffi.new(param.ctype, 60), 60
        if param.kind == "integer":
            return 1, 1
        if param.kind in ("struct", "array", "callback"):
            return NULL, [] if param.kind == "array" else None
        return ffi.cast(param.ctype, 0x123456789A), 0x123456789A


@pytest.mark.parametrize("export", ALL, ids=IDS)
def test_responder_sees_the_inputs_by_name(fake: Fake, export: Export) -> None:
    """Every export goes through the one seam."""
    case = Case(export)
    getattr(getattr(fake.tables, export.dll), export.name)(*case.values)
    assert fake.calls == [(export.dll, export.name, case.seen)]


@pytest.mark.parametrize("export", ALL, ids=IDS)
def test_responder_is_told_of_null_outputs(fake: Fake, export: Export) -> None:
    """The documents allow NULL for many; a fake that writes there crashes."""
    outs = [p.name for p in export.params if p.direction != "in"]
    arguments = [0 if p.kind == "integer" and not p.ctype.endswith("*") else NULL for p in export.params]
    fake.answer = {name: _anything(param) for param in export.params if (name := param.name) in outs}
    getattr(getattr(fake.tables, export.dll), export.name)(*arguments)
    assert fake.args.get("null_outs", []) == outs


def _anything(param: Param) -> Any:
    plain: dict[str, Any] = {"string": "x", "buffer": "x", "guid": GUID, "struct": {}, "array": []}
    return plain.get(param.kind, 7)


@pytest.mark.parametrize("export", [e for e in ALL if e.returns == "HRESULT"], ids=lambda export: export.name)
def test_outputs_reach_the_caller(fake: Fake, export: Export) -> None:
    """By the names of the parameters."""
    case = Case(export)
    outs = [p for p in export.params if p.direction == "out" and p.kind in ("string", "handle", "guid", "integer")]
    fake.answer = {"hresult": 0x80070005, **{p.name: _anything(p) for p in outs}}
    result = getattr(getattr(fake.tables, export.dll), export.name)(*case.values)
    assert result == -2147024891
    take: Callable[[Any], Any] = (
        fake.tables.take if export.release in ("CoTaskMemFree", "any") else fake.tables.take_local
    )
    for param in outs:
        cell = case.cells[param.name]
        assert _read(param, cell, take) == _anything(param)


def _read(param: Param, cell: Any, take: Callable[[Any], Any]) -> Any:
    if param.kind == "string":
        return take(cell)
    if param.kind == "guid":
        from hcspy._ffi.structs import guid_text

        return guid_text(cell)
    return cell[0] if param.kind == "integer" else int(ffi.cast("uintptr_t", cell[0]))


@pytest.mark.parametrize(
    ("answer", "hresult"),
    [({}, 0), ({"hresult": 0x80004005}, -2147467259), ({"hresult": -2147467259}, -2147467259), ({"ret": 1}, 1)],
)
def test_hresult_leaves_the_fake_signed(fake: Fake, answer: dict[str, Any], hresult: int) -> None:
    """0x80004005 is no int32_t; unsigned it would look like success to whoever asks for < 0."""
    fake.answer = answer
    assert fake.tables.vmcompute.ProcessBaseImage(wide("x")) == hresult


def test_other_results_are_numbers_and_handles(fake: Fake) -> None:
    """Success is what a BOOL of 1 and an operation that is not NULL mean."""
    assert fake.tables.kernel32.CloseHandle(ffi.cast("HANDLE", 4)) == 1
    fake.answer = {"ret": 0x4000}
    operation = fake.tables.computecore.HcsCreateOperation(NULL, NULL)
    assert operation == ffi.cast("HCS_OPERATION", 0x4000)
    assert fake.tables.computecore.HcsGetOperationId(operation) == 0x4000
    assert fake.tables.computecore.HcsGetOperationContext(operation) == ffi.cast("void *", 0x4000)
    fake.answer = {"ret": -1}
    assert fake.tables.computecore.HcsGetOperationType(operation) == -1
    fake.answer = {}
    assert fake.tables.iphlpapi.GetCurrentThreadCompartmentId() == 0
    fake.tables.computecore.HcsCloseOperation(operation)
    assert fake.args == {"operation": 0x4000}


def test_absent_output_is_left_alone_and_none_is_null(fake: Fake) -> None:
    """hcsshim takes any text that is not NULL for an error."""
    cell = ffi.new("VMCOMPUTE_HCS_SYSTEM *", ffi.cast("VMCOMPUTE_HCS_SYSTEM", 5))
    result = ffi.new("char16_t **", ffi.cast("char16_t *", 5))
    fake.tables.vmcompute.HcsOpenComputeSystem(wide("x"), cell, result)
    assert (int(ffi.cast("uintptr_t", cell[0])), int(ffi.cast("uintptr_t", result[0]))) == (5, 5)
    fake.answer = {"result": None}
    fake.tables.vmcompute.HcsOpenComputeSystem(wide("x"), cell, result)
    assert result[0] == NULL


def test_output_that_does_not_exist_is_an_error(fake: Fake) -> None:
    """A typo in a responder would otherwise look like a service that says nothing."""
    fake.answer = {"Response": "x"}
    with pytest.raises(TypeError, match=r"HNSCall has no output named 'Response'; it has response"):
        fake.tables.vmcompute.HNSCall(wide(""), wide(""), wide(""), out_string())
    with pytest.raises(TypeError, match="it has none"):
        fake.tables.vmcompute.ProcessBaseImage(wide("x"))


def test_driver_and_parent_layers_are_dicts(fake: Fake) -> None:
    """Layer calls name their parents in an array of structures."""
    info = ffi.new("DRIVER_INFO *", {"Flavour": 1, "HomeDir": (home := wide(""))})
    layers = ffi.new("WC_LAYER_DESCRIPTOR[2]")
    path = wide("C:\\base")
    put_guid(ffi.addressof(layers[0], "LayerId"), GUID)
    layers[0].Path = path
    layers[1].Flags = 0x80000000
    fake.tables.vmcompute.PrepareLayer(info, wide("layer"), layers, 2)
    assert home is not None
    assert fake.args == {
        "info": {"Flavour": 1, "HomeDir": ""},
        "id": "layer",
        "descriptors": [
            {"LayerId": GUID, "Flags": 0, "Path": "C:\\base"},
            {"LayerId": "00000000-0000-0000-0000-000000000000", "Flags": 0x80000000, "Path": None},
        ],
        "descriptorsCount": 2,
    }


def test_structure_inside_a_structure_is_a_dict(fake: Fake) -> None:
    """The parameters of a new virtual disk."""
    kind = ffi.new("VIRTUAL_STORAGE_TYPE *", {"DeviceId": 3})
    parameters = ffi.new("CREATE_VIRTUAL_DISK_PARAMETERS *", {"Version": 2, "Version2": {"MaximumSize": 2**34}})
    handle = ffi.new("HANDLE *")
    fake.answer = {"ret": 0, "handle": 8}
    fake.tables.virtdisk.CreateVirtualDisk(kind, wide("a.vhdx"), 0, NULL, 0, 0, parameters, NULL, handle)
    assert fake.args["virtualStorageType"]["DeviceId"] == 3
    assert fake.args["parameters"]["Version2"]["MaximumSize"] == 2**34
    assert handle[0] == ffi.cast("HANDLE", 8)


def test_versioned_structure_is_read_as_its_version(fake: Fake) -> None:
    """The type in the signature is that of the first member only."""
    options = ffi.new("HCS_CREATE_OPTIONS_1 *", {"Version": 0x10000, "CallbackOptions": 1})
    options.CallbackContext = ffi.cast("void *", 77)
    head = ffi.cast("HCS_CREATE_OPTIONS *", options)
    cell = ffi.new("HCS_SYSTEM *")
    create = fake.tables.computecore.HcsCreateComputeSystemInNamespace
    create(wide("ns"), wide("id"), wide("{}"), NULL, head, cell)
    assert fake.args["options"] == {
        "Version": 0x10000, "UserToken": 0, "SecurityDescriptor": 0, "CallbackOptions": 1, "CallbackContext": 77,
        "Callback": None,
    }  # fmt: skip
    head[0] = 0x20000
    create(wide("ns"), wide("id"), wide("{}"), NULL, head, cell)
    assert fake.args["options"] == {"Version": 0x20000}


def test_callback_inside_a_structure_can_be_called(fake: Fake) -> None:
    """HCS takes a callback with the options of a new system."""
    seen: list[Any] = []
    function = ffi.callback(
        "HCS_EVENT_CALLBACK", lambda event, context: seen.append((event.Type, int(ffi.cast("int", context))))
    )
    options = ffi.new("HCS_CREATE_OPTIONS_1 *", {"Version": 0x10000, "Callback": function})
    options.CallbackContext = ffi.cast("void *", 5)
    create = fake.tables.computecore.HcsCreateComputeSystemInNamespace
    create(wide(""), wide(""), wide(""), NULL, ffi.cast("HCS_CREATE_OPTIONS *", options), ffi.new("HCS_SYSTEM *"))
    fake.args["options"]["Callback"](1)
    assert seen == [(1, 5)]


def test_process_information_is_written_by_member(fake: Fake) -> None:
    """What is not named stays."""
    info = ffi.new("HCS_PROCESS_INFORMATION *", {"Reserved": 9})
    fake.answer = {"processInformation": {"ProcessId": 321, "StdInput": 64}}
    fake.tables.vmcompute.HcsGetProcessInfo(NULL, info, out_string())
    assert (info.ProcessId, info.Reserved, info.StdInput) == (321, 9, ffi.cast("HANDLE", 64))
    assert not info.StdError


def test_empty_array_is_a_block_all_the_same(fake: Fake) -> None:
    """Whoever frees it must find it."""
    fake.answer = {"PortEntries": []}
    count, entries = ffi.new("ULONG *", 9), ffi.new("HCN_PORT_RANGE_ENTRY **")
    fake.tables.computenetwork.HcnEnumerateGuestNetworkPortReservations(count, entries)
    assert count[0] == 0
    fake.tables.computenetwork.HcnFreeGuestNetworkPortReservations(entries[0])


def test_array_is_allocated_and_freed(fake: Fake) -> None:
    """Port reservations come in one block, which a function of the same DLL frees."""
    fake.answer = {"PortEntries": [{"OwningPartitionId": GUID, "Protocol": 2, "StartingPort": 5}, {}]}
    count, entries = ffi.new("ULONG *"), ffi.new("HCN_PORT_RANGE_ENTRY **")
    fake.tables.computenetwork.HcnEnumerateGuestNetworkPortReservations(count, entries)
    assert (count[0], entries[0][0].StartingPort, entries[0][1].StartingPort) == (2, 5, 0)
    assert str(fake.tables.ledger.live[0]).startswith("array at 0x")
    assert fake.tables.ledger.live[0].text is None
    fake.tables.computenetwork.HcnFreeGuestNetworkPortReservations(entries[0])


@pytest.mark.parametrize(("room", "needed", "text"), [(4, 5, ""), (5, 5, "path"), (30, 5, "path")])
def test_caller_s_buffer_is_filled_if_it_is_large_enough(fake: Fake, room: int, needed: int, text: str) -> None:
    """Two calls: one asks for the size, the other has the room."""
    fake.answer = {"buffer": "path"}
    length, buffer = ffi.new("SIZE_T *", room), ffi.new("char16_t[30]")
    fake.tables.vmcompute.GetLayerMountPath(NULL, wide("x"), length, buffer)
    assert (length[0], ffi.string(buffer), fake.args["length"]) == (needed, text, room)


def test_size_of_a_buffer_may_be_in_bytes(fake: Fake) -> None:
    """virtdisk counts bytes where vmcompute counts characters."""
    fake.answer = {"diskPath": "path"}
    size, buffer = ffi.new("ULONG *", 10), ffi.new("char16_t[5]")
    fake.tables.virtdisk.GetVirtualDiskPhysicalPath(NULL, size, buffer)
    assert (size[0], ffi.string(buffer)) == (10, "path")


def test_block_of_cotaskmemalloc_is_kept_account_of(fake: Fake) -> None:
    """A caller may allocate, too."""
    block = fake.tables.combase.CoTaskMemAlloc(100)
    assert [str(allocation.origin) for allocation in fake.tables.ledger.live] == ["call 1: CoTaskMemAlloc(size=100)"]
    fake.tables.combase.CoTaskMemFree(block)
    fake.tables.combase.CoTaskMemFree(NULL)
    assert fake.tables.kernel32.LocalFree(NULL) == NULL
    assert fake.calls == []


def test_closed_fake_refuses_calls_but_takes_memory_back() -> None:
    """A thread that was given up may come back after the test has ended."""
    tables = fill(lambda *_: {"response": "late"})
    cell = out_string()
    tables.vmcompute.HNSCall(wide(""), wide(""), wide(""), cell)
    tables.close()
    assert tables.take(cell) == "late"
    assert tables.ledger.live == []
    with pytest.raises(ClosedError, match="HNSCall was called after the fake was closed"):
        tables.vmcompute.HNSCall(wide(""), wide(""), wide(""), cell)


def test_callback_knows_its_address_and_context(fake: Fake) -> None:
    """What a responder keeps until something happens."""
    function = ffi.callback("HCN_NOTIFICATION_CALLBACK", lambda *_: None)
    fake.tables.computenetwork.HcnRegisterServiceCallback(function, ffi.cast("void *", 12), ffi.new("HCN_CALLBACK *"))
    callback = fake.args["Callback"]
    assert isinstance(callback, Callback)
    assert (callback.context, fake.args["Context"]) == (12, 12)
    assert callback.address == int(ffi.cast("uintptr_t", function))
    assert repr(callback) == f"<NotificationCallback at 0x{callback.address:x}, context 12>"


def test_plans_are_made_once() -> None:
    """A fake per test must not compile 180 functions each time."""
    assert marshal.plan("vmcompute", "HNSCall") is marshal.plan("vmcompute", "HNSCall")
