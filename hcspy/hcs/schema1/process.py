"""Processes in a container: how one is started, and how they are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Wire, arrays, key
from hcspy.hcs.measured import ProcessTimes
from hcspy.hcs.times import ZERO_TIME


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProcessConfig:
    """A process to start in a running container.

    >>> ProcessConfig(command_line="cmd /c ver", create_std_out_pipe=True).console_size
    (0, 0)
    """

    application_name: str | None = None
    """The program's file, where the command line does not begin with it."""

    command_line: str | None = None
    """The command line, as Windows has it."""

    command_args: Sequence[str] = ()
    """The words of the command; Linux containers, in place of the command line."""

    user: str | None = None
    """The user that it runs as, such as `ContainerUser`; the image's own if there is none."""

    working_directory: str | None = None
    """The folder that it starts in."""

    environment: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Variables beside those of the image."""

    emulate_console: bool | None = None
    """Whether it gets a console; standard error then comes with standard output."""

    create_std_in_pipe: bool | None = None
    """Whether there is a pipe to its standard input."""

    create_std_out_pipe: bool | None = None
    """Whether there is a pipe from its standard output."""

    create_std_err_pipe: bool | None = None
    """Whether there is a pipe from its standard error; not with a console."""

    console_size: Sequence[int] = attrs.field(default=(0, 0), metadata=key(always=True))
    """Height and width of the console in characters, in this order; 0 leaves it to the service."""

    create_in_utility_vm: bool | None = None
    """Whether it runs in the utility VM, and not in the container."""

    oci_specification: Any = attrs.field(default=None, metadata=key("OCISpecification"), hash=False)
    """The OCI specification of the process, as raw JSON; Linux containers."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessListItem(ProcessTimes):
    """One process of a container, in the answer to the query for `ProcessList`.

    >>> ProcessListItem(image_name="cmd.exe", process_id=353, kernel_time_100ns=10_000_000).kernel_time
    datetime.timedelta(seconds=1)
    """

    create_timestamp: str = attrs.field(default=ZERO_TIME, metadata=key(always=True))
    """When it started, as RFC 3339 text; see `created`."""

    image_name: str | None = None
    """The file name of its program."""

    kernel_time_100ns: int = 0
    """The time that it ran in the kernel, in units of 100 nanoseconds; see `kernel_time`."""

    memory_commit_bytes: int = 0
    """The memory that it has been promised, in bytes."""

    memory_working_set_private_bytes: int = 0
    """The physical memory that is its own, in bytes."""

    memory_working_set_shared_bytes: int = 0
    """The physical memory that it shares, in bytes."""

    process_id: int = 0
    """Its process id."""

    user_time_100ns: int = 0
    """The time that it ran outside of the kernel, in units of 100 nanoseconds; see `user_time`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
