"""Disks of a virtual machine, and memory that is a disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key


class AttachmentType(WireEnum):
    """What is attached to a SCSI controller."""

    VIRTUAL_DISK = "VirtualDisk"
    """A virtual disk: a VHD or VHDX file."""

    ISO = "Iso"
    """A CD: an ISO file."""

    PASS_THRU = "PassThru"
    """A physical disk of the host."""


class CachingMode(WireEnum):
    """How the file of a disk is cached."""

    UNCACHED = "Uncached"
    """It is not. The default."""

    CACHED = "Cached"
    """All files of the disk are."""

    READ_ONLY_CACHED = "ReadOnlyCached"
    """Its parents are, which are only read."""


class VirtualPMemBackingType(WireEnum):
    """What is behind persistent memory."""

    VIRTUAL = "Virtual"
    """Memory that the host can page."""

    PHYSICAL = "Physical"
    """Memory that stays where it is."""


class VirtualPMemImageFormat(WireEnum):
    """The format of an image."""

    VHDX = "Vhdx"
    """VHDX."""

    VHD1 = "Vhd1"
    """VHD of fixed size."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Scsi:
    """A SCSI controller.

    >>> Scsi(attachments={"0": Attachment(type="Iso", path="C:\\\\vm\\\\setup.iso")}).attachments["0"].type
    'Iso'
    """

    attachments: Mapping[str, Attachment] | None = attrs.field(default=None, hash=False)
    """What is attached to it, by number (LUN): "0" to "63"."""

    disable_interrupt_batching: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether each operation interrupts the guest at once."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Attachment:
    """A disk at a SCSI controller.

    >>> Attachment(type="VirtualDisk", path="C:\\\\vm\\\\disk.vhdx", read_only=True).read_only
    True
    """

    type: AttachmentType | str | None = None
    """What it is."""

    path: str | None = None
    """The file, or the physical disk."""

    ignore_flushes: bool | None = None
    """Whether flushes of the guest do nothing (hcsshim)."""

    caching_mode: CachingMode | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How its file is cached."""

    no_write_hardening: bool | None = None
    """Whether writes need not reach the disk before they are answered (hcsshim)."""

    disable_expansion_optimization: bool | None = None
    """Whether a disk that grows does so without being optimized (hcsshim)."""

    ignore_relative_locator: bool | None = None
    """Whether parents are not looked for beside the file (hcsshim)."""

    capture_io_attribution_context: bool | None = None
    """Whether operations are booked on who caused them (hcsshim)."""

    read_only: bool | None = None
    """Whether the guest may only read it."""

    support_compressed_volumes: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """Whether its file may be on a compressed volume."""

    always_allow_sparse_files: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """Whether its file may be sparse, wherever it is."""

    extensible_virtual_disk_type: str | None = None
    """Which provider serves it, for a type of disk from elsewhere (hcsshim)."""

    support_encrypted_files: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """Whether its file may be encrypted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualPMemController:
    """The controller of persistent memory.

    >>> held = VirtualPMemController(
    ...     devices={"0": VirtualPMemDevice(host_path="C:\\\\rootfs.vhd")}, maximum_count=64
    ... )
    >>> held.maximum_count
    64
    """

    devices: Mapping[str, VirtualPMemDevice] | None = attrs.field(default=None, hash=False)
    """The devices, by number."""

    maximum_count: int | None = None
    """How many empty devices are added, to be filled later."""

    maximum_size_bytes: int | None = None
    """The most that a device may hold, in bytes."""

    backing: VirtualPMemBackingType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What is behind the devices."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualPMemDevice:
    """Persistent memory with an image of the host in it.

    >>> VirtualPMemDevice(host_path="C:\\\\lcow\\\\rootfs.vhd", read_only=True, image_format="Vhd1").image_format
    'Vhd1'
    """

    host_path: str | None = None
    """The image."""

    read_only: bool | None = None
    """Whether the guest may only read it."""

    image_format: VirtualPMemImageFormat | str | None = None
    """The format of the image."""

    size_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Its size, in bytes."""

    mappings: Mapping[str, VirtualPMemMapping] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.2")
    )
    """Several images in one device, by where they begin, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualPMemMapping:
    """One of several images in persistent memory.

    >>> VirtualPMemMapping(host_path="C:\\\\layers\\\\layer.vhd", image_format="Vhd1").host_path
    'C:\\\\layers\\\\layer.vhd'
    """

    host_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The image."""

    image_format: VirtualPMemImageFormat | str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The format of the image."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class SharedMemoryConfiguration:
    """Memory that a virtual machine shares with the host.

    >>> held = SharedMemoryConfiguration(regions=[SharedMemoryRegion(section_name="shared", length=4096)])
    >>> held.regions[0].length
    4096
    """

    regions: Sequence[SharedMemoryRegion] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The regions."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SharedMemoryRegion:
    """A region of shared memory.

    >>> SharedMemoryRegion(section_name="shared", start_offset=0, length=4096).length
    4096
    """

    section_name: str | None = None
    """The section of the host that is shared."""

    start_offset: int | None = None
    """Where in the section it begins, in bytes."""

    length: int | None = None
    """How long it is, in bytes."""

    allow_guest_write: bool | None = None
    """Whether the guest may write to it."""

    hidden_from_guest: bool | None = None
    """Whether the guest is not told of it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
