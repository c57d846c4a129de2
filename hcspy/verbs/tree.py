"""Lines that hang on lines: what a picture of a host is drawn with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Node:
    """One line of a tree: a kind (``network``, ``endpoint`` ...), a text for people, and what hangs below.

    >>> print(Node(kind="network", text="network web", children=[Node(kind="endpoint", text="endpoint web-0")]))
    network web
    └── endpoint web-0
    """

    kind: str
    text: str
    id: str | None = None
    children: Sequence[Node] = ()

    def lines(self) -> Iterator[str]:
        """Yield the drawing, line by line."""
        yield self.text
        for child in self.children:
            last = child is self.children[-1]
            below = child.lines()
            yield ("└── " if last else "├── ") + next(below)
            for line in below:
                yield ("    " if last else "│   ") + line

    def __str__(self) -> str:
        return "\n".join(self.lines())


def member_words(members: Mapping[str, Any]) -> str:
    """Return the members of a document as ``Key=Value`` words.

    >>> member_words({"Action": "Block", "LocalPorts": ["80", "443"]})
    'Action=Block LocalPorts=80,443'
    """
    return " ".join(f"{name}={_short(value)}" for name, value in members.items())


def _short(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
