"""Namespaces: network compartments that containers live in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Guid, Reference, Wire, WireEnum, arrays, key
from hcspy.hns.globals import SchemaVersion
from hcspy.hns.health import Health

if TYPE_CHECKING:
    from hcspy.hns.endpoint import HNSEndpoint


class NamespaceResourceType(WireEnum):
    """What a namespace holds.

    >>> NamespaceResourceType("endpoint")
    <NamespaceResourceType.ENDPOINT: 'Endpoint'>
    """

    ENDPOINT = "Endpoint"
    """An endpoint, by its id."""

    CONTAINER = "Container"
    """A container, by its id; the service adds it when the container starts."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResource:
    """One thing that a namespace holds.

    >>> NamespaceResource(type="Endpoint", data={"Id": "4F6A2C90-7D1E-4B3A-A5C8-112233445566"}).resource_id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    type: NamespaceResourceType | str = attrs.field(default="", metadata=key(always=True))
    """What it is."""

    data: Mapping[str, Any] | None = attrs.field(default=None, hash=False, metadata=key(always=True))
    """Which one it is, as raw JSON: `{"Id": ...}`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def resource_id(self) -> str | None:
        """The id in `data`, in lower case; the key is `Id`, in v2 documents `ID`."""
        data = self.data if isinstance(self.data, Mapping) else {}
        found = next((value for name, value in data.items() if name.lower() == "id"), None)
        return found.lower() if isinstance(found, str) else None

    def is_a(self, kind: NamespaceResourceType) -> bool:
        """Tell whether it is of a kind, whatever the spelling."""
        return str(self.type).lower() == kind.value.lower()


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Namespace:
    """A network namespace: a compartment with its own interfaces and routes.

    >>> held = NamespaceResource(type="Endpoint", data={"Id": "4F6A2C90-7D1E-4B3A-A5C8-112233445566"})
    >>> Namespace(resource_list=[held]).endpoint_ids
    ('4f6a2c90-7d1e-4b3a-a5c8-112233445566',)
    """

    id: Guid = attrs.field(default="", metadata=key("ID", always=True))
    """The namespace's id; the service makes one if it is empty."""

    is_default: bool | None = None
    """Whether it is the host's own namespace, of which there is one: its compartment is 1 (recorded)."""

    resource_list: Sequence[NamespaceResource] = ()
    """What it holds. Change it with the verbs that add and remove endpoints."""

    compartment_id: int | None = None
    """The number of the compartment, 32 bits; 0 until a container uses the namespace (recorded)."""

    compartment_guid: Guid | None = None
    """The compartment's GUID, once there is one (recorded from Windows 11; zero in endpoints)."""

    containers: Sequence[str] = ()
    """The ids of the containers that use it (recorded from Windows 11)."""

    policies: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    """Its policies, as raw JSON; empty in all that was recorded."""

    flags: int = 0
    """0 in all that was recorded."""

    state: int | None = None
    """1 is created; 4 was recorded while a removal waited for a container."""

    health: Health | None = None
    """Its condition."""

    schema_version: SchemaVersion | None = None
    """The format it was made with; 0.0 for v1 documents (recorded)."""

    version: int | None = None
    """The version of the service that wrote it; see `HNSVersion.unpack`."""

    activity_id: Guid | None = None
    """The activity that made it: the id in `resources`."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the service set aside for it, as raw JSON; `from_json(Activity, ...)` reads it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def endpoint_ids(self) -> tuple[str, ...]:
        """The ids of the endpoints that it holds, in lower case."""
        return self._ids_of(NamespaceResourceType.ENDPOINT)

    @property
    def container_ids(self) -> tuple[str, ...]:
        """The ids of the containers that it holds, in lower case."""
        return self._ids_of(NamespaceResourceType.CONTAINER)

    def _ids_of(self, kind: NamespaceResourceType) -> tuple[str, ...]:
        held = (resource.resource_id for resource in self.resource_list if resource.is_a(kind))
        return tuple(id for id in held if id is not None)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceRequest:
    """The body of `POST /namespaces/`.

    >>> NamespaceRequest().is_default is None
    True
    """

    is_default: bool | None = None
    """Whether to make the host's default namespace."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceEndpointRequest:
    """Names an endpoint in a namespace request.

    >>> NamespaceEndpointRequest(id="4f6a2c90-7d1e-4b3a-a5c8-112233445566").id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    id: Reference[HNSEndpoint] = attrs.field(default="", metadata=key("Id", always=True))
    """The endpoint, or its id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResourceRequest:
    """The body of `POST /namespaces/{id}/addresource` and `/removeresource`.

    >>> NamespaceResourceRequest(type="Endpoint", data=NamespaceEndpointRequest(id="4f6a2c90")).data.id
    '4f6a2c90'
    """

    type: NamespaceResourceType | str = attrs.field(default="", metadata=key(always=True))
    """What is added or removed."""

    data: NamespaceEndpointRequest | None = attrs.field(default=None, metadata=key(always=True))
    """Which one."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
