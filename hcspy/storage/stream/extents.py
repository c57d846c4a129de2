"""The data of a file that lies in pieces of another one: the data stream, or sparse blocks with nothing between."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from hcspy.storage.stream.backup import Section, StreamId
from hcspy.storage.stream.errors import LayerStreamError


class Piece(NamedTuple):
    """Some bytes: where they lie in the file, where they belong in the data, and how many they are."""

    start: int
    offset: int
    size: int


def pieces(sections: Iterable[Section], entry: str) -> tuple[list[Piece], int]:
    """Find the data among the streams of a file; return its pieces and its size."""
    found: list[Piece] = []
    size = 0
    for head, start in sections:
        if head.id not in (StreamId.DATA, StreamId.SPARSE_BLOCK):
            continue
        if head.offset < size:
            raise LayerStreamError(f"has a sparse block at {head.offset} after {size} bytes", entry=entry)
        if head.size:
            found.append(Piece(start, head.offset, head.size))
        size = head.offset + head.size
    return found, size


class Extents(io.RawIOBase):
    """Reads the pieces as one, zeros between them."""

    def __init__(self, file: BinaryIO, found: list[Piece], size: int) -> None:
        self._file = file
        self._pieces = found
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read some bytes, all of them if there are that many."""
        left = self._size - self._position
        wanted = left if size < 0 else min(size, left)
        result = bytearray()
        while len(result) < wanted:
            result += self._some(wanted - len(result))
        return bytes(result)

    def _some(self, most: int) -> bytes:
        while self._pieces and self._position >= self._pieces[0].offset + self._pieces[0].size:
            del self._pieces[0]
        here = self._position
        if not self._pieces or here < self._pieces[0].offset:
            end = self._pieces[0].offset if self._pieces else self._size
            data = bytes(min(most, end - here))
        else:
            piece = self._pieces[0]
            self._file.seek(piece.start + here - piece.offset)
            data = self._file.read(min(most, piece.offset + piece.size - here))
            if not data:
                raise EOFError("the file became shorter")
        self._position += len(data)
        return data
