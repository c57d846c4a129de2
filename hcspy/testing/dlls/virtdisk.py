"""virtdisk.dll: handles of virtual disks."""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.handles import Handle, Handles
from hcspy.testing.dlls.storage import ask
from hcspy.testing.node import Node
from hcspy.testing.state.storage import Storage
from hcspy.testing.state.storage.vhds import Vhd

__all__ = ["VIRTUAL_DISK", "OpenDisk", "VirtualDisks"]

VIRTUAL_DISK: Final = "virtual disk"
INVALID_HANDLE: Final = 6
INVALID_PARAMETER: Final = 87
INSUFFICIENT_BUFFER: Final = 122
PERMANENT_LIFETIME: Final = 4  # ATTACH_VIRTUAL_DISK_FLAG_PERMANENT_LIFETIME

Reply = Mapping[str, Any]


class OpenDisk:
    """What a handle of a virtual disk stands for; an attachment may live as long as it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.holds = False


class VirtualDisks:
    """Answers for the exports by name."""

    def __init__(self, node: Node, handles: Handles) -> None:
        self._node = node
        self._handles = handles
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "AttachVirtualDisk": self._attach,
            "CreateVirtualDisk": self._create,
            "DetachVirtualDisk": self._detach,
            "GetVirtualDiskPhysicalPath": self._physical_path,
            "OpenVirtualDisk": self._open,
        }

    def find(self, number: int, call: Call) -> Handle | None:
        """Find an open handle of a virtual disk."""
        return self._handles.find(VIRTUAL_DISK, number, call)

    def _create(self, call: Call) -> Reply:
        settings = (call.args["parameters"] or {}).get("Version2") or {}
        path, size, parent = call.args["path"], settings.get("MaximumSize", 0), settings.get("ParentPath") or ""
        if not path or not call.args["parameters"] or "handle" in call.args.get("null_outs", ()):
            return {"ret": INVALID_PARAMETER}
        if parent:
            parent = ntpath.join(ntpath.dirname(path), parent)
        return self._opened(call, lambda storage: storage.vhds.create(path, size, parent))

    def _open(self, call: Call) -> Reply:
        path = call.args["path"]
        if not path or "handle" in call.args.get("null_outs", ()):
            return {"ret": INVALID_PARAMETER}
        return self._opened(call, lambda storage: storage.vhds.get(path))

    def _opened(self, call: Call, step: Callable[[Storage], Vhd]) -> Reply:
        hresult, vhd = ask(self._node, step)
        if vhd is None:
            return {"ret": win32(hresult)}
        return {"ret": 0, "handle": self._handles.open(VIRTUAL_DISK, OpenDisk(vhd.path), call).number}

    def _attach(self, call: Call) -> Reply:
        handle = self.find(call.args["handle"], call)
        if handle is None:
            return {"ret": INVALID_HANDLE}
        disk: OpenDisk = handle.target
        hresult, _ = ask(self._node, lambda storage: storage.vhds.attach(storage.vhds.get(disk.path)))
        disk.holds = disk.holds or not (hresult or call.args["flags"] & PERMANENT_LIFETIME)
        return {"ret": win32(hresult)}

    def _detach(self, call: Call) -> Reply:
        handle = self.find(call.args["handle"], call)
        if handle is None:
            return {"ret": INVALID_HANDLE}
        handle.target.holds = False
        return {"ret": win32(self._detached(handle.target))}

    def _detached(self, disk: OpenDisk) -> int:
        return ask(self._node, lambda storage: storage.vhds.detach(storage.vhds.get(disk.path)))[0]

    def _physical_path(self, call: Call) -> Reply:
        handle = self.find(call.args["handle"], call)
        if handle is None:
            return {"ret": INVALID_HANDLE}
        if "diskPathSizeInBytes" in call.args.get("null_outs", ()):
            return {"ret": INVALID_PARAMETER}
        hresult, number = ask(self._node, lambda storage: storage.vhds.number(storage.vhds.get(handle.target.path)))
        if number is None:
            return {"ret": win32(hresult)}
        path = f"\\\\.\\PhysicalDrive{number}"
        fits = call.args["diskPathSizeInBytes"] >= 2 * (len(path) + 1)
        return {"ret": 0 if fits else INSUFFICIENT_BUFFER, "diskPath": path}

    def let_go(self, handle: Handle) -> None:
        """Detach a disk whose handle is closed, unless it was attached for good."""
        if handle.target.holds:
            self._detached(handle.target)


def win32(hresult: int) -> int:
    """Return the error of a function that says no HRESULT.

    >>> win32(0x80070002)
    2
    """
    return hresult & 0xFFFF if hresult >> 16 == 0x8007 else hresult
