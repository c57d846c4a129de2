"""Layers go from folders into archives and back, and nothing gets lost."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from hcspy.storage.stream import (
    ArchiveWriter,
    Entry,
    FolderWriter,
    LayerStreamError,
    Stream,
    StreamHead,
    StreamId,
    pack_layer,
    read_archive,
    read_folder,
    unpack_layer,
)
from hcspy.storage.stream.backup import SPARSE, stream
from hcspy.storage.stream.extents import Extents, Piece
from hcspy.storage.stream.folder import long_path

from .trees import contents, file, folder, junction, layers, link, removal, seen, written


def packed(root: Path) -> io.BytesIO:
    """Pack the layer in a folder."""
    archive = io.BytesIO()
    pack_layer(root, archive)
    archive.seek(0)
    return archive


@settings(max_examples=40, deadline=None)
@given(layers())
def test_layer_survives_the_archive(entries: list[Entry]) -> None:
    """An image that is pulled again must be the image that was pushed."""
    with tempfile.TemporaryDirectory() as scratch:
        first = written(Path(scratch, "first"), entries)
        archive = packed(first)
        unpack_layer(archive, Path(scratch, "second"))
        assert contents(Path(scratch, "second")) == contents(first)
        assert packed(Path(scratch, "second")).getvalue() == archive.getvalue()


@settings(max_examples=40, deadline=None)
@given(layers())
def test_folder_holds_what_was_written_into_it(entries: list[Entry]) -> None:
    """The folder is what Windows gets to see."""
    with tempfile.TemporaryDirectory() as scratch:
        root = written(Path(scratch, "layer"), entries)
        names = {entry.name: entry.kind for entry in read_folder(root)}
        assert names == {entry.name: entry.kind for entry in entries}


def test_file_lies_in_the_folder_as_attributes_and_streams(tmp_path: Path) -> None:
    """ImportLayer reads 4 bytes of attributes and then what BackupRead would have said."""
    entries = [file("Files/a.txt", b"data", streams=[stream(StreamId.SECURITY, b"sd")], note=b"more")]
    root = written(tmp_path / "layer", entries)
    expected = struct.pack("<I", 0x20)
    expected += struct.pack("<IIQI", 3, 0, 2, 0) + b"sd"
    expected += struct.pack("<IIQI", 1, 0, 4, 0) + b"data"
    name = ":note:$DATA".encode("utf-16-le")
    expected += struct.pack("<IIQI", 4, 0, 4, len(name)) + name + b"more"
    assert (root / "Files" / "a.txt").read_bytes() == expected


def test_folder_lies_beside_its_own_streams(tmp_path: Path) -> None:
    """A folder on disk has no room for a stream."""
    root = written(tmp_path / "layer", [folder("Files/sub", stream(StreamId.SECURITY, b"sd"))])
    assert (root / "Files" / "sub").is_dir()
    assert (root / "Files" / "sub.$wcidirs$").read_bytes() == struct.pack("<IIIQI", 0x10, 3, 0, 2, 0) + b"sd"


def test_hives_are_plain_files(tmp_path: Path) -> None:
    """Windows loads them as they are."""
    root = written(tmp_path / "layer", [folder("Hives"), file("Hives/System_Delta", b"regf")])
    assert (root / "Hives" / "System_Delta").read_bytes() == b"regf"
    assert not (root / "hcspy.streams").exists()


def test_removed_names_stand_in_the_tombstones(tmp_path: Path) -> None:
    """The names there are as the container sees them."""
    root = written(tmp_path / "layer", [removal("Files/Windows/old.txt"), removal("Files/gone")])
    text = (root / "tombstones.txt").read_bytes()
    assert text == b"\xef\xbb\xbfVersion 1.0\n\\Windows\\old.txt\n\\gone\n"
    assert [entry.name for entry in read_folder(root) if entry.kind == "removal"] == [
        "Files/gone",
        "Files/Windows/old.txt",
    ]


def test_removal_is_a_whiteout_in_the_archive(tmp_path: Path) -> None:
    """Every other tool that reads the archive knows a removal by that prefix."""
    root = written(tmp_path / "layer", [folder("Files"), removal("Files/gone")])
    with tarfile.open(fileobj=packed(root)) as archive:
        assert archive.getnames() == ["Files", "Files/.wh.gone"]


def test_what_only_windows_knows_stands_in_pax_records(tmp_path: Path) -> None:
    """The names are those of the OCI image specification."""
    found = [
        stream(StreamId.SECURITY, b"sd"),
        stream(StreamId.EXTENDED_ATTRIBUTES, bytes.fromhex("0000000000010100410042")),
    ]
    root = written(tmp_path / "layer", [file("Files/a", b"x", streams=found), junction("Files/j", "C:\\elsewhere")])
    with tarfile.open(fileobj=packed(root)) as archive:
        a, j = archive.getmember("Files/a").pax_headers, archive.getmember("Files/j")
    assert (a["MSWINDOWS.fileattr"], a["MSWINDOWS.rawsd"], a["MSWINDOWS.xattr.A"]) == ("32", "c2Q=", "Qg==")
    assert a["LIBARCHIVE.creationtime"]
    assert (j.type, j.linkname, j.pax_headers["MSWINDOWS.mountpoint"]) == (tarfile.SYMTYPE, "C:\\elsewhere", "1")
    assert j.pax_headers["MSWINDOWS.fileattr"] == "1040"


def test_alternate_stream_follows_its_file_in_the_archive(tmp_path: Path) -> None:
    """A reader looks for it right there."""
    root = written(tmp_path / "layer", [file("Files/a", b"x", note=b"more"), file("Files/b")])
    with tarfile.open(fileobj=packed(root)) as archive:
        assert archive.getnames() == ["Files", "Files/a", "Files/a:note", "Files/b"]


def test_hard_link_stays_one(tmp_path: Path) -> None:
    """WinSxS has tens of thousands of them; as copies an image would double."""
    root = written(tmp_path / "one", [folder("Files"), file("Files/a", b"x" * 99), link("Files/b", "Files/a")])
    with tarfile.open(fileobj=packed(root)) as archive:
        assert archive.getmember("Files/b").islnk()
        assert archive.getmember("Files/b").linkname == "Files/a"
    contents = unpack_layer(packed(root), tmp_path / "two")
    assert contents.links == (("Files/b", "Files/a"),)
    assert (tmp_path / "two/Files/a").samefile(tmp_path / "two/Files/b")


def test_hard_link_may_lead_into_a_layer_below(tmp_path: Path) -> None:
    """An update of Windows links to files that it did not bring."""
    (tmp_path / "base/Files").mkdir(parents=True)
    (tmp_path / "base/Files/a").write_bytes(b"old")
    with FolderWriter(tmp_path / "layer", [tmp_path / "other", tmp_path / "base"]) as writer:
        writer.add(link("Files/b", "Files/a"))
    [entry] = [entry for entry in seen(read_folder(tmp_path / "layer")) if entry[0] == "Files/b"]
    assert entry[5] == b"old"


def test_hard_link_in_the_utility_vm_may_lead_into_a_layer_below(tmp_path: Path) -> None:
    """There a file is nothing but its data."""
    (tmp_path / "base/UtilityVM/Files").mkdir(parents=True)
    (tmp_path / "base/UtilityVM/Files/a").write_bytes(b"old")
    with FolderWriter(tmp_path / "layer", [tmp_path / "base"]) as writer:
        writer.add(link("UtilityVM/Files/b", "UtilityVM/Files/a"))
    assert (tmp_path / "layer/UtilityVM/Files/b").read_bytes() == b"old"


def test_file_system_without_hard_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick has none."""

    def refuse(*args: object) -> None:
        raise OSError(1, "not here")

    monkeypatch.setattr(os, "link", refuse)
    root = written(tmp_path / "layer", [file("Files/a", b"x"), link("Files/b", "Files/a")])
    assert (root / "Files/b").read_bytes() == (root / "Files/a").read_bytes()


def test_sparse_file_is_read_whole(tmp_path: Path) -> None:
    """Windows gives the data of a sparse file in blocks, and leaves out what is empty."""
    root = written(tmp_path / "layer", [folder("Files")])
    parts = [
        StreamHead(StreamId.DATA, 0, SPARSE).pack(),
        StreamHead(StreamId.SPARSE_BLOCK, 3, SPARSE, offset=2).pack() + b"abc",
        StreamHead(StreamId.SPARSE_BLOCK, 1, SPARSE, offset=9).pack() + b"z",
        StreamHead(StreamId.SPARSE_BLOCK, 0, SPARSE, offset=12).pack(),
    ]
    (root / "Files/s").write_bytes(struct.pack("<I", 0x220) + b"".join(parts))
    expected = b"\0\0abc\0\0\0\0z\0\0"
    assert contents(root)[1][5] == expected
    unpack_layer(packed(root), tmp_path / "again")
    assert contents(tmp_path / "again")[1][5] == expected


def test_rare_streams_stay_in_folders_and_are_left_out_of_archives(tmp_path: Path) -> None:
    """Archives have no place for an object id, and hcsshim leaves it out, too."""
    rare = Stream(StreamHead(StreamId.OBJECT_ID, 4), b"1234")
    root = written(tmp_path / "layer", [file("Files/a", b"x", streams=[rare])])
    assert contents(root)[1][4] == [(StreamId.OBJECT_ID, b"1234")]
    assert seen(read_archive(packed(root)))[1][4] == []


def test_compressed_archive_is_read_from_something_that_cannot_be_searched(tmp_path: Path) -> None:
    """Layers come over the network, compressed."""
    root = written(tmp_path / "one", [file("Files/a", b"x" * 100_000), file("Files/b")])

    class Socket(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.rest = io.BytesIO(data)

        def read(self, size: int = -1) -> bytes:
            return self.rest.read(min(size, 1000))

    found = unpack_layer(Socket(gzip.compress(packed(root).getvalue())), tmp_path / "two")  # type: ignore[arg-type]
    assert (found.size, found.files, found.folders) == (100_000, 2, 1)
    assert contents(tmp_path / "two") == contents(root)


def test_folders_that_did_not_come_by_themselves_are_made(tmp_path: Path) -> None:
    """Some tools write files only."""
    with ArchiveWriter(archive := io.BytesIO()) as writer:
        writer.add(file("Files/a/b/c", b"x"))
    archive.seek(0)
    unpack_layer(archive, tmp_path / "layer")
    assert [entry[0] for entry in contents(tmp_path / "layer")] == ["Files", "Files/a", "Files/a/b", "Files/a/b/c"]


def test_letter_case_of_a_folder_does_not_count(tmp_path: Path) -> None:
    """On Windows both files lie in one folder."""
    root = written(tmp_path / "layer", [folder("Files/Windows"), file("Files/WINDOWS/a"), file("Files/windows/b")])
    assert [entry[0] for entry in contents(root)][2:] == ["Files/Windows/a", "Files/Windows/b"]


def test_times_of_folders_are_those_of_the_layer(tmp_path: Path) -> None:
    """Writing into a folder changes its time, and some programs look at it."""
    root = written(tmp_path / "one", [folder("Files/sub"), file("Files/sub/a"), folder("UtilityVM/Files/x")])
    again = tmp_path / "two"
    unpack_layer(packed(root), again)
    whens = {entry[0]: entry[3] for entry in contents(again)}
    assert whens["Files/sub"] == whens["UtilityVM/Files/x"] == 133_500_000_000_000_000


def test_disks_beside_the_utility_vm_do_not_travel(tmp_path: Path) -> None:
    """They are made anew where the layer is imported."""
    root = written(tmp_path / "layer", [folder("UtilityVM/Files")])
    (root / "UtilityVM/SystemTemplate.vhdx").write_bytes(b"vhdxfile")
    (root / "blank.vhdx").write_bytes(b"vhdxfile")
    assert [entry[0] for entry in contents(root)] == ["Files", "UtilityVM", "UtilityVM/Files"]


def test_recycle_bin_does_not_travel(tmp_path: Path) -> None:
    """Names in it are such that hcsshim could not read them."""
    root = written(tmp_path / "layer", [folder("Files/$Recycle.Bin"), file("Files/$Recycle.Bin/x"), file("Files/a")])
    assert [entry[0] for entry in contents(root)] == ["Files", "Files/a"]


def test_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """A link that lies there already could lead the files anywhere."""
    (tmp_path / "there").touch()
    with pytest.raises(LayerStreamError, match="is not empty"):
        FolderWriter(tmp_path)


def test_failed_unpacking_writes_no_tombstones(tmp_path: Path) -> None:
    """A layer that looks whole would be imported."""
    with pytest.raises(LayerStreamError):
        unpack_layer(io.BytesIO(b"rubbish"), tmp_path / "layer")
    assert list((tmp_path / "layer").iterdir()) == []


def test_file_that_ends_in_nothing_is_read_to_its_end(tmp_path: Path) -> None:
    """Whoever reads in small bites, as archives are written, gets the same."""
    data = Extents(io.BytesIO(b"..abcxyz"), [Piece(2, 1, 3), Piece(5, 6, 3)], 11)
    assert data.readable()
    bites = []
    while bite := data.read(2):
        bites.append(bite)
    assert b"".join(bites) == b"\0abc\0\0xyz\0\0"
    assert max(map(len, bites)) == 2


def test_file_that_became_shorter_is_noticed() -> None:
    """Zeros in its place would be a file that nobody wrote."""
    data = Extents(io.BytesIO(b"ab"), [Piece(0, 0, 9)], 9)
    with pytest.raises(EOFError, match="became shorter"):
        data.read()


def test_layer_without_tombstones_removes_nothing(tmp_path: Path) -> None:
    """Some tools leave the file out then."""
    root = written(tmp_path / "layer", [folder("Files")])
    (root / "tombstones.txt").unlink()
    assert [entry[0] for entry in contents(root)] == ["Files"]


def test_removals_of_the_utility_vm_are_kept_apart(tmp_path: Path) -> None:
    """The tombstones know names in Files only."""
    root = tmp_path / "layer"
    with FolderWriter(root) as writer:
        writer.add(removal("UtilityVM/Files/old"))
        writer.add(removal("Files/gone"))
        assert writer.removed == ("UtilityVM/Files/old", "Files/gone")
    assert b"old" not in (root / "tombstones.txt").read_bytes()
    assert unpack_layer(packed(root), tmp_path / "again").removed == ("Files/gone", "UtilityVM/Files/old")


def test_paths_are_long_ones_on_windows(tmp_path: Path) -> None:
    """Names in Windows itself take more than 260 characters together with any folder."""
    if sys.platform == "win32":
        assert str(long_path("x")).startswith("\\\\?\\")
        assert str(long_path("\\\\?\\C:\\x")) == "\\\\?\\C:\\x"
    else:
        assert long_path(tmp_path) == tmp_path
