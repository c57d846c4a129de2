"""The exports of computecore.dll that are about processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hcspy.testing.calls import NORMAL, Call, Delivery
from hcspy.testing.compute.executions import Execution
from hcspy.testing.compute.service import ComputeService, Done
from hcspy.testing.dlls.computecore.operation import Operation
from hcspy.testing.dlls.handles import Handles

from .targets import E_HANDLE, E_POINTER, PROCESS, SYSTEM, Reply, Target, translated
from .tracking import Tracking

__all__ = ["Processes"]


class Processes:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles, tracking: Tracking) -> None:
        self._service = service
        self._handles = handles
        self._tracking = tracking
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsCreateProcess": self._create_process,
            "HcsOpenProcess": self._open_process,
            "HcsCloseProcess": self._close_process,
            "HcsGetProcessInfo": partial(self._process, "process info", self._information),
            "HcsGetProcessProperties": partial(self._process, "process properties", self._status),
            "HcsTerminateProcess": partial(self._process, "terminate process", self._terminate_process),
            "HcsSignalProcess": partial(self._process, "signal", self._signal),
            "HcsModifyProcess": partial(self._process, "modify process", self._modify_process),
        }

    def _create_process(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if "process" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        made: list[int] = []

        def create(operation: Operation, delivery: Delivery) -> Done:
            operation.system = handle.number
            if delivery.failure is not None:
                return self._service.refuse(delivery.failure)
            start, live = self._service.executions.start, handle.target.source
            done, running = start(live, call.args["processParameters"], NORMAL)
            if running is not None:
                operation.execution = running
                operation.process = self._process_handle(running, call)
                made.append(operation.process)
            return done

        reply = self._tracking.tracked(call, "exec", handle.target, create)
        return {**reply, "process": made[0]} if made else reply

    def _process_handle(self, execution: Execution, call: Call) -> int:
        return self._handles.open(PROCESS, Target(execution), call).number

    def _open_process(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if "process" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        self._service.reap()
        done, execution = self._service.executions.open(handle.target.source, call.args["processId"])
        if execution is None:
            return {"hresult": translated(done.hresult)}
        return {"hresult": 0, "process": self._process_handle(execution, call)}

    def _close_process(self, call: Call) -> Reply:
        handle = self._tracking.closed(PROCESS, call.args["process"], call)
        if handle is not None:
            self._tracking.note_end(call, self._tracking.let_go(handle.target, NORMAL))
        return {}

    def _process(self, verb: str, step: Callable[[Execution, Call, Operation], Done], call: Call) -> Reply:
        """Do something with the process of a handle, tracked by an operation."""
        handle = self._handles.find(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}

        def work(operation: Operation, delivery: Delivery) -> Done:
            operation.process = handle.number
            return self._tracking.unless_failing(delivery, lambda: step(handle.target.source, call, operation))

        return self._tracking.tracked(call, verb, handle.target, work)

    def _information(self, execution: Execution, call: Call, operation: Operation) -> Done:
        operation.execution = execution
        return self._service.nothing

    def _status(self, execution: Execution, call: Call, operation: Operation) -> Done:
        return Done(0, execution.status())

    def _terminate_process(self, execution: Execution, call: Call, operation: Operation) -> Done:
        return self._service.executions.terminate(execution)

    def _signal(self, execution: Execution, call: Call, operation: Operation) -> Done:
        return self._service.executions.signal(execution, call.args["options"])

    def _modify_process(self, execution: Execution, call: Call, operation: Operation) -> Done:
        return self._service.executions.modify(execution, call.args["settings"])
