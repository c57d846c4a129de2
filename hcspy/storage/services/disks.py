"""``host.storage.disks``: virtual disks, for layers that are made by hand."""

from __future__ import annotations

import os
from typing import Final

from hcspy._ffi import kernel32
from hcspy._ffi import virtdisk as native
from hcspy.errors import InvalidDocumentError
from hcspy.storage.disk import DiskSpace, VirtualDisk
from hcspy.storage.paths import path_of
from hcspy.storage.services.door import Door

MEBIBYTE: Final = 1 << 20
# The smallest disk that virtdisk.dll makes.
SMALLEST: Final = 3 * MEBIBYTE

Name = str | os.PathLike[str]


class Disks:
    """``host.storage.disks``: makes and opens virtual disks.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     with host.storage.disks.create("C:/scratch.vhdx", size=20 << 30) as disk:
    ...         disk.attach()
    ...         host.storage.layers.format_vhd(disk)
    ...     disk.is_closed
    True
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def create(self, path: Name, *, size: int, block_size: int = MEBIBYTE) -> VirtualDisk:
        """Make a disk that grows to so many bytes (a .vhd or .vhdx file) and return it, open."""
        if size < SMALLEST:
            raise InvalidDocumentError(f"size is {size} bytes; a virtual disk has {SMALLEST} or more")
        return self._create(path, size=size, block_size=block_size)

    def create_differencing(self, path: Name, parent: Name, *, block_size: int = MEBIBYTE) -> VirtualDisk:
        """Make a disk that holds only what differs from another one, which must not change, and return it, open."""
        return self._create(path, parent=path_of(parent, "parent disk"), block_size=block_size)

    def open(self, path: Name) -> VirtualDisk:
        """Open a disk that is there."""
        name = path_of(path, "disk")
        handle = native.open_virtual_disk(self._door.tables, name, timeout=self._door.timeout)
        return VirtualDisk(handle, name, timeout=self._door.timeout)

    def space(self, path: Name) -> DiskSpace:
        """Return how large the volume at a path is, and how much of it is free, in bytes."""
        return kernel32.get_disk_free_space(self._door.tables, path_of(path, "volume"))

    def _create(self, path: Name, *, block_size: int, size: int = 0, parent: str | None = None) -> VirtualDisk:
        name, timeout = path_of(path, "disk"), self._door.timeout
        handle = native.create_virtual_disk(
            self._door.tables,
            name,
            size=size,
            block_size=block_size,
            parent=parent,
            format=_format(name),
            timeout=timeout,
        )
        return VirtualDisk(handle, name, timeout=timeout)


def _format(path: str) -> native.DiskFormat:
    for format in (native.DiskFormat.VHDX, native.DiskFormat.VHD):
        if path.lower().endswith(f".{format.name.lower()}"):
            return format
    raise InvalidDocumentError(f"the disk is {path!r}; its name has to end in .vhdx or .vhd")
