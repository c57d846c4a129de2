"""The row of the code table."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One code: its number, its names, the system's English message, and what we say about it.

    Win32 codes stand in their HRESULT form. Sentences have no full stop at the end.
    """

    value: int
    names: tuple[str, ...]
    text: str
    meaning: str
    when: str
    advice: str

    @property
    def symbol(self) -> str:
        """The name that errors show."""
        return self.names[0]


def win32(code: int, names: str, text: str, *, meaning: str, when: str, advice: str) -> Entry:
    """Return the row of a Win32 code; `names` are further names of its HRESULT form, then its own name."""
    *more, own = names.split()
    return Entry(0x80070000 | code, (*more, own, f"HRESULT_FROM_WIN32({own})"), text, meaning, when, advice)
