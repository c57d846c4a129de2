"""The engine itself."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class VersionResponse:
    """Which engine it is: what `docker version` shows of the server."""

    version: str = ""
    """The engine's version."""

    api_version: str = ""
    """The newest version of its API."""

    os: str = ""
    """The system whose containers it runs: `windows` or `linux`."""

    arch: str = ""
    """The processor."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
