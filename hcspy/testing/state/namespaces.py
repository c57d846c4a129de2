"""Namespaces: compartments with endpoints and containers in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .containers import HOST_COMPARTMENT, Container
from .documents import Document, copied, guid_key, listed, without_nulls
from .faults import (
    ELEMENT_NOT_FOUND,
    ENDPOINT_IN_NAMESPACE,
    INVALID_JSON,
    INVALID_REMOTE_ENDPOINT_OPERATION,
    NAMESPACE_ATTACH_FAILED,
    REQUEST_UNSUPPORTED,
    Fault,
)
from .hcn.namespace import is_guest
from .networkmembers import resources as new_resources
from .notices import NAMESPACE_CREATE, NAMESPACE_DELETE
from .noun import Noun
from .store import Key, Object

_CREATED: Final = 1
_LEAVING: Final = 4


def resource_ids(document: Document, kind: str) -> list[str]:
    """List the ids of a namespace's resources of one type."""
    ids = []
    for resource in listed(document.get("ResourceList")):
        if isinstance(resource, dict) and str(resource.get("Type")).lower() == kind:
            data = resource.get("Data")
            if isinstance(data, dict):
                ids.append(str(data.get("Id", data.get("ID", ""))))
    return ids


class Namespaces(Noun):
    """The namespaces of a machine."""

    called = "namespace"
    missing = ELEMENT_NOT_FOUND

    def create(self, request: Document, more: Document | None = None) -> Object:
        """Make a namespace of a request; `more` comes with one of version 2."""
        # fidelity: HNS-S01 HNS-S03 HNS-S04
        state = self._state
        request = without_nulls(copied(request))
        id = self.asked_id(request)
        default = bool(request.get("IsDefault"))
        with_compartment = bool(request.pop("CreateWithCompartment", False))
        id = id or state.chance.guid()
        namespace = Object(id, self._fill(request, id, default), more)
        self.store(namespace)
        if default or with_compartment:
            self._open_compartment(namespace)
        self._tell(NAMESPACE_CREATE, namespace)
        return namespace

    def _tell(self, type: int, namespace: Object) -> None:
        document = namespace.document
        self._state.notices.add(type, str(document.get("ID")), document.get("Flags"))

    def _fill(self, request: Document, id: str, default: bool) -> Document:
        state = self._state
        activity = state.style.inner_id(state.chance.guid())
        document: Document = {
            "AdditionalParams": {},
            "Flags": 0,
            "Policies": [],
            **request,
            "ActivityId": activity,
            "CompartmentId": 0,
            "Containers": [],
            "Health": {"LastErrorCode": 0, "LastUpdateTime": state.clock.tick()},
            "ID": state.style.id("namespace", id),
            "IsDefault": default,
            "ResourceList": [],
            "State": _CREATED,
            "Version": state.profile.packed_version,
            "Resources": new_resources(state, activity),
        }
        if not default:
            document.setdefault("SchemaVersion", {"Major": 0, "Minor": 0})
        return state.style.arrange("namespace", document)

    def store(self, namespace: Object) -> None:
        """Put a finished or recorded namespace into the table."""
        self.table.add(namespace, self._keys(namespace.document))
        self._state.revision += 1

    def _keys(self, document: Document) -> Iterator[Key]:
        for container in listed(document.get("Containers")):
            yield "container", str(container).lower()
        yield "default", bool(document.get("IsDefault"))

    def _open_compartment(self, namespace: Object) -> None:
        # fidelity: HNS-S04 HNS-S05
        document, state = namespace.document, self._state
        if document.get("CompartmentId"):
            return
        number = HOST_COMPARTMENT if document.get("IsDefault") else state.new_compartment()
        state.style.place("namespace", document, "CompartmentId", number)
        state.style.place("namespace", document, "CompartmentGuid", state.style.inner_id(state.chance.guid()))
        self._touched(namespace)

    def _touched(self, namespace: Object) -> None:
        self.table.reindex(namespace, self._keys(namespace.document))
        namespace.changed()
        self._state.revision += 1

    # Resources

    def add_resource(self, id: object, request: Document) -> Object:
        """Put an endpoint or a container into a namespace."""
        # fidelity: HNS-S06 HNS-S07
        namespace = self.get(id)
        kind, resource = self._resource(request)
        if kind == "endpoint":
            self._add_endpoint(namespace, self._state.endpoints.get(resource))
        else:
            self._add_container(namespace, self._state.containers.check(resource))
        return namespace

    def remove_resource(self, id: object, request: Document) -> Object:
        """Take an endpoint or a container out of a namespace."""
        # fidelity: HNS-S08
        namespace = self.get(id)
        kind, resource = self._resource(request)
        present = [other.lower() for other in resource_ids(namespace.document, kind)]
        if resource.lower().strip("{}") not in present:
            raise Fault(ELEMENT_NOT_FOUND, f"{resource} is not in the namespace")
        if kind == "endpoint":
            endpoint = self._state.endpoints.table.get(guid_key(resource))
            self._drop(namespace, kind, resource)
            if endpoint is not None:
                self._leave(endpoint)
        else:
            self._unplug_container(namespace, resource)
        return namespace

    @staticmethod
    def _resource(request: Document) -> tuple[str, str]:
        kind = str(request.get("Type")).lower()
        data = request.get("Data")
        if kind not in ("endpoint", "container"):
            raise Fault(REQUEST_UNSUPPORTED, f"resource type {request.get('Type')!r}")
        id = data.get("Id", data.get("ID")) if isinstance(data, dict) else None
        if not isinstance(id, str):
            raise Fault(INVALID_JSON, "Data.Id is missing")
        return kind, id

    def _add_endpoint(self, namespace: Object, endpoint: Object) -> None:
        # fidelity: HNS-S06 HNS-S09 HNS-S10
        state = self._state
        if endpoint.document.get("IsRemoteEndpoint"):  # fidelity: HCN-S06
            raise Fault(INVALID_REMOTE_ENDPOINT_OPERATION, "a remote endpoint has no port")
        if endpoint.document.get("Namespace"):
            raise Fault(ENDPOINT_IN_NAMESPACE, f"endpoint {endpoint.id} is in a namespace")
        try:
            self._plug(namespace, endpoint)
        except Fault:
            state.attachments.unplug(endpoint)
            raise
        self._append(namespace, "Endpoint", endpoint.id.upper())
        state.endpoints.set(endpoint, Namespace={"ID": state.style.id("endpoint", namespace.id)})

    def _plug(self, namespace: Object, endpoint: Object) -> None:
        # fidelity: HCN-S05
        attachments = self._state.attachments
        if is_guest(namespace):
            return
        if namespace.document.get("CompartmentId") == HOST_COMPARTMENT:
            attachments.attach(endpoint, {"SystemType": "Host", "CompartmentId": HOST_COMPARTMENT})
        for container in listed(namespace.document.get("Containers")):
            attachments.attach_container(endpoint, container)

    def _append(self, namespace: Object, kind: str, id: str) -> None:
        resources = [*listed(namespace.document.get("ResourceList")), {"Data": {"Id": id}, "Type": kind}]
        self._state.style.place("namespace", namespace.document, "ResourceList", resources)
        self._touched(namespace)

    def _drop(self, namespace: Object, kind: str, id: str) -> None:
        wanted = id.lower().strip("{}")
        resources = listed(namespace.document.get("ResourceList"))
        kept = [r for r in resources if wanted not in (i.lower() for i in resource_ids({"ResourceList": [r]}, kind))]
        namespace.document["ResourceList"] = kept
        self._touched(namespace)

    def _leave(self, endpoint: Object) -> None:
        if endpoint.document.pop("Namespace", None) is not None:
            self._state.attachments.unplug(endpoint)
            self._state.endpoints.touched(endpoint)

    def endpoints_in(self, namespace: Object) -> list[Object]:
        """List the endpoints of a namespace that (still) exist."""
        table = self._state.endpoints.table
        ids = resource_ids(namespace.document, "endpoint")
        return [endpoint for endpoint in (table.get(id.lower()) for id in ids) if endpoint is not None]

    def forget_endpoint(self, endpoint: Object) -> None:
        """Take an endpoint that goes away out of its namespace."""
        inside = endpoint.document.get("Namespace")
        if isinstance(inside, dict):
            namespace = self.table.get(str(inside.get("ID")).lower())
            if namespace is not None:
                self._drop(namespace, "endpoint", endpoint.id)

    # Containers

    def start_container(self, id: object, container: Container, *, has_guest: bool = False) -> None:
        """Run a container in a namespace: its endpoints are plugged into it.

        One with a guest of its own has them there, and no compartment on the host.
        """
        # fidelity: HNS-S11 NET-C03
        try:
            namespace = self.get(id)
            self._add_container(namespace, container.id, has_guest=has_guest)
        except Fault as fault:
            raise Fault(NAMESPACE_ATTACH_FAILED, str(fault)) from fault
        container.namespace = namespace.id
        container.compartment = namespace.document["CompartmentId"]

    def _add_container(self, namespace: Object, id: str, *, has_guest: bool = False) -> None:
        if not is_guest(namespace) and not has_guest:  # fidelity: HCN-S05
            self._plug_all(namespace, id)
            self._open_compartment(namespace)
        namespace.document["Containers"] = [*(listed(namespace.document.get("Containers"))), id]
        self._append(namespace, "Container", id)

    def _plug_all(self, namespace: Object, id: str) -> None:
        attachments = self._state.attachments
        plugged: list[Object] = []
        try:
            for endpoint in self.endpoints_in(namespace):
                attachments.attach_container(endpoint, id)
                plugged.append(endpoint)
        except Fault:
            for endpoint in plugged:
                attachments.detach_container(endpoint, id)
            raise

    def _unplug_container(self, namespace: Object, id: str) -> None:
        for endpoint in self.endpoints_in(namespace):
            if id.lower() in (other.lower() for other in endpoint.document.get("SharedContainers") or ()):
                self._state.attachments.detach_container(endpoint, id)
        self._remove_container(namespace, id)

    def _remove_container(self, namespace: Object, id: str) -> None:
        left = [other for other in listed(namespace.document.get("Containers")) if str(other).lower() != id.lower()]
        namespace.document["Containers"] = left
        self._drop(namespace, "container", id)

    def stop_container(self, id: str) -> None:
        """Rid the namespaces of a container that has stopped."""
        for namespace in self.table.by("container", id.lower()):
            self._remove_container(namespace, id)

    # Removing

    def delete(self, id: object) -> None:
        """Delete a namespace, unless a container is in it; its endpoints are set free."""
        # fidelity: HNS-S12 HNS-S13
        namespace = self.get(id)
        document = namespace.document
        if document.get("Containers") or self._state.switches.spend("refuse_namespace_delete"):
            document["State"] = _LEAVING
            self._touched(namespace)
            raise Fault(REQUEST_UNSUPPORTED, "a container is in the namespace")
        self.empty(namespace)
        self.remove(namespace)

    def empty(self, namespace: Object) -> None:
        """Set the endpoints of a namespace free."""
        for endpoint in self.endpoints_in(namespace):
            self._drop(namespace, "endpoint", endpoint.id)
            self._leave(endpoint)

    def remove(self, namespace: Object) -> None:
        """Forget a namespace."""
        self.table.remove(namespace)
        self._state.revision += 1
        self._tell(NAMESPACE_DELETE, namespace)
