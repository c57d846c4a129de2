"""Sets of addresses that rules refer to."""

from __future__ import annotations

import attrs

from hcspy.codec import Addresses, Wire, WireEnum, arrays, key


class SetPolicyType(WireEnum):
    """What a set holds. Microsoft's schema calls it SetPolicyTypes.

    >>> SetPolicyType("ipset")
    <SetPolicyType.IPSET: 'IPSET'>
    """

    IPSET = "IPSET"
    """Addresses and prefixes."""

    NESTEDIPSET = "NESTEDIPSET"
    """Other sets, by their ids; HNS 15.0 (hcsshim)."""


SetPolicyTypes = SetPolicyType


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class SetPolicySetting:
    """A set of addresses that access rules name by its id: the policy `SetPolicy` of a network. HNS 13.0 (hcsshim).

    A set that another refers to cannot be removed, and a set of sets needs its members; an update of a set that is not
    there does nothing (Azure's client).

    >>> SetPolicy(id="pods", name="pods", policy_type="IPSET", values=["10.0.0.1", "10.0.0.2"]).policy_type
    'IPSET'
    """

    id: str = attrs.field(default="", metadata=key("Id", always=True))
    """What rules call it."""

    name: str = attrs.field(default="", metadata=key(always=True))
    """A name, free to choose."""

    policy_type: SetPolicyType | str = attrs.field(default="", metadata=key(always=True))
    """What it holds."""

    values: Addresses = attrs.field(default="", metadata=key(always=True))
    """Addresses and prefixes, or ids of sets, separated by commas."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


SetPolicy = SetPolicySetting
