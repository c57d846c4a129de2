"""The network of containers and virtual machines, as HCS is told of it."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from hcspy.codec import Commas, Guid, Reference, Wire, WireEnum, arrays, key
from hcspy.hcs.identified import Identified


class InterruptModerationName(WireEnum):
    """How often an adapter may interrupt, in words."""

    DEFAULT = "Default"
    """As the adapter does by itself."""

    ADAPTIVE = "Adaptive"
    """As the traffic is."""

    OFF = "Off"
    """As often as it likes."""

    LOW = "Low"
    """Often."""

    MEDIUM = "Medium"
    """Less often."""

    HIGH = "High"
    """Rarely."""


class InterruptModerationValue(enum.IntEnum):
    """How often an adapter may interrupt, as HNS's IOV policy says it (hcsshim)."""

    DEFAULT = 0
    """As the adapter does by itself."""

    ADAPTIVE = 1
    """As the traffic is."""

    OFF = 2
    """As often as it likes."""

    LOW = 100
    """Often."""

    MEDIUM = 200
    """Less often."""

    HIGH = 300
    """Rarely."""


class StateOverride(WireEnum):
    """Whether something is on."""

    DEFAULT = "Default"
    """As usual."""

    DISABLED = "Disabled"
    """Off."""

    ENABLED = "Enabled"
    """On."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Networking:
    """The network of a container: a namespace of HCN, or endpoints.

    >>> held = Networking(namespace="1bf44cca-e9cf-47d7-851d-be8569d9bb2f", dns_search_list="cluster.local")
    >>> held.dns_search_list
    'cluster.local'
    """

    allow_unqualified_dns_query: bool | None = None
    """Whether names without a dot are asked for at the DNS servers, too."""

    dns_search_list: Commas | None = None
    """The domains that are added to short names, with commas between them."""

    network_shared_container_name: str | None = None
    """The id of a container whose network it shares."""

    namespace: Reference[Identified] | None = None
    """The namespace of HCN, or its id."""

    network_adapters: Sequence[Reference[Identified]] = ()
    """The endpoints of HNS, or their ids, where there is no namespace."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkAdapter:
    """A network adapter of a virtual machine, plugged into an endpoint.

    >>> NetworkAdapter(endpoint_id="4F6A2C90-7D1E-4B3A-A5C8-112233445566", mac_address="00-15-5D-CD-BE-47").mac_address
    '00-15-5D-CD-BE-47'
    """

    endpoint_id: Reference[Identified] | None = None
    """The endpoint, or its id."""

    mac_address: str | None = None
    """The MAC address, with hyphens; that of the endpoint."""

    iov_settings: IovSettings | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """How much of the physical adapter's hardware it uses."""

    instance_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The id of the adapter itself; mostly that of the endpoint."""

    disable_interrupt_batching: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether each packet interrupts the guest at once."""

    connection_state: StateOverride | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether it is connected; in an update `Default` leaves that as it is."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IovSettings:
    """How much of a physical adapter's hardware a virtual one uses (SR-IOV).

    >>> IovSettings(offload_weight=100).offload_weight
    100
    """

    offload_weight: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Its share of the virtual functions, 0 for none to 100."""

    queue_pairs_requested: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """How many pairs of queues it asks for."""

    interrupt_moderation: InterruptModerationName | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.4")
    )
    """How often the adapter may interrupt."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


InterruptModerationMode = InterruptModerationName
