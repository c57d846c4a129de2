"""The processes of the compute service: how programs are found, started, told things and ended.

A program runs in the process that started it. Of one that another fake on the same state file runs, this one knows what
the file says: it can ask for its end there, and sees it when the other has done it. When whoever ran a program is gone
without a word, its processes have ended, too: killed, as far as anybody can tell.
"""

from __future__ import annotations

import contextlib
import ntpath
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.calls import Delivery
from hcspy.testing.compute.inside import RunsIn
from hcspy.testing.compute.live import Event, LiveSystem, Source
from hcspy.testing.compute.processes import Running
from hcspy.testing.programs import Programs, commandline
from hcspy.testing.programs.files import Files
from hcspy.testing.programs.program import Function
from hcspy.testing.state import Fault
from hcspy.testing.state.compute import Process, System
from hcspy.testing.state.faults import FILE_NOT_FOUND, NAME_TOO_LONG, PROCESS_ALREADY_STOPPED
from hcspy.testing.wire.compute.parameters import Parameters, read_change, read_signal
from hcspy.testing.wire.compute.properties import process_status

if TYPE_CHECKING:
    from hcspy.testing.compute.service import Answered, ComputeService, Done
    from hcspy.testing.node import Node

__all__ = ["Elsewhere", "Execution", "Executions"]

_LONGEST: Final = 2 * 32_766  # bytes of a command line as Windows counts it, without the NUL at its end
_GRACE: Final = 1.0  # seconds that programs get to notice that they were killed


class Elsewhere(Source):
    """A process whose program does not run here: another fake has it, or it has ended."""

    def __init__(self, system: LiveSystem, pid: int) -> None:
        super().__init__()
        self.system = system
        self.pid = pid
        self.exit_code: int | None = None

    def status(self) -> str:
        """Tell whether it runs, and its exit code."""
        return process_status(self.pid, self.exit_code)

    def information(self) -> dict[str, int]:
        """Tell its number: its pipes, if it has any, belong to others."""
        return {"ProcessId": self.pid, "Reserved": 0, "StdInput": 0, "StdOutput": 0, "StdError": 0}

    def opened(self) -> None:
        """Note that somebody has a handle of it: nothing hangs on that."""

    def closed(self) -> None:
        """Note that somebody has one less."""

    def over(self, code: int) -> None:
        """Note that it has ended."""
        self.exit_code = code
        self.end(Event("process exited", 0, self.status()))


Execution = Running | Elsewhere


class Executions:
    """The processes that this process of the host runs or watches."""

    def __init__(self, service: ComputeService, programs: Programs) -> None:
        self._service = service
        self._programs = programs
        self._lock = threading.Lock()
        self._running: dict[tuple[str, int], Running] = {}
        self._elsewhere: dict[tuple[str, int], Elsewhere] = {}
        self._piped: list[Running] = []

    def start(self, live: LiveSystem, text: str | None, delivery: Delivery) -> Answered[Running]:
        """Start a process; whoever gets it has a handle of it, and closes that."""
        functions: list[Function] = []
        service = self._service

        def image(parameters: Parameters, system: System) -> str:
            functions.append(resolve(self._programs, parameters, system.os))
            return ntpath.basename(str(parameters["args"][0]))

        done, made = service.ask(lambda compute: compute.exec(live.id, live.runtime_id, text, service.runs_in, image))
        if made is None:
            return done, None
        process, system, parameters = made
        running = Running(
            live,
            process.pid,
            parameters,
            functions[0],
            RunsIn(service.node, system, files(service.node, live, system)),
            delivery,
        )
        with self._lock:
            self._running[live.runtime_id, running.pid] = running
            if running.ends:
                self._piped = [other for other in self._piped if not other.is_done_with]
                self._piped.append(running)
        running.opened()  # before it can end, or its pipes would be nobody's
        running.start(self._exited)
        return done, running

    def open(self, live: LiveSystem, pid: int) -> Answered[Execution]:
        """Find a process of a system; whoever gets it has a handle of it, and closes that."""
        done, found = self._service.ask(lambda compute: compute.process(live.id, live.runtime_id, pid))
        if found is None:
            return done, None
        key = live.runtime_id, pid
        with self._lock:
            here: Execution | None = self._running.get(key)
            if here is None:
                here = self._elsewhere.setdefault(key, Elsewhere(live, pid))
        here.opened()
        if isinstance(here, Elsewhere):
            self._compare(here, found)
        return done, here

    def _compare(self, watched: Elsewhere, found: Process) -> None:
        if found.exited:
            with self._lock:
                self._elsewhere.pop((watched.system.runtime_id, watched.pid), None)
            watched.over(found.exit_code)

    def terminate(self, execution: Execution) -> Done:
        """End a process for somebody who asks for it."""
        return self._end(execution, None)

    def signal(self, execution: Execution, text: str | None) -> Done:
        """Send a signal to a process."""
        done, name = self._service.ask(lambda compute: read_signal(text))
        if name is None:
            return done
        if execution.exit_code is not None:
            return self._service.refuse(PROCESS_ALREADY_STOPPED)
        if isinstance(execution, Elsewhere):
            return self._end(execution, Running.code_of(name))
        code = execution.signal(name)
        return self._service.nothing if code is None else self._end(execution, code)

    def _end(self, execution: Execution, code: int | None) -> Done:
        if execution.exit_code is not None:
            return self._service.refuse(PROCESS_ALREADY_STOPPED)
        if isinstance(execution, Elsewhere):
            live, pid = execution.system, execution.pid
            return self._service.ask(lambda compute: compute.want_end(live.id, live.runtime_id, pid, code))[0]
        return self._service.nothing if self.kill(execution, code) else self._service.refuse(PROCESS_ALREADY_STOPPED)

    def modify(self, execution: Execution, text: str | None) -> Done:
        """Resize the console of a process, or close one of its streams."""
        done, change = self._service.ask(lambda compute: read_change(text))
        if change is None:
            return done
        if execution.exit_code is not None:  # fidelity: HCS-P12
            return self._service.refuse(PROCESS_ALREADY_STOPPED)
        if isinstance(execution, Running):
            execution.change(*change)
        return self._service.nothing

    def kill(self, running: Running, code: int | None = None) -> bool:
        """End a process; say whether it was still there."""
        code = running.kill_code if code is None else code
        if not running.finish(code):
            return False
        self._exited(running, code)
        return True

    def _exited(self, running: Running, code: int) -> None:
        live = running.system
        lost = running.program.wait_result
        self._service.ask(
            lambda compute: compute.exited(live.id, live.runtime_id, running.pid, code, lost), always=True
        )
        with self._lock:
            self._running.pop((live.runtime_id, running.pid), None)
        delivery = running.delivery
        event = Event("process exited", 0, running.status())
        self._service.crew.do(lambda: running.end(event, delivery.copies), delivery.delay)
        running.closed_if_abandoned()

    def of(self, live: LiveSystem) -> list[Running]:
        """List the programs that run in a system."""
        with self._lock:
            return [running for running in self._running.values() if running.system is live]

    def end_all(self, live: LiveSystem, kill_code: int) -> None:
        """End the processes of a system that is gone."""
        for running in self.of(live):
            self.kill(running)
        with self._lock:
            gone = [found for found in self._elsewhere.values() if found.system is live]
            self._elsewhere = {key: found for key, found in self._elsewhere.items() if found.system is not live}
        for found in gone:
            found.over(kill_code)

    def sources(self) -> list[Source]:
        """List everything here that can tell something."""
        with self._lock:
            return [*self._running.values(), *self._elsewhere.values()]

    def look(self, known: Callable[[str, str, int], Process | None]) -> None:
        """Compare with what the state file says: somebody may want an end, or have seen one."""
        with self._lock:
            running, elsewhere = list(self._running.values()), list(self._elsewhere.values())
        for process in running:
            found = known(process.system.id, process.system.runtime_id, process.pid)
            if found is not None and (found.exited or found.wanted is not None):
                self.kill(process, found.wanted)
        for watched in elsewhere:
            found = known(watched.system.id, watched.system.runtime_id, watched.pid)
            if found is not None:
                self._compare(watched, found)

    @property
    def leaks(self) -> list[str]:
        """The streams of processes that the program did not close."""
        with self._lock:
            piped = list(self._piped)
        return [f"{name} of process {running.pid}" for running in piped for name in running.leaks]

    def close(self) -> None:
        """End all programs."""
        with self._lock:
            running = list(self._running.values())
        for process in running:
            self.kill(process)
        deadline = time.monotonic() + _GRACE
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            piped = list(self._piped)
        for process in piped:
            process.take_back()


def resolve(programs: Programs, parameters: Parameters, os: str) -> Function:
    """Find the program that parameters name; put its arguments beside them."""
    # fidelity: HCS-P07
    line = parameters["CommandLine"]
    args = list(parameters["CommandArgs"]) or (commandline.split(line) if line else [parameters["ApplicationName"]])
    parameters["args"], parameters["line"] = args, line or subprocess.list2cmdline(args)
    # fidelity: HCS-P14
    if os == "Windows" and len(parameters["line"].encode("utf-16-le", "surrogatepass")) > _LONGEST:
        raise Fault(NAME_TOO_LONG, "the command line is too long")
    name = parameters["ApplicationName"] or args[0]
    function = programs.find(name, os)
    if function is None:
        raise Fault(FILE_NOT_FOUND, f"no program {name!r}")
    return function


def files(node: Node, live: LiveSystem, system: System) -> Files:
    """Return the files of a container: its volume, if it has one on this host, and what is mapped into it now."""
    # fidelity: HCS-P13
    found = live.files
    if found is None:
        found = live.files = Files()
    mapped = [(inside, located(node, outside)) for inside, outside in mapped_directories(system)]
    volume = volume_of(system)
    root = None if volume is None else on_disk(node, volume)
    found.remap(mapped if root is None else [("C:", root), *mapped])
    return found


def mapped_directories(system: System) -> list[tuple[str, str]]:
    """List the directories that are mapped into a container: the path inside, the path outside."""
    found = [entry for entry in container_of(system).get("MappedDirectories") or () if isinstance(entry, dict)]
    found += [entry for path, entry in system.resources.items() if "mappeddirector" in path]
    pairs = ((entry.get("ContainerPath"), entry.get("HostPath")) for entry in found)
    return [(inside, outside) for inside, outside in pairs if isinstance(inside, str) and isinstance(outside, str)]


def volume_of(system: System) -> str | None:
    """Return the path of the volume that a container sees as its drive C: its kernel's, or that of its document."""
    if system.volume:
        return system.volume
    container = container_of(system)
    storage = container.get("Storage")
    path = storage.get("Path") if isinstance(storage, dict) else container.get("VolumePath")
    return path if isinstance(path, str) and path else None


def container_of(system: System) -> Mapping[str, Any]:
    """Return the part of a document that is about the container."""
    container = system.document.get("Container")
    return container if isinstance(container, dict) else system.document


def located(node: Node, path: str) -> Path:
    """Return where a folder of the host really is: on its disk, or one of the machine that runs the tests."""
    return on_disk(node, path) or Path(path)


def on_disk(node: Node, path: str) -> Path | None:
    """Return where something on the disk of the host really is; None if it is not there."""
    disk = node.use(lambda machine: machine.state.storage.disk)
    if not disk.is_made:
        return None
    with contextlib.suppress(Fault):
        real = disk.locate(path)
        return real if real.is_dir() else None
    return None
