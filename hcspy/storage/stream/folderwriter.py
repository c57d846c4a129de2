"""Writing a layer into a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from hcspy.storage.stream.backup import Stream, StreamHead, StreamId
from hcspy.storage.stream.entry import ARCHIVE, FOLDER, NO_TIMES, Alternate, Entry, to_nanoseconds
from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.extra import EXTRA, REMOVED, Extra, append_extra
from hcspy.storage.stream.folder import long_path
from hcspy.storage.stream.ledger import Ledger
from hcspy.storage.stream.names import FILES, FOLDER_MARK, is_below
from hcspy.storage.stream.tombstones import TOMBSTONES, write_tombstones

CHUNK: Final = 1 << 20


class FolderWriter:
    """Writes entries into an empty folder, which is made if it is not there. A context manager.

    ``parents`` are the folders of the layers below, the nearest first: a hard link may lead there, and becomes a copy.

    >>> import io, tempfile
    >>> from hcspy.storage.stream import read_folder
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with FolderWriter(folder) as writer:
    ...         writer.add(Entry("Files/hello.txt", "file", size=2, data=io.BytesIO(b"hi")))
    ...         writer.add(Entry("Files/old.txt", "removal"))
    ...     [(entry.name, entry.kind) for entry in read_folder(folder)]
    [('Files', 'folder'), ('Files/old.txt', 'removal'), ('Files/hello.txt', 'file')]
    """

    def __init__(self, folder: str | os.PathLike[str], parents: Sequence[str | os.PathLike[str]] = ()) -> None:
        self._root = long_path(folder)
        self._root.mkdir(parents=True, exist_ok=True)
        if any(self._root.iterdir()):
            raise LayerStreamError(f"the folder {os.fspath(folder)} is not empty")
        self._parents = [long_path(parent) for parent in parents]
        self._ledger = Ledger()
        self._folders: list[tuple[Path, Entry]] = []
        self._removed: list[str] = []
        self._extra: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._extra is not None:
            self._extra.close()
        if error is None:
            self.finish()

    @property
    def removed(self) -> tuple[str, ...]:
        """The names that the layer removes so far, those in the image of a utility virtual machine included."""
        return tuple(self._removed)

    def add(self, entry: Entry) -> None:
        """Write one entry; LayerStreamError if it has no place in the folder."""
        if entry.kind == "removal":
            self._remove(entry)
            return
        self._make_parents(entry.name)
        self._ledger.enter(entry)
        if entry.kind == "link":
            self._link(entry)
        elif is_below(entry.name, FILES):
            self._packed(entry)
        else:
            self._plain(entry)

    def finish(self) -> None:
        """Write what comes last: the names that the layer removes, and the times of folders."""
        (self._root / FILES).mkdir(exist_ok=True)
        write_tombstones(self._root / TOMBSTONES, [name for name in self._removed if is_below(name, FILES)])
        for folder, entry in reversed(self._folders):
            _set_times(folder, entry)

    def _remove(self, entry: Entry) -> None:
        self._ledger.remove(entry.name)
        self._removed.append(entry.name)
        if not is_below(entry.name, FILES):
            self._keep(entry.name, Extra(REMOVED, ()))

    def _make_parents(self, name: str) -> None:
        """Make the folders that an entry lies in and that did not come by themselves."""
        missing = []
        while "/" in name:
            name = name.rpartition("/")[0]
            if not self._ledger.has(name):
                missing.append(name)
        for parent in reversed(missing):
            self.add(Entry(parent, "folder", FOLDER))

    # -- Files ------------------------------------------------------------------------------------------------------

    def _packed(self, entry: Entry) -> None:
        real = self._root / self._ledger.place(entry.name)
        if entry.kind == "folder":
            real.mkdir()
            real = real.with_name(f"{real.name}{FOLDER_MARK}")
        with real.open("xb") as file:
            file.write(entry.attributes.to_bytes(4, "little"))
            for stream in entry.streams:
                file.write(stream.pack())
            if entry.data is not None and entry.size:
                file.write(StreamHead(StreamId.DATA, entry.size).pack())
                _copy(entry.data, file, entry.size, entry.name)
            for alternate in entry.alternates:
                file.write(_alternate_head(alternate).pack())
                _copy(alternate.data, file, alternate.size, entry.name)
        _set_times(real, entry)

    # -- Hives and UtilityVM ----------------------------------------------------------------------------------------

    def _plain(self, entry: Entry) -> None:
        real = self._root / self._ledger.place(entry.name)
        if entry.kind == "folder":
            real.mkdir()
            self._folders.append((real, entry))
        else:
            with real.open("xb") as file:
                if entry.data is not None:
                    _copy(entry.data, file, entry.size, entry.name)
            _set_times(real, entry)
        streams = (*entry.streams, *kept(entry.alternates, entry.name))
        if streams or entry.attributes != (FOLDER if entry.kind == "folder" else ARCHIVE):
            self._keep(entry.name, Extra(entry.attributes, streams))

    def _keep(self, name: str, extra: Extra) -> None:
        if self._extra is None:
            self._extra = (self._root / EXTRA).open("xb")
        append_extra(self._extra, name, extra)

    # -- hard links -------------------------------------------------------------------------------------------------

    def _link(self, entry: Entry) -> None:
        self._ledger.check_link(entry)
        target = self._root / self._ledger.place(entry.target)
        real = self._root / self._ledger.place(entry.name)
        if self._ledger.has(entry.target):
            _hard_link(target, real)
            return
        found = next((parent / entry.target for parent in self._parents if (parent / entry.target).is_file()), None)
        if found is None:
            raise LayerStreamError(f"is a link to {entry.target!r}, which is in no layer", entry=entry.name)
        with found.open("rb") as file, ExitStack() as stack:
            target_file = stack.enter_context(real.open("xb"))
            target_file.write(ARCHIVE.to_bytes(4, "little") if is_below(entry.name, FILES) else b"")
            size = found.stat().st_size
            if is_below(entry.name, FILES) and size:
                target_file.write(StreamHead(StreamId.DATA, size).pack())
            shutil.copyfileobj(file, target_file)


def _hard_link(target: Path, real: Path) -> None:
    try:
        os.link(target, real)
    except OSError:  # the file system has no hard links
        shutil.copy2(target, real)


def kept(alternates: Iterable[Alternate], entry: str) -> Iterable[Stream]:
    """Yield alternate streams with their contents."""
    for alternate in alternates:
        content = alternate.data.read(alternate.size)
        if len(content) < alternate.size:
            raise LayerStreamError("ends in the middle of its data", entry=entry)
        yield Stream(_alternate_head(alternate), content)


def _alternate_head(alternate: Alternate) -> StreamHead:
    return StreamHead(StreamId.ALTERNATE_DATA, alternate.size, name=f":{alternate.name}:$DATA")


def _copy(source: BinaryIO, target: BinaryIO, size: int, entry: str) -> None:
    while size:
        data = source.read(min(size, CHUNK))
        if not data:
            raise LayerStreamError("ends in the middle of its data", entry=entry)
        target.write(data)
        size -= len(data)


def _set_times(real: Path, entry: Entry) -> None:
    times = entry.times
    if times == NO_TIMES:
        return
    try:
        os.utime(real, ns=(to_nanoseconds(times.accessed), to_nanoseconds(times.written)))
    except (OSError, OverflowError, ValueError) as error:
        raise LayerStreamError(f"has a time that cannot be set: {error}", entry=entry.name) from None
