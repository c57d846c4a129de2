"""Times and durations of HCS documents: RFC 3339 texts, and counts of 100 nanoseconds.

The members keep what the service says, digit by digit; Python's types resolve microseconds, a tenth of that.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

ZERO_TIME: Final = "0001-01-01T00:00:00Z"
"""How Go says that there is no time."""

_RFC_3339: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(?:([Zz])|([+-])(\d\d):(\d\d))", re.ASCII
)


def moment(text: object) -> datetime | None:
    """Return the time that a text says, cut off after microseconds; None for Go's zero time and what is no time.

    >>> moment("2024-02-03T04:05:06.1234567Z")
    datetime.datetime(2024, 2, 3, 4, 5, 6, 123456, tzinfo=datetime.timezone.utc)
    >>> moment("0001-01-01T00:00:00Z"), moment("yesterday")
    (None, None)
    """
    match = _RFC_3339.fullmatch(text) if isinstance(text, str) and text != ZERO_TIME else None
    if match is None:
        return None
    date, time, fraction, _, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        zone = timezone(-offset if sign == "-" else offset) if offset else UTC
        return datetime.fromisoformat(f"{date} {time}.{(fraction or '0')[:6]:0<6}").replace(tzinfo=zone)
    except ValueError:  # a 31st of February
        return None


def duration(ticks: object) -> timedelta | None:
    """Return a count of 100 nanoseconds as a duration, cut off after microseconds; None for what is no count.

    >>> duration(36_000_000_019)
    datetime.timedelta(seconds=3600, microseconds=1)
    """
    if not isinstance(ticks, int) or isinstance(ticks, bool):
        return None
    try:
        return timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None


def ticks_of(time: timedelta) -> int:
    """Return a duration as a count of 100 nanoseconds.

    >>> ticks_of(duration(36_000_000_010))
    36000000010
    """
    return (time.days * 86_400_000_000 + time.seconds * 1_000_000 + time.microseconds) * 10
