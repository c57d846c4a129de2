"""Policies of kinds that are not known here."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class UnknownPolicy:
    """A policy of a kind that is not known here; it is kept and sent back as it came."""

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
