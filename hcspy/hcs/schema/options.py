"""Options of the verbs of a compute system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.migration import MigrationStartOptions


class PauseSuspensionLevel(WireEnum):
    """How deeply a system is paused."""

    SUSPEND = "Suspend"
    """It stands still."""

    MEMORY_LOW = "MemoryLow"
    """It gives back a little memory besides."""

    MEMORY_MEDIUM = "MemoryMedium"
    """It gives back more memory."""

    MEMORY_HIGH = "MemoryHigh"
    """It gives back as much memory as it can."""


class PauseReason(WireEnum):
    """Why a system is paused."""

    NONE = "None"
    """For no reason."""

    SAVE = "Save"
    """It is going to be saved."""

    TEMPLATE = "Template"
    """It is going to be a template."""


class SaveType(WireEnum):
    """What a system is saved for."""

    TO_FILE = "ToFile"
    """To go on later: memory and devices go to the file."""

    AS_TEMPLATE = "AsTemplate"
    """To be a template that others are cloned from."""


class ShutdownMechanism(WireEnum):
    """Who is asked to shut a system down."""

    GUEST_CONNECTION = "GuestConnection"
    """The service in the guest."""

    INTEGRATION_SERVICE = "IntegrationService"
    """The integration service."""


class ShutdownType(WireEnum):
    """What happens at a shutdown."""

    SHUTDOWN = "Shutdown"
    """The system ends."""

    HIBERNATE = "Hibernate"
    """The system hibernates."""

    REBOOT = "Reboot"
    """The system starts again."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class StartOptions:
    """How a system is started (hcsshim).

    >>> from hcspy.hcs import MigrationStartOptions
    >>> held = StartOptions(destination_migration_options=MigrationStartOptions())
    >>> held.destination_migration_options.network_settings is None
    True
    """

    destination_migration_options: MigrationStartOptions | None = None
    """That it is the destination of a live migration."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PauseOptions:
    """How a system is paused.

    >>> held = PauseOptions(suspension_level="Suspend", hosted_notification=PauseNotification(reason="Save"))
    >>> held.hosted_notification.reason
    'Save'
    """

    suspension_level: PauseSuspensionLevel | str | None = None
    """How deeply."""

    hosted_notification: PauseNotification | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What the systems that it hosts are told."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PauseNotification:
    """What hosted systems are told of a pause.

    >>> PauseNotification(reason="Template").reason
    'Template'
    """

    reason: PauseReason | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Why it happens."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SaveOptions:
    """How a system is saved.

    >>> SaveOptions(save_type="ToFile", save_state_file_path="C:\\\\vm\\\\state.vmrs").save_type
    'ToFile'
    """

    save_type: SaveType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What for."""

    save_state_file_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The file of the saved state."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ShutdownOptions:
    """How a system is shut down.

    >>> ShutdownOptions(type="Reboot", reason="maintenance").type
    'Reboot'
    """

    mechanism: ShutdownMechanism | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Who is asked to."""

    type: ShutdownType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """What happens then."""

    force: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether programs are ended that do not want to."""

    reason: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Why, in words."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
