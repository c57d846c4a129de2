"""The exports of computecore.dll that are about operations themselves."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from hcspy.testing.calls import Call
from hcspy.testing.compute.service import ComputeService
from hcspy.testing.dlls.computecore.operation import ALREADY_STARTED, NONE, NOT_STARTED, Operation
from hcspy.testing.dlls.handles import Handles
from hcspy.testing.wire.compute.properties import operation_info

from .targets import E_HANDLE, E_NOTIMPL, OPERATION, Reply
from .tracking import Tracking

__all__ = ["Operations"]


class Operations:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles, tracking: Tracking, stop: threading.Event) -> None:
        self._service = service
        self._handles = handles
        self._tracking = tracking
        self._numbers = itertools.count(1)
        self._stop = stop
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
        }

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
        handle = self._tracking.closed(OPERATION, call.args["operation"], call)
        if handle is not None:
            handle.target.close()  # from within its own callback, too: the documents allow it
        return {}

    def _read(self, member: Callable[[Operation], int], call: Call, nothing: int = 0) -> Reply:
        operation = self._tracking.find(call)
        return {"ret": nothing if operation is None else member(operation)}

    def _cancel(self, call: Call) -> Reply:
        # fidelity: HCS-O01
        return {"hresult": E_HANDLE if self._tracking.find(call) is None else E_NOTIMPL}

    def _add_resource(self, call: Call) -> Reply:
        # fidelity: HCS-O02
        operation = self._tracking.find(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if operation.type != NONE:
            return {"hresult": ALREADY_STARTED}
        operation.resources.append((call.args["resourceType"], call.args["uri"], call.args["handle"]))
        return {"hresult": 0}

    def _set_operation_callback(self, call: Call) -> Reply:
        operation = self._tracking.find(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        return {"hresult": operation.set_callback(call.args["callback"])}

    def _set_context(self, call: Call) -> Reply:
        operation = self._tracking.find(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        operation.context = call.args["context"] or 0
        return {"hresult": 0}

    def _operation_properties(self, call: Call) -> Reply:
        # fidelity: HCS-O03
        operation = self._tracking.find(call)
        if operation is None:
            return {"hresult": E_HANDLE}
        if operation.type == NONE:
            return {"hresult": NOT_STARTED}
        return {"hresult": 0, "resultDocument": operation_info(operation.type, operation.is_done, operation.hresult)}

    def _result(self, call: Call) -> Reply:
        operation = self._tracking.find(call)
        return {"hresult": E_HANDLE} if operation is None else self._told(call, operation, *operation.result())

    def _wait(self, call: Call) -> Reply:
        operation = self._tracking.find(call)
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
