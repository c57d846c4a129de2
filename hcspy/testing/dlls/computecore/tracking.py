"""How the work of a call is tracked by an operation, and how handles are closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from hcspy.testing.calls import Call, Delivery
from hcspy.testing.compute.live import LiveSystem
from hcspy.testing.compute.service import ComputeService, Done
from hcspy.testing.dlls.computecore.operation import ALREADY_STARTED, CALLBACK_SET, PENDING, Operation
from hcspy.testing.dlls.handles import Handle, Handles

from .targets import E_HANDLE, OPERATION, Reply, Target, translated

__all__ = ["Tracking"]

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


class Tracking:
    """Begins operations and has their ends told."""

    def __init__(self, service: ComputeService, handles: Handles) -> None:
        self._service = service
        self._handles = handles

    def find(self, call: Call) -> Operation | None:
        """Return the operation that a call names; None, and a note, if there is none."""
        handle = self._handles.find(OPERATION, call.args["operation"], call)
        return None if handle is None else handle.target

    def tracked(
        self, call: Call, verb: str, target: Target | None, step: Callable[[Operation, Delivery], Done]
    ) -> Reply:
        """Begin an operation, do the work, and have its end told."""
        # fidelity: HCS-O04 HCS-O05
        operation = self.find(call)
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

    def unless_failing(self, delivery: Delivery, step: Callable[[], Done]) -> Done:
        """Do a step, or say that it failed if a rule wants so."""
        return step() if delivery.failure is None else self._service.refuse(delivery.failure)

    def closed(self, kind: str, number: int, call: Call) -> Handle | None:
        """Close a handle; closing none is no misuse."""
        return self._handles.close(kind, number, call) if number else None

    def note_end(self, call: Call, ended: bool) -> None:
        """Note a close that a callback made of what it belongs to."""
        if not ended:
            self._handles.note(f"{call} came from the callback itself, where Windows waits for ever")

    def let_go(self, target: Target, delivery: Delivery) -> bool:
        """Undo what a handle stands for; False where that had to wait for the caller itself."""
        ended = target.close()
        if isinstance(target.source, LiveSystem):
            self._service.release(target.source, delivery)
        else:
            target.source.closed()
        return ended
