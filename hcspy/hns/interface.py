"""Which host interface an object is bound to."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceConstraint:
    """Ties a network or endpoint to one host interface, named by any one of these members.

    The members are those of Microsoft's HCN schema; WSL sends the same shape in v1 documents. A zero GUID means
    that there is no constraint.

    >>> InterfaceConstraint(interface_alias="Ethernet 2").interface_alias
    'Ethernet 2'
    """

    interface_guid: Guid | None = None
    """The interface's GUID."""

    interface_luid: int | None = None
    """The interface's locally unique id, 64 bits."""

    interface_index: int | None = None
    """The interface's index; it may change over a reboot."""

    interface_media_type: int | None = None
    """The kind of medium: an NDIS physical medium number."""

    interface_alias: str | None = None
    """The name that Windows shows, such as `Ethernet 2`."""

    interface_description: str | None = None
    """The adapter's description, such as `Microsoft Hyper-V Network Adapter`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
