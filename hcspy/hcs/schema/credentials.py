"""Credential guard: group managed service accounts of containers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key, told_by

if TYPE_CHECKING:
    from hcspy.hcs.schema.hvsocket import HvSocketServiceConfig


class ContainerCredentialGuardTransport(WireEnum):
    """How a container talks to its credential guard instance."""

    LRPC = "LRPC"
    """Over local RPC: process isolation."""

    HV_SOCKET = "HvSocket"
    """Over Hyper-V sockets: Hyper-V isolation."""


class ContainerCredentialGuardModifyOperation(WireEnum):
    """What happens to a credential guard instance."""

    ADD_INSTANCE = "AddInstance"
    """It is started."""

    REMOVE_INSTANCE = "RemoveInstance"
    """It is ended."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardState:
    """A credential guard instance, as a container's document has it.

    >>> ContainerCredentialGuardState(rpc_endpoint="ccg-web", transport="LRPC").transport
    'LRPC'
    """

    cookie: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What the container proves itself with, as the service writes bytes."""

    rpc_endpoint: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The name of the instance's RPC endpoint."""

    transport: ContainerCredentialGuardTransport | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How the container talks to it."""

    credential_spec: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The credential spec, JSON in a text."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardInstance:
    """A credential guard instance that runs.

    >>> held = ContainerCredentialGuardInstance(
    ...     id="web", credential_guard=ContainerCredentialGuardState(transport="LRPC")
    ... )
    >>> held.credential_guard.transport
    'LRPC'
    """

    id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    credential_guard: ContainerCredentialGuardState | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What a container's document needs of it."""

    hv_socket_config: ContainerCredentialGuardHvSocketServiceConfig | None = attrs.field(
        default=None, metadata=key(since="HCS 2.1")
    )
    """What the Hyper-V sockets of the container need."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardHvSocketServiceConfig:
    """What Hyper-V sockets need for credential guard.

    >>> held = ContainerCredentialGuardHvSocketServiceConfig(service_id="894cc2d6-9d79-424f-93fe-42969ae6d8d1")
    >>> held.service_config is None
    True
    """

    service_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The service's GUID."""

    service_config: HvSocketServiceConfig | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may bind and connect."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainerCredentialGuardSystemInfo:
    """The credential guard instances of the host, in answer to a query.

    >>> ContainerCredentialGuardSystemInfo(instances=[ContainerCredentialGuardInstance(id="web")]).instances[0].id
    'web'
    """

    instances: Sequence[ContainerCredentialGuardInstance] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The instances."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardAddInstanceRequest:
    """A credential guard instance to start.

    >>> ContainerCredentialGuardAddInstanceRequest(id="web", credential_spec="{}", transport="LRPC").id
    'web'
    """

    id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id: mostly that of the container."""

    credential_spec: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The credential spec, JSON in a text."""

    transport: ContainerCredentialGuardTransport | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How the container will talk to it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardRemoveInstanceRequest:
    """A credential guard instance to end.

    >>> ContainerCredentialGuardRemoveInstanceRequest(id="web").id
    'web'
    """

    id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


CONTAINER_CREDENTIAL_GUARD_OPERATION_DETAILS: Final[dict[str, type]] = {
    "AddInstance": ContainerCredentialGuardAddInstanceRequest,
    "RemoveInstance": ContainerCredentialGuardRemoveInstanceRequest,
}

ContainerCredentialGuardOperationDetails: TypeAlias = Annotated[
    ContainerCredentialGuardAddInstanceRequest | ContainerCredentialGuardRemoveInstanceRequest | Mapping[str, Any],
    told_by("Operation", CONTAINER_CREDENTIAL_GUARD_OPERATION_DETAILS),
]
"""The instance. Raw JSON where it is something else."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerCredentialGuardOperationRequest:
    """A request about credential guard instances.

    >>> ContainerCredentialGuardOperationRequest(operation="RemoveInstance").operation
    'RemoveInstance'
    """

    operation: ContainerCredentialGuardModifyOperation | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.1")
    )
    """What happens."""

    operation_details: ContainerCredentialGuardOperationDetails | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.1")
    )
    """The instance."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
