"""Compute systems and processes of vmcompute.dll: work is announced as pending, and done as a notification.

Who owns what. A handle has a post: what happens to its system is sent there, and waits until a callback is registered.
A completion goes to the handle whose call it completes; what happens to the system itself goes to all of its handles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from hcspy.testing.calls import NORMAL, Call, Delivery
from hcspy.testing.compute.executions import Execution
from hcspy.testing.compute.live import Event, LiveSystem
from hcspy.testing.compute.processes import Running
from hcspy.testing.compute.service import EXITS, ComputeService, Done
from hcspy.testing.delivery.registrations import Post, Registration
from hcspy.testing.dlls.handles import Handle, Handles

__all__ = ["VmCompute"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003
PENDING: Final = 0xC0370103

SYSTEM: Final = "compute system"
PROCESS: Final = "process"
CLOSING: Final = ("HcsClose", "HcsUnregister")
CALLBACK: Final = "callback"

# fidelity: HCS-A01
NUMBERS: Final = {
    "exited": 0x1,
    "create": 0x2,
    "start": 0x3,
    "pause": 0x4,
    "resume": 0x5,
    "crash report": 0x6,
    "silo job": 0x7,
    "save": 0x8,
    "rdp": 0x9,
    "shutdown failed": 0xA,
    "crash initiated": 0xD,
    "guest closed": 0xE,
    "process exited": 0x10000,
    "disconnect": 0x01000000,
}

Reply = Mapping[str, Any]


class SystemTarget(NamedTuple):
    """What the handle of a system stands for."""

    live: LiveSystem
    post: Post
    hear: Callable[[Event], object]


class ProcessTarget(NamedTuple):
    """What the handle of a process stands for."""

    execution: Execution
    post: Post
    hear: Callable[[Event], object]


class Subscription(NamedTuple):
    """What the handle of a callback stands for."""

    post: Post
    registration: Registration


def sender(post: Post) -> Callable[[Event], object]:
    """Make the listener that puts events into a post, by the numbers of this door."""
    return lambda event: post.send((NUMBERS[event.kind], event.status, None))


class VmCompute:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles) -> None:
        self._service = service
        self._handles = handles
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsCreateComputeSystem": self._create,
            "HcsOpenComputeSystem": self._open,
            "HcsCloseComputeSystem": self._close_system,
            "HcsEnumerateComputeSystems": self._enumerate,
            "HcsGetComputeSystemProperties": self._properties,
            "HcsModifyComputeSystem": self._modify,
            "HcsRegisterComputeSystemCallback": partial(self._register, SYSTEM, "computeSystem"),
            "HcsUnregisterComputeSystemCallback": self._unregister,
            "HcsCreateProcess": self._create_process,
            "HcsOpenProcess": self._open_process,
            "HcsCloseProcess": self._close_process,
            "HcsGetProcessInfo": self._process_info,
            "HcsGetProcessProperties": self._process_properties,
            "HcsTerminateProcess": self._terminate_process,
            "HcsSignalProcess": self._signal_process,
            "HcsModifyProcess": self._modify_process,
            "HcsGetServiceProperties": self._service_properties,
            "HcsModifyServiceSettings": self._modify_service,
            "HcsRegisterProcessCallback": partial(self._register, PROCESS, "process"),
            "HcsUnregisterProcessCallback": self._unregister,
        }
        for verb in ("Start", "Pause", "Resume", "Save", "Shutdown", "Terminate"):
            self.exports[f"Hcs{verb}ComputeSystem"] = partial(self._step, verb.lower())

    # -- systems ----------------------------------------------------------------------------------------------------

    def _create(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        delivery = self._service.delivery(call)
        done, live = self._service.create(call.args["id"] or "", call.args["configuration"])
        if live is None:
            return self._failed(done)
        target = self._target(live)
        number = self._handles.open(SYSTEM, target, call).number
        if delivery.at_once:
            live.creating = False
            return {"hresult": 0, "computeSystem": number}
        if delivery.failure is not None:
            self._service.not_created(live)
        self._complete(target, "create", delivery)
        return {"hresult": PENDING, "computeSystem": number}

    def _open(self, call: Call) -> Reply:
        if "computeSystem" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        done, live = self._service.open(call.args["id"] or "")
        if live is None:
            return self._failed(done)
        return {"hresult": 0, "computeSystem": self._handles.open(SYSTEM, self._target(live), call).number}

    def _target(self, live: LiveSystem) -> SystemTarget:
        post = Post()
        target = SystemTarget(live, post, sender(post))
        self._service.hold(live)
        live.listen(target.hear)
        return target

    def _complete(self, target: SystemTarget, verb: str, delivery: Delivery) -> None:
        """Send the completion of a call to the handle that it was made with."""
        message = (NUMBERS[verb], delivery.failure or 0, None)

        def send() -> None:
            if verb == "create":
                target.live.creating = False
            for _ in range(delivery.copies):
                target.post.send(message)

        self._service.crew.do(send, delivery.delay)

    def _close_system(self, call: Call) -> Reply:
        handle = self._handles.close(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        self._let_go(handle.target, self._service.delivery(call))
        return {"hresult": 0}

    def _let_go(self, target: SystemTarget, delivery: Delivery) -> None:
        target.live.ignore(target.hear)
        self._service.release(target.live, delivery)

    def _enumerate(self, call: Call) -> Reply:
        done, _ = self._service.ask(lambda compute: compute.enumerate(call.args["query"]))
        return self._answer(done, "computeSystems")

    def _properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._about(call, "properties", lambda live: self._service.properties(live, query))

    def _modify(self, call: Call) -> Reply:
        configuration = call.args["configuration"]
        return self._about(call, None, lambda live: self._service.modify(live, configuration))

    def _about(self, call: Call, output: str | None, step: Callable[[LiveSystem], Done]) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        return self._answer(step(handle.target.live), output)

    def _step(self, verb: str, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        target: SystemTarget = handle.target
        delivery = self._service.delivery(call)
        if delivery.failure is not None:
            self._complete(target, verb if verb in NUMBERS else "shutdown failed", delivery)
            return {"hresult": PENDING}
        done = self._service.step(target.live, verb)
        if done.hresult:
            return self._failed(done)
        if verb in NUMBERS and not delivery.at_once:
            self._complete(target, verb, delivery)
        if verb in EXITS:
            self._service.stopped(target.live, EXITS[verb], delivery)
        return {"hresult": 0 if delivery.at_once else PENDING}

    # -- the service ------------------------------------------------------------------------------------------------

    def _service_properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._answer(self._service.ask(lambda compute: compute.service_properties(query))[0], "properties")

    def _modify_service(self, call: Call) -> Reply:
        settings = call.args["settings"]
        return self._answer(self._service.ask(lambda compute: compute.modify_service(settings))[0], None)

    # -- processes --------------------------------------------------------------------------------------------------

    def _create_process(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        missing = call.args.get("null_outs", ())
        if "process" in missing:
            return {"hresult": E_POINTER}
        delivery = self._service.delivery(call)
        if delivery.failure is not None:
            return self._failed(self._service.refuse(delivery.failure))
        executions, live = self._service.executions, handle.target.live
        done, running = executions.start(live, call.args["processParameters"], delivery)
        if running is None:
            return self._failed(done)
        reply = {"hresult": 0, "process": self._process_handle(running, call)}
        return reply if "processInformation" in missing else {**reply, "processInformation": running.information()}

    def _process_handle(self, execution: Execution, call: Call) -> int:
        post = Post()
        target = ProcessTarget(execution, post, sender(post))
        execution.listen(target.hear)
        return self._handles.open(PROCESS, target, call).number

    def _open_process(self, call: Call) -> Reply:
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if "process" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        self._service.reap()
        done, execution = self._service.executions.open(handle.target.live, call.args["pid"])
        if execution is None:
            return self._failed(done)
        return {"hresult": 0, "process": self._process_handle(execution, call)}

    def _close_process(self, call: Call) -> Reply:
        handle = self._handles.close(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        self._leave(handle.target)
        return {"hresult": 0}

    @staticmethod
    def _leave(target: ProcessTarget) -> None:
        target.execution.ignore(target.hear)
        target.execution.closed()

    def _process_info(self, call: Call) -> Reply:
        handle = self._handles.find(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if "processInformation" in call.args.get("null_outs", ()):
            return {"hresult": E_POINTER}
        return {"hresult": 0, "processInformation": handle.target.execution.information()}

    def _process_properties(self, call: Call) -> Reply:
        return self._process(call, "processProperties", lambda execution: Done(0, execution.status()))

    def _terminate_process(self, call: Call) -> Reply:
        return self._process(call, None, self._service.executions.terminate, ends=True)

    def _signal_process(self, call: Call) -> Reply:
        options = call.args["options"]
        signal = self._service.executions.signal
        return self._process(call, None, lambda execution: signal(execution, options), ends=True)

    def _modify_process(self, call: Call) -> Reply:
        settings = call.args["settings"]
        return self._process(call, None, lambda execution: self._service.executions.modify(execution, settings))

    def _process(
        self, call: Call, output: str | None, step: Callable[[Execution], Done], *, ends: bool = False
    ) -> Reply:
        handle = self._handles.find(PROCESS, call.args["process"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        execution = handle.target.execution
        if ends and call.delivery is not NORMAL and isinstance(execution, Running):
            execution.delivery = call.delivery
        return self._answer(step(execution), output)

    # -- callbacks --------------------------------------------------------------------------------------------------

    def _register(self, kind: str, parameter: str, call: Call) -> Reply:
        handle = self._handles.find(kind, call.args[parameter], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if call.args["callback"] is None or call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        registration = Registration(self._service.crew, call.args["callback"], call.delivery)
        subscription = Subscription(handle.target.post, registration)
        number = self._handles.open(CALLBACK, subscription, call).number
        handle.target.post.add(registration)
        return {"hresult": 0, "callbackHandle": number}

    def _unregister(self, call: Call) -> Reply:
        handle = self._handles.close(CALLBACK, call.args["callbackHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        if not self._end(handle.target):
            self._handles.note(f"{call} came from the callback itself, where Windows waits for ever")
        return {"hresult": 0}

    @staticmethod
    def _end(subscription: Subscription) -> bool:
        subscription.post.remove(subscription.registration)
        return subscription.registration.end()  # without any lock: it waits for callbacks, and those may call us

    def notify(self, id: str, type: int, status: int, data: str | None) -> None:
        """Send a notification to all who watch a system."""
        for handle in self._handles.live:
            if isinstance(handle.target, SystemTarget) and handle.target.live.id.lower() == id.lower():
                for registration in handle.target.post.registrations:
                    registration.send((type, status, data))

    # -- answers ----------------------------------------------------------------------------------------------------

    def undo(self, handles: list[Handle]) -> None:
        """Undo what belongs to handles that the program never got."""
        for handle in handles:
            if isinstance(handle.target, Subscription):
                self._end(handle.target)
            elif isinstance(handle.target, SystemTarget):
                self._let_go(handle.target, NORMAL)
            elif isinstance(handle.target, ProcessTarget):
                self._leave(handle.target)

    def give_up(self, call: Call) -> None:
        """Close what a call would have closed that fails: the program can do no more about that handle."""
        if call.export.startswith(CLOSING):
            self.exports[call.export](call)

    def _answer(self, done: Done, output: str | None) -> Reply:
        if done.hresult:
            return self._failed(done)
        return {"hresult": 0} if output is None else {"hresult": 0, output: done.text}

    @staticmethod
    def _failed(done: Done) -> Reply:
        return {"hresult": done.hresult, "result": done.record}
