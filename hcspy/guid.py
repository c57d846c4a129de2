"""GUIDs as HNS and HCS use them: as text in many spellings, and as 16 bytes in two orders."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, ClassVar, Final

from .errors import InvalidGUIDError

if TYPE_CHECKING:
    import uuid

_TEXT: Final = re.compile(
    r"(\{)?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})(?(1)\})", re.IGNORECASE | re.ASCII
)


class GUID:
    """A GUID value: compares and hashes by its 128 bits, whatever the spelling it came in.

    >>> GUID("{B7E0C4AA-51D2-4C0F-9A77-6655443322AA}") == GUID("b7e0c4aa-51d2-4c0f-9a77-6655443322aa")
    True
    >>> str(GUID("B7E0C4AA-51D2-4C0F-9A77-6655443322AA"))
    'b7e0c4aa-51d2-4c0f-9a77-6655443322aa'
    """

    __slots__ = ("_bytes",)

    ZERO: ClassVar[GUID]

    _bytes: bytes

    def __new__(cls, text: str | GUID | uuid.UUID) -> GUID:
        """Read a GUID from text: with or without braces, in any letter case; anything else is InvalidGUIDError."""
        if isinstance(text, GUID):
            return text
        match = _TEXT.fullmatch(str(text))
        if match is None:
            raise InvalidGUIDError(
                f"{text!r} is not a GUID",
                hint="Ids are 32 hexadecimal digits, like b7e0c4aa-51d2-4c0f-9a77-6655443322aa; a name is not an id",
            )
        return cls.from_bytes(bytes.fromhex("".join(match.groups()[1:])))

    @classmethod
    def from_bytes(cls, data: bytes) -> GUID:
        """Read 16 bytes in the order of the text (big-endian, as on the network)."""
        if len(data) != 16:
            raise InvalidGUIDError(f"a GUID has 16 bytes, not {len(data)}")
        guid = object.__new__(cls)
        object.__setattr__(guid, "_bytes", bytes(data))
        return guid

    @classmethod
    def from_bytes_le(cls, data: bytes) -> GUID:
        """Read 16 bytes as they lie in a C ``GUID`` (the first three groups little-endian)."""
        return cls.from_bytes(_swap(data))

    @classmethod
    def new(cls) -> GUID:
        """Make a random GUID (version 4)."""
        return cls._versioned(os.urandom(16), 4)

    @classmethod
    def name_based(cls, namespace: GUID, name: str | bytes) -> GUID:
        """Make the GUID that a name always has in a namespace (version 5); a text counts as UTF-8."""
        data = name.encode("utf-8") if isinstance(name, str) else bytes(name)
        return cls._versioned(_sha1(namespace._bytes + data)[:16], 5)

    @classmethod
    def hashed(cls, text: str) -> GUID:
        """Make the GUID that is the SHA-1 of a text, cut to 16 bytes and read as a C ``GUID``; it has no version."""
        return cls.from_bytes_le(_sha1(text.encode("utf-8"))[:16])

    @classmethod
    def _versioned(cls, data: bytes, version: int) -> GUID:
        marked = bytearray(data)
        marked[6] = marked[6] & 0x0F | version << 4
        marked[8] = marked[8] & 0x3F | 0x80
        return cls.from_bytes(bytes(marked))

    def to_bytes(self) -> bytes:
        """Return the 16 bytes in the order of the text (big-endian)."""
        return self._bytes

    def to_bytes_le(self) -> bytes:
        """Return the 16 bytes as they lie in a C ``GUID``."""
        return _swap(self._bytes)

    @property
    def version(self) -> int:
        """The version number in the third group: 4 for random, 5 for name-based."""
        return self._bytes[6] >> 4

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"GUID is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"GUID is immutable: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return self._bytes == other._bytes if isinstance(other, GUID) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._bytes < other._bytes if isinstance(other, GUID) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __bool__(self) -> bool:
        return self._bytes != _ZERO

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return type(self), (str(self),)

    def __str__(self) -> str:
        text = self._bytes.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def __repr__(self) -> str:
        return f"GUID({str(self)!r})"


def _sha1(data: bytes) -> bytes:
    # Few programs need it, and importing it takes longer than the rest of this module.
    import hashlib

    return hashlib.sha1(data, usedforsecurity=False).digest()


def _swap(data: bytes) -> bytes:
    return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]


_ZERO: Final = bytes(16)
GUID.ZERO = GUID.from_bytes(_ZERO)
