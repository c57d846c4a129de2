"""``host.storage.base_images``: the images that Windows has ready, and how a layer becomes one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from hcspy._ffi import computestorage
from hcspy._ffi.vmcompute import layers as native
from hcspy.codec import from_json
from hcspy.errors import InvalidDocumentError, NotFoundError, UnexpectedAnswerError
from hcspy.storage.disk import OpenDisk
from hcspy.storage.images import BaseImage
from hcspy.storage.images import BaseImages as Document
from hcspy.storage.models import OsLayerOptions
from hcspy.storage.paths import LayerRef, path_of
from hcspy.storage.services.door import Door
from hcspy.storage.services.filters import handle_of
from hcspy.storage.services.setup import Setup, Steps

Name = str | os.PathLike[str]


class BaseImages:
    """``host.storage.base_images``: what Windows has ready for containers to be built on.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     [image.name for image in host.storage.base_images.list()]
    ['WindowsServerCore', 'NanoServer']
    """

    noun = "base image"

    def __init__(self, door: Door) -> None:
        self._door = door

    # -- finding ----------------------------------------------------------------------------------------------------

    def list(self, *, name: str | None = None, version: str | None = None) -> list[BaseImage]:
        """Return the base images of this machine; both filters are applied here.

        ``name`` is a name in any letter case, or an image as engines call it: "nanoserver", "windows/servercore",
        "mcr.microsoft.com/windows/nanoserver:10.0.20348.587". ``version`` is how the version begins: "10.0.20348".
        """
        return _chosen(self._all(), name, version)

    def find(self, name: str, *, version: str | None = None) -> BaseImage | None:
        """Return the image with a name, None if there is none; of several versions the newest.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2022") as host:
        ...     host.storage.base_images.find("nanoserver").build
        20348
        """
        return _newest(_chosen(self._all(), name, version))

    def get(self, name: str, *, version: str | None = None) -> BaseImage:
        """Return the image with a name, the newest version of several; NotFoundError if there is none."""
        images = self._all()
        found = _newest(_chosen(images, name, version))
        if found is None:
            known = ", ".join(f"{image.name} {image.version}" for image in images) or "none at all"
            asked = f"{name!r}" if version is None else f"{name!r} {version}"
            raise NotFoundError(f"no base image {asked}; there are: {known}", call="GetBaseImages")
        return found

    def _all(self) -> Sequence[BaseImage]:
        return _parsed(native.get_base_images(self._door.tables, timeout=self._door.timeout))

    # -- setting up -------------------------------------------------------------------------------------------------

    def setup_layer(
        self, layer: LayerRef, disk: OpenDisk | int | None = None, options: OsLayerOptions | None = None
    ) -> None:
        """Make a layer with the files of a Windows a base layer; a utility VM's goes onto an attached disk."""
        door = self._door
        handle = 0 if disk is None else handle_of(disk)
        how = door.document(OsLayerOptions() if options is None else options)
        computestorage.setup_base_os_layer(door.tables, path_of(layer), handle, how, timeout=door.timeout)

    def setup_volume(self, layer: LayerRef, volume: Name, options: OsLayerOptions | None = None) -> None:
        """Make a layer with the files of a Windows a base layer, on a mounted volume (Windows Server 2022)."""
        door = self._door
        how, where = door.document(OsLayerOptions() if options is None else options), path_of(volume, "volume")
        computestorage.setup_base_os_volume(door.tables, path_of(layer), where, how, timeout=door.timeout)

    def setup_container_layer(
        self, layer: LayerRef, base_disk: Name, scratch_disk: Name, *, size: int, progress: Steps | None = None
    ) -> None:
        """Make a layer with the files of a Windows the base layer of containers, with the disks for scratch layers.

        ``base_disk`` becomes an empty disk of ``size`` bytes with a file system on it, ``scratch_disk`` one that holds
        what differs from it: copies of that are the scratch layers. What an earlier attempt left is removed first. If
        it fails, neither disk is left. Needs build 19041, which brought the call that lets virtual machines open them.
        ``progress`` is told of each step, in words: it takes minutes.
        """
        disks = path_of(base_disk, "disk"), path_of(scratch_disk, "disk")
        Setup(self._door, *disks, size, progress).container(path_of(layer))

    def setup_utility_vm_layer(
        self, folder: LayerRef, base_disk: Name, scratch_disk: Name, *, size: int, progress: Steps | None = None
    ) -> None:
        """Make a folder with the files of a utility VM, ``UtilityVM`` of a base layer, one that boots.

        ``base_disk`` becomes a disk of ``size`` bytes that boots, ``scratch_disk`` one that holds what differs from
        it. If it fails, neither disk is left.
        """
        disks = path_of(base_disk, "disk"), path_of(scratch_disk, "disk")
        Setup(self._door, *disks, size, progress).utility_vm(path_of(folder, "folder"))


def _parsed(text: str) -> Sequence[BaseImage]:
    if not text:
        return ()
    try:
        return from_json(Document, text).images
    except InvalidDocumentError as error:
        raise UnexpectedAnswerError(
            f"the list of base images is not what it should be: {error}", call="GetBaseImages", record=text
        ) from None


def _chosen(images: Iterable[BaseImage], name: str | None, version: str | None) -> list[BaseImage]:
    """Return the images with a name, and a version that begins so."""
    wanted = None if name is None else _wanted(name)
    begin = version if version is not None or wanted is None else wanted[1]
    return [image for image in images if _is_named(image, wanted) and _begins(image.version, begin)]


def _newest(images: Iterable[BaseImage]) -> BaseImage | None:
    return max(images, key=lambda image: image.numbers, default=None)


def _wanted(name: str) -> tuple[str, str | None]:
    """Return the bare name and the version in what an engine calls an image."""
    bare, _, tag = name.rpartition("/")[2].partition(":")
    return bare.lower(), tag or None


def _is_named(image: BaseImage, wanted: tuple[str, str | None] | None) -> bool:
    known = (image.name or "").lower()
    return wanted is None or wanted[0] in (known, known.removeprefix("windows"))


def _begins(version: str | None, begin: str | None) -> bool:
    """Tell whether a version begins so, part by part: 10.0.2 is not the beginning of 10.0.20348."""
    return begin is None or f"{version or ''}.".startswith(f"{begin.rstrip('.')}.")
