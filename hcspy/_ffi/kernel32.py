"""kernel32.dll: what the callers of the compute DLLs need beside them."""

from __future__ import annotations

import logging
from typing import Final, NamedTuple

from hcspy.errors import from_hresult

from .cdata import Pointer, ffi
from .strings import wide
from .tables import Tables

_log: Final = logging.getLogger("hcspy.wire")
ERROR_GEN_FAILURE: Final = 31


class DiskSpace(NamedTuple):
    """How large a volume is and how much of it is free, in bytes."""

    available: int
    """Free for the caller, who may have a quota."""

    total: int
    free: int


def get_disk_free_space(tables: Tables, path: str) -> DiskSpace:
    """Return the size of the volume at a path."""
    cells: list[Pointer[int]] = [ffi.new("ULARGE_INTEGER *") for _ in range(3)]
    succeeded = tables.kernel32.GetDiskFreeSpaceExW(wide(path), *cells)
    code = 0 if succeeded else last_error()
    space = DiskSpace(*(cell[0] for cell in cells))
    _log.debug("GetDiskFreeSpaceExW %s -> %d %s", path, code, space)
    if not succeeded:
        raise from_hresult(code, call="GetDiskFreeSpaceExW", request=path)
    return space


def last_error() -> int:
    """Return the Win32 code of the call that has just failed on this thread."""
    # Only Windows keeps one; a fake has no way to set it.
    found: tuple[int, str] = getattr(ffi, "getwinerror", lambda: (0, ""))()
    return found[0] or ERROR_GEN_FAILURE
