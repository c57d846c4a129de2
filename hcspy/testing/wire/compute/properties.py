"""What the compute service shows of its systems and their processes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Final

from hcspy.testing.state import Fault, State
from hcspy.testing.state.chance import derived_guid
from hcspy.testing.state.compute import System, measures
from hcspy.testing.state.compute.document import invalid, member, schema_minor, texts
from hcspy.testing.state.compute.system import CREATED, RUNNING
from hcspy.testing.state.faults import COMPUTE_CONNECTION_CLOSED, COMPUTE_INVALID_STATE
from hcspy.testing.wire.jsontext import compact

Document = dict[str, Any]

_EPOCH: Final = datetime.datetime(1601, 1, 1)
_RESPONSES_BUILD: Final = 20348


def time_text(filetime: int) -> str:
    """Write a time as the service does.

    >>> time_text(133_500_000_000_000_000)
    '2024-01-17T21:20:00.0000000Z'
    """
    whole = _EPOCH + datetime.timedelta(seconds=filetime // 10_000_000)
    return f"{whole.isoformat()}.{filetime % 10_000_000:07}Z"


def basic(system: System, build: int) -> Document:
    """Show what every question about a system gives."""
    # fidelity: HCS-Q01
    document: Document = {"Id": system.id, "SystemType": "VirtualMachine" if system.is_machine else "Container"}
    if system.owner:
        document["Owner"] = system.owner
    document |= {"RuntimeId": system.guid, "State": system.state}
    if system.name:
        document["Name"] = system.name
    if build >= 17763 or system.is_machine:
        document["RuntimeOsType"] = system.os
    if system.hosting:
        document["HostingSystemId"] = system.hosting
    return document | _of_schema_1(system)


def _of_schema_1(system: System) -> Document:
    # fidelity: HCS-Q03
    if system.schema[0] != 1 or system.is_machine:
        return {}
    runtime = system.document.get("HvRuntime")
    if isinstance(runtime, dict):
        return {"RuntimeImagePath": str(runtime.get("ImagePath", ""))}
    if system.kind == "argon" and system.state != CREATED:
        return {"SiloGuid": derived_guid("silo", system.runtime_id)}
    return {}


def asked(state: State, system: System, query: Document) -> Document:
    """Show what a query asks for, beside the basic properties."""
    # fidelity: HCS-Q06 HCS-Q07
    document = basic(system, state.profile.build)
    for name in texts(query, "PropertyTypes"):
        document |= _property(state, system, name)
    queries = member(query, "Queries", dict, {})
    if queries and state.profile.build < _RESPONSES_BUILD:
        raise invalid("Queries came with a later build")
    if queries:
        document["PropertyResponses"] = {name: _response(state, system, name) for name in queries}
    return document


def _property(state: State, system: System, name: str) -> Document:
    show = _PROPERTIES.get(name)
    if show is None:
        raise invalid(f"no property {name!r}")
    return show(state, system)


def _response(state: State, system: System, name: str) -> Document:
    try:
        found = _property(state, system, name)
    except Fault as fault:
        number = fault.hresult - (fault.hresult >> 31 << 32)
        return {"Error": {"Error": number, "ErrorMessage": fault.about}}
    return {"Response": next(iter(found.values()), None)}


def _running(system: System) -> None:
    if system.state == CREATED:
        raise Fault(COMPUTE_INVALID_STATE, f"system {system.id!r} does not run yet")


def _statistics(state: State, system: System) -> Document:
    # fidelity: HCS-Q04
    _running(system)
    found = measures.statistics(state, system)
    found["Timestamp"] = time_text(found["Timestamp"])
    found["ContainerStartTime"] = time_text(found["ContainerStartTime"])
    if system.schema[0] == 1:
        found["Network"] = measures.traffic(state, system)
    return {"Statistics": found}


def _process_list(state: State, system: System) -> Document:
    # fidelity: HCS-P11
    _running(system)
    found = [measures.process(state, process) for process in system.processes.values() if not process.exited]
    for entry in found:
        entry["CreateTimestamp"] = time_text(entry["CreateTimestamp"])
    return {"ProcessList": found}


def _memory(state: State, system: System) -> Document:
    _running(system)
    return {"Memory": measures.memory(system)} if system.is_machine else {}


def _guest_connection(state: State, system: System) -> Document:
    # fidelity: HCS-Q08
    if not system.has_guest:
        return {}
    if system.state != RUNNING:
        raise Fault(COMPUTE_INVALID_STATE, f"the guest of {system.id!r} does not run")
    if system.guest_broken:
        raise Fault(COMPUTE_CONNECTION_CLOSED, "the guest is gone")
    versions = [{"Major": 1, "Minor": 0}]
    minor = schema_minor(state.profile.build)
    if minor is not None:
        versions.append({"Major": 2, "Minor": minor})
    capabilities = {
        "NamespaceAddRequestSupported": True,
        "SignalProcessSupported": True,
        "DumpStacksSupported": True,
        "DeleteContainerStateSupported": system.os == "Linux",
        "UpdateContainerSupported": system.os == "Linux",
    }
    return {
        "GuestConnectionInfo": {
            "SupportedSchemaVersions": versions,
            "ProtocolVersion": 4,
            "GuestDefinedCapabilities": capabilities,
        }
    }


def _ends_with_handle(state: State, system: System) -> Document:
    return {"TerminateOnLastHandleClosed": system.terminate_on_last_handle}


def _virtual_disks(state: State, system: System) -> Document:
    # fidelity: HCS-Q09
    disks = list(system.document.get("MappedVirtualDisks") or ())
    disks += [found for path, found in system.resources.items() if path.startswith("mappedvirtualdisk/")]
    return {"MappedVirtualDiskControllers": {"0": {"MappedVirtualDisks": {str(n): d for n, d in enumerate(disks)}}}}


def _shared_memory(state: State, system: System) -> Document:
    regions = [found for path, found in system.resources.items() if "/sharedmemory/regions/" in path]
    return {"SharedMemoryRegionInfo": [{"SectionName": region["SectionName"]} for region in regions]}


_PROPERTIES: Final[dict[str, Callable[[State, System], Document]]] = {
    "Memory": _memory,
    "Statistics": _statistics,
    "ProcessList": _process_list,
    "GuestConnection": _guest_connection,
    "TerminateOnLastHandleClosed": _ends_with_handle,
    "MappedVirtualDisk": _virtual_disks,
    "SharedMemoryRegion": _shared_memory,
}


def process_status(pid: int, exit_code: int | None, wait_result: int = 0) -> str:
    """Show whether a process runs, and what it said when it ended."""
    # fidelity: HCS-P05
    document = {
        "ProcessId": pid,
        "Exited": exit_code is not None,
        "ExitCode": exit_code or 0,
        "LastWaitResult": wait_result,
    }
    return compact(document)


def exit_status(status: int, exit_type: str) -> str:
    """Show how a system ended."""
    # fidelity: HCS-E01
    return compact({"Status": status - (status >> 31 << 32), "ExitType": exit_type})


def crash_report(system: System) -> str:
    """Write what is told of the crash of a virtual machine."""
    # fidelity: HCS-E02
    return compact({"SystemId": system.id, "ActivityId": derived_guid("crash", system.runtime_id), "Status": 0})


def operation_info(type: int, done: bool, hresult: int) -> str:
    """Show how an operation of computecore.dll stands."""
    document: Document = {"Operation": _OPERATIONS.get(type, "None")}
    if done and hresult:
        document["FailureInfo"] = {"Result": hresult - (hresult >> 31 << 32)}
    return compact(document)


# The names that the service's documents have for the types of operations.
_OPERATIONS: Final = {
    1: "Construct",
    2: "Start",
    3: "Shutdown",
    4: "Pause",
    5: "Resume",
    6: "Save",
    7: "Terminate",
    8: "Modify",
    9: "GetProperties",
    10: "ExecuteProcess",
    11: "SignalProcess",
    12: "GetProcessInfo",
    14: "ModifyProcess",
    15: "Crash",
}
