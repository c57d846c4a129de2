"""Virtual disks: files with a volume in each, which is there while the disk is attached."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.faults import Fault

from .codes import (
    FILE_EXISTS,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    NOT_READY,
    PATH_NOT_FOUND,
    UNRECOGNIZED_VOLUME,
    VHD_CORRUPT,
)
from .paths import Place

if TYPE_CHECKING:
    from .storage import Storage

GIGABYTE: Final = 1 << 30
SIGNATURE: Final = b"vhdxfile"


@dataclasses.dataclass
class Vhd:
    """A virtual disk."""

    path: str
    volume: str
    """GUID of the volume on it."""
    size: int
    parent: str = ""
    """The disk that it differs from; empty when there is none."""
    number: int = 0
    """Number of the physical disk that it is attached as; 0 when it is not."""
    formatted: bool = False
    lent: bool = False
    """Whether a virtual machine has it."""


class Vhds:
    """The virtual disks of a machine, by the files that they are in."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._vhds: dict[str, Vhd] = {}

    def __iter__(self) -> Iterator[Vhd]:
        return iter(tuple(self._vhds.values()))

    def find(self, path: str) -> Vhd | None:
        """Find the disk in a file that was opened or made before."""
        return self._vhds.get(self._storage.disk.place(path).key)

    def get(self, path: str) -> Vhd:
        """Find the disk in a file; a copy of a disk's file is a disk of its own."""
        place = self._storage.disk.place(path)
        real = self._storage.disk.at(place)
        if not real.is_file():
            self._vhds.pop(place.key, None)
            raise Fault(FILE_NOT_FOUND, path)
        known = self._vhds.get(place.key)
        return known if known is not None else self._adopted(place, real)

    def create(self, path: str, size: int, parent: str = "") -> Vhd:
        """Make a disk."""
        # fidelity: HCS-L21
        place = self._storage.disk.place(path)
        real = self._storage.disk.at(place)
        if not real.parent.is_dir():
            raise Fault(PATH_NOT_FOUND, path)
        if real.exists():
            raise Fault(FILE_EXISTS, path)
        origin = self.get(parent) if parent else None
        if origin is None and size <= 0:
            raise Fault(INVALID_PARAMETER, f"a disk of {size} bytes")
        vhd = Vhd(str(place), self._storage.guid(), size or (origin.size if origin else 0), parent)
        self._write(real, vhd)
        if origin is not None:
            vhd.formatted = origin.formatted
            self._copy_volume(origin.volume, vhd.volume)
        self._vhds[place.key] = vhd
        self._storage.changed()
        return vhd

    def forget(self, vhd: Vhd) -> None:
        """Remove a disk, its file and what is on it."""
        self._vhds.pop(self._storage.disk.place(vhd.path).key, None)
        self._storage.disk.locate(vhd.path).unlink(missing_ok=True)
        shutil.rmtree(self.root(vhd), ignore_errors=True)
        self._storage.changed()

    def root(self, vhd: Vhd) -> Path:
        """Return the root folder of the volume on a disk; it is made if it is not there."""
        root = self._storage.disk.at(Place("", vhd.volume, ()))
        root.mkdir(parents=True, exist_ok=True)
        return root

    # -- attached or not --------------------------------------------------------------------------------------------

    def attach(self, vhd: Vhd) -> None:
        """Let the volume of a disk appear."""
        # fidelity: HCS-L22
        self._check_free(vhd)
        taken = {other.number for other in self}
        vhd.number = next(number for number in range(1, len(taken) + 2) if number not in taken)
        self.root(vhd)
        self._storage.changed()

    @staticmethod
    def _check_free(vhd: Vhd) -> None:
        if vhd.number or vhd.lent:
            raise Fault(IN_USE, f"{vhd.path} is attached")

    def is_there(self, path: str) -> bool:
        """Tell whether there is a file that may be a disk."""
        with contextlib.suppress(Fault):
            return self._storage.disk.locate(path).is_file()
        return False

    def lend(self, vhd: Vhd) -> None:
        """Give a disk to a virtual machine, which has it for itself."""
        # fidelity: HCS-L28
        self._check_free(vhd)
        vhd.lent = True
        self.root(vhd)
        self._storage.changed()

    def take_back(self, vhd: Vhd) -> None:
        """Take a disk back from a virtual machine."""
        self._storage.filters.drop(self.root_path(vhd))
        vhd.lent = False
        self._storage.changed()

    def detach(self, vhd: Vhd) -> None:
        """Let the volume of a disk disappear, and the filter on it with it."""
        if not vhd.number:
            raise Fault(NOT_READY, f"{vhd.path} is not attached")
        self._storage.filters.drop(self.root_path(vhd))
        vhd.number = 0
        self._storage.changed()

    @staticmethod
    def number(vhd: Vhd) -> int:
        """Return the number of the physical disk that a disk is attached as."""
        if not vhd.number:
            raise Fault(NOT_READY, f"{vhd.path} is not attached")
        return vhd.number

    @staticmethod
    def root_path(vhd: Vhd) -> str:
        """Return the path of the volume on a disk."""
        return str(Place("", vhd.volume, ())).rstrip("\\")

    def format(self, vhd: Vhd) -> None:
        """Put an empty file system on a disk."""
        # fidelity: HCS-L27
        shutil.rmtree(self.root(vhd))
        self.root(vhd)
        vhd.formatted = True
        self._storage.changed()

    def mount_path(self, vhd: Vhd) -> str:
        """Return the path of the volume on a disk that is attached and has a file system."""
        # fidelity: HCS-L27
        self.number(vhd)
        if not vhd.formatted:
            raise Fault(UNRECOGNIZED_VOLUME, vhd.path)
        return self.root_path(vhd)

    def with_volume(self, volume: str) -> Vhd | None:
        """Find the disk that a volume is on."""
        return next((vhd for vhd in self if vhd.volume == volume), None)

    def grow(self, vhd: Vhd, size: int) -> None:
        """Make a disk larger."""
        if size < vhd.size:
            raise Fault(INVALID_PARAMETER, f"{size} bytes are less than {vhd.size}")
        vhd.size = size
        self._storage.changed()

    # -- on paper ---------------------------------------------------------------------------------------------------

    def dump(self) -> list[dict[str, Any]]:
        """Write all disks down."""
        return [dataclasses.asdict(vhd) for vhd in self]

    def load(self, documents: list[dict[str, Any]]) -> None:
        """Take what `dump` wrote."""
        self._vhds = {self._storage.disk.place(document["path"]).key: Vhd(**document) for document in documents}

    def _write(self, real: Path, vhd: Vhd) -> None:
        real.write_bytes(SIGNATURE + vhd.volume.encode("ascii"))

    def _adopted(self, place: Place, real: Path) -> Vhd:
        head = real.read_bytes()
        if not head.startswith(SIGNATURE):
            raise Fault(VHD_CORRUPT, str(place))
        origin = self.with_volume(head[len(SIGNATURE) :].decode("ascii", "replace"))
        vhd = Vhd(str(place), self._storage.guid(), origin.size if origin else 20 * GIGABYTE, formatted=True)
        if origin is not None:
            self._copy_volume(origin.volume, vhd.volume)
        self._write(real, vhd)
        self._vhds[place.key] = vhd
        self._storage.changed()
        return vhd

    def _copy_volume(self, source: str, target: str) -> None:
        at = self._storage.disk.at
        if at(Place("", source, ())).is_dir():
            shutil.copytree(at(Place("", source, ())), at(Place("", target, ())), symlinks=True)
