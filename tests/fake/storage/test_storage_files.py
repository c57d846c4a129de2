"""What is seen in scratch spaces, and what layers are when they come and go."""

from __future__ import annotations

import io
import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layer_program import IN_USE, NO_PATH, NOT_READY, NOTHING, SCRATCH, THERE, Program, code, names

from hcspy.storage.stream import Entry, FolderWriter, StreamId, Times, pack_layer, read_folder, unpack_layer
from hcspy.storage.stream.backup import stream
from hcspy.testing import FakeHost
from hcspy.testing.state.storage.trees import Stratum, content, fill, strip, view

LAYER = r"C:\layers\one"


def changed(mount: Path) -> None:
    """Do in a container what containers do."""
    (mount / "new.txt").write_bytes(b"new")
    (mount / "Windows" / "System32" / "cmd.exe").write_bytes(b"other")
    (mount / "License.txt").unlink()
    shutil.rmtree(mount / "Users")
    (mount / "data").mkdir()


def test_mounted_scratch_space_shows_the_layers_below(program: Program) -> None:
    """The container starts from its image."""
    mount = program.scratch()
    assert (mount / "Windows" / "System32" / "cmd.exe").is_file()
    assert (mount / "Users" / "Public").is_dir()


def test_writing_leaves_the_layers_below_alone(program: Program) -> None:
    """Other containers run on the same image."""
    before = {name: (program.fake.storage.path(program.image) / "Files" / name).exists() for name in ("License.txt",)}
    changed(program.scratch())
    files = program.fake.storage.path(program.image) / "Files"
    assert before == {"License.txt": True}
    assert (files / "License.txt").exists()
    assert (files / "Windows/System32/cmd.exe").read_bytes() == b"MZ"


def test_unprepared_scratch_space_has_its_own_only(program: Program) -> None:
    """The rest is in the layers below."""
    mount = program.scratch()
    changed(mount)
    program.unprepare_layer(SCRATCH)
    own = names(mount) - {"WcSandboxState"}
    assert own == {"new.txt", "data", "Windows", "Windows/System32", "Windows/System32/cmd.exe"}


def test_changes_are_there_when_it_is_mounted_again(program: Program) -> None:
    """A stopped container that is started again goes on where it was."""
    changed(program.scratch())
    program.unmount()
    mount = program.mount()
    assert (mount / "new.txt").read_bytes() == b"new"
    assert (mount / "Windows/System32/cmd.exe").read_bytes() == b"other"
    assert (mount / "Windows/System32/ntoskrnl.exe").exists()
    assert not (mount / "License.txt").exists()
    assert not (mount / "Users").exists()


def test_export_has_the_differences_only(program: Program) -> None:
    """Else each layer of an image would be a whole Windows."""
    changed(program.scratch())
    program.unprepare_layer(SCRATCH)
    out = program.exported(SCRATCH)
    entries = {entry.name: entry.kind for entry in read_folder(out)}
    assert {name: kind for name, kind in entries.items() if not name.startswith("Hives/")} == {
        "Files": "folder",
        "Hives": "folder",
        "Files/data": "folder",
        "Files/new.txt": "file",
        "Files/Windows": "folder",
        "Files/Windows/System32": "folder",
        "Files/Windows/System32/cmd.exe": "file",
        "Files/License.txt": "removal",
        "Files/Users": "removal",
    }
    assert "Hives/System_Delta" in entries


def test_exported_layer_is_imported_and_hides_what_it_removed(program: Program) -> None:
    """That is how an image is built."""
    changed(program.scratch())
    program.unprepare_layer(SCRATCH)
    program.exported(SCRATCH)
    program.import_layer(LAYER, r"C:\out", program.parents())
    mount = program.scratch(r"C:\layers\second", LAYER, program.image)
    assert (mount / "new.txt").read_bytes() == b"new"
    assert (mount / "Windows/System32/cmd.exe").read_bytes() == b"other"
    assert (mount / "Windows/System32/ntoskrnl.exe").exists()
    assert not (mount / "License.txt").exists()
    assert not (mount / "Users").exists()


def test_layer_travels_as_an_archive_from_one_host_to_another(program: Program, tmp_path: Path) -> None:
    """What one machine pushes the other one pulls; the folders between may be real ones."""
    changed(program.scratch())
    program.unprepare_layer(SCRATCH)
    (tmp_path / "out").mkdir()
    program.export_layer(SCRATCH, str(tmp_path / "out"), program.parents())
    archive = io.BytesIO()
    pack_layer(tmp_path / "out", archive)
    archive.seek(0)
    assert unpack_layer(archive, tmp_path / "in").removed == ("Files/License.txt", "Files/Users")
    with FakeHost() as other:
        second = Program(other)
        second.import_layer(LAYER, str(tmp_path / "in"), second.parents())
        assert (second.scratch(SCRATCH, LAYER, second.image) / "new.txt").read_bytes() == b"new"


def test_base_image_travels_with_its_utility_vm(program: Program, tmp_path: Path) -> None:
    """Hyper-V isolation needs it on the other machine, too; its disks are made there."""
    out = program.exported(program.image)
    program.import_layer(LAYER, r"C:\out", [])
    assert (program.fake.storage.path(LAYER) / "UtilityVM/Files/EFI/Microsoft/Boot/BCD").is_file()
    assert "UtilityVM/SystemTemplate.vhdx" not in names(out)
    program.process_utility_image(LAYER + r"\UtilityVM")
    program.process_base_image(LAYER)


def test_attributes_and_streams_come_back_with_the_next_export(program: Program, tmp_path: Path) -> None:
    """The folder of a layer has no room for them on most systems, so the fake keeps them beside it."""
    security, reparse = stream(StreamId.SECURITY, b"sd"), stream(StreamId.REPARSE_DATA, b"point")
    alternate = stream(StreamId.ALTERNATE_DATA, b"note", ":n:$DATA")
    with FolderWriter(tmp_path / "in") as writer:
        writer.add(Entry("Files/sub", "folder", 0x12, Times.all(133_500_000_000_000_000), streams=(security,)))
        writer.add(Entry("Files/sub/link", "file", 0x420, streams=(security, reparse)))
        writer.add(Entry("Files/sub/plain", "file", 0x21, size=3, data=io.BytesIO(b"abc"), streams=(security,)))
    file = tmp_path / "in" / "Files" / "sub" / "plain"
    file.write_bytes(file.read_bytes() + alternate.pack())
    program.import_layer(LAYER, str(tmp_path / "in"), program.parents())
    assert (program.fake.storage.path(LAYER) / "Files/sub/plain").read_bytes() == b"abc"
    out = program.exported(LAYER)
    for name in ("sub.$wcidirs$", "sub/link", "sub/plain"):
        assert (out / "Files" / name).read_bytes() == (tmp_path / "in" / "Files" / name).read_bytes(), name


def test_sparse_file_is_imported_whole(program: Program, tmp_path: Path) -> None:
    """Windows exports large empty files in blocks."""
    with FolderWriter(tmp_path / "in"):
        pass
    blocks = struct.pack("<IIQI", 1, 8, 0, 0) + struct.pack("<IIQIq", 9, 8, 11, 0, 2) + b"abc"
    (tmp_path / "in/Files/s").write_bytes(struct.pack("<I", 0x220) + blocks + struct.pack("<IIQIq", 9, 8, 8, 0, 9))
    program.import_layer(LAYER, str(tmp_path / "in"), program.parents())
    assert (program.fake.storage.path(LAYER) / "Files/s").read_bytes() == b"\0\0abc\0\0\0\0"


def test_link_in_a_scratch_space_is_exported_as_a_reparse_point(
    program: Program, tmp_path: Path, make_link: Callable[[Path, str | Path], None]
) -> None:
    """A container that makes a link must not have a file of the host in its image."""
    mount = program.scratch()
    make_link(mount / "link", "License.txt")
    make_link(mount / "far", tmp_path)
    program.unmount()
    assert (program.mount() / "link").is_symlink()
    program.unprepare_layer(SCRATCH)
    found = {entry.name: entry for entry in read_folder(program.exported(SCRATCH))}
    assert found["Files/link"].is_reparse_point
    assert found["Files/far"].is_reparse_point
    assert "Files/License.txt" not in found


def test_link_of_a_layer_below_is_its_own_only_when_it_changed(
    program: Program, make_link: Callable[[Path, str | Path], None]
) -> None:
    """Else each layer would bring the links of all others."""
    program.create_layer(LAYER, "")
    files = program.fake.storage.path(LAYER) / "Files"
    for name in ("same", "other", "file"):
        make_link(files / name, "target")
    mount = program.scratch(SCRATCH, LAYER)
    (mount / "other").unlink()
    (mount / "other").symlink_to("elsewhere")
    (mount / "file").unlink()
    (mount / "file").write_bytes(b"x")
    program.unprepare_layer(SCRATCH)
    assert names(mount) - {"WcSandboxState"} == {"other", "file"}


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"ab", "Files/x"),
        (struct.pack("<I", 0) + b"short", "Files/x"),
        (struct.pack("<IIIQI", 0, 77, 0, 0, 0), "Files/x"),
        (struct.pack("<IIIQI", 0, 1, 0, 9, 0), "Files/x"),
        (struct.pack("<IIIQI", 0, 9, 0, 2, 0) + b"xx", "Files/x"),
        (b"Version 9.9\r\n", "tombstones.txt"),
    ],
)
def test_damaged_layer_is_not_imported(content: bytes, where: str, program: Program, tmp_path: Path) -> None:
    """Nothing of it stays behind, either."""
    with FolderWriter(tmp_path / "in"):
        pass
    (tmp_path / "in" / where).write_bytes(content)
    assert code(program.import_layer, LAYER, str(tmp_path / "in"), program.parents()) == 0x8007000D
    assert not program.fake.storage.path(LAYER).exists()
    program.fake.storage.path(LAYER).mkdir(parents=True)
    assert code(program.import_layer, LAYER, str(tmp_path / "in"), program.parents()) == 0x8007000D
    assert names(program.fake.storage.path(LAYER)) == set()


def test_layer_without_tombstones_is_imported(program: Program, tmp_path: Path) -> None:
    """hcsshim removes the file before it imports."""
    with FolderWriter(tmp_path / "in"):
        pass
    (tmp_path / "in" / "tombstones.txt").unlink()
    program.import_layer(LAYER, str(tmp_path / "in"), program.parents())


def test_import_does_not_replace_a_layer(program: Program, tmp_path: Path) -> None:
    """An empty one, which CreateLayer made for it, is no obstacle."""
    with FolderWriter(tmp_path / "in") as writer:
        writer.add(Entry("Files/a", "file"))
    program.create_layer(LAYER, "")
    program.import_layer(LAYER, str(tmp_path / "in"), program.parents())
    assert code(program.import_layer, LAYER, str(tmp_path / "in"), program.parents()) == THERE
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.import_layer, SCRATCH, str(tmp_path / "in"), program.parents()) == THERE


def test_folders_and_layers_that_are_missing_are_not_found(program: Program, tmp_path: Path) -> None:
    """For either direction."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.import_layer, LAYER, NOTHING, program.parents()) == NO_PATH
    assert code(program.import_layer, LAYER, str(tmp_path), program.parents(NOTHING)) == NO_PATH
    assert code(program.export_layer, program.image, NOTHING, []) == NO_PATH
    assert code(program.export_layer, NOTHING, str(tmp_path), []) == NO_PATH
    assert code(program.export_layer, program.image, str(tmp_path), program.parents(NOTHING)) == NO_PATH


def test_scratch_space_is_exported_while_activated_but_not_prepared(program: Program, tmp_path: Path) -> None:
    """Before that there is no volume, and after that it changes under the export's hands."""
    program.create_sandbox_layer(SCRATCH, program.parents())
    assert code(program.export_layer, SCRATCH, str(tmp_path), program.parents()) == NOT_READY
    program.mount()
    assert code(program.export_layer, SCRATCH, str(tmp_path), program.parents()) == IN_USE
    program.unprepare_layer(SCRATCH)
    program.export_layer(SCRATCH, str(tmp_path), program.parents())


def test_scratch_space_can_lie_below_another(program: Program) -> None:
    """Builders stack one on what another one left."""
    mount = program.scratch()
    (mount / "x").write_bytes(b"1")
    program.unprepare_layer(SCRATCH)
    upper = program.scratch(r"C:\layers\upper", SCRATCH, program.image)
    assert (upper / "x").read_bytes() == b"1"


# -- views ------------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "A", "c/a", "c/b", "C/a", "c", "d/e/f", "d/e", "d"])
CONTENTS = st.dictionaries(NAMES, st.none() | st.binary(max_size=2), max_size=6)


def put(root: Path, contents: dict[str, bytes | None]) -> None:
    """Make files and folders, as far as the names go together."""
    root.mkdir(parents=True, exist_ok=True)
    taken: dict[str, str] = {}
    for name, data in contents.items():
        parts = name.split("/")
        folders = ["/".join(parts[: n + 1]) for n in range(len(parts) - 1)]
        if any(taken.get(one.casefold()) == "file" for one in folders) or name.casefold() in taken:
            continue
        if any(key.startswith(f"{name.casefold()}/") for key in taken):
            continue
        for one in folders:
            if one.casefold() not in taken:
                (root / one).mkdir()
                taken[one.casefold()] = "folder"
            elif not (root / one).is_dir():
                break
        else:
            taken[name.casefold()] = "folder" if data is None else "file"
            (root / name).mkdir() if data is None else (root / name).write_bytes(data)


def shown(root: Path) -> dict[str, bytes | None]:
    """Return what a folder shows, letter case aside."""
    return {name: None if entry.folder else entry.real.read_bytes() for name, entry in content(root).items()}


@settings(max_examples=60, deadline=None)
@given(CONTENTS, CONTENTS, CONTENTS)
def test_what_was_seen_is_seen_again(
    tmp_path_factory: pytest.TempPathFactory,
    base: dict[str, bytes | None],
    upper: dict[str, bytes | None],
    wanted: dict[str, bytes | None],
) -> None:
    """Whatever a container does to its files, after a stop and a start they are as it left them."""
    scratch = tmp_path_factory.mktemp("view")
    put(scratch / "base", base)
    put(scratch / "upper", upper)
    below = view([Stratum(scratch / "upper", ("b",)), Stratum(scratch / "base")])
    root = scratch / "root"
    root.mkdir()
    fill(root, below, ())
    assert set(shown(root)) == set(below)
    shutil.rmtree(root)
    put(root, wanted)
    left = shown(root)
    gone = strip(root, below)
    fill(root, below, gone)
    assert shown(root) == left
    again = strip(root, below)
    assert sorted(again) == sorted(gone)


def test_layer_above_may_turn_a_file_into_a_folder(tmp_path: Path) -> None:
    """And the other way round; what was in the folder is gone then."""
    put(tmp_path / "base", {"a": b"1", "c/a": b"2"})
    put(tmp_path / "upper", {"a/x": b"3", "c": b"4"})
    seen = view([Stratum(tmp_path / "upper"), Stratum(tmp_path / "base")])
    assert {name: entry.folder for name, entry in seen.items()} == {"a": True, "a/x": False, "c": False}


def test_files_of_windows_itself_are_no_part_of_a_layer(tmp_path: Path) -> None:
    """They are on each volume."""
    put(tmp_path, {"System Volume Information/x": b"", "a": b""})
    assert set(content(tmp_path)) == {"a"}
    assert content(tmp_path / "nothing") == {}
    assert os.listdir(tmp_path)
