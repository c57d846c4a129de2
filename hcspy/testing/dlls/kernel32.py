"""kernel32.dll: the end of handles of Windows, and the space on volumes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.handles import Handles
from hcspy.testing.dlls.jobs import JOB_OBJECT
from hcspy.testing.dlls.storage import ask
from hcspy.testing.dlls.virtdisk import VIRTUAL_DISK, VirtualDisks, win32
from hcspy.testing.node import Node

__all__ = ["Kernel32"]

INVALID_HANDLE: Final = 6

Reply = Mapping[str, Any]


class Kernel32:
    """Answers for the exports by name."""

    def __init__(self, node: Node, handles: Handles, disks: VirtualDisks) -> None:
        self._node = node
        self._handles = handles
        self._disks = disks
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "CloseHandle": self._close,
            "GetDiskFreeSpaceExW": self._space,
        }

    def _close(self, call: Call) -> Reply:
        number = call.args["object"]
        kind = JOB_OBJECT if self._handles.kind_of(number) == JOB_OBJECT else VIRTUAL_DISK
        handle = self._handles.close(kind, number, call)
        if handle is None:
            return {"ret": 0, "last_error": INVALID_HANDLE}
        if kind == VIRTUAL_DISK:
            self._disks.let_go(handle)
        return {"ret": 1}

    def _space(self, call: Call) -> Reply:
        path = call.args["directoryName"] or "C:\\"
        hresult, found = ask(self._node, lambda storage: storage.space(path))
        if found is None:
            return {"ret": 0, "last_error": win32(hresult)}
        size, free = found
        return {
            "ret": 1,
            "freeBytesAvailableToCaller": free,
            "totalNumberOfBytes": size,
            "totalNumberOfFreeBytes": free,
        }
