r"""The form in which layers travel: what ExportLayer writes into a folder and ImportLayer reads from one.

``Files`` has for each file its attributes (4 bytes) and its streams as BackupRead gives them; a folder there has these
in a file beside it, with ``.$wcidirs$`` after its name. ``Hives`` and ``UtilityVM`` have plain files, and
``tombstones.txt`` the names that the layer takes away.

What a layer's own folder cannot hold, attributes and all streams but the data, is kept beside the layer as `Facts`.
"""

from __future__ import annotations

import base64
import os
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from hcspy.testing.state.faults import Fault

from .codes import INVALID_DATA
from .disk import child
from .hives import write_hives
from .trees import View, find, key, walk

FILES: Final = "Files"
HIVES: Final = "Hives"
UTILITY_VM: Final = "UtilityVM"
TOMBSTONES: Final = "tombstones.txt"
FOLDER_MARK: Final = ".$wcidirs$"

NORMAL: Final = 0x20
FOLDER: Final = 0x10
REPARSE: Final = 0x400
DATA: Final = 1
SECURITY: Final = 3
REPARSE_DATA: Final = 8
SPARSE_BLOCK: Final = 9
KNOWN: Final = range(1, 11)

# A security descriptor for files of which none is known: owned by the system, nobody denied.
SYSTEM: Final = bytes.fromhex("010100000000000512000000")
PLAIN_SECURITY: Final = struct.pack("<BBHIIII", 1, 0, 0x8000, 20, 32, 0, 0) + SYSTEM + SYSTEM

Facts = dict[str, dict[str, Any]]
"""By folded name: `attributes`, and in base64 the streams `before` and `after` the data."""


class Stream(NamedTuple):
    """One stream of a file: its head as it was read, its number, and its content."""

    head: bytes
    id: int
    content: bytes


# -- export --------------------------------------------------------------------------------------------------------


def export(target: Path, files: View, gone: list[str], facts: Facts) -> None:
    """Write a layer into a folder: its files, the names that it takes away, and its hives."""
    # fidelity: HCS-L15
    folder = target / FILES
    folder.mkdir()
    for name, entry in files.items():
        real = find(folder, entry.name)
        streams = _streams(entry.real, entry.folder, facts.get(name, {}))
        if entry.folder:
            real.mkdir()
            real = real.with_name(f"{real.name}{FOLDER_MARK}")
        real.write_bytes(streams)
        status = entry.real.lstat()
        os.utime(real, ns=(status.st_atime_ns, status.st_mtime_ns))
    write_hives(target / HIVES, "Delta")
    lines = ["\ufeffVersion 1.0", *(f"\\{name}".replace("/", "\\") for name in gone)]
    (target / TOMBSTONES).write_text("\r\n".join((*lines, "")), encoding="utf-8", newline="")


def _streams(real: Path, folder: bool, known: dict[str, Any]) -> bytes:
    link = real.is_symlink()
    attributes = known.get("attributes", FOLDER if folder else NORMAL | (REPARSE if link else 0))
    before = known.get("before")
    head = base64.b64decode(before) if before is not None else _stream(SECURITY, PLAIN_SECURITY)
    if link and before is None:
        head += _stream(REPARSE_DATA, _link(os.readlink(real)))
    content = b"" if folder or link else real.read_bytes()
    data = _stream(DATA, content) if content else b""
    return struct.pack("<I", attributes) + head + data + base64.b64decode(known.get("after", ""))


def _stream(id: int, content: bytes) -> bytes:
    return struct.pack("<IIQI", id, 0, len(content), 0) + content


def _link(target: str) -> bytes:
    """Write the reparse data of a symbolic link."""
    text = (target.replace("/", "\\") + "\0").encode("utf-16-le", "surrogatepass")
    size = len(text) - 2
    body = struct.pack("<HHHHI", 0, size, len(text), size, 0 if os.path.isabs(target) else 1) + text + text
    return struct.pack("<IHH", 0xA000000C, len(body), 0) + body


# -- import --------------------------------------------------------------------------------------------------------


class Imported(NamedTuple):
    """What came with a layer beside its files."""

    gone: list[str]
    facts: Facts


def import_(source: Path, target: Path) -> Imported:
    """Read a layer from a folder, and put it as plain files into another one."""
    # fidelity: HCS-L16
    facts: Facts = {}
    files = target / FILES
    files.mkdir()
    for entry in walk(child(source, FILES)):
        if entry.folder:
            find(files, entry.name).mkdir()
        elif entry.name.endswith(FOLDER_MARK):
            name = entry.name.removesuffix(FOLDER_MARK)
            facts[key(name)], _ = _taken(entry.real)
        else:
            facts[key(entry.name)], content = _taken(entry.real)
            real = find(files, entry.name)
            real.write_bytes(content)
            shutil.copystat(entry.real, real)
    for name in (HIVES, UTILITY_VM):
        folder = child(source, name)
        if folder.is_dir():
            shutil.copytree(folder, target / name, symlinks=True, dirs_exist_ok=True)
    return Imported(_tombstones(child(source, TOMBSTONES)), facts)


def _taken(real: Path) -> tuple[dict[str, Any], bytes]:
    data = real.read_bytes()
    if len(data) < 4:
        raise Fault(INVALID_DATA, f"{real.name} has no attributes")
    before, after, content, seen = b"", b"", b"", False
    for stream in _split(data[4:], real.name):
        if stream.id == DATA:
            content, seen = stream.content, True
        elif stream.id == SPARSE_BLOCK:
            (offset,) = struct.unpack_from("<q", stream.content)
            content = content.ljust(offset, b"\0") + stream.content[8:]
        elif seen:
            after += stream.head + stream.content
        else:
            before += stream.head + stream.content
    facts = {"attributes": int.from_bytes(data[:4], "little"), "before": _text(before), "after": _text(after)}
    return facts, content


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _split(data: bytes, name: str) -> Iterator[Stream]:
    position = 0
    while position < len(data):
        if len(data) - position < 20:
            raise Fault(INVALID_DATA, f"{name} ends in the head of a stream")
        id, _, size, name_size = struct.unpack_from("<IIQI", data, position)
        start = position + 20 + name_size
        if id not in KNOWN or start + size > len(data) or (id == SPARSE_BLOCK and size < 8):
            raise Fault(INVALID_DATA, f"{name} has a broken stream {id}")
        yield Stream(data[position:start], id, data[start : start + size])
        position = start + size


def _tombstones(file: Path) -> list[str]:
    if not file.is_file():
        return []
    version, *lines = file.read_text(encoding="utf-8-sig").splitlines()
    if version != "Version 1.0":
        raise Fault(INVALID_DATA, f"{file.name} has the version {version!r}")
    return [line.lstrip("\\").replace("\\", "/") for line in lines if line]
