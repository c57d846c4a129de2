"""What containers are made through: the doors of one host, and where their layers lie."""

from __future__ import annotations

import ntpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from hcspy.errors import InvalidDocumentError

if TYPE_CHECKING:
    from hcspy.hcs.services import HCS
    from hcspy.hns.services import HNS
    from hcspy.storage.services import Storage

HOME: Final = r"C:\ProgramData\hcspy\containers"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}", re.IGNORECASE | re.ASCII)


class Doors(Protocol):
    """The part of a host that containers need."""

    @property
    def hns(self) -> HNS:
        """Networks and endpoints."""

    @property
    def hcs(self) -> HCS:
        """Compute systems."""

    @property
    def storage(self) -> Storage:
        """Layers and base images."""


def layer_of(name: object) -> str:
    """Return the folder of a container's scratch layer.

    Raises InvalidDocumentError for a name that cannot be one: it is a folder, and the id of a compute system.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.endswith("."):
        allowed = "letters, digits, _ . and -, a letter or digit first, 63 at most"
        raise InvalidDocumentError(f"name is {name!r}; allowed is {allowed}")
    return ntpath.join(HOME, name)


def folder_of(doors: Doors, name: str) -> Path:
    """Return where this process finds that folder."""
    return doors.storage.layers.locate(layer_of(name))


def names(doors: Doors) -> list[str]:
    """Return the names of the containers of which something is on the disk."""
    home = doors.storage.layers.locate(HOME)
    return sorted(entry.name for entry in home.iterdir() if entry.is_dir()) if home.is_dir() else []
