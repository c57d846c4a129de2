"""A bar on stderr while a long list is read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Final

from hcspy.verbs.progress import follower

MANY: Final = 200


def show_progress() -> None:
    """Let long listings of this run draw a bar, if somebody looks at stderr."""
    if sys.stderr.isatty():
        follower.set(tracked)


def tracked(noun: str, ids: Sequence[str]) -> Iterable[str]:
    """Yield the ids of a listing, and draw how far it is if they are many."""
    if len(ids) < MANY:
        return ids
    from rich.progress import track

    from hcspy.cli.output import console

    return track(ids, f"reading {noun}s", console=console(stderr=True), transient=True)
