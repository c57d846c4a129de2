"""A layer from one form into another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from hcspy.storage.stream.archive import read_archive
from hcspy.storage.stream.archivewriter import ArchiveWriter
from hcspy.storage.stream.entry import Entry
from hcspy.storage.stream.folder import read_folder
from hcspy.storage.stream.folderwriter import FolderWriter
from hcspy.storage.stream.names import UTILITY_VM_FILES


class LayerContents(NamedTuple):
    """What was in a layer that went from one form into another."""

    size: int = 0
    """Bytes of data in its files."""
    files: int = 0
    folders: int = 0
    removed: tuple[str, ...] = ()
    """The names that it removes from the layers below."""
    links: tuple[tuple[str, str], ...] = ()
    """Its hard links: name and target."""
    has_utility_vm: bool = False
    """Whether it brings the image of a utility virtual machine."""


class Writer(Protocol):
    """What entries can be written to."""

    def add(self, entry: Entry) -> None:
        """Write one entry."""


def unpack_layer(
    archive: BinaryIO, folder: str | os.PathLike[str], parents: Sequence[str | os.PathLike[str]] = ()
) -> LayerContents:
    """Write a layer in a tar archive into an empty folder, in the form that ImportLayer takes.

    archive
        The archive, open for reading in binary; compressed or not, and read once from its beginning to its end.
    folder
        An empty folder; made if it is not there.
    parents
        The folders of the layers below, the nearest first, where hard links may lead.

    Raises LayerStreamError, which names the entry, where the archive is damaged or an entry would go elsewhere.

    >>> import io, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     try:
    ...         unpack_layer(io.BytesIO(b"no archive at all"), folder)
    ...     except ValueError:
    ...         print("refused")
    refused
    """
    with FolderWriter(folder, parents) as writer:
        return copy(read_archive(archive), writer)


def pack_layer(folder: str | os.PathLike[str], archive: BinaryIO) -> LayerContents:
    """Write a layer in a folder, as ExportLayer left it, as a tar archive.

    Raises LayerStreamError, which names the entry, where a file in the folder is damaged or has no place in an archive.

    >>> import io, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     (pathlib.Path(folder) / "Files").mkdir()
    ...     pack_layer(folder, io.BytesIO()).folders
    1
    """
    with ArchiveWriter(archive) as writer:
        return copy(read_folder(folder), writer)


def copy(entries: Iterable[Entry], writer: Writer) -> LayerContents:
    """Write entries one after the other, and count them."""
    removed: list[str] = []
    links: list[tuple[str, str]] = []
    size = files = folders = 0
    has_utility_vm = False
    for entry in entries:
        writer.add(entry)
        size += entry.size
        files += entry.kind == "file"
        folders += entry.kind == "folder"
        has_utility_vm = has_utility_vm or entry.name == UTILITY_VM_FILES
        if entry.kind == "removal":
            removed.append(entry.name)
        elif entry.kind == "link":
            links.append((entry.name, entry.target))
    return LayerContents(size, files, folders, tuple(removed), tuple(links), has_utility_vm)
