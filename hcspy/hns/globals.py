"""Service-wide values: versions."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSVersion:
    """The version of the host network service, as `GET /globals/version` answers it from HNS 7.2 (Windows 1803) on.

    1.1 is Windows 1607, 7.2 is 1803, 9.2 is 1809, 10.3 is 1903, 13.3 is Server 2022, 15.0 Windows 11,
    15.4 Server 2025.

    >>> HNSVersion.unpack(55834574851)
    HNSVersion(major=13, minor=3)
    >>> HNSVersion(major=13, minor=3).pair >= (9, 2)
    True
    """

    major: int = attrs.field(default=0, metadata=key(always=True))
    """The number that grows with each Windows release."""

    minor: int = attrs.field(default=0, metadata=key(always=True))
    """The number that grows with updates of a release."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def unpack(cls, packed: int) -> HNSVersion:
        """Read the one number that stored objects carry as `Version`."""
        return cls(major=packed >> 32, minor=packed & 0xFFFFFFFF)

    @property
    def packed(self) -> int:
        """The one number that stored objects carry: major times 2**32, plus minor."""
        return (self.major << 32) + self.minor

    @property
    def pair(self) -> tuple[int, int]:
        """Major and minor, to compare and to give to `validate` as target."""
        return self.major, self.minor


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSGlobals:
    """Service-wide values.

    >>> HNSGlobals().version
    HNSVersion(major=0, minor=0)
    """

    version: HNSVersion = attrs.field(factory=HNSVersion, metadata=key(always=True))
    """The version of the service; 0.0 where it was not asked or does not say."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SchemaVersion:
    """The version of the document format that an object was made with; 0.0 for v1 documents (recorded).

    >>> SchemaVersion(major=2)
    SchemaVersion(major=2, minor=0)
    """

    major: int = attrs.field(default=0, metadata=key(always=True))
    """2 for documents of the HCN schema."""

    minor: int = attrs.field(default=0, metadata=key(always=True))
    """Grows as members are added to the schema."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
