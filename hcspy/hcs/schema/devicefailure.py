"""Failures of virtual devices."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, WireEnum, key


class VirtualDeviceFailureDetail(WireEnum):
    """What a virtual device failed to do."""

    NONE = "None"
    """Not known."""

    CREATE = "Create"
    """To be made."""

    INITIALIZE = "Initialize"
    """To be set up."""

    START_RESERVING_RESOURCES = "StartReservingResources"
    """To begin setting resources aside."""

    FINISH_RESERVING_RESOURCES = "FinishReservingResources"
    """To set resources aside."""

    FREE_RESERVED_RESOURCES = "FreeReservedResources"
    """To give resources back."""

    SAVE_RESERVED_RESOURCES = "SaveReservedResources"
    """To save what was set aside."""

    POWER_ON_COLD = "PowerOnCold"
    """To be turned on."""

    POWER_ON_RESTORE = "PowerOnRestore"
    """To be turned on from a saved state."""

    POWER_OFF = "PowerOff"
    """To be turned off."""

    SAVE = "Save"
    """To be saved."""

    RESUME = "Resume"
    """To go on."""

    PAUSE = "Pause"
    """To stand still."""

    ENABLE_OPTIMIZATIONS = "EnableOptimizations"
    """To turn optimizations on."""

    START_DISABLE_OPTIMIZATIONS = "StartDisableOptimizations"
    """To begin turning optimizations off."""

    FINISH_DISABLE_OPTIMIZATIONS = "FinishDisableOptimizations"
    """To turn optimizations off."""

    RESET = "Reset"
    """To be reset."""

    POST_RESET = "PostReset"
    """To go on after a reset."""

    TEARDOWN = "Teardown"
    """To be taken down."""

    SAVE_COMPATIBILITY_INFO = "SaveCompatibilityInfo"
    """To say what it is compatible with."""

    METRIC_RESTORE = "MetricRestore"
    """To restore its counters."""

    METRIC_ENUMERATE = "MetricEnumerate"
    """To list its counters."""

    METRIC_ENUMERATE_FOR_SAVE = "MetricEnumerateForSave"
    """To list its counters for a saved state."""

    METRIC_RESET = "MetricReset"
    """To reset its counters."""

    METRIC_ENABLE = "MetricEnable"
    """To turn its counters on."""

    METRIC_DISABLE = "MetricDisable"
    """To turn its counters off."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualDeviceFailure:
    """A virtual device failed.

    >>> VirtualDeviceFailure(detail="PowerOnCold", name="Scsi").detail
    'PowerOnCold'
    """

    detail: VirtualDeviceFailureDetail | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """In doing what."""

    name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The device's name."""

    device_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The id of its kind."""

    instance_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Its own id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
