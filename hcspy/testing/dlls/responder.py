"""What answers the calls: one function, which the filler of ``_ffi`` puts behind every slot."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from hcspy._ffi.filler import fill
from hcspy._ffi.ledger import Allocation
from hcspy.testing.calls import Call, Calls
from hcspy.testing.compute.service import ComputeService
from hcspy.testing.dlls.answers import failed, missing, unsupported
from hcspy.testing.dlls.computecore import ComputeCore
from hcspy.testing.dlls.computecore.files import MachineFiles
from hcspy.testing.dlls.computenetwork import ComputeNetwork
from hcspy.testing.dlls.computestorage import ComputeStorage
from hcspy.testing.dlls.handles import Handle, Handles
from hcspy.testing.dlls.iphlpapi import Compartments
from hcspy.testing.dlls.jobs import JobObjects
from hcspy.testing.dlls.kernel32 import Kernel32
from hcspy.testing.dlls.virtdisk import VirtualDisks
from hcspy.testing.dlls.vmcompute import LayerFunctions, VmCompute
from hcspy.testing.faults import Failure, Faults
from hcspy.testing.node import Node
from hcspy.testing.programs import Programs
from hcspy.testing.programs.pipes import close as close_pipe

__all__ = ["Responder"]

E_FAIL: Final = 0x80004005
RPC_FAILED: Final = 0x800706BE
RAISED: Final[Mapping[str, Any]] = {"hresult": E_FAIL}  # what C sees if an answer raises
GRACE: Final = 10.0  # seconds that close() waits for calls that other threads have not come back from

# Nobody answers: the service is not there, or its caller is not let near it. So there is no envelope either.
NO_ANSWER: Final = frozenset({0x80070426, 0x800706BE, 0x800706BA, 0x800706B5, 0x80080005, 0x80070005})


class Door(Protocol):
    """A DLL with handles."""

    def undo(self, handles: list[Handle]) -> None:
        """Undo what belongs to handles that the program never got."""

    def give_up(self, call: Call) -> None:
        """Close what a call would have closed that fails."""


Answer = Callable[[Call], Mapping[str, Any]]


class Responder:
    """Records a call, lets the rules have their way with it, and has it answered."""

    def __init__(self, node: Node, faults: Faults) -> None:
        self.calls = Calls()
        self._begin = self.calls.begin
        self.handles = Handles()
        self.programs = Programs()
        self.service = ComputeService(node, self.programs)
        self.systems = VmCompute(self.service, self.handles)
        self.core = ComputeCore(self.service, self.handles)
        self._node = node
        self._faults = faults
        self._inside: set[Call] = set()
        self._answers: dict[tuple[str, str], Answer] = {("vmcompute", "HNSCall"): self._hns_call}
        self._answers |= {("vmcompute", name): answer for name, answer in self.systems.exports.items()}
        self._answers |= {("computecore", name): answer for name, answer in self.core.exports.items()}
        self._answers |= {("computecore", name): answer for name, answer in MachineFiles(node).exports.items()}
        self.network = ComputeNetwork(node, self.handles, self.service.crew)
        self._answers |= {("computenetwork", name): answer for name, answer in self.network.exports.items()}
        self._answers |= {("iphlpapi", name): answer for name, answer in Compartments(node).exports.items()}
        self._answers |= {("vmcompute", name): answer for name, answer in LayerFunctions(node).exports.items()}
        self.disks = VirtualDisks(node, self.handles)
        self._answers |= {("virtdisk", name): answer for name, answer in self.disks.exports.items()}
        kernel, jobs = Kernel32(node, self.handles, self.disks), JobObjects(node, self.handles)
        self._answers |= {("kernel32", name): answer for name, answer in (kernel.exports | jobs.kernel32).items()}
        self._answers |= {("ntdll", name): answer for name, answer in jobs.ntdll.items()}
        storage = ComputeStorage(node, self.disks)
        self._answers |= {("computestorage", name): answer for name, answer in storage.exports.items()}
        self._doors: dict[str, Door] = {
            "vmcompute": self.systems,
            "computecore": self.core,
            "computenetwork": self.network,
        }
        self.tables = fill(self.respond, missing=missing(node.profile.build, node.profile.lacks))

    def respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer one call, on the thread of whoever made it."""
        call = self._begin(dll, export, args)
        self._inside.add(call)
        faults, reply = self._faults, RAISED
        try:
            failure = faults.apply(call) if faults.rules else None
            if failure or faults.ended:
                reply = self._fail(call, failure)
            else:
                reply = self._answers.get((dll, export), not_known)(call)
        finally:
            call.finish(reply)
            self._inside.discard(call)
        return reply

    def _serve(self, call: Call) -> Mapping[str, Any]:
        return self._answers.get((call.dll, call.export), not_known)(call)

    def _hns_call(self, call: Call) -> Mapping[str, Any]:
        args = call.args
        method, path, body = args["method"] or "", args["path"] or "", args["object"] or ""
        hresult, response = self._node.call(method, path, body)
        return {"hresult": hresult, "response": response}

    def _fail(self, call: Call, failure: Failure | None) -> Mapping[str, Any]:
        if failure is None or self._faults.ended:
            self._give_up(call)
            return failed(call.dll, call.export, RPC_FAILED)
        if failure.after:
            self._undo(self._serve(call))
        else:
            self._give_up(call)
        if call.dll == "computenetwork":
            return self.network.failed(call, failure.hresult, failure.text, silent=failure.hresult in NO_ANSWER)
        if call.export == "CloseHandle" and not failure.after:
            self._serve(call)  # its caller can do no more about that handle
        if call.export in self.core.exports or call.export in self.systems.exports:
            return self._fail_compute(call, failure)
        if call.export != "HNSCall":
            return failed(call.dll, call.export, failure.hresult, failure.text)
        if failure.hresult in NO_ANSWER and failure.text is None:
            return {"hresult": failure.hresult}
        method, code, text = call.args["method"] or "", failure.hresult, failure.text
        hresult, response = self._node.use(lambda machine: machine.refuse(method, code, text))
        return {"hresult": hresult, "response": response}

    def _give_up(self, call: Call) -> None:
        door = self._doors.get(call.dll)
        if door is not None:
            door.give_up(call)

    def _undo(self, reply: Mapping[str, Any]) -> None:
        handles = self.handles.withdraw(reply)
        for door in self._doors.values():
            door.undo(handles)
        for name, number in reply.get("processInformation", {}).items():
            if name.startswith("Std") and number:
                close_pipe(number)

    def _fail_compute(self, call: Call, failure: Failure) -> Mapping[str, Any]:
        text, code = failure.text, failure.hresult
        if failure.text is None and code not in NO_ANSWER:
            text = self._node.use(lambda machine: machine.hcs_message(code))
        return failed(call.dll, call.export, code, text)

    # -- the books --------------------------------------------------------------------------------------------------

    @property
    def leaks(self) -> list[str]:
        """What was handed out and not given back, one sentence each."""
        callers = {id(call.args): call for call in self.calls}
        strings = [described(allocation, callers) for allocation in self.tables.ledger.live]
        return strings + [str(handle) for handle in self.handles.live] + self.service.executions.leaks

    @property
    def misuses(self) -> list[str]:
        """What was done to strings and handles that must not be done, one sentence each."""
        return self.tables.ledger.misuses + self.handles.misuses

    def close(self) -> None:
        """Wait for the calls and notifications that are under way, and answer no more."""
        deadline = time.monotonic() + GRACE
        me = threading.get_ident()
        while any(call.thread != me for call in tuple(self._inside)) and time.monotonic() < deadline:
            time.sleep(0.001)
        self.core.close()
        self.service.close()
        self.tables.close()


def not_known(call: Call) -> Mapping[str, Any]:
    """Answer an export that is there but that the fake knows nothing about."""
    return unsupported(call.dll, call.export)


def described(allocation: Allocation, callers: Mapping[int, Call]) -> str:
    """Describe a block with the number that its call has in ``fake.calls``: the filler counts for itself."""
    call = callers.get(id(allocation.origin.args))
    return str(allocation) if call is None else str(allocation).replace(str(allocation.origin), str(call))
