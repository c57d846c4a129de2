"""Guest network services: what keeps the network of a guest (WSL) the same as the host's."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

import attrs

from hcspy.codec import Guid, Reference, Wire, WireEnum, arrays, key, told_by
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.modify import ModifyRequestType
from hcspy.hcn.version import SchemaVersion, schema_2_0


class GuestNetworkServiceFlags(enum.IntFlag):
    """Switches of a guest network service, from schema 2.12 on; the numbers are WSL's.

    >>> GuestNetworkServiceFlags(1)
    <GuestNetworkServiceFlags.IS_FLOWSTEERED: 1>
    """

    NONE = 0
    """None of them."""

    IS_FLOWSTEERED = 1
    """Flows are steered between host and guest."""

    IS_FLOWSTEERED_SELF_MANAGED = 2
    """The guest steers its flows itself; schema 2.14."""


class GuestNetworkServiceState(WireEnum):
    """Where a guest network service is in its life."""

    NONE = "None"
    """Not made yet."""

    CREATED = "Created"
    """Made."""

    BOOTSTRAPPING = "Bootstrapping"
    """The guest is being told the host's network for the first time."""

    SYNCHRONIZED = "Synchronized"
    """The guest has what the host has."""

    PAUSED = "Paused"
    """The guest is told nothing for a while."""

    DESYNCHRONIZED = "Desynchronized"
    """The guest has missed changes; schema 2.5."""

    REHYDRATING = "Rehydrating"
    """The service is coming back after a restart; schema 2.5."""

    DEGRADED = "Degraded"
    """Something went wrong."""

    DESTROYED = "Destroyed"
    """Deleted."""


class GuestNetworkServiceInterfaceState(WireEnum):
    """Where an interface of a guest network service is in its life; schema 2.2."""

    CREATED = "Created"
    """Made."""

    BOOTSTRAPPING = "Bootstrapping"
    """The guest is being told about it for the first time."""

    SYNCHRONIZED = "Synchronized"
    """The guest has what the host has."""

    DESYNCHRONIZED = "Desynchronized"
    """The guest has missed changes."""

    PAUSED = "Paused"
    """The guest is told nothing for a while."""


class GuestNetworkServiceNotificationType(enum.IntFlag):
    """What a guest is told about, from schema 2.7 on; that these are bits, in the schema's order, is inferred.

    >>> GuestNetworkServiceNotificationType(3).name
    'DNS_CACHE_PARAM|DHCP_PARAM'
    """

    NONE = 0
    """Nothing."""

    DNS_CACHE_PARAM = 1
    """The host's DNS cache."""

    DHCP_PARAM = 2
    """What the host got by DHCP."""

    INTERFACE_PARAM = 4
    """The host's interfaces."""

    ADDRESS_PARAM = 8
    """The host's addresses."""

    ROUTE = 16
    """The host's routes."""

    DNS_PARAM = 32
    """The host's DNS servers."""

    XLAT_PARAM = 64
    """The host's translation between IPv4 and IPv6."""

    NEIGHBOR = 128
    """The host's neighbours."""


class GuestNetworkServiceResourceType(WireEnum):
    """What of a guest network service changes."""

    STATE = "State"
    """Its state: `GuestNetworkServiceStateRequest`."""


class RpcEndpointType(WireEnum):
    """What kind of connection a guest network service calls its server by; schema 2.13."""

    HV_SOCKET = "HvSocket"
    """A Hyper-V socket."""

    LRPC = "LRpc"
    """A local procedure call (WSL)."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class RpcConnectionInformation:
    """Where the server of a guest network service listens. Schema 2.11.

    >>> RpcConnectionInformation(endpoint_type="LRpc").endpoint_type
    'LRpc'
    """

    network_address: str | None = attrs.field(default=None, metadata=key(since="HCN 2.11"))
    """The machine."""

    endpoint_address: str | None = attrs.field(default=None, metadata=key(since="HCN 2.11"))
    """The end point on it."""

    endpoint_type: RpcEndpointType | str | None = attrs.field(default=None, metadata=key(since="HCN 2.13"))
    """What kind of connection it is."""

    object_uuid: Guid | None = attrs.field(default=None, metadata=key(since="HCN 2.13"))
    """The object that is called."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestNetworkServiceInterface:
    """An interface that a guest network service keeps the same as the host's. Schema 2.2.

    >>> GuestNetworkServiceInterface(state="Synchronized").missed_notifications
    0
    """

    endpoint_id: Reference[HostComputeEndpoint] | None = attrs.field(default=None, metadata=key(since="HCN 2.2"))
    """The endpoint, or its id."""

    interface_guid: Guid | None = attrs.field(default=None, metadata=key(since="HCN 2.2"))
    """The host's interface."""

    state: GuestNetworkServiceInterfaceState | str | None = attrs.field(default=None, metadata=key(since="HCN 2.2"))
    """Where it is in its life."""

    missed_notifications: GuestNetworkServiceNotificationType | int = attrs.field(
        default=0, metadata=key(since="HCN 2.7")
    )
    """What the guest has not been told."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestNetworkService:
    """What keeps the network of a virtual machine the same as the host's; one for each virtual machine.

    >>> GuestNetworkService(virtual_machine_id="5D1C1B0A-0000-4000-8000-00000000ABCD").flags
    0
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    owner: str | None = None
    """Who made it, free to choose."""

    name: str | None = None
    """A name."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings, as raw JSON."""

    health: Health | None = None
    """Its condition. Read only."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document; WSL sends it, with 2.16."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """Where it is in its life, 16 bits. Read only."""

    virtual_machine_id: Guid | None = None
    """The virtual machine."""

    mirrored_interfaces: Sequence[GuestNetworkServiceInterface] = attrs.field(default=(), metadata=key(since="HCN 2.2"))
    """The interfaces that are kept the same."""

    mirror_host_networking: bool | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Whether all the host's interfaces are."""

    gns_rpc_server_information: RpcConnectionInformation | None = attrs.field(
        default=None, metadata=key(since="HCN 2.11")
    )
    """Where the server in the guest listens."""

    flags: GuestNetworkServiceFlags | int = attrs.field(default=0, metadata=key(since="HCN 2.12"))
    """Switches."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestNetworkServiceNotificationData:
    """What comes with the notifications 17 and 18. Schema 2.2.

    >>> GuestNetworkServiceNotificationData(state="Synchronized").interfaces
    ()
    """

    state: GuestNetworkServiceState | str | None = attrs.field(default=None, metadata=key(since="HCN 2.2"))
    """The service's state."""

    interfaces: Sequence[GuestNetworkServiceInterface] = attrs.field(default=(), metadata=key(since="HCN 2.2"))
    """The interfaces that changed."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestNetworkServiceStateRequest:
    """The state that a guest network service is to go to.

    >>> GuestNetworkServiceStateRequest(state="Synchronized").state
    'Synchronized'
    """

    state: GuestNetworkServiceState | str | None = None
    """The state."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


GuestNetworkServiceSettings: TypeAlias = Annotated[
    GuestNetworkServiceStateRequest | Mapping[str, Any],
    told_by("ResourceType", {GuestNetworkServiceResourceType.STATE: GuestNetworkServiceStateRequest}),
]
"""The settings of a request to change a guest network service."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyGuestNetworkServiceSettingRequest:
    """A request to change a guest network service. WSL sends it to say that the guest is up to date.

    >>> request = ModifyGuestNetworkServiceSettingRequest(
    ...     resource_type="State",
    ...     request_type="Update",
    ...     settings=GuestNetworkServiceStateRequest(state="Synchronized"),
    ... )
    >>> request.settings.state
    'Synchronized'
    """

    resource_type: GuestNetworkServiceResourceType | str | None = None
    """What changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: GuestNetworkServiceSettings | None = attrs.field(default=None, hash=False)
    """What is set."""

    resource_uri: str | None = None
    """A path to what changes; no client sends it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
