"""Containers that a virtual machine hosts: what they see of its files, and that they do not outlive it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import COMPUTE_INVALID_STATE, PATH_NOT_FOUND, Fault

from .document import layer_paths, member
from .system import RUNNING, System

if TYPE_CHECKING:
    from .systems import Systems

# Where a Windows guest finds the folders that its host shares with it, by the name of the share.
_SHARE: Final = re.compile(r"\\\\\?\\VMSMB\\VSMB-\{[0-9a-f-]{36}\}\\(?P<name>[^\\]+)(?P<rest>\\.*)?", re.IGNORECASE)
_ADDED: Final = "virtualmachine/devices/virtualsmb/shares/"


def check_host(systems: Systems, system: System) -> None:
    """Refuse a container whose virtual machine is not there, or does not run."""
    # fidelity: HCS-D06
    if not system.hosting:
        return
    machine = systems.get(system.hosting)
    if not machine.is_machine or machine.state != RUNNING:
        raise Fault(COMPUTE_INVALID_STATE, f"{machine.id!r} is a {machine.kind} that is {machine.state}")


def layers_of(systems: Systems, system: System) -> list[str]:
    """List the folders of this machine that a system is layered of; those that only its guest knows are left out."""
    # fidelity: HCS-D07
    paths = layer_paths(system.document)
    machine = systems.find(system.hosting) if system.hosting else None
    return paths if machine is None else list(_seen_outside(machine, paths))


def _seen_outside(machine: System, paths: Iterable[str]) -> Iterator[str]:
    shares = _shares(machine)
    for path in paths:
        found = _SHARE.fullmatch(path)
        if found is None:
            continue
        folder = shares.get(found["name"].lower())
        if folder is None:
            raise Fault(PATH_NOT_FOUND, f"{machine.id!r} has no share {found['name']!r}")
        yield folder.rstrip("\\") + (found["rest"] or "")


def _shares(machine: System) -> dict[str, str]:
    """Return the folders that a virtual machine sees, by the name of the share."""
    devices = member(member(machine.document, "VirtualMachine", dict, {}), "Devices", dict, {})
    listed = member(member(devices, "VirtualSmb", dict, {}), "Shares", list, [])
    added = [settings for path, settings in machine.resources.items() if path.startswith(_ADDED)]
    return {str(share["Name"]).lower(): share["Path"] for share in (*listed, *added) if _is_share(share)}


def _is_share(share: Any) -> bool:
    return isinstance(share, dict) and isinstance(share.get("Name"), str) and isinstance(share.get("Path"), str)


def hosted_by(systems: Systems, machine: System) -> list[System]:
    """List the containers that run in a virtual machine."""
    return [system for system in systems.known() if system.hosting.lower() == machine.id.lower()]
