"""The exports of computecore.dll that are about compute systems, and the service that keeps them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from hcspy.testing.calls import Call, Delivery
from hcspy.testing.compute.live import LiveSystem
from hcspy.testing.compute.service import EXITS, ComputeService, Done
from hcspy.testing.dlls.computecore.operation import Operation
from hcspy.testing.dlls.handles import Handles
from hcspy.testing.wire.compute.text import read_object

from .targets import E_HANDLE, E_NOTIMPL, E_POINTER, SYSTEM, Reply, Target, translated
from .tracking import Tracking

__all__ = ["Systems"]

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


class Systems:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles, tracking: Tracking) -> None:
        self._service = service
        self._handles = handles
        self._tracking = tracking
        self.exports: dict[str, Callable[[Call], Reply]] = {
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
            "HcsGetServiceProperties": self._service_properties,
            "HcsModifyServiceSettings": self._modify_service,
            "HcsSubmitWerReport": self._report,
        }
        for name, verb in _STEPS.items():
            self.exports[f"Hcs{name}ComputeSystem"] = partial(self._step, verb)
        for name in _MIGRATION:
            self.exports[name] = self._migrate

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

        reply = self._tracking.tracked(call, "create", None, create)
        if not made:
            return reply
        options = call.args.get("options") or {}
        if options.get("Callback") is not None:
            made[0].set_callback(self._service.crew, options["Callback"], options.get("CallbackOptions", 0))
        operation = self._tracking.find(call)
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
        handle = self._tracking.closed(SYSTEM, call.args["computeSystem"], call)
        if handle is not None:
            self._tracking.note_end(call, self._tracking.let_go(handle.target, self._service.delivery(call)))
        return {}

    def _enumerate(self, call: Call) -> Reply:
        query = call.args["query"]

        def enumerate(operation: Operation, delivery: Delivery) -> Done:
            ask = self._service.ask
            return self._tracking.unless_failing(delivery, lambda: ask(lambda compute: compute.enumerate(query))[0])

        return self._tracking.tracked(call, "enumerate", None, enumerate)

    def _system(self, call: Call, verb: str, step: Callable[[LiveSystem, Delivery], Done]) -> Reply:
        """Do something with the system of a handle, tracked by an operation."""
        handle = self._handles.find(SYSTEM, call.args["computeSystem"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        live = handle.target.source

        def work(operation: Operation, delivery: Delivery) -> Done:
            operation.system = handle.number
            return self._tracking.unless_failing(delivery, lambda: step(live, delivery))

        return self._tracking.tracked(call, verb, handle.target, work)

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
        if self._handles.find(SYSTEM, call.args["computeSystem"], call) is None or self._tracking.find(call) is None:
            return {"hresult": E_HANDLE}
        return {"hresult": E_NOTIMPL}

    # -- the service ------------------------------------------------------------------------------------------------

    def _service_properties(self, call: Call) -> Reply:
        query = call.args["propertyQuery"]
        return self._at_once(self._service.ask(lambda compute: compute.service_properties(query))[0])

    def _modify_service(self, call: Call) -> Reply:
        settings = call.args["settings"]
        return self._at_once(self._service.ask(lambda compute: compute.modify_service(settings))[0])

    def _report(self, call: Call) -> Reply:
        # fidelity: HCS-E04
        settings = call.args["settings"]
        return {"hresult": translated(self._service.ask(lambda compute: read_object(settings))[0].hresult)}

    @staticmethod
    def _at_once(done: Done) -> Reply:
        return {"hresult": translated(done.hresult), "result": done.record if done.hresult else done.text}
