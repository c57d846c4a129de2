"""What a plugin says of itself when the engine activates it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, WireEnum, key


class Service(WireEnum):
    """A part of the engine that a plugin can implement; the first half of each path, `/NetworkDriver.Join`."""

    NETWORK_DRIVER = "NetworkDriver"
    """Networks and endpoints."""

    IPAM_DRIVER = "IpamDriver"
    """Pools and addresses."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Manifest:
    """The answer to `/Plugin.Activate`: what the plugin implements.

    >>> from hcspy import to_json
    >>> to_json(Manifest(implements=[Service.NETWORK_DRIVER]))
    '{"Implements":["NetworkDriver"]}'
    """

    implements: Sequence[Service | str] = attrs.field(default=(), metadata=key(always=True))
    """The services. The engine refuses a plugin for what is not among them."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
