"""Layers that would write where they must not, or are damaged, are refused; the message names the entry."""

from __future__ import annotations

import base64
import io
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hcspy.storage.stream import (
    ArchiveWriter,
    Entry,
    FolderWriter,
    LayerStreamError,
    ReparsePoint,
    StreamHead,
    StreamId,
    extended,
    pack_layer,
    read_archive,
    read_folder,
    unpack_layer,
)
from hcspy.storage.stream.backup import stream

from .trees import file, folder, junction, link, removal, seen, written


def archive(*members: tarfile.TarInfo, data: bytes = b"") -> io.BytesIO:
    """Write an archive as somebody might who means no good."""
    result = io.BytesIO()
    with tarfile.open(fileobj=result, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member in members:
            member.size = len(data) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(data) if member.isreg() else None)
    result.seek(0)
    return result


def unpacked(data: bytes, root: Path) -> list[str]:
    """Unpack an archive and return the names of what was in it."""
    unpack_layer(io.BytesIO(data), root)
    return [entry.name for entry in read_folder(root)]


def member(
    name: str, type: bytes = tarfile.REGTYPE, target: str = "", records: dict[str, str] | None = None
) -> tarfile.TarInfo:
    """Return the head of a member."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = type, target
    info.pax_headers = records or {}
    return info


NAMES = [
    ("/etc/passwd", "absolute path"),
    ("Files/../../outside", "straight down"),
    ("../outside", "straight down"),
    ("Files/./x", "straight down"),
    ("Files//x", "straight down"),
    ("C:/Windows/x", "drive letter"),
    ("Files/C:/x", "drive letter"),
    ("Files/ab:b/c", "characters that no file name has"),
    ("Files/a*", "characters that no file name has"),
    ("Files/..\\..\\x", "backslash"),
    ("\\\\server\\share", "backslash"),
    ("Files/NUL", "device NUL"),
    ("Files/com1.txt", "device com1.txt"),
    ("Files/CONIN$", "device"),
    ("Files/lpt¹", "device"),
    ("Files/... /x", "ends in a dot or blank"),
    ("Files/x.", "ends in a dot or blank"),
    ("Files/sub.$wcidirs$", "folder's own streams"),
    ("Elsewhere/x", "lies in none of Files, Hives, UtilityVM"),
    ("UtilityVM/x.vhdx", "not in UtilityVM/Files"),
]


@pytest.mark.parametrize(("name", "why"), NAMES)
def test_name_that_leads_elsewhere_is_refused(name: str, why: str, tmp_path: Path) -> None:
    """An archive from the network must not write outside of the layer's folder, on no system."""
    with pytest.raises(LayerStreamError, match=why.replace("$", r"\$")) as caught:
        unpack_layer(archive(member(name)), tmp_path / "layer")
    assert caught.value.entry == name
    assert [path.name for path in tmp_path.iterdir()] == ["layer"]


@pytest.mark.parametrize(("name", "why"), NAMES)
def test_name_that_leads_elsewhere_is_refused_in_whiteouts_and_links(name: str, why: str, tmp_path: Path) -> None:
    """A removal outside of the layer would be as bad."""
    why = why.replace("$", r"\$")
    with pytest.raises(LayerStreamError, match=why):
        unpack_layer(archive(member("Files/l", tarfile.LNKTYPE, name)), tmp_path / "link")
    with pytest.raises(LayerStreamError, match=why), FolderWriter(tmp_path / "removal") as writer:
        writer.add(removal(name))


def test_entry_below_a_reparse_point_is_refused(tmp_path: Path) -> None:
    """The reparse point would lead it out of the layer as soon as Windows sees both."""
    members = [member("Files/j", tarfile.SYMTYPE, "C:\\Windows"), member("Files/j/evil.dll")]
    with pytest.raises(LayerStreamError, match="lies below 'Files/j', which is a reparse point") as caught:
        unpack_layer(archive(*members), tmp_path / "layer")
    assert caught.value.entry == "Files/j/evil.dll"


@pytest.mark.parametrize("entry", [removal("Files/J/x"), link("Files/b", "Files/j/x"), file("Files/J/sub/x")])
def test_nothing_goes_through_a_reparse_point(entry: Entry, tmp_path: Path) -> None:
    """Whatever its letter case and kind."""
    with FolderWriter(tmp_path / "layer") as writer:
        writer.add(junction("Files/j", "C:\\"))
        with pytest.raises(LayerStreamError, match="which is a reparse point"):
            writer.add(entry)


def test_entry_below_a_file_is_refused(tmp_path: Path) -> None:
    """A name is a file or a folder."""
    with FolderWriter(tmp_path / "layer") as writer:
        writer.add(file("Files/a"))
        with pytest.raises(LayerStreamError, match="lies below 'Files/a', which is a file"):
            writer.add(file("Files/a/b"))


def test_entry_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    """On Windows the two are one file, and which of them it is nobody could say."""
    with FolderWriter(tmp_path / "layer") as writer:
        writer.add(file("Files/a"))
        with pytest.raises(LayerStreamError, match="is there twice"):
            writer.add(file("Files/A"))


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_devices_and_pipes_are_refused(kind: bytes, tmp_path: Path) -> None:
    """Windows has no such files."""
    with pytest.raises(LayerStreamError, match="neither a file nor a folder nor a link"):
        unpack_layer(archive(member("Files/x", kind)), tmp_path / "layer")


def test_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A link in the place of Files would take all files along."""
    with pytest.raises(LayerStreamError, match="has to be a folder"):
        unpack_layer(archive(member("Files", tarfile.SYMTYPE, "/")), tmp_path / "layer")


def test_opaque_whiteout_is_refused(tmp_path: Path) -> None:
    """Layers of Windows have no way to empty a folder; taken for a name it would do nothing."""
    with pytest.raises(LayerStreamError, match="empties a folder"):
        unpack_layer(archive(member("Files/.wh..wh..opq")), tmp_path / "layer")


@pytest.mark.parametrize(
    ("links", "why"),
    [
        (("Hives/b", "Hives/a"), "hard link of a registry hive"),
        (("Files/b", "UtilityVM/Files/a"), "in another part of the layer"),
        (("Files/b", "Files"), "in another part of the layer"),
        (("Files/b", "Files/sub"), "which is no file"),
        (("Files/b", "Files/nowhere"), "which is in no layer"),
    ],
)
def test_hard_link_to_the_wrong_thing_is_refused(links: tuple[str, str], why: str, tmp_path: Path) -> None:
    """What cannot be a link must not become a file with nothing in it."""
    with FolderWriter(tmp_path / "layer") as writer:
        writer.add(folder("Files/sub"))
        with pytest.raises(LayerStreamError, match=why):
            writer.add(link(*links))


def test_removal_of_a_hive_is_refused(tmp_path: Path) -> None:
    """Hives are merged by Windows; none of them can be missing."""
    with (
        FolderWriter(tmp_path / "layer") as writer,
        pytest.raises(LayerStreamError, match="is removed, but lies neither"),
    ):
        writer.add(removal("Hives/System_Delta"))


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ({"MSWINDOWS.fileattr": "-1"}, "has the attributes '-1'"),
        ({"MSWINDOWS.fileattr": "99999999999"}, "has the attributes"),
        ({"MSWINDOWS.rawsd": "???"}, "not in base64"),
        ({"MSWINDOWS.xattr.A": "???"}, "not in base64"),
        ({"MSWINDOWS.sd": "O:SY"}, "security descriptor as text"),
        ({"LIBARCHIVE.creationtime": "soon"}, "has the time 'soon'"),
        ({"LIBARCHIVE.creationtime": "9" * 30}, "has the time"),
    ],
)
def test_record_that_makes_no_sense_is_refused(records: dict[str, str], why: str, tmp_path: Path) -> None:
    """Half a description of a file is a wrong file."""
    with pytest.raises(LayerStreamError, match=why) as caught:
        unpack_layer(archive(member("Files/a", records=records)), tmp_path / "layer")
    assert caught.value.entry == "Files/a"


def test_alternate_stream_with_an_odd_name_is_refused(tmp_path: Path) -> None:
    """Behind the second colon stands a kind, and some kinds are folders."""
    with pytest.raises(LayerStreamError, match="no alternate stream has"):
        unpack_layer(archive(member("Files/a"), member("Files/a:b:$INDEX_ALLOCATION")), tmp_path / "layer")


def test_archive_that_ends_early_is_refused(tmp_path: Path) -> None:
    """A download that broke off must not be taken for a layer."""
    whole = archive(member("Files/a"), data=b"x" * 5000).getvalue()
    with pytest.raises(LayerStreamError, match="damaged"):
        unpack_layer(io.BytesIO(whole[:3000]), tmp_path / "layer")


@pytest.mark.parametrize("blocks", [3, 6])
def test_archive_that_ends_between_two_members_is_refused(blocks: int, tmp_path: Path) -> None:
    """It would be a layer with fewer files."""
    whole = archive(member("Files/a"), member("Files/b"), data=b"x" * 600).getvalue()
    assert len(unpacked(whole, tmp_path / "whole")) == 3
    with pytest.raises(LayerStreamError, match="ends early"):
        unpack_layer(io.BytesIO(whole[: 512 * blocks]), tmp_path / "layer")


def test_compressed_archive_that_ends_early_is_refused(tmp_path: Path) -> None:
    """The same, compressed."""
    import gzip

    whole = gzip.compress(archive(member("Files/a"), data=bytes(range(256)) * 50).getvalue())
    with pytest.raises(LayerStreamError, match="damaged"):
        unpack_layer(io.BytesIO(whole[: len(whole) // 2]), tmp_path / "layer")


# -- folders -------------------------------------------------------------------------------------------------------


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    """A folder without Files would become an empty layer."""
    with pytest.raises(LayerStreamError, match="is no folder of a layer"):
        list(read_folder(tmp_path))


HEAD = struct.pack("<I", 0x20)
DAMAGED = [
    (b"ab", "has no attributes"),
    (HEAD + b"x" * 7, "ends in the head of a stream"),
    (HEAD + struct.pack("<IIQI", 99, 0, 0, 0), "stream of the unknown kind 99"),
    (HEAD + struct.pack("<IIQI", 1, 0, 9, 0) + b"x", "ends in the middle of a stream"),
    (HEAD + struct.pack("<IIQI", 4, 0, 0, 3), "whose name takes 3 bytes"),
    (HEAD + struct.pack("<IIQI", 4, 0, 0, 4) + b"x", "ends in the middle of a stream"),
    (HEAD + struct.pack("<IIQI", 9, 0, 3, 0) + b"xxx", "sparse block without an offset"),
    (
        HEAD + StreamHead(StreamId.DATA, 3).pack() + b"abc" + StreamHead(StreamId.SPARSE_BLOCK, 0).pack(),
        "sparse block at 0",
    ),
]


@pytest.mark.parametrize(("data", "why"), DAMAGED)
def test_damaged_file_is_refused(data: bytes, why: str, tmp_path: Path) -> None:
    """What BackupWrite would choke on later is told now, with the name of the file."""
    root = written(tmp_path / "layer", [folder("Files")])
    (root / "Files/a").write_bytes(data)
    with pytest.raises(LayerStreamError, match=why) as caught:
        pack_layer(root, io.BytesIO())
    assert caught.value.entry == "Files/a"


def test_folder_without_its_own_streams_is_refused(tmp_path: Path) -> None:
    """Its attributes and security would be made up."""
    root = written(tmp_path / "layer", [folder("Files")])
    (root / "Files/sub").mkdir()
    with pytest.raises(LayerStreamError, match=r"has no \.\$wcidirs\$ beside it"):
        list(read_folder(root))


def test_link_of_the_file_system_is_refused(tmp_path: Path, make_link: Callable[[Path, str | Path], None]) -> None:
    """It would bring a file of this machine into an image."""
    root = written(tmp_path / "layer", [folder("Hives")])
    make_link(root / "Hives/SAM", tmp_path / "secret")
    with pytest.raises(LayerStreamError, match="link of the file system"):
        list(read_folder(root))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"\xef\xbb\xbfVersion 2.0\r\n", "begins with 'Version 2.0'"),
        (b"", "begins with ''"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"\xef\xbb\xbfVersion 1.0\r\n\\..\\x\r\n", "straight down"),
    ],
)
def test_damaged_tombstones_are_refused(text: bytes, why: str, tmp_path: Path) -> None:
    """Names that are not understood would not be removed."""
    root = written(tmp_path / "layer", [folder("Files")])
    (root / "tombstones.txt").write_bytes(text)
    with pytest.raises(LayerStreamError, match=why):
        list(read_folder(root))


@pytest.mark.parametrize("cut", [5, 17, 20, -1])
def test_damaged_file_of_our_own_is_refused(cut: int, tmp_path: Path) -> None:
    """Security descriptors of the utility virtual machine are in it."""
    entry = file("UtilityVM/Files/\u00e4", streams=[stream(StreamId.SECURITY, b"sd")])
    root = written(tmp_path / "layer", [entry])
    kept = (root / "hcspy.streams").read_bytes()
    (root / "hcspy.streams").write_bytes(kept[:cut])
    with pytest.raises(LayerStreamError, match=r"hcspy\.streams is damaged"):
        list(read_folder(root))


def test_data_that_end_early_are_refused(tmp_path: Path) -> None:
    """The head of the stream promised more."""
    for name in ("Files/a", "Hives/a"):
        entry = file(name, b"abc")
        entry.size = 9
        with pytest.raises(LayerStreamError, match="ends in the middle of its data"):
            written(tmp_path / name, [entry])
    for name in ("Files/b", "Hives/b"):
        entry = file(name, note=b"abc")
        entry.alternates = [alternate._replace(size=9) for alternate in entry.alternates]
        with pytest.raises(LayerStreamError, match="ends in the middle of its data"):
            written(tmp_path / name, [entry])


def test_time_that_the_system_cannot_keep_is_refused(tmp_path: Path) -> None:
    """An archive may name any."""
    entry = file("Files/a")
    entry.times = entry.times._replace(written=2**200)
    with pytest.raises(LayerStreamError, match="has a time that cannot be set"):
        written(tmp_path / "layer", [entry])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "damaged reparse point"),
        (struct.pack("<IHHHHHH", 0x80000013, 0, 0, 0, 0, 0, 0), "reparse point of the kind 0x80000013"),
        (struct.pack("<IHHHHHH", 0xA0000003, 0, 0, 0, 0, 0, 90), "damaged reparse point"),
    ],
)
def test_reparse_point_that_archives_have_no_place_for_is_refused(data: bytes, why: str, tmp_path: Path) -> None:
    """Left out, the file would be an empty one."""
    root = written(tmp_path / "layer", [file("Files/a", streams=[stream(StreamId.REPARSE_DATA, data)])])
    with pytest.raises(LayerStreamError, match=why):
        pack_layer(root, io.BytesIO())


@pytest.mark.parametrize("data", [b"abc", struct.pack("<IBBH", 0, 0, 200, 0), struct.pack("<IBBH", 1, 0, 0, 0) + b"\0"])
def test_damaged_extended_attributes_are_refused(data: bytes, tmp_path: Path) -> None:
    """A chain that leads nowhere could be followed for ever."""
    root = written(tmp_path / "layer", [file("Files/a", streams=[stream(StreamId.EXTENDED_ATTRIBUTES, data)])])
    with pytest.raises(LayerStreamError, match="damaged extended attributes"):
        pack_layer(root, io.BytesIO())


def test_extended_attribute_that_is_too_long_is_refused(tmp_path: Path) -> None:
    """Its size has no room for more."""
    value = base64.b64encode(bytes(70_000)).decode("ascii")
    with pytest.raises(LayerStreamError, match="too long"):
        unpack_layer(archive(member("Files/a", records={"MSWINDOWS.xattr.A": value})), tmp_path / "layer")
    assert extended.parse(extended.pack({}), "x") == {}


def test_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Windows has no file with such a name."""
    with pytest.raises(LayerStreamError, match="no text in UTF-8"):
        unpack_layer(archive(member("Files/\udcff")), tmp_path / "layer")


def test_member_without_records_is_taken_as_it_is(tmp_path: Path) -> None:
    """Layers that other tools made have none."""
    plain = member("Files/a")
    plain.mtime = 1_700_000_000
    unpack_layer(archive(member("Files", tarfile.DIRTYPE), plain, data=b"x"), tmp_path / "layer")
    assert [(e[0], e[2], e[5]) for e in seen(read_folder(tmp_path / "layer"))] == [
        ("Files", 0x10, b""),
        ("Files/a", 0, b"x"),
    ]


def test_alternate_streams_that_nobody_reads_are_no_entries(tmp_path: Path) -> None:
    """They would become files with colons in their names."""
    root = written(tmp_path / "layer", [file("Files/a", note=b"1"), file("Files/b")])
    packed = io.BytesIO()
    pack_layer(root, packed)
    packed.seek(0)
    assert [entry.name for entry in read_archive(packed)] == ["Files", "Files/a", "Files/b"]


def test_archive_of_a_failed_layer_has_no_end() -> None:
    """With an end it would look whole."""
    result = io.BytesIO()
    with pytest.raises(LayerStreamError), ArchiveWriter(result) as writer:
        writer.add(file("Files/a", b"x" * 20_000))
        writer.add(file("Files/a"))
    assert not result.getvalue().endswith(bytes(1024))


def test_reparse_points_are_written_as_windows_does() -> None:
    """The system's own name of a target differs from the one that is shown."""
    absolute = ReparsePoint("C:\\x", is_mount_point=True).pack()
    assert "\\??\\C:\\x\0C:\\x\0".encode("utf-16-le") in absolute
    assert "\\??\\UNC\\server\\share\0".encode("utf-16-le") in ReparsePoint("\\\\server\\share").pack()
    assert "\\??\\Volume{1}\0".encode("utf-16-le") in ReparsePoint("\\\\?\\Volume{1}").pack()
    assert ReparsePoint("..\\x").pack()[16:20] == b"\1\0\0\0"
