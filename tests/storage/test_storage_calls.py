"""Every export for layers and virtual disks, called: what goes in, what comes out, what a failure raises."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from hcspy._ffi import computestorage, kernel32, virtdisk
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.tables import Tables
from hcspy._ffi.vmcompute import layers
from hcspy.errors import AccessDeniedError, HcspyError, InvalidDocumentError, PathNotFoundError, TimedOutError

from .conftest import GUID, VOLUME, Machine

LAYER = r"C:\layers\wéb"
BASE = layers.Parent(GUID, r"C:\layers\base")
DESCRIPTOR = {"LayerId": GUID, "Flags": 0, "Path": BASE.path}
SIZE = 1 << 40
INFO = {"Flavour": 1, "HomeDir": ""}
ON_LAYER = {"info": INFO, "id": LAYER}
BELOW = {"descriptors": [DESCRIPTOR], "descriptorsCount": 1}

Call = Callable[..., Any]

LAYERS: list[tuple[str, Call, dict[str, Any]]] = [
    ("ActivateLayer", lambda t, **k: layers.activate_layer(t, LAYER, **k), ON_LAYER),
    ("DeactivateLayer", lambda t, **k: layers.deactivate_layer(t, LAYER, **k), ON_LAYER),
    ("UnprepareLayer", lambda t, **k: layers.unprepare_layer(t, LAYER, **k), ON_LAYER),
    ("DestroyLayer", lambda t, **k: layers.destroy_layer(t, LAYER, **k), ON_LAYER),
    ("CreateLayer", lambda t, **k: layers.create_layer(t, LAYER, "p", **k), {**ON_LAYER, "parent": "p"}),
    ("ExpandSandboxSize", lambda t, **k: layers.expand_sandbox_size(t, LAYER, SIZE, **k), {**ON_LAYER, "size": SIZE}),
    (
        "CreateSandboxLayer",
        lambda t, **k: layers.create_sandbox_layer(t, LAYER, [BASE], **k),
        {**ON_LAYER, "parent": None, **BELOW},
    ),
    ("PrepareLayer", lambda t, **k: layers.prepare_layer(t, LAYER, [BASE], **k), {**ON_LAYER, **BELOW}),
    (
        "ImportLayer",
        lambda t, **k: layers.import_layer(t, LAYER, "in", [BASE], **k),
        {**ON_LAYER, "path": "in", **BELOW},
    ),
    (
        "ExportLayer",
        lambda t, **k: layers.export_layer(t, LAYER, "out", [BASE], **k),
        {**ON_LAYER, "path": "out", **BELOW},
    ),
    (
        "CopyLayer",
        lambda t, **k: layers.copy_layer(t, LAYER, "copy", [BASE], **k),
        {"info": INFO, "srcId": LAYER, "dstId": "copy", **BELOW},
    ),
    ("LayerExists", lambda t, **k: layers.layer_exists(t, LAYER, **k), ON_LAYER),
    ("GetLayerMountPath", lambda t, **k: layers.get_layer_mount_path(t, LAYER, **k), {**ON_LAYER, "length": 49}),
    ("GetBaseImages", lambda t, **k: layers.get_base_images(t, **k), {}),
    ("NameToGuid", lambda t, **k: layers.name_to_guid(t, "base", **k), {"name": "base"}),
    ("GrantVmAccess", lambda t, **k: layers.grant_vm_access(t, "vm", "disk", **k), {"vmid": "vm", "filepath": "disk"}),
    ("ProcessBaseImage", lambda t, **k: layers.process_base_image(t, LAYER, **k), {"path": LAYER}),
    ("ProcessUtilityImage", lambda t, **k: layers.process_utility_image(t, LAYER, **k), {"path": LAYER}),
]

STORAGE: list[tuple[str, Call, dict[str, Any]]] = [
    (
        "HcsAttachLayerStorageFilter",
        lambda t, **k: computestorage.attach_layer_storage_filter(t, LAYER, "{}", **k),
        {"layerPath": LAYER, "layerData": "{}"},
    ),
    (
        "HcsDetachLayerStorageFilter",
        lambda t, **k: computestorage.detach_layer_storage_filter(t, LAYER, **k),
        {"layerPath": LAYER},
    ),
    (
        "HcsAttachOverlayFilter",
        lambda t, **k: computestorage.attach_overlay_filter(t, VOLUME, "{}", **k),
        {"volumePath": VOLUME, "layerData": "{}"},
    ),
    (
        "HcsDetachOverlayFilter",
        lambda t, **k: computestorage.detach_overlay_filter(t, VOLUME, "{}", **k),
        {"volumePath": VOLUME, "layerData": "{}"},
    ),
    ("HcsDestroyLayer", lambda t, **k: computestorage.destroy_layer(t, LAYER, **k), {"layerPath": LAYER}),
    (
        "HcsExportLayer",
        lambda t, **k: computestorage.export_layer(t, LAYER, "out", "{}", '{"a":1}', **k),
        {"layerPath": LAYER, "exportFolderPath": "out", "layerData": "{}", "options": '{"a":1}'},
    ),
    (
        "HcsExportLegacyWritableLayer",
        lambda t, **k: computestorage.export_legacy_writable_layer(t, VOLUME, LAYER, "out", "{}", **k),
        {
            "writableLayerMountPath": VOLUME,
            "writableLayerFolderPath": LAYER,
            "exportFolderPath": "out",
            "layerData": "{}",
        },
    ),
    (
        "HcsImportLayer",
        lambda t, **k: computestorage.import_layer(t, LAYER, "in", "{}", **k),
        {"layerPath": LAYER, "sourceFolderPath": "in", "layerData": "{}"},
    ),
    (
        "HcsInitializeWritableLayer",
        lambda t, **k: computestorage.initialize_writable_layer(t, LAYER, "{}", None, **k),
        {"writableLayerPath": LAYER, "layerData": "{}", "options": None},
    ),
    (
        "HcsInitializeLegacyWritableLayer",
        lambda t, **k: computestorage.initialize_legacy_writable_layer(t, VOLUME, LAYER, "{}", **k),
        {"writableLayerMountPath": VOLUME, "writableLayerFolderPath": LAYER, "layerData": "{}", "options": ""},
    ),
    (
        "HcsSetupBaseOSLayer",
        lambda t, **k: computestorage.setup_base_os_layer(t, LAYER, 0x1234, "{}", **k),
        {"layerPath": LAYER, "vhdHandle": 0x1234, "options": "{}"},
    ),
    (
        "HcsSetupBaseOSVolume",
        lambda t, **k: computestorage.setup_base_os_volume(t, LAYER, VOLUME, "{}", **k),
        {"layerPath": LAYER, "volumePath": VOLUME, "options": "{}"},
    ),
    (
        "HcsFormatWritableLayerVhd",
        lambda t, **k: computestorage.format_writable_layer_vhd(t, 0x1234, **k),
        {"vhdHandle": 0x1234},
    ),
    (
        "HcsGetLayerVhdMountPath",
        lambda t, **k: computestorage.get_layer_vhd_mount_path(t, 0x1234, **k),
        {"vhdHandle": 0x1234},
    ),
]

BOTH = LAYERS + STORAGE
IDS = [export for export, _, _ in BOTH]

each_call = pytest.mark.parametrize(("export", "call", "args"), BOTH, ids=IDS)


@each_call
def test_call_says_what_it_was_given(machine: Machine, export: str, call: Call, args: dict[str, Any]) -> None:
    """A parameter in the wrong place is a layer in the wrong place."""
    call(machine.tables)
    assert (machine.exports[-1], machine.args) == (export, args)


@each_call
def test_failure_names_the_call(machine: Machine, export: str, call: Call, args: dict[str, Any]) -> None:
    """Layers fail for many reasons, and the number alone says little."""
    machine.fail(export, 0x80070003)
    with pytest.raises(PathNotFoundError) as error:
        call(machine.tables)
    assert (error.value.call, error.value.hresult) == (export, 0x80070003)


@each_call
def test_call_can_be_given_up(machine: Machine, export: str, call: Call, args: dict[str, Any]) -> None:
    """Windows may take minutes for a layer; what the call points to has to outlast the patience of its caller."""
    going, gone = threading.Event(), threading.Event()

    def hang(args: dict[str, Any]) -> dict[str, Any]:
        going.wait(10)
        gone.set()
        return {}

    machine.answers[export] = hang
    with pytest.raises(TimedOutError, match=export):
        call(machine.tables, timeout=0.01)
    going.set()
    assert gone.wait(10)
    settle(machine, export, args)


def settle(machine: Machine, export: str, args: dict[str, Any]) -> None:
    """Wait for what still goes on, and see that it had what it was given."""
    deadline = time.monotonic() + 10
    while any(thread.name == f"hcspy {export}" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.001)
    assert (machine.exports[-1], machine.args) == (export, args)


def test_every_export_for_layers_has_a_function() -> None:
    """What nobody can call is missing, whatever the table of exports says."""
    assert {export for export, _, _ in STORAGE} == set(EXPORTS["computestorage"])
    named = {export for export in EXPORTS["vmcompute"] if not export.startswith("Hcs") and export != "HNSCall"}
    assert {export for export, _, _ in LAYERS} == named


def test_layer_without_parents_has_no_array(machine: Machine) -> None:
    """An array of nothing is NULL, as hcsshim has it."""
    layers.prepare_layer(machine.tables, LAYER, [])
    assert (machine.args["descriptors"], machine.args["descriptorsCount"]) == ([], 0)


def test_parents_go_in_order_with_their_ids(machine: Machine) -> None:
    """The nearest one first: another order shows other files."""
    other = layers.Parent("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", "D:\\b")
    layers.prepare_layer(machine.tables, LAYER, [other, BASE])
    assert [entry["Path"] for entry in machine.args["descriptors"]] == ["D:\\b", BASE.path]
    assert [entry["LayerId"] for entry in machine.args["descriptors"]] == [other.id, GUID]


def test_layers_are_prepared_one_at_a_time(machine: Machine) -> None:
    """Windows fails when two are prepared at the same moment."""
    inside, most = [0], [0]

    def prepare(args: dict[str, Any]) -> dict[str, Any]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.005)
        inside[0] -= 1
        return {}

    machine.answers["PrepareLayer"] = prepare
    threads = [threading.Thread(target=layers.prepare_layer, args=(machine.tables, LAYER, [BASE])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, len(machine.calls)) == ([1], 4)


@pytest.mark.parametrize(("said", "there"), [(0, False), (1, True), (0xFFFFFFFF, True)])
def test_any_number_but_none_is_a_layer(machine: Machine, said: int, there: bool) -> None:
    """The DLL answers with a number, not with yes or no."""
    machine.answers["LayerExists"] = {"exists": said}
    assert layers.layer_exists(machine.tables, LAYER) is there


def test_mount_path_is_asked_for_twice(machine: Machine) -> None:
    """First how long it is, then for the text."""
    assert layers.get_layer_mount_path(machine.tables, LAYER) == VOLUME
    first, second = (args for _, _, args in machine.calls)
    assert (first["length"], first["null_outs"], second["length"]) == (0, ["buffer"], len(VOLUME) + 1)


def test_mount_path_of_no_length_is_empty(machine: Machine) -> None:
    """Nothing more is asked then."""
    machine.answers["GetLayerMountPath"] = {"length": 0}
    machine._given = lambda export: {}  # type: ignore[method-assign]
    assert layers.get_layer_mount_path(machine.tables, LAYER) == ""
    assert len(machine.calls) == 1


@pytest.mark.parametrize("nth", [1, 2])
def test_either_question_for_the_mount_path_may_fail(machine: Machine, nth: int) -> None:
    """A layer may go away between the two."""
    machine.fault = lambda number, export: 0x80070005 if number == nth else 0
    with pytest.raises(AccessDeniedError):
        layers.get_layer_mount_path(machine.tables, LAYER)
    assert len(machine.calls) == nth


def test_answers_are_returned(machine: Machine) -> None:
    """Documents and ids as text."""
    machine.answers["GetBaseImages"] = {"buffer": '{"Images":[]}'}
    assert layers.get_base_images(machine.tables) == '{"Images":[]}'
    assert layers.name_to_guid(machine.tables, "base") == GUID
    assert computestorage.get_layer_vhd_mount_path(machine.tables, 0x1234) == VOLUME


def test_text_that_comes_with_a_failure_is_freed(machine: Machine) -> None:
    """The ledger of the fixture sees it otherwise."""
    machine.answers["GetBaseImages"] = {"buffer": "{}", "hresult": 0x80070005}
    machine.answers["HcsGetLayerVhdMountPath"] = {"mountPath": VOLUME, "hresult": 0x80070005}
    for call in (layers.get_base_images, lambda tables: computestorage.get_layer_vhd_mount_path(tables, 1)):
        with pytest.raises(AccessDeniedError):
            call(machine.tables)


def test_text_that_is_missing_is_empty(machine: Machine) -> None:
    """NULL with a success."""
    machine.answers["HcsGetLayerVhdMountPath"] = {"mountPath": None}
    assert computestorage.get_layer_vhd_mount_path(machine.tables, 1) == ""
    assert layers.get_base_images(machine.tables) == ""


def test_path_with_a_nul_is_refused_before_the_call(machine: Machine) -> None:
    """It would be cut off, and another layer destroyed."""
    with pytest.raises(InvalidDocumentError, match="NUL"):
        layers.destroy_layer(machine.tables, "C:\\layers\0\\web")
    assert machine.calls == []


# -- virtual disks ------------------------------------------------------------------------------------------------


def opened(tables: Tables) -> virtdisk.DiskHandle:
    """Open a disk."""
    return virtdisk.open_virtual_disk(tables, "d.vhdx")


def test_disk_is_made_with_its_size(machine: Machine) -> None:
    """Version 2 of the parameters, in the format of Microsoft."""
    with virtdisk.create_virtual_disk(machine.tables, "d.vhdx", size=1 << 40, block_size=1 << 20) as disk:
        args = machine.args
        assert disk.number in machine.open
    assert args["path"] == "d.vhdx"
    assert args["virtualStorageType"] == {"DeviceId": 3, "VendorId": virtdisk.MICROSOFT}
    said = args["parameters"]["Version2"]
    assert (args["parameters"]["Version"], said["MaximumSize"], said["BlockSizeInBytes"]) == (2, 1 << 40, 1 << 20)
    assert (said["ParentPath"], args["virtualDiskAccessMask"], args["flags"]) == (None, 0, 0)


def test_differencing_disk_names_its_parent(machine: Machine) -> None:
    """The memory of the name has to outlast the call."""
    virtdisk.create_virtual_disk(machine.tables, "d.vhd", parent="C:\\base.vhd", format=virtdisk.DiskFormat.VHD).close()
    args = machine.calls[0][2]
    assert args["parameters"]["Version2"]["ParentPath"] == "C:\\base.vhd"
    assert args["virtualStorageType"]["DeviceId"] == 2


def test_disk_is_opened_whatever_its_format(machine: Machine) -> None:
    """Windows finds out."""
    opened(machine.tables).close()
    args = machine.calls[0][2]
    assert args["virtualStorageType"]["DeviceId"] == 0
    assert args["parameters"]["Version"] == 2


def test_disk_is_attached_and_detached(machine: Machine) -> None:
    """With the flags that were asked for."""
    with opened(machine.tables) as disk:
        virtdisk.attach_virtual_disk(disk, virtdisk.AttachFlags.READ_ONLY)
        assert (machine.args["handle"], machine.args["flags"]) == (disk.number, 1)
        virtdisk.detach_virtual_disk(disk)
    assert machine.exports == ["OpenVirtualDisk", "AttachVirtualDisk", "DetachVirtualDisk", "CloseHandle"]


def test_physical_path_is_returned(machine: Machine) -> None:
    r"""The device, as in \\.\PhysicalDrive2."""
    machine.answers["GetVirtualDiskPhysicalPath"] = {"diskPath": r"\\.\PhysicalDrive2"}
    with opened(machine.tables) as disk:
        assert virtdisk.get_virtual_disk_physical_path(disk) == r"\\.\PhysicalDrive2"


@pytest.mark.parametrize(
    ("export", "call"),
    [
        ("CreateVirtualDisk", lambda tables: virtdisk.create_virtual_disk(tables, "d.vhdx", size=1)),
        ("OpenVirtualDisk", opened),
        ("AttachVirtualDisk", lambda tables: _on_disk(tables, virtdisk.attach_virtual_disk)),
        ("DetachVirtualDisk", lambda tables: _on_disk(tables, virtdisk.detach_virtual_disk)),
        ("GetVirtualDiskPhysicalPath", lambda tables: _on_disk(tables, virtdisk.get_virtual_disk_physical_path)),
    ],
)
def test_failure_of_a_disk_is_a_win32_code(machine: Machine, export: str, call: Call) -> None:
    """These functions give no HRESULT: 5 is a failure, though it is not negative."""
    machine.fail(export, 5)
    with pytest.raises(AccessDeniedError, match=export) as error:
        call(machine.tables)
    assert error.value.call == export


def _on_disk(tables: Tables, function: Call) -> None:
    with opened(tables) as disk:
        function(disk)


def test_disk_that_is_closed_late_is_closed(machine: Machine) -> None:
    """The caller has given up; the handle that comes then belongs to nobody else."""
    going = threading.Event()

    def hang(args: dict[str, Any]) -> dict[str, Any]:
        going.wait(10)
        return {}

    machine.answers["OpenVirtualDisk"] = hang
    with pytest.raises(TimedOutError):
        virtdisk.open_virtual_disk(machine.tables, "d.vhdx", timeout=0.01)
    going.set()
    deadline = time.monotonic() + 10
    while "CloseHandle" not in machine.exports:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_closing_a_disk_that_windows_cannot_close_is_no_error(machine: Machine) -> None:
    """There is nothing to be done about it, and the handle is given up."""
    disk = opened(machine.tables)
    machine.fail("CloseHandle", 6)
    disk.close()
    disk.close()
    assert machine.exports.count("CloseHandle") == 1


# -- free space ---------------------------------------------------------------------------------------------------


def test_space_of_a_volume(machine: Machine) -> None:
    """Three numbers, 64 bits each."""
    machine.answers["GetDiskFreeSpaceExW"] = {
        "freeBytesAvailableToCaller": 1 << 33,
        "totalNumberOfBytes": 1 << 40,
        "totalNumberOfFreeBytes": 1 << 34,
    }
    space = kernel32.get_disk_free_space(machine.tables, VOLUME)
    assert (space.available, space.total, space.free) == (1 << 33, 1 << 40, 1 << 34)


def test_space_of_nothing_fails(machine: Machine) -> None:
    """Its BOOL says only that; the code is elsewhere."""
    machine.fail("GetDiskFreeSpaceExW", 1)
    with pytest.raises(HcspyError, match="GetDiskFreeSpaceExW"):
        kernel32.get_disk_free_space(machine.tables, VOLUME)
