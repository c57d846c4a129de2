"""What the generators of pages share that render the tables of the wire tests: those become importable here."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE_PAGES = ROOT / "docs" / "reference"

if str(ROOT / "tests") not in sys.path:
    sys.path.insert(0, str(ROOT / "tests"))


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Render a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
