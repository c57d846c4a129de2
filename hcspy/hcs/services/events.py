"""What the compute service tells of a system, in one form for both doors: their numbers differ."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import from_json, loads
from hcspy.errors import InvalidDocumentError

if TYPE_CHECKING:
    from hcspy.hcs import OperationSystemMigrationNotificationInfo


class EventKind(Enum):
    """What happened."""

    SYSTEM_EXITED = "system exited"
    CREATE_COMPLETED = "create completed"
    START_COMPLETED = "start completed"
    PAUSE_COMPLETED = "pause completed"
    RESUME_COMPLETED = "resume completed"
    SAVE_COMPLETED = "save completed"
    SHUTDOWN_FAILED = "shutdown failed"
    GET_PROPERTIES_COMPLETED = "get properties completed"
    MODIFY_COMPLETED = "modify completed"
    CRASH_INITIATED = "crash initiated"
    CRASH_REPORT = "crash report"
    RDP_ENHANCED_MODE_STATE_CHANGED = "rdp enhanced mode state changed"
    SILO_JOB_CREATED = "silo job created"
    GUEST_CONNECTION_CLOSED = "guest connection closed"
    PROCESS_EXITED = "process exited"
    OPERATION_CALLBACK = "operation callback"
    LIVE_MIGRATION = "live migration"
    SERVICE_DISCONNECTED = "service disconnected"
    OTHER = "other"
    """Something that this library has no word for: the number says what."""


# By the numbers of vmcompute.dll.
NOTIFICATIONS: Final = {
    0x00000001: EventKind.SYSTEM_EXITED,
    0x00000002: EventKind.CREATE_COMPLETED,
    0x00000003: EventKind.START_COMPLETED,
    0x00000004: EventKind.PAUSE_COMPLETED,
    0x00000005: EventKind.RESUME_COMPLETED,
    0x00000006: EventKind.CRASH_REPORT,
    0x00000007: EventKind.SILO_JOB_CREATED,
    0x00000008: EventKind.SAVE_COMPLETED,
    0x00000009: EventKind.RDP_ENHANCED_MODE_STATE_CHANGED,
    0x0000000A: EventKind.SHUTDOWN_FAILED,
    0x0000000B: EventKind.GET_PROPERTIES_COMPLETED,
    0x0000000C: EventKind.MODIFY_COMPLETED,
    0x0000000D: EventKind.CRASH_INITIATED,
    0x0000000E: EventKind.GUEST_CONNECTION_CLOSED,
    0x00010000: EventKind.PROCESS_EXITED,
    0x01000000: EventKind.SERVICE_DISCONNECTED,
}

# By the numbers of computecore.dll.
EVENTS: Final = {
    0x00000001: EventKind.SYSTEM_EXITED,
    0x00000002: EventKind.CRASH_INITIATED,
    0x00000003: EventKind.CRASH_REPORT,
    0x00000004: EventKind.RDP_ENHANCED_MODE_STATE_CHANGED,
    0x00000005: EventKind.SILO_JOB_CREATED,
    0x00000006: EventKind.GUEST_CONNECTION_CLOSED,
    0x00010000: EventKind.PROCESS_EXITED,
    0x01000000: EventKind.OPERATION_CALLBACK,
    0x02000000: EventKind.SERVICE_DISCONNECTED,
    0x80000003: EventKind.LIVE_MIGRATION,
}

# What computecore.dll is told to call back for beyond the usual events (HcsEventOptionEnableLiveMigrationEvents).
MIGRATION_EVENTS: Final = 4


@attrs.frozen(kw_only=True)
class SystemEvent:
    """Something that happened to a compute system."""

    kind: EventKind
    """What it is."""

    type: int
    """Its number; the two doors count differently."""

    status: int = 0
    """The result that came with it, as an unsigned number: 0 is none, or success."""

    data: str | None = None
    """The document that came with it, as text."""

    @property
    def document(self) -> dict[str, Any]:
        """The document that came with it, with its member names; empty if there is none.

        >>> SystemEvent(kind=EventKind.SYSTEM_EXITED, type=1, data='{"Status":0}').document
        {'Status': 0}
        """
        try:
            members = loads(self.data or "{}")
        except InvalidDocumentError:
            return {}
        return members if isinstance(members, dict) else {}

    @property
    def migration(self) -> OperationSystemMigrationNotificationInfo | None:
        """What it tells of a live migration: side, event, result; None for events of other kinds.

        >>> data = '{"Origin":"Source","Event":"BlackoutStarted","Result":"Success"}'
        >>> SystemEvent(kind=EventKind.LIVE_MIGRATION, type=0x80000003, data=data).migration.event.name
        'BLACKOUT_STARTED'
        """
        if self.kind is not EventKind.LIVE_MIGRATION:
            return None
        from hcspy.hcs import OperationSystemMigrationNotificationInfo

        return from_json(OperationSystemMigrationNotificationInfo, self.document)


@attrs.frozen(kw_only=True)
class ExitStatus:
    """How a compute system ended."""

    status: int = 0
    """The result as an unsigned number: 0 where somebody asked it to end."""

    exit_type: str | None = None
    """How, in the service's word: GracefulExit, ForcedExit, UnexpectedExit; only computecore.dll tells."""

    data: str | None = None
    """The whole document that came with it, as text."""

    @property
    def unexpected(self) -> bool:
        """Whether it ended by itself.

        >>> ExitStatus(status=0xC0370106).unexpected
        True
        """
        return bool(self.status & 0x80000000)


def exit_status(event: SystemEvent) -> ExitStatus:
    """Return how the system ended of which an event tells."""
    members = event.document
    number, kind = members.get("Status"), members.get("ExitType")
    status = number & 0xFFFFFFFF if isinstance(number, int) and not event.status else event.status
    return ExitStatus(status=status, exit_type=kind if isinstance(kind, str) else None, data=event.data)
