"""The compute service: what both doors, vmcompute.dll and computecore.dll, lead to.

The machine keeps the systems and judges what may be done with them; here is what lives in this process: who listens,
which programs run, how things end. A step of a system's life happens within the call. That it is done is told later, by
a thread of the service; how much later, how often and whether at all can be changed (see `Delivery`).

A machine may lie in a file that other processes use, too. What they do there is found out by looking: as long as
somebody here listens to a system of such a machine, the file is looked at now and then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from hcspy.testing.calls import Call, Delivery
from hcspy.testing.compute.executions import Executions
from hcspy.testing.compute.live import Event, LiveSystem
from hcspy.testing.delivery.crew import Crew
from hcspy.testing.node import Node
from hcspy.testing.node.marks import is_alive, new_mark, retire
from hcspy.testing.programs import Programs
from hcspy.testing.state.compute import Process, System
from hcspy.testing.state.faults import COMPUTE_INVALID_STATE, COMPUTE_UNEXPECTED_EXIT
from hcspy.testing.wire.compute import Compute
from hcspy.testing.wire.compute.properties import crash_report, exit_status

__all__ = ["Answered", "ComputeService", "Done"]

Value = TypeVar("Value")

POLL: Final = 0.1  # seconds between two looks at a state file that others use
GRACEFUL: Final = "GracefulExit"
FORCED: Final = "ForcedExit"
UNEXPECTED: Final = "UnexpectedExit"
EXITS: Final = {"shutdown": GRACEFUL, "save": GRACEFUL, "terminate": FORCED}


class Done(NamedTuple):
    """What came of a call: an HRESULT of vmcompute.dll, the answer's document, or the result document of a failure."""

    hresult: int
    text: str | None = None
    record: str | None = None


Answered = tuple[Done, Value | None]


class ComputeService:
    """The live side of a machine's compute systems."""

    nothing: Final = Done(0)

    def __init__(self, node: Node, programs: Programs) -> None:
        self.mark = new_mark()
        self.node = node
        self.crew = Crew()
        self.executions = Executions(self, programs)
        self._lock = threading.Lock()
        self._systems: dict[tuple[str, str], LiveSystem] = {}
        self._polls = False
        self._closed = False

    def ask(self, step: Callable[[Compute], Value], *, always: bool = False) -> Answered[Value]:
        """Ask the machine; `always` is for what the service notes itself, whether or not anybody may call it."""
        hresult, value, record = self.node.use(lambda machine: machine.hcs(step, always=always))
        return Done(hresult, value if isinstance(value, str) else None, record), value

    def refuse(self, hresult: int, text: str | None = None, about: str = "") -> Done:
        """Word a refusal."""
        return Done(hresult, None, self.node.use(lambda machine: machine.hcs_refuse(hresult, text, about)))

    def delivery(self, call: Call) -> Delivery:
        """Say how the news of a call are to be delivered: as a rule wants it, or else as the machine's switches do."""
        switches = self.node.switches
        if switches.compute_delay:
            call.deliver().delay = call.deliver().delay or switches.compute_delay
        if switches.compute_at_once:
            call.deliver().at_once = True
        if switches.lose_compute_news and self.node.use(lambda machine: machine.switches.spend("lose_compute_news")):
            call.deliver().copies = 0
        if switches.repeat_compute_news and self.node.use(
            lambda machine: machine.switches.spend("repeat_compute_news")
        ):
            call.deliver().copies = 2
        return call.delivery

    # -- systems ----------------------------------------------------------------------------------------------------

    def create(self, id: str, configuration: str | None) -> Answered[LiveSystem]:
        """Make a system."""
        done, system = self.ask(lambda compute: compute.create(id, configuration))
        if system is None:
            return done, None
        live = self._live(system)
        live.creating = True
        return done, live

    def not_created(self, live: LiveSystem) -> None:
        """Take back the creation of a system: the news is that it failed."""
        with self._lock:
            live.ending = True
            self._systems.pop((live.id.lower(), live.runtime_id), None)
        self.ask(lambda compute: compute.crash(live.id, live.runtime_id), always=True)

    def open(self, id: str) -> Answered[LiveSystem]:
        """Find a system by its id."""
        done, system = self.ask(lambda compute: compute.open(id))
        return done, None if system is None else self._live(system)

    def _live(self, system: System) -> LiveSystem:
        with self._lock:
            key = system.id.lower(), system.runtime_id
            live = self._systems.get(key)
            if live is None:
                live = self._systems[key] = LiveSystem(
                    system.id, system.runtime_id, system.kill_code, is_machine=system.is_machine
                )
        self.watch_file()
        return live

    def step(self, live: LiveSystem, verb: str) -> Done:
        """Take a system one step through its life."""
        if live.creating:  # fidelity: HCS-A03
            return self.refuse(COMPUTE_INVALID_STATE, about="it is not made yet")
        ends = verb in EXITS
        if ends:
            live.ending = True
        done = self.ask(lambda compute: compute.step(live.id, live.runtime_id, verb))[0]
        if ends and done.hresult:
            live.ending = False
        return done

    def stopped(self, live: LiveSystem, exit_type: str, delivery: Delivery, status: int = 0) -> None:
        """Let the programs of a system end that has stopped, and tell who listens."""
        with self._lock:
            self._systems.pop((live.id.lower(), live.runtime_id), None)
        self.executions.end_all(live, live.kill_code)
        event = Event("exited", status, exit_status(status, exit_type))
        self.crew.do(lambda: live.end(event, delivery.copies), delivery.delay)
        if live.is_machine:  # the containers in it have ended, too
            self.look()

    def crash(self, live: LiveSystem, delivery: Delivery) -> Done:
        """Let a system die by itself; tell how that goes."""
        # fidelity: HCS-E03
        live.ending = True
        done, report = self.ask(lambda compute: compute.crash(live.id, live.runtime_id))
        if report is None:
            live.ending = False
            return done
        if report.is_machine:
            live.tell(Event("crash initiated"))
            live.tell(Event("crash report", 0, crash_report(report)))
        self.stopped(live, UNEXPECTED, delivery, COMPUTE_UNEXPECTED_EXIT)
        return done

    def crash_machine(self, live: LiveSystem) -> Done:
        """Crash a virtual machine for somebody who asks for it; containers cannot be asked to."""
        done, _ = self.ask(lambda compute: compute.check_machine(live.id, live.runtime_id))
        return done if done.hresult else self.crash(live, Delivery())

    def hold(self, live: LiveSystem) -> None:
        """Note that a handle was opened."""
        with self._lock:
            live.handles += 1
            first = live.handles == 1
        if first and self.node.path is not None:
            self.ask(lambda compute: compute.hold(live.id, live.runtime_id, self.mark), always=True)

    def release(self, live: LiveSystem, delivery: Delivery) -> None:
        """Note that a handle was closed; the last one may take the system with it."""
        with self._lock:
            live.handles -= 1
            if live.handles or self._closed or live.ending:
                return
        ends = live.ending = True
        _, dies = self.ask(lambda compute: compute.abandon(live.id, live.runtime_id, self.mark, is_alive), always=True)
        if dies and ends:
            self.stopped(live, FORCED, delivery)
            return
        live.ending = False
        if not self.executions.of(live):
            with self._lock:
                if not live.handles:
                    self._systems.pop((live.id.lower(), live.runtime_id), None)

    def properties(self, live: LiveSystem, query: str | None) -> Done:
        """Tell the properties of a system."""
        self.reap()
        return self.ask(lambda compute: compute.properties(live.id, live.runtime_id, query))[0]

    def modify(self, live: LiveSystem, configuration: str | None) -> Done:
        """Change a system."""
        return self.ask(lambda compute: compute.modify(live.id, live.runtime_id, configuration))[0]

    def break_guest(self, live: LiveSystem) -> Done:
        """Cut the connection to the guest of a system, and tell who listens."""
        done = self.ask(lambda compute: compute.break_guest(live.id, live.runtime_id))[0]
        if not done.hresult:
            live.tell(Event("guest closed"))
        return done

    # -- what others do ---------------------------------------------------------------------------------------------

    def lives(self) -> list[LiveSystem]:
        """List the systems that somebody here has a handle of, or runs a program in."""
        with self._lock:
            return list(self._systems.values())

    def disconnect(self) -> None:
        """Tell everybody that the service is gone."""
        # fidelity: HCS-A04
        event = Event("disconnect")
        for source in (*self.lives(), *self.executions.sources()):
            self.crew.do(lambda source=source: source.tell(event))  # type: ignore[misc]

    def look(self) -> None:
        """Find out what somebody else did to the systems: a test, or another process on the same state file."""
        lives = self.lives()
        if not lives:
            return
        gone: list[tuple[LiveSystem, tuple[int, str]]] = []

        def compare(compute: Compute) -> dict[tuple[str, int], Process]:
            found: dict[tuple[str, int], Process] = {}
            for live in lives:
                system = compute.known(live.id, live.runtime_id)
                if system is not None:
                    found.update({(live.runtime_id, pid): process for pid, process in system.processes.items()})
                elif not live.ending:
                    live.ending = True
                    gone.append((live, compute.how_it_ended(live.runtime_id)))
            return found

        _, processes = self.ask(compare, always=True)
        for live, (status, exit_type) in gone:
            self.stopped(live, exit_type, Delivery(), status)
        self.executions.look(lambda id, runtime_id, pid: (processes or {}).get((runtime_id, pid)))

    @property
    def runs_in(self) -> str:
        """What is put down of who runs a program: nothing, on a machine that nobody else can see."""
        return "" if self.node.path is None else self.mark

    def share(self) -> None:
        """Note in a machine that has just become a file what is held and run here, and look what others do to it."""
        self.ask(lambda compute: compute.claim(self.mark, [live.runtime_id for live in self.lives() if live.handles]))
        self.watch_file()

    def reap(self) -> None:
        """Note the end of processes whose programs ran in a process of the host that is gone."""
        if self.node.path is not None:
            self.ask(lambda compute: compute.reap(is_alive), always=True)

    def watch_file(self) -> None:
        """Look now and then what others do, if the machine is in a file and anybody listens here."""
        with self._lock:
            if self.node.path is None or self._polls or self._closed or not self._systems:
                return
            self._polls = True
        self.crew.do(self._poll, POLL)

    def _poll(self) -> None:
        self.reap()
        self.look()
        with self._lock:
            self._polls = bool(self._systems) and not self._closed
        if self._polls:
            self.crew.do(self._poll, POLL)

    # -- the end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End all programs, and wait for what is under way."""
        with self._lock:
            self._closed = True
        self.executions.close()
        self.crew.close()
        retire(self.mark)
