"""Base layers as they lie on the disk: plain files, which hcsshim reads without asking Windows for an export.

Data, times, attributes, links and reparse points are read. Security descriptors, extended attributes and alternate
streams are not: for these Windows has to be asked, by an export.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hcspy.storage.stream.backup import Stream, StreamId, stream
from hcspy.storage.stream.entry import ARCHIVE, FOLDER, REPARSE_POINT, Entry, Kind, times_of
from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.folder import RECYCLE_BIN, long_path
from hcspy.storage.stream.names import FILES, UTILITY_VM, UTILITY_VM_FILES
from hcspy.storage.stream.reparse import MOUNT_POINT, ReparsePoint

_NATIVE: Final = "\\\\?\\"


def read_base_folder(folder: str | os.PathLike[str]) -> Iterator[Entry]:
    """Yield the entries of a base layer in a folder, each folder before what is in it.

    Raises LayerStreamError where the folder is none of a layer.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (pathlib.Path(folder) / "Files" / "Windows").mkdir(parents=True)
    ...     [entry.name for entry in read_base_folder(folder)]
    ['Files', 'Files/Windows']
    """
    root = long_path(folder)
    if not (root / FILES).is_dir():
        raise LayerStreamError(f"{os.fspath(folder)} is no folder of a layer: it has no {FILES}")
    reader = _Reader(root)
    yield from reader.tree(FILES)
    if (root / UTILITY_VM_FILES).is_dir():
        yield from reader.entry(UTILITY_VM)
        yield from reader.tree(UTILITY_VM_FILES)


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._links: dict[tuple[int, int], str] = {}

    def tree(self, name: str) -> Iterator[Entry]:
        """Yield a folder and what is in it; what a reparse point leads to is not in it."""
        yield from self.entry(name)
        with os.scandir(self._root / name) as found:
            children = sorted((child.name, child.is_dir(follow_symlinks=False)) for child in found)
        for last, is_folder in children:
            child = f"{name}/{last}"
            if child.lower() == RECYCLE_BIN:
                continue
            if is_folder and not _is_link((self._root / child).lstat()):
                yield from self.tree(child)
            else:
                yield from self.entry(child)

    def entry(self, name: str) -> Iterator[Entry]:
        """Yield one entry."""
        real = self._root / name
        status = real.lstat()
        times = times_of(status)
        if _is_link(status):
            kind: Kind = "folder" if _attributes(status) & FOLDER else "file"
            yield Entry(name, kind, _attributes(status) | REPARSE_POINT, times, streams=(_point(real, status),))
        elif stat.S_ISDIR(status.st_mode):
            yield Entry(name, "folder", _attributes(status), times)
        elif (first := self._first(name, status)) != name:
            yield Entry(name, "link", _attributes(status), times, target=first)
        else:
            with real.open("rb") as file:
                yield Entry(name, "file", _attributes(status), times, status.st_size, data=file)

    def _first(self, name: str, status: os.stat_result) -> str:
        if status.st_nlink < 2:
            return name
        return self._links.setdefault((status.st_dev, status.st_ino), name)


def _is_link(status: os.stat_result) -> bool:
    return stat.S_ISLNK(status.st_mode) or _tag(status) == MOUNT_POINT


def _tag(status: os.stat_result) -> int:
    return int(getattr(status, "st_reparse_tag", 0))


def _attributes(status: os.stat_result) -> int:
    """Return the attributes that Windows has of a file; elsewhere those that it would have."""
    usual = FOLDER if stat.S_ISDIR(status.st_mode) else ARCHIVE
    return int(getattr(status, "st_file_attributes", usual))


def _point(real: Path, status: os.stat_result) -> Stream:
    target = os.readlink(real)
    if target.startswith(_NATIVE) and target[5:6] == ":":
        target = target.removeprefix(_NATIVE)  # Windows shows the system's own name of a folder on a drive
    point = ReparsePoint(target.replace("/", "\\"), _tag(status) == MOUNT_POINT)
    return stream(StreamId.REPARSE_DATA, point.pack())
