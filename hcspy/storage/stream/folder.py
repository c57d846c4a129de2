r"""Layers in folders, in the form in which ExportLayer writes and ImportLayer reads them.

- What is in ``Files`` has its attributes (4 bytes) and then all of its streams in its file. A folder there has a file
  beside it, with ``.$wcidirs$`` after its name, for the same.
- What is in ``Hives`` and ``UtilityVM/Files`` lies there as plain files; the disks beside the latter do not travel.
- ``tombstones.txt`` names what the layer removes from the layers below it.

All are real files; nothing in such a folder is a link that anybody would follow, reparse points are data.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from hcspy.storage.stream.backup import Section, Stream, StreamId, sections
from hcspy.storage.stream.entry import ARCHIVE, FOLDER, Alternate, Entry, times_of
from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.extents import Extents, pieces
from hcspy.storage.stream.extra import EXTRA, REMOVED, Extra, read_extra
from hcspy.storage.stream.names import FILES, FOLDER_MARK, HIVES, ROOTS, UTILITY_VM, is_below
from hcspy.storage.stream.tombstones import TOMBSTONES, read_tombstones

RECYCLE_BIN: Final = f"{FILES}/$Recycle.Bin".lower()
_DATA: Final = (StreamId.DATA, StreamId.SPARSE_BLOCK, StreamId.ALTERNATE_DATA)


def long_path(folder: str | os.PathLike[str]) -> Path:
    """Return the absolute path of a folder, on Windows in the form that has no limit of 260 characters."""
    path = os.path.abspath(folder)
    if sys.platform == "win32" and not path.startswith("\\\\"):
        path = f"\\\\?\\{path}"
    return Path(path)


def read_folder(folder: str | os.PathLike[str]) -> Iterator[Entry]:
    """Yield the entries of a layer in a folder, each folder before what is in it.

    Raises LayerStreamError where the folder is none of a layer, or a file in it is damaged.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (pathlib.Path(folder) / "Files").mkdir()
    ...     [entry.name for entry in read_folder(folder)]
    ['Files']
    """
    root = long_path(folder)
    if not (root / FILES).is_dir():
        raise LayerStreamError(f"{os.fspath(folder)} is no folder of a layer: it has no {FILES}")
    reader = _Reader(root)
    for name in sorted(ROOTS):
        if (root / name).is_dir():
            yield from reader.entries(name)
    yield from reader.rest()


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._gone: dict[str, list[str]] = {}
        for name in read_tombstones(root / TOMBSTONES):
            self._gone.setdefault(name.rpartition("/")[0].lower(), []).append(name)
        self._extra = read_extra(root / EXTRA)
        # The two folders are as old as the import. A hive is as old as the layer, so its times are shown for theirs.
        hive = root / HIVES / "System_Delta"
        self._steady = hive if hive.is_file() else None
        self._links: dict[tuple[int, int], str] = {}

    def entries(self, name: str) -> Iterator[Entry]:
        """Yield a folder, what the layer removes from it, and what is in it."""
        yield from self._entry(name, folder=True)
        for gone in self._gone.pop(name.lower(), ()):
            yield Entry(gone, "removal")
        for child, is_folder in self._children(name):
            if not is_folder:
                yield from self._entry(child, folder=False)
            elif child.lower() != RECYCLE_BIN:
                yield from self.entries(child)

    def rest(self) -> Iterator[Entry]:
        """Yield what the layer removes from folders that it has not, and from the utility virtual machine."""
        for names in self._gone.values():
            for name in names:
                yield Entry(name, "removal")
        for name, extra in self._extra.items():
            if extra.attributes == REMOVED:
                yield Entry(name, "removal")

    def _children(self, name: str) -> list[tuple[str, bool]]:
        with os.scandir(self._root / name) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_symlink():
                raise LayerStreamError("is a link of the file system", entry=f"{name}/{entry.name}")
        packed = name == FILES or is_below(name, FILES)
        return [
            (f"{name}/{entry.name}", entry.is_dir(follow_symlinks=False))
            for entry in entries
            if not (packed and entry.name.endswith(FOLDER_MARK)) and (name != UTILITY_VM or entry.name == FILES)
        ]

    def _entry(self, name: str, *, folder: bool) -> Iterator[Entry]:
        packed = is_below(name, FILES)
        real = self._root / (f"{name}{FOLDER_MARK}" if packed and folder else name)
        try:
            status = real.stat()
        except FileNotFoundError:
            raise LayerStreamError(f"has no {FOLDER_MARK} beside it", entry=name) from None
        first = name if folder or status.st_nlink < 2 else self._first(name, status)
        if first != name:
            yield Entry(name, "link", ARCHIVE, times_of(status), target=first)
        elif folder and not packed:
            yield self._plain(name, None, self._steady.stat() if self._steady and name in (FILES, HIVES) else status)
        else:
            with real.open("rb") as file:
                yield self._packed(name, folder, file, status) if packed else self._plain(name, file, status)

    def _first(self, name: str, status: os.stat_result) -> str:
        """Return under which name the file came first."""
        return self._links.setdefault((status.st_dev, status.st_ino), name)

    def _packed(self, name: str, folder: bool, file: BinaryIO, status: os.stat_result) -> Entry:
        attributes = file.read(4)
        if len(attributes) < 4:
            raise LayerStreamError("has no attributes", entry=name)
        found = list(sections(file, name))
        parts, size = pieces(found, name)
        return Entry(
            name,
            "folder" if folder else "file",
            int.from_bytes(attributes, "little"),
            times_of(status),
            size,
            tuple(section.read(file, name) for section in found if section.head.id not in _DATA),
            None if folder else cast(BinaryIO, Extents(file, parts, size)),
            _alternates(file, found),
        )

    def _plain(self, name: str, file: BinaryIO | None, status: os.stat_result) -> Entry:
        extra = self._extra.get(name, Extra(FOLDER if file is None else ARCHIVE, ()))
        return Entry(
            name,
            "folder" if file is None else "file",
            extra.attributes,
            times_of(status),
            0 if file is None else status.st_size,
            tuple(stream for stream in extra.streams if stream.head.id not in _DATA),
            file,
            _kept(extra.streams),
        )


def _alternates(file: BinaryIO, found: Iterable[Section]) -> Iterator[Alternate]:
    for section in found:
        if section.head.id == StreamId.ALTERNATE_DATA:
            data, size = pieces([Section(section.head._replace(id=StreamId.DATA), section.start)], "")
            yield Alternate(plain_name(section.head.name), size, cast(BinaryIO, Extents(file, data, size)))


def _kept(streams: Iterable[Stream]) -> Iterator[Alternate]:
    for stream in streams:
        if stream.head.id == StreamId.ALTERNATE_DATA:
            yield Alternate(plain_name(stream.head.name), stream.head.size, io.BytesIO(stream.content))


def plain_name(name: str) -> str:
    """Return the name of an alternate stream without colons and kind.

    >>> plain_name(":Zone.Identifier:$DATA")
    'Zone.Identifier'
    """
    return name.removesuffix(":$DATA").removeprefix(":")
