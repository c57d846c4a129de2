"""How a folder with the files of a Windows becomes a base layer.

The order matters: Windows makes the hives and the layout file itself and fails where they are; the disk of a container
layer has to be closed before its layer is set up, that of a utility VM has to be attached. Virtual machines open both
disks later, so all of them get access to the files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from hcspy._ffi import computestorage
from hcspy._ffi.computecore import grant_vm_group_access
from hcspy.storage.models import OsLayerOptions, OsLayerType
from hcspy.storage.services.disks import Disks
from hcspy.storage.services.door import Door
from hcspy.verbs.paths import below
from hcspy.verbs.rollback import Rollback

Steps: TypeAlias = Callable[[str], object]
"""Told of each step before it is taken, in words."""

MADE_BY_WINDOWS: Final = ("Hives", "Layout")


class Setup:
    """One attempt: the disks that it makes are removed if it fails."""

    def __init__(self, door: Door, base: str, scratch: str, size: int, progress: Steps | None = None) -> None:
        self._door = door
        self._disks = Disks(door)
        self._base = base
        self._scratch = scratch
        self._size = size
        self._tell = progress or (lambda step: None)

    def container(self, layer: str) -> None:
        """Set up the base layer of containers."""
        with self._attempt():
            for name in MADE_BY_WINDOWS:
                _remove_all(self._door.locate(below(layer, name)))
            self._tell(f"make and format {self._base}")
            with self._disks.create(self._base, size=self._size) as disk:
                computestorage.format_writable_layer_vhd(self._door.tables, disk.handle, timeout=self._door.timeout)
            self._set_up(layer, 0, OsLayerType.CONTAINER)

    def utility_vm(self, folder: str) -> None:
        """Set up the files of a utility VM."""
        with self._attempt():
            self._tell(f"make {self._base}")
            with self._disks.create(self._base, size=self._size) as disk:
                disk.attach()
                self._set_up(folder, disk.handle, OsLayerType.VM)
                disk.detach()

    @contextmanager
    def _attempt(self) -> Iterator[None]:
        if not self._door.tables.has("computecore", "HcsGrantVmGroupAccess"):
            grant_vm_group_access(self._door.tables, self._base)  # says what has it, before anything is made
        for disk in (self._base, self._scratch):
            self._remove(disk)
        with Rollback() as undo:
            for disk in (self._base, self._scratch):
                undo.on_failure(f"{disk} is there", self._remove, disk)
            yield
            self._tell(f"make {self._scratch}")
            self._disks.create_differencing(self._scratch, self._base).close()
            for disk in (self._base, self._scratch):
                grant_vm_group_access(self._door.tables, disk, timeout=self._door.timeout)

    def _set_up(self, layer: str, handle: int, kind: OsLayerType) -> None:
        self._tell(f"set up {layer}")
        options = self._door.document(OsLayerOptions(type=kind))
        computestorage.setup_base_os_layer(self._door.tables, layer, handle, options, timeout=self._door.timeout)

    def _remove(self, disk: str) -> None:
        """Remove the file of a disk, if it is there; a folder of that name is a mistake, and stays."""
        self._door.locate(disk).unlink(missing_ok=True)


def _remove_all(real: Path) -> None:
    if real.is_dir() and not real.is_symlink():
        shutil.rmtree(real)
    else:
        real.unlink(missing_ok=True)
