"""Plugging endpoints: into containers, virtual machines and the host.

State of an endpoint: 1 created, 2 attached, 3 attached and shared, 4 detached, 5 degraded. Containers stand in the
document (`SharedContainers`); a host or a virtual machine does not, so that it is remembered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .documents import Document, listed, without_nulls
from .endpoints import is_remote
from .faults import (
    ALREADY_ATTACHED,
    DEGRADED,
    ELEMENT_NOT_FOUND,
    INVALID_PARAMETER,
    INVALID_REMOTE_ENDPOINT_OPERATION,
    NOT_ATTACHED,
    NOT_LOCAL,
    SHARING_DISABLED,
    Fault,
)
from .hcn.endpoint import flags_of
from .networks import DISABLE_SHARING
from .notices import ENDPOINT_ATTACHED, ENDPOINT_DETACHED
from .policies import breaks_attach
from .store import Object

if TYPE_CHECKING:
    from .state import State

CREATED: Final = 1
ATTACHED: Final = 2
SHARED: Final = 3
DETACHED: Final = 4
DEGRADED_STATE: Final = 5
_PLACES: Final = ("PortId", "VirtualNicName", "VirtualMachineId")
_SYSTEMS: Final = {"container": "Container", "virtualmachine": "VirtualMachine", "host": "Host"}


def containers_of(endpoint: Object) -> list[str]:
    """List the containers that an endpoint is plugged into."""
    return [str(container) for container in listed(endpoint.document.get("SharedContainers"))]


class Attachments:
    """Who is plugged into what."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.others: dict[str, dict[str, Any]] = {}
        """By endpoint: the host or virtual machine that it is plugged into."""

    def attach(self, endpoint: Object, request: Document) -> None:
        """Plug an endpoint as a request says."""
        # fidelity: HNS-A01 HNS-A04
        system = self._system(request)
        if is_remote(endpoint.document):
            raise Fault(INVALID_REMOTE_ENDPOINT_OPERATION, "a remote endpoint has no port")
        if system == "Container":
            self.attach_container(endpoint, request.get("ContainerId"))
            return
        fact = {"SystemType": system, **self._check_place(system, request)}
        if self._is_attached(endpoint):
            raise Fault(ALREADY_ATTACHED, f"endpoint {endpoint.id} is attached")
        self._plug(endpoint)
        self.others[endpoint.id] = fact
        self._set(endpoint, ATTACHED)

    def attach_machine(self, endpoint: Object, request: Document) -> None:
        """Plug an endpoint into a virtual machine: a port, a card, or the machine names the place."""
        # fidelity: HCN-M06
        place = {name: request[name] for name in _PLACES if isinstance(request.get(name), str) and request[name]}
        if not place:
            raise Fault(INVALID_PARAMETER, "neither VirtualNicName nor VirtualMachineId")
        if self._is_attached(endpoint):
            raise Fault(ALREADY_ATTACHED, f"endpoint {endpoint.id} is attached")
        self._plug(endpoint)
        self.others[endpoint.id] = {"SystemType": "VirtualMachine", **place}
        self._set(endpoint, ATTACHED)

    def _check_place(self, system: str, request: Document) -> dict[str, Any]:
        # fidelity: HNS-A05 HNS-A06 HNS-A07
        if system == "VirtualMachine":
            nic = request.get("VirtualNicName")
            if not isinstance(nic, str) or not nic:
                raise Fault(INVALID_PARAMETER, "VirtualNicName is missing")
            return {"VirtualNicName": nic}
        compartment = request.get("CompartmentId") or 1
        if compartment not in self._state.containers.compartments():
            raise Fault(ELEMENT_NOT_FOUND, f"no compartment {compartment!r}")
        return {"CompartmentId": compartment}

    def attach_container(self, endpoint: Object, id: Any) -> None:
        """Plug an endpoint into a container."""
        # fidelity: HNS-A02 HNS-A03 HNS-A08
        container = self._state.containers.check(id)
        present = containers_of(endpoint)
        if any(other.lower() == container.lower() for other in present) or endpoint.id in self.others:
            raise Fault(ALREADY_ATTACHED, f"endpoint {endpoint.id} is attached")
        network = self._state.endpoints.network_of(endpoint)
        flags = network.document.get("Flags") if network is not None else None
        if present and isinstance(flags, int) and flags & DISABLE_SHARING:
            raise Fault(SHARING_DISABLED)
        self._plug(endpoint)
        self._state.endpoints.set(endpoint, SharedContainers=[*present, container])
        self._set(endpoint, SHARED if present else ATTACHED)

    def _plug(self, endpoint: Object) -> None:
        # fidelity: HNS-A09 HNS-A10
        if endpoint.document.get("State") == DEGRADED_STATE:
            raise Fault(DEGRADED, f"endpoint {endpoint.id} is degraded")
        bad = breaks_attach(endpoint.document.get("Policies"))
        if self._state.switches.spend("degrade_attach") or bad:
            self._set(endpoint, DEGRADED_STATE)
            raise Fault(DEGRADED, f"endpoint {endpoint.id} is degraded")

    def detach(self, endpoint: Object, request: Document) -> None:
        """Unplug an endpoint as a request says."""
        # fidelity: HNS-A11
        system = self._system(request)
        if is_remote(endpoint.document):
            raise Fault(NOT_LOCAL, "a remote endpoint has no port")
        if system == "Container":
            self.detach_container(endpoint, request.get("ContainerId"))
            return
        fact = self.others.get(endpoint.id)
        recorded = fact is None and not containers_of(endpoint) and endpoint.document.get("State") in (ATTACHED, SHARED)
        if not recorded and (fact is None or fact["SystemType"] != system):
            raise Fault(NOT_ATTACHED, f"endpoint {endpoint.id} is not attached")
        self.others.pop(endpoint.id, None)
        self._set(endpoint, DETACHED)

    def detach_container(self, endpoint: Object, id: Any) -> None:
        """Unplug an endpoint from a container."""
        present = containers_of(endpoint)
        left = [other for other in present if other.lower() != str(id).lower()]
        if len(left) == len(present):
            raise Fault(NOT_ATTACHED, f"endpoint {endpoint.id} is not attached to {id!r}")
        self._state.endpoints.set(endpoint, SharedContainers=left)
        self._set(endpoint, (DETACHED, ATTACHED, SHARED)[min(len(left), 2)])

    def unplug(self, endpoint: Object) -> None:
        """Unplug an endpoint from whatever it is in."""
        if self._is_attached(endpoint):
            self.others.pop(endpoint.id, None)
            self._state.endpoints.set(endpoint, SharedContainers=[])
            self._set(endpoint, DETACHED)

    def forget(self, endpoint: Object) -> None:
        """Drop what is remembered of an endpoint that goes away."""
        self.others.pop(endpoint.id, None)
        if self.is_plugged(endpoint):
            self._tell(ENDPOINT_DETACHED, endpoint)

    def is_plugged(self, endpoint: Object) -> bool:
        """Tell whether an endpoint has a switch port."""
        return endpoint.document.get("State") in (ATTACHED, SHARED)

    def _is_attached(self, endpoint: Object) -> bool:
        return endpoint.id in self.others or bool(containers_of(endpoint)) or self.is_plugged(endpoint)

    def _set(self, endpoint: Object, state: int) -> None:
        # fidelity: HNS-A12
        document = endpoint.document
        plugged = self.is_plugged(endpoint)
        if state == ATTACHED and self._state.profile.major in (9, 10):
            self._state.style.place("endpoint", document, "StartTime", self._state.clock.tick())
        self._state.endpoints.set(endpoint, State=state)
        if plugged != self.is_plugged(endpoint):
            self._tell(ENDPOINT_DETACHED if plugged else ENDPOINT_ATTACHED, endpoint)

    def _tell(self, type: int, endpoint: Object) -> None:
        # fidelity: HCN-W03
        self._state.notices.add(type, str(endpoint.document.get("ID")), flags_of(endpoint.document))

    @staticmethod
    def _system(request: Document) -> str:
        request = without_nulls(request)
        system = _SYSTEMS.get(str(request.get("SystemType", "")).lower())
        if system is None:
            raise Fault(INVALID_PARAMETER, f"SystemType is {request.get('SystemType')!r}")
        return system
