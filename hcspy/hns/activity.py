"""What the service did to make an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Guid, Wire, key
from hcspy.hns.health import Health


@attrs.frozen(kw_only=True, weakref_slot=False)
class Activity:
    """The record of what was set aside for an object: an answer of `/activities`, or an object's `Resources`."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    parent_id: Guid | None = attrs.field(default=None, metadata=key("parentId"))
    state: int | None = None
    allocation_order: int | None = None
    allocators: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    compartment_operation_time: int | None = None
    port_operation_time: int | None = None
    switch_operation_time: int | None = None
    vfp_operation_time: int | None = None
    flags: int = 0
    health: Health | None = None
    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    version: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
