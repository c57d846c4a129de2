"""Policies in an object's document: add, remove, replace, and what tells two of them apart.

HNS v1 has no request for a single policy. The document is read, changed and posted as a whole, so the verbs
here read it anew each time: a policy that somebody else added meanwhile is not lost with an old model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

import attrs

from hcspy.codec import evolve, to_dict
from hcspy.hns.services.noun import Noun
from hcspy.verbs.policies import Identity, Policies


class HasPolicies(attrs.AttrsInstance, Protocol):
    """A model with a policy list."""

    @property
    def policies(self) -> Sequence[Any]:
        """The policies, in the order of the document."""


P = TypeVar("P", bound=HasPolicies)

# What tells one policy of a type from another; types that are not here occur once in a document.
IDENTITY: Final[Identity] = {
    "acl": ("Id", "Action", "Direction", "Protocol", "Protocols", "LocalAddresses", "RemoteAddresses", "LocalPorts",
            "LocalPort", "RemotePorts", "RemotePort", "InternalPort", "RuleType", "ServiceName"),
    "nat": ("Protocol", "ExternalPort"),
    "route": ("DestinationPrefix",),
    "elb": ("VIPs", "Protocol", "ExternalPort"),
    "proxy": ("Port", "Destination"),
    "remotesubnetroute": ("DestinationPrefix",),
}  # fmt: skip
POLICIES: Final = Policies(to_dict, IDENTITY)


class PolicyNoun(Noun[P]):
    """A noun whose documents carry policies."""

    def add_policies(self, ref: str | P, *policies: Any) -> P:
        """Append policies to those that the object has now and return it as it is then."""
        current = self._get(ref, {})
        return self._post_policies(current, (*current.policies, *policies))

    def remove_policies(self, ref: str | P, *policies: Any, missing_ok: bool = False) -> P:
        """Remove the policies that have every member given, and return the object as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one of them matches nothing, unless
        ``missing_ok``.
        """
        current = self._get(ref, {})
        kept, _ = POLICIES.split(current.policies, policies, self.noun, missing_ok=missing_ok)
        return self._post_policies(current, kept) if len(kept) < len(current.policies) else current

    def replace_policies(self, ref: str | P, *policies: Any) -> P:
        """Make these the object's policies, all others go; return it as it is then."""
        return self._post_policies(self._get(ref, {}), policies)

    def _restore(self, before: P) -> None:
        """Make the object what it was; where it had no policies, that is said: HNS keeps what is not named."""
        if before.policies:
            self._update(before)
        else:
            self.modify(before, {**to_dict(before), "Policies": []})

    def _post_policies(self, current: P, policies: Iterable[Any]) -> P:
        return self._update(evolve(current, policies=tuple(policies)))
