"""Compute systems, as far as the network is concerned: which there are, and their compartments."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from .faults import COMPUTE_SYSTEM_EXISTS, COMPUTE_SYSTEM_NOT_FOUND, INVALID_PARAMETER, Fault

if TYPE_CHECKING:
    from .state import State

HOST_COMPARTMENT = 1


@dataclasses.dataclass
class Container:
    """A running container."""

    id: str
    compartment: int
    owner: str = ""
    namespace: str = ""
    """Id of the namespace that it runs in; empty when it has its own compartment."""


class Containers:
    """The compute systems of a machine."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._containers: dict[str, Container] = {}

    def __iter__(self) -> Any:
        return iter(self._containers.values())

    def find(self, id: object) -> Container | None:
        """Find a container, letter case aside."""
        return self._containers.get(id.lower()) if isinstance(id, str) else None

    def check(self, id: object) -> str:
        """Return the id of a container; refuse one that the machine does not have."""
        # fidelity: HNS-A08
        if not isinstance(id, str) or not id:
            raise Fault(INVALID_PARAMETER, "ContainerId is missing")
        found = self.find(id)
        if found is None and not self._state.switches.accept_unknown_containers:
            raise Fault(COMPUTE_SYSTEM_NOT_FOUND, f"no compute system {id!r}")
        return found.id if found is not None else id

    def compartments(self) -> set[int]:
        """List the compartment numbers that exist."""
        # fidelity: NET-C01 NET-C02
        numbers = {HOST_COMPARTMENT, *(container.compartment for container in self if container.compartment)}
        for namespace in self._state.namespaces.table:
            number = namespace.document.get("CompartmentId")
            if isinstance(number, int) and number:
                numbers.add(number)
        return numbers

    def add(
        self,
        id: str,
        *,
        namespace: str | None = None,
        owner: str = "",
        has_guest: bool = False,
        compartment: int | None = None,
    ) -> Container:
        """Start a container: in a compartment of its own, in that of a namespace, or in one that it shares.

        One with a guest of its own has its compartment there, and none on the host.
        """
        # fidelity: NET-C02 NET-C03 HCS-H01
        if not id:
            raise ValueError("a container has an id")
        if self.find(id) is not None:
            raise Fault(COMPUTE_SYSTEM_EXISTS, f"compute system {id!r} exists")
        if namespace is None:
            if compartment is None:
                compartment = 0 if has_guest else self._state.new_compartment()
            container = Container(id, compartment, owner)
            self._containers[id.lower()] = container
        else:
            container = Container(id, 0, owner)
            self._containers[id.lower()] = container
            try:
                self._state.namespaces.start_container(namespace, container, has_guest=has_guest)
            except Fault:
                del self._containers[id.lower()]
                raise
        self._state.revision += 1
        return container

    def remember(self, container: Container) -> None:
        """Enter a container that runs already, of a recorded document."""
        self._containers.setdefault(container.id.lower(), container)

    def remove(self, id: str) -> None:
        """Stop a container: it is gone as a compute system, too."""
        # fidelity: HCS-H02
        self.take_out(id)
        self._state.systems.forget(id)

    def take_out(self, id: str) -> None:
        """Take a container off the network: its endpoints are detached, its namespace is rid of it."""
        # fidelity: HNS-A13
        container = self.find(id)
        if container is None:
            raise Fault(COMPUTE_SYSTEM_NOT_FOUND, f"no compute system {id!r}")
        del self._containers[container.id.lower()]
        state = self._state
        for endpoint in state.endpoints.table.by("container", container.id.lower()):
            state.attachments.detach_container(endpoint, container.id)
        state.namespaces.stop_container(container.id)
        state.revision += 1
