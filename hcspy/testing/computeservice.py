"""The compute service: what both doors, vmcompute.dll and computecore.dll, lead to.

The machine keeps the systems and judges what may be done with them; here is what lives in this process: who listens,
which programs run, how things end. A step of a system's life happens within the call. That it is done is told later, by
a thread of the service; how much later, how often and whether at all can be changed by a rule (see `Delivery`).
"""

from __future__ import annotations

import ntpath
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from hcspy.testing.calls import NORMAL, Delivery
from hcspy.testing.crew import Crew
from hcspy.testing.inside import RunsIn
from hcspy.testing.live import Event, LiveSystem
from hcspy.testing.node import Node
from hcspy.testing.processes import Running
from hcspy.testing.programs import Programs, commandline
from hcspy.testing.programs.files import Files
from hcspy.testing.programs.program import Function
from hcspy.testing.state import Fault
from hcspy.testing.state.compute import System
from hcspy.testing.state.faults import FILE_NOT_FOUND
from hcspy.testing.wire.compute import Compute
from hcspy.testing.wire.compute.parameters import Parameters
from hcspy.testing.wire.compute.properties import exit_status

__all__ = ["Answered", "ComputeService", "Done"]

Value = TypeVar("Value")

STOPPED: Final = 0xC0370110
INVALID_STATE: Final = 0xC0370105
PROCESS_STOPPED: Final = 0x8037011F
NOT_FOUND: Final = 0x80070490
UNEXPECTED: Final = 0xC0370106
EXITS: Final = {"shutdown": "GracefulExit", "save": "GracefulExit", "terminate": "ForcedExit"}
_GRACE: Final = 1.0  # seconds that programs get to notice that they were killed


class Done(NamedTuple):
    """What came of a call: an HRESULT of vmcompute.dll, the answer's document, or the result document of a failure."""

    hresult: int
    text: str | None = None
    record: str | None = None


Answered = tuple[Done, Value | None]


class ComputeService:
    """The live side of a machine's compute systems."""

    def __init__(self, node: Node, programs: Programs) -> None:
        self.mark = uuid.uuid4().hex
        self.crew = Crew()
        self.programs = programs
        self._node = node
        self._lock = threading.Lock()
        self._systems: dict[tuple[str, str], LiveSystem] = {}
        self._running: dict[tuple[str, int], Running] = {}
        self._piped: list[Running] = []

    # -- systems ----------------------------------------------------------------------------------------------------

    def ask(self, step: Callable[[Compute], Value]) -> Answered[Value]:
        """Ask the machine."""
        hresult, value, record = self._node.use(lambda machine: machine.hcs(step))
        return Done(hresult, value if isinstance(value, str) else None, record), value

    def create(self, id: str, configuration: str | None) -> Answered[LiveSystem]:
        """Make a system."""
        done, system = self.ask(lambda compute: compute.create(id, configuration))
        return done, None if system is None else self._live(system.id, system.runtime_id)

    def open(self, id: str) -> Answered[LiveSystem]:
        """Find a system by its id."""
        done, system = self.ask(lambda compute: compute.open(id))
        return done, None if system is None else self._live(system.id, system.runtime_id)

    def _live(self, id: str, runtime_id: str) -> LiveSystem:
        with self._lock:
            return self._systems.setdefault((id.lower(), runtime_id), LiveSystem(id, runtime_id))

    def step(self, live: LiveSystem, verb: str) -> Done:
        """Take a system one step through its life."""
        return self.ask(lambda compute: compute.step(live.id, live.runtime_id, verb))[0]

    def stopped(self, live: LiveSystem, verb: str, delivery: Delivery) -> None:
        """Let the programs of a system end that has stopped, and tell who listens."""
        self._end_programs(live)
        status = UNEXPECTED if verb == "crash" else 0
        event = Event("exited", status, exit_status(status, EXITS.get(verb, "UnexpectedExit")))
        with self._lock:
            self._systems.pop((live.id.lower(), live.runtime_id), None)
        self.crew.do(lambda: live.end(event, delivery.copies), delivery.delay)

    def _end_programs(self, live: LiveSystem) -> None:
        with self._lock:
            inside = [running for running in self._running.values() if running.system is live]
        for running in inside:
            self.kill(running)

    def hold(self, live: LiveSystem) -> None:
        """Note that a handle was opened."""
        with self._lock:
            live.handles += 1

    def release(self, live: LiveSystem) -> None:
        """Note that a handle was closed; the last one may take the system with it."""
        with self._lock:
            live.handles -= 1
            if live.handles:
                return
        _, dies = self.ask(lambda compute: compute.abandon(live.id, live.runtime_id))
        if dies:
            self.stopped(live, "terminate", NORMAL)

    def properties(self, live: LiveSystem, query: str | None) -> Done:
        """Tell the properties of a system."""
        return self.ask(lambda compute: compute.properties(live.id, live.runtime_id, query))[0]

    def modify(self, live: LiveSystem, configuration: str | None) -> Done:
        """Change a system."""
        return self.ask(lambda compute: compute.modify(live.id, live.runtime_id, configuration))[0]

    # -- processes --------------------------------------------------------------------------------------------------

    def exec(self, live: LiveSystem, text: str | None, delivery: Delivery) -> Answered[Running]:
        """Start a process."""
        functions: list[Function] = []

        def image(parameters: Parameters, system: System) -> str:
            functions.append(resolve(self.programs, parameters, system.os))
            return ntpath.basename(str(parameters["args"][0]))

        done, made = self.ask(lambda compute: compute.exec(live.id, live.runtime_id, text, self.mark, image))
        if made is None:
            return done, None
        process, system, parameters = made
        container = RunsIn(self._node, system, self._files(live, system))
        running = Running(live, process.pid, parameters, functions[0], container, delivery)
        with self._lock:
            self._running[live.runtime_id, running.pid] = running
            if running.ends:
                self._piped = [other for other in self._piped if other.exit_code is None or other.leaks]
                self._piped.append(running)
        running.start(self._exited)
        return done, running

    def _files(self, live: LiveSystem, system: System) -> Files:
        with self._lock:
            if live.files is None:
                live.files = Files(mapped_directories(system.document))
            return live.files

    def process(self, live: LiveSystem, pid: int) -> Answered[Running]:
        """Find a process of a system."""
        done, found = self.ask(lambda compute: compute.process(live.id, live.runtime_id, pid))
        if found is None:
            return done, None
        with self._lock:
            return done, self._running.get((live.runtime_id, pid))

    def kill(self, running: Running, code: int | None = None) -> bool:
        """End a process; say whether it was still there."""
        code = running.kill_code if code is None else code
        if not running.finish(code):
            return False
        self._exited(running, code)
        return True

    def terminate(self, running: Running) -> Done:
        """End a process for somebody who asks for it."""
        return Done(0) if self.kill(running) else self.refuse(PROCESS_STOPPED)

    def refuse(self, hresult: int, about: str = "") -> Done:
        """Word a refusal."""
        return Done(hresult, None, self._node.use(lambda machine: machine.hcs_refuse(hresult, about=about)))

    def _exited(self, running: Running, code: int) -> None:
        live = running.system
        self.ask(lambda compute: compute.exited(live.id, live.runtime_id, running.pid, code))
        with self._lock:
            self._running.pop((live.runtime_id, running.pid), None)
        delivery = running.delivery
        event = Event("process exited", 0, running.status())
        self.crew.do(lambda: running.end(event, delivery.copies), delivery.delay)

    # -- the end ----------------------------------------------------------------------------------------------------

    @property
    def leaks(self) -> list[str]:
        """The streams of processes that the program did not close."""
        with self._lock:
            piped = list(self._piped)
        return [f"{name} of process {running.pid}" for running in piped for name in running.leaks]

    def close(self) -> None:
        """End all programs, and wait for what is under way."""
        with self._lock:
            running = list(self._running.values())
        for process in running:
            self.kill(process)
        deadline = time.monotonic() + _GRACE
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
        self.crew.close()


def resolve(programs: Programs, parameters: Parameters, os: str) -> Function:
    """Find the program that parameters name; put its arguments beside them."""
    # fidelity: HCS-P07
    line = parameters["CommandLine"]
    args = list(parameters["CommandArgs"]) or (commandline.split(line) if line else [parameters["ApplicationName"]])
    parameters["args"], parameters["line"] = args, line or subprocess.list2cmdline(args)
    name = parameters["ApplicationName"] or args[0]
    function = programs.find(name, os)
    if function is None:
        raise Fault(FILE_NOT_FOUND, f"no program {name!r}")
    return function


def mapped_directories(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the directories that a create document maps into a container: the path inside, the path outside."""
    container = document.get("Container")
    source = container if isinstance(container, dict) else document
    found = source.get("MappedDirectories") or ()
    pairs = ((entry.get("ContainerPath"), entry.get("HostPath")) for entry in found if isinstance(entry, dict))
    return [(inside, outside) for inside, outside in pairs if isinstance(inside, str) and isinstance(outside, str)]
