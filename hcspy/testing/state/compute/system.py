"""What is known of one compute system, and of a process in it."""

from __future__ import annotations

import dataclasses
from typing import Any, Final, Literal

from hcspy.testing.state.documents import guid_key
from hcspy.testing.state.faults import Fault
from hcspy.testing.state.names import name_to_guid

Kind = Literal["argon", "xenon", "vm", "hosted", "job"]

CREATED: Final = "Created"
RUNNING: Final = "Running"
PAUSED: Final = "Paused"

# What a killed process leaves behind, by where it ran.
# fidelity: HCS-P06
KILLED_WINDOWS: Final = 1067
KILLED_LINUX: Final = 137
KILLED_JOB: Final = 1


@dataclasses.dataclass
class Process:
    """A process of a compute system. What has run to its end stays known until the system is gone."""

    pid: int
    image: str
    created: int
    """FILETIME."""
    exited: bool = False
    exit_code: int = 0
    wait_result: int = 0
    """Why the exit code is not known; 0 when it is."""
    runs_in: str = ""
    """Who runs its program: a mark of one fake in one process of the host."""
    wanted: int | None = None
    """The exit code that somebody else than who runs it wants it to end with."""


@dataclasses.dataclass
class System:
    """A compute system: a container, in whichever isolation, or a virtual machine."""

    id: str
    kind: Kind
    runtime_id: str
    """What tells it from others of the same id; nobody outside sees it."""
    created: int
    owner: str = ""
    name: str = ""
    os: Literal["Windows", "Linux"] = "Windows"
    schema: tuple[int, int] = (1, 0)
    document: dict[str, Any] = dataclasses.field(default_factory=dict)
    state: str = CREATED
    started: int = 0
    terminate_on_last_handle: bool = False
    hosting: str = ""
    """Id of the virtual machine that it runs in."""
    endpoints: list[str] = dataclasses.field(default_factory=list)
    """Ids of the endpoints that it is to be plugged into when it starts."""
    namespace: str = ""
    shares: str = ""
    """Id of the container whose network it shares."""
    disk: str = ""
    """The virtual disk that a kernel of its own has mounted as its drive C, and only while it has."""
    volume: str = ""
    """Where the files on that disk are."""
    memory_mb: int = 0
    affinities: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    """The processors that it is bound to: a group, and a mask of the processors in it; none: all of the machine."""
    resources: dict[str, Any] = dataclasses.field(default_factory=dict)
    """What was added to it, by resource path in lower case."""
    processes: dict[int, Process] = dataclasses.field(default_factory=dict)
    guest_broken: bool = False
    """Whether the connection to its guest is lost."""
    holders: list[str] = dataclasses.field(default_factory=list)
    """Who has handles of it: marks of fakes, as in `Process.runs_in`."""

    @property
    def is_machine(self) -> bool:
        """Whether it is a virtual machine."""
        return self.kind == "vm"

    @property
    def guid(self) -> str:
        """The GUID that the service shows of it: its id, or what comes of an id that is none."""
        # fidelity: HCS-Q10
        try:
            return guid_key(self.id)
        except Fault:
            return name_to_guid(self.id)

    @property
    def hostname(self) -> str:
        """The name that it has in its own eyes."""
        # fidelity: HCS-P10
        container = self.document.get("Container")
        guest = container.get("GuestOs") if isinstance(container, dict) else None
        named = guest.get("HostName") if isinstance(guest, dict) else self.document.get("HostName")
        return named if isinstance(named, str) and named else self.id[:15]

    @property
    def kill_code(self) -> int:
        """The exit code of a process that was killed in it."""
        if self.os == "Linux":
            return KILLED_LINUX
        return KILLED_JOB if self.kind == "job" else KILLED_WINDOWS

    @property
    def has_guest(self) -> bool:
        """Whether it has a kernel, and so a network, of its own."""
        return self.kind in ("vm", "xenon", "hosted")
