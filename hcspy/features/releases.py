"""Windows releases: which build, which version of the host network service, which schema versions.

One thing under three counts: a release has a build; its host network service has a version (HNS), which says what
works; the documents of HCN and HCS have schema versions. No table of Microsoft's has all of it: what is not recorded
anywhere is None here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from hcspy.errors import InvalidDocumentError
from hcspy.features.builds import names
from hcspy.validate.targets import HCS_SCHEMAS, PROFILES, SCHEMAS, Version

AnyVersion: TypeAlias = "str | Version | Release | Target | Any"
"""The name of a release, an HNS version as text or pair, or a model with `major` and `minor`."""


@dataclass(frozen=True)
class Release:
    """A Windows release.

    >>> release = RELEASES["2019"]
    >>> release.windows, int(release.build), release.hns, release.hcn_schema
    ('Windows Server 2019', 17763, (9, 2), (2, 0))
    """

    name: str
    """What it is called here; those with an HNS version are the profiles of the fake, and a few more."""
    windows: str
    """What Microsoft calls it."""
    build: int
    hns: Version | None
    """The version of the host network service that it was released with; updates may raise the minor number."""
    hcn_schema: Version | None
    """The newest schema of HCN documents that is known to be read; none where there is no HCN."""
    hcs_schema: Version | None
    """The same for HCS documents."""

    @property
    def names(self) -> tuple[str, ...]:
        """The words that mean this release, in lower case."""
        known = [name.lower() for name in names(self.build)]
        years = [name.removeprefix("ltsc") for name in known if name.startswith("ltsc")]
        short = (name.removeprefix("v") for name in known)
        return tuple(dict.fromkeys([self.name, *known, *short, *(f"ws{year}" for year in years), *years]))


def _release(name: str, windows: str, hcn: Version | None, hcs: Version | None) -> Release:
    profile = PROFILES[name]
    return Release(name, windows, profile.build, profile.hns, hcn, hcs)


RELEASES: Final[dict[str, Release]] = {
    release.name: release
    for release in (
        _release("rs1", "Windows Server 2016", None, (1, 0)),
        Release("1703", "Windows 10, version 1703", 15063, (1, 1), None, (1, 0)),
        Release("1709", "Windows Server, version 1709", 16299, (5, 1), None, (1, 0)),
        _release("1803", "Windows Server, version 1803", None, (1, 0)),
        _release("2019", "Windows Server 2019", (2, 0), (2, 1)),
        _release("1903", "Windows Server, version 1903", (2, 0), (2, 2)),
        Release("2004", "Windows Server, version 2004", 19041, None, (2, 6), (2, 3)),
        _release("2022", "Windows Server 2022", (2, 11), (2, 5)),
        Release("21h2", "Windows 11, version 21H2", 22000, None, (2, 14), (2, 6)),
        _release("win11", "Windows 11, version 22H2", (2, 14), (2, 7)),
        _release("2025", "Windows Server 2025", (2, 16), (2, 7)),
    )
}

TARGETS: Final = tuple(PROFILES)
"""The releases that the fake can be, oldest first."""

_VERSION: Final = re.compile(r"(?:hns\s*)?(\d+)\.(\d+)", re.I | re.A)


@dataclass(frozen=True)
class Target:
    """What a document is meant for: a release, or a version of HNS alone."""

    name: str
    hns: Version
    release: Release | None = None

    def __str__(self) -> str:
        if self.release is None:
            return f"HNS {text(self.hns)}"
        schema = f", schema {text(self.release.hcn_schema)}" if self.release.hcn_schema else ""
        return f"{self.release.windows} (build {self.release.build}, HNS {text(self.hns)}{schema})"


def text(version: Version) -> str:
    """Return a version as text.

    >>> text((9, 2))
    '9.2'
    """
    return f"{version[0]}.{version[1]}"


def target(word: AnyVersion) -> Target:
    """Return what a word means: a release by any of its names or its build, or an HNS version.

    >>> print(target("ws2022"))
    Windows Server 2022 (build 20348, HNS 13.3, schema 2.11)
    >>> target("17763").name, target("HNS 11.10").hns
    ('2019', (11, 10))
    """
    if isinstance(word, Target):
        return word
    if isinstance(word, Release):
        return _of_release(word)
    return _of_text(word.strip()) if isinstance(word, str) else _of_version(_pair(word))


def _of_text(word: str) -> Target:
    if match := _VERSION.fullmatch(word):
        return _of_version((int(match[1]), int(match[2])))
    found = next(
        (release for release in RELEASES.values() if word.lower() in (*release.names, str(release.build))), None
    )
    if found is None:
        raise _unknown(word)
    return _of_release(found)


def _of_release(release: Release) -> Target:
    if release.hns is None:
        raise InvalidDocumentError(
            f"nobody has recorded which HNS version {release.windows} has",
            hint="name the version instead, such as 11.10: `hcspy features` on the host tells it",
        )
    return Target(release.name, release.hns, release)


def _of_version(version: Version) -> Target:
    return Target(text(version), version, released_with(version))


def _pair(version: Any) -> Version:
    major, minor = version if isinstance(version, tuple | list) else (version.major, version.minor)
    return int(major), int(minor)


def _unknown(word: str) -> InvalidDocumentError:
    known = [name for release in RELEASES.values() for name in release.names]
    near = difflib.get_close_matches(word.lower(), known, n=3, cutoff=0.5)
    hint = f"near it: {', '.join(near)}" if near else "an HNS version such as 13.3 is a target too"
    return InvalidDocumentError(f"{word!r} is no Windows release; there are {', '.join(RELEASES)}", hint=hint)


def released_with(version: Version) -> Release | None:
    """Return the release that came with an HNS version, if one did.

    >>> released_with((13, 3)).windows
    'Windows Server 2022'
    """
    return next((RELEASES[name] for name in TARGETS if RELEASES[name].hns == version), None)


def hcs_schema_version(version: AnyVersion) -> Version:
    """Return the newest HCS schema that a Windows is known to read; 1.0 where there is no schema 2.

    >>> hcs_schema_version((13, 3)), hcs_schema_version("1803")
    ((2, 5), (1, 0))
    """
    hns = target(version).hns
    return max((schema for schema, since in HCS_SCHEMAS.items() if since <= hns), default=(1, 0))


def schema_version(version: AnyVersion) -> Version | None:
    """Return the newest HCN schema that an HNS version is known to read; none where there is no HCN.

    >>> schema_version((13, 3)), schema_version("1803")
    ((2, 11), None)
    """
    hns = target(version).hns
    return max((schema for schema, since in SCHEMAS.items() if since <= hns), default=None)
