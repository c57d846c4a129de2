"""What an error or the end of a system is put down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.devicefailure import VirtualDeviceFailure
    from hcspy.hcs.schema.workerexit import WorkerExit


class ExitInitiator(WireEnum):
    """Who wanted something to end."""

    NONE = "None"
    """Nobody."""

    GUEST_OS = "GuestOS"
    """The system in it."""

    CLIENT = "Client"
    """Who calls the service."""

    INTERNAL = "Internal"
    """The service, or the virtual machine, mostly for an error."""

    UNKNOWN = "Unknown"
    """Not known: a process was killed or crashed."""


class SystemExitDetail(WireEnum):
    """Why a system ended."""

    INVALID = "Invalid"
    """Not known."""

    HCS_API_FATAL_ERROR = "HcsApiFatalError"
    """A call failed in a way that it could not go on from."""

    SERVICE_STOP = "ServiceStop"
    """The service was stopped."""

    SHUTDOWN = "Shutdown"
    """It was shut down, by a client or from within."""

    TERMINATE = "Terminate"
    """It was terminated."""

    UNEXPECTED_EXIT = "UnexpectedExit"
    """It ended by itself; other records may say more."""


class OperationFailureDetail(WireEnum):
    """Which operation failed."""

    INVALID = "Invalid"
    """Not known."""

    CREATE_INTERNAL_ERROR = "CreateInternalError"
    """Creating a system, inside of the service."""

    CONSTRUCT_STATE_ERROR = "ConstructStateError"
    """Creating a system, in a state that does not allow it."""

    RUNTIME_OS_TYPE_MISMATCH = "RuntimeOsTypeMismatch"
    """Creating a system whose image is of another operating system."""

    CONSTRUCT = "Construct"
    """Creating a system."""

    START = "Start"
    """Starting a system."""

    PAUSE = "Pause"
    """Pausing a system."""

    RESUME = "Resume"
    """Resuming a system."""

    SHUTDOWN = "Shutdown"
    """Shutting a system down."""

    TERMINATE = "Terminate"
    """Terminating a system."""

    SAVE = "Save"
    """Saving a system."""

    GET_PROPERTIES = "GetProperties"
    """Asking a system for its properties."""

    MODIFY = "Modify"
    """Changing a system."""

    CRASH = "Crash"
    """Crashing a system."""

    GUEST_CRASH = "GuestCrash"
    """Another one, since the guest crashed meanwhile."""

    LIFECYCLE_NOTIFY = "LifecycleNotify"
    """Telling a system of what happens to its host."""

    EXECUTE_PROCESS = "ExecuteProcess"
    """Creating a process."""

    GET_PROCESS_INFO = "GetProcessInfo"
    """Asking for a process's number and pipes."""

    WAIT_FOR_PROCESS = "WaitForProcess"
    """Waiting for a process."""

    SIGNAL_PROCESS = "SignalProcess"
    """Sending a process a signal."""

    MODIFY_PROCESS = "ModifyProcess"
    """Changing a process."""

    PREPARE_FOR_HOSTING = "PrepareForHosting"
    """Getting ready to host another system."""

    REGISTER_HOSTED_SYSTEM = "RegisterHostedSystem"
    """Taking in a hosted system."""

    UNREGISTER_HOSTED_SYSTEM = "UnregisterHostedSystem"
    """Taking off a hosted system."""

    PREPARE_FOR_CLONE = "PrepareForClone"
    """Getting ready to be cloned."""

    GET_CLONE_TEMPLATE = "GetCloneTemplate"
    """Asking for the template of a clone."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class AttributionRecord:
    """What something is put down to: one of its members says it.

    >>> AttributionRecord(operation_failure=OperationFailure(detail="Construct")).operation_failure.detail
    'Construct'
    """

    worker_exit: WorkerExit | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The worker process of the virtual machine ended."""

    guest_crash: GuestCrash | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The guest crashed."""

    triple_fault: TripleFault | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The guest's processor gave up."""

    inject_non_maskable_interrupt: InjectNonMaskableInterrupt | None = attrs.field(
        default=None, metadata=key(since="HCS 2.4")
    )
    """Somebody crashed the guest on purpose."""

    operation_failure: OperationFailure | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """An operation failed."""

    system_exit: SystemExit | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The system ended."""

    virtual_device_failure: VirtualDeviceFailure | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """A virtual device failed."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestCrash:
    """The guest crashed.

    >>> GuestCrash(crash_parameters=[0xE2, 0, 0, 0, 0]).crash_parameters[0]
    226
    """

    crash_parameters: Sequence[int] = attrs.field(default=(), metadata=key(since="HCS 2.4"))
    """For Windows the code of the blue screen and its four parameters."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class TripleFault:
    """The guest's processor gave up.

    >>> TripleFault(error_type=1).error_type
    1
    """

    error_type: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """What the processor said."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class InjectNonMaskableInterrupt:
    """Somebody crashed the guest on purpose. Nothing more is said.

    >>> InjectNonMaskableInterrupt()
    InjectNonMaskableInterrupt()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SystemExit:
    """The system ended.

    >>> SystemExit(detail="Shutdown", initiator="Client").initiator
    'Client'
    """

    detail: SystemExitDetail | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Why."""

    initiator: ExitInitiator | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Who wanted that."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationFailure:
    """An operation failed.

    >>> OperationFailure(detail="Construct").detail
    'Construct'
    """

    detail: OperationFailureDetail | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Which one."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
