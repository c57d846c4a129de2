"""Undoing the steps of an operation that failed in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        if left and not isinstance(error, HcspyError):
            left = ["could not be undone: " + "; ".join(left)]
        blame(error, left)


def blame(error: BaseException, left: Iterable[str]) -> None:
    """Let an error say what is left: in its leftovers, or in notes if it is not one of ours.

    >>> error = KeyboardInterrupt()
    >>> blame(error, ["network web is not deleted"])
    >>> error.__notes__
    ['network web is not deleted']
    """
    if isinstance(error, HcspyError):
        error.leftovers = (*error.leftovers, *left)
        return
    for line in left:
        error.add_note(line)
