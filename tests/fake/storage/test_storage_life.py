"""What layers go through, in order and out of order."""

from __future__ import annotations

import re

import pytest
from layer_program import IN_USE, NO_PATH, NOT_FOUND, NOT_READY, NOTHING, SCRATCH, THERE, Program, code, names

from hcspy._ffi.cdata import ffi
from hcspy._ffi.strings import wide
from hcspy.testing import FakeHost
from hcspy.testing.dlls.storage import ask
from hcspy.testing.node import Node
from hcspy.testing.state.storage import Storage

VOLUME = re.compile(r"\\\\\?\\Volume\{[0-9a-f-]{36}\}")
OTHER = r"C:\layers\other"


def test_scratch_space_lives_as_an_engine_has_it(program: Program) -> None:
    """The order is the one that Docker's log shows."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    program.activate_layer(SCRATCH)
    program.prepare_layer(SCRATCH, program.parents())
    assert VOLUME.fullmatch(program.get_layer_mount_path(SCRATCH))
    program.unprepare_layer(SCRATCH)
    program.deactivate_layer(SCRATCH)
    program.destroy_layer(SCRATCH)
    assert not program.layer_exists(SCRATCH)
    assert not program.fake.storage.path(SCRATCH).exists()


def test_prepare_before_activate_finds_no_path(program: Program) -> None:
    """There is no volume yet that a filter could be on."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.prepare_layer, SCRATCH, program.parents()) == NO_PATH


def test_prepare_without_the_layers_below_finds_no_path(program: Program) -> None:
    """With fewer layers the container would see half of a system."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    program.activate_layer(SCRATCH)
    assert code(program.prepare_layer, SCRATCH, program.parents(program.image, NOTHING)) == NO_PATH
    assert code(program.prepare_layer, SCRATCH, []) == NO_PATH
    program.prepare_layer(SCRATCH, program.parents())


def test_scratch_space_needs_layers_that_are_there(program: Program) -> None:
    """An engine that lost its base layer hears of it here."""
    assert code(program.create_sandbox_layer, SCRATCH, program.parents(NOTHING)) == NO_PATH
    assert code(program.create_sandbox_layer, SCRATCH, []) == NO_PATH
    assert not program.layer_exists(SCRATCH)


def test_scratch_space_is_made_once(program: Program) -> None:
    """A second one would empty the first."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.create_sandbox_layer, SCRATCH, program.parents()) == 0x80070050


def test_scratch_space_may_be_made_in_a_folder_that_is_there(program: Program) -> None:
    """containerd makes the folder, and puts layerchain.json into it, before anything else."""
    folder = program.fake.storage.path(SCRATCH)
    folder.mkdir(parents=True)
    (folder / "layerchain.json").write_text("[]", encoding="utf-8")
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert (folder / "sandbox.vhdx").is_file()


def test_layer_cannot_be_where_a_file_is(program: Program) -> None:
    """Its folder could not be made."""
    program.fake.storage.path(r"C:\file").write_bytes(b"")
    assert code(program.create_layer, r"C:\file", "") == 0x80070050


@pytest.mark.parametrize("call", ["activate_layer", "deactivate_layer", "unprepare_layer", "destroy_layer"])
def test_unknown_layer_is_a_path_that_is_not_found(call: str, program: Program) -> None:
    """Clients take that for gone already."""
    assert code(getattr(program, call), NOTHING) == NO_PATH


def test_mount_path_of_an_unknown_layer_is_not_found(program: Program) -> None:
    """An empty path would be the current folder."""
    assert code(program.get_layer_mount_path, NOTHING) == NO_PATH


def test_layer_that_is_used_cannot_be_destroyed(program: Program) -> None:
    """Windows has the files open, and so does the container that runs on them."""
    program.create_layer(OTHER, "")
    program.scratch(SCRATCH, OTHER, program.image)
    assert code(program.destroy_layer, SCRATCH) == IN_USE
    assert code(program.destroy_layer, OTHER) == IN_USE
    program.unmount()
    program.destroy_layer(SCRATCH)
    program.destroy_layer(OTHER)


def test_layer_of_a_compute_system_cannot_be_destroyed(fake: FakeHost, program: Program) -> None:
    """Hyper-V isolation mounts nothing on the host, and the container would lose its files all the same."""
    program.create_layer(OTHER, "")
    program.create_sandbox_layer(SCRATCH, program.parents(OTHER))
    layers = [{"ID": program.name_to_guid("other"), "Path": OTHER}, {"ID": "x", "Path": "C:\\?"}]
    document = {"SystemType": "Container", "LayerFolderPath": SCRATCH, "Layers": layers[:1], "HvPartition": True}
    with fake.machine() as machine:
        system = machine.state.systems.create("web", document)
        system.document = {**document, "Layers": layers}
    assert code(program.destroy_layer, SCRATCH) == IN_USE
    assert code(program.destroy_layer, OTHER) == IN_USE
    with fake.machine() as machine:
        machine.state.systems.remove(system)
    program.destroy_layer(SCRATCH)
    program.destroy_layer(OTHER)


def test_steps_that_are_done_cannot_be_done_again(program: Program) -> None:
    """The disk is attached once, and the volume has one filter."""
    program.scratch()
    assert code(program.activate_layer, SCRATCH) == IN_USE
    assert code(program.prepare_layer, SCRATCH, program.parents()) == IN_USE
    assert code(program.deactivate_layer, SCRATCH) == IN_USE
    program.unmount()
    assert code(program.unprepare_layer, SCRATCH) == 0x80070490
    assert code(program.deactivate_layer, SCRATCH) == NOT_READY


def test_read_only_layer_needs_no_activation(program: Program) -> None:
    """It is a folder, and stays one."""
    for call in (program.activate_layer, program.deactivate_layer):
        call(program.image)
    assert program.get_layer_mount_path(program.image) == program.image
    assert code(program.prepare_layer, program.image, program.parents()) == NO_PATH


def test_mount_path_of_a_scratch_space_that_is_not_activated_is_its_folder(program: Program) -> None:
    """The volume is there with the disk only."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert program.get_layer_mount_path(SCRATCH) == SCRATCH


def test_mount_path_is_asked_for_twice(fake: FakeHost, program: Program) -> None:
    """The first call says how much room the text takes, its end included."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    function, info = fake.tables.vmcompute.GetLayerMountPath, ffi.new("DRIVER_INFO *")
    length, buffer = ffi.new("SIZE_T *"), ffi.new("char16_t[]", 100)
    assert function(info, wide(SCRATCH), length, ffi.NULL) == 0
    assert length[0] == len(SCRATCH) + 1
    length[0] = 5
    assert function(info, wide(SCRATCH), length, buffer) & 0xFFFFFFFF == 0x8007007A
    assert (length[0], ffi.string(buffer)) == (len(SCRATCH) + 1, "")
    assert function(info, wide(SCRATCH), length, buffer) == 0
    assert ffi.string(buffer) == SCRATCH
    assert function(info, wide(SCRATCH), ffi.NULL, buffer) & 0xFFFFFFFF == 0x80004003


def test_layer_is_found_in_the_home_folder_of_its_driver(fake: FakeHost, program: Program) -> None:
    """Old clients give the folder and the id apart."""
    program.create_layer(r"D:\graph\abc", "")
    home = wide("D:\\graph")
    info, exists = ffi.new("DRIVER_INFO *", {"Flavour": 1, "HomeDir": home}), ffi.new("DWORD *")
    assert fake.tables.vmcompute.LayerExists(info, wide("abc"), exists) == 0
    assert exists[0] == 1
    assert fake.tables.vmcompute.LayerExists(ffi.NULL, wide(r"d:/GRAPH/abc"), exists) == 0
    assert exists[0] == 1


def test_missing_arguments_are_refused(fake: FakeHost) -> None:
    """A layer without a name is the folder of all layers."""
    null, dll = ffi.NULL, fake.tables.vmcompute
    info = ffi.new("DRIVER_INFO *")
    results = [
        dll.ActivateLayer(info, null),
        dll.ActivateLayer(info, wide("")),
        dll.LayerExists(info, wide("x"), null),
        dll.LayerExists(info, null, ffi.new("DWORD *")),
        dll.NameToGuid(null, ffi.new("GUID *")),
        dll.NameToGuid(wide("x"), null),
        dll.GetBaseImages(null),
        dll.GrantVmAccess(null, wide("C:\\x")),
    ]
    assert [result & 0xFFFFFFFF for result in results] == [
        0x80070057,
        0x80070057,
        0x80004003,
        0x80070057,
        0x80004003,
        0x80004003,
        0x80004003,
        0x80070057,
    ]


def test_layer_is_made_and_copied(program: Program) -> None:
    """A copy has all files, and is a layer by itself."""
    program.create_layer(OTHER, program.image)
    (program.fake.storage.path(OTHER) / "Files" / "a").write_bytes(b"x")
    program.copy_layer(OTHER, r"C:\layers\copy", [])
    program.destroy_layer(OTHER)
    assert names(program.fake.storage.path(r"C:\layers\copy")) == {"Files", "Files/a"}
    assert program.layer_exists(r"C:\layers\copy")


def test_layer_is_neither_made_nor_copied_over_another(program: Program) -> None:
    """The one that is there has users."""
    program.create_layer(OTHER, "")
    assert code(program.create_layer, OTHER, "") == THERE
    assert code(program.copy_layer, program.image, OTHER, []) == THERE
    assert code(program.create_layer, r"C:\layers\new", NOTHING) == NO_PATH
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.copy_layer, SCRATCH, r"C:\layers\new", []) == NO_PATH


def test_parent_may_be_named_by_its_id(fake: FakeHost, program: Program) -> None:
    """CreateLayer and CreateSandboxLayer have a parameter for that, from the time before descriptors."""
    program.create_layer(r"C:\layers\base", "")
    info, dll = ffi.new("DRIVER_INFO *"), fake.tables.vmcompute
    assert dll.CreateLayer(info, wide(r"C:\layers\a"), wide("base")) == 0
    assert dll.CreateSandboxLayer(info, wide(r"C:\layers\s"), wide("base"), ffi.NULL, 0) == 0
    assert fake.storage.layers == [r"C:\layers\base", r"C:\layers\a", r"C:\layers\s"]


def test_folder_with_files_is_a_base_layer(program: Program) -> None:
    """An engine writes the files of a base layer itself, and has Windows process it afterwards."""
    folder = program.fake.storage.path(OTHER)
    assert code(program.process_base_image, OTHER) == NO_PATH
    config = folder / "Files" / "Windows" / "System32" / "config"
    config.mkdir(parents=True)
    assert code(program.process_base_image, OTHER) == NOT_FOUND
    for hive in ("DEFAULT", "SAM", "SECURITY", "SOFTWARE", "SYSTEM"):
        (config / hive).write_bytes(b"regf")
    program.process_base_image(OTHER)
    assert {"Hives/System_Base", "blank-base.vhdx", "blank.vhdx"} <= names(folder)
    assert (program.scratch(SCRATCH, OTHER) / "Windows" / "System32" / "config" / "SAM").is_file()


def test_utility_vm_needs_its_boot_configuration(program: Program) -> None:
    """Without one it does not start."""
    folder = program.fake.storage.path(OTHER)
    assert code(program.process_utility_image, OTHER) == NO_PATH
    boot = folder / "Files" / "EFI" / "Microsoft" / "Boot"
    boot.mkdir(parents=True)
    assert code(program.process_utility_image, OTHER) == NOT_FOUND
    (boot / "BCD").write_bytes(b"regf")
    program.process_utility_image(OTHER)
    assert {"SystemTemplateBase.vhdx", "SystemTemplate.vhdx"} <= names(folder)


def test_scratch_space_grows(program: Program) -> None:
    """It is 20 GB large when it is made."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    program.expand_sandbox_size(SCRATCH, 30 << 30)
    assert code(program.expand_sandbox_size, SCRATCH, 25 << 30) == 0x80070057
    assert code(program.expand_sandbox_size, program.image, 30 << 30) == NOT_FOUND
    program.activate_layer(SCRATCH)
    assert code(program.expand_sandbox_size, SCRATCH, 40 << 30) == IN_USE


def test_file_is_granted_to_a_virtual_machine(program: Program) -> None:
    """A file that is not there cannot be."""
    assert code(program.grant_vm_access, "vm1", r"C:\disk.vhdx") == NOT_FOUND
    program.fake.storage.path(r"C:\disk.vhdx").write_bytes(b"")
    program.grant_vm_access("vm1", r"C:\disk.vhdx")
    program.grant_vm_access("vm1", r"C:\disk.vhdx")
    with program.fake.machine() as machine:
        assert machine.state.storage.grants == {r"c:\disk.vhdx": ["vm1"]}


def test_guid_of_a_name_is_always_the_same(program: Program) -> None:
    """Two tools that import the same layer must agree on its id; all that were seen are of version 5."""
    first = program.name_to_guid("base")
    assert first == program.name_to_guid("BASE") != program.name_to_guid("other")
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", first)


def test_caller_without_rights_is_refused(fake: FakeHost, program: Program) -> None:
    """Only administrators touch layers."""
    fake.storage.path("C:\\")
    with fake.machine() as machine:
        machine.switches.elevated = False
    assert code(program.activate_layer, SCRATCH) == 0x80070005


@pytest.mark.parametrize(
    ("error", "hresult"),
    [
        (PermissionError(), 0x80070005),
        (NotADirectoryError(), NO_PATH),
        (FileNotFoundError(), NOT_FOUND),
        (FileExistsError(), 0x80070050),
        (OSError(28, "full"), 0x80004005),
    ],
)
def test_error_of_the_real_disk_is_told_as_windows_would(error: OSError, hresult: int) -> None:
    """A full disk under the fake is no reason for a traceback in C."""

    def fail(storage: Storage) -> None:
        raise error

    assert ask(Node(), fail) == (hresult, None)
