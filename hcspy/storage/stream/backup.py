"""Win32 backup streams: what BackupRead says of a file, and BackupWrite takes.

Each stream has a head of 20 bytes, its number, attributes, size and the size of its name, then the name, then the
content. The content of a sparse block begins with its offset in the file.
"""

from __future__ import annotations

import enum
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from hcspy.storage.stream.errors import LayerStreamError

_HEAD: Final = struct.Struct("<IIQI")
_OFFSET: Final = struct.Struct("<q")
SPARSE: Final = 8
"""The attribute of a data stream whose content comes in sparse blocks."""
LONGEST_NAME: Final = 2 * 32767


class StreamId(enum.IntEnum):
    """What a stream holds."""

    DATA = 1
    EXTENDED_ATTRIBUTES = 2
    SECURITY = 3
    ALTERNATE_DATA = 4
    LINK = 5
    PROPERTY_DATA = 6
    OBJECT_ID = 7
    REPARSE_DATA = 8
    SPARSE_BLOCK = 9
    TXFS_DATA = 10


class StreamHead(NamedTuple):
    """The head of a stream; `size` counts what follows, without the offset of a sparse block."""

    id: StreamId
    size: int
    attributes: int = 0
    name: str = ""
    """Of an alternate data stream: ``:name:$DATA``."""
    offset: int = 0
    """Of a sparse block: where in the file its content lies."""

    def pack(self) -> bytes:
        """Write the head.

        >>> StreamHead(StreamId.DATA, 5).pack().hex()
        '0100000000000000050000000000000000000000'
        """
        name = self.name.encode("utf-16-le", "surrogatepass")
        sparse = self.id == StreamId.SPARSE_BLOCK
        head = _HEAD.pack(self.id, self.attributes, self.size + (_OFFSET.size if sparse else 0), len(name))
        return head + name + (_OFFSET.pack(self.offset) if sparse else b"")


class Stream(NamedTuple):
    """A whole stream; for those that are small: all but data."""

    head: StreamHead
    content: bytes

    def pack(self) -> bytes:
        """Write the stream."""
        return self.head.pack() + self.content


def stream(id: StreamId, content: bytes, name: str = "") -> Stream:
    """Return a stream with some content."""
    return Stream(StreamHead(id, len(content), name=name), content)


def read_head(file: BinaryIO, entry: str) -> StreamHead | None:
    """Read the head of the next stream; None at the end of the file."""
    raw = file.read(_HEAD.size)
    if not raw:
        return None
    if len(raw) < _HEAD.size:
        raise LayerStreamError("ends in the head of a stream", entry=entry)
    number, attributes, size, name_size = _HEAD.unpack(raw)
    if number not in StreamId._value2member_map_:
        raise LayerStreamError(f"has a stream of the unknown kind {number}", entry=entry)
    if name_size > LONGEST_NAME or name_size % 2:
        raise LayerStreamError(f"has a stream whose name takes {name_size} bytes", entry=entry)
    name = _exactly(file, name_size, entry).decode("utf-16-le", "surrogatepass")
    id, offset = StreamId(number), 0
    if id == StreamId.SPARSE_BLOCK:
        if size < _OFFSET.size:
            raise LayerStreamError("has a sparse block without an offset", entry=entry)
        size -= _OFFSET.size
        (offset,) = _OFFSET.unpack(_exactly(file, _OFFSET.size, entry))
    return StreamHead(id, size, attributes, name, offset)


def _exactly(file: BinaryIO, size: int, entry: str) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise LayerStreamError("ends in the middle of a stream", entry=entry)
    return data


class Section(NamedTuple):
    """A stream in a file that can be searched: its head, and where its content begins."""

    head: StreamHead
    start: int

    def read(self, file: BinaryIO, entry: str) -> Stream:
        """Read the whole stream."""
        file.seek(self.start)
        return Stream(self.head, _exactly(file, self.head.size, entry))


def sections(file: BinaryIO, entry: str) -> Iterator[Section]:
    """Yield the streams from where a file stands to its end, without reading what is in them."""
    here = file.tell()
    end = file.seek(0, os.SEEK_END)
    while True:
        file.seek(here)
        head = read_head(file, entry)
        if head is None:
            return
        start = file.tell()
        here = start + head.size
        if here > end:
            raise LayerStreamError("ends in the middle of a stream", entry=entry)
        yield Section(head, start)
