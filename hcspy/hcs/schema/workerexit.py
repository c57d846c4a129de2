"""Ends of the worker process of a virtual machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.attribution import ExitInitiator


class WorkerExitType(WireEnum):
    """How a worker process ended."""

    NONE = "None"
    """Not known."""

    INITIALIZATION_FAILED = "InitializationFailed"
    """The virtual machine could not be set up."""

    STOPPED = "Stopped"
    """The virtual machine had stopped."""

    SAVED = "Saved"
    """The virtual machine had been saved."""

    STOPPED_ON_RESET = "StoppedOnReset"
    """The virtual machine restarted, which was to end it."""

    UNEXPECTED_STOP = "UnexpectedStop"
    """It ended by itself."""

    RESET_FAILED = "ResetFailed"
    """The virtual machine could not restart."""

    UNRECOVERABLE_ERROR = "UnrecoverableError"
    """Something failed that the virtual machine cannot do without, such as its disk."""


class WorkerExitDetail(WireEnum):
    """Why a worker process ended."""

    INVALID = "Invalid"
    """Not known."""

    POWER_OFF = "PowerOff"
    """The virtual machine was turned off."""

    POWER_OFF_CRITICAL = "PowerOffCritical"
    """The virtual machine was turned off for a critical error."""

    RESET = "Reset"
    """The virtual machine restarted."""

    GUEST_CRASH = "GuestCrash"
    """The guest crashed."""

    GUEST_FIRMWARE_CRASH = "GuestFirmwareCrash"
    """The firmware crashed."""

    TRIPLE_FAULT = "TripleFault"
    """The processor gave up."""

    DEVICE_FATAL_APIC_REQUEST = "DeviceFatalApicRequest"
    """A device could not go on: a request to an interrupt controller."""

    DEVICE_FATAL_MSR_REQUEST = "DeviceFatalMsrRequest"
    """A device could not go on: a request to a register of the processor."""

    DEVICE_FATAL_EXCEPTION = "DeviceFatalException"
    """A device could not go on: an exception."""

    DEVICE_FATAL_ERROR = "DeviceFatalError"
    """A device could not go on."""

    DEVICE_MACHINE_CHECK = "DeviceMachineCheck"
    """The hardware reported an error."""

    EMULATOR_ERROR = "EmulatorError"
    """An instruction could not be emulated."""

    VID_TERMINATE = "VidTerminate"
    """The driver of the virtualization ended it."""

    PROCESS_UNEXPECTED_EXIT = "ProcessUnexpectedExit"
    """The process ended by itself."""

    INITIALIZATION_FAILURE = "InitializationFailure"
    """The virtual machine could not be set up."""

    INITIALIZATION_START_TIMEOUT = "InitializationStartTimeout"
    """The virtual machine was not set up in time."""

    COLD_START_FAILURE = "ColdStartFailure"
    """The virtual machine could not start."""

    RESET_START_FAILURE = "ResetStartFailure"
    """The virtual machine could not start again."""

    FAST_RESTORE_START_FAILURE = "FastRestoreStartFailure"
    """The virtual machine could not start from a state that was saved fast."""

    RESTORE_START_FAILURE = "RestoreStartFailure"
    """The virtual machine could not start from a saved state."""

    FAST_SAVE_PRESERVE_PARTITION = "FastSavePreservePartition"
    """It was saved fast, and its partition kept."""

    FAST_SAVE_PRESERVE_PARTITION_HANDLE_TRANSFER = "FastSavePreservePartitionHandleTransfer"
    """It was saved fast, its partition kept and handles handed over."""

    FAST_SAVE = "FastSave"
    """It was saved fast."""

    CLONE_TEMPLATE = "CloneTemplate"
    """It became a template."""

    SAVE = "Save"
    """It was saved."""

    MIGRATE = "Migrate"
    """It migrated."""

    MIGRATE_FAILURE = "MigrateFailure"
    """It could not migrate."""

    CANNOT_REFERENCE_VM = "CannotReferenceVm"
    """Its virtual machine was gone."""

    MGOT_UNREGISTER = "MgotUnregister"
    """Its group of virtual machines was taken off."""

    FAST_SAVE_PRESERVE_PARTITION_HANDLE_TRANSFER_STORAGE = "FastSavePreservePartitionHandleTransferStorage"
    """Replaced by `FastSavePreservePartitionWithHandleTransfer`."""

    FAST_SAVE_PRESERVE_PARTITION_HANDLE_TRANSFER_NETWORKING = "FastSavePreservePartitionHandleTransferNetworking"
    """Replaced by `FastSavePreservePartitionWithHandleTransfer`."""

    FAST_SAVE_PRESERVE_PARTITION_HANDLE_TRANSFER_STORAGE_AND_NETWORKING = (
        "FastSavePreservePartitionHandleTransferStorageAndNetworking"
    )
    """Replaced by `FastSavePreservePartitionWithHandleTransfer`."""

    FAST_SAVE_PRESERVE_PARTITION_HSR = "FastSavePreservePartitionHsr"
    """It was saved fast, and its partition kept, for a restart of the host (HSR)."""

    FAST_SAVE_PRESERVE_PARTITION_WITH_HANDLE_TRANSFER = "FastSavePreservePartitionWithHandleTransfer"
    """It was saved fast, its partition kept and handles handed over."""

    FAST_SAVE_WITH_HANDLE_TRANSFER = "FastSaveWithHandleTransfer"
    """It was saved fast, and handles handed over."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class WorkerExit:
    """The worker process of a virtual machine ended.

    >>> WorkerExit(type="Stopped", detail="PowerOff", initiator="GuestOS").detail
    'PowerOff'
    """

    exit_code: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Its exit code."""

    type: WorkerExitType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """How it ended."""

    detail: WorkerExitDetail | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Why it ended."""

    initiator: ExitInitiator | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Who wanted that."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
