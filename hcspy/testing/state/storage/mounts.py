"""What a scratch space goes through: activated, prepared, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.testing.state.faults import Fault

from .codes import FILE_NOT_FOUND, IN_USE, NOT_READY, PATH_NOT_FOUND
from .layer import Layer
from .vhds import Vhd

if TYPE_CHECKING:
    from .storage import Storage


class Mounts:
    """Activates and prepares scratch spaces, and says where they are mounted."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def is_active(self, layer: Layer) -> bool:
        """Tell whether the disk of a scratch space is attached, or a filter is on its folder."""
        if not layer.is_scratch:
            return False
        if not layer.disk:
            return self._storage.filters.find(layer.path) is not None
        vhd = self._storage.vhds.find(layer.disk)
        return vhd is not None and vhd.number > 0

    def activate(self, path: str) -> None:
        """Attach the disk of a scratch space; read-only layers need nothing."""
        # fidelity: HCS-L10
        layer = self._storage.layers.get(path)
        if layer.disk:
            self._storage.vhds.attach(self._disk(layer))

    def deactivate(self, path: str) -> None:
        """Detach the disk of a scratch space."""
        # fidelity: HCS-L12
        layer = self._storage.layers.get(path)
        if not layer.disk:
            return
        vhd = self._disk(layer)
        if vhd.number and self._storage.filters.find(self._storage.vhds.root_path(vhd)) is not None:
            raise Fault(IN_USE, f"{path} is prepared")
        self._storage.vhds.detach(vhd)

    def prepare(self, path: str, parents: list[str]) -> None:
        """Let the files of the layers below be seen in a scratch space."""
        # fidelity: HCS-L11
        layer = self._storage.layers.get(path)
        if not self.is_active(layer):
            raise Fault(PATH_NOT_FOUND, f"{path} is not activated")
        self._storage.layers.check_parents(parents)
        self._storage.filters.attach(self._storage.layers.root(layer), parents)

    def unprepare(self, path: str) -> None:
        """End that."""
        # fidelity: HCS-L12
        layer = self._storage.layers.get(path)
        self._storage.filters.detach(self._storage.layers.root(layer))

    def path(self, path: str) -> str:
        """Return where a layer can be looked into: the volume of a scratch space, or the folder of a layer."""
        # fidelity: HCS-L17
        layer = self._storage.layers.get(path)
        if layer.disk and self.is_active(layer):
            return self._storage.vhds.root_path(self._disk(layer))
        return path

    def expand(self, path: str, size: int) -> None:
        """Make the disk of a scratch space larger."""
        # fidelity: HCS-L20
        layer = self._storage.layers.get(path)
        if not layer.disk:
            raise Fault(FILE_NOT_FOUND, f"{path} has no disk")
        vhd = self._disk(layer)
        if vhd.number or vhd.lent:
            raise Fault(IN_USE, f"{path} is activated")
        self._storage.vhds.grow(vhd, size)

    # -- in a virtual machine ---------------------------------------------------------------------------------------

    def disk_of(self, path: str) -> str:
        """Return the path of the disk of the scratch space in a folder; empty if there is none."""
        layer = self._storage.layers.find(path) if path else None
        return layer.disk if layer is not None else ""

    def lend(self, disk: str, parents: list[str]) -> str:
        """Let a virtual machine mount the disk of a scratch space, on top of layers; return where its files are."""
        # fidelity: HCS-L28
        vhd = self._storage.vhds.get(disk)
        self._storage.vhds.lend(vhd)
        root = self._storage.vhds.root_path(vhd)
        try:
            self._storage.filters.attach(root, parents)
        except Fault:
            self._storage.vhds.take_back(vhd)
            raise
        return root

    def take_back(self, disk: str) -> None:
        """End that; what the container wrote stays."""
        vhd = self._storage.vhds.find(disk)
        if vhd is not None and vhd.lent:
            self._storage.vhds.take_back(vhd)

    def _disk(self, layer: Layer) -> Vhd:
        return self._storage.vhds.get(layer.disk)

    def is_lent(self, layer: Layer) -> bool:
        """Tell whether a virtual machine has the disk of a scratch space."""
        vhd = self._storage.vhds.find(layer.disk) if layer.disk else None
        return vhd is not None and vhd.lent

    def check_ready(self, layer: Layer) -> None:
        """Refuse a scratch space whose volume is not there."""
        if layer.disk and not self.is_active(layer):
            raise Fault(NOT_READY, f"{layer.path} is not activated")
