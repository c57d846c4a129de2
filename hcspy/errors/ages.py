"""Which Windows brought a code.

A service's codes came with the door that returns them: HNS sends numbers from Windows 1809 on, and only texts before;
the codes of vmcompute.dll are as old as containers, those of computecore.dll came with 1809. A few are younger, since
what they are about came later. Nobody publishes more than that. The codes of Windows itself are older than all of it.
"""

from __future__ import annotations

from typing import Final

CONTAINERS: Final = 14393
COMPUTECORE: Final = 17763

BY_KIND: Final = {0x803B: COMPUTECORE, 0x8037: COMPUTECORE, 0xC037: CONTAINERS}
"""The build by the upper half of a code: the facility and how it is written."""

YOUNGER: Final = {
    0x803B002F: 19041,  # addresses are checked from Windows 2004 on (recorded)
    0x803B0036: 20348,  # InterfaceParameters came with version 2.4 of the schema
}
"""Codes about something that came later."""

WINDOWS: Final = {
    14393: "Windows Server 2016",
    17763: "Windows Server 2019",
    19041: "Windows Server, version 2004",
    20348: "Windows Server 2022",
}
"""The Windows with those builds."""


def since(value: int) -> int | None:
    """Return the first build that returns a code; None for one that every Windows has.

    >>> since(0x803B0013), since(0x80070057)
    (17763, None)
    """
    return YOUNGER.get(value) or BY_KIND.get(value >> 16)


def told(build: int) -> str:
    """Say which Windows a build is.

    >>> told(17763)
    'Windows Server 2019, build 17763'
    """
    return f"{WINDOWS[build]}, build {build}"
