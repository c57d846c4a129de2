"""Registry hives of layers: files with a signature and nothing behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HIVE: Final = b"regf".ljust(64, b"\0")
BASE_HIVES: Final = ("DEFAULT", "SAM", "SECURITY", "SOFTWARE", "SYSTEM")
_NAMES: Final = ("DefaultUser", "Sam", "Security", "Software", "System")


def write_hives(folder: Path, kind: str) -> None:
    """Put the hives of a layer into a folder: ``System_Base`` and its like, or ``System_Delta``; keep what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _NAMES:
        hive = folder / f"{name}_{kind}"
        if not hive.exists():
            hive.write_bytes(HIVE)
