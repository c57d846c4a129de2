"""What makes two policies the same, and what follows from it: removing by pattern, merging.

A policy is compared by its document. At one door that is flat, at another ``{"Type": ..., "Settings": {...}}``;
here both are compared as flat ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hcspy.errors import PolicyNotFoundError
from hcspy.verbs.ensured import Change, differences

Identity = Mapping[str, tuple[str, ...]]
"""Which members tell one policy of a type from another, by the type in lower case; others occur once in an object."""


class Policies:
    """How the policies of one carrier compare: by the documents that ``document`` makes of them, and ``identity``."""

    def __init__(self, document: Callable[[Any], dict[str, Any]], identity: Identity) -> None:
        self.document = document
        self.identity = identity

    def covers(self, policy: Any, pattern: Any) -> bool:
        """Tell whether ``policy`` has every member of ``pattern``, with the same value."""
        return not differences(self._flat(pattern), self._flat(policy))

    def split(
        self, policies: Iterable[Any], patterns: Iterable[Any], noun: str, *, missing_ok: bool
    ) -> tuple[list[Any], list[Any]]:
        """Part policies into those that no pattern covers and those that one does.

        Raises PolicyNotFoundError if a pattern covers none of them, unless ``missing_ok``.
        """
        kept, taken = list(policies), []
        for pattern in patterns:
            rest = [policy for policy in kept if not self.covers(policy, pattern)]
            if len(rest) == len(kept) and not missing_ok:
                raise PolicyNotFoundError(f"the {noun} has no policy {self.document(pattern)!r}")
            taken += [policy for policy in kept if all(policy is not other for other in rest)]
            kept = rest
        return kept, taken

    def merge(self, actual: Sequence[Any], wanted: Iterable[Any]) -> tuple[list[Any], list[Change]]:
        """Bring the wanted policies into the actual ones; return the new list and what differed.

        A wanted policy takes the place of the one with the same identity; others stay: services add some by
        themselves.
        """
        merged, changes = list(actual), []
        for policy in wanted:
            at = next((index for index, other in enumerate(merged) if self.same(policy, other)), None)
            if at is None:
                changes.append(Change(path=f"Policies[{len(merged)}]", old=None, new=self.document(policy)))
                merged.append(policy)
                continue
            found = differences(self.document(policy), self.document(merged[at]), path=f"Policies[{at}]")
            if found:
                changes += found
                merged[at] = policy
        return merged, changes

    def same(self, policy: Any, other: Any) -> bool:
        """Tell whether two policies are the same one, be it with other settings."""
        return self._key(policy) == self._key(other)

    def _flat(self, policy: Any) -> dict[str, Any]:
        """Return a policy's document with its settings beside its type."""
        document = self.document(policy)
        settings = document.get("Settings")
        return {"Type": document.get("Type"), **settings} if isinstance(settings, Mapping) else document

    def _key(self, policy: Any) -> tuple[Any, ...]:
        document = self._flat(policy)
        kind = str(document.get("Type", "")).lower()
        values = (document.get(member) for member in self.identity.get(kind, ()))
        return (kind, *(value.lower() if isinstance(value, str) else repr(value) for value in values))
