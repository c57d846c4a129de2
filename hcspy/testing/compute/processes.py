"""Processes whose programs run here: threads, pipes, and how they end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Delivery
from hcspy.testing.compute.inside import RunsIn
from hcspy.testing.compute.live import LiveSystem, Source
from hcspy.testing.programs.pipes import End, Killed, incoming, outgoing
from hcspy.testing.programs.program import CTRL_C, Function, Program, reading, run, writing
from hcspy.testing.wire.compute.properties import process_status

__all__ = ["Running"]

_STREAMS: Final = (("StdIn", "StdInput"), ("StdOut", "StdOutput"), ("StdErr", "StdError"))


class Running(Source):
    """A process: a program on a thread, our ends of its pipes, and who wants to hear of its end."""

    def __init__(
        self,
        system: LiveSystem,
        pid: int,
        parameters: Mapping[str, Any],
        function: Function,
        container: RunsIn,
        delivery: Delivery,
    ) -> None:
        super().__init__()
        self.system = system
        self.pid = pid
        self.kill_code = container.kill_code
        self.delivery = delivery
        self.exit_code: int | None = None
        self._function = function
        self._killed = threading.Event()
        self._given: set[str] = set()
        self._handles = 0
        self._thread: threading.Thread | None = None
        self.ends = pipes(parameters)
        self.program = self._program(parameters, container)

    def _program(self, parameters: Mapping[str, Any], container: RunsIn) -> Program:
        size = parameters.get("ConsoleSize")
        default = "/" if container.os == "Linux" else "C:\\"
        return Program(
            parameters["args"],
            parameters["line"],
            container=container,
            env=parameters.get("Environment"),
            cwd=parameters.get("WorkingDirectory") or default,
            user=parameters.get("User") or "",
            console_size=(size[0], size[1]) if size else None,
            stdin=reading(self.ends.get("StdIn")),
            stdout=writing(self.ends.get("StdOut")),
            stderr=writing(self.ends.get("StdErr")),
            killed=self._killed,
        )

    def start(self, at_end: Callable[[Running, int], object]) -> None:
        """Run the program; `at_end` is called with its exit code, once, unless it is killed before."""

        def work() -> None:
            try:
                code = run(self._function, self.program)
            except Killed:
                code = 1
            if self.finish(code):
                at_end(self, code)

        self._thread = threading.Thread(target=work, name=f"process {self.pid}", daemon=True)
        self._thread.start()

    def finish(self, code: int) -> bool:
        """Let the process end with a code, unless it has ended: then say so."""
        with self._lock:
            if self.exit_code is not None:
                return False
            self.exit_code = code
        self._killed.set()
        for end in self.ends.values():
            end.close()
        return True

    def join(self, timeout: float) -> bool:
        """Wait for the program to notice that it has ended."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)
            return not thread.is_alive()
        return True

    # Its streams

    def information(self) -> dict[str, int]:
        """Hand out the ends of the pipes that are the program's; each is handed out once."""
        # fidelity: HCS-P03 HCS-P04
        found = {"ProcessId": self.pid, "Reserved": 0}
        with self._lock:
            for stream, member in _STREAMS:
                end = self.ends.get(stream)
                fresh = end is not None and stream not in self._given
                self._given.add(stream)
                found[member] = end.theirs if end is not None and fresh else 0
        return found

    def change(self, what: str, value: Any) -> None:
        """Resize the console, or close a stream."""
        if what == "ConsoleSize":
            self.program.console_size = value
            return
        for name, end in self.ends.items():
            if value in (name, "All"):
                end.stop()

    def opened(self) -> None:
        """Note that somebody has a handle of it."""
        with self._lock:
            self._handles += 1

    def closed(self) -> None:
        """Note that somebody has one less."""
        with self._lock:
            self._handles -= 1
        if self.exit_code is not None:
            self.closed_if_abandoned()

    def closed_if_abandoned(self) -> None:
        """Close the ends of pipes that nobody can ask for any more."""
        with self._lock:
            abandoned = not self._handles
        if abandoned:
            self.take_back()

    def take_back(self) -> None:
        """Close the ends of pipes that were not handed out."""
        with self._lock:
            kept = [end for name, end in self.ends.items() if name not in self._given]
            self._given.update(self.ends)
        for end in kept:
            end.close_theirs()

    @property
    def leaks(self) -> list[str]:
        """The streams that were handed out and are still open on the other side."""
        with self._lock:
            given = set(self._given)
        return [name for name, end in self.ends.items() if name in given and end.is_leaked]

    @property
    def is_done_with(self) -> bool:
        """Whether it has ended, and all of its streams are closed on both sides."""
        with self._lock:
            all_given = self._given.issuperset(self.ends)
        return self.exit_code is not None and all_given and not self.leaks

    # Its end

    def status(self) -> str:
        """Tell whether it runs, and its exit code."""
        return process_status(self.pid, self.exit_code, self.program.wait_result)

    def signal(self, name: str) -> int | None:
        """Send a signal; return the exit code if the program lets it end the process."""
        # fidelity: HCS-P08
        handler = self.program.on_signal
        if handler is not None:
            threading.Thread(target=handler, args=(name,), name=f"signal {name}", daemon=True).start()
            return None
        return self.code_of(name)

    @staticmethod
    def code_of(name: str) -> int:
        """Return the exit code of a process that a signal has ended."""
        return 128 + int(name) if name.isdigit() else CTRL_C


def pipes(parameters: Mapping[str, Any]) -> dict[str, End]:
    """Make the pipes that a process was asked to have."""
    ends = {"StdIn": incoming()} if parameters.get("CreateStdInPipe") else {}
    for stream in ("StdOut", "StdErr"):
        if parameters.get(f"Create{stream}Pipe"):
            ends[stream] = outgoing()
    return ends
