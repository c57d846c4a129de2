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
from typing import TYPE_CHECKING, TypeAlias

from hcspy.errors import TimedOutError
from hcspy.storage.paths import LayerRef
from hcspy.storage.stream import Entry, FolderWriter
from hcspy.verbs.paths import below
from hcspy.verbs.rollback import Rollback

if TYPE_CHECKING:
    from hcspy.storage.services.layers import Layers

Progress: TypeAlias = Callable[[str, int], object]
"""Told of each entry before it is written: its name, and how many bytes of data were before it."""

UTILITY_VM = "UtilityVM"


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
            if error is None:
                self._finish()
        except BaseException as failure:
            self._temporary.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._temporary.__exit__(kind, error, trace)

    def _finish(self) -> None:
        with Rollback() as undo:
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
        target = self._layers.locate(self._layer)
        if (self._folder / UTILITY_VM).is_dir():
            under = next((path / UTILITY_VM for path in self._real_parents if (path / UTILITY_VM).is_dir()), None)
            if under is not None:
                _lay_over(under, target / UTILITY_VM, link=True)
            _lay_over(self._folder / UTILITY_VM, target / UTILITY_VM, link=False)
        if not self._parents:
            self._layers.convert_to_base(self._layer)
        elif (target / UTILITY_VM / "Files").is_dir():
            self._layers.process_utility_vm(below(self._layer, UTILITY_VM))


def _lay_over(source: Path, target: Path, *, link: bool) -> None:
    """Put a tree of files over another one; files of layers below do not change, so they may be linked."""

    def put(origin: str, copy: str) -> str:
        Path(copy).unlink(missing_ok=True)
        if link:
            try:
                os.link(origin, copy)
                return copy
            except OSError:  # another volume, or no such links there
                pass
        return shutil.copy2(origin, copy)

    shutil.copytree(source, target, copy_function=put, dirs_exist_ok=True)
