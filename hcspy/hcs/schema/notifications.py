"""What the service tells by itself: the data of notifications and operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key
from hcspy.hcs.times import moment

if TYPE_CHECKING:
    from datetime import datetime

    from hcspy.hcs.schema.attribution import AttributionRecord


class NotificationType(WireEnum):
    """Whether the end of a system was wanted."""

    NONE = "None"
    """It has not ended."""

    GRACEFUL_EXIT = "GracefulExit"
    """It shut down, by itself or as asked."""

    FORCED_EXIT = "ForcedExit"
    """It was terminated."""

    UNEXPECTED_EXIT = "UnexpectedExit"
    """It was not."""

    UNKNOWN = "Unknown"
    """Not known."""


class OperationType(WireEnum):
    """What an operation does."""

    NONE = "None"
    """Nothing."""

    CONSTRUCT = "Construct"
    """Creates a system."""

    START = "Start"
    """Starts a system."""

    PAUSE = "Pause"
    """Pauses a system."""

    RESUME = "Resume"
    """Resumes a system."""

    SHUTDOWN = "Shutdown"
    """Shuts a system down."""

    TERMINATE = "Terminate"
    """Terminates a system."""

    SAVE = "Save"
    """Saves a system."""

    GET_PROPERTIES = "GetProperties"
    """Asks a system for its properties."""

    MODIFY = "Modify"
    """Changes a system."""

    CRASH = "Crash"
    """Crashes a system."""

    EXECUTE_PROCESS = "ExecuteProcess"
    """Creates a process."""

    GET_PROCESS_INFO = "GetProcessInfo"
    """Asks for a process's number and pipes."""

    SIGNAL_PROCESS = "SignalProcess"
    """Sends a process a signal."""

    MODIFY_PROCESS = "ModifyProcess"
    """Changes a process."""

    CANCEL_OPERATION = "CancelOperation"
    """Cancels another operation."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class SystemExitStatus:
    """How a system ended: the data of the notification.

    >>> SystemExitStatus(status=0, exit_type="GracefulExit").exit_type
    'GracefulExit'
    """

    status: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How it ended, an HRESULT."""

    exit_type: NotificationType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether that was wanted."""

    attribution: Sequence[AttributionRecord] = attrs.field(default=(), metadata=key(since="HCS 2.4"))
    """What it is put down to."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationInfo:
    """What is known of an operation.

    >>> OperationInfo(operation="Start", start_timestamp="2024-02-03T04:05:06Z").started.year
    2024
    """

    operation: OperationType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """What it does."""

    start_timestamp: str | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """When it began, in RFC 3339; `started` is the time itself."""

    end_timestamp: str | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """When it ended, in RFC 3339; `ended` is the time itself."""

    failure_info: OperationFailureInfo | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """Why it failed; left out if it did not."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def started(self) -> datetime | None:
        """When it began."""
        return moment(self.start_timestamp)

    @property
    def ended(self) -> datetime | None:
        """When it ended."""
        return moment(self.end_timestamp)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationFailureInfo:
    """Why an operation failed.

    >>> OperationFailureInfo(result=-2147467259).result
    -2147467259
    """

    result: int | None = attrs.field(default=None, metadata=key(since="HCS 2.6"))
    """The error, an HRESULT."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationNotificationInfo:
    """The data of a notification of an operation. Nothing is said.

    >>> OperationNotificationInfo()
    OperationNotificationInfo()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OperationProgress:
    """How far an operation is. Nothing is said.

    >>> OperationProgress()
    OperationProgress()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
