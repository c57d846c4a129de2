r"""The machine's files: real ones, in a folder of the machine that runs the tests.

``C:\layers\base`` lies in ``<root>/C/layers/base``, and the volume with a GUID in ``<root>/volumes/<guid>``. The root
is made when it is first needed. It is a temporary folder that goes when the fake is closed, or, for a machine whose
state lies in a file, a folder beside that file that stays as long as the file does.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from hcspy.testing.state.faults import Fault

from .codes import PATH_NOT_FOUND
from .paths import Place, place

VOLUMES: Final = "volumes"
LINK: Final = ">"
"""What the target of a link has before it in a dump; the contents of files are in base64, which has no such letter."""


class Disk:
    """The folder with a machine's drives and volumes."""

    def __init__(self) -> None:
        self._root: Path | None = None
        self._lasting = False
        self._remove: Callable[[], object] = bool
        self.furnish: Callable[[Place], object] = bool
        """Puts there what a new machine has at a place, if it is not there yet; called before anybody looks there."""

    # -- where it is ------------------------------------------------------------------------------------------------

    @property
    def is_made(self) -> bool:
        """Whether anything was put on the disk yet."""
        return self._root is not None and self._root.is_dir()

    @property
    def root(self) -> Path:
        """The folder; made now if there is none yet."""
        if self._root is None:
            self._root = Path(tempfile.mkdtemp(prefix="hcspy-disk-")).resolve()
            self._remove = weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)
        else:
            self._root.mkdir(parents=True, exist_ok=True)
        (self._root / "C").mkdir(exist_ok=True)
        return self._root

    def settle(self, folder: Path) -> None:
        """Keep the files in a folder that lasts; what there is moves there."""
        if self._root == folder:
            return
        if self.is_made:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.move(str(self._root), folder)
        self._remove()
        self._remove = bool
        self._root, self._lasting = folder, True

    def close(self) -> None:
        """Remove the files, unless they last."""
        self._remove()
        self._remove = bool
        if not self._lasting:
            self._root = None

    # -- from Windows paths to real ones ----------------------------------------------------------------------------

    def place(self, path: str) -> Place:
        """Take a Windows path apart, or a real path of something on this disk."""
        if self._root is not None:
            inside = self._inside(self._root, path)
            if inside is not None:
                return inside
        return place(path)

    def locate(self, path: str) -> Path:
        """Return where a Windows path really lies, whether or not there is anything; letter case does not count."""
        return self.at(self.place(path))

    def at(self, found: Place) -> Path:
        """Return where a place really lies."""
        self.furnish(found)
        return self.real(found)

    def real(self, found: Place) -> Path:
        """Return where a place really lies, with what is there now."""
        real = self.root / found.drive if found.drive else self.root / VOLUMES / found.volume
        for part in found.parts:
            real = child(real, part)
        return real

    def windows_path(self, real: str | os.PathLike[str]) -> str:
        """Return the Windows path of something on this disk."""
        inside = self._inside(self.root, os.fspath(real))
        if inside is None:
            raise ValueError(f"{os.fspath(real)} does not lie on this machine's disk, {self.root}")
        return str(inside)

    def folder(self, path: str) -> Path:
        """Return a folder that must be there: one of this disk, or a real one of the machine that runs the tests."""
        # fidelity: HCS-L18
        real = self.locate(path)
        if real.is_dir():
            return real
        if os.path.isdir(path):
            return Path(path)
        raise Fault(PATH_NOT_FOUND, path)

    @staticmethod
    def _inside(root: Path, path: str) -> Place | None:
        if not os.path.isabs(path) or path.startswith("\\\\"):
            return None
        try:
            parts = Path(os.path.normpath(path)).relative_to(root).parts
        except ValueError:
            return None
        if len(parts) > 1 and parts[0] == VOLUMES:
            return Place("", parts[1], parts[2:])
        return Place(parts[0], "", parts[1:]) if parts and len(parts[0]) == 1 else None

    # -- on paper ---------------------------------------------------------------------------------------------------

    def dump(self, without: tuple[str, ...]) -> dict[str, Any]:
        """Write down all files but those in some folders; nothing of files that last."""
        if not self.is_made or self._lasting:
            return {}
        kept = [self.real(self.place(path)) for path in without]
        return dict(_written(self.root, self.root, kept))

    def load(self, files: dict[str, Any]) -> None:
        """Make the files that `dump` wrote down."""
        for name, content in files.items():
            real = self.root.joinpath(*name.split("/"))
            if content is None:
                real.mkdir(parents=True, exist_ok=True)
            elif content.startswith(LINK):
                real.symlink_to(content.removeprefix(LINK))
            else:
                real.parent.mkdir(parents=True, exist_ok=True)
                real.write_bytes(base64.b64decode(content))


def child(folder: Path, name: str) -> Path:
    """Return what a name means in a folder: the entry with that name, in whatever letter case."""
    exact = folder / name
    if sys.platform == "win32" or os.path.lexists(exact):
        return exact
    try:
        entries = os.listdir(folder)
    except OSError:
        return exact
    folded = name.casefold()
    return next((folder / entry for entry in sorted(entries) if entry.casefold() == folded), exact)


def _written(root: Path, folder: Path, kept: list[Path]) -> Iterator[tuple[str, str | None]]:
    for entry in sorted(folder.iterdir()):
        if entry in kept:
            continue
        name = entry.relative_to(root).as_posix()
        if entry.is_symlink():
            yield name, f"{LINK}{os.readlink(entry)}"
        elif entry.is_dir():
            yield name, None
            yield from _written(root, entry, kept)
        else:
            yield name, base64.b64encode(entry.read_bytes()).decode("ascii")
