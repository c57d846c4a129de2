"""ntdll.dll: kernel objects by their full names.

Its functions speak in NTSTATUS. Those that a caller can do something about are raised as the Win32 code that Windows
makes of them; any other one as the HRESULT that stands for it.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from hcspy.errors import HcspyError, from_hresult

from .cdata import HANDLE, OBJECT_ATTRIBUTES, Pointer, ffi
from .handles import KernelHandle
from .live import obtain
from .strings import encode, wide
from .tables import Tables

_log: Final = logging.getLogger("hcspy.wire")
JOB_OBJECT_SET_ATTRIBUTES: Final = 0x2
OBJ_CASE_INSENSITIVE: Final = 0x40
FACILITY_NT_BIT: Final = 0x10000000
_WIN32: Final = {
    0xC0000022: 0x80070005,  # STATUS_ACCESS_DENIED
    0xC0000034: 0x80070002,  # STATUS_OBJECT_NAME_NOT_FOUND
    0xC000003A: 0x80070003,  # STATUS_OBJECT_PATH_NOT_FOUND
}


class JobHandle(KernelHandle):
    """An open job object: a set of processes that limits are set for."""

    __slots__ = ()
    noun = "job object"


def open_job_object(tables: Tables, name: str) -> JobHandle:
    r"""Open a job object to set its limits; the caller closes the handle. The name is whole, as in ``\Container_web``.

    The name is looked up as Windows looks up all names, letter case aside. Raises NotFoundError if there is none.
    """
    text = wide(name)
    size = len(encode(name))
    string: Pointer[Any] = ffi.new("UNICODE_STRING *", {"Length": size, "MaximumLength": size, "Buffer": text})
    attributes: Pointer[OBJECT_ATTRIBUTES] = ffi.new(
        "OBJECT_ATTRIBUTES *",
        {"Length": ffi.sizeof("OBJECT_ATTRIBUTES"), "ObjectName": string, "Attributes": OBJ_CASE_INSENSITIVE},
    )

    def make(cell: Pointer[HANDLE]) -> None:
        status = tables.ntdll.NtOpenJobObject(cell, JOB_OBJECT_SET_ATTRIBUTES, attributes)
        _log.debug("NtOpenJobObject %s -> 0x%08x", name, status & 0xFFFFFFFF)
        if status < 0:
            raise _error(status & 0xFFFFFFFF, name)

    return obtain(tables, JobHandle, make, "NtOpenJobObject")


def _error(status: int, name: str) -> HcspyError:
    is_error = status >> 30 == 3  # and no HRESULT, as which a test may let a fake fail
    code = _WIN32.get(status, status | FACILITY_NT_BIT if is_error else status)
    message = f"there is no job object {name}" if code in (0x80070002, 0x80070003) else None
    return from_hresult(code, call="NtOpenJobObject", request=name, message=message)
