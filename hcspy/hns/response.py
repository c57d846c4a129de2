"""The envelope of every v1 answer."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSResponse:
    """The envelope of every v1 answer."""

    success: bool = attrs.field(default=False, metadata=key(always=True))
    error: str = attrs.field(default="", metadata=key(always=True))
    output: Any = attrs.field(default=None, hash=False, metadata=key(always=True))
    error_code: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
