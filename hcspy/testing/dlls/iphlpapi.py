"""Network compartments of threads: the part of iphlpapi.dll that a program enters a container's network with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from hcspy.testing.calls import Call
from hcspy.testing.node import Node

__all__ = ["Compartments"]

HOST = 1
NOT_FOUND = 0x80070490
INVALID_HANDLE = 6  # ERROR_INVALID_HANDLE


class Compartments:
    """The compartment of each thread; a new thread starts in the host's own, as on Windows."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._current = threading.local()
        self.exports: dict[str, Callable[[Call], Mapping[str, Any]]] = {
            "GetCurrentThreadCompartmentId": self._get,
            "SetCurrentThreadCompartmentId": self._set,
            "SetJobCompartmentId": self._set_job,
        }

    def _get(self, call: Call) -> Mapping[str, Any]:
        return {"ret": getattr(self._current, "id", HOST)}

    def _set(self, call: Call) -> Mapping[str, Any]:
        id = call.args["compartmentId"] or HOST  # 0 is "unspecified": back to where the thread began
        if not self._exists(id):
            return {"hresult": NOT_FOUND}
        self._current.id = id
        return {"hresult": 0}

    def _set_job(self, call: Call) -> Mapping[str, Any]:
        # Nobody can ask which compartment a job is in, and no process of this fake is in one.
        if not call.args["handle"]:
            return {"ret": INVALID_HANDLE}
        return {"ret": 0 if self._exists(call.args["compartmentId"]) else NOT_FOUND & 0xFFFF}

    def _exists(self, id: int) -> bool:
        return id in self._node.use(lambda machine: machine.compartments())
