"""The door to compute systems, as far as networks need it: look at one, list them, plug an endpoint in or out.

Handles are no matter of the machine: whoever hands them out asks here by the system's id.
"""

from __future__ import annotations

from typing import Any

from hcspy.testing.state import Fault, State
from hcspy.testing.state.containers import Container
from hcspy.testing.state.faults import (
    COMPUTE_INVALID_JSON,
    COMPUTE_NOT_SUPPORTED,
    COMPUTE_SYSTEM_NOT_FOUND,
    ELEMENT_NOT_FOUND,
)

from .jsontext import compact, parse


class Compute:
    """What can be asked of the compute systems of a machine."""

    def __init__(self, state: State) -> None:
        self._state = state

    def open(self, id: str) -> None:
        """Refuse a system that does not run."""
        self._find(id)

    def _find(self, id: str) -> Container:
        # fidelity: HCS-H03
        container = self._state.containers.find(id)
        if container is None:
            raise Fault(COMPUTE_SYSTEM_NOT_FOUND, f"no compute system {id!r}")
        return container

    def properties(self, id: str, query: str | None) -> str:
        """Tell the basic properties of a system."""
        # fidelity: HCS-H04
        _object(query or "{}")
        return compact(_properties(self._find(id)))

    def enumerate(self, query: str | None) -> str:
        """List the systems, or those of some ids or owners."""
        # fidelity: HCS-H04
        wanted = _object(query or "{}")
        ids, owners = wanted.get("Ids"), wanted.get("Owners")
        found = (
            container
            for container in self._state.containers
            if (not ids or container.id in ids) and (not owners or container.owner in owners)
        )
        return compact([_properties(container) for container in found])

    def modify(self, id: str, configuration: str | None) -> None:
        """Plug an endpoint into a running container, or out of it."""
        # fidelity: HCS-H06 HCS-H07
        container = self._find(id)
        request = _object(configuration or "")
        if str(request.get("ResourceType")).lower() != "network":
            raise Fault(COMPUTE_NOT_SUPPORTED, f"resource type {request.get('ResourceType')!r}")
        attachments = self._state.attachments
        steps = {"add": attachments.attach_container, "remove": attachments.detach_container}
        step = steps.get(str(request.get("RequestType") or "Add").lower())
        if step is None or not isinstance(request.get("Settings"), str):
            raise Fault(COMPUTE_INVALID_JSON, "a network request names an endpoint")
        endpoint = self._state.endpoints.table.get(request["Settings"].lower().strip("{}"))
        if endpoint is None:
            raise Fault(ELEMENT_NOT_FOUND, f"no endpoint {request['Settings']}")
        step(endpoint, container.id)


def result_document(hresult: int, message: str) -> str:
    """Write the document that goes with a failed call; its number is signed."""
    # fidelity: HCS-H05
    return compact({"Error": hresult - (1 << 32), "ErrorMessage": message.rstrip()})


def _object(text: str) -> dict[str, Any]:
    try:
        value = parse(text)
    except ValueError as error:
        raise Fault(COMPUTE_INVALID_JSON, str(error)) from None
    if not isinstance(value, dict):
        raise Fault(COMPUTE_INVALID_JSON, "not an object")
    return value


def _properties(container: Container) -> dict[str, Any]:
    owner = {"Owner": container.owner} if container.owner else {}
    return {"Id": container.id, "SystemType": "Container", **owner, "State": "Running"}
