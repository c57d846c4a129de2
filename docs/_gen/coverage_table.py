"""Render docs/reference/coverage.md, what of the reference data is here: ``python docs/_gen/coverage_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pages import REFERENCE_PAGES, table
from wire.coverage import lines

PAGE = REFERENCE_PAGES / "coverage.md"

HEAD = """# Coverage of the reference data

<!-- Written by docs/_gen/coverage_table.py: counted by tests/wire/coverage.py. -->

What hcsshim and the Windows DLLs have, and how much of it is here. The tests count it: anything less than 100 % fails,
with the names of what is missing.
"""


def render() -> str:
    """Return the whole page."""
    rows = ((line.what, str(line.total), str(line.covered), f"{line.percent} %", line.where) for line in lines())
    return f"{HEAD}\n{table(('what', 'there are', 'here', '', 'counted against'), rows)}\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
