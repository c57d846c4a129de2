"""The compute systems of a machine, and their life cycle.

A system is Created, Running or Paused; when it stops it is gone. The network hears of it when it starts and when it
stops, never in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import (
    COMPUTE_ALREADY_STOPPED,
    COMPUTE_INVALID_STATE,
    COMPUTE_SYSTEM_EXISTS,
    COMPUTE_SYSTEM_NOT_FOUND,
    ELEMENT_NOT_FOUND,
    Fault,
)

from . import document as documents
from . import network
from .system import CREATED, PAUSED, RUNNING, Process, System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_FIRST_PID: Final = 1232
# What each verb wants, and what comes of it; nothing: the system is gone.
# fidelity: HCS-S01
_STEPS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "start": ((CREATED,), RUNNING),
    "pause": ((RUNNING,), PAUSED),
    "resume": ((PAUSED,), RUNNING),
    "save": ((PAUSED,), ""),
    "shutdown": ((RUNNING,), ""),
    "terminate": ((CREATED, RUNNING, PAUSED), ""),
    "crash": ((RUNNING,), RUNNING),
}


class Systems:
    """The compute systems, by id; letter case aside, as everywhere in Windows."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._systems: dict[str, System] = {}
        self.next_pid = _FIRST_PID

    def __iter__(self) -> Iterator[System]:
        for container in list(self._state.containers):
            self.find(container.id)
        return iter(list(self._systems.values()))

    def find(self, id: str) -> System | None:
        """Find a system."""
        found = self._systems.get(id.lower())
        container = self._state.containers.find(id) if found is None else None
        if container is not None:  # of a recording, or put there by a test
            found = self._adopt(container.id, container.owner)
        return found

    def get(self, id: str) -> System:
        """Find a system, or refuse."""
        # fidelity: HCS-H03
        found = self.find(id)
        if found is None:
            raise Fault(COMPUTE_SYSTEM_NOT_FOUND, f"no compute system {id!r}")
        return found

    def through(self, id: str, runtime_id: str) -> System:
        """Find the system of a handle: one that was made anew under the same id is another one."""
        # fidelity: HCS-S03
        found = self._systems.get(id.lower()) or self.find(id)
        if found is None or found.runtime_id != runtime_id:
            raise Fault(COMPUTE_ALREADY_STOPPED, f"compute system {id!r} is not running")
        return found

    def remember(self, system: System) -> None:
        """Enter a system of a dump."""
        self._systems[system.id.lower()] = system

    def forget(self, id: str) -> None:
        """Drop a system whose container is gone."""
        self._systems.pop(id.lower(), None)

    def _adopt(self, id: str, owner: str) -> System:
        system = System(id, "argon", self._state.style.inner_id(self._runtime_id(id)), self._state.clock.now, owner, id)
        system.state, system.started = RUNNING, self._state.clock.now
        self._systems[id.lower()] = system
        return system

    @staticmethod
    def _runtime_id(id: str) -> str:
        from hcspy.testing.state.chance import derived_guid

        return derived_guid("runtime", id.lower())

    def create(self, id: str, request: Mapping[str, Any]) -> System:
        """Make a system of a create document."""
        # fidelity: HCS-H01 HCS-D01
        if not id:
            raise documents.invalid("a compute system has an id")
        state = self._state
        system = System(id, "argon", "", state.clock.tick(), document=dict(request))
        documents.fill(system, request, state.profile)
        if self.find(id) is not None:
            raise Fault(COMPUTE_SYSTEM_EXISTS, f"compute system {id!r} exists")
        system.runtime_id = state.chance.guid()
        network.check(state, system)
        self._systems[id.lower()] = system
        state.revision += 1
        return system

    def step(self, system: System, verb: str) -> None:
        """Take a system one step through its life."""
        wanted, becomes = _STEPS[verb]
        if system.state not in wanted:
            raise Fault(COMPUTE_INVALID_STATE, f"{verb} of a system that is {system.state}")
        if verb == "start":
            network.connect(self._state, system)
            system.started = self._state.clock.tick()
        if becomes:
            system.state = becomes
            self._state.revision += 1
        else:
            self.remove(system)

    def remove(self, system: System) -> None:
        """Let a system be gone: its endpoints are unplugged, its namespace is rid of it."""
        # fidelity: HCS-H02 HCS-S02
        self._systems.pop(system.id.lower(), None)
        if system.state != CREATED:
            network.disconnect(self._state, system)
        self._state.revision += 1

    @staticmethod
    def check_running(system: System) -> None:
        """Refuse what only a running system can do."""
        # fidelity: HCS-P01
        if system.state != RUNNING:
            raise Fault(COMPUTE_INVALID_STATE, f"system {system.id!r} is {system.state}")

    def new_process(self, system: System, image: str, runs_in: str) -> Process:
        """Enter a process."""
        process = Process(self.next_pid, image, self._state.clock.tick(), runs_in=runs_in)
        self.next_pid += 4
        system.processes[process.pid] = process
        self._state.revision += 1
        return process

    def process(self, system: System, pid: int) -> Process:
        """Find a process, or refuse."""
        # fidelity: HCS-P09
        found = system.processes.get(pid)
        if found is None:
            raise Fault(ELEMENT_NOT_FOUND, f"no process {pid} in {system.id!r}")
        return found
