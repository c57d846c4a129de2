"""Times as tar archives have them: seconds since 1970 with a fraction, as text."""

from __future__ import annotations

import re
from typing import Final

from hcspy.storage.stream.entry import from_nanoseconds, to_nanoseconds
from hcspy.storage.stream.errors import LayerStreamError

_TIME: Final = re.compile(r"(-?)(\d+)(?:\.(\d*))?", re.ASCII)
_SECOND: Final = 1_000_000_000


def format_time(time: int) -> str:
    """Write a time of Windows.

    >>> format_time(from_nanoseconds(-1_500_000_000)), format_time(from_nanoseconds(2_000_000_000))
    ('-1.5', '2')
    """
    nanoseconds = to_nanoseconds(time)
    seconds, fraction = divmod(abs(nanoseconds), _SECOND)
    text = f"{seconds}.{fraction:09d}".rstrip("0").rstrip(".")
    return f"-{text}" if nanoseconds < 0 else text


def parse_time(text: str, entry: str) -> int:
    """Read a time, to the 100 ns that Windows counts."""
    found = _TIME.fullmatch(text)
    if found is None or len(found[2]) > 12:
        raise LayerStreamError(f"has the time {text!r}", entry=entry)
    nanoseconds = int(found[2]) * _SECOND + int((found[3] or "")[:9].ljust(9, "0"))
    return from_nanoseconds(-nanoseconds if found[1] else nanoseconds)
