"""The Windows builds that the fake can be, and what differs between them."""

from __future__ import annotations

import dataclasses
from typing import Final, Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Profile:
    """One Windows build: the version of its network service and that version's habits.

    The fields are switches: `dataclasses.replace(profile("2022"), read_failure="hresult")` is a build that
    nobody has recorded yet, and `Machine` takes it like any other.
    """

    name: str
    build: int
    hns: tuple[int, int]
    """Version of the Host Network Service, as `/globals/version` tells it."""
    json_style: Literal["blanks", "compact"] = "compact"
    key_order: Literal["alphabetical", "resources_last", "declared"] = "declared"
    guid_case: Literal["lower", "upper", "mixed"] = "mixed"
    """`mixed`: upper case, but lower in endpoints, save for what is inside `Resources`."""
    post_failure: Literal["envelope", "hresult"] = "hresult"
    """Whether a failed POST is told by HNSCall's HRESULT too, or by the answer's text alone."""
    read_failure: Literal["envelope", "hresult"] = "envelope"
    """The same for GET and DELETE."""
    error_codes: bool = True
    """Whether a failure's text carries an ErrorCode."""
    nat_name: Literal["H", "ICS", "NAT"] = "NAT"
    one_nat: bool = False
    nat_clash: int = 0x80071392
    """A NAT network whose prefix another one has."""
    port_clash: int = 0x803B0013
    """A NAT network's external port that is in use."""
    reserved_address: int = 0x803B002F
    """An endpoint address that is the network's own or its broadcast address."""
    outside_subnet: int = 0x803B001E
    """An endpoint address outside of every subnet."""
    client_sku: bool = False
    """Refuse L2Bridge and Transparent networks, as client editions of build 19041 do."""
    nat_survives_reboot: bool = False
    ics_prefix: int = 20
    """Prefix length of the range that an ICS network takes when it may choose."""
    modify_policy_list: bool = False
    listeners_block_vips: bool = False
    """A port that a program of the host listens on cannot be balanced, whatever the virtual address."""
    schema_minor: int = 0
    """The newest schema of version 2's documents is 2 and this."""
    policy_gates: bool = False
    """Refuse policies that came with a later version, as types that nobody knows."""
    lacks: tuple[str, ...] = ()
    """Exports that the build's DLLs do not have, as patterns: `Hcn*SdnRoute*`."""

    @property
    def major(self) -> int:
        """Major version of the network service."""
        return self.hns[0]

    @property
    def packed_version(self) -> int:
        """The `Version` member of every object: major in the high half, minor in the low one."""
        return self.hns[0] << 32 | self.hns[1]

    def has(self, major: int, minor: int = 0) -> bool:
        """Tell whether the network service is at least that version."""
        return self.hns >= (major, minor)


_OLD: Final[dict[str, object]] = {
    "json_style": "blanks",
    "key_order": "alphabetical",
    "guid_case": "lower",
    "post_failure": "envelope",
    "error_codes": False,
    "nat_clash": 0x80070057,
    "port_clash": 0x80070020,
    "reserved_address": 0x803B001E,
    "nat_survives_reboot": True,
}
_MIDDLE: Final[dict[str, object]] = {
    "guid_case": "upper",
    "nat_name": "ICS",
    "reserved_address": 0x803B001E,
    "ics_prefix": 28,
}


def _profile(name: str, build: int, hns: tuple[int, int], *habits: dict[str, object], **more: object) -> Profile:
    merged: dict[str, object] = {}
    for habit in habits:
        merged.update(habit)
    merged.update(more)
    return Profile(name=name, build=build, hns=hns, **merged)  # type: ignore[arg-type]


# fidelity: HNS-G04 HNS-G05 HNS-G06 HNS-V01 HNS-V02 HNS-V03
PROFILES: Final[dict[str, Profile]] = {
    profile.name: profile
    for profile in (
        _profile("rs1", 14393, (1, 1), _OLD, nat_name="H", one_nat=True),
        _profile("1803", 17134, (7, 2), _OLD, nat_name="ICS", ics_prefix=28),
        _profile(
            "2019", 17763, (9, 2), _MIDDLE, key_order="alphabetical", port_clash=0x80070020, listeners_block_vips=True
        ),
        _profile("1903", 18362, (10, 3), _MIDDLE, key_order="resources_last"),
        _profile("2022", 20348, (13, 3), schema_minor=11),
        _profile("win11", 22621, (15, 0), schema_minor=14),
        _profile("2025", 26100, (15, 4), modify_policy_list=True, schema_minor=16),
    )
}
DEFAULT_PROFILE: Final = "2022"


def profile(name: str | Profile) -> Profile:
    """Look up a profile by name; a Profile is returned as it is."""
    if isinstance(name, Profile):
        return name
    try:
        return PROFILES[name]
    except KeyError:
        raise ValueError(f"unknown profile {name!r}: choose one of {', '.join(PROFILES)}") from None
