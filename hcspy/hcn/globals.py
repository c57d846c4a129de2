"""Service-wide values."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key
from hcspy.hcn.version import Version


@attrs.frozen(kw_only=True, weakref_slot=False)
class Globals:
    """Service-wide values.

    >>> Globals(version=Version(major=13, minor=3)).version.pair
    (13, 3)
    """

    version: Version = attrs.field(factory=Version, metadata=key(always=True))
    """The version of the service: 9.2 is Windows 1809, 10.3 is 1903, 13.3 is Server 2022, 15.0 Windows 11, 15.4
    Server 2025."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
