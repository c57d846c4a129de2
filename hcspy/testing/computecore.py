"""computecore.dll: the second door of the compute service, where work is tracked by operations.

A call that takes an operation succeeds when the service has taken the work; what came of it, failures too, is the
result of the operation. Only what is wrong with handles and operations themselves is said at once.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.computeservice import ComputeService, Done
from hcspy.testing.handles import Handle, Handles
from hcspy.testing.live import Event, LiveSystem
from hcspy.testing.operations import CALLBACK_SET, TIMEOUT, Operation, wait_for
from hcspy.testing.processes import Running
from hcspy.testing.registrations import Post, Registration

__all__ = ["ComputeCore"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003

SYSTEM: Final = "compute system of computecore"
PROCESS: Final = "process of computecore"
OPERATION: Final = "operation"

# fidelity: HCS-A02
NUMBERS: Final = {
    "exited": 0x1,
    "crash initiated": 0x2,
    "crash report": 0x3,
    "rdp": 0x4,
    "silo job": 0x5,
    "guest closed": 0x6,
    "process exited": 0x10000,
    "operation": 0x01000000,
    "disconnect": 0x02000000,
}
TYPES: Final = {
    "enumerate": 0,
    "create": 1,
    "start": 2,
    "shutdown": 3,
    "pause": 4,
    "resume": 5,
    "save": 6,
    "terminate": 7,
    "modify": 8,
    "properties": 9,
    "exec": 10,
    "signal": 11,
    "process info": 12,
    "process properties": 13,
    "modify process": 14,
    "crash": 15,
}
_STEPS: Final = {
    "Start": "start",
    "ShutDown": "shutdown",
    "Terminate": "terminate",
    "Pause": "pause",
    "Resume": "resume",
    "Save": "save",
    "Crash": "crash",
}

Reply = Mapping[str, Any]


def translated(hresult: int) -> int:
    """Return a code of the service as this door has it.

    >>> hex(translated(0xC037010E)), hex(translated(0x80070005))
    ('0x8037010e', '0x80070005')
    """
    # fidelity: HCS-R03
    return hresult & ~0x40000000 if hresult >> 16 == 0xC037 else hresult


class Target:
    """What the handle of a system or process stands for: with a post, at most one callback, and options for it."""

    def __init__(self, source: LiveSystem | Running) -> None:
        self.source = source
        self.post = Post()
        self.registration: Registration | None = None
        self.tells_operations = False
        source.listen(self.hear)

    def hear(self, event: Event) -> None:
        """Send an event on, by the numbers of this door; some it does not have."""
        number = NUMBERS.get(event.kind)
        if number is not None:
            self.post.send((number, event.data, 0))

    def done(self, operation: int) -> None:
        """Send on that an operation is done, if that is wanted."""
        if self.tells_operations:
            self.post.send((NUMBERS["operation"], None, operation))

    def close(self) -> bool:
        """Hear no more; False where that had to wait for the caller itself."""
        self.source.ignore(self.hear)
        return self.registration is None or self.registration.end()


class ComputeCore:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles) -> None:
        self._service = service
        self._handles = handles
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsCreateOperation": self._create_operation,
            "HcsCloseOperation": self._close_operation,
            "HcsGetOperationResult": self._result,
            "HcsGetOperationResultAndProcessInfo": self._result,
            "HcsWaitForOperationResult": self._wait,
            "HcsWaitForOperationResultAndProcessInfo": self._wait,
            "HcsCreateComputeSystem": self._create,
            "HcsOpenComputeSystem": self._open,
            "HcsCloseComputeSystem": self._close_system,
            "HcsCreateProcess": self._create_process,
            "HcsCloseProcess": self._close_process,
            "HcsWaitForProcessExit": self._wait_process,
        }
        for name, verb in _STEPS.items():
            self.exports[f"Hcs{name}ComputeSystem"] = partial(self._step, verb)

    def close(self) -> None:
        """Let go who waits."""
        self._stop.set()

    # -- operations -------------------------------------------------------------------------------------------------

    def _create_operation(self, call: Call) -> Reply:
        crew = self._service.crew
        operation = Operation(crew, next(self._numbers), call.args["context"] or 0, call.args["callback"])
        operation.handle = self._handles.open(OPERATION, operation, call).number
        return {"ret": operation.handle}

    def _close_operation(self, call: Call) -> Reply:
        handle = self._closed(OPERATION, call.args["operation"], call)
        if handle is not None:
            self._ended(call, handle.target.close())
        return {}

    def _closed(self, kind: str, number: int, call: Call) -> Handle | None:
        """Close a handle; closing none is no misuse."""
        return self._handles.close(kind, number, call) if number else None

    def _ended(self, call: Call, ended: bool) -> None:
        if not ended:
            self._handles.note(f"{call} came from the callback itself, where Windows waits for ever")

    def _operation(self, call: Call) -> Operation | None:
        handle = self._handles.find(OPERATION, call.args["operation"], call)
        return None if handle is None else handle.target

    def _result(self, call: Call) -> Reply:
        operation = self._operation(call)
        return {"hresult": E_HANDLE} if operation is None else self._told(call, operation, *operation.result())

    def _wait(self, call: Call) -> Reply:
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        return self._told(call, operation, *operation.wait(call.args["timeoutMs"], self._stop))

    @staticmethod
    def _told(call: Call, operation: Operation, hresult: int, document: str | None) -> Reply:
        reply: dict[str, Any] = {"hresult": hresult, "resultDocument": document}
        missing = call.args.get("null_outs", ())
        if call.export.endswith("AndProcessInfo") and not hresult and "processInformation" not in missing:
            reply["processInformation"] = operation.information()
        return reply

    def _tracked(
        self,
        call: Call,
        verb: str,
        target: Target | None,
        step: Callable[[Operation], Done],
    ) -> Reply:
        """Begin an operation, do the work, and have its end told."""
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if target is not None and target.tells_operations and operation.has_callback:
            return {"hresult": CALLBACK_SET}
        if not operation.begin(TYPES[verb]):
            return {"hresult": 0x80370116}
        failure = call.delivery.failure
        done = step(operation) if failure is None else self._service.refuse(failure)
        tell = partial(target.done, operation.handle) if target is not None else bool
        document = done.record if done.hresult else done.text
        operation.complete(translated(done.hresult), document, call.delivery, tell)
        return {"hresult": 0}

    # -- systems ----------------------------------------------------------------------------------------------------

    def _create(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        made: list[int] = []

        def create(operation: Operation) -> Done:
            done, live = self._service.create(call.args["id"] or "", call.args["configuration"])
            if live is None:
                live = LiveSystem(call.args["id"] or "", "")
            operation.system = self._system_handle(live, call)
            made.append(operation.system)
            return done

        reply = self._tracked(call, "create", None, create)
        return {**reply, "computeSystem": made[0]} if made else reply

    def _system_handle(self, live: LiveSystem, call: Call) -> int:
        self._service.hold(live)
        return self._handles.open(SYSTEM, Target(live), call).number

    def _open(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        done, live = self._service.open(call.args["id"] or "")
        if live is None:
            return {"hresult": translated(done.hresult)}
        return {"hresult": 0, "computeSystem": self._system_handle(live, call)}

    def _close_system(self, call: Call) -> Reply:
        handle = self._closed(SYSTEM, call.args["computeSystem"], call)
        if handle is not None:
            self._ended(call, self._let_go(handle.target))
        return {}

    def _let_go(self, target: Target) -> bool:
        ended = target.close()
        if isinstance(target.source, LiveSystem):
            self._service.release(target.source)
        return ended

    def _step(self, verb: str, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        live = handle.target.source

        def step(operation: Operation) -> Done:
            operation.system = handle.number
            done = self._service.step(live, verb)
            if not done.hresult and verb in ("shutdown", "terminate", "save"):
                self._service.stopped(live, verb, call.delivery)
            return done

        return self._tracked(call, verb, handle.target, step)

    # -- processes --------------------------------------------------------------------------------------------------

    def _create_process(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if "process" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        made: list[int] = []

        def create(operation: Operation) -> Done:
            operation.system = handle.number
            done, running = self._service.exec(handle.target.source, call.args["processParameters"], call.delivery)
            if running is not None:
                operation.running = running
                operation.process = self._handles.open(PROCESS, Target(running), call).number
                made.append(operation.process)
            return done

        reply = self._tracked(call, "exec", handle.target, create)
        return {**reply, "process": made[0]} if made else reply

    def _close_process(self, call: Call) -> Reply:
        handle = self._closed(PROCESS, call.args["process"], call)
        if handle is not None:
            self._ended(call, handle.target.close())
        return {}

    def _wait_process(self, call: Call) -> Reply:
        handle = self._handles.find(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        source = handle.target.source
        if not wait_for(source.ended, call.args["timeoutMs"], self._stop):
            return {"hresult": TIMEOUT}
        return {"hresult": 0, "result": source.last.data}

    # -- the end ----------------------------------------------------------------------------------------------------

    def undo(self, handles: list[Handle]) -> None:
        """Undo what belongs to handles that the program never got."""
        for handle in handles:
            if handle.kind == OPERATION:
                handle.target.close()
            elif isinstance(handle.target, Target):
                self._let_go(handle.target)
