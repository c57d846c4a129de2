"""What a benchmark found: tables of rows, in print and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.timing import Pairs, Spread

WIDTH = 12


@dataclass(frozen=True)
class Row:
    """One number with its spread, and what it should not exceed."""

    name: str
    value: Spread
    unit: str = "x"
    target: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the target is met; nothing where there is none."""
        if self.target is None:
            return ""
        return "met" if self.value.median <= self.target else "missed"


@dataclass(frozen=True)
class Table:
    """What one benchmark found about one thing."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: Spread, unit: str = "x", target: float | None = None) -> None:
        """Append a row."""
        self.rows.append(Row(name, value, unit, target))

    def add_ratios(self, pairs: dict[str, Pairs], targets: dict[str, float] | None = None) -> Table:
        """Append the ratio of each candidate to its base."""
        for name, found in pairs.items():
            self.add(name, found.ratio, target=(targets or {}).get(name))
        return self

    def lines(self) -> Iterable[str]:
        """Write the table as Markdown."""
        wide = max([len(row.name) for row in self.rows], default=0)
        yield f"### {self.title}"
        yield ""
        yield f"| {'':{wide}} | {'median':>{WIDTH}} | {'quartiles':>{WIDTH + 6}} | {'target':>{WIDTH}} |        |"
        yield f"|-{'-' * wide}-|-{'-' * WIDTH}:|-{'-' * (WIDTH + 6)}:|-{'-' * WIDTH}:|--------|"
        for row in self.rows:
            quartiles = f"{row.value.lower:.2f} .. {row.value.upper:.2f}"
            target = "" if row.target is None else f"{row.target:.1f} {row.unit}"
            cells = (f"{row.value.median:.2f} {row.unit}", WIDTH), (quartiles, WIDTH + 6), (target, WIDTH)
            numbers = " | ".join(f"{text:>{width}}" for text, width in cells)
            yield f"| {row.name:{wide}} | {numbers} | {row.verdict:6} |"
        yield ""


def as_json(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """Return the tables as JSON has it."""
    return [
        {
            "name": table.name,
            "title": table.title,
            "rows": [{**asdict(row), "value": row.value._asdict()} for row in table.rows],
        }
        for table in tables
    ]
