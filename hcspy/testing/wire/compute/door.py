"""What can be asked of the compute systems of a machine, in texts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from hcspy.testing.state import Fault, State
from hcspy.testing.state.compute import Process, System
from hcspy.testing.state.compute.document import member, texts
from hcspy.testing.state.compute.modify import modify
from hcspy.testing.state.compute.network import interfaces
from hcspy.testing.state.compute.system import CREATED
from hcspy.testing.state.faults import COMPUTE_INVALID_JSON, COMPUTE_NOT_SUPPORTED, COMPUTE_UNEXPECTED_EXIT
from hcspy.testing.wire.jsontext import compact

from .parameters import Parameters, read_parameters
from .properties import asked, basic
from .text import read_object

_FILTERS: Final = {"Ids": "id", "Owners": "owner", "Names": "name"}


class Compute:
    """The compute systems of a machine."""

    def __init__(self, state: State) -> None:
        self._state = state

    # -- systems by id ----------------------------------------------------------------------------------------------

    def create(self, id: str, configuration: str | None) -> System:
        """Make a system of a create document."""
        return self._state.systems.create(id, read_object(configuration))

    def open(self, id: str) -> System:
        """Find a system, or refuse."""
        return self._state.systems.get(id)

    def enumerate(self, query: str | None) -> str:
        """List the systems that a query asks for."""
        # fidelity: HCS-H04 HCS-Q02
        wanted = read_object(query, "{}")
        found = [basic(system, self._state.profile.build) for system in self._state.systems if _matches(system, wanted)]
        return compact(found)

    # -- systems by handle ------------------------------------------------------------------------------------------

    def step(self, id: str, runtime_id: str, verb: str) -> System:
        """Take a system one step through its life."""
        systems = self._state.systems
        system = systems.through(id, runtime_id)
        systems.step(system, verb)
        return system

    def known(self, id: str, runtime_id: str) -> System | None:
        """Find a system; None if it is gone."""
        try:
            return self._state.systems.through(id, runtime_id)
        except Fault:
            return None

    def how_it_ended(self, runtime_id: str) -> tuple[int, str]:
        """Tell how a system ended that is gone: a status, and the type of its exit."""
        return self._state.systems.how_it_ended(runtime_id)

    def hold(self, id: str, runtime_id: str, mark: str) -> None:
        """Note who has handles of a system."""
        system = self.known(id, runtime_id)
        if system is not None and mark not in system.holders:
            system.holders.append(mark)
            self._state.revision += 1

    def abandon(self, id: str, runtime_id: str, mark: str, is_alive: Callable[[str], bool]) -> bool:
        """Note that somebody has no handle any more; say whether that is the end of the system."""
        # fidelity: HCS-S04 HCS-S05
        system = self.known(id, runtime_id)
        if system is None:
            return False
        if system.holders:
            system.holders = [holder for holder in system.holders if holder != mark and is_alive(holder)]
            self._state.revision += 1
        if system.holders or (system.state != CREATED and not system.terminate_on_last_handle):
            return False
        self._state.systems.remove(system)
        return True

    def claim(self, mark: str, held: Collection[str]) -> None:
        """Note who runs all programs that run, and holds some systems, by their runtime ids."""
        for system in self._state.systems:
            if system.runtime_id in held:
                system.holders.append(mark)
            for process in system.processes.values():
                if not process.exited:
                    process.runs_in = mark
        self._state.revision += 1

    def reap(self, is_alive: Callable[[str], bool]) -> None:
        """Note the end of processes whose programs nobody runs any more."""
        # fidelity: HCS-X01
        for system in self._state.systems:
            for process in system.processes.values():
                if not process.exited and not is_alive(process.runs_in):
                    process.exited, process.exit_code = True, system.kill_code
                    self._state.revision += 1

    def properties(self, id: str, runtime_id: str, query: str | None) -> str:
        """Tell the properties of a system."""
        # fidelity: HCS-H04
        system = self._state.systems.through(id, runtime_id)
        return compact(asked(self._state, system, read_object(query, "{}")))

    def modify(self, id: str, runtime_id: str, configuration: str | None) -> System:
        """Change a system that runs."""
        system = self._state.systems.through(id, runtime_id)
        modify(self._state, system, read_object(configuration))
        return system

    def crash(self, id: str, runtime_id: str) -> System:
        """Let a system die that nobody asked to."""
        systems = self._state.systems
        system = systems.through(id, runtime_id)
        systems.remove(system, COMPUTE_UNEXPECTED_EXIT, "UnexpectedExit")
        return system

    def check_machine(self, id: str, runtime_id: str) -> None:
        """Refuse what is no virtual machine that runs."""
        systems = self._state.systems
        system = systems.through(id, runtime_id)
        if not system.is_machine:
            raise Fault(COMPUTE_NOT_SUPPORTED, f"a {system.kind} is not crashed")
        systems.check_running(system)

    def break_guest(self, id: str, runtime_id: str) -> None:
        """Cut the connection to the guest of a system."""
        system = self._state.systems.through(id, runtime_id)
        if not system.has_guest:
            raise Fault(COMPUTE_NOT_SUPPORTED, f"a {system.kind} has no guest")
        system.guest_broken = True
        self._state.revision += 1

    # -- the service ------------------------------------------------------------------------------------------------

    def service_properties(self, query: str | None) -> str:
        """Tell the properties of the service."""
        # fidelity: HCS-V02 HCS-V03
        wanted = read_object(query, "{}")
        service = self._state.compute_service
        queries = member(wanted, "PropertyQueries", dict, {})
        if queries:
            return compact({"PropertyResponses": {name: self._response(name) for name in queries}})
        names = texts(wanted, "PropertyTypes") or ["Basic"]
        return compact({"Properties": [service.property(name) for name in names]})

    def _response(self, name: str) -> dict[str, object]:
        try:
            return {"Response": self._state.compute_service.property(name)}
        except Fault as fault:
            return {"Error": {"Error": fault.hresult - (1 << 32), "ErrorMessage": fault.about}}

    def modify_service(self, settings: str | None) -> None:
        """Change a setting of the service."""
        self._state.compute_service.modify(read_object(settings))

    # -- processes --------------------------------------------------------------------------------------------------

    def exec(
        self, id: str, runtime_id: str, text: str | None, runs_in: str, image: Callable[[Parameters, System], str]
    ) -> tuple[Process, System, Parameters]:
        """Enter a process that is about to run; `image` tells the name of its program, or refuses."""
        systems = self._state.systems
        system = systems.through(id, runtime_id)
        parameters = read_parameters(text)
        systems.check_running(system)
        process = systems.new_process(system, image(parameters, system), runs_in)
        return process, system, parameters

    def process(self, id: str, runtime_id: str, pid: int) -> Process:
        """Find a process, or refuse."""
        systems = self._state.systems
        return systems.process(systems.through(id, runtime_id), pid)

    def want_end(self, id: str, runtime_id: str, pid: int, code: int | None) -> None:
        """Ask who runs a process to end it."""
        system = self._state.systems.through(id, runtime_id)
        process = self._state.systems.process(system, pid)
        process.wanted = system.kill_code if code is None else code
        self._state.revision += 1

    def interfaces(self, id: str) -> list[dict[str, object]]:
        """List the network interfaces that a container has."""
        return interfaces(self._state, id)

    def exited(self, id: str, runtime_id: str, pid: int, code: int, wait_result: int = 0) -> None:
        """Put down that a process has ended; nothing if its system is gone."""
        system = self.known(id, runtime_id)
        process = None if system is None else system.processes.get(pid)
        if process is not None:
            process.exited, process.exit_code, process.wait_result = True, code, wait_result
            self._state.revision += 1


def _matches(system: System, query: dict[str, object]) -> bool:
    for name, attribute in _FILTERS.items():
        wanted = query.get(name)
        if wanted is None or wanted == []:
            continue
        if not isinstance(wanted, list):
            raise Fault(COMPUTE_INVALID_JSON, f"{name} is {wanted!r}")
        if getattr(system, attribute) not in wanted:
            return False
    types = query.get("Types")
    shown = "VirtualMachine" if system.is_machine else "Container"
    return not types or (isinstance(types, list) and shown in types)
