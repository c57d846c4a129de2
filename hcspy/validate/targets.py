"""Which version of the host network service a document is meant for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

Version = tuple[int, int]


@dataclass(frozen=True)
class Profile:
    """A Windows release: its build, and its version of the host network service."""

    build: int
    hns: Version


PROFILES: Final[dict[str, Profile]] = {
    "rs1": Profile(14393, (1, 1)),
    "1803": Profile(17134, (7, 2)),
    "2019": Profile(17763, (9, 2)),
    "1903": Profile(18362, (10, 3)),
    "2022": Profile(20348, (13, 3)),
    "win11": Profile(22621, (15, 0)),
    "2025": Profile(26100, (15, 4)),
}

SCHEMAS: Final[dict[Version, Version]] = {
    (2, 0): (9, 2),
    (2, 6): (11, 0),
    (2, 11): (13, 0),
    (2, 14): (14, 0),
    (2, 16): (15, 4),
}
"""From which HNS version on documents of an HCN schema are read, as far as is known.

Microsoft says which schema came with which build; that a build has this HNS version is inferred from the releases.
"""

HCS_SCHEMAS: Final[dict[Version, Version]] = {
    (2, 1): (9, 2),
    (2, 2): (10, 0),
    (2, 3): (11, 0),
    (2, 5): (13, 0),
    (2, 6): (14, 0),
    (2, 7): (15, 0),
}
"""The same for documents of HCS, which has schemas of its own: hosts are told apart by one count only, that of HNS."""

_SCHEMAS: Final = {"HCN ": SCHEMAS, "HCS ": HCS_SCHEMAS}

_RANGE: Final = re.compile(r"(\d+)\.(\d+)(-\1\.\*)?")


def version_of(target: str | Version) -> Version:
    """Return the HNS version of a target: the name of a profile, or the version itself.

    >>> version_of("2022")
    (13, 3)
    """
    if not isinstance(target, str):
        major, minor = target
        return int(major), int(minor)
    if target not in PROFILES:
        raise ValueError(f"{target!r} is no profile; there are {', '.join(PROFILES)}")
    return PROFILES[target].hns


def reached(since: str, version: Version) -> bool:
    """Tell whether a version has what came with `since`.

    `since` lists versions: `HNS 9.3-9.*, 10.2` is had by 9.3 up to the last 9, and from 10.2 on. `HCN 2.7` is a
    version of the HCN schema, which is had where the next one that we know the release of is read; `HCS 2.4` is one of
    the HCS schema.

    >>> reached("HNS 9.3-9.*, 10.2", (10, 1)), reached("HCN 2.7", (11, 10)), reached("HCN 2.7", (13, 3))
    (False, False, True)
    >>> reached("HCS 2.4", (11, 10)), reached("HCS 2.4", (13, 3))
    (False, True)
    """
    return any(low <= version and (high is None or version[0] <= high) for low, high in ranges(since))


@cache
def ranges(since: str) -> tuple[tuple[Version, int | None], ...]:
    """Return the ranges that `since` lists: from which version on, and the last major version of those that end."""
    matches = list(_RANGE.finditer(since))
    schemas = _SCHEMAS.get(since[:4])
    if schemas is not None:
        return tuple((_read_from((int(m[1]), int(m[2])), schemas), None) for m in matches)
    return tuple(((int(m[1]), int(m[2])), int(m[1]) if m[3] else None) for m in matches)


def _read_from(schema: Version, schemas: dict[Version, Version]) -> Version:
    """Return the HNS version that is known to read documents of a schema version; of a newer one none is."""
    return next((hns for known, hns in schemas.items() if schema <= known), (1 << 31, 0))


def described(since: str) -> str:
    """Return `since` with the first Windows release that is known to have it.

    >>> described("HNS 7.2")
    'HNS 7.2: Windows 1803, build 17134'
    """
    first = next((name for name, profile in PROFILES.items() if reached(since, profile.hns)), None)
    return f"{since}: Windows {first}, build {PROFILES[first].build}" if first else since
