"""Processes in a compute system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key
from hcspy.hcs.measured import ProcessTimes
from hcspy.hcs.times import ZERO_TIME


class ModifyOperation(WireEnum):
    """What changes about a process. hcsshim calls it ProcessModifyOperation."""

    CONSOLE_SIZE = "ConsoleSize"
    """The size of its console."""

    CLOSE_HANDLE = "CloseHandle"
    """A standard stream is closed."""


class StdHandle(WireEnum):
    """Standard streams. hcsshim calls it STDIOHandle."""

    STD_IN = "StdIn"
    """Standard input: the process reads its end."""

    STD_OUT = "StdOut"
    """Standard output."""

    STD_ERR = "StdErr"
    """Standard error."""

    ALL = "All"
    """All three."""


class ProcessSignal(WireEnum):
    """Signals for Windows processes. hcsshim calls it SignalValueWCOW."""

    CTRL_C = "CtrlC"
    """Ctrl+C: ends it with 0xC000013A unless it handles that."""

    CTRL_BREAK = "CtrlBreak"
    """Ctrl+Break."""

    CTRL_CLOSE = "CtrlClose"
    """Its console is closed."""

    CTRL_LOG_OFF = "CtrlLogOff"
    """The user logs off."""

    CTRL_SHUTDOWN = "CtrlShutdown"
    """The system shuts down."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProcessParameters:
    """What a new process is made of.

    >>> ProcessParameters(command_line="cmd /c echo hi", create_std_out_pipe=True, console_size=[25, 80]).console_size
    (25, 80)
    """

    application_name: str | None = None
    """The path of the program, where the command line alone is ambiguous."""

    command_line: str | None = None
    """The command line, for Windows."""

    command_args: Sequence[str] = ()
    """The arguments one by one, for Linux."""

    user: str | None = None
    """The user that it runs as: a name that the container knows, such as `ContainerAdministrator`."""

    working_directory: str | None = None
    """The folder that it starts in."""

    environment: Mapping[str, str] | None = attrs.field(default=None, hash=False)
    """Environment variables, beside those that the system sets."""

    restricted_token: bool | None = None
    """Whether it runs with few rights."""

    emulate_console: bool | None = None
    """Whether it gets a console: a terminal of `console_size`."""

    create_std_in_pipe: bool | None = None
    """Whether there is a pipe to its standard input."""

    create_std_out_pipe: bool | None = None
    """Whether there is a pipe from its standard output."""

    create_std_err_pipe: bool | None = None
    """Whether there is a pipe from its standard error; with a console that goes to the output."""

    console_size: Sequence[int] = ()
    """Height and width of the console, in characters."""

    use_existing_login: bool | None = None
    """Whether a login session of the user is used again."""

    use_legacy_console: bool | None = None
    """Whether the console is the old one."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessStatus:
    """How a process is, or ended.

    >>> ProcessStatus(process_id=353, exited=True, exit_code=0).exit_code
    0
    """

    process_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its number in the system."""

    exited: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it has ended."""

    exit_code: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its exit code; only with `last_wait_result` 0."""

    last_wait_result: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How waiting for it ended, an HRESULT or Linux error; other than 0 the exit code is not known."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessModifyRequest:
    """A request to change a process that runs.

    >>> size = ConsoleSize(height=40, width=120)
    >>> ProcessModifyRequest(operation="ConsoleSize", console_size=size).console_size.height
    40
    """

    operation: ModifyOperation | str | None = None
    """What changes."""

    console_size: ConsoleSize | None = None
    """The new size, for `ConsoleSize`."""

    close_handle: CloseHandle | None = None
    """What is closed, for `CloseHandle`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ConsoleSize:
    """The size of a console.

    >>> ConsoleSize(height=25, width=80).width
    80
    """

    height: int | None = None
    """Lines."""

    width: int | None = None
    """Characters in a line."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CloseHandle:
    """Which standard stream is closed.

    >>> CloseHandle(handle="StdIn").handle
    'StdIn'
    """

    handle: StdHandle | str | None = None
    """The stream."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SignalProcessOptions:
    """A signal for a Windows process; Linux processes take `{"Signal": 15}`.

    >>> SignalProcessOptions(signal="CtrlC").signal
    'CtrlC'
    """

    signal: ProcessSignal | str | int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Which signal; a number for Linux."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessDetails(ProcessTimes):
    """What the process list of a system says of one process.

    >>> ProcessDetails(process_id=1234, image_name="cmd.exe", user_time_100ns=15_000_000).user_time
    datetime.timedelta(seconds=1, microseconds=500000)
    """

    process_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its number in the system."""

    image_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The name of its program."""

    create_timestamp: str = attrs.field(default=ZERO_TIME, metadata=key(always=True, since="HCS 2.1"))
    """When it began, in RFC 3339; `created` is the time itself."""

    user_time_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Time in user mode, in 100 nanoseconds."""

    kernel_time_100ns: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Time in the kernel, in 100 nanoseconds."""

    memory_commit_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory that it may use, in bytes."""

    memory_working_set_private_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory of its own in use, in bytes."""

    memory_working_set_shared_bytes: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory that it shares in use, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ProcessModifyOperation = ModifyOperation
STDIOHandle = StdHandle
SignalValueWCOW = ProcessSignal
