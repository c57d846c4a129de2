"""What a container has used: time, memory, disk, network."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Guid, Wire, arrays, key
from hcspy.hcs.measured import ProcessorTimes, StatisticsTimes
from hcspy.hcs.times import ZERO_TIME


@attrs.frozen(kw_only=True, weakref_slot=False)
class MemoryStats:
    """What a container uses of memory.

    >>> MemoryStats(usage_commit_bytes=40_960_000).usage_private_working_set_bytes
    0
    """

    usage_commit_bytes: int = attrs.field(default=0, metadata=key("MemoryUsageCommitBytes"))
    """The memory that it has been promised, in bytes."""

    usage_commit_peak_bytes: int = attrs.field(default=0, metadata=key("MemoryUsageCommitPeakBytes"))
    """The most of that there was at a time, in bytes."""

    usage_private_working_set_bytes: int = attrs.field(default=0, metadata=key("MemoryUsagePrivateWorkingSetBytes"))
    """The physical memory that is its own, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessorStats(ProcessorTimes):
    """What a container has used of processor time.

    >>> ProcessorStats(total_runtime_100ns=15_000_000).total_runtime
    datetime.timedelta(seconds=1, microseconds=500000)
    """

    total_runtime_100ns: int = 0
    """All of its processor time, in units of 100 nanoseconds."""

    runtime_user_100ns: int = 0
    """The part outside of the kernel, in units of 100 nanoseconds."""

    runtime_kernel_100ns: int = 0
    """The part in the kernel, in units of 100 nanoseconds."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class StorageStats:
    """What a container has read and written on disks.

    >>> StorageStats(read_size_bytes=4096, read_count_normalized=1).write_size_bytes
    0
    """

    read_count_normalized: int = 0
    """Read operations, each counted in units of 8 KB or so."""

    read_size_bytes: int = 0
    """Bytes read."""

    write_count_normalized: int = 0
    """Write operations, counted in the same way."""

    write_size_bytes: int = 0
    """Bytes written."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkStats:
    """What a container has sent and received through one endpoint.

    >>> NetworkStats(bytes_received=1500, packets_received=1).dropped_packets_incoming
    0
    """

    bytes_received: int = 0
    """Bytes received."""

    bytes_sent: int = 0
    """Bytes sent."""

    packets_received: int = 0
    """Packets received."""

    packets_sent: int = 0
    """Packets sent."""

    dropped_packets_incoming: int = 0
    """Packets to it that were dropped."""

    dropped_packets_outgoing: int = 0
    """Packets from it that were dropped."""

    endpoint_id: Guid | None = None
    """The endpoint's id."""

    instance_id: Guid | None = None
    """The id of the switch port that did the counting."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Statistics(StatisticsTimes):
    """What a running container has used since it started, and uses now.

    >>> Statistics(timestamp="2024-02-03T04:05:06Z", uptime_100ns=600_000_000).uptime
    datetime.timedelta(seconds=60)
    """

    timestamp: str = attrs.field(default=ZERO_TIME, metadata=key(always=True))
    """When this was so, as RFC 3339 text; see `taken`."""

    container_start_time: str = attrs.field(default=ZERO_TIME, metadata=key(always=True))
    """When the container started, as RFC 3339 text; see `started`."""

    uptime_100ns: int = 0
    """How long it has been running, in units of 100 nanoseconds; see `uptime`."""

    memory: MemoryStats = attrs.field(factory=MemoryStats, metadata=key(always=True))
    """Its memory."""

    processor: ProcessorStats = attrs.field(factory=ProcessorStats, metadata=key(always=True))
    """Its processor time."""

    storage: StorageStats = attrs.field(factory=StorageStats, metadata=key(always=True))
    """Its disks."""

    network: Sequence[NetworkStats] = ()
    """Its endpoints; schema 1 only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
