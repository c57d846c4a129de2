"""Versions, of the service and of the document format."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class Version:
    """A major and a minor number. As `SchemaVersion` the format of a document, in `Globals` the version of the service.

    Format 2.0 came with Windows 1809 (build 17763), 2.6 with Windows 2004 (19041), 2.11 with Server 2022 (20348),
    2.14 with Windows 11 (22000). A document of major version 1, or without a `SchemaVersion`, is one of HNS v1. The
    service takes minor versions that it does not know (hcsshim sends 2.0, PowerShell 2.2, WSL 2.16).

    >>> SchemaVersion(major=2, minor=11).pair
    (2, 11)
    """

    major: int = attrs.field(default=0, metadata=key(always=True))
    """The number that grows with what is not compatible."""

    minor: int = attrs.field(default=0, metadata=key(always=True))
    """The number that grows as members are added."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def unpack(cls, packed: int) -> Version:
        """Read the one number that stored objects carry as `Version`.

        >>> Version.unpack(55834574851)
        Version(major=13, minor=3)
        """
        return cls(major=packed >> 32, minor=packed & 0xFFFFFFFF)

    @property
    def packed(self) -> int:
        """The one number that stored objects carry: major times 2**32, plus minor."""
        return (self.major << 32) + self.minor

    @property
    def pair(self) -> tuple[int, int]:
        """Major and minor, to compare, and for `validate` as target."""
        return self.major, self.minor


SchemaVersion = Version


def schema_2_0() -> Version:
    """Return the format of new documents: 2.0, as hcsshim sends it."""
    return Version(major=2, minor=0)
