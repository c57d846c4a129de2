"""What the function behind a command gets to see of the process that it is."""

from __future__ import annotations

import io
import ntpath
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, Protocol

from hcspy.testing.programs.files import Files
from hcspy.testing.programs.pipes import End, Killed, Reader, Writer

__all__ = ["Container", "Function", "Program", "run"]

CTRL_C: int = 0xC000013A  # STATUS_CONTROL_C_EXIT


class Container(Protocol):
    """The container that a program runs in."""

    @property
    def id(self) -> str:
        """Its id as a compute system."""

    @property
    def hostname(self) -> str:
        """The name that it has in its own eyes."""

    @property
    def os(self) -> str:
        """``Windows`` or ``Linux``."""

    @property
    def build(self) -> int:
        """The Windows build in it."""

    @property
    def files(self) -> Files:
        """Its files."""

    def interfaces(self) -> Sequence[Mapping[str, object]]:
        """Its network interfaces: ``name``, ``address``, ``prefix_length``, ``gateway``, ``dns_suffix``."""


class Program:
    """A process, from the inside.

    args
        The command line taken apart; ``args[0]`` is the name of the program.
    stdin, stdout, stderr
        Binary streams. What is written is in the pipe when ``write()`` returns. An output that nobody asked for goes
        nowhere, and an input that nobody asked for is empty.
    env, cwd, user, console_size
        What the process was started with; the size of the console is (height, width), and changes.
    killed
        An event that is set when somebody ends the process. Reading, writing and ``sleep()`` notice it themselves.
    on_signal
        Called with the name of a signal (``CtrlC``, or a number on Linux), on another thread. While it is None a signal
        ends the process.
    container
        The container that it runs in.
    wait_result
        Another number than 0 says that the service lost track of the process: its exit code is not known.
    """

    def __init__(
        self,
        args: Sequence[str],
        command_line: str = "",
        *,
        container: Container,
        env: Mapping[str, str] | None = None,
        cwd: str = "C:\\",
        user: str = "",
        console_size: tuple[int, int] | None = None,
        stdin: BinaryIO | None = None,
        stdout: BinaryIO | None = None,
        stderr: BinaryIO | None = None,
        killed: threading.Event | None = None,
    ) -> None:
        self.args = list(args)
        self.command_line = command_line
        self.container = container
        self.env = dict(env or {})
        self.cwd = cwd
        self.user = user
        self.console_size = console_size
        self.stdin: BinaryIO = stdin or io.BytesIO()
        self.stdout: BinaryIO = stdout or Nowhere()  # type: ignore[assignment]
        self.stderr: BinaryIO = stderr or Nowhere()  # type: ignore[assignment]
        self.killed = killed or threading.Event()
        self.wait_result = 0
        self.on_signal: Callable[[str], object] | None = None

    def sleep(self, seconds: float) -> None:
        """Wait, unless the process is killed: then its program ends here."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if self.killed.wait(min(left, 0.05)):
                raise Killed
        if self.killed.is_set():
            raise Killed

    def print(self, text: str = "") -> None:
        """Write a line to the output, with the line end of the system."""
        end = "\n" if self.container.os == "Linux" else "\r\n"
        self.stdout.write(f"{text}{end}".encode())

    def complain(self, text: str) -> None:
        """Write a line to the error output."""
        end = "\n" if self.container.os == "Linux" else "\r\n"
        self.stderr.write(f"{text}{end}".encode())

    def path(self, name: str) -> str:
        """Return a path as seen from the working directory."""
        return ntpath.normpath(ntpath.join(self.cwd, name))

    def child(
        self,
        args: Sequence[str],
        command_line: str = "",
        *,
        stdin: BinaryIO | None = None,
        stdout: BinaryIO | None = None,
        stderr: BinaryIO | None = None,
    ) -> Program:
        """Return a program to run inside of this one, with its streams unless others are given."""
        return Program(
            args,
            command_line,
            container=self.container,
            env=self.env,
            cwd=self.cwd,
            user=self.user,
            console_size=self.console_size,
            stdin=stdin or self.stdin,
            stdout=stdout or self.stdout,
            stderr=stderr or self.stderr,
            killed=self.killed,
        )


Function = Callable[[Program], int | None]


class Nowhere(io.RawIOBase):
    """An output that nobody gets."""

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: object) -> int:
        """Take everything."""
        return len(memoryview(data))  # type: ignore[arg-type]


def run(function: Function, program: Program) -> int:
    """Run a program; return its exit code. One that raises ends as Python would end it: a traceback and a 1."""
    try:
        code = function(program)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BrokenPipeError:
        return 1
    except Exception:
        try:
            program.stderr.write(traceback.format_exc().encode())
        except OSError:
            pass
        return 1
    return int(code or 0) & 0xFFFFFFFF


def reading(end: End | None) -> BinaryIO | None:
    """Make the input of a program out of its end of a pipe."""
    return io.BufferedReader(Reader(end)) if end is not None else None


def writing(end: End | None) -> BinaryIO | None:
    """Make an output of a program out of its end of a pipe."""
    return Writer(end) if end is not None else None  # type: ignore[return-value]
