"""What is known about each code: loaded with the first error or explanation, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import compute, guest, network, storage, windows
from .entry import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRIES: Final[tuple[Entry, ...]] = (
    *windows.ENTRIES,
    *storage.ENTRIES,
    *network.ENTRIES,
    *guest.ENTRIES,
    *compute.ENTRIES,
)
BY_VALUE: Final[Mapping[int, Entry]] = {entry.value: entry for entry in ENTRIES}

__all__ = ["BY_VALUE", "ENTRIES", "Entry"]
