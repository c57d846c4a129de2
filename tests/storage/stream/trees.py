"""Layers to test with: made of entries, compared by all that is in them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hcspy.storage.stream import Alternate, Entry, FolderWriter, ReparsePoint, StreamId, Times, extended, read_folder
from hcspy.storage.stream.backup import Stream, stream
from hcspy.storage.stream.entry import ARCHIVE, FOLDER, REPARSE_POINT

WHEN = 133_500_000_000_000_000


def file(name: str, content: bytes = b"", *, streams: Iterable[Stream] = (), **alternates: bytes) -> Entry:
    """Return a file with content and alternate streams."""
    return Entry(
        name,
        "file",
        ARCHIVE,
        Times.all(WHEN),
        len(content),
        tuple(streams),
        io.BytesIO(content),
        [Alternate(key, len(value), io.BytesIO(value)) for key, value in alternates.items()],
    )


def folder(name: str, *streams: Stream, attributes: int = FOLDER) -> Entry:
    """Return a folder."""
    return Entry(name, "folder", attributes, Times.all(WHEN), streams=streams)


def link(name: str, target: str) -> Entry:
    """Return a hard link."""
    return Entry(name, "link", ARCHIVE, Times.all(WHEN), target=target)


def junction(name: str, target: str) -> Entry:
    """Return a folder that leads elsewhere."""
    point = stream(StreamId.REPARSE_DATA, ReparsePoint(target, True).pack())
    return folder(name, point, attributes=FOLDER | REPARSE_POINT)


def removal(name: str) -> Entry:
    """Return the removal of something in a layer below."""
    return Entry(name, "removal")


def written(root: Path, entries: Iterable[Entry]) -> Path:
    """Write entries into a folder and return it."""
    with FolderWriter(root) as writer:
        for entry in entries:
            writer.add(entry)
    return root


def seen(entries: Iterable[Entry]) -> list[tuple[Any, ...]]:
    """Read all that is in entries, as what can be compared."""
    return [
        (
            entry.name,
            entry.kind,
            entry.attributes,
            entry.times.written,
            [(one.head.id, one.content) for one in entry.streams],
            entry.data.read(entry.size) if entry.data is not None else b"",
            [(alternate.name, alternate.data.read(alternate.size)) for alternate in entry.alternates],
            entry.target,
        )
        for entry in entries
    ]


def contents(root: Path) -> list[tuple[Any, ...]]:
    """Read all that is in the layer in a folder."""
    return seen(read_folder(root))


# -- any layer --------------------------------------------------------------------------------------------------------

LETTERS = "abcdef0123456789 _-äß"
names = st.text(LETTERS, min_size=1, max_size=8).filter(lambda name: name[-1] not in ". ")
times = st.integers(1, 2**40).map(lambda offset: Times.all(116_444_736_000_000_000 + offset * 1000))


@st.composite
def streams(draw: st.DrawFn) -> tuple[Stream, ...]:
    """Draw the streams that archives have a place for, in the order in which Windows gives them."""
    result = []
    if draw(st.booleans()):
        result.append(stream(StreamId.SECURITY, draw(st.binary(min_size=1, max_size=40))))
    values = draw(st.dictionaries(st.text("ABC.", min_size=1, max_size=5), st.binary(max_size=9), max_size=3))
    if values:
        result.append(stream(StreamId.EXTENDED_ATTRIBUTES, extended.pack(values)))
    return tuple(result)


@st.composite
def leaves(draw: st.DrawFn, name: str) -> Entry:
    """Draw a file, with or without data, alternate streams, or a link in it."""
    content = draw(st.binary(max_size=2000))
    found = draw(streams())
    attributes = draw(st.integers(0, 0xFFFF)) & ~FOLDER & ~REPARSE_POINT
    if draw(st.integers(0, 4)) == 0:
        target = draw(st.sampled_from(["C:\\x", "..\\y", "\\\\?\\Volume{x}\\z", "\\\\server\\share"]))
        point = stream(StreamId.REPARSE_DATA, ReparsePoint(target, draw(st.booleans())).pack())
        return Entry(name, "file", attributes | REPARSE_POINT, draw(times), streams=(*found, point))
    others = draw(st.dictionaries(names, st.binary(max_size=99), max_size=2))
    alternates = [Alternate(key, len(value), io.BytesIO(value)) for key, value in others.items()]
    return Entry(name, "file", attributes, draw(times), len(content), found, io.BytesIO(content), alternates)


@st.composite
def layers(draw: st.DrawFn) -> list[Entry]:
    """Draw the entries of a whole layer."""
    result = [folder("Files"), folder("Hives"), folder("UtilityVM"), folder("UtilityVM/Files")]
    folders, taken = ["Files", "UtilityVM/Files", "Hives"], {"files", "hives", "utilityvm", "utilityvm/files"}
    for base in draw(st.lists(names, max_size=12)):
        name = f"{draw(st.sampled_from(folders))}/{base}"
        if name.casefold() in taken:
            continue
        taken.add(name.casefold())
        kind = draw(st.sampled_from(["file", "file", "folder", "removal"]))
        if kind == "folder" and not name.startswith("Hives"):
            folders.append(name)
            result.append(Entry(name, "folder", FOLDER | draw(st.integers(0, 7)), draw(times), streams=draw(streams())))
        elif kind == "removal" and not name.startswith("Hives"):
            result.append(removal(name))
        else:
            result.append(draw(leaves(name)))
    return result
