"""Registry hives with nothing in them: a base layer has five, and Windows refuses one that lacks any.

A hive is a head of 4096 bytes and blocks of as many. The one block here has the root key, which needs a security
descriptor, and a free rest.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

NAMES: Final = ("DEFAULT", "SAM", "SECURITY", "SOFTWARE", "SYSTEM")
FOLDER: Final = ("Files", "Windows", "System32", "config")
"""Where a base layer has its hives."""

_BLOCK: Final = 4096
_NOTHING: Final = 0xFFFFFFFF
_ROOT: Final = 0x20  # the first cell of a block stands behind the block's head
_KEY_FLAGS: Final = 0x2C  # the root of a hive, not to be deleted, with a name of single bytes
_ALL_ACCESS: Final = 0xF003F

# S-1-5-18, the system, and S-1-5-32-544, the administrators
_SYSTEM: Final = bytes.fromhex("010100000000000512000000")
_ADMINISTRATORS: Final = bytes.fromhex("01020000000000052000000020020000")


def empty_hive() -> bytes:
    """Return a registry hive with a root key and nothing below it.

    >>> hive = empty_hive()
    >>> hive[:4], len(hive)
    (b'regf', 8192)
    """
    key_size = len(_cell(_root_key(0)))
    cells = _cell(_root_key(_ROOT + key_size)) + _cell(_security(_ROOT + key_size))
    head = struct.pack("<4sIIQQI", b"hbin", 0, _BLOCK, 0, 0, 0)
    rest = _BLOCK - len(head) - len(cells)
    return _head() + head + cells + struct.pack("<i", rest).ljust(rest, b"\0")


def make_hives(layer: Path) -> list[Path]:
    """Make the hives that a base layer lacks, and return them."""
    folder = layer.joinpath(*FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    there = {entry.name.upper() for entry in folder.iterdir()}
    made = [folder / name for name in NAMES if name not in there]
    for hive in made:
        hive.write_bytes(empty_hive())
    return made


def _head() -> bytes:
    # signature, both sequence numbers, time, version 1.3, kind, format, root key, size, clustering
    fields = struct.pack("<4sIIQIIIIIII", b"regf", 1, 1, 0, 1, 3, 0, 1, _ROOT, _BLOCK, 1).ljust(508, b"\0")
    checksum = 0
    for (number,) in struct.iter_unpack("<I", fields):
        checksum ^= number
    return (fields + struct.pack("<I", checksum)).ljust(_BLOCK, b"\0")


def _root_key(security: int) -> bytes:
    name = b"ROOT"
    lists = (0, 0, _NOTHING, _NOTHING, 0, _NOTHING)  # keys, volatile keys, where they are; values, where they are
    largest = (0,) * 5
    fields = (b"nk", _KEY_FLAGS, 0, 0, _NOTHING, *lists, security, _NOTHING, *largest, len(name), 0)
    return struct.pack("<2sHQ" + "I" * 15 + "HH", *fields) + name


def _security(place: int) -> bytes:
    aces = b"".join(struct.pack("<BBHI", 0, 2, 8 + len(sid), _ALL_ACCESS) + sid for sid in (_SYSTEM, _ADMINISTRATORS))
    acl = struct.pack("<BBHHH", 2, 0, 8 + len(aces), 2, 0) + aces
    owner = 20 + len(acl)
    head = struct.pack("<BBHIIII", 1, 0, 0x8004, owner, owner + len(_ADMINISTRATORS), 0, 20)
    descriptor = head + acl + _ADMINISTRATORS + _SYSTEM
    # The list of descriptors is a ring of one.
    return struct.pack("<2sHIIII", b"sk", 0, place, place, 1, len(descriptor)) + descriptor


def _cell(data: bytes) -> bytes:
    size = -(-(4 + len(data)) // 8) * 8
    return (struct.pack("<i", -size) + data).ljust(size, b"\0")
