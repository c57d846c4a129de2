"""Namespaces: network compartments that containers live in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Guid, Reference, Wire, WireEnum, key
from hcspy.hns.globals import SchemaVersion
from hcspy.hns.health import Health

if TYPE_CHECKING:
    from hcspy.hns.endpoint import HNSEndpoint


class NamespaceResourceType(WireEnum):
    """What a namespace holds."""

    ENDPOINT = "Endpoint"
    CONTAINER = "Container"


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResource:
    """One thing that a namespace holds."""

    type: NamespaceResourceType | str = attrs.field(default="", metadata=key(always=True))
    data: Mapping[str, Any] | None = attrs.field(default=None, hash=False, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Namespace:
    """A network namespace: a compartment with its own interfaces and routes."""

    id: Guid = attrs.field(default="", metadata=key("ID", always=True))
    is_default: bool | None = None
    resource_list: Sequence[NamespaceResource] = ()
    compartment_id: int | None = None
    compartment_guid: Guid | None = None
    containers: Sequence[str] = ()
    policies: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    flags: int = 0
    state: int | None = None
    health: Health | None = None
    schema_version: SchemaVersion | None = None
    version: int | None = None
    activity_id: Guid | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceRequest:
    """The body that creates a namespace."""

    is_default: bool | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceEndpointRequest:
    """Names an endpoint in a namespace request."""

    id: Reference[HNSEndpoint] = attrs.field(default="", metadata=key("Id", always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceResourceRequest:
    """The body that adds a resource to a namespace or removes it."""

    type: NamespaceResourceType | str = attrs.field(default="", metadata=key(always=True))
    data: NamespaceEndpointRequest | Any = attrs.field(default=None, hash=False, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
