"""The answer of ensure(), and the comparison behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, Literal, TypeVar

import attrs

M = TypeVar("M")
Action = Literal["created", "modified", "recreated", "unchanged"]


@attrs.frozen(kw_only=True)
class Change:
    """One member that differed: its JSON path, what was there, what is wanted."""

    path: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.path}: {self.old!r} -> {self.new!r}"


@attrs.frozen(kw_only=True)
class Ensured(Generic[M]):
    """What ensure() found or did: the object as it is now, the action, the members that differed.

    ``before`` is the object that was changed, or that another took the place of.
    """

    object: M
    action: Action
    changes: tuple[Change, ...] = ()
    before: M | None = attrs.field(default=None, repr=False)


def differences(wanted: Mapping[str, Any], actual: Mapping[str, Any], *, path: str = "") -> list[Change]:
    """Return the members of ``wanted`` that ``actual`` lacks or has otherwise.

    What is not asked for is left alone, since the service fills in much by itself. Texts compare without
    letter case (HNS keeps a network's type as it was sent, and turns ids to capitals on some builds);
    lists compare element by element, and a wanted empty list asks for nothing.

    >>> [str(change) for change in differences({"Name": "web", "Flags": 8}, {"Name": "WEB", "Flags": 0})]
    ['Flags: 0 -> 8']
    """
    return list(_walk(wanted, actual, path))


def _walk(wanted: Mapping[str, Any], actual: Mapping[str, Any], path: str) -> Iterable[Change]:
    for member, value in wanted.items():
        yield from _compare(value, actual.get(member), f"{path}.{member}" if path else member)


def _compare(wanted: Any, actual: Any, path: str) -> Iterable[Change]:
    if isinstance(wanted, Mapping) and isinstance(actual, Mapping):
        yield from _walk(wanted, actual, path)
    elif isinstance(wanted, Mapping) and actual is None:
        # The service leaves out a document without members; one that asks for nothing is the same.
        if any(_walk(wanted, {}, path)):
            yield Change(path=path, old=actual, new=wanted)
    elif isinstance(wanted, list):
        yield from _compare_lists(wanted, actual, path)
    elif not _equal(wanted, actual):
        yield Change(path=path, old=actual, new=wanted)


def _compare_lists(wanted: list[Any], actual: Any, path: str) -> Iterable[Change]:
    if not wanted:
        return
    if not isinstance(actual, list) or len(actual) != len(wanted):
        yield Change(path=path, old=actual, new=wanted)
        return
    for index, (one, other) in enumerate(zip(wanted, actual, strict=True)):
        yield from _compare(one, other, f"{path}[{index}]")


def _equal(wanted: Any, actual: Any) -> bool:
    if isinstance(wanted, str) and isinstance(actual, str):
        return wanted.casefold() == actual.casefold()
    # A zero that is asked for and a member that the service leaves out are the same thing.
    return bool(wanted == actual) or (actual is None and wanted in (False, 0, ""))
