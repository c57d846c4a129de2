"""Render the table in docs/reference/differences.md from the differences of the wire tests.

``python docs/_gen/differences_table.py`` writes the part between the two marks; the rest of the page is by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pages import REFERENCE_PAGES
from wire import observed
from wire.differences import DIFFERENCES, apply
from wire.recordings import SHIPPED, load

PAGE = REFERENCE_PAGES / "differences.md"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"


def sections() -> Iterator[str]:
    """Render each difference with the recordings that show it."""
    used = [(vector, apply(vector, DIFFERENCES)[1]) for vector in [*load(SHIPPED), *observed.load()]]
    for row in DIFFERENCES:
        shown = "\n".join(f"- `{vector.name}`" for vector, rows in used if row in rows)
        yield f"### {row.title}\n\n**hcsshim.** {row.reason}\n\n**hcspy.** {row.expected}\n\nRecordings:\n\n{shown}"


def render() -> str:
    """Return the whole page, its generated part written anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n\n".join([before + BEGIN, *sections(), END + after])


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
