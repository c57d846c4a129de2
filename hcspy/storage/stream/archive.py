"""Layers as tar archives, as the OCI image specification has them for Windows.

A whiteout (``.wh.`` before a name) removes, a hard link is one, a symbolic link is a reparse point, and what only
Windows knows stands in PAX records: ``MSWINDOWS.fileattr`` (attributes), ``MSWINDOWS.rawsd`` (security descriptor),
``MSWINDOWS.mountpoint``, ``MSWINDOWS.xattr.*`` (extended attributes) and ``LIBARCHIVE.creationtime``. An alternate
data stream is an entry of its own after its file: ``Files/file:stream``.
"""

from __future__ import annotations

import base64
import binascii
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from hcspy.storage.stream import extended
from hcspy.storage.stream.backup import Stream, StreamId, stream
from hcspy.storage.stream.entry import FOLDER, Alternate, Entry, Kind, Times
from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.names import checked
from hcspy.storage.stream.paxtime import parse_time
from hcspy.storage.stream.reparse import ReparsePoint

ATTRIBUTES: Final = "MSWINDOWS.fileattr"
RAW_SECURITY: Final = "MSWINDOWS.rawsd"
TEXT_SECURITY: Final = "MSWINDOWS.sd"
MOUNT_POINT: Final = "MSWINDOWS.mountpoint"
EXTENDED: Final = "MSWINDOWS.xattr."
CREATED: Final = "LIBARCHIVE.creationtime"
WHITEOUT: Final = ".wh."


def read_archive(file: BinaryIO) -> Iterator[Entry]:
    """Yield the entries of a layer in a tar archive, compressed or not, which need not be one that can be searched.

    Raises LayerStreamError where it is no tar archive, or where an entry of it is refused.

    >>> import io
    >>> try:
    ...     list(read_archive(io.BytesIO(b"no archive")))
    ... except LayerStreamError as error:
    ...     print(error)
    the archive is damaged: truncated header
    """
    try:
        with tarfile.open(fileobj=file, mode="r|*", encoding="utf-8", errors="surrogateescape") as archive:
            yield from _Reader(archive).entries()
    except (tarfile.TarError, EOFError) as error:
        raise LayerStreamError(f"the archive is damaged: {error}") from error


class _Reader:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive: Any = archive  # the type checker does not know of `members`
        self._ahead: tarfile.TarInfo | None = None
        self._ended = False

    def entries(self) -> Iterator[Entry]:
        while (member := self._next()) is not None:
            entry = self._entry(member)
            yield entry
            for _ in entry.alternates:  # whoever did not want them, they must not be taken for entries
                pass

    def _next(self) -> tarfile.TarInfo | None:
        if self._ahead is not None:
            member, self._ahead = self._ahead, None
            return member
        if self._ended:
            return None
        following: tarfile.TarInfo | None = self._archive.next()
        self._archive.members = []  # it would remember them all
        if following is None:
            self._ended = True  # nothing must be asked for after the end
            # Where nothing was read since the last member, there was no block that says that it was the last.
            if self._archive.fileobj.tell() == self._archive.offset:
                raise LayerStreamError("the archive ends early")
        return following

    def _entry(self, member: tarfile.TarInfo) -> Entry:
        folder, _, last = member.name.rpartition("/")
        if last.startswith(WHITEOUT):
            return Entry(_whiteout(folder, last, member.name), "removal")
        name, kind = checked(member.name), _kind(member)
        times = _times(member, name)
        if kind == "link":
            return Entry(name, "link", _attributes(member, name), times, target=checked(member.linkname))
        data = _Data(self._archive.extractfile(member), name) if member.isreg() else None
        return Entry(
            name,
            kind,
            _attributes(member, name),
            times,
            member.size if member.isreg() else 0,
            tuple(_streams(member, name)),
            cast("BinaryIO | None", data),
            self._alternates(member.name),
        )

    def _alternates(self, name: str) -> Iterator[Alternate]:
        while (member := self._next()) is not None:
            if not member.isreg() or not member.name.startswith(f"{name}:"):
                self._ahead = member
                return
            stream_name = member.name[len(name) + 1 :]
            if not stream_name or any(letter in stream_name for letter in ":/\\\0"):
                raise LayerStreamError("has a name that no alternate stream has", entry=member.name)
            data = _Data(self._archive.extractfile(member), member.name)
            yield Alternate(stream_name, member.size, cast(BinaryIO, data))


class _Data:
    """The data of a member; when they end early, the error says of what."""

    def __init__(self, file: BinaryIO, entry: str) -> None:
        self._file = file
        self._entry = entry

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except (tarfile.TarError, EOFError) as error:
            raise LayerStreamError(f"is damaged: {error}", entry=self._entry) from error


def _whiteout(folder: str, last: str, whole: str) -> str:
    name = last.removeprefix(WHITEOUT)
    if name.startswith(WHITEOUT):
        raise LayerStreamError("empties a folder, which layers of Windows cannot", entry=whole)
    return checked(f"{folder}/{name}" if folder else name)


def _kind(member: tarfile.TarInfo) -> Kind:
    if member.isdir():
        return "folder"
    if member.islnk():
        return "link"
    if member.issym():
        return "folder" if _number(member.pax_headers.get(ATTRIBUTES, "0"), member.name) & FOLDER else "file"
    if member.isreg():
        return "file"
    raise LayerStreamError("is neither a file nor a folder nor a link", entry=member.name)


def _attributes(member: tarfile.TarInfo, name: str) -> int:
    text = member.pax_headers.get(ATTRIBUTES)
    if text is None:
        return FOLDER if member.isdir() else 0
    return _number(text, name)


def _number(text: str, entry: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 0xFFFFFFFF:
        raise LayerStreamError(f"has the attributes {text!r}", entry=entry)
    return int(text)


def _times(member: tarfile.TarInfo, name: str) -> Times:
    records = member.pax_headers
    written = parse_time(records.get("mtime") or str(int(member.mtime)), name)
    others = (records.get("atime"), records.get("ctime"), records.get(CREATED))
    return Times(written, *(parse_time(text, name) if text else written for text in others))


def _streams(member: tarfile.TarInfo, name: str) -> Iterator[Stream]:
    records = member.pax_headers
    if RAW_SECURITY in records:
        yield stream(StreamId.SECURITY, _decoded(records[RAW_SECURITY], name))
    elif TEXT_SECURITY in records:
        raise LayerStreamError("has its security descriptor as text, which only Windows can read", entry=name)
    values = {
        key.removeprefix(EXTENDED): _decoded(value, name) for key, value in records.items() if key.startswith(EXTENDED)
    }
    if values:
        yield stream(StreamId.EXTENDED_ATTRIBUTES, extended.pack(values))
    if member.issym():
        target = member.linkname.replace("/", "\\")
        yield stream(StreamId.REPARSE_DATA, ReparsePoint(target, MOUNT_POINT in records).pack())


def _decoded(text: str, entry: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise LayerStreamError(f"has a record that is not in base64: {error}", entry=entry) from None
