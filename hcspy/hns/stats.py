"""Traffic counters."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointStats:
    """Traffic counters of one endpoint, since it was made; unsigned, 64 bits."""

    bytes_received: int = attrs.field(default=0, metadata=key(always=True))
    bytes_sent: int = attrs.field(default=0, metadata=key(always=True))
    dropped_packets_incoming: int = attrs.field(default=0, metadata=key(always=True))
    dropped_packets_outgoing: int = attrs.field(default=0, metadata=key(always=True))
    endpoint_id: Guid = attrs.field(default="", metadata=key(always=True))
    instance_id: Guid = attrs.field(default="", metadata=key(always=True))
    packets_received: int = attrs.field(default=0, metadata=key(always=True))
    packets_sent: int = attrs.field(default=0, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


HNSEndpointStats = EndpointStats
