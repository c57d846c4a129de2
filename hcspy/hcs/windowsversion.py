"""The version of a Windows, of a host or of an image, and which hosts run which images."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Final

from hcspy.errors import InvalidDocumentError
from hcspy.features.builds import Build, names
from hcspy.features.releases import RELEASES, Release

COMPATIBLE_RELEASES: Final = (Build.LTSC2022, Build.LTSC2025)
"""The long-term releases whose containers later hosts run with process isolation, oldest first."""

_TEXT: Final = re.compile(r"v?(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?:\.(\d{1,9}))?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class WindowsVersion:
    """A version of Windows, such as 10.0.17763.1: what hcsshim's osversion tells of a host.

    >>> host, image = WindowsVersion(26100), WindowsVersion.parse("10.0.20348.2113")
    >>> host.runs(image), host.runs("10.0.17763.1"), host.runs("10.0.17763.1", isolation="hyperv")
    (True, False, True)
    >>> image.build, image.release.windows
    (<Build.LTSC2022: 20348>, 'Windows Server 2022')
    """

    build: int
    """The build: it tells one release from another. A `Build` where it has a name."""
    revision: int | None = None
    """The number that grows with updates (UBR); None if it is not known."""
    major: int = 10
    minor: int = 0

    def __post_init__(self) -> None:
        for name in ("build", "major", "minor", *(("revision",) if self.revision is not None else ())):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InvalidDocumentError(f"{name} of a Windows version is {value!r}, allowed is a whole number")
        if names(self.build):
            object.__setattr__(self, "build", Build(self.build))

    @classmethod
    def parse(cls, text: str | WindowsVersion) -> WindowsVersion:
        """Read a version as `ver`, image manifests and `os.version` of images spell it.

        >>> WindowsVersion.parse("10.0.17763") < WindowsVersion.parse("10.0.17763.1")
        True
        """
        if isinstance(text, WindowsVersion):
            return text
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise InvalidDocumentError(f"{text!r} is no Windows version, such as 10.0.20348 or 10.0.20348.2113")
        major, minor, build, revision = match.groups()
        return cls(int(build), None if revision is None else int(revision), int(major), int(minor))

    @classmethod
    def unpack(cls, packed: int) -> WindowsVersion:
        """Read the one number that hcsshim and `GetVersion` make of a version.

        >>> str(WindowsVersion.unpack(0x4563000A))
        '10.0.17763'
        """
        return cls(packed >> 16 & 0xFFFF, None, packed & 0xFF, packed >> 8 & 0xFF)

    @property
    def packed(self) -> int:
        """The one number: the build, then the minor and the major version in 8 bits each."""
        return int(self.build) << 16 | self.minor << 8 | self.major

    @property
    def names(self) -> tuple[str, ...]:
        """What hcsshim calls the build.

        >>> WindowsVersion(17763).names
        ('LTSC2019', 'RS5', 'V1809')
        """
        return names(self.build)

    @property
    def release(self) -> Release | None:
        """The Windows release with this build; None if none is known."""
        return next((release for release in RELEASES.values() if release.build == self.build), None)

    def runs(self, image: WindowsVersion | str, *, isolation: str = "process") -> bool:
        """Tell whether a host of this version runs containers of an image.

        With process isolation both are of one build, up to Windows Server 2022; a later host also runs what is as new
        as the last long-term release before it. With Hyper-V isolation the image may be older than the host. Revisions
        do not matter.

        >>> WindowsVersion(22621).runs("10.0.20348"), WindowsVersion(17763).runs("10.0.14393")
        (True, False)
        """
        image = WindowsVersion.parse(image)
        if isolation not in ("process", "hyperv"):
            raise InvalidDocumentError(f"isolation is {isolation!r}, allowed is process or hyperv")
        if (self.major, self.minor) != (image.major, image.minor):
            return False
        return image.build <= self.build and (isolation == "hyperv" or self._oldest_image <= image.build)

    @property
    def _oldest_image(self) -> int:
        if self.build < COMPATIBLE_RELEASES[0]:
            return self.build
        return max((build for build in COMPATIBLE_RELEASES if build < self.build), default=COMPATIBLE_RELEASES[0])

    def __lt__(self, other: object) -> bool:
        return self._order < other._order if isinstance(other, WindowsVersion) else NotImplemented

    @property
    def _order(self) -> tuple[int, ...]:
        return self.major, self.minor, self.build, -1 if self.revision is None else self.revision

    def __str__(self) -> str:
        revision = "" if self.revision is None else f".{self.revision}"
        return f"{self.major}.{self.minor}.{int(self.build)}{revision}"
