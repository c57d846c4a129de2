"""``Process``: a program that runs in a compute system, with the members of ``subprocess.Popen``."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from hcspy.codec import dumps, loads
from hcspy.errors import (
    AlreadyStoppedError,
    ClosedError,
    HcspyError,
    InvalidStateError,
    NotFoundError,
    TimedOutError,
)
from hcspy.hcs.services.completion import Completion, Deadline
from hcspy.hcs.services.documents import check, text_of
from hcspy.hcs.services.streams import Exchange, Streams, TextForm, Use, check_input, open_streams

if TYPE_CHECKING:
    from hcspy.hcs import ProcessStatus
    from hcspy.hcs.services.door import OpenProcess

# What the exit code is where the service does not know it.
UNKNOWN: Final = -1
GRACE: Final = 1.0  # seconds that the outputs of a program may take to end after it has
CLOSE_STDIN: Final = '{"Operation":"CloseHandle","CloseHandle":{"Handle":"StdIn"}}'

# What Python's signals are for a program of Windows; a number goes to one of Linux as it is.
_WINDOWS: Final = {
    "SIGINT": "CtrlC",
    "CTRL_C_EVENT": "CtrlC",
    "SIGBREAK": "CtrlBreak",
    "CTRL_BREAK_EVENT": "CtrlBreak",
    "SIGHUP": "CtrlClose",
    "SIGTERM": "CtrlShutdown",
}
# A signal that was not delivered since nobody was there to take it.
_GONE: Final = (AlreadyStoppedError, NotFoundError, InvalidStateError)


class MigrationState(NamedTuple):
    """What binds the streams of a process to its host while its system migrates; 0 for what the host does not use."""

    stdin_port: int = 0
    """The port of hvsock that its standard input comes through."""

    stdout_port: int = 0
    stderr_port: int = 0
    wait_call_id: int = 0
    """The number of the call to the guest that waits for its end."""


class ProcessTimedOutError(TimedOutError, subprocess.TimeoutExpired):
    """A process did not end in time: it goes on. Programs written for ``subprocess`` catch it as TimeoutExpired."""

    def __init__(
        self, message: str = "", *, cmd: Any = None, timeout: float = 0, output: Any = None, stderr: Any = None
    ) -> None:
        TimedOutError.__init__(self, message)
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self) -> str:
        return self.message


class Process:
    """A process, running or not. A context manager: leaving it closes its streams and handle, and kills nothing.

    The members are those of ``subprocess.Popen``, and `PopenLike` says so to type checkers. What differs: leaving
    ``with`` does not wait for the end; ``terminate`` is ``kill``; ``send_signal`` says whether the signal was
    delivered; and there is no ``pipesize`` and no ``bufsize``, since the service makes the pipes.

    >>> import hcspy
    >>> document = {"SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
    >>> with hcspy.connect("fake") as host, host.hcs.systems.create("web", document) as system:
    ...     system.start()
    ...     with system.exec(["cmd", "/c", "echo", "hi"], text=True) as process:
    ...         print(process.stdout.read().strip(), process.wait())
    ...     system.terminate()
    hi 0
    """

    def __init__(
        self,
        opened: OpenProcess,
        args: str | Sequence[str] | None = None,
        form: TextForm | None = None,
        timeout: float | None = None,
        *,
        system_id: str,
        validate: bool = True,
    ) -> None:
        self._open = opened
        self._system_id = system_id
        self._validate = validate
        self._timeout = timeout
        self._code: int | None = None
        self._closed = False
        self._killed = False
        self._exchange: Exchange | None = None
        self.on_exit: Callable[[int], object] | None = None
        """Called with the exit code as soon as ``poll`` or ``wait`` has seen it, by the thread that asked."""
        #: Streams that calls which wait may be using.
        self.uses: list[Use] = []
        form = form or TextForm()
        self._streams: Streams = open_streams(opened.pipes, form)
        self.args = args
        """What was executed; None for a process that was opened by its number."""
        self.text_mode = form.wanted
        """Whether its streams are of text."""
        self.encoding = (form.encoding or "utf-8") if form.wanted else None
        """The encoding of its streams; None where they are of bytes."""
        self.errors = form.errors
        """What becomes of bytes that are no text: the word that ``open`` takes, None for "strict"."""

    # -- Popen's members ------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int:
        """Its number."""
        return self._open.pid

    @property
    def system_id(self) -> str:
        """The id of the compute system that it runs in."""
        return self._system_id

    @property
    def migration_state(self) -> MigrationState:
        """What binds its streams to this host, for a live migration: nothing here, as in hcsshim.

        The service hands out the ends of pipes and is asked for the exit itself; only who talks to the agent of a guest
        directly has ports and calls to bind anew.
        """
        return MigrationState()

    @property
    def stdin(self) -> IO[Any] | None:
        """A file that its standard input is written to; None if it was created without."""
        return self._streams.stdin

    @property
    def stdout(self) -> IO[Any] | None:
        """A file that its standard output is read from; None if it was created without."""
        return self._streams.stdout

    @property
    def stderr(self) -> IO[Any] | None:
        """A file that its standard error is read from; None if it was created without."""
        return self._streams.stderr

    @property
    def returncode(self) -> int | None:
        """Its exit code, once ``poll`` or ``wait`` has seen the end; -1 where the service does not know it."""
        return self._code

    def poll(self) -> int | None:
        """Return the exit code, None while it runs; never waits for it."""
        if self._code is None and self._open.exited.done:
            self._see(self._exit_code())
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; after ``timeout`` seconds ProcessTimedOutError is raised."""
        if self._code is None and not self._open.exited.wait(timeout):
            raise self.late(timeout)
        code = self.poll()
        assert code is not None
        return code

    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:
        """Write the input, read both outputs to their ends, wait for the end; return the outputs.

        After ``timeout`` seconds ProcessTimedOutError is raised; what was read is not lost, another call goes on.
        """
        deadline = Deadline(timeout)
        if input is not None:
            check_input(self.stdin, begun=self._exchange is not None)
        if self._exchange is None:
            self._exchange = Exchange(self._streams, input)
        exchange = self._exchange
        if not exchange.finish(deadline) or not self._open.exited.wait(deadline.left):
            raise self.late(timeout, *exchange.output())
        self.wait()
        return exchange.output()

    def kill(self) -> None:
        """End it by force; nothing happens if it has ended, or is about to after an earlier kill."""
        if self._killed or self.poll() is not None:
            return
        with contextlib.suppress(AlreadyStoppedError, NotFoundError):
            self._open.terminate(self._timeout)
        self._killed = True

    def terminate(self) -> None:
        """End it by force: Windows knows no gentler way. See ``send_signal``."""
        self.kill()

    def send_signal(self, sig: int | str) -> bool:
        """Send a signal; say whether it was delivered.

        A text is one of Windows: CtrlC, CtrlBreak, CtrlClose, CtrlLogOff, CtrlShutdown. Python's signals stand for
        those that are nearest, and ``SIGKILL`` kills; any other number is one of Linux and goes to a guest of that.
        """
        if isinstance(sig, signal.Signals) and sig.name == "SIGKILL":
            self.kill()
            return True
        chosen = _WINDOWS.get(sig.name, int(sig)) if isinstance(sig, signal.Signals) else sig
        try:
            self._open.signal(dumps({"Signal": chosen}), self._timeout)
        except _GONE:
            return False
        return True

    @property
    def universal_newlines(self) -> bool:
        """What ``text_mode`` is, by its old name."""
        return self.text_mode

    # -- beyond Popen ---------------------------------------------------------------------------------------------

    def signal(self, options: object) -> bool:
        """Send a signal as a document says, a model or a mapping; say whether it was delivered."""
        if self._validate:
            check(options, "SignalProcessOptions")
        try:
            self._open.signal(text_of(options), self._timeout)
        except _GONE:
            return False
        return True

    def resize_console(self, height: int, width: int) -> None:
        """Change the size of its console, in characters."""
        self.modify({"Operation": "ConsoleSize", "ConsoleSize": {"Height": height, "Width": width}})

    def close_stdin(self) -> None:
        """End its standard input, also where this side has no pipe to it; nothing happens if the process has ended."""
        if self.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self.stdin.close()
        if self.poll() is None:
            with contextlib.suppress(AlreadyStoppedError, NotFoundError):
                self._open.modify(CLOSE_STDIN, self._timeout)

    def modify(self, request: object) -> None:
        """Change it as a document says: a model or a mapping with wire names, which is checked before the call."""
        if self._validate:
            check(request, "ProcessModifyRequest")
        self._open.modify(text_of(request), self._timeout)

    def properties(self) -> ProcessStatus:
        """Return what the service knows of it: whether it has exited, and how."""
        from hcspy.codec import from_json
        from hcspy.hcs import ProcessStatus

        return from_json(ProcessStatus, self._open.properties(self._timeout))

    @property
    def is_closed(self) -> bool:
        """Whether its handle was closed."""
        return self._closed

    def close(self) -> None:
        """Close its streams and handle; it goes on, and nobody waits for it. Twice is fine.

        Of one that has ended ``poll`` and ``wait`` tell the exit code afterwards, too.
        """
        if self._closed:
            return
        exchange = self._exchange
        ended = self._open.exited.done
        if ended:
            with contextlib.suppress(HcspyError):  # it cannot be asked any more
                self.poll()
        self._closed = True
        self._open.exited.reject(ClosedError(f"process {self.pid} was closed"))
        self._streams.close([*self.uses, *(exchange.uses if exchange else ())])
        if exchange and ended:
            exchange.finish(Deadline(GRACE))  # what reads is at the end of the outputs, and closes them
        self._open.close()

    @property
    def exited(self) -> Completion[str]:
        """What is waited for: settled when it has ended, or nobody will know any more."""
        return self._open.exited

    # -- inside ---------------------------------------------------------------------------------------------------

    def _see(self, code: int) -> None:
        seen, self._code = self._code, code
        if seen is None and self.on_exit is not None:
            self.on_exit(code)

    def _exit_code(self) -> int:
        members = loads(self._open.exited.outcome() or "{}")
        if not isinstance(members, dict) or "ExitCode" not in members:
            try:
                members = loads(self._open.properties(self._timeout) or "{}")
            except _GONE:  # it ended with its system, which knows nothing of it any more
                return UNKNOWN
        code = members.get("ExitCode")
        return (
            UNKNOWN if code is None or members.get("LastWaitResult") or not members.get("Exited", True) else int(code)
        )

    def late(self, timeout: float | None, output: Any = None, stderr: Any = None) -> ProcessTimedOutError:
        """Return the error of a wait that was too short."""
        seconds = timeout or 0
        return ProcessTimedOutError(
            f"process {self.pid} did not end within {seconds:g} seconds; it goes on",
            cmd=self.args,
            timeout=seconds,
            output=output,
            stderr=stderr,
        )

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_closed", True):
            return
        warnings.warn(f"{self!r} was not closed", ResourceWarning, stacklevel=2, source=self)
        if not sys.is_finalizing():  # the end of the program closes handles anyway, and little works any more
            with contextlib.suppress(HcspyError):  # the host was closed first
                self.close()

    def __repr__(self) -> str:
        state = "closed" if self._closed else "running" if self._code is None else f"exit code {self._code}"
        return f"<Process {self.pid}, {state}>"
