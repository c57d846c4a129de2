"""Fixtures: a fake whose answers a test sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from hcspy._ffi.filler import FilledTables, fill


class Fake:
    """Function tables, what they were asked, and what they answer: a mapping, or a function of the arguments."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.answer: Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]] = {}
        self.tables: FilledTables = fill(self.respond)

    def respond(self, dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
        """Note a call and answer it."""
        self.calls.append((dll, export, args))
        return self.answer(args) if callable(self.answer) else self.answer

    @property
    def args(self) -> dict[str, Any]:
        """The arguments of the last call."""
        return self.calls[-1][2]


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A fake that must not lose memory, nor see any misused."""
    fake = Fake()
    yield fake
    assert fake.tables.ledger.live == []
    assert fake.tables.ledger.misuses == []
