"""Memory of virtual machines."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key


class MemoryBackingPageSize(WireEnum):
    """A page size."""

    SMALL = "Small"
    """4 KB."""

    LARGE = "Large"
    """2 MB."""


class MemoryBackingType(WireEnum):
    """What is behind the memory of a virtual machine (hcsshim)."""

    PHYSICAL = "Physical"
    """Physical memory, set aside for it."""

    VIRTUAL = "Virtual"
    """Memory that the host can page."""

    HYBRID = "Hybrid"
    """Both."""


class VirtualSlitType(WireEnum):
    """How the distances between NUMA nodes are told to a guest (hcsshim)."""

    NONE = "None"
    """They are not."""

    FIRMWARE = "Firmware"
    """As the host's firmware says."""

    MEASURED = "Measured"
    """As they were measured."""

    FIRMWARE_FALLBACK_MEASURED = "FirmwareFallbackMeasured"
    """As the host's firmware says, else as measured."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualMachineMemory:
    """The memory of a virtual machine.

    >>> VirtualMachineMemory(size_in_mb=1024, allow_overcommit=True).size_in_mb
    1024
    """

    size_in_mb: int | None = attrs.field(default=None, metadata=key("SizeInMB", since="HCS 2.1"))
    """Its size, in MB."""

    backing: MemoryBackingType | str | None = None
    """What is behind it (hcsshim)."""

    allow_overcommit: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the host may page it; it is set aside in physical memory otherwise."""

    enable_hot_hint: bool | None = None
    """Whether the guest may say which pages it will need."""

    enable_cold_hint: bool | None = None
    """Whether the guest may say which pages it does not need, and are zero."""

    enable_cold_discard_hint: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the guest may say which pages it does not need, whatever is in them."""

    enable_deferred_commit: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether memory counts as used only once the guest touches it."""

    low_mmio_gap_in_mb: int | None = attrs.field(default=None, metadata=key("LowMmioGapInMB", since="HCS 2.3"))
    """The space for devices below 4 GB, in MB."""

    high_mmio_base_in_mb: int | None = attrs.field(default=None, metadata=key("HighMmioBaseInMB", since="HCS 2.3"))
    """Where the space for devices above 4 GB begins, in MB."""

    high_mmio_gap_in_mb: int | None = attrs.field(default=None, metadata=key("HighMmioGapInMB", since="HCS 2.3"))
    """The space for devices above 4 GB, in MB."""

    slit_type: VirtualSlitType | str | None = None
    """How the distances between its NUMA nodes are told (hcsshim)."""

    backing_page_size: MemoryBackingPageSize | str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The page size that the host prefers for it."""

    fault_cluster_size_shift: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """How many pages are fetched at once when one is missing, as a power of two."""

    direct_map_fault_cluster_size_shift: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The same for memory that files are mapped to, as a power of two."""

    pin_backing_pages: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether pages stay where they are once the guest has touched them."""

    forbid_small_backing_pages: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether pages smaller than `backing_page_size` are taken only when memory is very short."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class MemoryInformationForVm:
    """How much memory a virtual machine has, in answer to a query.

    >>> held = MemoryInformationForVm(
    ...     virtual_node_count=1, virtual_machine_memory=VmMemory(assigned_memory=262_144)
    ... )
    >>> held.virtual_machine_memory.assigned_memory
    262144
    """

    virtual_node_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How many NUMA nodes it has."""

    virtual_machine_memory: VmMemory | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its memory."""

    virtual_nodes: Sequence[VirtualNodeInfo] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Its NUMA nodes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VmMemory:
    """The memory of a virtual machine that runs.

    >>> VmMemory(available_memory=60, assigned_memory=262_144).assigned_memory
    262144
    """

    available_memory: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What of it is free, in percent."""

    available_memory_buffer: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What of the buffer is free, in percent."""

    reserved_memory: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What is set aside for it, counted like `assigned_memory`."""

    assigned_memory: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What it has, in pages of 4 KB."""

    slp_active: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it pages for want of memory (smart paging)."""

    balancing_enabled: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether its memory grows and shrinks."""

    dm_operation_in_progress: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is just growing or shrinking."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualNodeInfo:
    """A NUMA node of a virtual machine that runs.

    >>> VirtualNodeInfo(virtual_node_index=0, virtual_processor_count=2).virtual_processor_count
    2
    """

    virtual_node_index: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its number in the guest."""

    physical_node_number: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The host's node that it is on."""

    virtual_processor_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How many processors it has."""

    memory_usage_in_pages: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How much memory it has, in pages of 4 KB."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
