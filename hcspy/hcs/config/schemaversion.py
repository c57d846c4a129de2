"""Which schema a document for a host is written in."""

from __future__ import annotations

from typing import Any, Final

from hcspy.features import Build
from hcspy.features.releases import RELEASES
from hcspy.hcs import Version
from hcspy.hcs.config.arguments import wrong
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
    wanted = fallback if asked is None else pair_of(asked)
    taken = wanted if _reads(newest_schema(host), wanted) else fallback
    return Version(major=taken[0], minor=taken[1])


def _build(host: WindowsVersion | int | str) -> int:
    if isinstance(host, int) and not isinstance(host, bool):
        return host
    if not isinstance(host, str | WindowsVersion):
        raise wrong("host", host, "a build, or a version such as '10.0.20348'")
    return WindowsVersion.parse(host).build


def pair_of(schema: Any) -> Pair:
    """Return a version of the schema, be it a model, two numbers or text.

    >>> pair_of("2.1"), pair_of([2, 5]), pair_of("1")
    ((2, 1), (2, 5), (1, 0))
    """
    found = schema.split(".") if isinstance(schema, str) else getattr(schema, "pair", schema)
    given = tuple(found) if isinstance(found, tuple | list) else ()
    if isinstance(schema, str) and len(given) == 1:
        given = (*given, 0)
    parts = [number for number in map(_number, given) if number is not None]
    if not len(parts) == len(given) == 2:
        raise wrong("schema", schema, "a version such as (1, 0) or (2, 1)")
    return parts[0], parts[1]


def _number(part: Any) -> int | None:
    if isinstance(part, str) and part.isascii() and part.isdecimal():
        return int(part)
    return part if isinstance(part, int) and not isinstance(part, bool) and part >= 0 else None


def _reads(newest: Pair, wanted: Pair) -> bool:
    return wanted == SCHEMA_1 or (wanted[0] == newest[0] and (2, 0) <= wanted <= newest)
