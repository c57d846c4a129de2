"""Which host interface an object is bound to."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceConstraint:
    """Ties a network or endpoint to one host interface, named by any one of its members."""

    interface_guid: Guid | None = None
    interface_luid: int | None = None
    interface_index: int | None = None
    interface_media_type: int | None = None
    interface_alias: str | None = None
    interface_description: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
