"""Virtual disks, and computestorage.dll, which knows layers by their paths."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from layer_program import IN_USE, NO_PATH, NOT_FOUND, NOT_READY, NOTHING, SCRATCH, Program, code, names

from hcspy import NotSupportedError
from hcspy._ffi import computestorage, kernel32, virtdisk
from hcspy._ffi.cdata import ffi
from hcspy._ffi.strings import wide
from hcspy._ffi.virtdisk import AttachFlags, DiskHandle
from hcspy.storage.stream import read_folder
from hcspy.testing import FakeHost

DISK = r"C:\disks\a.vhdx"
LAYER = r"C:\layers\one"


@pytest.fixture
def disks(fake: FakeHost) -> Path:
    """Return a folder for disks."""
    folder = fake.storage.path(r"C:\disks")
    folder.mkdir()
    return folder


class Storage:
    """Calls computestorage.dll with documents."""

    def __init__(self, fake: FakeHost) -> None:
        self.tables = fake.tables

    def __getattr__(self, name: str) -> Any:
        function = getattr(computestorage, name)
        return lambda *args: function(self.tables, *(json.dumps(a) if isinstance(a, dict) else a for a in args))


@pytest.fixture
def storage(fake: FakeHost) -> Storage:
    return Storage(fake)


def data(*paths: str, **more: Any) -> dict[str, Any]:
    """Return layer data."""
    layers = [{"Id": "9caf22d5-d18a-59e5-afd8-a5e3870a1fee", "Path": path} for path in paths]
    return {"SchemaVersion": {"Major": 2, "Minor": 1}, "Layers": layers, **more}


def test_disk_is_made_opened_attached_and_detached(fake: FakeHost, disks: Path) -> None:
    """A disk has a number while it is attached."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30) as disk:
        assert (disks / "a.vhdx").read_bytes().startswith(b"vhdxfile")
        assert code(virtdisk.get_virtual_disk_physical_path, disk) == NOT_READY
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        assert virtdisk.get_virtual_disk_physical_path(disk) == r"\\.\PhysicalDrive1"
        with virtdisk.create_virtual_disk(fake.tables, r"C:\disks\b.vhdx", size=1 << 30) as other:
            virtdisk.attach_virtual_disk(other, AttachFlags.NONE)
            assert virtdisk.get_virtual_disk_physical_path(other) == r"\\.\PhysicalDrive2"
        virtdisk.detach_virtual_disk(disk)
        assert code(virtdisk.detach_virtual_disk, disk) == NOT_READY
    assert fake.storage.attached == []


def test_attachment_lives_as_long_as_the_handle_unless_it_is_permanent(fake: FakeHost, disks: Path) -> None:
    """A program that ends leaves nothing attached by accident."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30) as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        assert fake.storage.attached == [DISK]
    assert fake.storage.attached == []
    with virtdisk.open_virtual_disk(fake.tables, DISK) as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.PERMANENT_LIFETIME)
        assert code(virtdisk.attach_virtual_disk, disk, AttachFlags.NONE) == IN_USE
    assert fake.storage.attached == [DISK]


def test_disk_that_cannot_be_made_or_opened_says_why(fake: FakeHost, disks: Path) -> None:
    """The numbers are Windows' own."""
    make, open_ = virtdisk.create_virtual_disk, virtdisk.open_virtual_disk

    def made(path: str, **options: Any) -> int:
        return code(lambda: make(fake.tables, path, **options))

    make(fake.tables, DISK, size=1 << 30).close()
    assert made(DISK, size=1) == 0x80070050
    assert made(r"C:\nowhere\x.vhdx", size=1) == NO_PATH
    assert made(r"C:\disks\b.vhdx") == 0x80070057
    assert made(r"C:\disks\b.vhdx", parent=r"C:\disks\c.vhdx") == NOT_FOUND
    assert code(open_, fake.tables, r"C:\disks\c.vhdx") == NOT_FOUND
    (disks / "text.vhdx").write_bytes(b"no disk")
    assert code(open_, fake.tables, r"C:\disks\text.vhdx") == 0xC03A0005


def test_missing_arguments_are_refused(fake: FakeHost) -> None:
    """A disk needs a file, and somebody who takes the handle."""
    null, dll = ffi.NULL, fake.tables.virtdisk
    kind, cell = ffi.new("VIRTUAL_STORAGE_TYPE *"), ffi.new("HANDLE *")
    parameters = ffi.new("CREATE_VIRTUAL_DISK_PARAMETERS *")
    assert dll.CreateVirtualDisk(kind, wide(DISK), 0, null, 0, 0, null, null, cell) == 87
    assert dll.CreateVirtualDisk(kind, null, 0, null, 0, 0, parameters, null, cell) == 87
    assert dll.OpenVirtualDisk(kind, wide(DISK), 0, 0, null, null) == 87
    assert dll.OpenVirtualDisk(kind, wide(""), 0, 0, null, cell) == 87


def test_wrong_handle_is_refused_and_noted() -> None:
    """A test that closes a handle twice must hear of it."""
    fake = FakeHost()
    dll, handle = fake.tables.virtdisk, ffi.cast("HANDLE", 12)
    size = ffi.new("ULONG *")
    codes = [
        dll.AttachVirtualDisk(handle, ffi.NULL, 0, 0, ffi.NULL, ffi.NULL),
        dll.DetachVirtualDisk(handle, 0, 0),
        dll.GetVirtualDiskPhysicalPath(handle, size, ffi.NULL),
    ]
    assert codes == [6, 6, 6]
    assert fake.tables.kernel32.CloseHandle(handle) == 0
    assert code(computestorage.format_writable_layer_vhd, fake.tables, 12) == 0x80070006
    assert code(computestorage.get_layer_vhd_mount_path, fake.tables, 12) == 0x80070006
    assert code(computestorage.setup_base_os_layer, fake.tables, LAYER, 12, "{}") == 0x80070006
    assert len(fake.misuses) == 7
    assert "0xC, which this fake never gave out, as a virtual disk" in fake.misuses[0]
    fake.close()


def test_open_disk_is_a_leak_with_a_name(disks: Path, fake: FakeHost) -> None:
    """The report says which call opened it."""
    disk = virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30)
    assert len(fake.leaks) == 1
    assert "virtual disk" in fake.leaks[0]
    assert "CreateVirtualDisk" in fake.leaks[0]
    disk.close()
    assert fake.leaks == []


def test_disk_whose_closing_fails_is_closed(disks: Path, fake: FakeHost) -> None:
    """Nobody can close it a second time."""
    disk = virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30)
    fake.on("CloseHandle").fail(0x80070006)
    disk.close()
    assert fake.leaks == []


def test_physical_path_needs_room(fake: FakeHost, disks: Path) -> None:
    """The size is in bytes here."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30) as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        function, handle = fake.tables.virtdisk.GetVirtualDiskPhysicalPath, disk.value()
        size, buffer = ffi.new("ULONG *", 4), ffi.new("char16_t[]", 100)
        assert function(handle, size, buffer) == 122
        assert size[0] == 2 * len("\\\\.\\PhysicalDrive1\0")
        assert function(handle, size, buffer) == 0
        assert function(handle, ffi.NULL, buffer) == 87


def test_disk_that_differs_has_what_its_parent_had(fake: FakeHost, storage: Storage, disks: Path) -> None:
    """Scratch spaces begin as such disks."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=3 << 30) as disk:
        storage.format_writable_layer_vhd(disk.number)
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        fake.storage.path(storage.get_layer_vhd_mount_path(disk.number)).joinpath("x").write_bytes(b"1")
    with virtdisk.create_virtual_disk(fake.tables, r"C:\disks\b.vhdx", parent="a.vhdx") as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        volume = storage.get_layer_vhd_mount_path(disk.number)
        assert fake.storage.path(volume).joinpath("x").read_bytes() == b"1"
        assert kernel32.get_disk_free_space(fake.tables, volume).total == 3 << 30


def test_copy_of_a_disk_is_another_disk(fake: FakeHost, storage: Storage, disks: Path) -> None:
    """Engines copy a blank disk for each container."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=3 << 30) as disk:
        storage.format_writable_layer_vhd(disk.number)
    shutil.copy(disks / "a.vhdx", disks / "b.vhdx")
    volumes = set()
    for path in (DISK, r"C:\disks\b.vhdx"):
        with virtdisk.open_virtual_disk(fake.tables, path) as disk:
            virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
            volumes.add(storage.get_layer_vhd_mount_path(disk.number))
    assert len(volumes) == 2


def test_blank_disk_of_a_base_image_is_one(fake: FakeHost, program: Program, storage: Storage) -> None:
    """Scratch spaces begin as copies of it."""
    with virtdisk.open_virtual_disk(fake.tables, rf"{program.image}\blank.vhdx") as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        volume = storage.get_layer_vhd_mount_path(disk.number)
    assert kernel32.get_disk_free_space(fake.tables, volume).total == 20 << 30


def test_volume_needs_a_file_system(fake: FakeHost, storage: Storage, disks: Path) -> None:
    """A disk that nobody formatted has nothing to mount."""
    with virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30) as disk:
        assert code(storage.get_layer_vhd_mount_path, disk.number) == NOT_READY
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        assert code(storage.get_layer_vhd_mount_path, disk.number) == 0x800703ED
        storage.format_writable_layer_vhd(disk.number)
        volume = fake.storage.path(storage.get_layer_vhd_mount_path(disk.number))
        (volume / "x").write_bytes(b"")
        storage.format_writable_layer_vhd(disk.number)
        assert names(volume) == set()
        cell = fake.tables.computestorage.HcsGetLayerVhdMountPath(disk.value(), ffi.NULL)
        assert cell & 0xFFFFFFFF == 0x80004003


def test_space_on_a_volume_is_that_of_its_disk(fake: FakeHost, program: Program) -> None:
    """hcsshim looks at it after a scratch space has grown, through the disk that it attached itself."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    program.expand_sandbox_size(SCRATCH, 30 << 30)
    with virtdisk.open_virtual_disk(fake.tables, rf"{SCRATCH}\sandbox.vhdx") as disk:
        virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
        volume = program.get_layer_mount_path(SCRATCH)
        assert volume.startswith("\\\\?\\Volume{")
        fake.storage.path(volume).joinpath("x").write_bytes(b"1" * 1000)
        space = kernel32.get_disk_free_space(fake.tables, volume + "\\")
    assert (space.total, space.free, space.available) == (30 << 30, (30 << 30) - 1000, (30 << 30) - 1000)
    assert kernel32.get_disk_free_space(fake.tables, "C:\\").total == 127 << 30
    assert code(kernel32.get_disk_free_space, fake.tables, NOTHING) != 0


# -- layers -----------------------------------------------------------------------------------------------------------


def formatted(fake: FakeHost, storage: Storage) -> tuple[DiskHandle, str]:
    """Return an attached disk with a file system, and the path of its volume."""
    disk = virtdisk.create_virtual_disk(fake.tables, DISK, size=1 << 30)
    virtdisk.attach_virtual_disk(disk, AttachFlags.NONE)
    storage.format_writable_layer_vhd(disk.number)
    return disk, storage.get_layer_vhd_mount_path(disk.number)


def test_volume_becomes_a_scratch_space(fake: FakeHost, program: Program, storage: Storage, disks: Path) -> None:
    """The way of the newer functions: a disk, a file system, a scratch space, a filter."""
    disk, volume = formatted(fake, storage)
    with disk:
        root = fake.storage.path(volume)
        storage.initialize_writable_layer(volume, data(program.image), "")
        storage.attach_layer_storage_filter(volume, data(program.image))
        assert (root / "Windows/System32/cmd.exe").exists()
        (root / "new").write_bytes(b"1")
        (root / "License.txt").unlink()
        assert code(storage.export_layer, volume, r"C:\disks", data(program.image), {}) == IN_USE
        assert code(storage.destroy_layer, volume) == IN_USE
        storage.detach_layer_storage_filter(volume)
        assert code(storage.detach_layer_storage_filter, volume) == 0x80070490
        (disks / "out").mkdir()
        storage.export_layer(volume, r"C:\disks\out", data(program.image), {"IsWritableLayer": True})
    kinds = {entry.name: entry.kind for entry in read_folder(disks / "out") if entry.name.startswith("Files/")}
    assert kinds == {"Files/new": "file", "Files/License.txt": "removal"}
    storage.import_layer(LAYER, r"C:\disks\out", data(program.image))
    storage.destroy_layer(LAYER)


def test_writable_folder_that_nobody_made_a_layer_is_exported(
    fake: FakeHost, program: Program, storage: Storage, disks: Path
) -> None:
    """The options say that it is one."""
    (disks / "work").mkdir()
    (disks / "work" / "a").write_bytes(b"1")
    (disks / "out").mkdir()
    storage.export_layer(r"C:\disks\work", r"C:\disks\out", data(program.image), {"IsWritableLayer": True})
    assert (disks / "out" / "Files" / "a").exists()
    assert code(storage.export_layer, r"C:\disks\work", r"C:\disks\out", data(program.image), {}) == NO_PATH


def test_overlay_is_attached_to_a_volume(fake: FakeHost, program: Program, storage: Storage, disks: Path) -> None:
    """The same for any volume, with a kind of filter that is named again when it is detached."""
    disk, volume = formatted(fake, storage)
    with disk:
        storage.attach_overlay_filter(volume, data(program.image, FilterType="UnionFS"))
        assert code(storage.attach_overlay_filter, volume, data(program.image)) == IN_USE
        assert (fake.storage.path(volume) / "License.txt").exists()
        storage.detach_overlay_filter(volume, {"SchemaVersion": {}, "FilterType": "UnionFS"})
        assert not (fake.storage.path(volume) / "License.txt").exists()
        assert code(storage.detach_overlay_filter, volume, {"FilterType": "other"}) == 0x80070057
        assert code(storage.attach_overlay_filter, NOTHING, data(program.image)) == NO_PATH
        assert code(storage.attach_overlay_filter, volume, data()) == NO_PATH


def test_filter_goes_with_the_disk(fake: FakeHost, program: Program, storage: Storage, disks: Path) -> None:
    """What the scratch space has of its own is there when the disk comes back."""
    disk, volume = formatted(fake, storage)
    with disk:
        storage.attach_overlay_filter(volume, data(program.image))
        (fake.storage.path(volume) / "new").write_bytes(b"1")
    assert names(fake.storage.path(volume)) == {"new", "WcSandboxState"}
    assert fake.storage.attached == []


def test_scratch_space_of_the_old_kind_has_a_folder_and_a_volume(
    fake: FakeHost, program: Program, storage: Storage, disks: Path
) -> None:
    """Builds before the newer functions keep the two apart."""
    disk, volume = formatted(fake, storage)
    with disk:
        storage.initialize_legacy_writable_layer(volume, r"C:\disks", data(program.image), "{}")
        assert program.get_layer_mount_path(r"C:\disks") == volume
        (fake.storage.path(volume) / "new").write_bytes(b"1")
        (disks / "out").mkdir()
        storage.export_legacy_writable_layer(volume, r"C:\disks", r"C:\disks\out", data(program.image))
        assert (disks / "out" / "Files" / "new").exists()
        assert code(storage.initialize_legacy_writable_layer, volume, NOTHING, data(program.image), "") == NO_PATH
        with_folder = (r"C:\disks\out", r"C:\disks", data(program.image), "")
        storage.initialize_legacy_writable_layer(*with_folder)


def test_base_layers_are_set_up(fake: FakeHost, program: Program, storage: Storage, disks: Path) -> None:
    """A container's has no disk yet, a utility virtual machine's has one."""
    shutil.copytree(fake.storage.path(program.image) / "Files", fake.storage.path(LAYER) / "Files")
    storage.setup_base_os_layer(LAYER, 0, {"Type": "Container"})
    assert (fake.storage.path(LAYER) / "Hives" / "System_Base").exists()
    disk, volume = formatted(fake, storage)
    with disk:
        storage.setup_base_os_layer(rf"{program.image}\UtilityVM", disk.number, {"Type": "Vm"})
        storage.setup_base_os_volume(LAYER, volume, {"Type": "Container"})
        storage.setup_base_os_volume(rf"{program.image}\UtilityVM", volume, {"Type": "Vm"})
        assert (fake.storage.path(volume) / "Windows").is_dir()
        assert code(storage.setup_base_os_volume, NOTHING, volume, {"Type": "Vm"}) == NO_PATH
        assert code(storage.setup_base_os_layer, LAYER, disk.number, {"Type": "Other"}) == 0x80070057


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("{", 0x8037010D),
        ("[]", 0x8037010D),
        ('{"Layers":{"Path":"x"}}', 0x8037010D),
        ('{"Layers":[{"Id":"x"}]}', 0x8037010D),
        ('{"Layers":["x"]}', 0x8037010D),
        ('{"Layers":null}', NO_PATH),
        ("", NO_PATH),
    ],
)
def test_layer_data_that_make_no_sense_are_refused(document: str, expected: int, storage: Storage) -> None:
    """Half understood, a container would start on the wrong layers."""
    assert code(storage.attach_layer_storage_filter, LAYER, document) == expected


def test_paths_that_are_missing_are_refused(storage: Storage) -> None:
    """The empty path is the current folder."""
    assert code(storage.destroy_layer, "") == 0x80070057
    assert code(storage.destroy_layer, NOTHING) == NO_PATH
    assert code(storage.initialize_writable_layer, NOTHING, data(NOTHING), "") == NO_PATH


def test_volume_functions_came_with_server_2022() -> None:
    """Calling a function that is not there must say so, and not crash."""
    with FakeHost(profile="2019") as fake, pytest.raises(NotSupportedError, match="20348"):
        Storage(fake).setup_base_os_volume(LAYER, "C:\\", {"Type": "Container"})
