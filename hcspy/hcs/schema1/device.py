"""Devices of the host in a container."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class AssignedDevice:
    """All devices of one interface class, handed to a container with process isolation.

    >>> AssignedDevice(interface_class_guid="5B45201D-F2F2-4F3B-85BB-30FF1F953599").interface_class_guid
    '5B45201D-F2F2-4F3B-85BB-30FF1F953599'
    """

    interface_class_guid: Guid | None = None
    """The interface class: 5B45201D-F2F2-4F3B-85BB-30FF1F953599 is that of graphics adapters (DirectX)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
