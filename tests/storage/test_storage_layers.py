"""Layers on the fake: made, mounted, looked at, removed; and what the verbs send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hcspy import storage
from hcspy.errors import (
    AlreadyExistsError,
    ClosedError,
    HcspyError,
    InvalidDocumentError,
    InvalidStateError,
    NotFoundError,
    PathNotFoundError,
    UnexpectedAnswerError,
)
from hcspy.host import Host, connect
from hcspy.storage.services import Door, Storage
from hcspy.testing import FakeHost

from .conftest import GUID, VOLUME, Machine

WEB = "C:\\layers\\web"


@pytest.fixture
def fake() -> Iterator[FakeHost]:
    """A host that must get everything back."""
    with FakeHost() as fake:
        yield fake


@pytest.fixture
def host(fake: FakeHost) -> Iterator[Host]:
    """A connection to it."""
    with fake.connect() as host:
        yield host


@pytest.fixture
def image(host: Host) -> str:
    """The path of a base image."""
    return host.storage.find_base_image("nanoserver").path or ""


@pytest.fixture
def recorded(machine: Machine) -> Iterator[Host]:
    """A connection to a machine that says what it was asked."""
    with connect(machine) as host:
        yield host


# -- mounting -----------------------------------------------------------------------------------------------------


def test_mounted_layer_shows_what_is_below_and_keeps_what_is_written(host: Host, image: str) -> None:
    """That is what a scratch layer is for."""
    host.storage.layers.create_scratch(WEB, [image])
    with host.storage.mounted(WEB, [image]) as path:
        assert (path / "License.txt").is_file()
        (path / "new.txt").write_text("new", encoding="utf-8")
    with host.storage.mounted(WEB, [image]) as path:
        assert (path / "new.txt").read_text(encoding="utf-8") == "new"


def test_mounted_goes_backwards_what_it_went(fake: FakeHost, host: Host, image: str) -> None:
    """Deactivating a prepared layer fails."""
    host.storage.layers.create_scratch(WEB, [image])
    before = len(fake.calls)
    with host.storage.mounted(WEB, [image]):
        assert fake.storage.attached
    assert [call.export for call in list(fake.calls)[before:]] == [
        "ActivateLayer",
        "NameToGuid",
        "PrepareLayer",
        "GetLayerMountPath",
        "GetLayerMountPath",
        "UnprepareLayer",
        "DeactivateLayer",
    ]
    assert fake.storage.attached == []


def test_mounted_finds_the_chain_by_itself(host: Host, image: str) -> None:
    """Whoever made the layer has written down what is below it."""
    host.storage.layers.create_scratch(WEB, [image])
    host.storage.layers.write_chain(WEB, [image])
    assert host.storage.layers.chain(WEB) == (image,)
    with host.storage.mounted(WEB) as path:
        assert (path / "License.txt").is_file()


def test_mounted_is_taken_back_when_its_block_fails(fake: FakeHost, host: Host, image: str) -> None:
    """The error of the block is what the caller sees."""
    host.storage.layers.create_scratch(WEB, [image])
    with pytest.raises(RuntimeError, match="mine"), host.storage.mounted(WEB, [image]):
        raise RuntimeError("mine")
    assert fake.storage.attached == []
    host.storage.layers.destroy(WEB)


@pytest.mark.parametrize("export", ["UnprepareLayer", "DeactivateLayer"])
def test_what_cannot_be_taken_back_is_told(fake: FakeHost, host: Host, image: str, export: str) -> None:
    """Somebody has to do it by hand."""
    host.storage.layers.create_scratch(WEB, [image])
    with pytest.raises(RuntimeError) as error, host.storage.mounted(WEB, [image]):
        fake.on(export).fail(0x80070005)
        raise RuntimeError("mine")
    assert WEB in "".join(error.value.__notes__)


def test_layer_that_cannot_be_unprepared_is_deactivated_all_the_same(fake: FakeHost, host: Host, image: str) -> None:
    """Each step back is tried, and the first failure is the error."""
    host.storage.layers.create_scratch(WEB, [image])
    with pytest.raises(HcspyError) as error, host.storage.mounted(WEB, [image]):
        fake.on("UnprepareLayer").fail(0x80070005)
    assert error.value.call == "UnprepareLayer"
    assert [call.export for call in fake.calls][-1] == "DeactivateLayer"
    assert "is active" in error.value.leftovers[0]


def test_mounted_is_entered_once_at_a_time(host: Host, image: str) -> None:
    """And may be used again, which a script with retries does."""
    host.storage.layers.create_scratch(WEB, [image])
    mounted = host.storage.mounted(WEB, (layer for layer in [image]))
    with mounted, pytest.raises(InvalidStateError, match="mounted already"), mounted:
        pass
    with mounted as path:
        assert (path / "License.txt").is_file()


def test_mounted_without_parents_is_refused_by_windows(fake: FakeHost, host: Host, image: str) -> None:
    """As navcontainerhelper#3400 saw it; nothing stays active."""
    host.storage.layers.create_scratch(WEB, [image])
    with pytest.raises(PathNotFoundError), host.storage.mounted(WEB):
        pass
    assert fake.storage.attached == []


# -- from beginning to end ----------------------------------------------------------------------------------------


def test_layer_is_there_until_it_is_destroyed(host: Host, image: str) -> None:
    """Twice is an error, unless one says that it is not."""
    layers = host.storage.layers
    layers.create_scratch(WEB, [image])
    assert layers.exists(WEB)
    layers.destroy(WEB)
    assert not layers.exists(WEB)
    with pytest.raises(NotFoundError):
        layers.destroy(WEB)
    layers.destroy(WEB, missing_ok=True)


def test_layers_are_made_and_copied(host: Host, image: str) -> None:
    """A read-only layer on another one, and a copy of it."""
    layers = host.storage.layers
    layers.create("C:\\layers\\app", image)
    layers.create("C:\\layers\\alone")
    layers.copy("C:\\layers\\app", "C:\\layers\\copy", [image])
    assert layers.exists("C:\\layers\\copy")
    assert layers.mount_path("C:\\layers\\app") == "C:\\layers\\app"


def test_scratch_layer_grows(host: Host, image: str) -> None:
    """The volume on it, too."""
    host.storage.layers.create_scratch(WEB, [image])
    host.storage.layers.expand_scratch(WEB, 40 << 30)
    with host.storage.mounted(WEB, [image]):
        volume = host.storage.layers.mount_path(WEB)
        assert host.storage.disks.space(volume).total == 40 << 30
    with pytest.raises(InvalidDocumentError, match="size is 0 bytes"):
        host.storage.layers.expand_scratch(WEB, 0)


def test_file_is_granted_to_a_virtual_machine(host: Host, image: str) -> None:
    """It could not open its disk otherwise."""
    host.storage.layers.create_scratch(WEB, [image])
    host.storage.layers.grant_access("vm1", f"{WEB}\\sandbox.vhdx")


def test_layer_is_referred_to_by_id_and_path(host: Host) -> None:
    """The id comes from the name alone."""
    layer = host.storage.layers.of(WEB)
    assert layer == storage.Layer(id=host.storage.layers.name_to_guid("web"), path=WEB)


# -- what is sent -------------------------------------------------------------------------------------------------


def test_layer_with_an_id_spares_a_question(machine: Machine, recorded: Host) -> None:
    """A chain of a hundred layers asks a hundred times otherwise."""
    recorded.storage.layers.prepare(WEB, [storage.Layer(id=GUID, path="C:\\base")])
    assert machine.exports == ["PrepareLayer"]
    assert machine.args["descriptors"] == [{"LayerId": GUID, "Flags": 0, "Path": "C:\\base"}]


def test_layer_is_no_list_of_layers(machine: Machine, recorded: Host) -> None:
    """The letters of a path would be taken for layers."""
    for wrong in ("C:\\base", storage.Layer(path="C:\\base")):
        with pytest.raises(InvalidDocumentError, match="one layer where a list of layers belongs"):
            recorded.storage.layers.prepare(WEB, wrong)  # type: ignore[arg-type]
    assert machine.calls == []


def test_layer_data_is_made_of_a_list(machine: Machine, recorded: Host) -> None:
    """With the ids that Windows says, in schema 2.1."""
    recorded.storage.layers.attach_filter(VOLUME, ["C:\\base"])
    assert machine.exports == ["NameToGuid", "HcsAttachLayerStorageFilter"]
    assert machine.args["layerData"] == (
        f'{{"SchemaVersion":{{"Major":2,"Minor":1}},"Layers":[{{"Id":"{GUID}","Path":"C:\\\\base"}}]}}'
    )


def test_old_kind_of_scratch_layer_goes_through_the_new_dll(host: Host, image: str) -> None:
    """A mounted volume of its own, and a folder."""
    layers, disks = host.storage.layers, host.storage.disks
    layers.create_scratch(WEB, [image])
    with disks.open(f"{WEB}\\sandbox.vhdx") as disk:
        disk.attach()
        volume = layers.vhd_mount_path(disk)
        layers.initialize_legacy_writable(volume, WEB, [image])
        host.storage.layers.locate("C:\\out").mkdir()
        layers.export_legacy_writable(volume, WEB, "C:\\out", [image])
        assert (host.storage.layers.locate("C:\\out") / "Files").is_dir()


def test_overlay_is_put_on_a_volume_and_taken_away(host: Host, image: str) -> None:
    """By the filter that it was put there with."""
    layers = host.storage.layers
    with host.storage.disks.create("C:\\d.vhdx", size=20 << 30) as disk:
        disk.attach()
        layers.format_vhd(disk)
        volume = layers.vhd_mount_path(disk)
        layers.attach_overlay(volume, [image])
        assert (layers.locate(volume) / "License.txt").is_file()
        layers.detach_overlay(volume, "WCIFS")
        assert not (layers.locate(volume) / "License.txt").exists()


def test_folder_goes_out_and_in_through_the_new_dll(host: Host, image: str) -> None:
    """In the same format as through the old one."""
    layers = host.storage.layers
    layers.create("C:\\layers\\app", image)
    layers.locate("C:\\out").mkdir()
    layers.export_folder("C:\\layers\\app", "C:\\out", [image], storage.ExportLayerOptions(is_writable_layer=False))
    layers.import_folder("C:\\layers\\copy", "C:\\out", [image])
    assert layers.exists("C:\\layers\\copy")
    layers.destroy_folder("C:\\layers\\copy")
    assert not layers.exists("C:\\layers\\copy")


def test_invalid_document_is_refused_before_any_call(machine: Machine, recorded: Host) -> None:
    """Windows says of such a document that it is one."""
    data = storage.LayerData(layers=[storage.Layer(id="web", path="C:\\base")])
    with pytest.raises(InvalidDocumentError, match="Id"):
        recorded.storage.layers.attach_filter(VOLUME, data)
    assert machine.calls == []
    with connect(machine, validate=False) as host:
        host.storage.layers.attach_filter(VOLUME, data)
    assert machine.exports == ["HcsAttachLayerStorageFilter"]


# -- base images --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nanoserver", "NanoServer", "mcr.microsoft.com/windows/nanoserver"])
def test_base_image_is_found_by_name(host: Host, name: str) -> None:
    """As engines call it, too."""
    assert host.storage.base_images.get(name).name == "NanoServer"


@pytest.mark.parametrize("name", ["servercore", "windowsservercore", "windows/servercore"])
def test_server_core_has_two_names(host: Host, name: str) -> None:
    """The host lists WindowsServerCore, registries have servercore."""
    assert host.storage.find_base_image(name).name == "WindowsServerCore"


def test_newest_version_of_an_image_is_found(fake: FakeHost, host: Host) -> None:
    """By its numbers: 10 is more than 9."""
    for version in ("10.0.99999.9", "10.0.99999.10", "10.0.20348.9999"):
        fake.storage.add_base_image("NanoServer", version)
    images = host.storage.base_images
    assert images.get("nanoserver").version == "10.0.99999.10"
    assert images.get("nanoserver", version="10.0.20348").version == "10.0.20348.9999"
    assert images.get("nanoserver:10.0.99999.9").version == "10.0.99999.9"
    assert images.find("nanoserver", version="10.0.2034") is None
    assert len(images.list(name="nanoserver")) == 4


def test_image_that_is_not_there_is_named_with_those_that_are(host: Host) -> None:
    """Mostly the name is misspelt."""
    with pytest.raises(
        NotFoundError, match=r"no base image 'ubuntu'; there are: WindowsServerCore 10\.0\.20348\.1, Nano"
    ):
        host.storage.find_base_image("ubuntu")
    with pytest.raises(NotFoundError, match=r"no base image 'nanoserver' 10\.0\.1;"):
        host.storage.find_base_image("nanoserver", version="10.0.1")


@pytest.mark.parametrize("text", ["", '{"Images":[]}', '{"Images":null}', "{}"])
def test_host_without_images_lists_none(machine: Machine, recorded: Host, text: str) -> None:
    """Most hosts have none: images come from registries."""
    machine.answers["GetBaseImages"] = {"buffer": text}
    assert recorded.storage.base_images.list() == []
    with pytest.raises(NotFoundError, match="there are: none at all"):
        recorded.storage.find_base_image("nanoserver")


@pytest.mark.parametrize("text", ["{", "[]", "no"])
def test_answer_that_is_no_list_of_images_is_no_empty_list(machine: Machine, recorded: Host, text: str) -> None:
    """A program would download what is there."""
    machine.answers["GetBaseImages"] = {"buffer": text}
    with pytest.raises(UnexpectedAnswerError, match="list of base images"):
        recorded.storage.base_images.list()


# -- disks --------------------------------------------------------------------------------------------------------


def test_disk_is_detached_when_it_is_closed(fake: FakeHost, host: Host) -> None:
    """Unless it was attached for good."""
    with host.storage.disks.create("C:\\d.vhdx", size=20 << 30) as disk:
        disk.attach()
        assert disk.physical_path().startswith("\\\\.\\PhysicalDrive")
        assert fake.storage.attached == ["C:\\d.vhdx"]
    assert fake.storage.attached == []
    with host.storage.disks.open(Path("C:\\d.vhdx")) as disk:
        disk.attach(read_only=True, drive_letter=True, permanent=True)
    assert fake.storage.attached == ["C:\\d.vhdx"]
    with host.storage.disks.open("C:\\d.vhdx") as disk:
        disk.detach()
    assert fake.storage.attached == []


def test_closed_disk_says_so(host: Host) -> None:
    """Its number may be another disk's by now."""
    disk = host.storage.disks.create("C:\\d.vhd", size=20 << 30)
    assert repr(disk) == "<VirtualDisk C:\\d.vhd, open>"
    disk.close()
    disk.close()
    with pytest.raises(ClosedError):
        disk.attach()
    assert (disk.is_closed, repr(disk)) == (True, "<VirtualDisk C:\\d.vhd, closed>")


def test_differencing_disk_begins_as_its_parent(host: Host) -> None:
    """With the files that are on it."""
    disks, layers = host.storage.disks, host.storage.layers
    with disks.create("C:\\base.vhdx", size=20 << 30) as disk:
        disk.attach()
        layers.format_vhd(disk)
        (layers.locate(layers.vhd_mount_path(disk)) / "a.txt").write_text("a", encoding="utf-8")
    with disks.create_differencing("C:\\diff.vhdx", "C:\\base.vhdx") as disk:
        disk.attach()
        assert (layers.locate(layers.vhd_mount_path(disk)) / "a.txt").is_file()


@pytest.mark.parametrize(
    ("path", "size", "message"), [("d.iso", 20 << 30, r"\.vhdx or \.vhd"), ("d.vhdx", 7, "size is 7")]
)
def test_disk_that_windows_would_not_make_is_refused(host: Host, path: str, size: int, message: str) -> None:
    """It says only that a parameter is wrong."""
    with pytest.raises(InvalidDocumentError, match=message):
        host.storage.disks.create(path, size=size)


def test_machine_itself_has_its_files_where_they_are(machine: Machine, recorded: Host, tmp_path: Path) -> None:
    """Only a fake's are elsewhere."""
    assert recorded.storage.layers.locate(tmp_path) == tmp_path


def test_storage_is_made_once_and_not_after_the_end(fake: FakeHost) -> None:
    """As the other doors of a host."""
    with fake.connect() as host:
        first: Any = host.storage
        assert host.storage is first
    with pytest.raises(ClosedError):
        _ = host.storage


def test_volume_becomes_a_scratch_layer(host: Host, image: str) -> None:
    """By hand, as engines do that make their own disks."""
    layers = host.storage.layers
    with host.storage.disks.create("C:\\d.vhdx", size=20 << 30) as disk:
        disk.attach()
        layers.format_vhd(disk)
        volume = layers.vhd_mount_path(disk)
        layers.initialize_writable(volume, [image])
        layers.attach_filter(volume, [image])
        assert (layers.locate(volume) / "License.txt").is_file()
        layers.detach_filter(volume)


def test_leaving_what_was_not_entered_does_nothing(fake: FakeHost, host: Host) -> None:
    """An ExitStack may do so."""
    host.storage.mounted(WEB).__exit__(None, None, None)
    assert not fake.calls


def test_server_2019_formats_the_disk_as_a_device(machine: Machine, tmp_path: Path) -> None:
    """Its function refuses the handle of a virtual disk."""
    device = tmp_path / "PhysicalDrive2"
    device.write_bytes(b"")
    machine.answers["GetVirtualDiskPhysicalPath"] = {"diskPath": str(device)}
    for build, with_device in ((17763, True), (18362, False), (None, False)):
        storage = Storage(Door(machine.tables, build=build))
        with storage.disks.open("d.vhdx") as disk:
            storage.layers.format_vhd(disk)
            assert (machine.args["vhdHandle"] != disk.handle) is with_device
            storage.layers.format_vhd(disk.handle)
            assert machine.args["vhdHandle"] == disk.handle
    device.unlink()  # which Windows refuses while it is open


def test_disk_that_is_there_is_not_made_again(host: Host) -> None:
    """Nor where a folder is."""
    host.storage.disks.create("C:\\d.vhdx", size=20 << 30).close()
    host.storage.layers.locate("C:\\folder.vhdx").mkdir()
    for path in ("C:\\d.vhdx", "C:\\folder.vhdx"):
        with pytest.raises(AlreadyExistsError):
            host.storage.disks.create(path, size=20 << 30)


def test_disk_that_is_not_ready_says_what_is_missing(host: Host) -> None:
    """First it has to be attached, then formatted."""
    with host.storage.disks.create("C:\\d.vhdx", size=20 << 30) as disk:
        with pytest.raises(InvalidStateError, match="a disk is not attached"):
            host.storage.layers.vhd_mount_path(disk)
        disk.attach()
        with pytest.raises(InvalidStateError, match="a disk has no file system"):
            host.storage.layers.vhd_mount_path(disk)
