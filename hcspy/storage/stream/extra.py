r"""Streams of what lies in ``Hives`` and ``UtilityVM``: kept in a file of our own, as there is no other place for them.

The file is ``hcspy.streams`` in the folder of the layer. For each entry it has the size of its name, its attributes and
the size of its streams, and then these: the name in UTF-8, the streams as backup streams. Who hands the folder to
Windows need not care for it.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from hcspy.storage.stream.backup import Stream, sections
from hcspy.storage.stream.errors import LayerStreamError

EXTRA: Final = "hcspy.streams"
REMOVED: Final = 0xFFFFFFFF
"""In the place of attributes: the layer removes the entry; ``tombstones.txt`` knows only what is in ``Files``."""
_RECORD: Final = struct.Struct("<IIQ")


class Extra(NamedTuple):
    """Attributes and streams of an entry."""

    attributes: int
    streams: tuple[Stream, ...]


def read_extra(file: Path) -> dict[str, Extra]:
    """Return what is kept, by the names of entries; nothing if there is no such file."""
    try:
        data = io.BytesIO(file.read_bytes())
    except FileNotFoundError:
        return {}
    found: dict[str, Extra] = {}
    while head := data.read(_RECORD.size):
        try:
            name_size, attributes, size = _RECORD.unpack(head)
            name = _exactly(data, name_size).decode("utf-8")
            part = io.BytesIO(_exactly(data, size))
        except (struct.error, EOFError, UnicodeDecodeError) as error:
            raise LayerStreamError(f"{EXTRA} is damaged: {error}") from None
        streams = tuple(section.read(part, name) for section in list(sections(part, name)))
        found[name] = Extra(attributes, streams)
    return found


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError("it ends early")
    return data


def append_extra(file: BinaryIO, name: str, extra: Extra) -> None:
    """Write down what is to be kept of one more entry."""
    label = name.encode("utf-8")
    streams = b"".join(stream.pack() for stream in extra.streams)
    file.write(_RECORD.pack(len(label), extra.attributes, len(streams)) + label + streams)
