"""What can be asked of the compute systems of a machine, in texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hcspy.testing.state import Fault, State
from hcspy.testing.state.compute import Process, System
from hcspy.testing.state.compute.network import endpoint, interfaces
from hcspy.testing.state.compute.system import CREATED
from hcspy.testing.state.faults import COMPUTE_INVALID_JSON, COMPUTE_NOT_SUPPORTED
from hcspy.testing.wire.jsontext import compact

from .parameters import Parameters, read_parameters
from .properties import basic
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

    def abandon(self, id: str, runtime_id: str) -> bool:
        """Note that nobody has a handle any more; say whether that is the end of the system."""
        # fidelity: HCS-S04 HCS-S05
        try:
            system = self._state.systems.through(id, runtime_id)
        except Fault:
            return False
        if system.state != CREATED and not system.terminate_on_last_handle:
            return False
        self._state.systems.remove(system)
        return True

    def properties(self, id: str, runtime_id: str, query: str | None) -> str:
        """Tell the properties of a system."""
        # fidelity: HCS-H04
        read_object(query, "{}")
        return compact(basic(self._state.systems.through(id, runtime_id), self._state.profile.build))

    def modify(self, id: str, runtime_id: str, configuration: str | None) -> None:
        """Plug an endpoint into a running container, or out of it."""
        # fidelity: HCS-H06 HCS-H07
        system = self._state.systems.through(id, runtime_id)
        request = read_object(configuration)
        if str(request.get("ResourceType")).lower() != "network":
            raise Fault(COMPUTE_NOT_SUPPORTED, f"resource type {request.get('ResourceType')!r}")
        attachments = self._state.attachments
        steps = {"add": attachments.attach_container, "remove": attachments.detach_container}
        step = steps.get(str(request.get("RequestType") or "Add").lower())
        if step is None or not isinstance(request.get("Settings"), str):
            raise Fault(COMPUTE_INVALID_JSON, "a network request names an endpoint")
        step(endpoint(self._state, request["Settings"]), system.id)

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

    def interfaces(self, id: str) -> list[dict[str, object]]:
        """List the network interfaces that a container has."""
        return interfaces(self._state, id)

    def exited(self, id: str, runtime_id: str, pid: int, code: int) -> None:
        """Put down that a process has ended; nothing if its system is gone."""
        try:
            process = self.process(id, runtime_id, pid)
        except Fault:
            return
        process.exited, process.exit_code = True, code
        self._state.revision += 1


def _matches(system: System, query: dict[str, object]) -> bool:
    for member, attribute in _FILTERS.items():
        wanted = query.get(member)
        if wanted is None or wanted == []:
            continue
        if not isinstance(wanted, list):
            raise Fault(COMPUTE_INVALID_JSON, f"{member} is {wanted!r}")
        if getattr(system, attribute) not in wanted:
            return False
    types = query.get("Types")
    shown = "VirtualMachine" if system.is_machine else "Container"
    return not types or (isinstance(types, list) and shown in types)
