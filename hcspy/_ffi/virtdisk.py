"""virtdisk.dll: virtual disks for layers.

All of it speaks in Win32 codes, where everything but 0 is a failure. A disk stays attached as long as its handle is
open, unless it was attached for good.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum, IntFlag
from typing import Any, Final

from hcspy.errors import from_hresult

from .cdata import CREATE_VIRTUAL_DISK_PARAMETERS, HANDLE, VIRTUAL_STORAGE_TYPE, Pointer, ffi
from .handles import KernelHandle, LiveHandle
from .live import obtain, on_loan
from .strings import text_at, wide
from .structs import number, put_guid
from .tables import Tables
from .timeouts import run_with_timeout

_log: Final = logging.getLogger("hcspy.wire")

MICROSOFT: Final = "ec984aec-a0f9-47e9-901f-71415a66345b"
"""The vendor of the formats of Microsoft."""

_VERSION: Final = 2


class DiskFormat(IntEnum):
    """What a virtual disk's file is."""

    UNKNOWN = 0
    """To be found out; when a disk is opened."""

    VHD = 2
    VHDX = 3


class AttachFlags(IntFlag):
    """How a disk is attached."""

    NONE = 0
    READ_ONLY = 0x1
    NO_DRIVE_LETTER = 0x2
    PERMANENT_LIFETIME = 0x4


class DiskHandle(KernelHandle):
    """An open virtual disk."""

    __slots__ = ()
    noun = "virtual disk"

    @property
    def number(self) -> int:
        """The handle as a number; ClosedError if it is closed."""
        return number(self.value())


def create_virtual_disk(
    tables: Tables,
    path: str,
    *,
    size: int = 0,
    block_size: int = 0,
    parent: str | None = None,
    format: DiskFormat = DiskFormat.VHDX,
    timeout: float | None = None,
) -> DiskHandle:
    """Create a disk of so many bytes, or one that holds what differs from a parent; the caller closes the handle."""
    export, kind, name = "CreateVirtualDisk", _storage_type(format), wide(path)
    texts = [wide(parent)] if parent is not None else []
    parameters = _creation(size, block_size, texts[0] if texts else ffi.NULL)

    def make(cell: Pointer[HANDLE], _texts: object = texts) -> None:
        null = ffi.NULL
        code = tables.virtdisk.CreateVirtualDisk(kind, name, 0, null, 0, 0, parameters, null, cell)
        _judge(export, code, path)

    return _obtained(tables, export, make, path, timeout)


def open_virtual_disk(tables: Tables, path: str, *, timeout: float | None = None) -> DiskHandle:
    """Open a disk; the caller closes the handle."""
    export, kind, name = "OpenVirtualDisk", _storage_type(DiskFormat.UNKNOWN), wide(path)
    parameters = ffi.new("OPEN_VIRTUAL_DISK_PARAMETERS *", {"Version": _VERSION})

    def make(cell: Pointer[HANDLE]) -> None:
        _judge(export, tables.virtdisk.OpenVirtualDisk(kind, name, 0, 0, parameters, cell), path)

    return _obtained(tables, export, make, path, timeout)


def attach_virtual_disk(
    disk: DiskHandle, flags: AttachFlags = AttachFlags.NONE, *, timeout: float | None = None
) -> None:
    """Show a disk to Windows; it goes away with the handle, unless the flags say otherwise."""
    null, function = ffi.NULL, disk.tables.virtdisk.AttachVirtualDisk
    _on_disk(disk, "AttachVirtualDisk", lambda value: function(value, null, int(flags), 0, null, null), timeout)


def detach_virtual_disk(disk: DiskHandle, *, timeout: float | None = None) -> None:
    """Take a disk away from Windows."""
    function = disk.tables.virtdisk.DetachVirtualDisk
    _on_disk(disk, "DetachVirtualDisk", lambda value: function(value, 0, 0), timeout)


def get_virtual_disk_physical_path(disk: DiskHandle, *, timeout: float | None = None) -> str:
    r"""Return the path of an attached disk as a device, such as `\\.\PhysicalDrive2`."""
    size: Pointer[int] = ffi.new("ULONG *", 520)
    buffer = ffi.new("char16_t[]", 261)
    function = disk.tables.virtdisk.GetVirtualDiskPhysicalPath
    _on_disk(disk, "GetVirtualDiskPhysicalPath", lambda value: function(value, size, buffer), timeout)
    return text_at(buffer)


@contextmanager
def device_handle(path: str) -> Iterator[int]:
    """Give the handle of a disk that is opened as a device, for a block."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        yield _handle_of(descriptor)
    finally:
        os.close(descriptor)


def _handle_of(descriptor: int) -> int:
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.get_osfhandle(descriptor)
    return descriptor


# -- one call -----------------------------------------------------------------------------------------------------


def _storage_type(format: DiskFormat) -> Pointer[VIRTUAL_STORAGE_TYPE]:
    kind: Pointer[Any] = ffi.new("VIRTUAL_STORAGE_TYPE *", {"DeviceId": int(format)})
    if format is not DiskFormat.UNKNOWN:
        put_guid(ffi.addressof(kind, "VendorId"), MICROSOFT)
    return kind


def _creation(size: int, block_size: int, parent: Any) -> Pointer[CREATE_VIRTUAL_DISK_PARAMETERS]:
    parameters: Pointer[Any] = ffi.new("CREATE_VIRTUAL_DISK_PARAMETERS *", {"Version": _VERSION})
    second: Any = ffi.addressof(parameters, "Version2")
    second.MaximumSize, second.BlockSizeInBytes, second.ParentPath = size, block_size, parent
    return parameters


def _obtained(
    tables: Tables, export: str, make: Callable[[Pointer[HANDLE]], None], path: str, timeout: float | None
) -> DiskHandle:
    return run_with_timeout(
        lambda: obtain(tables, DiskHandle, make, export),
        timeout,
        call=export,
        request=path,
        discard=LiveHandle.let_go,
    )


def _on_disk(disk: DiskHandle, export: str, function: Callable[[HANDLE], int], timeout: float | None) -> None:
    value = disk.value()
    request = f"0x{number(value):x}"
    on_loan(disk, lambda: _judge(export, function(value), request), timeout, call=export, request=request)


def _judge(export: str, code: int, request: str) -> None:
    _log.debug("%s %s -> %d", export, request, code)
    if code:
        raise from_hresult(code, call=export, request=request)
