"""Comparing two pictures, of one host at two moments or of two hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from hcspy.verbs.ensured import Change, differences


@attrs.frozen(kw_only=True)
class Difference:
    """One object that is only on one side, or differs: its kind, its name, and the members that differ."""

    kind: str
    name: str
    what: str
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        members = "".join(f"\n    {change}" for change in self.changes)
        return f"{self.what} {self.kind} {self.name}{members}"


@attrs.frozen(kw_only=True, eq=False)
class Entry:
    """One object of a picture, as it is compared."""

    name: str
    keys: Sequence[object]
    """What it is found by on the other side, best first: its id, then what two hosts have in common. Or nothing."""
    document: Mapping[str, Any]


def compare(
    kind: str,
    mine: Iterable[Entry],
    theirs: Iterable[Entry],
    *,
    volatile: frozenset[str],
    of_one_host: frozenset[str],
) -> Iterator[Difference]:
    """Say what was changed, removed and added among the objects of one kind.

    ``volatile`` members are not compared, and those ``of_one_host`` only between objects with the same id.
    """
    left, right = list(mine), list(theirs)
    for one, other in _pairs(left, right):
        ignored = volatile if one.keys[0] == other.keys[0] else volatile | of_one_host
        if changes := tuple(_changes(one.document, other.document, ignored)):
            yield Difference(kind=kind, name=one.name, what="changed", changes=changes)
    for entry in left:
        yield Difference(kind=kind, name=entry.name, what="removed")
    for entry in right:
        yield Difference(kind=kind, name=entry.name, what="added")


def _pairs(mine: list[Entry], theirs: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Take the matching pairs out of both lists."""
    pairs = []
    for rank in range(max((len(entry.keys) for entry in mine), default=0)):
        found = {key: entry for entry in reversed(theirs) if (key := entry.keys[rank])}
        for entry in list(mine):
            match = found.pop(entry.keys[rank], None)
            if match is not None:
                pairs.append((entry, match))
                mine.remove(entry)
                theirs.remove(match)
    return pairs


def _changes(left: Mapping[str, Any], right: Mapping[str, Any], ignored: frozenset[str]) -> list[Change]:
    mine, theirs = _stable(left, ignored), _stable(right, ignored)
    found = {change.path: change for change in differences(theirs, mine)}
    # What is only on the left shows from the other direction, with the sides exchanged.
    for change in differences(mine, theirs):
        found.setdefault(change.path, Change(path=change.path, old=change.new, new=change.old))
    return list(found.values())


def _stable(value: Any, ignored: frozenset[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _stable(member, ignored) for name, member in value.items() if name not in ignored}
    if isinstance(value, list):
        return [_stable(element, ignored) for element in value]
    return value
