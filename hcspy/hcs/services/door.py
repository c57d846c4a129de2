"""What the two doors of the compute service have in common: what everything above is written against.

Documents are text here. A verb begins and gives something to wait for; what only asks or tells waits itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from hcspy.errors import NotSupportedError, SystemAlreadyStoppedError, SystemNotFoundError
from hcspy.hcs.services.completion import Completion
from hcspy.hcs.services.listener import Listener

if TYPE_CHECKING:
    from hcspy._ffi.pipes import ProcessInformation
    from hcspy.hcs.services.silo import GroupAffinity

DoorName = Literal["computecore", "vmcompute"]

# What a second shutdown or terminate gets: it is what was wanted.
STOPPED: Final = (SystemAlreadyStoppedError, SystemNotFoundError)


class Verb(Enum):
    """What is done with a system and may take time."""

    START = "start"
    SHUTDOWN = "shutdown"
    TERMINATE = "terminate"
    PAUSE = "pause"
    RESUME = "resume"
    SAVE = "save"
    CRASH = "crash"
    INITIALIZE_LIVE_MIGRATION_ON_SOURCE = "initialize_live_migration_on_source"
    START_LIVE_MIGRATION_ON_SOURCE = "start_live_migration_on_source"
    START_LIVE_MIGRATION_TRANSFER = "start_live_migration_transfer"
    FINALIZE_LIVE_MIGRATION = "finalize_live_migration"
    CANCEL_LIVE_MIGRATION = "cancel_live_migration"

    @property
    def ends(self) -> bool:
        """Whether it is done when the system has exited."""
        return self in (Verb.SHUTDOWN, Verb.TERMINATE)


class Begun(NamedTuple):
    """A verb that has begun."""

    completion: Completion[str]
    call: str
    cancel: Callable[[], bool] | None = None
    late: Callable[[], object] | None = None
    """What is tried when the time is up: the end may have come, and the word of it been lost."""


class OpenProcess(Protocol):
    """A process that is open."""

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def pipes(self) -> ProcessInformation:
        """Its pipes, which whoever makes streams of them owns."""

    @property
    def exited(self) -> Completion[str]:
        """Settled when it has exited, with the document of that if the door gives one."""

    def properties(self, timeout: float | None) -> str:
        """Return its properties."""

    def modify(self, settings: str, timeout: float | None) -> None:
        """Change it."""

    def signal(self, options: str, timeout: float | None) -> None:
        """Send it a signal."""

    def terminate(self, timeout: float | None) -> None:
        """End it by force."""

    def close(self) -> None:
        """Close the handle."""


class OpenSystem(Protocol):
    """A compute system that is open."""

    @property
    def listener(self) -> Listener:
        """What is heard of it."""

    def begin(self, verb: Verb, options: str | None, timeout: float | None, socket: int | None = None) -> Begun:
        """Begin a verb; ``timeout`` is for the call that begins it, ``socket`` leads to the host at the other end."""

    def properties(self, query: str, timeout: float | None) -> str:
        """Return its properties."""

    def modify(self, configuration: str, timeout: float | None) -> None:
        """Change it."""

    def bind(self, affinities: Sequence[GroupAffinity], timeout: float | None) -> None:
        """Bind its processes to processors."""

    def create_process(self, parameters: str, timeout: float | None) -> OpenProcess:
        """Start a process in it."""

    def open_process(self, pid: int, timeout: float | None) -> OpenProcess:
        """Open a process of it."""

    def close(self) -> None:
        """Close the handle."""


class Door(Protocol):
    """One of the two ways to the compute service."""

    @property
    def name(self) -> DoorName:
        """Which one: the name of its DLL."""

    def create(self, id: str, configuration: str, timeout: float | None, *, migration: bool = False) -> OpenSystem:
        """Create a system and wait until it is there; with ``migration`` hear of its live migration, too."""

    def open(self, id: str, timeout: float | None, *, migration: bool = False) -> OpenSystem:
        """Open a system."""

    def enumerate(self, query: str, timeout: float | None) -> str:
        """Return the list of systems."""

    def service_properties(self, query: str, timeout: float | None) -> str:
        """Return what the service says of itself."""

    def modify_service(self, settings: str, timeout: float | None) -> None:
        """Change settings of the service."""


def unsupported(verb: Verb) -> NotSupportedError:
    """Return the error for what only computecore.dll can do."""
    name = verb.value.replace("_", " ")
    return NotSupportedError(f"vmcompute.dll has no call for {name}", hint="computecore.dll has: host.hcs.use()")


def no_migration(migration: bool) -> None:
    """Refuse what takes a live migration, which vmcompute.dll knows nothing of."""
    if migration:
        raise NotSupportedError("vmcompute.dll knows no live migration", hint="computecore.dll does: host.hcs.use()")


def until_exit(listener: Listener) -> Completion[str]:
    """Return a completion that is settled when the system has exited."""
    completion: Completion[str] = Completion()

    def exited() -> None:
        error = listener.exited.error
        if error is None:
            completion.resolve("")
        else:
            completion.reject(error)

    listener.exited.add_callback(exited)
    return completion


def not_ended(ended: Completion[str], error: BaseException | None, listener: Listener) -> None:
    """Settle the wait for an exit with what went wrong; that is nothing if the system has ended all the same.

    Whoever hears of the exit first may close the system, which ends each other wait before its turn.
    """
    exited = listener.exited
    if isinstance(error, STOPPED) or (error is not None and exited.done and exited.error is None):
        ended.resolve("")
    elif error is not None:
        ended.reject(error)
