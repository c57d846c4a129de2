"""How an endpoint's traffic is limited and led."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Commas, Wire, arrays, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class QosPolicy:
    """Caps the bandwidth of what an endpoint sends.

    On endpoints of all types that have a switch port, and on networks.

    >>> QOS(maximum_outgoing_bandwidth_in_bytes=12_500_000).maximum_outgoing_bandwidth_in_bytes
    12500000
    """

    type: PolicyType | str = attrs.field(default=PolicyType.QOS, metadata=key(always=True))
    """`QOS`."""

    maximum_outgoing_bandwidth_in_bytes: int = attrs.field(default=0, metadata=key(always=True))
    """Bytes a second, 64 bits, more than 0."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class L2DriverPolicy:
    """Binds the endpoint's port to the switch's layer 2 driver; it has no settings. For L2Bridge endpoints.

    >>> L2Driver().type
    <PolicyType.L2_DRIVER: 'L2Driver'>
    """

    type: PolicyType | str = attrs.field(default=PolicyType.L2_DRIVER, metadata=key(always=True))
    """`L2Driver`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RoutePolicy:
    """Routes a prefix: of one endpoint, or of all endpoints that a policy list refers to. v2: SDNRoute.

    For L2Bridge, L2Tunnel and Overlay endpoints; clusters lead their service addresses to the host this way.

    >>> ROUTE(destination_prefix="10.96.0.0/12", need_encap=True).next_hop is None
    True
    """

    type: PolicyType | str = attrs.field(default=PolicyType.ROUTE, metadata=key(always=True))
    """`ROUTE`."""

    destination_prefix: Address | None = None
    """The prefix that is routed, such as `10.96.0.0/12`; host bits may be set (hcsshim's tests)."""

    next_hop: Address | None = None
    """Where to; the endpoint's gateway if there is none."""

    need_encap: bool | None = None
    """Whether the packets are encapsulated as the network's own are. hcsshim calls it EncapEnabled."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProxyPolicy:
    """Leads an endpoint's TCP connections through a layer 4 proxy. v2: L4Proxy.

    hcsshim counts it as supported from HNS 9.5 (updated 1809), 10.5, 11.11, 12.1 and 13.1 on.

    >>> PROXY(port="8000", destination="10.2.0.0/16").port
    '8000'
    """

    type: PolicyType | str = attrs.field(default=PolicyType.PROXY, metadata=key(always=True))
    """`PROXY`."""

    ip: Address | None = attrs.field(default=None, metadata=key("IP"))
    """The proxy's address."""

    port: Commas | None = None
    """The proxy's port; text on the wire."""

    exception_list: Sequence[Address] = ()
    """Destinations that do not go through the proxy, as prefixes."""

    destination: Address | None = None
    """The destinations that go through the proxy, as a prefix; all if there is none."""

    outbound_nat: bool | None = None
    """Whether the connections are translated like those of `OutboundNatPolicy`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


QOS = QosPolicy
L2Driver = L2DriverPolicy
ROUTE = RoutePolicy
PROXY = ProxyPolicy
