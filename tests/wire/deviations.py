"""What a deliberate difference is, and what the rows of both APIs are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from hcspy import validate

from .counterparts import find
from .recordings import ABSENT, Vector

Deviation = Callable[[Vector], Vector | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One deliberate difference.

    ``vectors`` are globs of recordings by name, or by what was called with ``api:`` before them.
    """

    title: str
    vectors: Sequence[str]
    reason: str
    expected: str
    deviate: Deviation

    def applied(self, vector: Vector) -> Vector | None:
        """Return what is expected of a vector instead; None if the row does not concern it."""
        if not any(_matches(vector, glob) for glob in self.vectors):
            return None
        deviating = self.deviate(vector)
        return None if deviating == vector else deviating


def _matches(vector: Vector, glob: str) -> bool:
    if not glob.startswith("api:"):
        return fnmatchcase(vector.name, glob)
    # Of observed calls only the form was recorded: what is in their documents means nothing.
    return fnmatchcase(vector.api, glob.removeprefix("api:")) and not vector.name.startswith("observed.")


def apply(vector: Vector, rows: Iterable[Difference]) -> tuple[Vector, list[Difference]]:
    """Return what is expected of a vector, and the differences that say so."""
    used = []
    for row in rows:
        deviating = row.applied(vector)
        if deviating is not None:
            vector, used = deviating, [*used, row]
    return vector, used


def unused(vectors: Iterable[Vector], rows: Iterable[Difference]) -> list[str]:
    """Name the rows that change no recording."""
    recorded = list(vectors)
    return [row.title for row in rows if not any(row.applied(vector) for vector in recorded)]


def failed(vector: Vector, text: str) -> Vector:
    return replace(vector, error=text, error_match="exact", error_info={}, output=None, receiver_after=ABSENT)


def refused(vector: Vector, text: str) -> Vector:
    return replace(failed(vector, text), calls=())


def arguments(vector: Vector) -> dict[str, Any]:
    row = find(vector.api, vector.input)
    return {name: argument(vector.input) for name, argument in row.arguments.items()}


def is_no_id(ref: Any) -> bool:
    text = ref if isinstance(ref, str) else ref.id or ""
    return not text.strip() or "/" in text or "\\" in text or text in (".", "..")


def is_wrong(argument: Any) -> bool:
    """Tell whether an argument is, or holds, a document that the checks before a call find wrong."""
    models = argument if isinstance(argument, tuple) else (argument,)
    return any(validate(model) for model in models if hasattr(model, "_wire"))
