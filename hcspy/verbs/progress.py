"""Telling somebody how far a long listing is.

HCN lists ids, and each object is asked for by itself: thousands of them take a while. Who wants to show that sets a
function that is handed the ids and yields them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Final, TypeAlias

Follow: TypeAlias = Callable[[str, Sequence[str]], Iterable[str]]

follower: Final[ContextVar[Follow | None]] = ContextVar("hcspy_follower", default=None)
"""What follows the listings of this context: it gets the noun and the ids, and yields the ids."""


def followed(noun: str, ids: Sequence[str]) -> Iterable[str]:
    """Return the ids by way of whoever follows.

    >>> list(followed("network", ["a", "b"]))
    ['a', 'b']
    """
    follow = follower.get()
    return ids if follow is None else follow(noun, ids)
