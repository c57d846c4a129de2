"""The verbs of storage, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hcspy.aio.live import AsyncContext, AsyncVirtualDisk
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.storage import (
    BaseImage,
    DiskSpace,
    ExportLayerOptions,
    FileSystemFilterType,
    Layer,
    OsLayerOptions,
)
from hcspy.storage.disk import OpenDisk
from hcspy.storage.paths import LayerRef
from hcspy.storage.services.disks import MEBIBYTE, Name
from hcspy.storage.services.filters import Below
from hcspy.storage.services.setup import Steps
from hcspy.storage.services.transport import LayerWriter, Progress
from hcspy.storage.stream import Entry, LayerContents


class Layers(AsyncNoun):
    """``await host.storage.layers``: read-only layers, and scratch layers on top of them."""

    async def activate(self, layer: LayerRef) -> None:
        """Attach the disk of a scratch layer; nothing happens for a read-only layer."""
        await self._call("activate", layer)

    async def attach_filter(self, layer: LayerRef, parents: Below) -> None:
        """Let the files of the layers below be seen in a scratch layer; its path is that of its volume."""
        await self._call("attach_filter", layer, parents)

    async def attach_overlay(self, volume: str | os.PathLike[str], parents: Below) -> None:
        """Let the files of layers be seen on a volume, through the filter that the document names."""
        await self._call("attach_overlay", volume, parents)

    async def chain(self, layer: LayerRef) -> tuple[str, ...]:
        """Return the paths of the layers below one, the nearest first, as ``layerchain.json`` in its folder says."""
        result: tuple[str, ...] = await self._call("chain", layer)
        return result

    async def convert_to_base(self, layer: LayerRef) -> None:
        """Make a folder with the files of a Windows a base layer, and its ``UtilityVM``, if any, one that boots."""
        await self._call("convert_to_base", layer)

    async def copy(self, layer: LayerRef, target: LayerRef, parents: Iterable[LayerRef] | None = None) -> None:
        """Make a copy of a read-only layer at another path."""
        await self._call("copy", layer, target, parents)

    async def create(self, layer: LayerRef, parent: LayerRef | None = None) -> None:
        """Make an empty read-only layer, on top of another one if there is one."""
        await self._call("create", layer, parent)

    async def create_scratch(self, layer: LayerRef, parents: Iterable[LayerRef]) -> None:
        """Make a scratch layer, the one that a container writes to, on top of others."""
        await self._call("create_scratch", layer, parents)

    async def deactivate(self, layer: LayerRef) -> None:
        """Detach the disk of a scratch layer."""
        await self._call("deactivate", layer)

    async def destroy(self, layer: LayerRef, *, missing_ok: bool = False) -> None:
        """Remove a layer and all that is in it from the disk; what is in use is not removed."""
        await self._call("destroy", layer, missing_ok=missing_ok)

    async def destroy_folder(self, layer: LayerRef) -> None:
        """Remove a layer and all that is in it from the disk; like ``destroy``, by the newer DLL."""
        await self._call("destroy_folder", layer)

    async def detach_filter(self, layer: LayerRef) -> None:
        """End what ``attach_filter`` began."""
        await self._call("detach_filter", layer)

    async def detach_overlay(self, volume: str | os.PathLike[str], filter_type: FileSystemFilterType | str) -> None:
        """End what ``attach_overlay`` began, for the filter that it began with."""
        await self._call("detach_overlay", volume, filter_type)

    async def exists(self, layer: LayerRef) -> bool:
        """Tell whether Windows knows a layer at a path."""
        result: bool = await self._call("exists", layer)
        return result

    async def expand_scratch(self, layer: LayerRef, size: int) -> None:
        """Make the disk of a scratch layer so many bytes large; it never becomes smaller."""
        await self._call("expand_scratch", layer, size)

    async def export(
        self,
        layer: LayerRef,
        target: Name | BinaryIO,
        parents: Iterable[LayerRef] | None = None,
        *,
        progress: Progress | None = None,
    ) -> LayerContents | None:
        """Write what a layer adds to those below into a folder, in the transport format, or as a tar archive."""
        result: LayerContents | None = await self._call("export", layer, target, parents, progress=progress)
        return result

    async def export_folder(
        self, layer: LayerRef, target: str | os.PathLike[str], parents: Below, options: ExportLayerOptions | None = None
    ) -> None:
        """Write a layer into a folder, in the transport format; like ``export``, by the newer DLL."""
        await self._call("export_folder", layer, target, parents, options)

    async def export_legacy_writable(
        self, mount_path: str, layer: LayerRef, target: str | os.PathLike[str], parents: Below
    ) -> None:
        """Write a mounted scratch layer that ``create_scratch`` made into a folder, in the transport format."""
        await self._call("export_legacy_writable", mount_path, layer, target, parents)

    async def format_vhd(self, disk: OpenDisk | int) -> None:
        """Make a partition with an empty file system on a virtual disk, for a scratch layer."""
        await self._call("format_vhd", disk)

    async def grant_access(self, vm: str, path: Name) -> None:
        """Let a virtual machine, by its id, open a file."""
        await self._call("grant_access", vm, path)

    async def import_(
        self,
        layer: LayerRef,
        source: Name | BinaryIO,
        parents: Iterable[LayerRef] | None = None,
        *,
        progress: Progress | None = None,
    ) -> LayerContents | None:
        """Make a read-only layer, on top of others, of a folder in the transport format, or of a tar archive."""
        result: LayerContents | None = await self._call("import_", layer, source, parents, progress=progress)
        return result

    async def import_folder(self, layer: LayerRef, source: str | os.PathLike[str], parents: Below) -> None:
        """Make a read-only layer of a folder in the transport format; like ``import_``, by the newer DLL."""
        await self._call("import_folder", layer, source, parents)

    async def initialize_legacy_writable(self, mount_path: str, layer: LayerRef, parents: Below) -> None:
        """Make a mounted volume into a scratch layer as ``create_scratch`` makes them, in a folder of its own."""
        await self._call("initialize_legacy_writable", mount_path, layer, parents)

    async def initialize_writable(self, layer: LayerRef, parents: Below) -> None:
        """Make a folder, or a volume, into a scratch layer on top of others."""
        await self._call("initialize_writable", layer, parents)

    async def locate(self, path: Name) -> Path:
        """Return the path by which this process can open what Windows has at a path."""
        result: Path = await self._call("locate", path)
        return result

    async def mount_path(self, layer: LayerRef) -> str:
        """Return where the files of a layer are, as Windows has it."""
        result: str = await self._call("mount_path", layer)
        return result

    async def name_to_guid(self, name: str) -> str:
        """Return the id that Windows derives from a name; the id of a layer comes from the last part of its path."""
        result: str = await self._call("name_to_guid", name)
        return result

    async def of(self, layer: LayerRef) -> Layer:
        """Return a layer as documents refer to it: by id and path."""
        result: Layer = await self._call("of", layer)
        return result

    async def prepare(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> None:
        """Let the files of the layers below be seen in an active scratch layer."""
        await self._call("prepare", layer, parents)

    async def process_base(self, layer: LayerRef) -> None:
        """Make a folder with the files of a Windows into a base layer for containers."""
        await self._call("process_base", layer)

    async def process_utility_vm(self, folder: Name) -> None:
        """Make a folder with the files of a utility VM, ``UtilityVM`` of a base layer, into one that boots."""
        await self._call("process_utility_vm", folder)

    def reader(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> AsyncContext[Iterator[Entry]]:
        """Return a context manager that gives what a layer adds to those below, entry by entry."""
        return AsyncContext(lambda: self._service.reader(layer, parents), self._worker)

    async def unprepare(self, layer: LayerRef) -> None:
        """End what ``prepare`` began."""
        await self._call("unprepare", layer)

    async def vhd_mount_path(self, disk: OpenDisk | int) -> str:
        """Return the path of the volume on an attached virtual disk, such as ``\\\\?\\Volume{...}``."""
        result: str = await self._call("vhd_mount_path", disk)
        return result

    async def write_chain(self, layer: LayerRef, parents: Iterable[LayerRef]) -> None:
        """Write down which layers are below one, in ``layerchain.json`` in its folder."""
        await self._call("write_chain", layer, parents)

    def writer(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> AsyncContext[LayerWriter]:
        """Return a context manager that takes the entries of a new layer; at its end the layer is there."""
        return AsyncContext(lambda: self._service.writer(layer, parents), self._worker)


class BaseImages(AsyncNoun):
    """``await host.storage.base_images``: what Windows has ready for containers to be built on."""

    async def find(self, name: str, *, version: str | None = None) -> BaseImage | None:
        """Return the image with a name, None if there is none; of several versions the newest."""
        result: BaseImage | None = await self._call("find", name, version=version)
        return result

    async def get(self, name: str, *, version: str | None = None) -> BaseImage:
        """Return the image with a name, the newest version of several; NotFoundError if there is none."""
        result: BaseImage = await self._call("get", name, version=version)
        return result

    async def list(self, *, name: str | None = None, version: str | None = None) -> list[BaseImage]:
        """Return the base images of this machine; both filters are applied here."""
        result: list[BaseImage] = await self._call("list", name=name, version=version)
        return result

    async def setup_container_layer(
        self, layer: LayerRef, base_disk: Name, scratch_disk: Name, *, size: int, progress: Steps | None = None
    ) -> None:
        """Make a layer with the files of a Windows the base layer of containers, with the disks for scratch layers."""
        await self._call("setup_container_layer", layer, base_disk, scratch_disk, size=size, progress=progress)

    async def setup_layer(
        self, layer: LayerRef, disk: OpenDisk | int | None = None, options: OsLayerOptions | None = None
    ) -> None:
        """Make a layer with the files of a Windows a base layer; a utility VM's goes onto an attached disk."""
        await self._call("setup_layer", layer, disk, options)

    async def setup_utility_vm_layer(
        self, folder: LayerRef, base_disk: Name, scratch_disk: Name, *, size: int, progress: Steps | None = None
    ) -> None:
        """Make a folder with the files of a utility VM, ``UtilityVM`` of a base layer, one that boots."""
        await self._call("setup_utility_vm_layer", folder, base_disk, scratch_disk, size=size, progress=progress)

    async def setup_volume(self, layer: LayerRef, volume: Name, options: OsLayerOptions | None = None) -> None:
        """Make a layer with the files of a Windows a base layer, on a mounted volume (Windows Server 2022)."""
        await self._call("setup_volume", layer, volume, options)


class Disks(AsyncNoun):
    """``await host.storage.disks``: makes and opens virtual disks."""

    async def create(self, path: Name, *, size: int, block_size: int = MEBIBYTE) -> AsyncVirtualDisk:
        """Make a disk that grows to so many bytes (a .vhd or .vhdx file) and return it, open."""
        return AsyncVirtualDisk(await self._call("create", path, size=size, block_size=block_size), self._worker)

    async def create_differencing(self, path: Name, parent: Name, *, block_size: int = MEBIBYTE) -> AsyncVirtualDisk:
        """Make a disk that holds only what differs from another one, which must not change, and return it, open."""
        return AsyncVirtualDisk(
            await self._call("create_differencing", path, parent, block_size=block_size), self._worker
        )

    async def open(self, path: Name) -> AsyncVirtualDisk:
        """Open a disk that is there."""
        return AsyncVirtualDisk(await self._call("open", path), self._worker)

    async def space(self, path: Name) -> DiskSpace:
        """Return how large the volume at a path is, and how much of it is free, in bytes."""
        result: DiskSpace = await self._call("space", path)
        return result


class Storage(AsyncNoun):
    """storage of one host, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        super().__init__(service, worker)
        self.layers = Layers(service.layers, worker)
        self.base_images = BaseImages(service.base_images, worker)
        self.disks = Disks(service.disks, worker)

    async def find_base_image(self, name: str, *, version: str | None = None) -> BaseImage:
        """Return the base image with a name, the newest of several versions."""
        result: BaseImage = await self._call("find_base_image", name, version=version)
        return result

    def mounted(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> AsyncContext[Path]:
        """Return a context manager in whose block the files of a scratch layer can be read and written."""
        return AsyncContext(lambda: self._service.mounted(layer, parents), self._worker)
