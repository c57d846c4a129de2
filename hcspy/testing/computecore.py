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

from hcspy.testing.calls import NORMAL, Call, Delivery
from hcspy.testing.computeservice import EXITS, ComputeService, Done
from hcspy.testing.crew import Crew
from hcspy.testing.executions import Execution
from hcspy.testing.handles import Handle, Handles
from hcspy.testing.live import Event, LiveSystem
from hcspy.testing.operations import (
    ALREADY_STARTED,
    CALLBACK_SET,
    NONE,
    NOT_STARTED,
    PENDING,
    TIMEOUT,
    Operation,
    wait_for,
)
from hcspy.testing.registrations import Post, Registration
from hcspy.testing.wire.compute.properties import operation_info

__all__ = ["ComputeCore"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003
E_NOTIMPL: Final = 0x80004001
OPERATION_CALLBACKS: Final = 1  # HcsEventOptionEnableOperationCallbacks

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
    "terminate process": 11,
    "crash": 15,
}
_STEPS: Final = {
    "Start": "start",
    "ShutDown": "shutdown",
    "Terminate": "terminate",
    "Pause": "pause",
    "Resume": "resume",
    "Save": "save",
}
_MIGRATION: Final = (
    "HcsInitializeLiveMigrationOnSource",
    "HcsStartLiveMigrationOnSource",
    "HcsStartLiveMigrationTransfer",
    "HcsFinalizeLiveMigration",
    "HcsCancelLiveMigration",
)

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

    def __init__(self, source: LiveSystem | Execution) -> None:
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

    def completes(self, operation: Operation) -> None:
        """Let the system be one that can be used when an operation is done."""
        operation.before = partial(setattr, self.source, "creating", False)

    def done(self, operation: int) -> None:
        """Send on that an operation is done, if that is wanted."""
        if self.tells_operations:
            self.post.send((NUMBERS["operation"], None, operation))

    def set_callback(
        self, crew: Crew, callback: Callable[..., object], options: int, delivery: Delivery = NORMAL
    ) -> bool:
        """Let a callback have all events; False if there is one already."""
        if self.registration is not None:
            return False
        self.registration = Registration(crew, callback, delivery)
        self.tells_operations = bool(options & OPERATION_CALLBACKS)
        self.post.add(self.registration)
        return True

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
            "HcsCreateOperationWithNotifications": self._create_watched_operation,
            "HcsCloseOperation": self._close_operation,
            "HcsCancelOperation": self._cancel,
            "HcsAddResourceToOperation": self._add_resource,
            "HcsSetOperationCallback": self._set_operation_callback,
            "HcsSetOperationContext": self._set_context,
            "HcsGetOperationContext": partial(self._read, lambda operation: operation.context),
            "HcsGetOperationId": partial(self._read, lambda operation: operation.id),
            "HcsGetOperationType": partial(self._read, lambda operation: operation.type, nothing=-1),
            "HcsGetComputeSystemFromOperation": partial(self._read, lambda operation: operation.system),
            "HcsGetProcessFromOperation": partial(self._read, lambda operation: operation.process),
            "HcsGetOperationProperties": self._operation_properties,
            "HcsGetOperationResult": self._result,
            "HcsGetOperationResultAndProcessInfo": self._result,
            "HcsWaitForOperationResult": self._wait,
            "HcsWaitForOperationResultAndProcessInfo": self._wait,
            "HcsCreateComputeSystem": self._create,
            "HcsCreateComputeSystemInNamespace": self._create,
            "HcsOpenComputeSystem": self._open,
            "HcsOpenComputeSystemInNamespace": self._open,
            "HcsCloseComputeSystem": self._close_system,
            "HcsEnumerateComputeSystems": self._enumerate,
            "HcsEnumerateComputeSystemsInNamespace": self._enumerate,
            "HcsGetComputeSystemProperties": self._properties,
            "HcsModifyComputeSystem": self._modify,
            "HcsCrashComputeSystem": self._crash,
            "HcsSetComputeSystemCallback": partial(self._set_callback, SYSTEM, "computeSystem"),
            "HcsWaitForComputeSystemExit": partial(self._wait_exit, SYSTEM, "computeSystem"),
            "HcsCreateProcess": self._create_process,
            "HcsOpenProcess": self._open_process,
            "HcsCloseProcess": self._close_process,
            "HcsGetProcessInfo": partial(self._process, "process info", self._information),
            "HcsGetProcessProperties": partial(self._process, "process properties", self._status),
            "HcsTerminateProcess": partial(self._process, "terminate process", self._terminate_process),
            "HcsSignalProcess": partial(self._process, "signal", self._signal),
            "HcsModifyProcess": partial(self._process, "modify process", self._modify_process),
            "HcsSetProcessCallback": partial(self._set_callback, PROCESS, "process"),
            "HcsWaitForProcessExit": partial(self._wait_exit, PROCESS, "process"),
            "HcsGetServiceProperties": self._service_properties,
            "HcsModifyServiceSettings": self._modify_service,
        }
        for name, verb in _STEPS.items():
            self.exports[f"Hcs{name}ComputeSystem"] = partial(self._step, verb)
        for name in _MIGRATION:
            self.exports[name] = self._migrate

    def close(self) -> None:
        """Let go who waits."""
        self._stop.set()

    # -- operations -------------------------------------------------------------------------------------------------

    def _create_operation(self, call: Call) -> Reply:
        return {"ret": self._new_operation(call, call.args["callback"]).handle}

    def _create_watched_operation(self, call: Call) -> Reply:
        operation = self._new_operation(call, None)
        if call.args["callback"] is not None:
            operation.watch(call.args["callback"])
        return {"ret": operation.handle}

    def _new_operation(self, call: Call, callback: Callable[..., object] | None) -> Operation:
        operation = Operation(self._service.crew, next(self._numbers), call.args["context"] or 0, callback)
        operation.handle = self._handles.open(OPERATION, operation, call).number
        return operation

    def _close_operation(self, call: Call) -> Reply:
        handle = self._closed(OPERATION, call.args["operation"], call)
        if handle is not None:
            handle.target.close()  # from within its own callback, too: the documents allow it
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

    def _read(self, member: Callable[[Operation], int], call: Call, nothing: int = 0) -> Reply:
        operation = self._operation(call)
        return {"ret": nothing if operation is None else member(operation)}

    def _cancel(self, call: Call) -> Reply:
        # fidelity: HCS-O01
        return {"hresult": E_HANDLE if self._operation(call) is None else E_NOTIMPL}

    def _add_resource(self, call: Call) -> Reply:
        # fidelity: HCS-O02
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if operation.type != NONE:
            return {"hresult": ALREADY_STARTED}
        operation.resources.append((call.args["resourceType"], call.args["uri"], call.args["handle"]))
        return {"hresult": 0}

    def _set_operation_callback(self, call: Call) -> Reply:
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        return {"hresult": operation.set_callback(call.args["callback"])}

    def _set_context(self, call: Call) -> Reply:
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        operation.context = call.args["context"] or 0
        return {"hresult": 0}

    def _operation_properties(self, call: Call) -> Reply:
        # fidelity: HCS-O03
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if operation.type == NONE:
            return {"hresult": NOT_STARTED}
        return {"hresult": 0, "resultDocument": operation_info(operation.type, operation.is_done, operation.hresult)}

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
        self, call: Call, verb: str, target: Target | None, step: Callable[[Operation, Delivery], Done]
    ) -> Reply:
        """Begin an operation, do the work, and have its end told."""
        # fidelity: HCS-O04 HCS-O05
        operation = self._operation(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if target is not None and target.tells_operations and operation.has_callback:
            return {"hresult": CALLBACK_SET}
        if target is not None and isinstance(target.source, LiveSystem) and target.source.creating:
            return {"hresult": PENDING}
        if not operation.begin(TYPES[verb]):
            return {"hresult": ALREADY_STARTED}
        delivery = self._service.delivery(call)
        done = step(operation, delivery)
        tell = partial(target.done, operation.handle) if target is not None else bool
        document = done.record if done.hresult else done.text
        operation.complete(translated(done.hresult), document, delivery, tell)
        return {"hresult": 0}

    def _unless_failing(self, delivery: Delivery, step: Callable[[], Done]) -> Done:
        return step() if delivery.failure is None else self._service.refuse(delivery.failure)

    # -- systems ----------------------------------------------------------------------------------------------------

    def _create(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        made: list[Target] = []

        def create(operation: Operation, delivery: Delivery) -> Done:
            target, done = self._created(call, delivery)
            target.completes(operation)
            operation.system = self._handles.open(SYSTEM, target, call).number
            made.append(target)
            return done

        reply = self._tracked(call, "create", None, create)
        if not made:
            return reply
        options = call.args.get("options") or {}
        if options.get("Callback") is not None:
            made[0].set_callback(self._service.crew, options["Callback"], options.get("CallbackOptions", 0))
        operation = self._operation(call)
        return {**reply, "computeSystem": 0 if operation is None else operation.system}

    def _created(self, call: Call, delivery: Delivery) -> tuple[Target, Done]:
        """Make a system; when that fails there is a handle all the same, of a system that is none."""
        id = call.args["id"] or ""
        done, live = self._service.create(id, call.args["configuration"])
        if live is not None and delivery.failure is not None:
            self._service.not_created(live)
            done, live = self._service.refuse(delivery.failure), None
        if live is None:
            live = LiveSystem(id, "", 0, is_machine=False)
            live.ending = True
        self._service.hold(live)
        return Target(live), done

    def _open(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        done, live = self._service.open(call.args["id"] or "")
        if live is None:
            return {"hresult": translated(done.hresult)}
        self._service.hold(live)
        return {"hresult": 0, "computeSystem": self._handles.open(SYSTEM, Target(live), call).number}

    def _close_system(self, call: Call) -> Reply:
        handle = self._closed(SYSTEM, call.args["computeSystem"], call)
        if handle is not None:
            self._ended(call, self._let_go(handle.target, self._service.delivery(call)))
        return {}

    def _let_go(self, target: Target, delivery: Delivery) -> bool:
        ended = target.close()
        if isinstance(target.source, LiveSystem):
            self._service.release(target.source, delivery)
        else:
            target.source.closed()
        return ended

    def _enumerate(self, call: Call) -> Reply:
        query = call.args["query"]

        def enumerate(operation: Operation, delivery: Delivery) -> Done:
            ask = self._service.ask
            return self._unless_failing(delivery, lambda: ask(lambda compute: compute.enumerate(query))[0])

        return self._tracked(call, "enumerate", None, enumerate)

    def _system(self, call: Call, verb: str, step: Callable[[LiveSystem, Delivery], Done]) -> Reply:
        """Do something with the system of a handle, tracked by an operation."""
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        live = handle.target.source

        def work(operation: Operation, delivery: Delivery) -> Done:
            operation.system = handle.number
            return self._unless_failing(delivery, lambda: step(live, delivery))

        return self._tracked(call, verb, handle.target, work)

    def _properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._system(call, "properties", lambda live, _: self._service.properties(live, query))

    def _modify(self, call: Call) -> Reply:
        configuration = call.args["configuration"]
        return self._system(call, "modify", lambda live, _: self._service.modify(live, configuration))

    def _crash(self, call: Call) -> Reply:
        return self._system(call, "crash", lambda live, _: self._service.crash_machine(live))

    def _step(self, verb: str, call: Call) -> Reply:
        def step(live: LiveSystem, delivery: Delivery) -> Done:
            done = self._service.step(live, verb)
            if not done.hresult and verb in EXITS:
                self._service.stopped(live, EXITS[verb], Delivery())
            return done

        return self._system(call, verb, step)

    def _migrate(self, call: Call) -> Reply:
        # fidelity: HCS-O06
        if self._handles.find(SYSTEM, call.args["computeSystem"], call) is None or self._operation(call) is None:
            return {"hresult": E_HANDLE}
        return {"hresult": E_NOTIMPL}

    # -- the service ------------------------------------------------------------------------------------------------

    def _service_properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._at_once(self._service.ask(lambda compute: compute.service_properties(query))[0])

    def _modify_service(self, call: Call) -> Reply:
        settings = call.args["settings"]
        return self._at_once(self._service.ask(lambda compute: compute.modify_service(settings))[0])

    @staticmethod
    def _at_once(done: Done) -> Reply:
        return {"hresult": translated(done.hresult), "result": done.record if done.hresult else done.text}

    # -- processes --------------------------------------------------------------------------------------------------

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

        reply = self._tracked(call, "exec", handle.target, create)
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
        handle = self._closed(PROCESS, call.args["process"], call)
        if handle is not None:
            self._ended(call, self._let_go(handle.target, NORMAL))
        return {}

    def _process(self, verb: str, step: Callable[[Execution, Call, Operation], Done], call: Call) -> Reply:
        """Do something with the process of a handle, tracked by an operation."""
        handle = self._handles.find(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}

        def work(operation: Operation, delivery: Delivery) -> Done:
            operation.process = handle.number
            return self._unless_failing(delivery, lambda: step(handle.target.source, call, operation))

        return self._tracked(call, verb, handle.target, work)

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

    # -- who listens ------------------------------------------------------------------------------------------------

    def _set_callback(self, kind: str, parameter: str, call: Call) -> Reply:
        # fidelity: HCS-O07
        handle = self._handles.find(kind, call.args[parameter], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        target: Target = handle.target
        if call.args["callback"] is None:
            return {"hresult": E_POINTER}
        crew, callback, options = self._service.crew, call.args["callback"], call.args["callbackOptions"]
        if not target.set_callback(crew, callback, options, call.delivery):
            return {"hresult": CALLBACK_SET}
        return {"hresult": 0}

    def _wait_exit(self, kind: str, parameter: str, call: Call) -> Reply:
        handle = self._handles.find(kind, call.args[parameter], call)
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
            if isinstance(handle.target, Operation):
                handle.target.close()
            elif isinstance(handle.target, Target):
                self._let_go(handle.target, NORMAL)

    def give_up(self, call: Call) -> None:
        """Close what a call would have closed that fails: the program can do no more about that handle."""
        if call.export.startswith("HcsClose"):
            self.exports[call.export](call)
