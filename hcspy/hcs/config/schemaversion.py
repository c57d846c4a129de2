"""Which schema a document for a host is written in."""

from __future__ import annotations

from typing import Any, Final

from hcspy.features import Build
from hcspy.features.releases import RELEASES
from hcspy.hcs import Version
from hcspy.hcs.windowsversion import WindowsVersion

Pair = tuple[int, int]

SCHEMA_1: Final[Pair] = (1, 0)
SCHEMA_2: Final[Pair] = (2, 1)
"""What is written where there is a choice: every Windows with schema 2 reads it."""


def newest_schema(host: WindowsVersion | int | str) -> Pair:
    """Return the newest schema of HCS documents that a Windows is known to read.

    >>> newest_schema("10.0.20348"), newest_schema(17134)
    ((2, 5), (1, 0))
    """
    build = _build(host)
    known = (release.hcs_schema for release in RELEASES.values() if release.build <= build)
    return max((schema for schema in known if schema), default=SCHEMA_1)


def choose_schema(host: WindowsVersion | int | str, asked: Any = None) -> Version:
    """Return the schema in which a document for a host is written: 2.1, or 1.0 before Windows Server 2019.

    `asked` is another one, as model, pair or text; what the host does not read is not taken.

    >>> choose_schema(17763).pair, choose_schema(20348, "1.0").pair, choose_schema(14393, (2, 1)).pair
    ((2, 1), (1, 0), (1, 0))
    """
    fallback = SCHEMA_2 if _build(host) >= Build.RS5 else SCHEMA_1
    wanted = fallback if asked is None else _pair(asked)
    taken = wanted if _reads(newest_schema(host), wanted) else fallback
    return Version(major=taken[0], minor=taken[1])


def _build(host: WindowsVersion | int | str) -> int:
    return host if isinstance(host, int) else WindowsVersion.parse(host).build


def _pair(schema: Any) -> Pair:
    if isinstance(schema, str):
        major, _, minor = schema.partition(".")
        return int(major), int(minor or 0)
    major, minor = schema if isinstance(schema, tuple | list) else (schema.major, schema.minor)
    return int(major), int(minor)


def _reads(newest: Pair, wanted: Pair) -> bool:
    return wanted == SCHEMA_1 or (wanted[0] == newest[0] and (2, 0) <= wanted <= newest)
