"""Virtual disks as live objects: open as long as something is done with them."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol

from hcspy._ffi import virtdisk as native
from hcspy._ffi.kernel32 import DiskSpace as DiskSpace
from hcspy._ffi.virtdisk import AttachFlags, DiskHandle


class OpenDisk(Protocol):
    """An open virtual disk, be it awaited or not."""

    @property
    def handle(self) -> int:
        """The native handle, as a number."""


class VirtualDisk:
    """An open virtual disk: ``host.storage.disks`` makes and opens them. A context manager.

    Closing it twice is fine. An attached disk is detached when it is closed, unless it was attached for good.
    """

    def __init__(self, handle: DiskHandle, path: str, *, timeout: float | None = None) -> None:
        self._handle = handle
        self._timeout = timeout
        self.path = path

    @property
    def handle(self) -> int:
        """The native handle, as a number; ClosedError if the disk is closed."""
        return self._handle.number

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._handle.is_closed

    def attach(self, *, read_only: bool = False, drive_letter: bool = False, permanent: bool = False) -> None:
        """Show the disk to Windows.

        It goes away when it is closed, unless it is ``permanent``; its volumes get drive letters only if asked for.
        """
        flags = AttachFlags.NONE if drive_letter else AttachFlags.NO_DRIVE_LETTER
        flags |= AttachFlags.READ_ONLY if read_only else AttachFlags.NONE
        flags |= AttachFlags.PERMANENT_LIFETIME if permanent else AttachFlags.NONE
        native.attach_virtual_disk(self._handle, flags, timeout=self._timeout)

    def detach(self) -> None:
        """Take the disk away from Windows."""
        native.detach_virtual_disk(self._handle, timeout=self._timeout)

    def physical_path(self) -> str:
        r"""Return the path of the attached disk as a device, such as ``\\\\.\\PhysicalDrive2``."""
        return native.get_virtual_disk_physical_path(self._handle, timeout=self._timeout)

    def close(self) -> None:
        """Close the disk; its file stays."""
        self._handle.close()

    def __enter__(self) -> VirtualDisk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<VirtualDisk {self.path}, {'closed' if self.is_closed else 'open'}>"
