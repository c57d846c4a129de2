"""Layers on their way in and out: what goes through a folder in the transport format, which Windows reads and writes.

The folder is a temporary one. It is removed whatever happens, with one exception: a call that was given up may still
read it, so it stays then, and ``error.leftovers`` names it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TypeAlias

from hcspy.errors import TimedOutError
from hcspy.storage.paths import LayerRef
from hcspy.storage.stream import Entry, FolderWriter
from hcspy.storage.stream.extra import EXTRA
from hcspy.storage.stream.names import FILES, UTILITY_VM, UTILITY_VM_FILES
from hcspy.verbs.paths import below
from hcspy.verbs.rollback import Rollback

if TYPE_CHECKING:
    from hcspy.storage.services.layers import Layers

Progress: TypeAlias = Callable[[str, int], object]
"""Told of each entry before it is written: its name, and how many bytes of data were before it."""

BOOT_CONFIGURATION: Final = "BCD"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder and remove it at the end, unless a call that was given up may still use it."""
    folder = Path(tempfile.mkdtemp(prefix="hcspy-layer-"))
    try:
        yield folder
    except TimedOutError as error:
        error.leftovers = (*error.leftovers, f"{folder} is there: the call that was given up may still use it")
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder)


def told(entries: Iterable[Entry], progress: Progress | None) -> Iterator[Entry]:
    """Yield entries, telling of each."""
    done = 0
    for entry in entries:
        if progress is not None:
            progress(entry.name, done)
        yield entry
        done += entry.size


class LayerWriter:
    """Takes the entries of a layer; at the end of its block the layer is there, whole, or not at all.

    ``host.storage.layers.writer()`` makes one.
    """

    def __init__(self, layers: Layers, layer: str, parents: Sequence[LayerRef], real_parents: Sequence[Path]) -> None:
        self._layers = layers
        self._layer = layer
        self._parents = parents
        self._real_parents = real_parents
        self._temporary = temporary_folder()

    def add(self, entry: Entry) -> None:
        """Write one entry; LayerStreamError if it has no place in the layer."""
        self._writer.add(entry)

    def __enter__(self) -> LayerWriter:
        self._folder = self._temporary.__enter__()
        self._writer = FolderWriter(self._folder, self._real_parents)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._writer.__exit__(kind, error, trace)
            (self._folder / EXTRA).unlink(missing_ok=True)  # Windows need not know what to make of it
            if error is None:
                self._finish()
        except BaseException as failure:
            self._temporary.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._temporary.__exit__(kind, error, trace)

    def _finish(self) -> None:
        # What was there before is somebody's, whatever it is: it is not removed.
        there = self._layers.exists(self._layer)
        with Rollback() as undo:
            if not there:
                undo.on_failure(f"{self._layer} is half there", self._undo)
            try:
                self._layers.import_(self._layer, self._folder, self._parents)
                self._complete()
            except TimedOutError:  # whoever destroys the layer now does so under the call that goes on
                undo.forget()
                raise

    def _undo(self) -> None:
        self._layers.destroy(self._layer, missing_ok=True)

    def _complete(self) -> None:
        """Do what Windows leaves to others: the image of a utility VM, and what makes a layer a base layer."""
        brought, files = self._folder / UTILITY_VM / FILES, self._layers.locate(self._layer) / UTILITY_VM / FILES
        removed = self._removed_of_utility_vm()
        if removed or brought.is_dir():
            under = (path / UTILITY_VM / FILES for path in self._real_parents)
            nearest = next((path for path in under if path.is_dir()), None)
            if nearest is not None:
                _lay_over(nearest, files, hidden_by=brought, without=removed)
        if brought.is_dir():
            _lay_over(brought, files)
        if not self._parents:
            self._layers.convert_to_base(self._layer)
        elif files.is_dir():
            self._layers.process_utility_vm(below(self._layer, UTILITY_VM))

    def _removed_of_utility_vm(self) -> frozenset[str]:
        """Return what the layer removes from the image of a utility VM: ``tombstones.txt`` has no place for it."""
        root = f"{UTILITY_VM_FILES}/"
        names = (name.removeprefix(root) for name in self._writer.removed if name.startswith(root))
        return frozenset(map(str.casefold, names))


def _lay_over(
    source: Path, target: Path, *, hidden_by: Path | None = None, without: frozenset[str] = frozenset()
) -> None:
    """Put a tree of files over another one.

    What comes from a layer below, and is not hidden by what the layer brings, is linked: it does not change. The boot
    configuration does, when Windows processes the image, so that is copied. ``without`` names what is left out, from
    the root of the tree, with slashes.
    """

    def put(origin: str, copy: str) -> str:
        Path(copy).unlink(missing_ok=True)
        if hidden_by is not None and not Path(origin).name.upper().startswith(BOOT_CONFIGURATION):
            try:
                os.link(origin, copy)
                return copy
            except OSError:  # another volume, or no such links there
                pass
        return shutil.copy2(origin, copy)

    def hidden(folder: str, names: list[str]) -> list[str]:
        below = Path(folder).relative_to(source)
        over = None if hidden_by is None else hidden_by / below
        return [
            name
            for name in names
            if (over is not None and (over / name).is_file()) or (below / name).as_posix().casefold() in without
        ]

    shutil.copytree(source, target, symlinks=True, ignore=hidden, copy_function=put, dirs_exist_ok=True)
