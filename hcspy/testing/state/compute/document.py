"""What a create document asks for, in either schema; one that asks for nothing sensible is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hcspy.testing.profiles import Profile
from hcspy.testing.state.faults import COMPUTE_INVALID_JSON, Fault

from .system import System

Document = Mapping[str, Any]

SCHEMA_2_BUILD: Final = 17763
"""The first build that takes documents of schema 2."""
# fidelity: HCS-V01
_MINORS: Final = ((22545, 7), (22000, 6), (20348, 5), (19041, 3), (18362, 2), (17763, 1))
_KINDS: Final = ("Container", "VirtualMachine", "HostedSystem")


def schema_minor(build: int) -> int | None:
    """Return the newest schema 2 that a build knows; None for a build that knows schema 1 alone."""
    return next((minor for first, minor in _MINORS if build >= first), None)


def invalid(about: str) -> Fault:
    """Make the refusal of a document."""
    return Fault(COMPUTE_INVALID_JSON, about)


def member(document: Document, name: str, kind: type, default: Any = None) -> Any:
    """Return a member of a document, the default if it is absent or null; one of another type is refused."""
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise invalid(f"{name} is {value!r}")
    return value


def texts(document: Document, name: str) -> list[str]:
    """Return a member that is a list of texts."""
    values = member(document, name, list, [])
    if not all(isinstance(value, str) for value in values):
        raise invalid(f"{name} is {values!r}")
    return list(values)


def fill(system: System, document: Document, profile: Profile) -> None:
    """Take what a create document says over into a system."""
    version = member(document, "SchemaVersion", dict, {})
    if version.get("Major") == 2 or any(name in document for name in _KINDS):
        _fill_2(system, document, profile)
    else:
        _fill_1(system, document)


# Schema 1


def _fill_1(system: System, document: Document) -> None:
    # fidelity: HCS-D01
    kinds = {"container": False, "virtualmachine": True}
    kind = kinds.get(str(document.get("SystemType")).lower())
    if kind is None:
        raise invalid(f"SystemType is {document.get('SystemType')!r}")
    system.name = member(document, "Name", str, "") or system.id
    system.owner = member(document, "Owner", str, "")
    layers(document, "Layers")
    if kind:
        system.kind = "vm"
    elif member(document, "HvPartition", bool, False):
        system.kind = "xenon"
        member(document, "HvRuntime", dict, {})
    if str(member(document, "ContainerType", str, "")).lower() == "linux":
        system.os = "Linux"
    system.schema = (1, 0)
    system.endpoints = texts(document, "EndpointList")
    system.memory_mb = member(document, "MemoryMaximumInMB", int, 0)
    system.terminate_on_last_handle = member(document, "TerminateOnLastHandleClosed", bool, False)
    for name in ("MappedDirectories", "MappedPipes", "MappedVirtualDisks", "AssignedDevices"):
        member(document, name, list, [])
    system.shares = member(document, "NetworkSharedContainerName", str, "")
    for name in ("VolumePath", "LayerFolderPath", "HostName"):
        member(document, name, str, "")


def layers(document: Document, name: str) -> list[str]:
    """Return the paths of layers."""
    found = member(document, name, list, [])
    for layer in found:
        if not isinstance(layer, dict) or not isinstance(layer.get("Path"), str):
            raise invalid(f"a layer is {layer!r}")
    return [layer["Path"] for layer in found]


def layer_paths(document: Document) -> list[str]:
    """List the paths of the layers that a create document names, in either schema."""
    container = document.get("Container")
    if container is None and isinstance(document.get("HostedSystem"), dict):
        container = document["HostedSystem"].get("Container")
    if container is not None:
        return layers(member(container, "Storage", dict, {}), "Layers")
    return layers(document, "Layers")


# Schema 2


def _fill_2(system: System, document: Document, profile: Profile) -> None:
    # fidelity: HCS-D02 HCS-V01
    newest = schema_minor(profile.build)
    version = member(document, "SchemaVersion", dict)
    if newest is None:
        raise invalid("this build knows schema 1 alone")
    if version is None or version.get("Major") != 2 or not 0 <= member(version, "Minor", int, 0) <= newest:
        raise invalid(f"SchemaVersion is {version!r}; this build knows 2.{newest}")
    system.schema = (2, member(version, "Minor", int, 0))
    system.owner = member(document, "Owner", str, "")
    system.name = system.id
    system.hosting = member(document, "HostingSystemId", str, "")
    system.terminate_on_last_handle = member(document, "ShouldTerminateOnLastHandleClosed", bool, False)
    present = [name for name in _KINDS if member(document, name, dict) is not None]
    if len(present) != 1:
        raise invalid(f"exactly one of {', '.join(_KINDS)} is wanted, not {len(present)}")
    _READERS[present[0]](system, document[present[0]])


def _container(system: System, container: Document) -> None:
    system.kind = "hosted" if system.hosting else "argon"
    storage = member(container, "Storage", dict, {})
    layers(storage, "Layers")
    networking = member(container, "Networking", dict, {})
    system.endpoints = texts(networking, "NetworkAdapters")
    system.namespace = member(networking, "Namespace", str, "")
    system.shares = member(networking, "NetworkSharedContainerName", str, "")
    system.memory_mb = member(member(container, "Memory", dict, {}), "SizeInMB", int, 0)
    for name in ("MappedDirectories", "MappedPipes", "AssignedDevices"):
        member(container, name, list, [])


def _machine(system: System, machine: Document) -> None:
    system.kind = "vm"
    topology = member(machine, "ComputeTopology", dict, {})
    system.memory_mb = member(member(topology, "Memory", dict, {}), "SizeInMB", int, 0)
    chipset = member(machine, "Chipset", dict, {})
    if chipset.get("LinuxKernelDirect") is not None or "UVM.Linux" in str(chipset):
        system.os = "Linux"
    devices = member(machine, "Devices", dict, {})
    for id, adapter in member(devices, "NetworkAdapters", dict, {}).items():
        if not isinstance(adapter, dict) or not isinstance(adapter.get("EndpointId"), str):
            raise invalid(f"network adapter {id} names no endpoint")
        system.endpoints.append(adapter["EndpointId"])
        system.resources[f"virtualmachine/devices/networkadapters/{id}".lower()] = dict(adapter)


def _hosted(system: System, hosted: Document) -> None:
    if not system.hosting:
        raise invalid("HostedSystem without HostingSystemId")
    container = member(hosted, "Container", dict, {})
    _container(system, container)
    system.kind = "hosted"
    if "OciSpecification" in hosted or "OciBundlePath" in hosted:
        system.os = "Linux"


_READERS: Final = {"Container": _container, "VirtualMachine": _machine, "HostedSystem": _hosted}
