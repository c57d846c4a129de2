"""Layers that come and go: import and export."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from hcspy.testing.state.faults import Fault

from .codes import ALREADY_EXISTS
from .layer import Kind, Layer
from .transport import FILES, UTILITY_VM, export, import_
from .trees import content

if TYPE_CHECKING:
    from .storage import Storage


class Travel:
    """Writes layers into folders, and reads them from there."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def export(self, path: str, folder: str, parents: list[str]) -> None:
        """Write what a layer has of its own into a folder."""
        # fidelity: HCS-L15
        layer = self._storage.layers.get(path)
        for parent in parents:
            self._storage.layers.get(parent)
        if layer.is_scratch:
            self._storage.mounts.check_ready(layer)
            self.export_scratch(self._storage.layers.root(layer), folder)
            return
        target = self._storage.disk.folder(folder)
        source = self._storage.layers.folder(layer)
        export(target, content(source / FILES), layer.gone, layer.facts)
        utility_vm = source / UTILITY_VM / FILES
        if utility_vm.is_dir():
            shutil.copytree(utility_vm, target / UTILITY_VM / FILES, symlinks=True)

    def export_scratch(self, root: str, folder: str) -> None:
        """Write what a scratch space has of its own into a folder."""
        target = self._storage.disk.folder(folder)
        files, gone = self._storage.filters.own(root)
        export(target, files, gone, {})

    def import_(self, path: str, folder: str, parents: list[str]) -> Layer:
        """Make a layer of what lies in a folder."""
        # fidelity: HCS-L16
        source = self._storage.disk.folder(folder)
        if self._storage.layers.find(path) is not None and not self._is_empty(path):
            raise Fault(ALREADY_EXISTS, path)
        for parent in parents:
            self._storage.layers.get(parent)
        place = self._storage.disk.place(path)
        target = self._storage.disk.at(place)
        there = target.is_dir()
        target.mkdir(parents=True, exist_ok=True)
        try:
            found = import_(source, target)
        except Fault:
            undo(target, whole=not there)
            raise
        kind: Kind = "read-only" if parents else "base"
        return self._storage.layers.add(Layer(str(place), kind, parents, found.gone, found.facts))

    def _is_empty(self, path: str) -> bool:
        layer = self._storage.layers.get(path)
        files = self._storage.layers.folder(layer) / FILES
        if layer.is_scratch or any(files.iterdir()):
            return False
        files.rmdir()
        return True


def undo(target: Path, *, whole: bool) -> None:
    """Remove what an import began."""
    shutil.rmtree(target if whole else target / FILES, ignore_errors=True)
