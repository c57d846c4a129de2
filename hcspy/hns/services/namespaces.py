"""Namespaces of HNS v1."""

from __future__ import annotations

import builtins
from typing import Any, TypedDict, Unpack

from hcspy.codec import to_json
from hcspy.errors import NamespaceNotFoundError, NotAttachedError, NotFoundError
from hcspy.hns.endpoint import HNSEndpoint
from hcspy.hns.namespace import (
    Namespace,
    NamespaceEndpointRequest,
    NamespaceRequest,
    NamespaceResourceRequest,
    NamespaceResourceType,
)
from hcspy.hns.services.noun import Noun
from hcspy.verbs import ref_id, same_id


class NamespaceFilters(TypedDict, total=False):
    """What list, get and find of namespaces can be asked for."""

    default: bool | None
    compartment: int | None
    endpoint: str | HNSEndpoint | None
    container: str | None


class Namespaces(Noun[Namespace]):
    """``host.hns.namespaces``: the network compartments that containers live in.

    Filters of list, get and find: ``default``, ``compartment`` (a compartment id), ``endpoint`` (a model or id),
    ``container`` (an id). HNS v1 serves none: they are applied here. Namespaces came with Windows 1803.
    """

    model = Namespace
    noun = "namespace"
    path = "/namespaces"
    missing = NamespaceNotFoundError
    tests = {
        "default": lambda namespace, default: bool(namespace.is_default) is default,
        "compartment": lambda namespace, number: namespace.compartment_id == number,
        "endpoint": lambda namespace, ref: any(
            same_id(held, ref_id(ref, "endpoint")) for held in endpoint_ids(namespace)
        ),
        "container": lambda namespace, ref: ref.lower() in (held.lower() for held in _held(namespace, "container")),
    }

    def list(self, **filters: Unpack[NamespaceFilters]) -> builtins.list[Namespace]:
        """List the namespaces, oldest first, those that pass every filter given."""
        return self._list(filters)

    def get(self, ref: str | Namespace | None = None, **filters: Unpack[NamespaceFilters]) -> Namespace:
        """Return the namespace by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[NamespaceFilters]) -> Namespace | None:
        """Return the only namespace that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: Namespace | None = None) -> Namespace:
        """Create a namespace and return it as HNS filled it in.

        HNS v1 reads one member, ``IsDefault``; the others of the model are what a namespace comes back with.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     namespace = host.hns.namespaces.create()
        >>> namespace.resource_list
        ()
        """
        request = NamespaceRequest(is_default=(model.is_default or None) if model else None)
        output = self._door.request("POST", f"{self.path}/", to_json(request), noun=self.noun)
        return self._read(output, model)

    def endpoints(self, ref: str | Namespace) -> builtins.list[str]:
        """Return the ids of the endpoints in a namespace, as HNS spells them."""
        return endpoint_ids(self._get(ref, {}))

    def add_endpoint(self, ref: str | Namespace, endpoint: str | HNSEndpoint) -> None:
        """Put an endpoint into a namespace. Raises EndpointInNamespaceError if it is in another one."""
        self._resource(ref, "addresource", endpoint)

    def remove_endpoint(self, ref: str | Namespace, endpoint: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Take an endpoint out of a namespace; with ``missing_ok`` it is fine if either is not there."""
        try:
            self._resource(ref, "removeresource", endpoint)
        except (NotFoundError, NotAttachedError):
            if not missing_ok:
                raise

    def _resource(self, ref: str | Namespace, verb: str, endpoint: str | HNSEndpoint) -> None:
        data = NamespaceEndpointRequest(id=ref_id(endpoint, "endpoint"))
        request = NamespaceResourceRequest(type=NamespaceResourceType.ENDPOINT, data=data)
        self._door.request("POST", self._at(ref, verb), to_json(request), noun=self.noun)


def endpoint_ids(namespace: Namespace) -> list[str]:
    """Return the ids of the endpoints that a namespace's document lists."""
    return _held(namespace, "endpoint")


def _held(namespace: Namespace, kind: str) -> list[str]:
    data = (resource.data for resource in namespace.resource_list if str(resource.type).lower() == kind)
    return [found for found in map(_id, data) if found]


def _id(data: Any) -> str | None:
    # Microsoft's documents say "Id", the service's own client writes "ID" in places.
    return next((value for name, value in (data or {}).items() if name.lower() == "id"), None)
