"""The envelope of every v1 answer."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSResponse:
    """The envelope of every v1 answer.

    >>> HNSResponse(success=True, output={"Major": 13, "Minor": 3}).output["Major"]
    13
    """

    success: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether the request was served. An answer without it is a failure (hcsshim)."""

    error: str = attrs.field(default="", metadata=key(always=True))
    """Why not: the system's message, localised, with a blank at its end (recorded)."""

    output: Any = attrs.field(default=None, hash=False, metadata=key(always=True))
    """The object or list that was asked for, as raw JSON; it may be missing on success."""

    error_code: int | None = None
    """The HRESULT as an unsigned number, from HNS 9 (Windows 1809) on (recorded). hcsshim drops it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
