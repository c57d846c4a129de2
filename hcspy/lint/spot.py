"""Places in raw documents. Lint looks at what a document says, not at what its model made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Spot:
    """A value in a document, and its JSON path. Member names are compared without case, as the services do.

    >>> spot = Spot("", {"policies": [{"Type": "ACL"}]})
    >>> [(found.path, found.text("Type")) for found in spot.each("Policies")]
    [('Policies[0]', 'acl')]
    """

    path: str
    value: Any

    def get(self, name: str) -> Spot | None:
        """Return a member; none where it is not there, null, or empty, which is how Go says the same."""
        if not isinstance(self.value, Mapping):
            return None
        folded = name.lower()
        found = next((held for key, held in self.value.items() if str(key).lower() == folded), None)
        return None if found is None or found in ("", [], {}) else Spot(self._at(name), found)

    def each(self, *names: str) -> Iterator[Spot]:
        """Return the elements of a list; several names lead through lists of lists."""
        name, *further = names
        found = self.get(name)
        if found is None or not isinstance(found.value, list | tuple):
            return
        for index, element in enumerate(found.value):
            spot = Spot(f"{found.path}[{index}]", element)
            if further:
                yield from spot.each(*further)
            else:
                yield spot

    def text(self, name: str) -> str:
        """Return a member as text in lower case, empty if there is none."""
        found = self.get(name)
        return str(found.value).strip().lower() if found else ""

    def number(self, name: str) -> int:
        """Return a member as a number, 0 if it is none."""
        found = self.get(name)
        value = found.value if found else 0
        return value if isinstance(value, int) else 0

    def items(self, name: str) -> list[str]:
        """Return what a member lists, whether as an array or as one text with commas."""
        found = self.get(name)
        if found is None:
            return []
        parts = found.value if isinstance(found.value, list | tuple) else str(found.value).split(",")
        return [str(part).strip() for part in parts]

    def flag(self, bit: int, *words: str) -> bool:
        """Tell whether Flags has a bit, as a number or by one of its names."""
        if self.number("Flags") & bit:
            return True
        said = self.text("Flags").replace("|", ",").split(",")
        return any(word.strip().replace("_", "") in {name.lower() for name in words} for word in said)

    def missing(self, name: str) -> Spot:
        """Return the place of a member that is not there."""
        return Spot(self._at(name), None)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
