"""What a program left behind: the report that makes a test fail."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LeakError"]


class LeakError(AssertionError):
    """The program left strings, handles or callbacks behind, or misused them.

    ``leaks`` and ``misuses`` hold one sentence each, which names the call that is to blame.

    >>> print(LeakError(["string at 0x10 of call 3: HNSCall(method='GET')"], []))
    1 leak:
      string at 0x10 of call 3: HNSCall(method='GET')
    """

    def __init__(self, leaks: Sequence[str], misuses: Sequence[str]) -> None:
        self.leaks = tuple(leaks)
        self.misuses = tuple(misuses)
        super().__init__(f"{self._listed('leak', self.leaks)}\n{self._listed('misuse', self.misuses)}".strip())

    def __reduce__(self) -> tuple[type[LeakError], tuple[Sequence[str], Sequence[str]]]:
        return type(self), (self.leaks, self.misuses)

    @staticmethod
    def _listed(noun: str, sentences: Sequence[str]) -> str:
        if not sentences:
            return ""
        heading = f"{len(sentences)} {noun}{'s' if len(sentences) > 1 else ''}:"
        return "\n  ".join([heading, *sentences])
