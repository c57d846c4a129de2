"""What was read of a stream and not yet asked for.

It stays in the pieces in which it came. Put together anew with each piece, or cut anew for each line, a large output
would be copied as often as it has pieces or lines; here each character is copied twice at most, and searched once.
"""

from __future__ import annotations

from collections import deque
from typing import Any


class Backlog:
    """Pieces of bytes or of text, ``empty`` being nothing of that kind.

    >>> backlog = Backlog(b"")
    >>> backlog.append(b"one\\ntw")
    >>> backlog.append(b"o\\n")
    >>> backlog.take(backlog.line(b"\\n")), backlog.take(backlog.line(b"\\n")), backlog.size
    (b'one\\n', b'two\\n', 0)
    """

    def __init__(self, empty: Any) -> None:
        self._empty = empty
        self._pieces: deque[Any] = deque()
        self._start = 0  # in the first piece: what is before was taken
        self._searched = 0  # pieces in which no line ends
        self._passed = 0  # how much that is
        self.size = 0
        """How much there is."""

    def append(self, piece: Any) -> None:
        """Add what has come."""
        if piece:
            self._pieces.append(piece)
            self.size += len(piece)

    def line(self, mark: Any) -> int | None:
        """Return how long the first line is, with the mark that ends it; None while there is no mark."""
        while self._searched < len(self._pieces):
            start = 0 if self._searched else self._start
            piece = self._pieces[self._searched]
            found = piece.find(mark, start)
            if found >= 0:
                return int(self._passed + found - start + len(mark))
            self._searched += 1
            self._passed += len(piece) - start
        return None

    def take(self, size: int) -> Any:
        """Return so much, or all if there is less, and forget it."""
        taken = []
        self._searched = self._passed = 0
        left = min(size, self.size)
        self.size -= left
        while left:
            piece = self._pieces[0]
            end = min(len(piece), self._start + left)
            taken.append(piece[self._start : end])
            left -= end - self._start
            self._start = end
            if end == len(piece):
                self._pieces.popleft()
                self._start = 0
        return self._empty.join(taken)

    def peek(self) -> Any:
        """Return all of it, and keep it."""
        return self._empty.join(list(self._pieces))[self._start :]
