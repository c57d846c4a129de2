"""How an endpoint's traffic is limited and led."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Commas, Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class QosPolicy:
    """Caps the bandwidth of what an endpoint sends."""

    type: PolicyType | str = attrs.field(default=PolicyType.QOS, metadata=key(always=True))
    maximum_outgoing_bandwidth_in_bytes: int = attrs.field(default=0, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class L2DriverPolicy:
    """Binds the endpoint's port to the switch's layer 2 driver; it has no settings."""

    type: PolicyType | str = attrs.field(default=PolicyType.L2_DRIVER, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RoutePolicy:
    """Routes a prefix, of an endpoint or for the endpoints that a policy list refers to."""

    type: PolicyType | str = attrs.field(default=PolicyType.ROUTE, metadata=key(always=True))
    destination_prefix: Address | None = None
    next_hop: Address | None = None
    need_encap: bool | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProxyPolicy:
    """Leads an endpoint's connections through a layer 4 proxy."""

    type: PolicyType | str = attrs.field(default=PolicyType.PROXY, metadata=key(always=True))
    ip: Address | None = attrs.field(default=None, metadata=key("IP"))
    port: Commas | None = None
    exception_list: Sequence[Address] = ()
    destination: Address | None = None
    outbound_nat: bool | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


QOS = QosPolicy
L2Driver = L2DriverPolicy
ROUTE = RoutePolicy
PROXY = ProxyPolicy
