"""Name resolution."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Wire, arrays


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Dns:
    """How names are resolved: on a network for all its endpoints, on an endpoint for itself.

    hcsshim always sends one, empty or not. It is also what a request of the resource type `DNS` sets.

    >>> Dns(search=["svc.cluster.local"], server_list=["10.96.0.10"]).domain is None
    True
    """

    domain: str | None = None
    """The DNS suffix of the connection."""

    search: Sequence[str] = ()
    """Suffixes that short names are tried with, in this order."""

    server_list: Sequence[Address] = ()
    """The servers' addresses; the host's if there are none."""

    options: Sequence[str] = ()
    """Resolver options as in resolv.conf, such as `ndots:5`; for Linux guests."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


DNS = Dns
