"""Namespaces: network compartments that containers live in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Guid, Reference, Wire, WireEnum, arrays, key, told_by
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.version import SchemaVersion, schema_2_0

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint


class NamespaceType(WireEnum):
    """Whose interfaces a namespace holds.

    >>> NamespaceType("hostdefault")
    <NamespaceType.HOST_DEFAULT: 'HostDefault'>
    """

    HOST = "Host"
    """Process-isolated containers: endpoints are plugged in when they are added. The default."""

    HOST_DEFAULT = "HostDefault"
    """The host's own compartment; adding an endpoint gives the host an interface."""

    GUEST = "Guest"
    """A utility VM: whoever owns it plugs the endpoints in."""

    GUEST_DEFAULT = "GuestDefault"
    """The utility VM's own compartment."""


class NamespaceResourceType(WireEnum):
    """What a namespace holds.

    >>> NamespaceResourceType("endpoint")
    <NamespaceResourceType.ENDPOINT: 'Endpoint'>
    """

    CONTAINER = "Container"
    """A container, by its id; the service adds it when the container starts."""

    ENDPOINT = "Endpoint"
    """An endpoint, by its id."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResourceEndpoint:
    """Names an endpoint that a namespace holds.

    >>> NamespaceResourceEndpoint(id="4F6A2C90-7D1E-4B3A-A5C8-112233445566").id
    '4F6A2C90-7D1E-4B3A-A5C8-112233445566'
    """

    id: Reference[HostComputeEndpoint] = attrs.field(default="", metadata=key("ID", "EndpointId", always=True))
    """The endpoint's id. The service spells the key `Id`, hcsshim `ID`, and both take either."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResourceContainer:
    """Names a container that a namespace holds.

    >>> NamespaceResourceContainer(id="c1").id
    'c1'
    """

    id: str = attrs.field(default="", metadata=key("ID", "ContainerId", always=True))
    """The container's id, as its creator chose it: not necessarily a GUID."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


RESOURCES: Final[dict[str, type]] = {
    NamespaceResourceType.ENDPOINT: NamespaceResourceEndpoint,
    NamespaceResourceType.CONTAINER: NamespaceResourceContainer,
}

ResourceData: TypeAlias = Annotated[
    NamespaceResourceEndpoint | NamespaceResourceContainer | Mapping[str, Any], told_by("Type", RESOURCES)
]
"""Which endpoint or container it is; raw JSON for resources of other types."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResource:
    """One thing that a namespace holds.

    >>> held = NamespaceResource(type="Endpoint", data=NamespaceResourceEndpoint(id="4F6A2C90"))
    >>> held.resource_id
    '4f6a2c90'
    """

    type: NamespaceResourceType | str = attrs.field(default="", metadata=key(always=True))
    """What it is."""

    data: ResourceData | None = attrs.field(default=None, hash=False, metadata=key(always=True))
    """Which one it is."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def resource_id(self) -> str | None:
        """The id in `data`, in lower case."""
        found = getattr(self.data, "id", None)
        return found.lower() if isinstance(found, str) else None

    def is_a(self, kind: NamespaceResourceType) -> bool:
        """Tell whether it is of a kind, whatever the spelling."""
        return str(self.type).lower() == kind.value.lower()


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputeNamespace:
    """A network namespace: a compartment with its own interfaces and routes.

    The members up to `schema_version` are hcsshim's, in its order; the others are the schema's.

    >>> HostComputeNamespace(type="Host").endpoint_ids
    ()
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    namespace_id: int | None = None
    """The number of the compartment, 32 bits; 0 until a container uses the namespace (recorded)."""

    type: NamespaceType | str | None = None
    """Whose interfaces it holds; Host if it is left out."""

    resources: Sequence[NamespaceResource] = ()
    """What it holds. Change it with the verbs that add and remove endpoints."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document."""

    namespace_guid: Guid | None = None
    """The compartment's GUID, once there is one. Read only."""

    create_with_compartment: bool | None = attrs.field(default=None, metadata=key(since="HCN 2.2"))
    """Whether the compartment is made at once, not when a container first uses it (PowerShell)."""

    name: str | None = None
    """A name."""

    owner: str | None = None
    """Who made it, free to choose."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings, as raw JSON."""

    health: Health | None = None
    """Its condition. Read only."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """1 is created, also with endpoints in it; 4 was recorded while a removal waited for a container. Read only."""

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
        held = (resource.resource_id for resource in self.resources if resource.is_a(kind))
        return tuple(id for id in held if id is not None)
