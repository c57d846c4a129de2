"""Policies in an object's document: add, remove, replace, and what makes two of them the same.

HNS v1 has no request for a single policy. The document is read, changed and posted as a whole, so the verbs
here read it anew each time: a policy that somebody else added meanwhile is not lost with an old model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

from hcspy.codec import evolve, to_dict
from hcspy.errors import PolicyNotFoundError
from hcspy.hns.services.noun import Noun
from hcspy.verbs import Change
from hcspy.verbs.ensured import differences


class HasPolicies(Protocol):
    """A model with a policy list."""

    @property
    def policies(self) -> Sequence[Any]:
        """The policies, in the order of the document."""


P = TypeVar("P", bound=HasPolicies)

# What tells one policy of a type from another; types that are not here occur once in a document.
IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "acl": ("Id", "Action", "Direction", "Protocol", "Protocols", "LocalAddresses", "RemoteAddresses", "LocalPorts",
            "LocalPort", "RemotePorts", "RemotePort", "InternalPort", "RuleType", "ServiceName"),
    "nat": ("Protocol", "ExternalPort"),
    "route": ("DestinationPrefix",),
    "elb": ("VIPs", "Protocol", "ExternalPort"),
    "proxy": ("Port", "Destination"),
    "remotesubnetroute": ("DestinationPrefix",),
}  # fmt: skip


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
        kept = list(current.policies)
        for pattern in policies:
            rest = [policy for policy in kept if not covers(policy, pattern)]
            if len(rest) == len(kept) and not missing_ok:
                raise PolicyNotFoundError(f"the {self.noun} has no policy {to_dict(pattern)!r}")
            kept = rest
        return self._post_policies(current, kept) if len(kept) < len(current.policies) else current

    def replace_policies(self, ref: str | P, *policies: Any) -> P:
        """Make these the object's policies, all others go; return it as it is then."""
        return self._post_policies(self._get(ref, {}), policies)

    def _post_policies(self, current: P, policies: Iterable[Any]) -> P:
        return self._update(evolve(current, policies=tuple(policies)))


def covers(policy: Any, pattern: Any) -> bool:
    """Tell whether ``policy`` has every member of ``pattern``, with the same value."""
    return not differences(to_dict(pattern), to_dict(policy))


def merge(actual: Sequence[Any], wanted: Iterable[Any]) -> tuple[list[Any], list[Change]]:
    """Bring the wanted policies into the actual ones; return the new list and what differed.

    A wanted policy takes the place of the one with the same identity; others stay: HNS adds some by itself.
    """
    merged, changes = list(actual), []
    for policy in wanted:
        at = next((index for index, other in enumerate(merged) if _same(policy, other)), None)
        if at is None:
            changes.append(Change(path=f"Policies[{len(merged)}]", old=None, new=to_dict(policy)))
            merged.append(policy)
            continue
        found = differences(to_dict(policy), to_dict(merged[at]), path=f"Policies[{at}]")
        if found:
            changes += found
            merged[at] = policy
    return merged, changes


def _same(policy: Any, other: Any) -> bool:
    return _key(to_dict(policy)) == _key(to_dict(other))


def _key(document: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = str(document.get("Type", "")).lower()
    values = (document.get(member) for member in IDENTITY.get(kind, ()))
    return (kind, *(value.lower() if isinstance(value, str) else repr(value) for value in values))
