"""What the service set aside to make an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Guid, Wire, arrays, key
from hcspy.hns.health import Health


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Activity:
    """What the service set aside to make an object: switch ports, addresses, rules.

    An element of `GET /activities`, and the shape of the `Resources` member of networks, endpoints, policy lists
    and namespaces, whose `ActivityId` is its id. The shape was recorded from `Resources`; that the activities
    have it too is inferred. Read only.

    >>> Activity(id="4d33f926-f95a-4d6a-a7e2-194911dcf003", state=1).allocators
    ()
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The activity's id: the `ActivityId` of the object it belongs to."""

    parent_id: Guid | None = attrs.field(default=None, metadata=key("parentId"))
    """The activity that this one builds on; an endpoint's builds on its network's."""

    state: int | None = None
    """1 while it holds (recorded)."""

    allocation_order: int | None = None
    """Where it stands among its siblings, and how many steps it took."""

    allocators: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    """The steps, as raw JSON, each with a `Tag` such as `Host Vnic`, `Endpoint Port` or `ACL Policy`."""

    compartment_operation_time: int | None = None
    """Milliseconds spent on the compartment."""

    port_operation_time: int | None = None
    """Milliseconds spent on switch ports."""

    switch_operation_time: int | None = None
    """Milliseconds spent on the switch."""

    vfp_operation_time: int | None = None
    """Milliseconds spent on the virtual filtering platform."""

    flags: int = 0
    """0 in all that was recorded."""

    health: Health | None = None
    """The activity's condition."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    version: int | None = None
    """The version of the service that wrote it; see `HNSVersion.unpack`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
