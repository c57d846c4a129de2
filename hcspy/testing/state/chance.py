"""Randomness that can be written down: a seed and how often it was asked."""

from __future__ import annotations

import hashlib


class Chance:
    """A generator whose whole state is two numbers, so that a stored machine goes on where it stopped."""

    __slots__ = ("position", "seed")

    def __init__(self, seed: int = 0, position: int = 0) -> None:
        self.seed = seed
        self.position = position

    def _draw(self) -> bytes:
        self.position += 1
        return hashlib.blake2b(b"%d:%d" % (self.seed, self.position), digest_size=16).digest()

    def below(self, limit: int) -> int:
        """Choose a number from 0 up to, not including, the limit."""
        return int.from_bytes(self._draw(), "little") % limit

    def guid(self) -> str:
        """Make a random (version 4) GUID, in lower case."""
        return format_guid(self._draw(), 4)


def format_guid(digest: bytes, version: int) -> str:
    """Write 16 bytes as a GUID of the given version."""
    text = digest.hex()
    variant = "89ab"[digest[8] & 3]
    return f"{text[:8]}-{text[8:12]}-{version}{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"


def derived_guid(*parts: str) -> str:
    """Make a GUID that is always the same for the same words: for what is shown, but not stored."""
    return format_guid(hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest(), 5)
