"""Changes of a running container."""

from __future__ import annotations

import attrs

from hcspy.codec import Anything, Wire, WireEnum, key


class ResourceType(WireEnum):
    """What of a container changes."""

    NETWORK = "Network"
    """Its endpoints."""

    MAPPED_VIRTUAL_DISK = "MappedVirtualDisk"
    """Its disks; with Hyper-V isolation."""


class RequestType(WireEnum):
    """How it changes."""

    ADD = "Add"
    """Something is added."""

    REMOVE = "Remove"
    """Something is taken away."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ResourceModificationRequestResponse:
    """A change of a running container: an endpoint is plugged in, or taken out.

    >>> request = ResourceModificationRequestResponse(
    ...     resource_type="Network", settings="12a8ebac-1ac0-4012-b2ee-4c48bcb4e34f", request_type="Add"
    ... )
    >>> request.request_type
    'Add'
    """

    resource_type: ResourceType | str = attrs.field(default="", metadata=key(always=True))
    """What changes."""

    settings: Anything | None = attrs.field(default=None, metadata=key(always=True), hash=False)
    """What is added or taken away: the endpoint's id, for `Network`; a `MappedVirtualDisk` for a disk."""

    request_type: RequestType | str | None = None
    """How it changes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
