"""What the service tells of its own accord."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from hcspy.codec import Guid, Wire, key


class NotificationType(enum.IntEnum):
    """What happened: HCN_NOTIFICATIONS. The jump from 9 to 16 is Microsoft's.

    >>> NotificationType(16).name
    'NETWORK_ENDPOINT_DETACHED'
    """

    INVALID = 0
    """Nothing; never sent."""

    NETWORK_PRE_CREATE = 1
    """A network is about to be made."""

    NETWORK_CREATE = 2
    """A network was made."""

    NETWORK_PRE_DELETE = 3
    """A network is about to be deleted; sent whether or not that works (WSL)."""

    NETWORK_DELETE = 4
    """A network was deleted."""

    NAMESPACE_CREATE = 5
    """A namespace was made."""

    NAMESPACE_DELETE = 6
    """A namespace was deleted."""

    GUEST_NETWORK_SERVICE_CREATE = 7
    """A guest network service was made."""

    GUEST_NETWORK_SERVICE_DELETE = 8
    """A guest network service was deleted."""

    NETWORK_ENDPOINT_ATTACHED = 9
    """An endpoint was plugged in."""

    NETWORK_ENDPOINT_DETACHED = 16
    """An endpoint was unplugged."""

    GUEST_NETWORK_SERVICE_STATE_CHANGED = 17
    """A guest network service is in another state: `GuestNetworkServiceNotificationData`."""

    GUEST_NETWORK_SERVICE_INTERFACE_STATE_CHANGED = 18
    """An interface of a guest network service is in another state: `GuestNetworkServiceNotificationData`."""

    SERVICE_DISCONNECT = 0x01000000
    """The service has gone: the registration is dead, and a new one is needed (WSL)."""

    FLAGS_RESERVED = 0xF0000000
    """Bits that are not for numbers of notifications."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class NotificationBase:
    """What comes with a notification.

    >>> NotificationBase(id="9C1D7F2E-3B54-4A66-8F10-0A1B2C3D4E5F", flags=72).flags
    72
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The object's id."""

    flags: int = 0
    """The object's flags, 32 bits: those of a network are `NetworkFlags` (WSL)."""

    data: Any = attrs.field(default=None, hash=False, metadata=key(since="HCN 2.2"))
    """What else there is to say, as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
