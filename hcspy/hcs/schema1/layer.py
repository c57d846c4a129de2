"""Image layers of a container."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class Layer:
    """One read-only layer of a container's image: its id and its folder.

    >>> Layer(id="1968356F-3168-5169-8C20-EE548F8260F6", path="C:\\\\layers\\\\base").path
    'C:\\\\layers\\\\base'
    """

    id: Guid = attrs.field(default="", metadata=key("ID", always=True))
    """The layer's id: the GUID that `NameToGuid` makes of the last part of its path."""

    path: str = attrs.field(default="", metadata=key(always=True))
    """The layer's folder; the file layer.vhd of a Linux layer."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
