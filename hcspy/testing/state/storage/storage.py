"""All that a machine stores for its containers."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import Fault

from .codes import ACCESS_DENIED, FILE_NOT_FOUND
from .disk import Disk
from .filters import Filters
from .images import HOME, Image, build, default_images
from .layer import Layer
from .layers import Layers
from .mounts import Mounts
from .paths import Place
from .travel import Travel
from .trees import walk
from .vhds import Vhds

if TYPE_CHECKING:
    from hcspy.testing.state.compute.system import System
    from hcspy.testing.state.state import State

DRIVE_SIZE: Final = 127 << 30
FULL: Final = "WindowsServerCore"


class Storage:
    """The layers, virtual disks, filters and base images of a machine, and the disk that they are on."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.disk = Disk()
        self.disk.furnish = self._furnish
        self.images: list[Image] = default_images(state.profile)
        self.vhds = Vhds(self)
        self.filters = Filters(self)
        self.layers = Layers(self)
        self.mounts = Mounts(self)
        self.travel = Travel(self)
        self.grants: dict[str, list[str]] = {}
        """Ids of the virtual machines that may use a file, by the file's path."""

    def changed(self) -> None:
        """Count a change."""
        self._state.revision += 1

    def guid(self) -> str:
        """Make a new GUID."""
        return self._state.chance.guid()

    # -- base images ------------------------------------------------------------------------------------------------

    def base_images(self) -> list[Image]:
        """List the base images."""
        # fidelity: HCS-L02
        return list(self.images) if self._state.switches.base_images else []

    def add_image(self, image: Image) -> None:
        """Give the machine one more base image."""
        self.images.append(image)
        self.changed()

    def _furnish(self, place: Place) -> None:
        """Build the base images that a place lies in, or that lie in it: who uses none should not wait for them."""
        for image in self.base_images():
            home, folder = self.disk.place(HOME), self.disk.place(image.path)
            if place.key == home.key or f"{place.key}\\".startswith(f"{folder.key}\\"):
                self._build(image, self.disk.real(folder))

    @staticmethod
    def _build(image: Image, folder: Path) -> None:
        if not folder.exists():
            build(folder, full=image.name == FULL)

    # -- files ------------------------------------------------------------------------------------------------------

    def grant(self, vm: str, path: str) -> None:
        """Let a virtual machine use a file."""
        # fidelity: HCS-L19
        place = self.disk.place(path)
        if not self.disk.at(place).exists():
            raise Fault(FILE_NOT_FOUND, path)
        if vm not in self.grants.setdefault(place.key, []):
            self.grants[place.key].append(vm)
        self.changed()

    def space(self, path: str) -> tuple[int, int]:
        """Return the size of the volume that a path is on, and how much of it is free."""
        # fidelity: HCS-L23
        place = self.disk.place(path)
        if not self.disk.at(place).exists():
            raise Fault(FILE_NOT_FOUND, path)
        vhd = self.vhds.with_volume(place.volume) if place.volume else None
        root = self.disk.at(place._replace(parts=()))
        used = sum(entry.real.lstat().st_size for entry in walk(root) if not entry.folder)
        size = vhd.size if vhd is not None else DRIVE_SIZE
        return size, max(size - used, 0)

    def paths_exist(self, paths: Iterable[str]) -> bool:
        """Tell whether all of some layers are there."""
        try:
            return all(self.layers.find(path) is not None for path in paths)
        except Fault:
            return False

    def is_used(self, layer: Layer) -> bool:
        """Tell whether a layer is mounted, or somebody looks through it, or a compute system is made of it."""
        # fidelity: HCS-L09
        if self.filters.uses(layer.path) or self.mounts.is_active(layer) or self.mounts.is_lent(layer):
            return True
        key = self.disk.place(layer.path).key
        return any(key in self._keys(system) for system in self._state.systems)

    def _keys(self, system: System) -> Iterator[str]:
        folder = system.document.get("LayerFolderPath")
        for path in (*self._state.systems.layers_of(system), *([folder] if isinstance(folder, str) and folder else [])):
            with contextlib.suppress(Fault):  # systems may be made of anything as long as nobody looks
                yield self.disk.place(path).key

    def check_access(self) -> None:
        """Refuse callers that are no administrators."""
        if not self._state.switches.elevated:
            raise Fault(ACCESS_DENIED)

    # -- time -------------------------------------------------------------------------------------------------------

    def reboot(self) -> None:
        """Switch the machine off and on: nothing is attached afterwards, all files are there."""
        # fidelity: HCS-L24
        for layer in self.layers:
            if layer.is_scratch and not layer.disk:
                self.filters.drop(layer.path)
        for vhd in self.vhds:
            if vhd.number:
                self.vhds.detach(vhd)

    # -- on paper ---------------------------------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """Write everything down, files included unless they last."""
        # fidelity: HCS-L25
        return {
            "images": [dataclasses.asdict(image) for image in self.images],
            "layers": self.layers.dump(),
            "vhds": self.vhds.dump(),
            **self.filters.dump(),
            "grants": {path: list(vms) for path, vms in self.grants.items()},
            "files": self.disk.dump(tuple(image.path for image in self.images)),
        }

    def load(self, document: dict[str, Any]) -> None:
        """Take what `dump` wrote."""
        self.images = [Image(**image) for image in document["images"]]
        self.layers.load(document["layers"])
        self.vhds.load(document["vhds"])
        self.filters.load(document)
        self.grants = {path: list(vms) for path, vms in document["grants"].items()}
        self.disk.load(document["files"])
