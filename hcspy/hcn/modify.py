"""Requests to change objects.

A request names the kind of thing that changes, what happens to it, and the settings; of which class these are follows
from the kind. Load balancers and routes are changed by their whole document instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Guid, Reference, Wire, WireEnum, arrays, key, told_by
from hcspy.hcn.dns import Dns
from hcspy.hcn.ipam import IpSubnet, Subnet
from hcspy.hcn.namespace import NamespaceResourceType
from hcspy.hcn.policy import EndpointPolicy, NetworkPolicy

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint

ZERO: Final = "00000000-0000-0000-0000-000000000000"


class ModifyRequestType(WireEnum):
    """What happens to a part of an object. hcsshim calls it RequestType.

    >>> ModifyRequestType("add")
    <ModifyRequestType.ADD: 'Add'>
    """

    ADD = "Add"
    """The settings are added to what is there."""

    REMOVE = "Remove"
    """What equals the settings is taken away."""

    UPDATE = "Update"
    """The settings take the place of what is there: with policies, of all of them."""

    REFRESH = "Refresh"
    """What is there is applied again."""

    RESET = "Reset"
    """What is there goes back to its defaults; hcsshim does not know it."""


RequestType = ModifyRequestType


class NetworkResourceType(WireEnum):
    """What of a network changes."""

    DNS = "DNS"
    """Name resolution: `Dns`."""

    EXTENSION = "Extension"
    """An extension of its switch: `Extension`."""

    POLICY = "Policy"
    """Policies: `PolicyNetworkRequest`."""

    SUBNET = "Subnet"
    """Subnets: `SubnetNetworkRequest`. Schema 2.6."""

    IP_SUBNET = "IPSubnet"
    """Parts of a subnet: `IPSubnetNetworkRequest`. Schema 2.6."""


class EndpointResourceType(WireEnum):
    """What of an endpoint changes."""

    PORT = "Port"
    """What it is plugged into: `VmEndpointRequest`."""

    POLICY = "Policy"
    """Policies: `PolicyEndpointRequest`."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class PolicyNetworkRequest:
    """Policies that a network gets or loses.

    >>> from hcspy.hcn import HostRoute
    >>> PolicyNetworkRequest(policies=[HostRoute()]).policies
    (HostRoutePolicySetting(),)
    """

    policies: Sequence[NetworkPolicy] = ()
    """The policies. One is removed if all its settings are the same."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Extension:
    """An extension of the virtual switch, and whether it is switched on.

    >>> Extension(id="F74F241B-440F-4433-BB28-00F89EAD20D8", is_enabled=True).is_enabled
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("Id"))
    """The extension's id."""

    is_enabled: bool | None = None
    """Whether it is switched on."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class SubnetNetworkRequest:
    """Subnets that a network gets or loses. Schema 2.6.

    >>> SubnetNetworkRequest(subnets=[Subnet(ip_address_prefix="10.0.1.0/24")]).subnets[0].gateway is None
    True
    """

    subnets: Sequence[Subnet] = attrs.field(default=(), metadata=key(since="HCN 2.6"))
    """The subnets."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class IPSubnetNetworkRequest:
    """Parts that a subnet gets or loses. Schema 2.6.

    >>> IPSubnetNetworkRequest(subnet_id="5f0b1190", ip_subnets=[IpSubnet(ip_address_prefix="10.0.0.0/25")]).subnet_id
    '5f0b1190'
    """

    subnet_id: Guid | None = attrs.field(default=None, metadata=key(since="HCN 2.6"))
    """The subnet's id."""

    ip_subnets: Sequence[IpSubnet] = attrs.field(default=(), metadata=key(since="HCN 2.6"))
    """The parts."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class PolicyEndpointRequest:
    """Policies that an endpoint gets or loses.

    >>> from hcspy.hcn import L2Driver
    >>> PolicyEndpointRequest(policies=[L2Driver()]).policies
    (L2DriverPolicySetting(),)
    """

    policies: Sequence[EndpointPolicy] = ()
    """The policies. One is removed if all its settings are the same."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VmEndpointRequest:
    """The network adapter of a virtual machine that an endpoint is plugged into.

    >>> VmEndpointRequest(virtual_nic_name="61f2e3d4--nic0").port_id
    '00000000-0000-0000-0000-000000000000'
    """

    port_id: Guid = attrs.field(default=ZERO, metadata=key(always=True))
    """The switch port."""

    virtual_nic_name: str | None = None
    """The adapter: `{vm id}--{nic id}`."""

    virtual_machine_id: Guid = attrs.field(default=ZERO, metadata=key(always=True))
    """The virtual machine."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceEndpointRequest:
    """The endpoint that a namespace gets or loses.

    >>> NamespaceEndpointRequest(endpoint_id="4f6a2c90-7d1e-4b3a-a5c8-112233445566").endpoint_id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    endpoint_id: Reference[HostComputeEndpoint] | None = None
    """The endpoint, or its id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamespaceContainerRequest:
    """The container that a namespace gets or loses.

    >>> NamespaceContainerRequest(container_id="c1").container_id
    'c1'
    """

    container_id: str | None = None
    """The container's id, as its creator chose it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


NetworkSettings: TypeAlias = Annotated[
    PolicyNetworkRequest | Dns | Extension | SubnetNetworkRequest | IPSubnetNetworkRequest | Mapping[str, Any],
    told_by(
        "ResourceType",
        {
            NetworkResourceType.POLICY: PolicyNetworkRequest,
            NetworkResourceType.DNS: Dns,
            NetworkResourceType.EXTENSION: Extension,
            NetworkResourceType.SUBNET: SubnetNetworkRequest,
            NetworkResourceType.IP_SUBNET: IPSubnetNetworkRequest,
        },
    ),
]
"""The settings of a request to change a network; raw JSON for kinds that are not known here."""

EndpointSettings: TypeAlias = Annotated[
    PolicyEndpointRequest | VmEndpointRequest | Mapping[str, Any],
    told_by(
        "ResourceType",
        {EndpointResourceType.POLICY: PolicyEndpointRequest, EndpointResourceType.PORT: VmEndpointRequest},
    ),
]
"""The settings of a request to change an endpoint; raw JSON for kinds that are not known here."""

NamespaceSettings: TypeAlias = Annotated[
    NamespaceEndpointRequest | NamespaceContainerRequest | Mapping[str, Any],
    told_by(
        "ResourceType",
        {
            NamespaceResourceType.ENDPOINT: NamespaceEndpointRequest,
            NamespaceResourceType.CONTAINER: NamespaceContainerRequest,
        },
    ),
]
"""The settings of a request to change a namespace; raw JSON for kinds that are not known here."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifySettingRequest:
    """What all requests to change an object have in common.

    >>> ModifySettingRequest(request_type="Refresh").resource_uri is None
    True
    """

    resource_uri: str | None = None
    """A path to what changes; no client sends it."""

    request_type: ModifyRequestType | str | None = None
    """What happens."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyNetworkSettingRequest:
    """A request to change a network.

    >>> from hcspy.codec import to_json
    >>> request = ModifyNetworkSettingRequest(
    ...     resource_type="DNS", request_type="Update", settings=Dns(server_list=["10.96.0.10"])
    ... )
    >>> to_json(request)
    '{"ResourceType":"DNS","RequestType":"Update","Settings":{"ServerList":["10.96.0.10"]}}'
    """

    resource_type: NetworkResourceType | str | None = None
    """What changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: NetworkSettings | None = attrs.field(default=None, hash=False)
    """What is added, removed or set."""

    resource_uri: str | None = None
    """A path to what changes; no client sends it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyEndpointSettingRequest:
    """A request to change an endpoint.

    >>> from hcspy.hcn import ACL
    >>> request = ModifyEndpointSettingRequest(
    ...     resource_type="Policy",
    ...     request_type="Add",
    ...     settings=PolicyEndpointRequest(policies=[ACL(action="Block", direction="Out")]),
    ... )
    >>> request.settings.policies[0].action
    'Block'
    """

    resource_type: EndpointResourceType | str | None = None
    """What changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: EndpointSettings | None = attrs.field(default=None, hash=False)
    """What is added, removed or set."""

    resource_uri: str | None = None
    """A path to what changes; no client sends it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyNamespaceSettingRequest:
    """A request to change a namespace.

    >>> request = ModifyNamespaceSettingRequest(
    ...     resource_type="Endpoint", request_type="Add", settings=NamespaceEndpointRequest(endpoint_id="4f6a2c90")
    ... )
    >>> request.settings.endpoint_id
    '4f6a2c90'
    """

    resource_type: NamespaceResourceType | str | None = None
    """What changes."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: NamespaceSettings | None = attrs.field(default=None, hash=False)
    """What is added or removed."""

    resource_uri: str | None = None
    """A path to what changes; no client sends it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
