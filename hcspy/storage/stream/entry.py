"""One file, folder, link or removal in a layer, on its way from one form into another."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from typing import BinaryIO, Final, Literal, NamedTuple

from hcspy.storage.stream.backup import Stream, StreamId

Kind = Literal["file", "folder", "link", "removal"]

READ_ONLY: Final = 0x1
FOLDER: Final = 0x10
ARCHIVE: Final = 0x20
REPARSE_POINT: Final = 0x400

_EPOCH: Final = 116_444_736_000_000_000
"""1 January 1970, in units of 100 ns since 1601."""


class Times(NamedTuple):
    """When a file was written to and so on, in units of 100 ns since 1601, as Windows counts."""

    written: int
    accessed: int
    changed: int
    created: int

    @classmethod
    def all(cls, time: int) -> Times:
        """Return four times that are the same."""
        return cls(time, time, time, time)


NO_TIMES: Final = Times.all(0)
"""Nobody knows when."""


def from_nanoseconds(nanoseconds: int) -> int:
    """Return a time of Unix in Windows' units.

    >>> from_nanoseconds(0)
    116444736000000000
    """
    return nanoseconds // 100 + _EPOCH


def to_nanoseconds(time: int) -> int:
    """Return a time of Windows as nanoseconds since 1970."""
    return (time - _EPOCH) * 100


class Alternate(NamedTuple):
    """An alternate data stream; its data are read once, before the next one is asked for."""

    name: str
    """Without colons and kind: ``Zone.Identifier``."""
    size: int
    data: BinaryIO


@dataclasses.dataclass(slots=True)
class Entry:
    """An entry of a layer. Its data, and then its alternate streams, are read once and before the next entry."""

    name: str
    kind: Kind
    attributes: int = 0
    times: Times = NO_TIMES
    size: int = 0
    streams: tuple[Stream, ...] = ()
    """The streams that come before the data: security, extended attributes, reparse point, and rarer ones."""
    data: BinaryIO | None = None
    alternates: Iterable[Alternate] = ()
    target: str = ""
    """The name of what a hard link is a link to."""

    def content(self, id: StreamId) -> bytes | None:
        """Return the content of the first stream of a kind."""
        return next((stream.content for stream in self.streams if stream.head.id == id), None)

    @property
    def is_reparse_point(self) -> bool:
        """Whether it leads elsewhere."""
        return self.content(StreamId.REPARSE_DATA) is not None


def times_of(status: os.stat_result) -> Times:
    """Return the times of a file, as far as the system keeps them.

    When it was read last is not among them: reading it here changes that, and the archive would never be the same.
    """
    written = from_nanoseconds(status.st_mtime_ns)
    born = getattr(status, "st_birthtime_ns", None)
    # A file that is younger than what is in it was copied to here, and when it was made nobody knows.
    created = written if born is None else min(from_nanoseconds(born), written)
    return Times(written, written, written, created)
