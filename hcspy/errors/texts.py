"""Known English texts of the services, for builds whose answers carry no code.

Texts are compared without letter case and without what stands at their end: HNS puts a blank where the
message had its line end, and clients add or drop the full stop.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from .data import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Mapping

# Wordings of other builds; "compute system" became "virtual machine or container" with 17763.
OTHER_WORDINGS: Final[Mapping[str, int]] = {
    "The specified network was not found": 0x803B0001,
    "The specified endpoint was not found": 0x803B0002,
    "A Compute System with the specified identifier does not exist": 0xC037010E,
    "A Compute System with the specified identifier already exists": 0xC037010F,
    "The Compute System with the specified identifier is not running": 0xC0370110,
    "The requested compute system operation is not valid in the current state": 0xC0370105,
    "The specified property query is invalid": 0x80070057,
}


def code_of(text: str) -> int | None:
    """Return the code that a service's English text stands for, None for any other text.

    >>> hex(code_of("The object identifier does not represent a valid object. "))
    '0x800710d8'
    """
    plain = _plain(text)
    known = _known()
    # Some messages go on with advice; their first sentence is what identifies them.
    return known.get(plain, known.get(_plain(plain.split(". ")[0])))


def _plain(text: str) -> str:
    return text.strip().rstrip(". \r\n").casefold()


@cache
def _known() -> Mapping[str, int]:
    known: dict[str, int] = {}
    # A text may stand for several codes: the old door's form wins, then the lowest number; 0 never.
    for entry in sorted(ENTRIES, key=lambda entry: (entry.value >> 16 != 0xC037, entry.value)):
        if entry.value:
            known.setdefault(_plain(entry.text), entry.value)
    return known | {_plain(text): value for text, value in OTHER_WORDINGS.items()}
