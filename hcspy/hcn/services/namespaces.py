"""Namespaces of HCN."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Final, Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy.codec import encode
from hcspy.errors import InvalidDocumentError, NamespaceNotFoundError, NotAttachedError, NotFoundError
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.modify import NamespaceContainerRequest, NamespaceEndpointRequest
from hcspy.hcn.namespace import HostComputeNamespace, NamespaceResourceType, NamespaceType
from hcspy.hcn.query import HostComputeQuery
from hcspy.hcn.services import podshim
from hcspy.hcn.services.noun import Noun, Vanished, created
from hcspy.hcn.services.requests import ADD, REFRESH, REMOVE, Step, request, there_and_back
from hcspy.verbs import Ensured, ref_id
from hcspy.verbs.ensured import differences
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[HostComputeNamespace], bool]
Resource = NamespaceEndpointRequest | NamespaceContainerRequest

ENDPOINT: Final = NamespaceResourceType.ENDPOINT.value
CONTAINER: Final = NamespaceResourceType.CONTAINER.value


class NamespaceFilters(TypedDict, total=False):
    """What list, get and find of namespaces can be asked for."""

    type: NamespaceType | str | None
    compartment: int | None
    endpoint: str | HostComputeEndpoint | None
    container: str | None
    owner: str | None


def type_of(namespace: HostComputeNamespace) -> str:
    """Return a namespace's type in lower case; the service leaves Host out, whose number is 0."""
    return str(namespace.type or NamespaceType.HOST).lower()


class Namespaces(Noun[HostComputeNamespace]):
    """``host.hcn.namespaces``: the network compartments that containers live in.

    Filters of list, get and find: ``type`` (any letter case), ``compartment`` (a compartment id), ``endpoint`` (a
    model or id), ``container`` (an id), ``owner``. HCN serves none: they are applied here.
    """

    model = HostComputeNamespace
    noun = "namespace"
    missing = NamespaceNotFoundError
    calls = computenetwork.namespaces
    tests = {
        "type": lambda namespace, kind: type_of(namespace) == str(kind).lower(),
        "compartment": lambda namespace, number: namespace.namespace_id == number,
        "endpoint": lambda namespace, ref: ref_id(ref, "endpoint").strip("{}").lower() in namespace.endpoint_ids,
        "container": lambda namespace, id: id.lower() in namespace.container_ids,
        "owner": lambda namespace, owner: namespace.owner == owner,
    }

    def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[NamespaceFilters]
    ) -> builtins.list[HostComputeNamespace]:
        """List the namespaces, oldest first, those that pass every filter given.

        A namespace that goes while the list is read is left out; ``vanished="raise"`` raises NamespaceNotFoundError.
        ``query`` is sent in place of the usual one.
        """
        return self._list(filters, query, vanished)

    def get(
        self, ref: str | HostComputeNamespace | None = None, **filters: Unpack[NamespaceFilters]
    ) -> HostComputeNamespace:
        """Return the namespace by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[NamespaceFilters]) -> HostComputeNamespace | None:
        """Return the only namespace that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: HostComputeNamespace | None = None) -> HostComputeNamespace:
        """Create a namespace and return it as HCN filled it in; without a model, one for containers of this host.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     namespace = host.hcn.namespaces.create()
        >>> namespace.endpoint_ids
        ()
        """
        model = HostComputeNamespace(type=NamespaceType.HOST) if model is None else model
        self._check(model)
        return self._create(model)

    def ensure(self, model: HostComputeNamespace) -> Ensured[HostComputeNamespace]:
        """Make sure that there is the namespace of this id, or, of type HostDefault or GuestDefault, the only one.

        What it holds is not looked at: endpoints come and go by verbs of their own. Another type than the one
        wanted is InvalidDocumentError, since HCN cannot change it.
        """
        self._check(model)
        found = self._known(model)
        if found is None:
            return Ensured(object=self._create(model), action="created")
        changes = differences({"Type": type_of(model)} if model.type else {}, {"Type": type_of(found)})
        if changes:
            raise InvalidDocumentError(f"namespace {found.id} is of another type: {changes[0]}")
        return Ensured(object=found, action="unchanged")

    def _known(self, model: HostComputeNamespace) -> HostComputeNamespace | None:
        if model.id:
            return self._look(model)
        if type_of(model).endswith("default"):
            return self._find({"type": model.type})
        raise InvalidDocumentError("ensure() knows a namespace by its id, and the model has none")

    def wait(
        self, ref: str | HostComputeNamespace, until: Until = "ready", *, timeout: float = 60
    ) -> HostComputeNamespace:
        """Wait until the namespace is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        return self._wait(ref, condition(until), timeout)

    # -- what a namespace holds ---------------------------------------------------------------------------------

    def endpoints(self, ref: str | HostComputeNamespace) -> builtins.list[str]:
        """Return the ids of the endpoints in a namespace, in lower case."""
        return builtins.list(self._read_one(ref).endpoint_ids)

    def containers(self, ref: str | HostComputeNamespace) -> builtins.list[str]:
        """Return the ids of the containers in a namespace, in lower case."""
        return builtins.list(self._read_one(ref).container_ids)

    def add_endpoint(
        self, ref: str | HostComputeNamespace, endpoint: str | HostComputeEndpoint
    ) -> HostComputeNamespace:
        """Put an endpoint into a namespace, and return the namespace as it is then.

        Raises EndpointInNamespaceError if it is in another one.
        """
        return self._resource(ref, ADD, ENDPOINT, NamespaceEndpointRequest(endpoint_id=ref_id(endpoint, "endpoint")))

    def remove_endpoint(
        self, ref: str | HostComputeNamespace, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> None:
        """Take an endpoint out of a namespace; with ``missing_ok`` it is fine if either is not there."""
        resource = NamespaceEndpointRequest(endpoint_id=ref_id(endpoint, "endpoint"))
        self._removed(ref, ENDPOINT, resource, missing_ok)

    def add_container(self, ref: str | HostComputeNamespace, container_id: str) -> HostComputeNamespace:
        """Say that a container uses a namespace; the service does it by itself when a container starts."""
        return self._resource(ref, ADD, CONTAINER, NamespaceContainerRequest(container_id=container_id))

    def remove_container(self, ref: str | HostComputeNamespace, container_id: str, *, missing_ok: bool = False) -> None:
        """Say that a container uses a namespace no more; with ``missing_ok`` it is fine if either is not there."""
        self._removed(ref, CONTAINER, NamespaceContainerRequest(container_id=container_id), missing_ok)

    def _resource(self, ref: str | HostComputeNamespace, kind: str, what: str, held: Resource) -> HostComputeNamespace:
        self._check(held)
        return self._changed(ref, [there_and_back(what, kind, encode(held))])

    def _removed(self, ref: str | HostComputeNamespace, what: str, held: Resource, missing_ok: bool) -> None:
        try:
            self._resource(ref, REMOVE, what, held)
        except (NotFoundError, NotAttachedError):
            if not missing_ok:
                raise

    def refresh(self, ref: str | HostComputeNamespace) -> HostComputeNamespace:
        """Have HCN apply again what the namespace holds, and return it as it is then."""
        again = request(ENDPOINT, REFRESH, {})
        return self._changed(ref, [Step(again, again)])

    def sync(self, ref: str | HostComputeNamespace) -> None:
        """Have the utility VM of a Guest namespace take over what was added to the namespace since it started.

        Endpoints of a Host namespace are plugged in at once, and nothing is done. For a Guest one the shim of its
        pod is told, if one is registered and listens; runhcs registers its pods, other runtimes sync by themselves.
        """
        namespace = self._read_one(ref)
        if self._door.local and type_of(namespace) == "guest" and namespace.id:
            podshim.sync(namespace.id)


def condition(until: Until) -> Callable[[HostComputeNamespace], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": created})
