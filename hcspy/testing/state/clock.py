"""Time on the machine: virtual, so that two runs tell the same story."""

from __future__ import annotations

from typing import Final

SECOND: Final = 10_000_000
"""FILETIME units (100 ns) in a second."""
START: Final = 133_500_000_000_000_000
"""When a new machine is switched on: 17 January 2024, in 100 ns since 1601."""
_STEP: Final = 15_625


class Clock:
    """Counts FILETIME units; it stands still unless it is read or advanced."""

    __slots__ = ("now",)

    def __init__(self, now: int = START) -> None:
        self.now = now

    def tick(self) -> int:
        """Return the time; each reading takes about a millisecond and a half."""
        # fidelity: HNS-G07
        self.now += _STEP
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        if seconds < 0:
            raise ValueError(f"time does not run backwards: {seconds!r} seconds")
        self.now += round(seconds * SECOND)
