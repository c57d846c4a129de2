"""Requests to change what a guest has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import attrs

from hcspy.codec import Wire, WireEnum, key, told_by
from hcspy.hcn.guest.interface import (
    GuestDNS,
    GuestRoute,
    IPAddress,
    MacAddress,
    Neighbor,
    NetworkInterface,
    RegistryKey,
    Xlat,
)
from hcspy.hcn.guest.objects import (
    GuestEndpoint,
    GuestFirewall,
    GuestNamespace,
    GuestNamespaceResource,
    GuestService,
)
from hcspy.hcn.modify import ModifyRequestType
from hcspy.hcn.policy import EncryptionPolicySetting, L4ProxyPolicySetting, L4WfpProxyPolicySetting


class GuestResourceType(WireEnum):
    """Which kind of object of a guest changes."""

    ENDPOINT = "Endpoint"
    """An endpoint: `GuestEndpoint`."""

    NAMESPACE = "Namespace"
    """A namespace: `GuestNamespace`."""

    SERVICE = "Service"
    """A service: `GuestService`."""

    FIREWALL = "Firewall"
    """The firewall: `GuestFirewall`."""


class GuestEndpointResourceType(WireEnum):
    """What of an endpoint of a guest changes."""

    INTERFACE = "Interface"
    """The IP settings: `NetworkInterface`."""

    ROUTE = "Route"
    """A route: `GuestRoute`."""

    IP_ADDRESS = "IPAddress"
    """An address: `IPAddress`."""

    DNS = "DNS"
    """Name resolution: `GuestDNS`."""

    REGISTRY_KEY = "RegistryKey"
    """Values of the registry: `RegistryKey`."""

    ENCRYPTION = "Encryption"
    """Encryption: `EncryptionPolicySetting`. Schema 2.1."""

    MAC_ADDRESS = "MacAddress"
    """The MAC address: `MacAddress`. Schema 2.5."""

    L4_PROXY = "L4Proxy"
    """A proxy: `L4ProxyPolicySetting`. Schema 2.5."""

    L4_WFP_PROXY = "L4WFPPROXY"
    """A proxy: `L4WfpProxyPolicySetting`. Schema 2.5."""

    XLAT = "Xlat"
    """How IPv4 is carried over IPv6: `Xlat`. Schema 2.5."""

    NEIGHBOR = "Neighbor"
    """A neighbour: `Neighbor`. Schema 2.5."""

    PORT = "Port"
    """The adapter itself; WSL knows it, Microsoft's schema does not."""


class GuestNamespaceResourceType(WireEnum):
    """What of a namespace of a guest changes."""

    CONTAINER = "Container"
    """A container."""

    ENDPOINT = "Endpoint"
    """An endpoint."""


GuestSettings: TypeAlias = Annotated[
    GuestEndpoint | GuestNamespace | GuestService | GuestFirewall | Mapping[str, Any],
    told_by(
        "ResourceType",
        {
            GuestResourceType.ENDPOINT: GuestEndpoint,
            GuestResourceType.NAMESPACE: GuestNamespace,
            GuestResourceType.SERVICE: GuestService,
            GuestResourceType.FIREWALL: GuestFirewall,
        },
    ),
]
"""The object that a guest gets or loses."""

GuestEndpointSettings: TypeAlias = Annotated[
    NetworkInterface
    | GuestRoute
    | IPAddress
    | GuestDNS
    | RegistryKey
    | EncryptionPolicySetting
    | MacAddress
    | L4ProxyPolicySetting
    | L4WfpProxyPolicySetting
    | Xlat
    | Neighbor
    | Mapping[str, Any],
    told_by(
        "ResourceType",
        {
            GuestEndpointResourceType.INTERFACE: NetworkInterface,
            GuestEndpointResourceType.ROUTE: GuestRoute,
            GuestEndpointResourceType.IP_ADDRESS: IPAddress,
            GuestEndpointResourceType.DNS: GuestDNS,
            GuestEndpointResourceType.REGISTRY_KEY: RegistryKey,
            GuestEndpointResourceType.ENCRYPTION: EncryptionPolicySetting,
            GuestEndpointResourceType.MAC_ADDRESS: MacAddress,
            GuestEndpointResourceType.L4_PROXY: L4ProxyPolicySetting,
            GuestEndpointResourceType.L4_WFP_PROXY: L4WfpProxyPolicySetting,
            GuestEndpointResourceType.XLAT: Xlat,
            GuestEndpointResourceType.NEIGHBOR: Neighbor,
        },
    ),
]
"""What an endpoint of a guest gets or loses."""

GuestNamespaceSettings: TypeAlias = Annotated[
    GuestNamespaceResource | Mapping[str, Any],
    told_by(
        "ResourceType",
        {
            GuestNamespaceResourceType.CONTAINER: GuestNamespaceResource,
            GuestNamespaceResourceType.ENDPOINT: GuestNamespaceResource,
        },
    ),
]
"""What a namespace of a guest gets or loses."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestModifySettingRequest:
    """A request to add an object to a guest, to change or to remove it.

    >>> GuestModifySettingRequest(resource_type="Namespace", request_type="Add", settings=GuestNamespace()).settings.id
    """

    resource_uri: str | None = None
    """A path to what changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    resource_type: GuestResourceType | str | None = None
    """What changes."""

    settings: GuestSettings | None = attrs.field(default=None, hash=False)
    """The object."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyGuestEndpointSettingRequest:
    """A request to change an endpoint of a guest; what WSL is told when the host's network changes.

    >>> request = ModifyGuestEndpointSettingRequest(
    ...     resource_type="MacAddress",
    ...     request_type="Update",
    ...     settings=MacAddress(physical_address="00-15-5D-01-02-03"),
    ... )
    >>> request.settings.physical_address
    '00-15-5D-01-02-03'
    """

    resource_uri: str | None = None
    """A path to what changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    resource_type: GuestEndpointResourceType | str | None = None
    """What changes."""

    settings: GuestEndpointSettings | None = attrs.field(default=None, hash=False)
    """What is added, removed or set."""

    target_device_name: str | None = attrs.field(default=None, metadata=key("targetDeviceName"))
    """The device in the guest; WSL only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyGuestNamespaceSettingRequest:
    """A request to change a namespace of a guest.

    >>> request = ModifyGuestNamespaceSettingRequest(
    ...     resource_type="Endpoint", request_type="Add", settings=GuestNamespaceResource(endpoint_id="4f6a2c90")
    ... )
    >>> request.settings.endpoint_id
    '4f6a2c90'
    """

    resource_uri: str | None = None
    """A path to what changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    resource_type: GuestNamespaceResourceType | str | None = None
    """What changes."""

    settings: GuestNamespaceSettings | None = attrs.field(default=None, hash=False)
    """What is added or removed."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
