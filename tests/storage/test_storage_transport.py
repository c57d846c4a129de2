"""Layers as archives, entry by entry, and folders that become base layers."""

from __future__ import annotations

import io
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hcspy.errors import AccessDeniedError, AlreadyExistsError, HcspyError, InvalidDocumentError, TimedOutError
from hcspy.host import Host
from hcspy.storage.hive import NAMES, empty_hive, make_hives
from hcspy.storage.stream import Entry, LayerStreamError, unpack_layer
from hcspy.testing import FakeHost

APP = "C:\\layers\\app"
COPY = "C:\\layers\\copy"
UVM = "UtilityVM/Files"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep temporary folders in a place of their own, and see that none is left."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    left = [entry.name for entry in folder.iterdir() if entry.name.startswith("hcspy-layer-")]
    assert left == []


@pytest.fixture
def fake(temporary: Path) -> Iterator[FakeHost]:
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


def archive(files: dict[str, bytes | None], *, mode: Any = "w") -> io.BytesIO:
    """Make an archive of files; None is a folder."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.type = tarfile.DIRTYPE if content is None else tarfile.REGTYPE
            member.size = len(content or b"")
            tar.addfile(member, io.BytesIO(content or b""))
    target.seek(0)
    return target


LAYER = {"Files": None, "Files/a.txt": b"hello", "Files/.wh.License.txt": b""}
BASE = {
    "Files": None,
    "Files/Windows": None,
    "Files/Windows/notepad.exe": b"MZ",
    "UtilityVM": None,
    "UtilityVM/Files": None,
    "UtilityVM/Files/EFI": None,
    "UtilityVM/Files/EFI/Microsoft": None,
    "UtilityVM/Files/EFI/Microsoft/Boot": None,
    "UtilityVM/Files/EFI/Microsoft/Boot/BCD": b"regf",
}


def test_archive_becomes_a_layer(host: Host, image: str) -> None:
    """What it removes is hidden by the filter, what it brings is seen."""
    told: list[tuple[str, int]] = []
    layers = host.storage.layers
    contents = layers.import_(APP, archive(LAYER), [image], progress=lambda *step: told.append(step))
    assert contents is not None
    assert (contents.size, contents.files, contents.removed) == (5, 1, ("Files/License.txt",))
    assert told == [("Files", 0), ("Files/a.txt", 0), ("Files/License.txt", 5)]
    layers.create_scratch("C:\\layers\\web", [APP, image])
    with host.storage.mounted("C:\\layers\\web", [APP, image]) as path:
        assert (path / "a.txt").read_bytes() == b"hello"
        assert not (path / "License.txt").exists()
        assert (path / "Windows" / "System32" / "cmd.exe").is_file()


@pytest.mark.parametrize("mode", ["w:gz", "w:xz"])
def test_archive_may_be_compressed(host: Host, image: str, mode: str) -> None:
    """Registries have them so."""
    host.storage.layers.import_(APP, archive(LAYER, mode=mode), [image])
    assert host.storage.layers.exists(APP)


def test_layer_goes_out_and_comes_back(host: Host, image: str) -> None:
    """What comes out of one host goes into another one."""
    layers = host.storage.layers
    layers.import_(APP, archive(LAYER), [image])
    told: list[str] = []
    target = io.BytesIO()
    contents = layers.export(APP, target, [image], progress=lambda name, done: told.append(name))
    assert contents is not None
    assert "Files/a.txt" in told
    assert contents.removed == ("Files/License.txt",)
    target.seek(0)
    again = layers.import_(COPY, target, [image])
    assert again is not None
    assert (again.removed, again.files) == (contents.removed, contents.files)


def test_folder_goes_out_and_in(host: Host, image: str, tmp_path: Path) -> None:
    """By its path; nothing is counted then."""
    layers = host.storage.layers
    layers.import_(APP, archive(LAYER), [image])
    out = tmp_path / "out"
    out.mkdir()
    assert layers.export(APP, out, [image]) is None
    assert layers.import_(COPY, out, [image]) is None
    assert layers.exists(COPY)


def test_parents_come_from_the_chain(host: Host, image: str) -> None:
    """As for every verb that takes layers below."""
    layers = host.storage.layers
    layers.locate(APP).mkdir(parents=True)
    layers.write_chain(APP, [image])
    host.storage.layers.import_(APP, archive(LAYER))
    assert layers.exists(APP)


# -- base layers --------------------------------------------------------------------------------------------------


def test_archive_without_parents_becomes_a_base_layer(host: Host) -> None:
    """With hives and a utility VM that boots."""
    layers = host.storage.layers
    layers.import_("C:\\layers\\base", archive(BASE), [])
    folder = layers.locate("C:\\layers\\base")
    assert (folder / "Files" / "Windows" / "System32" / "config" / "SOFTWARE").read_bytes()[:4] == b"regf"
    assert (folder / "blank.vhdx").is_file()
    assert (folder / "UtilityVM" / "SystemTemplate.vhdx").is_file()
    layers.create_scratch("C:\\layers\\web", ["C:\\layers\\base"])


def test_utility_vm_of_the_layer_below_is_brought_up_to_date(host: Host) -> None:
    """A layer brings what changed of it; the rest is that of the layer below."""
    layers = host.storage.layers
    layers.import_("C:\\layers\\base", archive({**BASE, f"{UVM}/old.txt": b"old", f"{UVM}/both.txt": b"old"}), [])
    update = {"Files": None, "UtilityVM": None, UVM: None, f"{UVM}/both.txt": b"new"}
    layers.import_(APP, archive(update), ["C:\\layers\\base"])
    folder = layers.locate(APP) / "UtilityVM" / "Files"
    assert ((folder / "old.txt").read_bytes(), (folder / "both.txt").read_bytes()) == (b"old", b"new")
    below = layers.locate("C:\\layers\\base") / "UtilityVM" / "Files"
    assert (below / "both.txt").read_bytes() == b"old"
    # Windows writes to the boot configuration when it processes the image: not to that of the layer below.
    boot = Path("EFI", "Microsoft", "Boot", "BCD")
    assert (folder / "old.txt").samefile(below / "old.txt")
    assert not (folder / boot).samefile(below / boot)


@pytest.mark.parametrize("brings", [{}, {"UtilityVM": None, UVM: None, f"{UVM}/new.txt": b"new"}], ids=["no", "some"])
def test_what_a_layer_removes_from_the_utility_vm_is_not_in_it(host: Host, brings: dict[str, bytes | None]) -> None:
    """An update takes a driver away; the machine must not boot with it."""
    layers = host.storage.layers
    files = {f"{UVM}/Old": None, f"{UVM}/Old/driver.sys": b"MZ", f"{UVM}/old.txt": b"old", f"{UVM}/kept.txt": b"old"}
    layers.import_("C:\\layers\\base", archive({**BASE, **files}), [])
    gone = {"UtilityVM/Files/.wh.old": b"", "UtilityVM/Files/.wh.OLD.txt": b""}
    layers.import_(APP, archive({"Files": None, **brings, **gone}), ["C:\\layers\\base"])
    folder = layers.locate(APP) / "UtilityVM" / "Files"
    assert {entry.name for entry in folder.iterdir()} == {"EFI", "kept.txt", *(["new.txt"] if brings else [])}
    assert (layers.locate("C:\\layers\\base") / "UtilityVM" / "Files" / "old.txt").is_file()


def test_windows_does_not_see_what_we_keep_beside_the_files(fake: FakeHost, host: Host, image: str) -> None:
    """It knows the files of its own format, and nobody knows what it makes of others."""
    seen: list[list[str]] = []
    real = host.storage.layers.locate

    def look(call: Any) -> None:
        seen.append(sorted(entry.name for entry in Path(call.args["path"]).iterdir()))

    hidden = {"Files": None, "Hives": None, "Hives/System_Delta": b"", "Hives/System_Delta:stream": b"kept"}
    folder = real("C:\\unpacked")
    unpack_layer(archive(hidden), folder)
    assert (folder / "hcspy.streams").is_file()
    fake.on("ImportLayer").run(look)
    host.storage.layers.import_(APP, archive(hidden), [image])
    contents = host.storage.layers.import_(COPY, "C:\\unpacked", [image])
    assert contents is not None
    assert contents.files == 1
    assert (folder / "hcspy.streams").is_file()
    assert seen == [["Files", "Hives", "tombstones.txt"]] * 2


def test_utility_vm_is_copied_where_it_cannot_be_linked(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """The layer below may be on another volume."""
    layers = host.storage.layers
    layers.import_("C:\\layers\\base", archive({**BASE, f"{UVM}/old.txt": b"old"}), [])
    monkeypatch.setattr("os.link", no_links)
    layers.import_(APP, archive({"Files": None, "UtilityVM": None, UVM: None}), ["C:\\layers\\base"])
    copied, below = (layers.locate(layer) / UVM / "old.txt" for layer in (APP, "C:\\layers\\base"))
    assert copied.read_bytes() == b"old"
    assert not copied.samefile(below)


def no_links(origin: str, copy: str) -> None:
    """Refuse a hard link, as between two volumes."""
    raise OSError("no links here")


def test_folder_becomes_a_base_layer(host: Host) -> None:
    """The hives that it lacks are made, those that it has stay."""
    folder = host.storage.layers.locate("C:\\base")
    config = folder.joinpath("Files", "Windows", "System32", "config")
    config.mkdir(parents=True)
    (config / "SOFTWARE").write_bytes(b"mine")
    host.storage.layers.convert_to_base("C:\\base")
    assert (config / "SOFTWARE").read_bytes() == b"mine"
    assert {entry.name.upper() for entry in config.iterdir()} == set(NAMES)


def test_utility_vm_without_boot_configuration_is_refused_before_the_call(fake: FakeHost, host: Host) -> None:
    """Windows says of it that a registry file could not be read."""
    host.storage.layers.locate("C:\\base\\Files").mkdir(parents=True)
    host.storage.layers.locate("C:\\base\\UtilityVM\\Files").mkdir(parents=True)
    with pytest.raises(InvalidDocumentError, match="no boot configuration"):
        host.storage.layers.convert_to_base("C:\\base")
    assert not fake.calls


def test_hive_is_one_that_windows_reads(tmp_path: Path) -> None:
    """Checksum, sizes and references of the format, looked at as a reader of it would."""
    hive = empty_hive()
    numbers = [int.from_bytes(hive[place : place + 4], "little") for place in range(0, 512, 4)]
    checksum = 0
    for number in numbers[:127]:
        checksum ^= number
    assert (hive[:4], numbers[127], numbers[1]) == (b"regf", checksum, numbers[2])
    block = hive[4096:]
    assert (block[:4], len(block), numbers[10]) == (b"hbin", 4096, 4096)
    place, kinds = 32, []
    while place < len(block):
        size = int.from_bytes(block[place : place + 4], "little", signed=True)
        kinds.append(block[place + 4 : place + 6] if size < 0 else b"free")
        assert abs(size) % 8 == 0
        place += abs(size)
    assert (kinds, place) == ([b"nk", b"sk", b"free"], 4096)
    key = block[numbers[9] + 4 :]
    security = block[int.from_bytes(key[44:48], "little") + 4 :]
    assert (key[:2], key[76:80], security[:2]) == (b"nk", b"ROOT", b"sk")
    assert len(make_hives(tmp_path)) == 5
    assert make_hives(tmp_path) == []


# -- when something fails -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad", [{"Files": None, "Files/../../x": b""}, {"/Files": None}, {"Files": None, "C:/x": b""}, {"x": b""}]
)
def test_archive_that_leads_elsewhere_is_refused_before_any_call(
    fake: FakeHost, host: Host, image: str, bad: dict[str, bytes | None]
) -> None:
    """It comes from anybody."""
    before = len(fake.calls)
    with pytest.raises(LayerStreamError):
        host.storage.layers.import_(APP, archive(bad), [image])
    assert len(fake.calls) == before


@pytest.mark.parametrize("export", ["ImportLayer", "ProcessBaseImage", "ProcessUtilityImage"])
def test_layer_that_cannot_be_completed_is_not_there(fake: FakeHost, host: Host, export: str) -> None:
    """Half a layer would be taken for one."""
    fake.on(export).fail(0x80070005)
    with pytest.raises(AccessDeniedError) as error:
        host.storage.layers.import_("C:\\layers\\base", archive(BASE), [])
    assert error.value.leftovers == ()
    assert not host.storage.layers.exists("C:\\layers\\base")


def test_layer_that_was_there_before_stays(host: Host, image: str) -> None:
    """The path was a mistake; the layer there is somebody's."""
    layers = host.storage.layers
    layers.import_(APP, archive(LAYER), [image])
    with pytest.raises(AlreadyExistsError):
        layers.import_(APP, archive({"Files": None, "Files/b.txt": b"b"}), [image])
    assert (layers.locate(APP) / "Files" / "a.txt").read_bytes() == b"hello"
    assert layers.exists(APP)


def test_layer_that_cannot_be_removed_either_is_told(fake: FakeHost, host: Host) -> None:
    """Somebody has to do it by hand."""
    fake.on("ProcessBaseImage").fail(0x80070005)
    fake.on("DestroyLayer").fail(0x80070020)
    with pytest.raises(HcspyError) as error:
        host.storage.layers.import_("C:\\layers\\base", archive(BASE), [])
    assert "C:\\layers\\base is half there" in error.value.leftovers[0]


def test_writer_whose_block_fails_leaves_nothing(fake: FakeHost, host: Host, image: str) -> None:
    """Nothing was asked of Windows by then."""
    before = len(fake.calls)
    with pytest.raises(RuntimeError, match="mine"), host.storage.layers.writer(APP, [image]) as writer:
        writer.add(Entry("Files", "folder", 0x10))
        raise RuntimeError("mine")
    assert len(fake.calls) == before


def test_writer_takes_entries(host: Host, image: str) -> None:
    """As a program makes them that has no archive."""
    with host.storage.layers.writer(APP, [image]) as writer:
        writer.add(Entry("Files", "folder", 0x10))
        writer.add(Entry("Files/a.txt", "file", 0x20, size=2, data=io.BytesIO(b"hi")))
    assert (host.storage.layers.locate(APP) / "Files" / "a.txt").read_bytes() == b"hi"


def test_reader_whose_block_fails_leaves_nothing(host: Host, image: str) -> None:
    """The fixture looks for temporary folders."""
    host.storage.layers.import_(APP, archive(LAYER), [image])
    with pytest.raises(RuntimeError, match="mine"), host.storage.layers.reader(APP, [image]) as entries:
        next(entries)
        raise RuntimeError("mine")


def test_base_layer_is_read_as_it_lies_on_the_disk(fake: FakeHost, host: Host, image: str) -> None:
    """Windows exports what a layer has beyond others; below a base layer there is none."""
    before = len(fake.calls)
    with host.storage.layers.reader(image, []) as entries:
        names = [entry.name for entry in entries]
    assert {"Files/License.txt", "UtilityVM/Files/EFI/Microsoft/Boot/BCD"} <= set(names)
    contents = host.storage.layers.export(image, io.BytesIO())  # its folder has no layerchain.json
    assert contents is not None
    assert contents.has_utility_vm
    assert len(fake.calls) == before


def test_reader_is_closed_with_its_block(host: Host, image: str) -> None:
    """Windows does not remove a folder in which a file is open."""
    host.storage.layers.import_(APP, archive(LAYER), [image])
    with host.storage.layers.reader(APP, [image]) as entries:
        entry = next(entry for entry in entries if entry.size)
        assert entry.data is not None
    assert next(entries, None) is None
    with pytest.raises(ValueError, match="closed"):
        entry.data.read(1)


def test_folder_stays_for_a_call_that_was_given_up(fake: FakeHost, image: str, temporary: Path) -> None:
    """The call still reads it; removing it would make half a layer. The error says where it is."""
    with fake.connect(timeout=2) as host:
        rule = fake.on("ImportLayer").hang()
        with pytest.raises(TimedOutError) as error:
            host.storage.layers.import_(APP, archive(LAYER), [image])
        [folder] = [entry for entry in temporary.iterdir() if entry.name.startswith("hcspy-layer-")]
        assert str(folder) in error.value.leftovers[0]
        assert "DestroyLayer" not in [call.export for call in fake.calls]
        rule.release()
        wait_for(lambda: not any(thread.name == "hcspy ImportLayer" for thread in threading.enumerate()))
        assert host.storage.layers.exists(APP)
    for entry in sorted(folder.rglob("*"), reverse=True):
        entry.rmdir() if entry.is_dir() else entry.unlink()
    folder.rmdir()


def wait_for(condition: Any) -> None:
    """Wait for another thread."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)
