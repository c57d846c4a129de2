"""The scratch space of a container with Hyper-V isolation: its virtual machine mounts it, and has it for itself.

In schema 1 one document makes the container and its machine, which finds the disk in the folder of the layer. In
schema 2 the machine is there before: a disk is attached to it, the guest is asked to mount that disk, and the container
names the place where it did.
"""

from __future__ import annotations

import ntpath
from typing import TYPE_CHECKING, Any, Final

from .document import member
from .system import System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_DISK: Final = "guest/mappedvirtualdisk/"
_ATTACHMENT: Final = "virtualmachine/devices/scsi/"


def mount(state: State, system: System) -> None:
    """Let the machine of a container mount its scratch space; what the host knows nothing of it has by itself."""
    # fidelity: HCS-L28
    disk = _disk(state, system)
    if disk:
        system.volume = state.storage.mounts.lend(disk, state.systems.layers_of(system))
        system.disk = disk


def unmount(state: State, system: System) -> None:
    """Take the scratch space of a container back."""
    if system.disk:
        state.storage.mounts.take_back(system.disk)
        system.disk = system.volume = ""


def note(system: System, request: Any) -> None:
    """Note where the guest of a machine was asked to mount a disk."""
    settings = request.get("Settings") if isinstance(request, dict) else None
    if not isinstance(settings, dict) or str(request.get("ResourceType")).lower() != "mappedvirtualdisk":
        return
    place = _DISK + _key(str(settings.get("ContainerPath") or ""))
    if request.get("RequestType") == "Remove":
        system.resources.pop(place, None)
    else:
        system.resources[place] = dict(settings)


def _disk(state: State, system: System) -> str:
    """Return the path of the virtual disk that a container's own kernel has as its drive C; empty if there is none."""
    if system.os != "Windows" or not state.storage.disk.is_made:
        return ""
    if system.kind == "xenon":
        return state.storage.mounts.disk_of(member(system.document, "LayerFolderPath", str, ""))
    if system.kind == "hosted":
        return _hosted(state, system)
    return ""


def _hosted(state: State, system: System) -> str:
    machine = state.systems.find(system.hosting)
    container = member(member(system.document, "HostedSystem", dict, {}), "Container", dict, {})
    path = member(member(container or system.document.get("Container") or {}, "Storage", dict, {}), "Path", str, "")
    if machine is None or not path:
        return ""
    mounted = machine.resources.get(_DISK + _key(path))
    if mounted is None:
        return ""
    attached = _attached(machine, mounted.get("Lun") or 0).get("Path")
    with_disk = isinstance(attached, str) and state.storage.vhds.is_there(attached)
    return attached if with_disk else ""


def _attached(machine: System, lun: object) -> Any:
    """Return what is attached to a machine under a number: it had it from the start, or got it since."""
    added = machine.resources.get(f"{_ATTACHMENT}0/attachments/{lun}")
    if added is not None:
        return added
    devices = member(member(machine.document, "VirtualMachine", dict, {}), "Devices", dict, {})
    controllers = list(member(devices, "Scsi", dict, {}).values())
    return member(controllers[0], "Attachments", dict, {}).get(str(lun), {}) if controllers else {}


def _key(path: str) -> str:
    return ntpath.normpath(path).rstrip("\\").lower()
