"""Changing a system that runs: what may be added, removed and updated, by the path of the resource."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hcspy.testing.state.faults import (
    COMPUTE_CONNECTION_CLOSED,
    COMPUTE_INVALID_STATE,
    COMPUTE_NOT_SUPPORTED,
    ELEMENT_NOT_FOUND,
    FILE_EXISTS,
    Fault,
)

from . import network, scratch
from .document import invalid, member
from .system import CREATED, System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

Settings = Any

_AFFINITY_BUILD: Final = 19042
ADD: Final = "Add"
REMOVE: Final = "Remove"
UPDATE: Final = "Update"


class Resource(NamedTuple):
    """A kind of resource: what it can be asked, and how it is done."""

    pattern: re.Pattern[str]
    requests: tuple[str, ...]
    step: Callable[[State, System, str, str, Settings], None]


def modify(state: State, system: System, request: Mapping[str, Any]) -> None:
    """Change a system as a request says, in either schema."""
    # fidelity: HCS-M01
    if system.state == CREATED:
        raise Fault(COMPUTE_INVALID_STATE, f"system {system.id!r} does not run yet")
    if "ResourcePath" in request or "GuestRequest" in request:
        _modify_2(state, system, request)
        scratch.note(system, request.get("GuestRequest"))
    else:
        _modify_1(state, system, request)
    state.revision += 1


# Schema 1


def _modify_1(state: State, system: System, request: Mapping[str, Any]) -> None:
    # fidelity: HCS-H06 HCS-H07
    kind = str(request.get("ResourceType")).lower()
    verb = str(request.get("RequestType") or ADD).capitalize()
    settings = request.get("Settings")
    if kind == "network":
        if not isinstance(settings, str) or verb not in (ADD, REMOVE):
            raise invalid("a network request names an endpoint")
        network.plug(state, system, settings, plug_in=verb == ADD)
        return
    key = _KEYS_1.get(kind)
    if key is None:
        raise Fault(COMPUTE_NOT_SUPPORTED, f"resource type {request.get('ResourceType')!r}")
    if verb not in (ADD, REMOVE) or not isinstance(settings, dict):
        raise invalid(f"{verb} of {settings!r}")
    _store(state, system, f"{kind}/{member(settings, key, str, '')}".lower(), verb, settings)


_KEYS_1: Final = {
    "mappeddirectory": "ContainerPath",
    "mappedpipe": "ContainerPipeName",
    "mappedvirtualdisk": "ContainerPath",
}

# Schema 2


def _modify_2(state: State, system: System, request: Mapping[str, Any]) -> None:
    # fidelity: HCS-M02 HCS-M03
    path = member(request, "ResourcePath", str, "")
    verb = member(request, "RequestType", str, ADD)
    if verb not in (ADD, REMOVE, UPDATE):
        raise invalid(f"RequestType is {verb!r}")
    if request.get("GuestRequest") is not None:
        _ask_guest(system)
    if not path:
        if request.get("GuestRequest") is None:
            raise invalid("neither ResourcePath nor GuestRequest")
        return
    for resource in _RESOURCES:
        if resource.pattern.fullmatch(path):
            if path.lower().startswith("virtualmachine") != system.is_machine or verb not in resource.requests:
                raise Fault(COMPUTE_NOT_SUPPORTED, f"{verb} of {path} in a {system.kind}")
            resource.step(state, system, path.lower(), verb, request.get("Settings"))
            return
    raise invalid(f"ResourcePath is {path!r}")


def _ask_guest(system: System) -> None:
    if not system.has_guest:
        raise Fault(COMPUTE_NOT_SUPPORTED, f"a {system.kind} has no guest")
    if system.guest_broken:
        raise Fault(COMPUTE_CONNECTION_CLOSED, "the guest is gone")


def _store(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    # fidelity: HCS-M04
    if verb == ADD and path in system.resources:
        raise Fault(FILE_EXISTS, f"{path} is there")
    if verb == REMOVE:
        if system.resources.pop(path, None) is None:
            raise Fault(ELEMENT_NOT_FOUND, f"no {path}")
    else:
        system.resources[path] = {} if settings is None else settings


def _disk(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    if verb == ADD and (not isinstance(settings, dict) or not isinstance(settings.get("Path"), str)):
        raise invalid("a disk has a path")
    _store(state, system, path, verb, settings)


def _adapter(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    # fidelity: HCS-M05
    if verb == ADD:
        if not isinstance(settings, dict) or not isinstance(settings.get("EndpointId"), str):
            raise invalid("a network adapter has an EndpointId")
        network.plug(state, system, settings["EndpointId"], plug_in=True)
    elif verb == REMOVE:
        adapter = system.resources.get(path)
        if adapter is None:
            raise Fault(ELEMENT_NOT_FOUND, f"no {path}")
        network.plug(state, system, adapter["EndpointId"], plug_in=False)
    _store(state, system, path, verb, settings)


def _listed(key: str) -> Callable[[State, System, str, str, Settings], None]:
    """Make the step for a list whose members are told apart by one of theirs."""

    def step(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
        if not isinstance(settings, dict) or not isinstance(settings.get(key), str):
            raise invalid(f"{path} has members with {key}")
        _store(state, system, f"{path}/{settings[key]}".lower(), verb, settings)

    return step


def _memory(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    # fidelity: HCS-M06
    if not isinstance(settings, int) or isinstance(settings, bool) or settings <= 0:
        raise invalid(f"a size in megabytes is {settings!r}")
    system.memory_mb = settings


def _cpu_group(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    id = settings.get("Id") if isinstance(settings, dict) else None
    if not isinstance(id, str):
        raise invalid("a CPU group has an Id")
    state.compute_service.check_group(id)
    system.resources[path] = settings


def _update(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    if settings is None:
        raise invalid(f"{path} is updated with nothing")
    system.resources[path] = settings


def _processor(state: State, system: System, path: str, verb: str, settings: Settings) -> None:
    # fidelity: HCS-M07
    if isinstance(settings, dict) and "Affinity" in settings and state.profile.build < _AFFINITY_BUILD:
        raise Fault(COMPUTE_NOT_SUPPORTED, "this build cannot bind a container to processors")
    _update(state, system, path, verb, settings)


def _resource(pattern: str, requests: str, step: Callable[[State, System, str, str, Settings], None]) -> Resource:
    return Resource(re.compile(pattern, re.IGNORECASE), tuple(requests.split()), step)


_VM: Final = "VirtualMachine/"
_ID: Final = r"[^/]+"
_RESOURCES: Final = (
    _resource(rf"{_VM}Devices/NetworkAdapters/{_ID}", "Add Remove Update", _adapter),
    _resource(rf"{_VM}Devices/Scsi/{_ID}/Attachments/\d+", "Add Remove Update", _disk),
    _resource(rf"{_VM}Devices/Plan9/Shares", "Add Remove Update", _listed("Name")),
    _resource(rf"{_VM}Devices/VirtualSmb/Shares", "Add Remove Update", _listed("Name")),
    _resource(rf"{_VM}Devices/MappedPipes/{_ID}", "Add Remove", _store),
    _resource(rf"{_VM}Devices/VirtualPMem/Devices/{_ID}(/Mappings/{_ID})?", "Add Remove", _store),
    _resource(rf"{_VM}Devices/VirtualPci/{_ID}", "Add Remove", _store),
    _resource(rf"{_VM}Devices/ComPorts/\d+", "Add Remove Update", _store),
    _resource(rf"{_VM}Devices/FlexibleIov/{_ID}", "Add", _store),
    _resource(rf"{_VM}Devices/HvSocket/HvSocketConfig/ServiceTable/{_ID}", "Add Remove Update", _store),
    _resource(rf"{_VM}Devices/SharedMemory/Regions", "Add Remove", _listed("SectionName")),
    _resource(rf"{_VM}Licensing", "Update", _update),
    _resource(rf"{_VM}ComputeTopology/Memory/SizeInMB", "Update", _memory),
    _resource(rf"{_VM}ComputeTopology/Processor/Limits", "Update", _update),
    _resource(rf"{_VM}ComputeTopology/Processor/CpuGroup", "Update", _cpu_group),
    _resource(rf"{_VM}ComputeTopology/Processor/IdledProcessors", "Update", _update),
    _resource(rf"{_VM}ComputeTopology/Processor/CpuFrequencyPowerCap", "Update", _update),
    _resource(rf"{_VM}ComputeTopology/Gpu", "Update", _update),
    _resource("Container/MappedDirectories", "Add Remove", _listed("ContainerPath")),
    _resource("Container/MappedPipes", "Add Remove", _listed("ContainerPipeName")),
    _resource("Container/Memory/SizeInMB", "Update", _memory),
    _resource("Container/Processor", "Update", _processor),
    _resource("Container/Devices/Generic", "Add Remove", _store),
    _resource("Container/RegistryFlushState", "Update", _update),
)
