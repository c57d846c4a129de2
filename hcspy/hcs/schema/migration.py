"""Live migration of a virtual machine from one host to another (hcsshim)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Wire, WireEnum, key
from hcspy.hcs.octets import bytes_of
from hcspy.hcs.times import ZERO_TIME, duration, moment

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class MigrationOrigin(WireEnum):
    """Which side of a migration (hcsshim)."""

    SOURCE = "Source"
    """Where the virtual machine is."""

    DESTINATION = "Destination"
    """Where it goes."""


class MigrationMemoryTransport(WireEnum):
    """How memory gets across (hcsshim)."""

    TCP = "TCP"
    """Over TCP."""


class MigrationFinalOperation(WireEnum):
    """What becomes of a virtual machine at the end of a migration (hcsshim)."""

    RESUME = "Resume"
    """It goes on."""

    STOP = "Stop"
    """It stops."""


class MigrationEvent(WireEnum):
    """What happens in a migration (hcsshim)."""

    UNKNOWN = "Unknown"
    """Not known."""

    MIGRATION_DONE = "MigrationDone"
    """It is done."""

    BLACKOUT_STARTED = "BlackoutStarted"
    """The guest stands still."""

    OFFLINE_DONE = "OfflineDone"
    """What goes across while the guest stands still is there."""

    BLACKOUT_EXITED = "BlackoutExited"
    """The guest goes on."""

    SETUP_DONE = "SetupDone"
    """It is set up."""

    TRANSFER_IN_PROGRESS = "TransferInProgress"
    """Memory goes across."""

    MIGRATION_RECOVERY_DONE = "MigrationRecoveryDone"
    """It failed, and the guest goes on here."""

    MIGRATION_FAILED = "MigrationFailed"
    """It failed."""


class MigrationResult(WireEnum):
    """How a migration went (hcsshim)."""

    INVALID = "Invalid"
    """Not known."""

    SUCCESS = "Success"
    """Well."""

    MIGRATION_CANCELLED = "MigrationCancelled"
    """It was cancelled."""

    GUEST_INITIATED_CANCELLATION = "GuestInitiatedCancellation"
    """The guest cancelled it."""

    SOURCE_MIGRATION_FAILED = "SourceMigrationFailed"
    """It failed at the source."""

    DESTINATION_MIGRATION_FAILED = "DestinationMigrationFailed"
    """It failed at the destination."""

    MIGRATION_RECOVERY_FAILED = "MigrationRecoveryFailed"
    """It failed, and the guest could not go on at the source."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationInitializeOptions:
    """How a live migration is set up (hcsshim).

    >>> MigrationInitializeOptions(origin="Source", memory_transport="TCP").memory_transport
    'TCP'
    """

    origin: MigrationOrigin | str | None = None
    """Which side this is."""

    memory_transport: MigrationMemoryTransport | str | None = None
    """How memory gets across."""

    memory_transfer_throttle_params: MemoryMigrationTransferThrottleParams | None = None
    """How the guest is slowed down, so that memory gets across faster than it changes."""

    compression_settings: MigrationCompressionSettings | None = None
    """How memory is compressed."""

    checksum_verification: bool | None = None
    """Whether checksums of memory are compared."""

    perf_tracing_enabled: bool | None = None
    """Whether it is traced how long things take."""

    cancel_if_blackout_threshold_exceeds: bool | None = None
    """Whether it is cancelled if the guest had to stand still for too long."""

    prepare_memory_transfer_mode: bool | None = None
    """Whether memory is got ready before."""

    compatibility_data: CompatibilityInfo | None = None
    """What the other side's processor can do."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MemoryMigrationTransferThrottleParams:
    """How a guest is slowed down, so that memory gets across faster than it changes (hcsshim).

    >>> MemoryMigrationTransferThrottleParams(throttling_scale=1.5, minimum_throttle_percentage=10).throttling_scale
    1.5
    """

    skip_throttling: bool | None = None
    """Whether it is not."""

    throttling_scale: float | None = None
    """How much more with each pass, as a factor."""

    minimum_throttle_percentage: int | None = None
    """The least that it is slowed down, in percent."""

    target_number_of_brownout_transfer_passes: int | None = None
    """How many passes there should be while the guest runs."""

    starting_brownout_pass_number_for_throttling: int | None = None
    """The pass that it begins with."""

    maximum_number_of_brownout_transfer_passes: int | None = None
    """The most passes while the guest runs."""

    target_blackout_transfer_time: int | None = None
    """How long the guest should stand still, in milliseconds."""

    blackout_time_threshold_for_cancelling_migration: int | None = None
    """How long the guest may stand still, in milliseconds; it is cancelled otherwise."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationCompressionSettings:
    """How memory is compressed (hcsshim).

    >>> MigrationCompressionSettings(throttle_worker_count=4).throttle_worker_count
    4
    """

    throttle_worker_count: int | None = None
    """How many threads do it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CompatibilityInfo:
    """What a virtual machine needs of the other host (hcsshim).

    >>> CompatibilityInfo(data="AAE=").data_bytes
    b'\\x00\\x01'
    """

    data: str | None = None
    """A document of the service's own, in base64; `data_bytes` has the bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def data_bytes(self) -> bytes | None:
        """The document, as bytes; None for what is no base64."""
        return bytes_of(self.data)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationStartOptions:
    """How the destination of a migration is started (hcsshim).

    >>> MigrationStartOptions(network_settings=MigrationNetworkSettings(session_id=7)).network_settings.session_id
    7
    """

    network_settings: MigrationNetworkSettings | None = None
    """The connection."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationNetworkSettings:
    """The connection of a migration (hcsshim).

    >>> MigrationNetworkSettings(session_id=7).session_id
    7
    """

    session_id: int | None = None
    """The number that both sides have for it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationTransferOptions:
    """How memory is brought across (hcsshim).

    >>> MigrationTransferOptions(origin="Source").origin
    'Source'
    """

    origin: MigrationOrigin | str | None = None
    """Which side this is."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationFinalizedOptions:
    """How a migration is finished (hcsshim).

    >>> MigrationFinalizedOptions(origin="Destination", finalized_operation="Resume").finalized_operation
    'Resume'
    """

    origin: MigrationOrigin | str | None = None
    """Which side this is."""

    finalized_operation: MigrationFinalOperation | str | None = None
    """What becomes of the virtual machine here."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MigrationCancelOptions:
    """How a migration is cancelled (hcsshim).

    >>> MigrationCancelOptions(origin="Source").origin
    'Source'
    """

    origin: MigrationOrigin | str | None = None
    """Which side this is."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationSystemMigrationNotificationInfo:
    """What is told of a migration on its way (hcsshim).

    >>> OperationSystemMigrationNotificationInfo(event="SetupDone", result="Success").event
    'SetupDone'
    """

    origin: MigrationOrigin | str | None = None
    """Which side this is."""

    event: MigrationEvent | str | None = None
    """What happened."""

    result: MigrationResult | str | None = None
    """How it went."""

    additional_details: BlackoutExitedEventDetails | Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """More of it: how long the guest stood still, for `BlackoutExited`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class BlackoutExitedEventDetails:
    """How long a guest stood still (hcsshim).

    >>> BlackoutExitedEventDetails(blackout_duration_milliseconds=250).blackout_duration
    datetime.timedelta(microseconds=250000)
    """

    blackout_duration_milliseconds: int | None = None
    """How long, in milliseconds; `blackout_duration` is the duration itself."""

    blackout_stop_timestamp: str = attrs.field(default=ZERO_TIME, metadata=key(always=True))
    """When it went on, in RFC 3339; `blackout_stopped` is the time itself."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def blackout_duration(self) -> timedelta | None:
        """How long the guest stood still."""
        held = self.blackout_duration_milliseconds
        return duration(held * 10_000) if isinstance(held, int) else None

    @property
    def blackout_stopped(self) -> datetime | None:
        """When the guest went on."""
        return moment(self.blackout_stop_timestamp)
