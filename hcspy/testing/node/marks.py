"""Marks of fakes: who has a handle or runs a program, in a way that other processes can tell whether it is there."""

from __future__ import annotations

import os
import sys
import uuid

if sys.platform == "win32":
    import _winapi

__all__ = ["is_alive", "new_mark", "retire"]

_HERE: set[str] = set()

_STILL_ACTIVE = 259
_QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def new_mark() -> str:
    """Make the mark of a fake of this process."""
    mark = f"{os.getpid()}/{uuid.uuid4().hex}"
    _HERE.add(mark)
    return mark


def retire(mark: str) -> None:
    """Let the fake of a mark be gone."""
    _HERE.discard(mark)


def is_alive(mark: str) -> bool:
    """Tell whether the fake of a mark is still there."""
    process, _, rest = mark.partition("/")
    if not rest or not process.isdigit():
        return False
    return mark in _HERE if int(process) == os.getpid() else is_running(int(process))


if sys.platform == "win32":

    def is_running(process: int) -> bool:
        """Tell whether there is a process with that number."""
        try:
            handle = _winapi.OpenProcess(_QUERY, False, process)
        except OSError:
            return False
        try:
            return bool(_winapi.GetExitCodeProcess(handle) == _STILL_ACTIVE)
        finally:
            _winapi.CloseHandle(handle)

else:

    def is_running(process: int) -> bool:
        """Tell whether there is a process with that number."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True
