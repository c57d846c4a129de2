r"""``tombstones.txt``: the names that a layer removes from the layers below it.

After a line with the version comes a line for each name, from the root of the file system and with backslashes:
``\Windows\old.txt``. Lines end as hcsshim ended them while it wrote such files for ImportLayer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hcspy.storage.stream.errors import LayerStreamError
from hcspy.storage.stream.names import FILES, checked

TOMBSTONES: Final = "tombstones.txt"
_VERSION: Final = "Version 1.0"


def read_tombstones(file: Path) -> list[str]:
    """Return the names, as names of entries: ``Files/Windows/old.txt``; none if there is no such file."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise LayerStreamError(f"{TOMBSTONES} is no text in UTF-8: {error}") from None
    version, *lines = text.splitlines() or [""]
    if version != _VERSION:
        raise LayerStreamError(f"{TOMBSTONES} begins with {version!r}, not with {_VERSION!r}")
    names = (line.removeprefix("\\").replace("\\", "/") for line in lines if line)
    return [checked(f"{FILES}/{name}") for name in names]


def write_tombstones(file: Path, names: Iterable[str]) -> None:
    """Write the names down."""
    lines = [name.removeprefix(FILES).replace("/", "\\") for name in names]
    file.write_text("".join(f"{line}\n" for line in (_VERSION, *lines)), encoding="utf-8-sig", newline="")
