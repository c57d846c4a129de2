"""Management addresses of accelerated networking."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSNnvManagementMacAddress:
    """One management MAC address."""

    mac_address: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSNnvManagementMacList:
    """The management MAC addresses that accelerated networking leaves alone; HNS 15.4 (Server 2025)."""

    mac_address_list: Sequence[HNSNnvManagementMacAddress] = ()
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
