"""The layers of a machine, by the folders that they are in."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hcspy.testing.state.faults import Fault

from .codes import ALREADY_EXISTS, FILE_EXISTS, FILE_NOT_FOUND, IN_USE, PATH_NOT_FOUND
from .hives import BASE_HIVES, write_hives
from .layer import DISK, SCRATCH_SIZE, Layer
from .paths import below
from .transport import FILES
from .trees import Stratum, View, view
from .vhds import SIGNATURE

if TYPE_CHECKING:
    from .storage import Storage


class Layers:
    """Finds, makes and removes layers; what is done with them is `Mounts`' and `Travel`'s."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._layers: dict[str, Layer] = {}

    def __iter__(self) -> Iterator[Layer]:
        return iter(tuple(self._layers.values()))

    # -- finding ----------------------------------------------------------------------------------------------------

    def find(self, path: str) -> Layer | None:
        """Find a layer; a folder with files that somebody put there is one, too."""
        place = self._storage.disk.place(path)
        known = self._layers.get(place.key)
        real = self._storage.disk.at(place)
        if not real.is_dir():
            return None
        if known is not None:
            return known
        if (real / DISK).is_file():
            return self.add(Layer(str(place), "scratch", disk=below(str(place), DISK)))
        return self.add(Layer(str(place), "base")) if (real / FILES).is_dir() else None

    def get(self, path: str) -> Layer:
        """Find a layer that must be there."""
        # fidelity: HCS-L04
        layer = self.find(path)
        if layer is None:
            raise Fault(PATH_NOT_FOUND, f"no layer {path}")
        return layer

    def view(self, paths: Iterable[str]) -> View:
        """Look through layers, the newest first."""
        return view(self._stratum(self.get(path)) for path in paths)

    def _stratum(self, layer: Layer) -> Stratum:
        if layer.is_scratch:
            return Stratum(self._storage.disk.locate(self.root(layer)), tuple(layer.gone))
        return Stratum(self.folder(layer) / FILES, tuple(layer.gone))

    def folder(self, layer: Layer) -> Path:
        """Return the folder that a layer is in."""
        return self._storage.disk.locate(layer.path)

    def root(self, layer: Layer) -> str:
        """Return the path of the root folder of a scratch space."""
        return self._storage.vhds.root_path(self._storage.vhds.get(layer.disk)) if layer.disk else layer.path

    # -- making -----------------------------------------------------------------------------------------------------

    def add(self, layer: Layer) -> Layer:
        """Take a layer in, or what is newly known of one."""
        self._layers[self._storage.disk.place(layer.path).key] = layer
        self._storage.changed()
        return layer

    def create(self, path: str, parent: str) -> Layer:
        """Make an empty read-only layer."""
        # fidelity: HCS-L05
        if self.find(path) is not None:
            raise Fault(ALREADY_EXISTS, path)
        parents = [self.get(parent).path] if parent else []
        place, real = self._new_folder(path)
        (real / FILES).mkdir()
        return self.add(Layer(place, "read-only", parents))

    def create_scratch(self, path: str, parents: list[str]) -> Layer:
        """Make a scratch space on top of layers."""
        # fidelity: HCS-L06
        if self.find(path) is not None:
            raise Fault(FILE_EXISTS, path)
        self.check_parents(parents)
        place, _ = self._new_folder(path)
        disk = below(place, DISK)
        self._storage.vhds.create(disk, SCRATCH_SIZE).formatted = True
        return self.add(Layer(place, "scratch", parents, disk=disk))

    def initialize(self, path: str, parents: list[str]) -> Layer:
        """Make a folder or volume that is there a scratch space on top of layers."""
        # fidelity: HCS-L07
        self.check_parents(parents)
        root = self._storage.disk.folder(path)
        (root / "WcSandboxState").mkdir(exist_ok=True)
        return self.add(Layer(str(self._storage.disk.place(path)), "scratch", parents))

    def initialize_legacy(self, mount: str, folder: str, parents: list[str]) -> Layer:
        """Make a volume that is there, and the folder that its disk is in, a scratch space on top of layers."""
        # fidelity: HCS-L07
        self.check_parents(parents)
        root, place = self._storage.disk.folder(mount), self._storage.disk.place(folder)
        self._storage.disk.folder(folder)
        (root / "WcSandboxState").mkdir(exist_ok=True)
        vhd = self._storage.vhds.with_volume(self._storage.disk.place(mount).volume)
        return self.add(Layer(str(place), "scratch", parents, disk=vhd.path if vhd is not None else ""))

    def check_parents(self, parents: list[str]) -> None:
        """Refuse parents that are not there, and to have none."""
        if not parents:
            raise Fault(PATH_NOT_FOUND, "a scratch space needs a layer below it")
        for parent in parents:
            self.get(parent)

    def copy(self, source: str, target: str, parents: list[str]) -> Layer:
        """Make a copy of a read-only layer."""
        # fidelity: HCS-L08
        layer = self.get(source)
        if self.find(target) is not None:
            raise Fault(ALREADY_EXISTS, target)
        if layer.is_scratch:
            raise Fault(PATH_NOT_FOUND, f"{source} has no files")
        place, real = self._new_folder(target)
        shutil.copytree(self.folder(layer), real, symlinks=True, dirs_exist_ok=True)
        return self.add(dataclasses.replace(layer, path=place, parents=parents or layer.parents))

    def destroy(self, path: str) -> None:
        """Remove a layer with all that belongs to it."""
        # fidelity: HCS-L09
        layer = self.get(path)
        if self._storage.is_used(layer):
            raise Fault(IN_USE, path)
        if layer.is_scratch:
            self._storage.filters.forget(self.root(layer))
        folder = self.folder(layer)
        for vhd in self._storage.vhds:
            if self._storage.disk.place(vhd.path).key.startswith(self._storage.disk.place(layer.path).key + "\\"):
                self._storage.vhds.forget(vhd)
        shutil.rmtree(folder)
        self._layers.pop(self._storage.disk.place(path).key, None)
        self._storage.changed()

    def _new_folder(self, path: str) -> tuple[str, Path]:
        place = self._storage.disk.place(path)
        real = self._storage.disk.at(place)
        if real.is_file():
            raise Fault(FILE_EXISTS, path)
        real.mkdir(parents=True, exist_ok=True)
        return str(place), real

    # -- base layers ------------------------------------------------------------------------------------------------

    def process_base(self, path: str) -> Layer:
        """Make a folder with files a base layer: hives, and the disks that scratch spaces begin with."""
        # fidelity: HCS-L13
        layer = self.get(path)
        folder = self.folder(layer)
        hives = folder / FILES / "Windows" / "System32" / "config"
        for hive in BASE_HIVES:
            if not (hives / hive).is_file():
                raise Fault(FILE_NOT_FOUND, str(hives / hive))
        write_hives(folder / "Hives", "Base")
        for disk in ("blank-base.vhdx", "blank.vhdx"):
            (folder / disk).write_bytes(SIGNATURE)
        return self.add(dataclasses.replace(layer, kind="base", parents=[]))

    def process_utility_vm(self, path: str) -> None:
        """Make the image of a utility virtual machine one that can be started."""
        # fidelity: HCS-L14
        folder = self._storage.disk.locate(path)
        if not (folder / FILES).is_dir():
            raise Fault(PATH_NOT_FOUND, path)
        if not (folder / FILES / "EFI" / "Microsoft" / "Boot" / "BCD").is_file():
            raise Fault(FILE_NOT_FOUND, f"{path} has no boot configuration")
        for disk in ("SystemTemplateBase.vhdx", "SystemTemplate.vhdx"):
            (folder / disk).write_bytes(SIGNATURE)
        self._storage.changed()

    def set_up_volume(self, path: str, volume: str, *, vm: bool) -> None:
        """Make the system of a base layer one that starts from a volume."""
        # fidelity: HCS-L14
        root = self._storage.disk.folder(volume)
        folder = self._storage.disk.locate(path)
        if not (folder / FILES).is_dir():
            raise Fault(PATH_NOT_FOUND, path)
        if not vm:
            write_hives(folder / "Hives", "Base")
        (root / "Windows").mkdir(exist_ok=True)
        self._storage.changed()

    # -- on paper ---------------------------------------------------------------------------------------------------

    def dump(self) -> list[dict[str, Any]]:
        """Write all layers down."""
        return [dataclasses.asdict(layer) for layer in self]

    def load(self, documents: list[dict[str, Any]]) -> None:
        """Take what `dump` wrote."""
        self._layers = {self._storage.disk.place(document["path"]).key: Layer(**document) for document in documents}
