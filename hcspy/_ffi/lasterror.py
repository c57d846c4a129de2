"""``GetLastError``: why a function has failed that says no more than that it has.

Windows keeps the code for each thread, and cffi fetches it after each call. A fake has no way to set what Windows
keeps, so what it says is kept here, for the caller on the same thread to fetch.
"""

from __future__ import annotations

import threading
from typing import Final

from .cdata import ffi

ERROR_GEN_FAILURE: Final = 31


class _Thread(threading.local):
    """What a fake has said on a thread, and nobody has fetched."""

    code = 0


_thread: Final = _Thread()


def put_last_error(code: int) -> None:
    """Let a fake say why it fails, on the thread of its caller."""
    _thread.code = code


def last_error() -> int:
    """Return the Win32 code of the call that has just failed on this thread."""
    code, _thread.code = _thread.code, 0
    if code:
        return code
    found: tuple[int, str] = getattr(ffi, "getwinerror", lambda: (0, ""))()  # on Windows only
    return found[0] or ERROR_GEN_FAILURE
