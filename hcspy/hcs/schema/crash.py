"""Crashes of guests."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key


class CrashType(WireEnum):
    """How a guest is crashed."""

    CRASH_GUEST = "CrashGuest"
    """By an interrupt that it cannot mask."""


class WindowsCrashPhase(WireEnum):
    """How far writing a guest's memory came."""

    INACTIVE = "Inactive"
    """It did not begin."""

    CRASH_VALUES = "CrashValues"
    """The parameters of the crash are told."""

    STARTING = "Starting"
    """It is about to begin."""

    STARTED = "Started"
    """It has begun."""

    WRITING = "Writing"
    """Memory is being written."""

    COMPLETE = "Complete"
    """All of it is written."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestCrashReporting:
    """Where crashes of a guest are reported.

    >>> held = GuestCrashReporting(
    ...     windows_crash_settings=WindowsCrashReporting(dump_file_name="C:\\\\vm\\\\guest.dmp")
    ... )
    >>> held.windows_crash_settings.dump_file_name
    'C:\\\\vm\\\\guest.dmp'
    """

    windows_crash_settings: WindowsCrashReporting | None = None
    """Where a Windows guest's memory goes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class WindowsCrashReporting:
    """Where a Windows guest's memory goes when it crashes.

    >>> WindowsCrashReporting(dump_file_name="C:\\\\vm\\\\guest.dmp", max_dump_size=1_073_741_824).max_dump_size
    1073741824
    """

    dump_file_name: str | None = None
    """The file on the host."""

    max_dump_size: int | None = None
    """The most that is written, in bytes."""

    dump_type: str | None = None
    """What is written (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CrashOptions:
    """How `crash` crashes a guest.

    >>> CrashOptions(type="CrashGuest").type
    'CrashGuest'
    """

    type: CrashType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The way."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CrashReport:
    """What is known of a crash: the data of the crash notifications.

    >>> CrashReport(system_id="web", crash_parameters=[0xE2, 0, 0, 0, 0]).crash_parameters[0]
    226
    """

    system_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id of the system that crashed."""

    activity_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id that traces have for it."""

    windows_crash_info: WindowsCrashReport | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What a Windows guest says; only in the report that comes last."""

    crash_parameters: Sequence[int] = attrs.field(default=(), metadata=key(since="HCS 2.3"))
    """For Windows the code of the blue screen and its four parameters."""

    crash_log: str | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """What a Linux guest says."""

    status: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """How the reporting went, an HRESULT."""

    pre_os_id: int | None = attrs.field(default=None, metadata=key("PreOSId", since="HCS 2.4"))
    """What the guest says of its system before it is up."""

    crash_stack_unavailable: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Whether the guest says that it cannot write a dump."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class WindowsCrashReport:
    """What a Windows guest says of a crash.

    >>> WindowsCrashReport(os_build_number=20348, final_phase="Complete").final_phase
    'Complete'
    """

    dump_file: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The file with its memory on the host; with phase `Complete` only."""

    os_major_version: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The major version of its system."""

    os_minor_version: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The minor version of its system."""

    os_build_number: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The build of its system."""

    os_service_pack_major_version: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The major version of its service pack."""

    os_service_pack_minor_version: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The minor version of its service pack."""

    os_suite_mask: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The product suites of its system, as bits."""

    os_product_type: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The kind of its system: 1 is a workstation, 3 a server."""

    status: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How writing its memory went, an HRESULT."""

    final_phase: WindowsCrashPhase | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How far writing its memory came."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
