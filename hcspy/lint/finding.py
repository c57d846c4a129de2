"""What lint says about one place in a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from hcspy.validate import Finding


class Effect(StrEnum):
    """What Windows makes of a place.

    >>> [str(effect) for effect in Effect]
    ['refused', 'ignored', 'unknown', 'note']
    """

    REFUSED = "refused"
    """The call fails, or what is stored breaks later."""

    IGNORED = "ignored"
    """The call succeeds, and the place has no effect: a rule may then hold for more, or for less, than it says."""

    UNKNOWN = "unknown"
    """hcspy does not know it, so Windows may not either."""

    NOTE = "note"
    """It works; this is good to know."""


SERIOUS: Final = frozenset({Effect.REFUSED, Effect.IGNORED})
"""What makes a document unfit for a target."""


@dataclass(frozen=True)
class LintFinding(Finding):
    """One place in a document, and what one Windows makes of it.

    >>> finding = LintFinding("Flags", 1024, "no such flag", "HNS 15.1", effect=Effect.IGNORED, instead="leave it out")
    >>> print(finding)
    Flags: ignored: no such flag (since HNS 15.1); instead: leave it out
    """

    effect: Effect = Effect.REFUSED
    """What this Windows makes of it."""
    instead: str | None = None
    """What works on this Windows, or on more of them."""
    feature: str | None = None
    """The feature that the target lacks, by hcsshim's name, where it is one."""

    @property
    def why(self) -> str:
        """Why it is so, in words: what may stand there, or what is wrong."""
        return self.allowed

    @property
    def serious(self) -> bool:
        """Whether the document is unfit for the target because of it."""
        return self.effect in SERIOUS

    def __str__(self) -> str:
        since = f" (since {self.since})" if self.since else ""
        instead = f"; instead: {self.instead}" if self.instead else ""
        return f"{self.path or 'the document'}: {self.effect}: {self.why}{since}{instead}"

    def document(self) -> dict[str, Any]:
        """Return the finding as a document, for programs."""
        return {
            "Path": self.path,
            "Effect": str(self.effect),
            "Why": self.why,
            "Value": self.value,
            "Since": self.since,
            "Instead": self.instead,
            "Feature": self.feature,
        }
