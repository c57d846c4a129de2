"""The compute systems of a machine, and their life cycle.

A system is Created, Running or Paused; when it stops it is gone. The network hears of it when it starts and when it
stops, never in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.chance import derived_guid
from hcspy.testing.state.faults import (
    COMPUTE_ALREADY_STOPPED,
    COMPUTE_CONNECTION_CLOSED,
    COMPUTE_HYPERV_MISSING,
    COMPUTE_IMAGE_MISMATCH,
    COMPUTE_INVALID_STATE,
    COMPUTE_SYSTEM_EXISTS,
    COMPUTE_SYSTEM_NOT_FOUND,
    COMPUTE_UNEXPECTED_EXIT,
    ELEMENT_NOT_FOUND,
    PATH_NOT_FOUND,
    Fault,
)

from . import document as documents
from . import hosting, network, scratch
from .system import CREATED, PAUSED, RUNNING, Process, System

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_STABLE: Final = 20348
"""From this build on, images of earlier builds run without a kernel of their own."""
FORCED: Final = "ForcedExit"
GRACEFUL: Final = "GracefulExit"
UNEXPECTED: Final = "UnexpectedExit"
_REMEMBERED: Final = 64
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
}


class Systems:
    """The compute systems, by id; letter case aside, as everywhere in Windows."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._systems: dict[str, System] = {}
        self.next_pid = _FIRST_PID
        self.ends: dict[str, tuple[int, str]] = {}
        """How the last systems ended, by runtime id."""

    def __iter__(self) -> Iterator[System]:
        for container in list(self._state.containers):
            self.find(container.id)
        return iter(list(self._systems.values()))

    def known(self) -> list[System]:
        """List the systems that have a document."""
        return list(self._systems.values())

    def layers_of(self, system: System) -> list[str]:
        """List the folders of this machine that a system is layered of."""
        try:
            return hosting.layers_of(self, system)
        except Fault:  # its virtual machine has lost a share since
            return []

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
        system = System(id, "argon", derived_guid("runtime", id.lower()), self._state.clock.now, owner, id)
        system.state, system.started = RUNNING, self._state.clock.now
        self._systems[id.lower()] = system
        return system

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
        self._check_host(system)
        network.check(state, system)
        self._systems[id.lower()] = system
        state.revision += 1
        return system

    def _check_host(self, system: System) -> None:
        """Refuse what this machine cannot run."""
        # fidelity: HCS-D03 HCS-D04 HCS-D05
        state = self._state
        if state.switches.without_hyperv and system.kind in ("xenon", "vm"):
            raise Fault(COMPUTE_HYPERV_MISSING, f"a {system.kind} needs Hyper-V")
        hosting.check_host(self, system)
        paths = hosting.layers_of(self, system)
        if system.os == "Windows" and not state.layer_paths_exist(paths):
            raise Fault(PATH_NOT_FOUND, f"not all of {paths} are there")
        build = state.image_build(paths)
        if build and system.os == "Windows" and not fits(build, state.profile.build, isolated=system.has_guest):
            raise Fault(COMPUTE_IMAGE_MISMATCH, f"the image is of build {build}")

    def step(self, system: System, verb: str) -> None:
        """Take a system one step through its life."""
        wanted, becomes = _STEPS[verb]
        if system.state not in wanted:
            raise Fault(COMPUTE_INVALID_STATE, f"{verb} of a system that is {system.state}")
        if verb == "shutdown" and system.guest_broken:  # fidelity: HCS-S06
            raise Fault(COMPUTE_CONNECTION_CLOSED, "the guest cannot be told")
        if verb == "start":
            self._connect(system)
            system.started = self._state.clock.tick()
        if becomes:
            system.state = becomes
            self._state.revision += 1
        else:
            self.remove(system, 0, FORCED if verb == "terminate" else GRACEFUL)

    def _connect(self, system: System) -> None:
        """Give a system its disk and its network, or neither."""
        scratch.mount(self._state, system)
        try:
            network.connect(self._state, system)
        except Fault:
            scratch.unmount(self._state, system)
            raise

    def how_it_ended(self, runtime_id: str) -> tuple[int, str]:
        """Tell how a system ended: a status, and the type of its exit."""
        return self.ends.get(runtime_id, (0, FORCED))

    def remove(self, system: System, status: int = 0, exit_type: str = FORCED) -> None:
        """Let a system be gone: its endpoints are unplugged, its namespace is rid of it."""
        # fidelity: HCS-H02 HCS-S02
        self._systems.pop(system.id.lower(), None)
        self.ends[system.runtime_id] = (status, exit_type)
        while len(self.ends) > _REMEMBERED:
            del self.ends[next(iter(self.ends))]
        if system.state != CREATED:
            network.disconnect(self._state, system)
            scratch.unmount(self._state, system)
        self._state.revision += 1
        if system.is_machine:  # fidelity: HCS-S07
            for hosted in hosting.hosted_by(self, system):
                self.remove(hosted, COMPUTE_UNEXPECTED_EXIT, UNEXPECTED)

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


def fits(image: int, host: int, *, isolated: bool) -> bool:
    """Tell whether a host can run an image: a newer one never; an older one in a kernel of its own.

    >>> fits(20348, 17763, isolated=True), fits(17763, 20348, isolated=False), fits(20348, 26100, isolated=False)
    (False, False, True)
    """
    if image > host:
        return False
    return isolated or image == host or min(image, host) >= _STABLE
