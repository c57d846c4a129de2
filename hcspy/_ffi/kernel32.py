"""kernel32.dll: what the callers of the compute DLLs need beside them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final, NamedTuple

from hcspy.errors import from_hresult

from .cdata import GROUP_AFFINITY, Pointer, ffi
from .lasterror import last_error
from .ntdll import JobHandle
from .strings import wide
from .tables import Tables

_log: Final = logging.getLogger("hcspy.wire")
_INVALID_PARAMETER: Final = 87
_GROUP_INFORMATION_EX: Final = 14  # JobObjectGroupInformationEx


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


def set_job_group_affinities(job: JobHandle, affinities: Sequence[tuple[int, int]]) -> None:
    """Bind the processes of a job to processors: pairs of a group and of a mask with a bit for each processor of it."""
    count = len(affinities)
    array: Pointer[GROUP_AFFINITY] = ffi.new(
        "GROUP_AFFINITY[]", [{"Group": group, "Mask": m} for group, m in affinities]
    )
    size = count * ffi.sizeof("GROUP_AFFINITY")
    succeeded = job.tables.kernel32.SetInformationJobObject(job.value(), _GROUP_INFORMATION_EX, array, size)
    code = 0 if succeeded else last_error()
    request = ", ".join(f"group {group}: 0x{mask:x}" for group, mask in affinities)
    _log.debug("SetInformationJobObject %s -> %d", request, code)
    if not succeeded:
        said = f"this machine has no such processors for a job: {request}" if code == _INVALID_PARAMETER else None
        raise from_hresult(code, call="SetInformationJobObject", request=request, message=said)
