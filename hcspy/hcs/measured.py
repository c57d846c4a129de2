"""What both schemas measure in units of 100 nanoseconds and say as text, in Python's types."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from hcspy.hcs.times import duration, moment

if TYPE_CHECKING:

    class _OfStatistics(Protocol):
        @property
        def timestamp(self) -> str: ...
        @property
        def container_start_time(self) -> str: ...
        @property
        def uptime_100ns(self) -> int | None: ...

    class _OfProcessors(Protocol):
        @property
        def total_runtime_100ns(self) -> int | None: ...
        @property
        def runtime_user_100ns(self) -> int | None: ...
        @property
        def runtime_kernel_100ns(self) -> int | None: ...

    class _OfProcess(Protocol):
        @property
        def create_timestamp(self) -> str: ...
        @property
        def user_time_100ns(self) -> int | None: ...
        @property
        def kernel_time_100ns(self) -> int | None: ...


class StatisticsTimes:
    """When statistics were taken, and since when they count."""

    __slots__ = ()

    @property
    def taken(self: _OfStatistics) -> datetime | None:
        """When this was so, cut off after microseconds; None if that is not said."""
        return moment(self.timestamp)

    @property
    def started(self: _OfStatistics) -> datetime | None:
        """When the system started, cut off after microseconds; None if that is not said."""
        return moment(self.container_start_time)

    @property
    def uptime(self: _OfStatistics) -> timedelta | None:
        """How long it has been running, cut off after microseconds."""
        return duration(self.uptime_100ns)


class ProcessorTimes:
    """Processor time that a system has used."""

    __slots__ = ()

    @property
    def total_runtime(self: _OfProcessors) -> timedelta | None:
        """All of it, cut off after microseconds."""
        return duration(self.total_runtime_100ns)

    @property
    def runtime_user(self: _OfProcessors) -> timedelta | None:
        """The part outside of the kernel, cut off after microseconds."""
        return duration(self.runtime_user_100ns)

    @property
    def runtime_kernel(self: _OfProcessors) -> timedelta | None:
        """The part in the kernel, cut off after microseconds."""
        return duration(self.runtime_kernel_100ns)


class ProcessTimes:
    """When a process began, and the processor time that it has used."""

    __slots__ = ()

    @property
    def created(self: _OfProcess) -> datetime | None:
        """When it began, cut off after microseconds; None if that is not said."""
        return moment(self.create_timestamp)

    @property
    def user_time(self: _OfProcess) -> timedelta | None:
        """The time that it ran outside of the kernel, cut off after microseconds."""
        return duration(self.user_time_100ns)

    @property
    def kernel_time(self: _OfProcess) -> timedelta | None:
        """The time that it ran in the kernel, cut off after microseconds."""
        return duration(self.kernel_time_100ns)
