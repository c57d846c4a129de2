"""The verbs of ``host.storage.layers`` that go through computestorage.dll."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from hcspy._ffi import computestorage as native
from hcspy._ffi.virtdisk import device_handle
from hcspy.storage.disk import OpenDisk, VirtualDisk
from hcspy.storage.models import ExportLayerOptions, FileSystemFilterType, LayerData, Version
from hcspy.storage.paths import LayerRef, path_of
from hcspy.storage.services.door import Door

TAKES_VHDS: Final = 18362
"""The build from which on the handle of a virtual disk does for formatting it."""

Below = LayerData | Iterable[LayerRef]


class StorageFilters:
    """Layers by the newer DLL, which takes the layers below another one as a document.

    Where a verb takes `LayerData`, a list of layers does as well: their ids are asked for, and the rest is as usual.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def initialize_writable(self, layer: LayerRef, parents: Below) -> None:
        """Make a folder, or a volume, into a scratch layer on top of others.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     image = host.storage.find_base_image("nanoserver")
        ...     with host.storage.disks.create(r"C:\\scratch.vhdx", size=20 << 30) as disk:
        ...         disk.attach()
        ...         host.storage.layers.format_vhd(disk)
        ...         volume = host.storage.layers.vhd_mount_path(disk)
        ...         host.storage.layers.initialize_writable(volume, [image.path])
        """
        door = self._door
        native.initialize_writable_layer(door.tables, path_of(layer), door.layer_data(parents), timeout=door.timeout)

    def initialize_legacy_writable(self, mount_path: str, layer: LayerRef, parents: Below) -> None:
        """Make a mounted volume into a scratch layer as ``create_scratch`` makes them, in a folder of its own."""
        door = self._door
        data = door.layer_data(parents)
        native.initialize_legacy_writable_layer(door.tables, mount_path, path_of(layer), data, timeout=door.timeout)

    def attach_filter(self, layer: LayerRef, parents: Below) -> None:
        """Let the files of the layers below be seen in a scratch layer; its path is that of its volume."""
        door = self._door
        native.attach_layer_storage_filter(door.tables, path_of(layer), door.layer_data(parents), timeout=door.timeout)

    def detach_filter(self, layer: LayerRef) -> None:
        """End what ``attach_filter`` began."""
        native.detach_layer_storage_filter(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def attach_overlay(self, volume: str | os.PathLike[str], parents: Below) -> None:
        """Let the files of layers be seen on a volume, through the filter that the document names."""
        door = self._door
        native.attach_overlay_filter(
            door.tables, path_of(volume, "volume"), door.layer_data(parents), timeout=door.timeout
        )

    def detach_overlay(self, volume: str | os.PathLike[str], filter_type: FileSystemFilterType | str) -> None:
        """End what ``attach_overlay`` began, for the filter that it began with."""
        door = self._door
        data = door.document(LayerData(schema_version=Version(), filter_type=filter_type))
        native.detach_overlay_filter(door.tables, path_of(volume, "volume"), data, timeout=door.timeout)

    def import_folder(self, layer: LayerRef, source: str | os.PathLike[str], parents: Below) -> None:
        """Make a read-only layer of a folder in the transport format; like ``import_``, by the newer DLL."""
        door = self._door
        data = door.layer_data(parents)
        native.import_layer(door.tables, path_of(layer), path_of(source, "source"), data, timeout=door.timeout)

    def export_folder(
        self,
        layer: LayerRef,
        target: str | os.PathLike[str],
        parents: Below,
        options: ExportLayerOptions | None = None,
    ) -> None:
        """Write a layer into a folder, in the transport format; like ``export``, by the newer DLL."""
        door = self._door
        data, how = door.layer_data(parents), door.document(options or ExportLayerOptions())
        native.export_layer(door.tables, path_of(layer), path_of(target, "target"), data, how, timeout=door.timeout)

    def export_legacy_writable(
        self, mount_path: str, layer: LayerRef, target: str | os.PathLike[str], parents: Below
    ) -> None:
        """Write a mounted scratch layer that ``create_scratch`` made into a folder, in the transport format."""
        door = self._door
        data, folder = door.layer_data(parents), path_of(target, "target")
        native.export_legacy_writable_layer(door.tables, mount_path, path_of(layer), folder, data, timeout=door.timeout)

    def destroy_folder(self, layer: LayerRef) -> None:
        """Remove a layer and all that is in it from the disk; like ``destroy``, by the newer DLL."""
        native.destroy_layer(self._door.tables, path_of(layer), timeout=self._door.timeout)

    def format_vhd(self, disk: OpenDisk | int) -> None:
        """Make a partition with an empty file system on a virtual disk, for a scratch layer.

        The disk may be given by its native handle. Windows Server 2019 wants that of the attached disk as a device,
        which is found out for a `VirtualDisk` but not for a number.
        """
        door = self._door
        if isinstance(disk, VirtualDisk) and door.build is not None and door.build < TAKES_VHDS:
            with device_handle(disk.physical_path()) as device:
                native.format_writable_layer_vhd(door.tables, device, timeout=door.timeout)
        else:
            native.format_writable_layer_vhd(door.tables, handle_of(disk), timeout=door.timeout)

    def vhd_mount_path(self, disk: OpenDisk | int) -> str:
        r"""Return the path of the volume on an attached virtual disk, such as ``\\\\?\\Volume{...}``."""
        return native.get_layer_vhd_mount_path(self._door.tables, handle_of(disk), timeout=self._door.timeout)


def handle_of(disk: OpenDisk | int) -> int:
    """Return the number of a disk's native handle."""
    return disk if isinstance(disk, int) else disk.handle
