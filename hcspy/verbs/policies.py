"""What makes two policies the same, and what follows from it: removing by pattern, merging.

A policy is compared by its document. At one door that is flat, at another ``{"Type": ..., "Settings": {...}}``;
here both are read as flat ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hcspy.codec import to_dict
from hcspy.errors import PolicyNotFoundError
from hcspy.verbs.ensured import Change, differences

Identity = Mapping[str, tuple[str, ...]]
"""Which members tell one policy of a type from another, by the type in lower case; others occur once in an object."""


def flat(policy: Any) -> dict[str, Any]:
    """Return a policy's document with its settings beside its type."""
    document = to_dict(policy)
    settings = document.pop("Settings", None)
    return {**document, **settings} if isinstance(settings, Mapping) else document


def covers(policy: Any, pattern: Any) -> bool:
    """Tell whether ``policy`` has every member of ``pattern``, with the same value."""
    return not differences(flat(pattern), flat(policy))


def split(
    policies: Iterable[Any], patterns: Iterable[Any], noun: str, *, missing_ok: bool
) -> tuple[list[Any], list[Any]]:
    """Part policies into those that no pattern covers and those that one does.

    Raises PolicyNotFoundError if a pattern covers none of them, unless ``missing_ok``.
    """
    kept, taken = list(policies), []
    for pattern in patterns:
        hits = [policy for policy in kept if covers(policy, pattern)]
        if not hits and not missing_ok:
            raise PolicyNotFoundError(f"the {noun} has no policy {to_dict(pattern)!r}")
        taken += hits
        kept = [policy for policy in kept if all(policy is not hit for hit in hits)]
    return kept, taken


def merge(actual: Sequence[Any], wanted: Iterable[Any], identity: Identity) -> tuple[list[Any], list[Change]]:
    """Bring the wanted policies into the actual ones; return the new list and what differed.

    A wanted policy takes the place of the one with the same identity; others stay: services add some by themselves.
    """
    merged, changes = list(actual), []
    for policy in wanted:
        at = next((index for index, other in enumerate(merged) if same(policy, other, identity)), None)
        if at is None:
            changes.append(Change(path=f"Policies[{len(merged)}]", old=None, new=to_dict(policy)))
            merged.append(policy)
            continue
        found = differences(to_dict(policy), to_dict(merged[at]), path=f"Policies[{at}]")
        if found:
            changes += found
            merged[at] = policy
    return merged, changes


def same(policy: Any, other: Any, identity: Identity) -> bool:
    """Tell whether two policies are the same one, be it with other settings."""
    return _key(flat(policy), identity) == _key(flat(other), identity)


def _key(document: Mapping[str, Any], identity: Identity) -> tuple[Any, ...]:
    kind = str(document.get("Type", "")).lower()
    values = (document.get(member) for member in identity.get(kind, ()))
    return (kind, *(value.lower() if isinstance(value, str) else repr(value) for value in values))
