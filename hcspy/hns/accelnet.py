"""Management addresses of accelerated networking."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, arrays, key

ACCELNET = "HNS 15.4"


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSNnvManagementMacAddress:
    """One management MAC address.

    >>> HNSNnvManagementMacAddress(mac_address="00-15-5D-0A-B7-C6").mac_address
    '00-15-5D-0A-B7-C6'
    """

    mac_address: str | None = None
    """The address, hexadecimal with dashes, such as `00-15-5D-0A-B7-C6`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HNSNnvManagementMacList:
    """The MAC addresses of management interfaces, which accelerated networking leaves alone.

    From HNS 15.4 (Server 2025). hcsshim refuses to set an empty list; to have none, delete the list.

    >>> macs = HNSNnvManagementMacList(mac_address_list=[HNSNnvManagementMacAddress(mac_address="00-15-5D-0A-B7-C6")])
    >>> len(macs.mac_address_list)
    1
    """

    mac_address_list: Sequence[HNSNnvManagementMacAddress] = attrs.field(default=(), metadata=key(since=ACCELNET))
    """The addresses."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
