"""Ctrl-C: the first one ends a command, which undoes what is half done; the next one does not end the undoing."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Final

PATIENCE: Final = 2
UNDOING: Final = "undoing what is half done; Ctrl-C once more leaves it"


STOPPING: Final = "ending after this step; Ctrl-C twice more ends at once"


class FirstCounts:
    """Lets the first one end what goes on, and the second only say that it ends already."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take one more."""
        self._count += 1
        if self._count == PATIENCE:
            print(UNDOING, file=sys.stderr)
            return
        raise KeyboardInterrupt


@contextlib.contextmanager
def first_one_counts() -> Iterator[None]:
    """Let the first Ctrl-C end the block, and the next one only say that it ends already."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, FirstCounts())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Presses:
    """Ctrl-C as it is pressed, counted: for work that ends where nothing is half done.

    Whoever asks this process to end counts as one who is at the end of his patience.
    """

    def __init__(self) -> None:
        self.count = 0
        self.between_steps = True
        """Whether the work is one of steps, and not a program that gets it."""
        self.over = False
        """Whether the work is done or given up: what is left is to tidy up, which nothing ends but the third one."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Take one more; the third one ends whatever goes on."""
        self.count += 1 if number == signal.SIGINT else PATIENCE
        if self.count > PATIENCE:
            raise KeyboardInterrupt
        if self.between_steps:
            print(UNDOING if self.over else STOPPING, file=sys.stderr)

    def check(self) -> None:
        """Raise KeyboardInterrupt if it was pressed: called between two steps; the way back is not ended so."""
        if self.count and not self.over:
            self.over = True
            raise KeyboardInterrupt


# What the console, the terminal or a supervisor sends to end a process; not all systems have all of them.
ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


@contextlib.contextmanager
def counted() -> Iterator[Presses]:
    """Count in the block what would end it otherwise, where that is ours to decide."""
    presses = Presses()
    ours = threading.current_thread() is threading.main_thread()
    if not ours or not isinstance(signal.getsignal(signal.SIGINT), FirstCounts):
        yield presses
        return
    taken = [number for number in ENDING if signal.getsignal(number) is signal.SIG_DFL]
    before = {number: signal.signal(number, presses) for number in (signal.SIGINT, *taken)}
    try:
        yield presses
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
