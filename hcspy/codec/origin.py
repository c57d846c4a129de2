"""Documents that are not spelled as their class spells them.

Nearly every document has its member names in the one spelling that the class knows, or names that the class does not
know at all. Then what a model remembers is the very dict that the parser made, and nothing is worked out. Go's client
reads names in any letter case, and of several the last, so that must read here too: such a document, and one that
stands in an envelope, is remembered as an `Origin`, which knows what stands where.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

MOST_LEARNED: Final = 4096
"""How many foreign member names of a class are remembered; documents may come from anybody."""


class Origin(dict[str, Any]):
    """A document as it came, with a view of it under the names that its class knows."""

    __slots__ = ("document", "envelope", "names", "view")

    def __init__(
        self,
        document: dict[str, Any],
        view: dict[str, Any] | None = None,
        names: Mapping[str, list[str]] | None = None,
        envelope: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(document)
        self.document = document
        self.view = document if view is None else view
        self.names = names or {}
        self.envelope = envelope

    @classmethod
    def inside(cls, document: dict[str, Any], envelope: dict[str, Any]) -> Origin:
        """Return a document, which may be one of these, as what an envelope holds."""
        if isinstance(document, Origin):
            return cls(document.document, document.view, document.names, envelope)
        return cls(document, envelope=envelope)

    def __reduce__(self) -> Any:
        return Origin, (self.document, self.view, self.names, self.envelope)


def fold(name: str) -> str:
    """Return a member name as Go's JSON reader compares it.

    >>> fold("IPAddre\\u017fs") == fold("ipaddress")
    True
    """
    return name.lower().replace("ſ", "s")


class Names:
    """The member names of one class: which spelling stands for which member."""

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.canonical: dict[str, str] = {}
        self.folded: dict[str, str] = {}
        for name, aliases in names:
            self.canonical[name] = name
            for spelling in (name, *aliases):
                self.folded.setdefault(fold(spelling), name)
        self.harmless = set(self.canonical)
        """Names that need no second look: the class's own, and foreign ones that were looked at before."""

    def member(self, spelling: str) -> str | None:
        """Return the member that a name in a document stands for."""
        return self.canonical.get(spelling) or self.folded.get(fold(spelling))

    def study(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return what a model of this class remembers of a document, after a look at each name in it."""
        if self.harmless.issuperset(document) or not self._is_odd(document):
            return document
        view: dict[str, Any] = {}
        names: dict[str, list[str]] = {}
        for spelling, value in document.items():
            member = self.member(spelling)
            if member is not None:
                names.setdefault(member, []).append(spelling)
                if value is not None or member not in view:  # Go takes null as "leave as is"
                    view[member] = value
        envelope = document.envelope if isinstance(document, Origin) else None
        return Origin(document.document if isinstance(document, Origin) else document, view, names, envelope)

    def _is_odd(self, document: dict[str, Any]) -> bool:
        odd = False
        for spelling in document.keys() - self.harmless:
            if self.member(spelling) is not None:
                odd = True
            elif len(self.harmless) < MOST_LEARNED:
                self.harmless.add(spelling)
        return odd


def changed(document: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with some members changed: in place where they stood, else at the end; None takes one away."""
    if isinstance(document, Origin):
        return _changed(document.document.copy(), document.names, changes)
    copy = document.copy()
    for member, value in changes.items():
        if value is None:
            copy.pop(member, None)
        else:
            copy[member] = value
    return copy


def _changed(copy: dict[str, Any], names: Mapping[str, list[str]], changes: Mapping[str, Any]) -> dict[str, Any]:
    for member, value in changes.items():
        spellings = names.get(member) or [member]
        if value is not None:
            copy[spellings[-1]] = value
        else:
            for spelling in spellings:
                copy.pop(spelling, None)
    return copy
