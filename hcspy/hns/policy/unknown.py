"""Policies of kinds that are not known here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from hcspy.codec import Wire, key
from hcspy.hns.policy.kind import PolicyType


@attrs.frozen(kw_only=True, weakref_slot=False)
class UnknownPolicy:
    """A policy of a kind that is not known here: the whole document is kept, compared and sent back.

    >>> policy = UnknownPolicy.of({"Type": "RemoteSubnetRoute", "IsolationId": 4096})
    >>> policy.type, policy.document["IsolationId"]
    ('RemoteSubnetRoute', 4096)
    >>> policy == UnknownPolicy(type="RemoteSubnetRoute")
    False
    """

    type: PolicyType | str = attrs.field(default="", metadata=key(always=True))
    """Of what kind the policy says it is; empty if it does not say."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> UnknownPolicy:
        """Make a policy of any kind from its document, in wire names."""
        from hcspy.codec import from_json

        return from_json(cls, document)

    @property
    def document(self) -> dict[str, Any]:
        """The policy's document: all members, in wire names."""
        from hcspy.codec import to_dict

        return to_dict(self)

    # What tells two of these apart is what the class does not know.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnknownPolicy) and self.document == other.document

    def __hash__(self) -> int:
        return hash((UnknownPolicy, str(self.type)))  # which a document may hold as anything
