"""Traffic counters."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointStats:
    """Traffic counters of one endpoint, 64 bits each. Their names are those of HNS v1: no document of HCN is public.

    >>> EndpointStats(bytes_sent=1500, packets_sent=1).bytes_received
    0
    """

    bytes_received: int = attrs.field(default=0, metadata=key(always=True))
    """Bytes that the endpoint has received."""

    bytes_sent: int = attrs.field(default=0, metadata=key(always=True))
    """Bytes that the endpoint has sent."""

    dropped_packets_incoming: int = attrs.field(default=0, metadata=key(always=True))
    """Packets to the endpoint that were dropped."""

    dropped_packets_outgoing: int = attrs.field(default=0, metadata=key(always=True))
    """Packets from the endpoint that were dropped."""

    endpoint_id: Guid = attrs.field(default="", metadata=key(always=True))
    """The endpoint's id."""

    instance_id: Guid = attrs.field(default="", metadata=key(always=True))
    """The id of the switch port instance that did the counting."""

    packets_received: int = attrs.field(default=0, metadata=key(always=True))
    """Packets that the endpoint has received."""

    packets_sent: int = attrs.field(default=0, metadata=key(always=True))
    """Packets that the endpoint has sent."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
