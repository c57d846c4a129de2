"""Integration services of a virtual machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.networking import StateOverride


class KvpSource(WireEnum):
    """Whose pairs of key and value are asked for."""

    KVP_SET_BY_HOST = "KvpSetByHost"
    """What the host told the guest."""

    KVP_SET_BY_GUEST = "KvpSetByGuest"
    """What programs in the guest told the host."""

    GUEST_OS_INFO = "GuestOSInfo"
    """What the guest says of its system by itself."""


class IntegrationComponentOperationalState(WireEnum):
    """How an integration service is."""

    UNKNOWN = "Unknown"
    """Not known."""

    DEGRADED = "Degraded"
    """It works, but not all of it."""

    DORMANT = "Dormant"
    """It is not in use."""

    ERROR = "Error"
    """It has failed."""

    LOST_COMMUNICATION = "LostCommunication"
    """It was there and does not answer any more."""

    NON_RECOVERABLE_ERROR = "NonRecoverableError"
    """It has failed for good."""

    NO_CONTACT = "NoContact"
    """It was never there."""

    OK = "Ok"
    """It works."""


class IntegrationComponentOperatingStateReason(WireEnum):
    """Why an integration service is as it is."""

    UNKNOWN = "Unknown"
    """Not known."""

    APPS_IN_CRITICAL_STATE = "AppsInCriticalState"
    """Programs in the guest say that they are in a bad way."""

    COMMUNICATION_TIMED_OUT = "CommunicationTimedOut"
    """The guest did not answer in time."""

    FAILED_COMMUNICATION = "FailedCommunication"
    """The guest cannot be reached."""

    HEALTHY_APPS = "HealthyApps"
    """Programs in the guest say that they are well."""

    PROTOCOL_MISMATCH = "ProtocolMismatch"
    """The guest speaks another version of the protocol."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Services:
    """Integration services of a virtual machine. What is not here is off.

    >>> Services(heartbeat=Heartbeat(), shutdown=Shutdown()).heartbeat
    Heartbeat()
    """

    heartbeat: Heartbeat | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Tells whether the guest is alive."""

    shutdown: Shutdown | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Shuts the guest down."""

    timesync: Timesync | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Sets the guest's clock."""

    kvp_exchange: KvpExchange | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Exchanges pairs of key and value with the guest."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Heartbeat:
    """Tells whether the guest is alive. It has no settings.

    >>> Heartbeat()
    Heartbeat()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Shutdown:
    """Shuts the guest down. It has no settings.

    >>> Shutdown()
    Shutdown()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Timesync:
    """Sets the guest's clock. It has no settings.

    >>> Timesync()
    Timesync()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class KvpExchange:
    """Exchanges pairs of key and value with the guest.

    >>> KvpExchange(entries_to_be_added={"HostName": "node-1"}).entries_to_be_added
    {'HostName': 'node-1'}
    """

    enable_host_os_info_kvp_items: StateOverride | str | None = attrs.field(
        default=None, metadata=key("EnableHostOSInfoKvpItems", since="HCS 2.5")
    )
    """Whether the guest is told of the host's system."""

    entries_to_be_added: Mapping[str, str] | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.5"))
    """Pairs that the guest is told."""

    entries_to_be_removed: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.5"))
    """Keys that the guest is not told any more."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class TimeZoneInformation:
    """A time zone, for a guest. Bias is what is added to local time to get UTC.

    >>> TimeZoneInformation(bias=-60, standard_name="W. Europe Standard Time", daylight_bias=-60).bias
    -60
    """

    bias: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The difference to UTC, in minutes."""

    standard_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The name of standard time."""

    standard_date: SystemTime | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """When standard time begins."""

    standard_bias: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What is added to `bias` in standard time, in minutes."""

    daylight_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The name of daylight saving time."""

    daylight_date: SystemTime | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """When daylight saving time begins."""

    daylight_bias: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What is added to `bias` in daylight saving time, in minutes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SystemTime:
    """A date and time; in a time zone a rule for one, as Windows's SYSTEMTIME.

    >>> SystemTime(month=10, day_of_week=0, day=5, hour=3).month
    10
    """

    year: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The year; 0 for each year."""

    month: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The month, 1 to 12; 0 for never."""

    day_of_week: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The day of the week; 0 is Sunday."""

    day: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The day; in a rule which of those days in the month, 5 for the last."""

    hour: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The hour."""

    minute: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The minute."""

    second: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The second."""

    milliseconds: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The milliseconds."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class KvpQuery:
    """Asks for pairs of key and value that host and guest exchange.

    >>> KvpQuery(source="GuestOSInfo", keys=["OSName"]).keys
    ('OSName',)
    """

    source: KvpSource | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whose pairs are asked for."""

    keys: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.5"))
    """Which of them; none means all."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IntegrationComponentStatus:
    """How an integration service of a guest is.

    >>> IntegrationComponentStatus(is_enabled=True, state="Ok").state
    'Ok'
    """

    is_enabled: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether it is on."""

    state: IntegrationComponentOperationalState | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """How it is."""

    reason: IntegrationComponentOperatingStateReason | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.5")
    )
    """Why that is so."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
