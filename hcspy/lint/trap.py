"""What a pitfall is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from hcspy.lint.finding import Effect
from hcspy.lint.spot import Spot


class Pitfall(NamedTuple):
    """One place that goes wrong, on all hosts or on those that have what came with `since`."""

    spot: Spot
    effect: Effect
    why: str
    instead: str
    since: str | None = None


Pitfalls: TypeAlias = Iterator[Pitfall]
