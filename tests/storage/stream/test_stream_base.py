"""Base layers are read as they lie on the disk."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hcspy.storage.stream import (
    ArchiveWriter,
    LayerStreamError,
    ReparsePoint,
    StreamId,
    read_archive,
    read_base_folder,
    unpack_layer,
)

from .trees import contents, seen


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the folder of a base layer."""
    root = tmp_path / "base"
    for name in ("Files/Windows", "Files/$Recycle.Bin", "UtilityVM/Files/EFI", "Hives"):
        (root / name).mkdir(parents=True)
    for name in (
        "Files/Windows/a.dll",
        "Files/$Recycle.Bin/x",
        "UtilityVM/Files/EFI/BCD",
        "UtilityVM/x.vhdx",
        "blank.vhdx",
    ):
        (root / name).write_bytes(name.encode())
    os.utime(root / "Files/Windows/a.dll", ns=(1_700_000_000 * 10**9, 1_600_000_000 * 10**9))
    return root


def test_base_layer_has_its_files_and_its_utility_vm(base: Path) -> None:
    """Disks and hives are made anew where it is imported."""
    entries = {entry[0]: entry for entry in seen(read_base_folder(base))}
    assert list(entries) == [
        "Files",
        "Files/Windows",
        "Files/Windows/a.dll",
        "UtilityVM",
        "UtilityVM/Files",
        "UtilityVM/Files/EFI",
        "UtilityVM/Files/EFI/BCD",
    ]
    name, kind, attributes, written, _, data, _, _ = entries["Files/Windows/a.dll"]
    assert (kind, attributes, data) == ("file", 0x20, name.encode())
    assert written == 1_600_000_000 * 10**7 + 116_444_736_000_000_000
    assert entries["Files"][2] & 0x10


def test_base_layer_becomes_an_archive(base: Path, tmp_path: Path) -> None:
    """And a folder that can be imported."""
    with ArchiveWriter(archive := io.BytesIO()) as writer:
        for entry in read_base_folder(base):
            writer.add(entry)
    archive.seek(0)
    assert unpack_layer(archive, tmp_path / "out").has_utility_vm
    assert [entry[5] for entry in contents(tmp_path / "out") if entry[0].endswith("BCD")] == [
        b"UtilityVM/Files/EFI/BCD"
    ]


def test_base_layer_without_a_utility_vm_has_none(base: Path) -> None:
    """A folder with disks only is none."""
    (base / "UtilityVM/Files").rename(base / "other")
    assert [entry.name for entry in read_base_folder(base)][-1] == "Files/Windows/a.dll"


def test_hard_links_of_a_base_layer_are_seen(base: Path) -> None:
    """As copies they would double the image."""
    os.link(base / "Files/Windows/a.dll", base / "Files/Windows/b.dll")
    links = [(entry.name, entry.target) for entry in read_base_folder(base) if entry.kind == "link"]
    assert links == [("Files/Windows/b.dll", "Files/Windows/a.dll")]


def test_links_of_a_base_layer_are_reparse_points(
    base: Path, tmp_path: Path, make_link: Callable[[Path, str | Path], None]
) -> None:
    """Nobody follows them: they may lead out of the layer."""
    make_link(base / "Files/far", tmp_path)
    make_link(base / "Files/near", Path("Windows", "a.dll"))
    points = {entry.name: entry for entry in read_base_folder(base) if entry.is_reparse_point}
    assert set(points) == {"Files/far", "Files/near"}
    data = points["Files/near"].content(StreamId.REPARSE_DATA)
    assert ReparsePoint.parse(data or b"", "x") == ReparsePoint("Windows\\a.dll")


def test_mount_points_are_told_by_their_tag(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where there are no junctions: the system's own name of the target is not shown."""
    from hcspy.storage.stream import base as module

    monkeypatch.setattr(module, "_tag", lambda status: 0xA0000003 if status.st_size == 19 else 0)
    monkeypatch.setattr(os, "readlink", lambda path: "\\\\?\\C:\\elsewhere")
    [entry] = [entry for entry in read_base_folder(base) if entry.is_reparse_point]
    assert (entry.name, entry.attributes & 0x400) == ("Files/Windows/a.dll", 0x400)
    data = entry.content(StreamId.REPARSE_DATA)
    assert ReparsePoint.parse(data or b"", "x") == ReparsePoint("C:\\elsewhere", True)
    with ArchiveWriter(archive := io.BytesIO()) as writer:
        for one in read_base_folder(base):
            writer.add(one)
    archive.seek(0)
    assert any(one.is_reparse_point for one in read_archive(archive))


def test_folder_that_is_no_layer_is_refused(tmp_path: Path) -> None:
    """An empty archive would pass for a Windows."""
    with pytest.raises(LayerStreamError, match="is no folder of a layer"):
        list(read_base_folder(tmp_path))
