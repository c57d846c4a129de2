"""What HNS says about the condition of an object."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class Health:
    """The condition of a stored object: its last error, and when it was looked at.

    Read only, from HNS 9 (Windows 1809) on. The counters stand on ICS and NAT networks of HNS 9 and 10
    (recorded): how many host notifications of a kind the network has had, and how many it has missed.

    >>> Health(last_error_code=0, last_update_time=132053549732110223).last_error_code
    0
    """

    last_error_code: int | None = None
    """The HRESULT of the last failure as a signed number; 0 for none."""

    last_update_time: int | None = None
    """When this was written: a FILETIME, units of 100 ns since 1601-01-01 UTC."""

    address_notification_missed_count: int | None = None
    """Address changes of the host that were missed."""

    address_notification_sequence_number: int | None = None
    """Address changes of the host that were seen."""

    dns_cache_notification_missed_count: int | None = attrs.field(
        default=None, metadata=key("DNSCacheNotificationMissedCount")
    )
    """Changes of the host's DNS cache that were missed (from HNS 10)."""

    dns_cache_notification_sequence_number: int | None = attrs.field(
        default=None, metadata=key("DNSCacheNotificationSequenceNumber")
    )
    """Changes of the host's DNS cache that were seen (from HNS 10)."""

    dns_notification_missed_count: int | None = attrs.field(default=None, metadata=key("DNSNotificationMissedCount"))
    """Changes of the host's DNS servers that were missed (from HNS 10)."""

    dns_notification_sequence_number: int | None = attrs.field(
        default=None, metadata=key("DNSNotificationSequenceNumber")
    )
    """Changes of the host's DNS servers that were seen (from HNS 10)."""

    interface_notification_missed_count: int | None = None
    """Changes of the host's interfaces that were missed."""

    interface_notification_sequence_number: int | None = None
    """Changes of the host's interfaces that were seen."""

    route_notification_missed_count: int | None = None
    """Changes of the host's routes that were missed."""

    route_notification_sequence_number: int | None = None
    """Changes of the host's routes that were seen."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
