"""What HNS says about the condition of an object."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class Health:
    """The condition of a stored object: its last error and when it was looked at.

    The counters appear on ICS and NAT networks of HNS 9 and 10 (recorded): how many host
    notifications of a kind the network has seen, and how many of them it missed.
    """

    last_error_code: int | None = None
    last_update_time: int | None = None
    address_notification_missed_count: int | None = None
    address_notification_sequence_number: int | None = None
    dns_cache_notification_missed_count: int | None = attrs.field(
        default=None, metadata=key("DNSCacheNotificationMissedCount")
    )
    dns_cache_notification_sequence_number: int | None = attrs.field(
        default=None, metadata=key("DNSCacheNotificationSequenceNumber")
    )
    dns_notification_missed_count: int | None = attrs.field(default=None, metadata=key("DNSNotificationMissedCount"))
    dns_notification_sequence_number: int | None = attrs.field(
        default=None, metadata=key("DNSNotificationSequenceNumber")
    )
    interface_notification_missed_count: int | None = None
    interface_notification_sequence_number: int | None = None
    route_notification_missed_count: int | None = None
    route_notification_sequence_number: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
