"""Counters of a compute system."""

from __future__ import annotations

import attrs

from hcspy.codec import Wire, key
from hcspy.hcs.measured import ProcessorTimes, StatisticsTimes
from hcspy.hcs.times import ZERO_TIME


@attrs.frozen(kw_only=True, weakref_slot=False)
class Statistics(StatisticsTimes):
    """What a running system has used up.

    >>> Statistics(uptime_100ns=36_000_000_000).uptime
    datetime.timedelta(seconds=3600)
    """

    timestamp: str = attrs.field(default=ZERO_TIME, metadata=key(always=True, since="HCS 2.1"))
    """When it was counted, in RFC 3339; `taken` is the time itself."""

    container_start_time: str = attrs.field(default=ZERO_TIME, metadata=key(always=True, since="HCS 2.1"))
    """When the system started, in RFC 3339; `started` is the time itself."""

    uptime_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How long it runs, in 100 nanoseconds; `uptime` is the duration itself."""

    processor: ProcessorStats | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Processor time."""

    memory: MemoryStats | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory."""

    storage: StorageStats | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What it read and wrote."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessorStats(ProcessorTimes):
    """Processor time that a system has used up.

    >>> ProcessorStats(total_runtime_100ns=20_000_000).total_runtime
    datetime.timedelta(seconds=2)
    """

    total_runtime_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """All of it, in 100 nanoseconds."""

    runtime_user_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """In user mode, in 100 nanoseconds."""

    runtime_kernel_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """In the kernel, in 100 nanoseconds."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MemoryStats:
    """Memory that a system uses.

    >>> MemoryStats(memory_usage_commit_bytes=50_000_000).memory_usage_commit_bytes
    50000000
    """

    memory_usage_commit_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory that it may use, in bytes."""

    memory_usage_commit_peak_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The most of that so far, in bytes."""

    memory_usage_private_working_set_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory of its own in use, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class StorageStats:
    """What a system has read and written.

    >>> StorageStats(read_count_normalized=10, read_size_bytes=65_536).read_size_bytes
    65536
    """

    read_count_normalized: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Reads, in units of 8 KB."""

    read_size_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Bytes that were read."""

    write_count_normalized: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Writes, in units of 8 KB."""

    write_size_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Bytes that were written."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CacheQueryStatsResponse:
    """How a container uses the processors' third cache and the memory bus (hcsshim).

    >>> CacheQueryStatsResponse(l3_occupancy_bytes=1_048_576).l3_occupancy_bytes
    1048576
    """

    l3_occupancy_bytes: int | None = None
    """What it has in the cache, in bytes."""

    l3_total_bw_bytes: int | None = None
    """What went between cache and memory, in bytes."""

    l3_local_bw_bytes: int | None = None
    """What of that went to memory of the same node, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainerMemoryInformation:
    """Memory as the system in a container sees it (hcsshim).

    >>> ContainerMemoryInformation(total_physical_bytes=1_073_741_824).total_physical_bytes
    1073741824
    """

    total_physical_bytes: int | None = None
    """All of it, in bytes."""

    total_usage: int | None = None
    """What is in use, in bytes."""

    committed_bytes: int | None = None
    """What processes may use, in bytes."""

    shared_committed_bytes: int | None = None
    """What of that is shared, in bytes."""

    commit_limit_bytes: int | None = None
    """The most that they may use, in bytes."""

    peak_commitment_bytes: int | None = None
    """The most that they did use, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
