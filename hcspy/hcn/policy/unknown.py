"""Policies of kinds that are not known here, and the envelope of any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class UnknownPolicy:
    """A policy in its envelope: a kind that is not known here, or settings that its class cannot say.

    hcsshim's and Microsoft's `EndpointPolicy`, `NetworkPolicy` and `SubnetPolicy` have this form.

    >>> UnknownPolicy(type="FutureRoute", settings={"Prefix": "10.0.0.0/8"}).settings["Prefix"]
    '10.0.0.0/8'
    """

    type: str = attrs.field(default="", metadata=key(always=True))
    """Of what kind the policy says it is; empty if it does not say."""

    settings: Any = attrs.field(default=None, hash=False)
    """What stands in the envelope, as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> UnknownPolicy:
        """Make a policy of any kind from its document, in wire names.

        >>> UnknownPolicy.of({"Type": "HostRoute"}).type
        'HostRoute'
        """
        from hcspy.codec import from_json

        return from_json(cls, document)

    @property
    def document(self) -> dict[str, Any]:
        """The policy's document: the envelope with all its members, in wire names."""
        from hcspy.codec import to_dict

        return to_dict(self)
