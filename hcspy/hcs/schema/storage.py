"""What containers are stored in: layers, scratch space, disks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.container import PathType


class CacheMode(WireEnum):
    """How the files of a layer are cached."""

    UNSPECIFIED = "Unspecified"
    """As usual, which is mostly Enabled."""

    DISABLED = "Disabled"
    """They are not."""

    ENABLED = "Enabled"
    """In the memory that the whole system shares."""

    PRIVATE = "Private"
    """In memory of the container's own partition."""

    PRIVATE_ALLOW_SHARING = "PrivateAllowSharing"
    """In memory of the container's own partition, which others may use, too."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Storage:
    """The image layers and the scratch space of a container.

    >>> Storage(layers=[Layer(id="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path="C:\\\\layers\\\\base")]).layers[0].path
    'C:\\\\layers\\\\base'
    """

    layers: Sequence[Layer] = ()
    """The read-only layers, the newest first and the base layer last."""

    path: str | None = None
    """The scratch space: the volume of an activated layer, `\\\\?\\Volume{...}\\`, or a folder in the utility VM."""

    qos: StorageQoS | None = attrs.field(default=None, metadata=key("QoS"))
    """How much it may read and write."""

    privileged_container_root_path: str | None = None
    """Where a host process container finds its files (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Layer:
    """A read-only layer of an image.

    >>> Layer(id="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path="C:\\\\layers\\\\base").path
    'C:\\\\layers\\\\base'
    """

    id: Guid | None = None
    """Its id: what `NameToGuid` makes of the last part of its path."""

    path: str | None = None
    """Its folder."""

    path_type: PathType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How the path is meant."""

    cache: CacheMode | str | None = None
    """How its files are cached."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class StorageQoS:
    """How much a container or a virtual machine may read and write.

    >>> StorageQoS(iops_maximum=500, bandwidth_maximum=100_000_000).iops_maximum
    500
    """

    iops_maximum: int | None = None
    """Most operations a second."""

    bandwidth_maximum: int | None = None
    """Most bytes a second."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CombinedLayers:
    """Layers and a scratch space, put together in a guest: a request to it.

    >>> held = CombinedLayers(layers=[Layer(path="C:\\\\mounts\\\\base")], scratch_path="C:\\\\mounts\\\\scratch")
    >>> held.layers[0].path
    'C:\\\\mounts\\\\base'
    """

    layers: Sequence[Layer] = ()
    """The read-only layers, as the guest sees them."""

    scratch_path: str | None = None
    """The scratch space."""

    container_root_path: str | None = None
    """Where the two are seen as one."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedVirtualDisk:
    """A virtual disk of a utility VM that a container sees: a request to the guest.

    >>> MappedVirtualDisk(container_path="D:\\\\", lun=3).lun
    3
    """

    container_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Where the container sees it."""

    lun: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The number of the disk at its SCSI controller."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CimMount:
    """A composite image (CimFS) that is mounted in a guest: a request to it.

    >>> CimMount(image_path="C:\\\\images", file_system_name="base.cim").file_system_name
    'base.cim'
    """

    image_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The folder of the image."""

    file_system_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The image's name."""

    volume_guid: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The GUID of the volume that it becomes."""

    mount_flags: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Switches of CimFS, as bits."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
