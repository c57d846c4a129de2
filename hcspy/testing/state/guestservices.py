"""Guest network services: the networks of virtual machines that share those of their host."""

from __future__ import annotations

from typing import Any, Final

from .documents import Document, copied, guid_key, listed, without_nulls
from .faults import ELEMENT_NOT_FOUND, INVALID_PARAMETER, Fault
from .notices import GUEST_INTERFACE_STATE, GUEST_SERVICE_CREATE, GUEST_SERVICE_DELETE, GUEST_SERVICE_STATE
from .noun import Noun
from .store import Object

# fidelity: HCN-V02 (WSL's numbers)
STATES: Final = (
    "None",
    "Created",
    "Bootstrapping",
    "Synchronized",
    "Paused",
    "Desynchronized",
    "Rehydrating",
    "Degraded",
    "Destroyed",
)
INTERFACE_STATES: Final = ("Created", "Bootstrapping", "Synchronized", "Desynchronized", "Paused")
_CREATED: Final = 1


class GuestServices(Noun):
    """The guest network services of a machine. Their documents have the shape of version 2, which alone knows them."""

    called = "guest network service"
    missing = ELEMENT_NOT_FOUND

    def create(self, request: Document, more: Document | None = None) -> Object:
        """Make a service of a request."""
        # fidelity: HCN-V01
        state = self._state
        request = without_nulls(copied(request))
        id = self.asked_id(request)
        if request.get("VirtualMachineId"):
            guid_key(request["VirtualMachineId"])
        id = id or state.chance.guid()
        document = {
            **request,
            "ID": state.style.id("guestservice", id),
            "Version": state.profile.packed_version,
            "State": _CREATED,
        }
        service = Object(id, document)
        self.store(service)
        state.notices.add(GUEST_SERVICE_CREATE, document["ID"], document.get("Flags"))
        return service

    def store(self, service: Object) -> None:
        """Put a finished service into the table."""
        self.table.add(service)
        self._state.revision += 1

    def set_state(self, service: Object, number: int) -> None:
        """Take the state of a service that whoever runs it reports, and tell who watches it."""
        # fidelity: HCN-V02 HCN-W06
        service.document["State"] = number
        self._changed(service, GUEST_SERVICE_STATE)

    def set_interface(self, service: Object, interface: str, state: str, endpoint: str = "") -> None:
        """Change the state of one interface that a service mirrors, and tell who watches it."""
        # fidelity: HCN-W06
        if state not in INTERFACE_STATES:
            raise ValueError(f"an interface is {', '.join(INTERFACE_STATES)}, not {state!r}")
        others = [one for one in self._interfaces(service) if one.get("InterfaceGuid") != interface]
        entry = {"InterfaceGuid": interface, "State": state, **({"EndpointId": endpoint} if endpoint else {})}
        service.document["MirroredInterfaces"] = [*others, entry]
        self._changed(service, GUEST_INTERFACE_STATE)

    @staticmethod
    def _interfaces(service: Object) -> list[Any]:
        return listed(service.document.get("MirroredInterfaces"))

    def _changed(self, service: Object, type: int) -> None:
        document = service.document
        service.changed()
        self._state.revision += 1
        data: Document = {"State": STATES[document["State"]], "Interfaces": copied(self._interfaces(service))}
        self._state.notices.add(type, document["ID"], document.get("Flags"), data, service=service.id)

    def delete(self, id: object) -> None:
        """Delete a service, and free the ports that it has reserved."""
        # fidelity: HCN-V04
        service = self.get(id)
        self._state.reservations.release_all(service.id)
        self.table.remove(service)
        self._state.revision += 1
        self._state.notices.add(GUEST_SERVICE_DELETE, service.document["ID"], service.document.get("Flags"))


def check_state(value: Any) -> int:
    """Read the state that a request names, by number or by name."""
    # fidelity: HCN-V02
    by_name = {name.lower(): number for number, name in enumerate(STATES)}
    number = by_name.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < len(STATES):
        raise Fault(INVALID_PARAMETER, f"State is {value!r}")
    return number
