"""Several folders seen as one, and what one of them has that the others have not.

A view is what somebody sees who looks through layers: files of the newer ones hide those of the older ones, and what
a newer one has taken away is not there. Names are compared without letter case, as on Windows.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from .disk import child

# What Windows itself keeps on the volume of a scratch space; no part of any layer.
OWN: Final = frozenset({"wcsandboxstate", "system volume information"})


class Entry(NamedTuple):
    """A file or folder: its name below the root, divided by slashes, and where it really lies."""

    name: str
    real: Path
    folder: bool


View = dict[str, Entry]
"""Entries by their names in folded letter case, folders before what is in them."""


class Stratum(NamedTuple):
    """One layer of a view: its files, and the names that it takes away from what lies below."""

    root: Path
    gone: tuple[str, ...] = ()


def key(name: str) -> str:
    """Return what is compared when two names are."""
    return name.casefold()


def above(name: str) -> Iterator[str]:
    """Yield the folders that a name is in, the nearest first.

    >>> list(above("a/b/c"))
    ['a/b', 'a']
    """
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def walk(root: Path) -> Iterator[Entry]:
    """Yield what is in a folder, sorted, links as files."""
    if root.is_dir():
        yield from _walk(root, "")


def _walk(folder: Path, prefix: str) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if not prefix and entry.name.casefold() in OWN:
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        yield Entry(f"{prefix}{entry.name}", Path(entry.path), is_folder)
        if is_folder:
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")


def content(root: Path) -> View:
    """Return what is in one folder."""
    return {key(entry.name): entry for entry in walk(root)}


def view(strata: Iterable[Stratum]) -> View:
    """Look through layers, the newest first."""
    seen: View = {}
    for stratum in reversed(list(strata)):
        for name in stratum.gone:
            _take_away(seen, key(name))
        for entry in walk(stratum.root):
            found = seen.get(key(entry.name))
            if found is not None and found.folder != entry.folder:
                _take_away(seen, key(entry.name))
            seen[key(entry.name)] = entry
    return dict(sorted(seen.items(), key=lambda item: item[0].split("/")))


def _take_away(seen: View, name: str) -> None:
    for other in [other for other in seen if other == name or other.startswith(f"{name}/")]:
        del seen[other]


def fill(root: Path, below: View, gone: Iterable[str]) -> None:
    """Put into a folder what lies below it and what it has not hidden: its own files, and names it took away."""
    own = content(root)
    hidden = {key(name) for name in gone} | {name for name, entry in own.items() if not entry.folder}
    for name, entry in below.items():
        if name in own or name in hidden or not hidden.isdisjoint(above(name)):
            continue
        real = find(root, entry.name)
        if entry.folder:
            real.mkdir()
        else:
            shutil.copy2(entry.real, real, follow_symlinks=False)


def find(root: Path, name: str) -> Path:
    """Return where a name lies in a folder, in whatever letter case what is there is written."""
    real = root
    for part in name.split("/"):
        real = child(real, part)
    return real


def strip(root: Path, below: View) -> list[str]:
    """Take out of a folder what is as it lies below; return the names that were there and are gone."""
    own = content(root)
    missing = {name for name, entry in below.items() if name not in own}
    hidden = missing | {name for name, entry in own.items() if not entry.folder}
    for name, entry in reversed(below.items()):
        found = own.get(name)
        if found is not None and _same(found, entry):
            found.real.rmdir() if found.folder else found.real.unlink()
    return [below[name].name for name in sorted(missing) if hidden.isdisjoint(above(name))]


def _same(found: Entry, entry: Entry) -> bool:
    if found.folder or entry.folder:
        return found.folder and entry.folder and not any(found.real.iterdir())
    if found.real.is_symlink() or entry.real.is_symlink():
        both = found.real.is_symlink() and entry.real.is_symlink()
        return both and os.readlink(found.real) == os.readlink(entry.real)
    return filecmp.cmp(found.real, entry.real, shallow=False)
