"""What a watch tells: the objects that exist, and what happens to them.

>>> from hcspy.hcn import Changed, Existing, Synced
>>> def describe(event):
...     match event:
...         case Existing(kind="network", object=network):
...             return f"network {network.name} is there"
...         case Changed(kind="network", action="created"):
...             return f"network {event.id} was created"
...         case Synced():
...             return "that was all there is"
>>> describe(Changed(kind="network", action="created", id="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", type=2))
'network 9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f was created'
"""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

import attrs

from hcspy.hcn.notifications import NotificationType

Kind = Literal["network", "endpoint", "namespace", "guest_network_service"]
"""What HCN notifies of. Of load balancers and routes it says nothing, of endpoints that they are plugged in and out."""

Action = Literal[
    "creating", "created", "deleting", "deleted", "attached", "detached", "state_changed", "interface_state_changed"
]
"""What happened. "creating" and "deleting" come before it, whether or not it then succeeds."""

MEANINGS: Final[dict[int, tuple[Kind, Action]]] = {
    NotificationType.NETWORK_PRE_CREATE: ("network", "creating"),
    NotificationType.NETWORK_CREATE: ("network", "created"),
    NotificationType.NETWORK_PRE_DELETE: ("network", "deleting"),
    NotificationType.NETWORK_DELETE: ("network", "deleted"),
    NotificationType.NAMESPACE_CREATE: ("namespace", "created"),
    NotificationType.NAMESPACE_DELETE: ("namespace", "deleted"),
    NotificationType.GUEST_NETWORK_SERVICE_CREATE: ("guest_network_service", "created"),
    NotificationType.GUEST_NETWORK_SERVICE_DELETE: ("guest_network_service", "deleted"),
    NotificationType.NETWORK_ENDPOINT_ATTACHED: ("endpoint", "attached"),
    NotificationType.NETWORK_ENDPOINT_DETACHED: ("endpoint", "detached"),
    NotificationType.GUEST_NETWORK_SERVICE_STATE_CHANGED: ("guest_network_service", "state_changed"),
    NotificationType.GUEST_NETWORK_SERVICE_INTERFACE_STATE_CHANGED: (
        "guest_network_service",
        "interface_state_changed",
    ),
}
"""Which kind of object a notification is about, and what happened to it."""


@attrs.frozen(kw_only=True)
class Existing:
    """An object that is there when a watch begins, or begins again."""

    kind: Kind
    id: str
    object: Any
    """The model, as the object was when it was read."""


@attrs.frozen(kw_only=True)
class Synced:
    """All objects that existed have been told; what follows are changes."""

    generation: int
    """0 when the watch begins, one more after each restart of the service."""


@attrs.frozen(kw_only=True)
class Changed:
    """Something happened to an object. What it is like now, ``get(event.id)`` of its noun tells."""

    kind: Kind
    action: Action
    id: str | None
    type: int
    """The notification's number: NotificationType."""
    status: int = 0
    """The HRESULT that came with it, as an unsigned number; 0 for success."""
    flags: int = 0
    """The object's flags; those of a network are NetworkFlags."""
    data: Any = None
    """What else the service says, as plain JSON values."""


@attrs.frozen(kw_only=True)
class Notified:
    """A notification of a number that is not known here."""

    type: int
    status: int = 0
    data: str | None = None
    """Its text, as it came."""


@attrs.frozen(kw_only=True)
class ServiceRestarted:
    """The service had gone and is back; the objects that exist now follow, and then Synced."""

    generation: int


@attrs.frozen(kw_only=True)
class EventsLost:
    """The queue was full, and so many notifications were dropped; ``watch.sync()`` tells the objects anew."""

    count: int


Event: TypeAlias = Existing | Synced | Changed | Notified | ServiceRestarted | EventsLost
