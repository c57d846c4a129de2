"""Writing a layer as a tar archive."""

from __future__ import annotations

import base64
import tarfile
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, cast

from hcspy.storage.stream import extended
from hcspy.storage.stream.archive import ATTRIBUTES, CREATED, EXTENDED, MOUNT_POINT, RAW_SECURITY, WHITEOUT
from hcspy.storage.stream.backup import StreamId
from hcspy.storage.stream.entry import Entry, to_nanoseconds
from hcspy.storage.stream.ledger import Ledger
from hcspy.storage.stream.paxtime import format_time
from hcspy.storage.stream.reparse import ReparsePoint

FOLDER_MODE: Final = 0o755
FILE_MODE: Final = 0o644


class ArchiveWriter:
    """Writes entries into a file, which need not be one that can be searched. A context manager.

    Streams that archives have no place for (object ids, link and property data, transactions) are left out.

    >>> import io
    >>> from hcspy.storage.stream import read_archive
    >>> with ArchiveWriter(archive := io.BytesIO()) as writer:
    ...     writer.add(Entry("Files/hello.txt", "file", size=2, data=io.BytesIO(b"hi")))
    >>> _ = archive.seek(0)
    >>> [(entry.name, entry.data.read()) for entry in read_archive(archive)]
    [('Files/hello.txt', b'hi')]
    """

    def __init__(self, file: BinaryIO) -> None:
        archive = tarfile.TarFile(
            fileobj=cast(BinaryIO, _Sink(file)),
            mode="w",
            format=tarfile.PAX_FORMAT,
            encoding="utf-8",
            errors="surrogateescape",
        )
        self._archive: Any = archive  # the type checker does not know of `members`
        self._ledger = Ledger()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._archive.close()

    def add(self, entry: Entry) -> None:
        """Write one entry, and those of its alternate streams."""
        if entry.kind == "removal":
            self._ledger.remove(entry.name)
            folder, _, last = entry.name.rpartition("/")
            self._write(tarfile.TarInfo(f"{folder}/{WHITEOUT}{last}"))
            return
        self._ledger.enter(entry)
        self._write(_header(entry), entry.data if entry.size and not entry.is_reparse_point else None)
        for alternate in entry.alternates:
            header = _named(f"{entry.name}:{alternate.name}", entry, {})
            header.size = alternate.size
            self._write(header, alternate.data)

    def _write(self, header: tarfile.TarInfo, data: BinaryIO | None = None) -> None:
        self._archive.addfile(header, data)
        self._archive.members = []


class _Sink:
    """Counts what is written, so that nobody asks the file where it stands."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position


def _named(name: str, entry: Entry, records: Mapping[str, str]) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    times = entry.times
    header.mtime = to_nanoseconds(times.written) // 1_000_000_000
    header.mode = FILE_MODE
    header.pax_headers = {
        "mtime": format_time(times.written),
        "atime": format_time(times.accessed),
        "ctime": format_time(times.changed),
        **records,
    }
    return header


def _header(entry: Entry) -> tarfile.TarInfo:
    records = {ATTRIBUTES: str(entry.attributes), CREATED: format_time(entry.times.created)}
    if entry.kind == "link":
        header = _named(entry.name, entry, records)
        header.type, header.linkname = tarfile.LNKTYPE, entry.target
        return header
    reparse = entry.content(StreamId.REPARSE_DATA)
    point = None if reparse is None else ReparsePoint.parse(reparse, entry.name)
    header = _named(entry.name, entry, {**records, **dict(_stream_records(entry, point))})
    if entry.kind == "folder":
        header.type, header.mode = tarfile.DIRTYPE, FOLDER_MODE
    if point is not None:
        header.type, header.linkname = tarfile.SYMTYPE, point.target
    elif entry.kind == "file":
        header.size = entry.size
    return header


def _stream_records(entry: Entry, point: ReparsePoint | None) -> Iterator[tuple[str, str]]:
    security = entry.content(StreamId.SECURITY)
    if security is not None:
        yield RAW_SECURITY, _encoded(security)
    values = entry.content(StreamId.EXTENDED_ATTRIBUTES)
    for name, value in extended.parse(values or b"", entry.name).items():
        yield f"{EXTENDED}{name}", _encoded(value)
    if point is not None and point.is_mount_point:
        yield MOUNT_POINT, "1"


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
