"""Reparse points: symbolic links and mount points, as Windows stores them."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from hcspy.storage.stream.errors import LayerStreamError

MOUNT_POINT: Final = 0xA0000003
SYMLINK: Final = 0xA000000C
_RELATIVE: Final = 1
_HEAD: Final = struct.Struct("<IHH")
_NAMES: Final = struct.Struct("<HHHH")


class ReparsePoint(NamedTuple):
    """Where a symbolic link or mount point leads."""

    target: str
    is_mount_point: bool = False

    def pack(self) -> bytes:
        """Write the structure that Windows keeps.

        >>> ReparsePoint.parse(ReparsePoint("..\\\\x").pack(), "Files/link").target
        '..\\\\x'
        """
        system, relative = _system_name(self.target)
        substitute, shown = _wide(system), _wide(self.target)
        names = _NAMES.pack(0, len(substitute) - 2, len(substitute), len(shown) - 2)
        flags = b"" if self.is_mount_point else struct.pack("<I", _RELATIVE if relative else 0)
        body = names + flags + substitute + shown
        return _HEAD.pack(MOUNT_POINT if self.is_mount_point else SYMLINK, len(body), 0) + body

    @classmethod
    def parse(cls, data: bytes, entry: str) -> ReparsePoint:
        """Read the structure; LayerStreamError if it is damaged, or a reparse point of another kind."""
        try:
            tag, _, _ = _HEAD.unpack_from(data)
            _, _, offset, size = _NAMES.unpack_from(data, _HEAD.size)
        except struct.error:
            raise LayerStreamError("has a damaged reparse point", entry=entry) from None
        if tag not in (MOUNT_POINT, SYMLINK):
            raise LayerStreamError(f"has a reparse point of the kind 0x{tag:08X}", entry=entry)
        start = _HEAD.size + _NAMES.size + (0 if tag == MOUNT_POINT else 4) + offset
        if start + size > len(data) or size % 2:
            raise LayerStreamError("has a damaged reparse point", entry=entry)
        target = data[start : start + size].decode("utf-16-le", "surrogatepass")
        return cls(target, tag == MOUNT_POINT)


def _wide(text: str) -> bytes:
    return f"{text}\0".encode("utf-16-le", "surrogatepass")


def _system_name(target: str) -> tuple[str, bool]:
    r"""Return the name of a target in the system's own space, and whether the target is relative."""
    if target.startswith("\\\\?\\"):
        return f"\\??\\{target[4:]}", False
    if target.startswith("\\\\"):
        return f"\\??\\UNC\\{target[2:]}", False
    if target[1:2] == ":" and target[0].isascii() and target[0].isalpha():
        return f"\\??\\{target}", False
    return target, True
