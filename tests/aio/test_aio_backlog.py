"""What was read and not yet asked for: as much work as there is output, however it comes and is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy.aio.backlog import Backlog
from hcspy.aio.streams import FORM, AsyncReader
from hcspy.hcs.services.streams import Use

PIECE = 4096
PIECES = 64
TOTAL = PIECE * PIECES


class Piece(bytes):
    """Bytes that count how many of them are copied or looked at."""

    moved = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, slice):
            Piece.moved += len(found)
            return Piece(found)
        return found

    def __add__(self, other: Any) -> Any:
        Piece.moved += len(self) + len(other)
        return Piece(bytes(self) + bytes(other))

    def __radd__(self, other: Any) -> Any:
        Piece.moved += len(self) + len(other)
        return Piece(bytes(other) + bytes(self))

    def find(self, mark: Any, *bounds: Any) -> int:
        found = super().find(mark, *bounds)
        start = bounds[0] if bounds else 0
        Piece.moved += (len(self) if found < 0 else found + 1) - start
        return found


class Output:
    """A stream that hands out pieces."""

    def __init__(self, text: bytes) -> None:
        self._pieces = [Piece(text[at : at + PIECE]) for at in range(0, len(text), PIECE)][::-1]

    def read1(self, size: int) -> bytes:
        return self._pieces.pop() if self._pieces else b""

    def close(self) -> None:
        pass


async def _whole(reader: AsyncReader) -> bytes:
    return bytes(await reader.read())


async def _collected(reader: AsyncReader) -> bytes:
    await reader.collect()
    return bytes(reader.held(peek=False))


async def _by_lines(reader: AsyncReader) -> bytes:
    return b"".join([line async for line in reader])


async def _lines_of_all(reader: AsyncReader) -> bytes:
    await reader.collect()
    return b"".join([line async for line in reader])


async def _by_seven(reader: AsyncReader) -> bytes:
    found = []
    while piece := await reader.read(7):
        found.append(piece)
    return b"".join(found)


@pytest.mark.parametrize("read", [_whole, _collected, _by_lines, _lines_of_all, _by_seven])
@pytest.mark.parametrize("line", [b"x\n", b"y" * 99_999 + b"\n", b"z" * PIECE])
def test_reading_costs_as_much_as_there_is(read: Callable[[AsyncReader], Any], line: bytes) -> None:
    """A hundred megabytes must not be copied once for each piece or line, which would be for hours."""
    text = (line * (TOTAL // len(line) + 1))[:TOTAL]

    async def main() -> bytes:
        reader = AsyncReader(Use(Output(text)), FORM)  # type: ignore[arg-type]
        try:
            return bytes(await read(reader))
        finally:
            reader.close()

    Piece.moved = 0
    assert asyncio.run(main()) == text
    assert Piece.moved <= 3 * TOTAL


@given(st.lists(st.binary(max_size=6).map(lambda text: text.replace(b"\r", b"\n")), max_size=8), st.data())
def test_backlog_gives_what_came_in_order(pieces: list[bytes], data: st.DataObject) -> None:
    """However it is cut, nothing is lost, doubled or out of place."""
    backlog, left = Backlog(b""), b""
    for piece in pieces:
        backlog.append(piece)
        left += piece
        if data.draw(st.booleans()):
            end = left.find(b"\n")
            assert backlog.line(b"\n") == (None if end < 0 else end + 1)
        size = data.draw(st.integers(0, 9))
        assert backlog.take(size) == left[:size]
        left = left[size:]
        assert (backlog.peek(), backlog.size) == (left, len(left))
