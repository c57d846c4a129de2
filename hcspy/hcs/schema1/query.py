"""Which compute systems are listed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, arrays


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ComputeSystemQuery:
    """Narrows the list of compute systems; without any member it is all of them. Texts are compared as they are.

    >>> from hcspy import to_json
    >>> to_json(ComputeSystemQuery(owners=["docker"]))
    '{"Owners":["docker"]}'
    """

    ids: Sequence[str] = ()
    """Systems with one of these ids."""

    types: Sequence[str] = ()
    """Systems of one of these kinds: `Container`, `VirtualMachine`."""

    names: Sequence[str] = ()
    """Systems with one of these names."""

    owners: Sequence[str] = ()
    """Systems of one of these owners."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
