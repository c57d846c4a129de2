"""Service-wide values: versions."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSVersion:
    """The version of the host network service."""

    major: int = attrs.field(default=0, metadata=key(always=True))
    minor: int = attrs.field(default=0, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @classmethod
    def unpack(cls, packed: int) -> HNSVersion:
        """Read the number that every stored object carries as `Version`."""
        return cls(major=packed >> 32, minor=packed & 0xFFFFFFFF)

    @property
    def packed(self) -> int:
        """The one number that stored objects carry: major times 2**32 plus minor."""
        return (self.major << 32) + self.minor

    @property
    def pair(self) -> tuple[int, int]:
        """Major and minor, to compare with."""
        return self.major, self.minor


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSGlobals:
    """Service-wide values."""

    version: HNSVersion = attrs.field(factory=HNSVersion, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SchemaVersion:
    """The version of the document format that an object was made with; 0.0 for v1 documents."""

    major: int = attrs.field(default=0, metadata=key(always=True))
    minor: int = attrs.field(default=0, metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
