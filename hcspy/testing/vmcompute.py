"""The part of vmcompute.dll that hot attach needs: open, watch, ask, modify and close a compute system."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from hcspy._ffi.foreign import ForeignThread
from hcspy.testing.calls import Call
from hcspy.testing.handles import Handles
from hcspy.testing.node import Node
from hcspy.testing.wire import Machine

__all__ = ["ComputeSystems", "Subscription"]

E_HANDLE = 0x80070006
E_POINTER = 0x80004003

SYSTEM = "compute system"
CALLBACK = "callback"

Reply = Mapping[str, Any]


class Subscription:
    """A callback that was registered for the notifications of one compute system."""

    def __init__(self, id: str, callback: Callable[..., object]) -> None:
        self.id = id
        self.callback = callback
        self._idle = threading.Condition()
        self._running = 0
        self._ended = False

    def deliver(self, type: int, status: int, data: str | None) -> None:
        """Call back, on the thread that this runs on; not at all once the subscription has ended."""
        with self._idle:
            if self._ended:
                return
            self._running += 1
        try:
            self.callback(type, status, data)
        finally:
            with self._idle:
                self._running -= 1
                self._idle.notify_all()

    def end(self) -> None:
        """Take no more notifications, and wait for those that are under way, as the real DLL does."""
        with self._idle:
            self._ended = True
            self._idle.wait_for(lambda: not self._running)


class ComputeSystems:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, node: Node, handles: Handles) -> None:
        self._node = node
        self._handles = handles
        self._threads: list[ForeignThread] = []
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsOpenComputeSystem": self._open,
            "HcsCloseComputeSystem": self._close,
            "HcsEnumerateComputeSystems": self._enumerate,
            "HcsGetComputeSystemProperties": self._properties,
            "HcsModifyComputeSystem": self._modify,
            "HcsRegisterComputeSystemCallback": self._register,
            "HcsUnregisterComputeSystemCallback": self._unregister,
        }

    def notify(self, id: str, type: int, status: int, data: str | None) -> None:
        """Deliver a notification to all who watch a system, each on a thread that Python did not make."""
        watchers = [handle.target for handle in self._handles.live if handle.kind == CALLBACK]
        for subscription in watchers:
            if subscription.id.lower() == id.lower():
                self._threads.append(ForeignThread(partial(subscription.deliver, type, status, data)))

    def close(self) -> None:
        """Wait for the notifications that are under way."""
        while self._threads:
            self._threads.pop().join()

    def _open(self, call: Call) -> Reply:
        id = call.args["id"] or ""
        hresult, result = self._node.use(lambda machine: machine.hcs_open(id))
        if hresult:
            return {"hresult": hresult, "result": result}
        return {"hresult": 0, "computeSystem": self._handles.open(SYSTEM, id, call).number}

    def _close(self, call: Call) -> Reply:
        handle = self._handles.close(SYSTEM, call.args["computeSystem"], call)
        return {"hresult": 0 if handle else E_HANDLE}

    def _enumerate(self, call: Call) -> Reply:
        hresult, answer = self._node.use(lambda machine: machine.hcs_enumerate(call.args["query"]))
        return {"hresult": hresult, "result" if hresult else "computeSystems": answer}

    def _properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._ask(call, "properties", lambda machine, id: machine.hcs_properties(id, query))

    def _modify(self, call: Call) -> Reply:
        configuration = call.args["configuration"]
        return self._ask(call, "result", lambda machine, id: machine.hcs_modify(id, configuration))

    def _ask(self, call: Call, output: str, question: Callable[[Machine, str], tuple[int, str | None]]) -> Reply:
        """Ask the machine about the system of a handle; a failure comes with a result document instead."""
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        hresult, answer = self._node.use(lambda machine: question(machine, handle.target))
        return {"hresult": hresult, "result" if hresult else output: answer}

    def _register(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if call.args["callback"] is None:
            return {"hresult": E_POINTER}
        subscription = Subscription(handle.target, call.args["callback"])
        return {"hresult": 0, "callbackHandle": self._handles.open(CALLBACK, subscription, call).number}

    def _unregister(self, call: Call) -> Reply:
        handle = self._handles.close(CALLBACK, call.args["callbackHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        handle.target.end()  # without any lock: it waits for callbacks, and those may call us
        return {"hresult": 0}
