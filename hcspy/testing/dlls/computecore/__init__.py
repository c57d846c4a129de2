"""computecore.dll: the second door of the compute service, where work is tracked by operations.

A call that takes an operation succeeds when the service has taken the work; what came of it, failures too, is the
result of the operation. Only what is wrong with handles and operations themselves is said at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from hcspy.testing.calls import NORMAL, Call
from hcspy.testing.compute.service import ComputeService
from hcspy.testing.dlls.computecore.operation import CALLBACK_SET, TIMEOUT, Operation, wait_for
from hcspy.testing.dlls.handles import Handle, Handles

from .operations import Operations
from .processes import Processes
from .systems import Systems
from .targets import E_HANDLE, E_POINTER, PROCESS, SYSTEM, Reply, Target
from .tracking import Tracking

__all__ = ["ComputeCore"]


class ComputeCore:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, service: ComputeService, handles: Handles) -> None:
        self._service = service
        self._handles = handles
        self._stop = threading.Event()
        self._tracking = Tracking(service, handles)
        self.exports: dict[str, Callable[[Call], Reply]] = {
            **Operations(service, handles, self._tracking, self._stop).exports,
            **Systems(service, handles, self._tracking).exports,
            **Processes(service, handles, self._tracking).exports,
            "HcsSetComputeSystemCallback": partial(self._set_callback, SYSTEM, "computeSystem"),
            "HcsWaitForComputeSystemExit": partial(self._wait_exit, SYSTEM, "computeSystem"),
            "HcsSetProcessCallback": partial(self._set_callback, PROCESS, "process"),
            "HcsWaitForProcessExit": partial(self._wait_exit, PROCESS, "process"),
        }

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

    def close(self) -> None:
        """Let go who waits."""
        self._stop.set()

    def undo(self, handles: list[Handle]) -> None:
        """Undo what belongs to handles that the program never got."""
        for handle in handles:
            if isinstance(handle.target, Operation):
                handle.target.close()
            elif isinstance(handle.target, Target):
                self._tracking.let_go(handle.target, NORMAL)

    def give_up(self, call: Call) -> None:
        """Close what a call would have closed that fails: the program can do no more about that handle."""
        if call.export.startswith("HcsClose"):
            self.exports[call.export](call)
