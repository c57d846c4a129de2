"""Writing the compute service down, and reading it back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from hcspy.testing.state.documents import copied

from .system import Process, System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State


def dump(state: State) -> dict[str, Any]:
    """Write down the systems, their processes, and the service's settings."""
    # fidelity: HCS-X02
    return {
        "systems": [_system(system) for system in state.systems],
        "next_pid": state.systems.next_pid,
        "ends": {id: list(end) for id, end in state.systems.ends.items()},
        "cpu_groups": copied(state.compute_service.groups),
        "credential_guards": copied(state.compute_service.guards),
    }


def _system(system: System) -> dict[str, Any]:
    shallow = {field.name: getattr(system, field.name) for field in dataclasses.fields(system)}
    shallow["schema"] = list(system.schema)
    shallow["processes"] = [dataclasses.asdict(process) for process in system.processes.values()]
    return {name: copied(value) if isinstance(value, dict | list) else value for name, value in shallow.items()}


def load(state: State, document: dict[str, Any]) -> None:
    """Take what `dump` wrote."""
    for entry in document["systems"]:
        processes = [Process(**process) for process in entry["processes"]]
        members = {**copied(entry), "schema": tuple(entry["schema"]), "processes": {p.pid: p for p in processes}}
        state.systems.remember(System(**members))
    state.systems.next_pid = document["next_pid"]
    state.systems.ends = {id: (end[0], end[1]) for id, end in document["ends"].items()}
    state.compute_service.groups = copied(document["cpu_groups"])
    state.compute_service.guards = copied(document["credential_guards"])
