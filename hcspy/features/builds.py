"""Windows builds by the names that hcsshim's osversion gives them."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Build(IntEnum):
    """A Windows build. Several names stand for one build; the first one is what it prints as.

    >>> Build.LTSC2019 is Build.RS5 is Build.V1809
    True
    >>> Build(20348)
    <Build.LTSC2022: 20348>
    """

    LTSC2016 = 14393
    RS1 = 14393
    V1607 = 14393
    RS2 = 15063
    V1703 = 15063
    RS3 = 16299
    V1709 = 16299
    RS4 = 17134
    V1803 = 17134
    LTSC2019 = 17763
    RS5 = 17763
    V1809 = 17763
    V1903 = 18362
    V19H1 = 18362
    V1909 = 18363
    V19H2 = 18363
    V2004 = 19041
    V20H1 = 19041
    V20H2 = 19042
    V21H1 = 19043
    V21H2WIN10 = 19044
    V22H2WIN10 = 19045
    LTSC2022 = 20348
    V21H2SERVER = 20348
    V21H2WIN11 = 22000
    V22H2WIN11 = 22621
    V23H2 = 25398
    LTSC2025 = 26100
    V25H1SERVER = 26100


BUILDS: Final[dict[str, int]] = {name: int(build) for name, build in Build.__members__.items()}
"""Every name with its number."""


def names(build: int) -> tuple[str, ...]:
    """Return the names of a build.

    >>> names(18362)
    ('V1903', 'V19H1')
    """
    return tuple(name for name, number in BUILDS.items() if number == build)
