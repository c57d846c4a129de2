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


@contextlib.contextmanager
def first_one_counts() -> Iterator[None]:
    """Let the first Ctrl-C end the block, and the next one only say that it ends already."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    count = 0

    def interrupted(number: int, frame: FrameType | None) -> None:
        nonlocal count
        count += 1
        if count == PATIENCE:
            print(UNDOING, file=sys.stderr)
            return
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
