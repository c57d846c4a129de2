"""Extended attributes: a chain of named values, as NTFS stores them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from hcspy.storage.stream.errors import LayerStreamError

_HEAD: Final = struct.Struct("<IBBH")


def pack(values: Mapping[str, bytes]) -> bytes:
    """Write extended attributes.

    >>> parse(pack({"USER.a": b"1", "USER.b": b"22"}), "Files/x")
    {'USER.a': b'1', 'USER.b': b'22'}
    """
    result = bytearray()
    left = len(values)
    for name, value in values.items():
        left -= 1
        label = name.encode("utf-8")
        if len(label) > 0xFF or len(value) > 0xFFFF:
            raise LayerStreamError(f"is an extended attribute that is too long: {name!r}")
        size = _HEAD.size + len(label) + 1 + len(value)
        padding = -size % 4
        result += _HEAD.pack(size + padding if left else 0, 0, len(label), len(value))
        result += label + b"\0" + value + bytes(padding)
    return bytes(result)


def parse(data: bytes, entry: str) -> dict[str, bytes]:
    """Read extended attributes; LayerStreamError if they are damaged."""
    values: dict[str, bytes] = {}
    position = 0
    while position < len(data):
        try:
            following, _, name_size, value_size = _HEAD.unpack_from(data, position)
        except struct.error:
            raise LayerStreamError("has damaged extended attributes", entry=entry) from None
        start = position + _HEAD.size
        end = start + name_size + 1 + value_size
        if end > len(data) or (following and following < _HEAD.size):
            raise LayerStreamError("has damaged extended attributes", entry=entry)
        name = data[start : start + name_size].decode("utf-8", "surrogateescape")
        values[name] = data[end - value_size : end]
        if not following:
            break
        position += following
    return values
