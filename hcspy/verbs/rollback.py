"""Undoing the steps of an operation that failed in the middle."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

from hcspy.errors import HcspyError

Step = tuple[str, Callable[..., object], tuple[Any, ...], dict[str, Any]]


class Rollback:
    """A context manager that undoes what was noted, last in first out, if its block fails.

    What could not be undone ends in ``error.leftovers`` (a note on errors of others), one line each: the
    caller must know what to remove by hand.
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def on_failure(self, what: str, undo: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Note how to undo a step that has just been done; ``what`` says what is left otherwise."""
        self._steps.append((what, undo, args, kwargs))

    def forget(self) -> None:
        """Drop all notes: what was done stays."""
        self._steps.clear()

    def undo(self) -> list[str]:
        """Undo every step now and return what could not be undone."""
        left = []
        while self._steps:
            what, undo, args, kwargs = self._steps.pop()
            try:
                undo(*args, **kwargs)
            except Exception as error:
                left.append(f"{what} ({error})")
        return left

    def __enter__(self) -> Rollback:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.forget()
            return
        left = self.undo()
        if left:
            _tell(error, left)


def _tell(error: BaseException, left: list[str]) -> None:
    if isinstance(error, HcspyError):
        error.leftovers = (*error.leftovers, *left)
    else:
        error.add_note("could not be undone: " + "; ".join(left))
