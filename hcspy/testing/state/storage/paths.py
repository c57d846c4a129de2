r"""Windows paths, whatever system this runs on.

A path is taken apart into a place and the parts below it. The place is a drive, or a volume by its GUID; the parts
never lead out of it.
"""

from __future__ import annotations

import ntpath
import re
from functools import lru_cache
from typing import Final, NamedTuple

from hcspy.testing.state.faults import Fault

from .codes import BAD_NETWORK_PATH, INVALID_NAME

_VOLUME: Final = re.compile(r"\\\\\?\\volume\{([0-9a-f-]{36})\}(?:\\|$)", re.IGNORECASE)
_WRONG: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
HOME: Final = r"C:\Windows\System32"
"""Where the service runs: what a relative path is relative to."""


class Place(NamedTuple):
    """Where a path leads: a drive letter or a volume's GUID, and the names below it."""

    drive: str
    volume: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        start = f"{self.drive}:" if self.drive else volume_path(self.volume)
        return "\\".join((start, *self.parts)) if self.parts else f"{start}\\"

    @property
    def key(self) -> str:
        """What is compared: letter case and trailing backslashes do not count."""
        return str(self).rstrip("\\").lower()


def volume_path(volume: str) -> str:
    r"""Write the path of a volume.

    >>> volume_path("61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f")
    '\\\\?\\Volume{61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f}'
    """
    return f"\\\\?\\Volume{{{volume}}}"


@lru_cache(10_000)  # each call names a few paths, and mostly the same ones
def place(path: str) -> Place:
    r"""Take a path apart.

    >>> place(r"\\?\c:\layers\..\base\\").parts
    ('base',)
    """
    path = path.replace("/", "\\")
    found = _VOLUME.match(path)
    if found is not None:
        return Place("", found[1].lower(), _parts(path[found.end() :]))
    path = path.removeprefix("\\\\?\\")
    drive, rest = ntpath.splitdrive(ntpath.join(HOME, path))
    if len(drive) != 2:
        raise Fault(BAD_NETWORK_PATH, path)
    return Place(drive[0].upper(), "", _parts(rest))


def _parts(rest: str) -> tuple[str, ...]:
    # One backslash in front, and no more: from two on it is the name of another machine, where ".." may stay.
    parts = tuple(part for part in ntpath.normpath("\\" + rest.lstrip("\\")).split("\\") if part)
    for part in parts:
        if _WRONG.search(part):
            raise Fault(INVALID_NAME, part)
    return parts


def below(path: str, name: str) -> str:
    """Return the path of something in a folder."""
    return f"{path.rstrip(chr(92))}\\{name}"
