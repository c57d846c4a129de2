"""Job objects: the part of ntdll.dll and kernel32.dll by which containers are limited past the compute service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.handles import Handles
from hcspy.testing.node import Node
from hcspy.testing.state import Fault
from hcspy.testing.state.compute import System, silo
from hcspy.testing.state.faults import ACCESS_DENIED
from hcspy.testing.wire import Machine

__all__ = ["JOB_OBJECT", "JobObjects"]

JOB_OBJECT: Final = "job object"
STATUS_ACCESS_DENIED: Final = 0xC0000022
STATUS_INVALID_PARAMETER: Final = 0xC000000D
STATUS_OBJECT_NAME_NOT_FOUND: Final = 0xC0000034
ERROR_INVALID_HANDLE: Final = 6
ERROR_BAD_LENGTH: Final = 24
ERROR_INVALID_PARAMETER: Final = 87
GROUP_INFORMATION_EX: Final = 14  # JobObjectGroupInformationEx
GROUP_AFFINITY: Final = 16  # bytes

Reply = Mapping[str, Any]


class JobObjects:
    """Answers for the exports by DLL and name. A handle stands for the container whose silo the job is."""

    def __init__(self, node: Node, handles: Handles) -> None:
        self._node = node
        self._handles = handles
        self.ntdll: dict[str, Callable[[Call], Reply]] = {"NtOpenJobObject": self._open}
        self.kernel32: dict[str, Callable[[Call], Reply]] = {"SetInformationJobObject": self._set}

    def _open(self, call: Call) -> Reply:
        attributes = call.args["objectAttributes"]
        if not attributes or not attributes["ObjectName"] or "jobHandle" in call.args.get("null_outs", ()):
            return {"ret": STATUS_INVALID_PARAMETER}
        name = attributes["ObjectName"]
        try:
            system = self._node.use(lambda machine: _found(machine, name))
        except Fault as fault:
            refused = fault.hresult == ACCESS_DENIED
            return {"ret": STATUS_ACCESS_DENIED if refused else STATUS_OBJECT_NAME_NOT_FOUND}
        target = system.id, system.runtime_id
        return {"ret": 0, "jobHandle": self._handles.open(JOB_OBJECT, target, call).number}

    def _set(self, call: Call) -> Reply:
        handle = self._handles.find(JOB_OBJECT, call.args["job"], call)
        if handle is None:
            return _failed(ERROR_INVALID_HANDLE)
        affinities = call.args["information"]
        if call.args["informationClass"] != GROUP_INFORMATION_EX or affinities is None:
            return _failed(ERROR_INVALID_PARAMETER)
        if call.args["informationLengthInBytes"] % GROUP_AFFINITY:
            return _failed(ERROR_BAD_LENGTH)
        id, runtime_id = handle.target
        try:
            self._node.use(lambda machine: _bound(machine, id, runtime_id, affinities))
        except Fault as fault:
            return _failed(fault.hresult & 0xFFFF)
        return {"ret": 1}


def _found(machine: Machine, name: str) -> System:
    with machine.lock:
        if not machine.state.switches.elevated:
            raise Fault(ACCESS_DENIED, "only SYSTEM may open a silo")
        return silo.find(machine.state, name)


def _bound(machine: Machine, id: str, runtime_id: str, affinities: list[dict[str, Any]]) -> None:
    with machine.lock:
        system = machine.state.systems.find(id)
        if system is not None and system.runtime_id == runtime_id:  # or its processes have ended, and nothing is bound
            silo.bind(machine.state, system, affinities)


def _failed(code: int) -> Reply:
    return {"ret": 0, "last_error": code}
