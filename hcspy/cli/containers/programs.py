"""A program in a container, followed from its start to its end: streams, Ctrl-C, the size of the terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hcspy.cli.containers import terminal
from hcspy.cli.containers.codes import code_of_refusal
from hcspy.cli.containers.streams import Pump, connect
from hcspy.cli.interrupt import PATIENCE, Presses
from hcspy.errors import HcspyError

if TYPE_CHECKING:
    from hcspy.hcs import Process

# Seconds between two looks at what the user does.
TICK: Final = 0.1
Size: TypeAlias = tuple[int, int]
PIPE: Final = -1  # subprocess.PIPE, without the import


def streams(*, interactive: bool, tty: bool, detach: bool) -> dict[str, Any]:
    """Return the arguments of ``exec`` for the streams that a program is to have."""
    output = None if detach else PIPE
    return {
        "stdin": PIPE if interactive and not detach else None,
        "stdout": output,
        "stderr": output,
        "console": terminal.size() if tty else None,
    }


def begin(execute: Callable[..., Process], *args: Any, **options: Any) -> Process:
    """Execute a program; an error says by its exit code whether there is such a program."""
    try:
        return execute(*args, **options)
    except HcspyError as error:
        error.exit_code = code_of_refusal(error)  # type: ignore[attr-defined]
        raise


def follow(process: Process, presses: Presses, console: Size | None = None) -> int:
    """Carry what a program reads and writes until it has ended; return its exit code.

    The first Ctrl-C goes to the program, the second one kills it, after the third nobody waits for it any more.
    ``console`` is the size of the console that it was given, which follows that of the terminal.
    """
    presses.between_steps = False
    try:
        keys = terminal.raw() if console is not None and process.stdin is not None else contextlib.nullcontext()
        with keys:
            return Following(process, presses, console).to_the_end()
    except BaseException:
        process.kill()
        raise
    finally:
        presses.between_steps, presses.over, presses.count = True, True, 0


class Following:
    """One program that is followed."""

    def __init__(self, process: Process, presses: Presses, console: Size | None) -> None:
        self._process = process
        self._presses = presses
        self._size = console
        self._passed_on = 0
        self._pumps: list[Pump] = connect(process, fed=process.stdin is not None)

    def to_the_end(self) -> int:
        """Wait for the end of the program and of its output."""
        while not self._process.exited.wait(TICK):
            self._look()
        ended = time.monotonic()
        for pump in self._pumps:
            while not pump.is_over(ended):
                pump.join(TICK)
        self._check_readers()
        return self._process.wait()

    def _look(self) -> None:
        """See what has happened meanwhile, and pass it on."""
        self._check_readers()
        if self._presses.count > self._passed_on:
            self._passed_on = self._presses.count
            self._interrupt()
        if self._size is not None and terminal.size() != self._size:
            self._size = terminal.size()
            self._process.resize_console(*self._size)

    def _check_readers(self) -> None:
        for pump in self._pumps:
            if pump.error is not None:
                raise pump.error

    def _interrupt(self) -> None:
        if self._passed_on < PATIENCE:
            try:
                self._process.send_signal("CtrlC")
                return
            except HcspyError:  # the first Windows with containers sends no signals
                pass
        self._process.kill()
