"""Routes of the software-defined network, as objects of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Guid, Reference, Wire, arrays, key
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.policy import SDNRoutePolicySetting
from hcspy.hcn.version import SchemaVersion, schema_2_0

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint
    from hcspy.hcn.network import HostComputeNetwork


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputeRoute:
    """Routes prefixes of all the endpoints that it refers to. For L2Bridge, L2Tunnel and Overlay endpoints.

    The members up to `schema_version` are hcsshim's, in its order; the others are the schema's.

    >>> route = HostComputeRoute(
    ...     host_compute_endpoints=["4f6a2c90-7d1e-4b3a-a5c8-112233445566"],
    ...     setting=[SDNRoutePolicySetting(destination_prefix="192.168.77.0/24", need_encap=True)],
    ... )
    >>> route.routes[0].need_encap
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    host_compute_endpoints: Sequence[Reference[HostComputeEndpoint]] = ()
    """The endpoints, or their ids."""

    setting: Sequence[SDNRoutePolicySetting] = attrs.field(default=(), metadata=key("Setting", "Routes"))
    """The routes. Microsoft's schema calls the member `Routes`, and it reads; hcsshim's `Setting` is what the service
    takes and sends (hcsshim's tests)."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document."""

    host_compute_network: Reference[HostComputeNetwork] | None = attrs.field(
        default=None, metadata=key(since="HCN 2.5")
    )
    """The network, or its id."""

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
    """Where it is in its life, 16 bits: 1 is created. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def routes(self) -> Sequence[SDNRoutePolicySetting]:
        """The routes, by the name that Microsoft's schema gives them."""
        return self.setting
