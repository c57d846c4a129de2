"""Render docs/reference/errors-table.md from the tables of hcspy.errors: ``python docs/_gen/errors_table.py``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hcspy.errors import Explanation, error_class, error_table
from hcspy.errors.data import BY_VALUE
from hcspy.errors.hcsshim import ERROR_TYPES, PREDICATES, SENTINELS, Predicate, full_names
from hcspy.errors.table import ERRORS

PAGE = Path(__file__).parents[1] / "reference" / "errors-table.md"

HEAD = """# Every error code

<!-- Written by docs/_gen/errors_table.py: change hcspy/errors/data instead. -->

What `hcspy explain` knows, on one page. [Errors](errors.md) says how to catch them.
A Win32 code and its HRESULT form (`0x8007....`) are one entry. The last column is the first Windows build that
is known to return a code: before 17763, HNS sent texts only; what is empty every Windows has.
"""
PARTS = (
    ("Windows and COM", lambda value: value >> 16 not in (0x803B, 0x8037, 0xC037)),
    ("Host network service", lambda value: value >> 16 == 0x803B),
    ("Host compute service, computecore.dll", lambda value: value >> 16 == 0x8037),
    ("Host compute service, vmcompute.dll", lambda value: value >> 16 == 0xC037),
)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Render a Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def codes(rows: list[Explanation]) -> str:
    """Render codes: number and symbol, class, meaning with when, advice."""
    return table(
        ("code", "exception", "means; when", "what to do", "since build"),
        (
            (
                f"`0x{row.value:08X}` `{row.symbol}`",
                f"`{row.error_class}`" if row.error_class else "none",
                f"**{row.meaning}.** {row.when}.",
                f"{row.advice}.",
                str(row.since or ""),
            )
            for row in rows
        ),
    )


def by_noun(rows: list[Explanation]) -> str:
    """Render the codes whose class depends on what the call was about."""
    cells = ((f"`{row.symbol}`", ", ".join(f"{noun}: `{name}`" for noun, name in row.by_noun)) for row in rows)
    return table(("code", "exception by noun"), cells)


def beyond(row: Predicate) -> str:
    """Name the codes that the classes catch and the predicate does not accept."""
    more = [value for value in sorted(ERRORS) if issubclass(error_class(value), row.catch) and value not in row.codes]
    names = [f"`{BY_VALUE[value].symbol}`" for value in more]
    return ", ".join(names) if len(names) <= 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"


def predicates() -> str:
    """Render hcsshim's predicates with the classes that catch what they accept."""
    return table(
        ("predicate", "true for", "catch", "which also catches", "note"),
        (
            (
                ", ".join(f"`{name}`" for name in full_names(row)),
                ", ".join(f"`{BY_VALUE[code].symbol}`" for code in row.codes),
                ", ".join(f"`{error.__name__}`" for error in row.catch),
                beyond(row),
                row.note,
            )
            for row in PREDICATES
        ),
    )


def sentinels() -> str:
    """Render hcsshim's error values with our class and why."""
    return table(
        ("error value", "means", "exception", "why"),
        (
            (", ".join(f"`{name}`" for name in full_names(row)), row.meaning, f"`{row.error.__name__}`", row.reason)
            for row in SENTINELS
        ),
    )


def types() -> str:
    """Render hcsshim's error types with our class."""
    return table(("error type", "exception"), ((f"`{row.name}`", f"`{row.error.__name__}`") for row in ERROR_TYPES))


def render() -> str:
    """Return the whole page."""
    rows = list(error_table())
    parts = [HEAD]
    for title, belongs in PARTS:
        parts.append(f"## {title}\n\n{codes([row for row in rows if row.value is not None and belongs(row.value)])}\n")
    parts.append(f"## Where the noun decides\n\n{by_noun([row for row in rows if row.by_noun])}\n")
    parts.append(f"## Predicates of hcsshim\n\n{predicates()}\n")
    parts.append(f"## Error values of hcsshim\n\n{sentinels()}\n")
    parts.append(f"## Error types of hcsshim\n\n{types()}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
