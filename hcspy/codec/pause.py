"""Reading large documents without the cyclic garbage collector.

A parser makes containers by the hundred thousand and drops none; each full collection in between looks at all of them
for nothing. The pause is counted: it ends when the last thread that reads is done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

LARGE: Final = 64 * 1024
"""From this size of text on a pause pays."""

_lock: Final = Lock()
_readers = 0
_was_enabled = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from running, in all threads, until the last user leaves."""
    global _readers, _was_enabled
    with _lock:
        if _readers == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _readers += 1
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if _readers == 0 and _was_enabled:
                gc.enable()
