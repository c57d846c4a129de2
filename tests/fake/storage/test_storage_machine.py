"""The machine's disk as a whole: where it lies, what is on it, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from layer_program import NO_PATH, NOTHING, SCRATCH, Program, code, names

from hcspy._ffi.exports import EXPORTS
from hcspy.testing import FakeHost
from hcspy.testing.dlls.answers import unsupported
from hcspy.testing.state import Fault
from hcspy.testing.state.storage.paths import place

IMAGES = r"C:\ProgramData\Microsoft\Windows\Images"


@pytest.mark.parametrize(("profile", "build"), [("rs1", 14393), ("2019", 17763), ("2022", 20348), ("2025", 26100)])
def test_base_images_are_of_the_machines_build(profile: str, build: int) -> None:
    """An image of another build does not run without Hyper-V."""
    with FakeHost(profile=profile) as fake:
        document = json.loads(Program(fake).get_base_images())
        assert [(image["Name"], image["Version"]) for image in document["Images"]] == [
            ("WindowsServerCore", f"10.0.{build}.1"),
            ("NanoServer", f"10.0.{build}.1"),
        ]
        assert list(document["Images"][0]) == ["Name", "Version", "Path", "Size", "CreatedTime"]
        assert document["Images"][1]["Path"] == rf"{IMAGES}\CN=Microsoft_NanoServer_10.0.{build}.1"


def test_base_images_have_files_and_a_utility_vm(fake: FakeHost) -> None:
    """Both kinds of isolation start from them."""
    core, nano = (names(fake.storage.path(path)) for path in fake.storage.base_images)
    assert {"Files/Windows/System32/cmd.exe", "UtilityVM/Files/EFI/Microsoft/Boot/BCD", "blank.vhdx"} <= nano < core
    assert "Files/Windows/System32/WindowsPowerShell/v1.0/powershell.exe" in core - nano


def test_machine_can_have_no_base_images() -> None:
    """Hosts from 1709 on share none."""
    with FakeHost() as fake:
        with fake.machine() as machine:
            machine.set(base_images=False)
        assert fake.storage.base_images == []
        native = json.loads(fake.respond("vmcompute", "GetBaseImages", {})["buffer"])
        assert native == {"Images": []}
        assert not fake.storage.path(IMAGES).exists()


def test_base_image_can_be_added(fake: FakeHost) -> None:
    """Before there is a disk, and afterwards."""
    first = fake.storage.add_base_image("NanoServer", "10.0.20348.587")
    assert fake.storage.path(first).is_dir()
    second = fake.storage.add_base_image("WindowsServerCore", "10.0.20348.587")
    assert (fake.storage.path(second) / "Files" / "License.txt").is_file()
    assert fake.storage.base_images[2:] == [first, second]


def test_nothing_is_written_before_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of networks have no use for a disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with FakeHost() as fake:
        fake.respond("vmcompute", "GetBaseImages", {})
        fake.dump()
        assert list(tmp_path.iterdir()) == []
        fake.storage.path("C:\\")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_paths_of_windows_lead_to_real_ones_and_back(fake: FakeHost) -> None:
    """In any letter case, and whatever the slashes."""
    folder = fake.storage.path(r"C:\Layers\One")
    folder.mkdir(parents=True)
    for path in (r"c:\layers\ONE", "C:/Layers/one/", r"\\?\C:\Layers\One", r"C:\Layers\x\..\One", str(folder)):
        assert fake.storage.path(path) == folder, path
    assert fake.storage.windows_path(folder) == r"C:\Layers\One"
    assert fake.storage.windows_path(folder / "new" / "x") == r"C:\Layers\One\new\x"
    assert fake.storage.path("relative") == fake.storage.path(r"C:\Windows\System32\relative")
    volume = r"\\?\Volume{61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f}"
    assert fake.storage.windows_path(fake.storage.path(volume) / "a") == rf"{volume}\a"
    assert fake.storage.windows_path(fake.storage.path("D:\\")) == "D:\\"


def test_path_of_another_place_has_no_windows_path(fake: FakeHost, tmp_path: Path) -> None:
    """Nobody could ask the machine for it."""
    with pytest.raises(ValueError, match="does not lie on this machine's disk"):
        fake.storage.windows_path(tmp_path)
    with pytest.raises(ValueError, match="does not lie on this machine's disk"):
        fake.storage.windows_path(fake.storage.path("C:\\").parent)


@pytest.mark.parametrize(
    ("path", "hresult"), [(r"\\server\share\x", 0x80070035), (r"C:\a*b", 0x8007007B), ("C:\\a\x01", 0x8007007B)]
)
def test_path_that_is_none_is_refused(path: str, hresult: int) -> None:
    """The real disk might take it for something."""
    with pytest.raises(Fault) as caught:
        place(path)
    assert caught.value.hresult == hresult
    with FakeHost() as fake:
        assert code(Program(fake).layer_exists, path) == hresult
        with fake.machine() as machine:
            assert not machine.state.storage.paths_exist([path])


def test_path_does_not_leave_the_disk(fake: FakeHost) -> None:
    """However often it goes up."""
    volume = r"\\?\Volume{61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f}"
    for up in (r"C:\..\..\..\x", r"C:\\..\x", "C:/../x", r"\..\x", r"\\?\C:\..\x", r"C:\\\..\..\x"):
        assert fake.storage.path(up) == fake.storage.path(r"C:\x"), up
    for up in (r"\..\..\x", r"\\..\..\x"):
        assert fake.storage.path(volume + up) == fake.storage.path(rf"{volume}\x"), up


def test_layer_in_a_real_path_of_the_disk_is_the_same_layer(program: Program) -> None:
    """Tests have the real path in their hands."""
    program.create_layer(r"C:\layers\one", "")
    real = str(program.fake.storage.path(r"C:\layers\one"))
    assert program.layer_exists(real)
    program.destroy_layer(real)
    assert not program.layer_exists(r"C:\layers\one")


def test_layers_that_exist_are_known_by_their_paths(program: Program) -> None:
    """The compute service asks before it starts a container."""
    with program.fake.machine() as machine:
        assert machine.state.storage.paths_exist([program.image])
        assert not machine.state.storage.paths_exist([program.image, NOTHING])


def test_dump_has_the_files(program: Program) -> None:
    """A machine that was written down goes on where it was, its containers' files included."""
    (program.scratch() / "new.txt").write_bytes(b"new")
    document = json.loads(json.dumps(program.fake.dump()))
    with FakeHost(load=document) as copy:
        second = Program(copy)
        assert copy.dump() == document
        mount = copy.storage.path(second.get_layer_mount_path(SCRATCH))
        assert (mount / "new.txt").read_bytes() == b"new"
        assert copy.storage.attached == [rf"{SCRATCH}\sandbox.vhdx"]
        second.unmount()
        assert not (mount / "License.txt").exists()
        assert (second.mount() / "License.txt").exists()
    program.unmount()


def test_dump_has_links_as_links(
    program: Program, tmp_path: Path, make_link: Callable[[Path, str | Path], None]
) -> None:
    """What they lead to may lie anywhere on the machine that runs the tests."""
    mount = program.scratch()
    make_link(mount / "far", tmp_path)
    with FakeHost(load=program.fake.dump()) as copy:
        mount = copy.storage.path(Program(copy).get_layer_mount_path(SCRATCH))
        assert (mount / "far").is_symlink()
        assert (mount / "far").samefile(tmp_path)


def test_old_dump_without_a_disk_is_read(fake: FakeHost) -> None:
    """Those of earlier versions are."""
    document = fake.dump()
    del document["machine"]["storage"]
    with FakeHost(load=document) as copy:
        assert len(copy.storage.base_images) == 2


def test_files_lie_beside_the_state_file(tmp_path: Path) -> None:
    """Several processes have one machine; what one of them wrote the next one finds."""
    state = tmp_path / "node.json"
    with FakeHost.open(state) as fake:
        (Program(fake).scratch() / "new.txt").write_bytes(b"new")
        assert fake.dump()["machine"]["storage"]["files"] == {}
    with FakeHost.open(state) as fake:
        program = Program(fake)
        assert (fake.storage.path(program.get_layer_mount_path(SCRATCH)) / "new.txt").read_bytes() == b"new"
        program.unmount()
    assert (tmp_path / "node.json.disk" / "C").is_dir()


def test_two_that_share_a_state_file_share_its_disk(tmp_path: Path) -> None:
    """At the same time, too."""
    with FakeHost.open(tmp_path / "node.json") as one, FakeHost.open(tmp_path / "node.json") as two:
        Program(one).create_layer(r"C:\layers\one", "")
        assert Program(two).layer_exists(r"C:\layers\one")
        assert one.storage.path(r"C:\layers\one") == two.storage.path(r"C:\layers\one")
        Program(two).destroy_layer(r"C:\layers\one")
        assert not Program(one).layer_exists(r"C:\layers\one")


def test_machine_that_is_shared_takes_its_files_along() -> None:
    """A child process sees the layers that its parent made."""
    with FakeHost() as fake:
        Program(fake).create_layer(r"C:\layers\one", "")
        target = fake.environ["HCSPY_HOST"].removeprefix("fake:")
        with FakeHost.open(target) as child:
            assert Program(child).layer_exists(r"C:\layers\one")
        folder = Path(target).parent
    assert not folder.exists()


def test_loaded_machine_brings_its_files_into_a_shared_one(tmp_path: Path, program: Program) -> None:
    """The files that were there are gone with the machine that they belonged to."""
    program.create_layer(r"C:\layers\new", "")
    with FakeHost.open(tmp_path / "node.json") as fake:
        Program(fake).create_layer(r"C:\layers\old", "")
        fake.load(program.fake.dump())
        assert Program(fake).layer_exists(r"C:\layers\new")
        assert not Program(fake).layer_exists(r"C:\layers\old")
    with FakeHost.open(tmp_path / "node.json") as fake:
        assert Program(fake).layer_exists(r"C:\layers\new")


def test_changes_through_the_machine_are_kept(tmp_path: Path) -> None:
    """Tests take the whole machine at times."""
    with FakeHost.open(tmp_path / "node.json") as fake, fake.machine() as machine:
        machine.state.storage.layers.create(r"C:\layers\one", "")
    with FakeHost.open(tmp_path / "node.json") as fake:
        assert fake.storage.layers == [r"C:\layers\one"]


def test_reboot_detaches_and_keeps_the_files(program: Program) -> None:
    """As pulling the plug does."""
    (program.scratch() / "new.txt").write_bytes(b"new")
    work = program.fake.storage.path(r"C:\work")
    work.mkdir()
    data = json.dumps({"Layers": [{"Id": "x", "Path": program.image}]})
    args = {"writableLayerPath": r"C:\work", "layerData": data, "options": None}
    assert program.fake.respond("computestorage", "HcsInitializeWritableLayer", args)["hresult"] == 0
    args = {"layerPath": r"C:\work", "layerData": data}
    assert program.fake.respond("computestorage", "HcsAttachLayerStorageFilter", args)["hresult"] == 0
    assert (work / "License.txt").exists()
    with program.fake.machine() as machine:
        machine.reboot()
    assert program.fake.storage.attached == []
    assert not (work / "License.txt").exists()
    assert code(program.prepare_layer, SCRATCH, program.parents()) == NO_PATH
    assert (program.mount() / "new.txt").read_bytes() == b"new"


def test_layer_that_somebody_deleted_is_gone(program: Program) -> None:
    """A test that cleans up with its own hands sees what Windows would."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    (program.fake.storage.path(SCRATCH) / "sandbox.vhdx").unlink()
    assert code(program.activate_layer, SCRATCH) == 0x80070002
    program.fake.storage.path(SCRATCH).rmdir()
    assert not program.layer_exists(SCRATCH)


def test_scratch_space_that_was_put_there_is_one(program: Program) -> None:
    """Engines copy whole folders of scratch spaces."""
    import shutil

    program.create_sandbox_layer(SCRATCH, program.parents())
    copy = program.fake.storage.path(r"C:\layers\copy")
    shutil.copytree(program.fake.storage.path(SCRATCH), copy)
    mount = program.mount(r"C:\layers\copy")
    assert (mount / "License.txt").exists()
    assert program.get_layer_mount_path(SCRATCH) == SCRATCH


LAYER_FUNCTIONS = """
    ActivateLayer CopyLayer CreateLayer CreateSandboxLayer DeactivateLayer DestroyLayer ExpandSandboxSize ExportLayer
    GetBaseImages GetLayerMountPath GrantVmAccess ImportLayer LayerExists NameToGuid PrepareLayer ProcessBaseImage
    ProcessUtilityImage UnprepareLayer
"""


def test_all_functions_of_storage_are_played() -> None:
    """One that says that it is not implemented would end a program that is right."""
    exports = [("vmcompute", name) for name in LAYER_FUNCTIONS.split()]
    exports += [(dll, name) for dll in ("computestorage", "virtdisk") for name in EXPORTS[dll]]
    assert len(exports) == 18 + 14 + 5
    fake = FakeHost()
    for dll, name in exports:
        blank: dict[str, object] = {"handle": 0, "integer": 0, "array": []}
        args = {param.name: blank.get(param.kind) for param in EXPORTS[dll][name].params if param.direction != "out"}
        assert fake.respond(dll, name, args) != unsupported(dll, name), name
    fake.close()


def test_layers_survive_a_failing_call(program: Program) -> None:
    """A call that fails after its work has done it: the program that undoes that finds what it made."""
    program.fake.on("CreateSandboxLayer", times=1).fail(0x80070005, after=True)
    assert code(program.create_sandbox_layer, SCRATCH, program.parents()) == 0x80070005
    assert program.layer_exists(SCRATCH)
    program.destroy_layer(SCRATCH)
    program.fake.on("CreateSandboxLayer", times=1).fail(0x80070005)
    assert code(program.create_sandbox_layer, SCRATCH, program.parents()) == 0x80070005
    assert not program.layer_exists(SCRATCH)
