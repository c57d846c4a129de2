"""Other ways to do the same, on the same documents: one module for each, all with the same three verbs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol

from bench.timing import Measure

MODULES = ("plain_cattrs", "with_pydantic", "with_msgspec", "golang")


class Other(Protocol):
    """A way to handle endpoints."""

    name: str

    def decode(self, answer: bytes) -> Measure:
        """Return the measure of reading an answer that lists endpoints."""

    def change(self, answer: bytes) -> Measure:
        """Return the measure of reading an answer with one endpoint, changing its DNS suffix and writing it."""

    def encode(self, answer: bytes) -> Measure:
        """Return the measure of writing the endpoints of an answer that was read before."""


def found() -> Iterator[Other]:
    """Load those that are installed, and say which are not."""
    for module in MODULES:
        try:
            yield import_module(f"bench.others.{module}").Way()
        except ImportError as error:
            print(f"left out: {module} ({error})\n")
