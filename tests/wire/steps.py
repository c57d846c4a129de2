"""Recordings of several steps with one object: each step's value and error are compared on their own.

A recorded step is ``{"Step", "Value", "Error", "Is"}``: what was done, what came of it, and the error with its type,
code and predicates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from .compare import unlike
from .goerrors import unlike_error
from .recordings import Vector


class Step(NamedTuple):
    """What came of one step of ours."""

    name: str
    value: Any = None
    error: Exception | None = None


class Steps:
    """Takes steps, and keeps what came of each."""

    def __init__(self) -> None:
        self.taken: list[Step] = []

    def __call__(self, name: str, action: Callable[[], Any]) -> None:
        """Take a step."""
        try:
            self.taken.append(Step(name, action()))
        except Exception as error:
            self.taken.append(Step(name, None, error))


def unlike_steps(ours: Sequence[Step], vector: Vector) -> Iterator[str]:
    """Say which steps went otherwise than those of the recording."""
    recorded: Sequence[Mapping[str, Any]] = vector.output
    for index, (mine, theirs) in enumerate(zip_longest(ours, recorded), 1):
        if mine is None or theirs is None or mine.name != theirs["Step"]:
            yield f"step {index} is {mine and mine.name}, recorded is {theirs and theirs['Step']}"
            return
        said = Vector(mine.name, vector.api, error=theirs["Error"], error_match="exact", error_info=theirs["Is"])
        yield from (f"step {index}, {mine.name}: {problem}" for problem in unlike_error(mine.error, said))
        if mine.error is None and theirs["Error"] is None:
            yield from unlike(mine.value, theirs["Value"], f"step {index}, {mine.name}")
