"""A whole machine: the state, the doors to it, and one lock."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal, TypeVar

from hcspy.testing.profiles import DEFAULT_PROFILE, Profile
from hcspy.testing.state import Fault, State, dumping, lifecycle
from hcspy.testing.state.adapters import Adapter, Host
from hcspy.testing.state.faults import ACCESS_DENIED, CALL_FAILED, MANAGER_STOPPED, SERVICE_NOT_STARTED
from hcspy.testing.state.notices import Notice
from hcspy.testing.state.switches import Switches
from hcspy.testing.state.views import COUNTERS

from .compute import Compute, result_document
from .envelope import Answer, Envelope
from .hcn import Hcn
from .languages import check_language
from .routes import Router

_DOWN: Final = {"stopping": MANAGER_STOPPED, "stopped": SERVICE_NOT_STARTED, "crashed": CALL_FAILED}


Answered = TypeVar("Answered")

HcnAnswer = tuple[int, str | None, str | None]
"""HRESULT, answer, and error record of one call of version 2; None for a NULL pointer."""


class Machine:
    """A Windows host, as its network service (and a little of its compute service) shows it.

    `call` is what stands behind `HNSCall`. Safe to use from many threads: every method takes the machine's one
    lock, and none calls out while it holds it. A machine made with the same profile and seed, asked the same
    things in the same order, gives the same answers, to the last digit.
    """

    def __init__(self, profile: str | Profile = DEFAULT_PROFILE, seed: int = 0) -> None:
        self.lock = threading.RLock()
        self._state = State(profile, seed)
        self._connect()

    def _connect(self) -> None:
        self._envelope = Envelope(self._state.profile)
        self._router = Router(self._state)
        self._compute = Compute(self._state)
        self._hcn = Hcn(self._state)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[State]:
        with self.lock:
            self._state.revision += 1
            yield self._state

    # What it is

    @property
    def state(self) -> State:
        """The state behind the doors; hold `lock` while you use it."""
        return self._state

    @property
    def profile(self) -> Profile:
        """The Windows build that the machine is."""
        return self._state.profile

    @property
    def revision(self) -> int:
        """A number that grows with every change, the use of randomness and time included."""
        state = self._state
        return state.revision + state.chance.position + state.clock.now

    @property
    def generation(self) -> int:
        """How often the service has been started anew."""
        return self._state.generation

    @property
    def switches(self) -> Switches:
        """The knobs that make the machine misbehave."""
        return self._state.switches

    @property
    def service(self) -> str:
        """State of the network service: `running`, `stopped` or `crashed`."""
        return self._state.switches.service

    @service.setter
    def service(self, value: str) -> None:
        self.set(service=value)

    @property
    def language(self) -> str:
        """Language of the error texts: `en`, `de`, `zh` or `ja`."""
        return self._state.switches.language

    @language.setter
    def language(self, value: str) -> None:
        self.set(language=value)

    def set(self, **switches: Any) -> None:
        """Set several switches at once; see `Switches` for their names."""
        if "language" in switches:
            check_language(switches["language"])
        with self._changing() as state:
            ran = state.switches.service == "running"
            for name, value in switches.items():
                setattr(state.switches, name, value)
            if ran and state.switches.service != "running":
                state.notices.disconnect()

    # The door of HNS version 1

    def call(self, method: str, path: str, body: str = "") -> Answer:
        """Answer one HNSCall: an HRESULT (unsigned) and the response text, None for a NULL pointer."""
        with self.lock:
            switches = self._state.switches
            if switches.service != "running" or not switches.elevated:
                return self._refusal(), None
            try:
                output = self._router.output(method, path, body)
            except Fault as fault:
                return self._envelope.failure(method, fault, self.language)
            return self._envelope.success(output)

    def refuse(self, method: str, hresult: int, text: str | None = None) -> Answer:
        """Word a failure as this build would: for faults that a test puts in the way of a call."""
        with self.lock:
            return self._envelope.failure(method, Fault(hresult), self.language, text)

    def _refusal(self) -> int:
        # fidelity: HNS-C10 HNS-C11
        switches = self._state.switches
        return _DOWN[switches.service] if switches.elevated else ACCESS_DENIED

    # The door of version 2

    def hcn(self, step: Callable[[Hcn], str | None]) -> HcnAnswer:
        """Ask the door of version 2: an HRESULT (unsigned), what was asked for, and the error record of a failure."""
        # fidelity: HCN-R01 HCN-R02
        with self.lock:
            switches = self._state.switches
            if switches.service != "running" or not switches.elevated:
                code = self._refusal()
                return code, None, self._envelope.record(code, self.language) if code == MANAGER_STOPPED else None
            try:
                return 0, step(self._hcn), None
            except Fault as fault:
                return fault.hresult, None, self._envelope.record(fault.hresult, self.language)

    def hcn_refuse(self, hresult: int, text: str | None = None) -> str:
        """Word a failure of version 2: for faults that a test puts in the way of a call."""
        with self.lock:
            return self._envelope.record(hresult, self.language, text)

    def release_ports(self, key: int) -> None:
        """Free the ports of a reservation, whether or not the service runs."""
        with self.lock:
            self._state.reservations.release(key)

    def notices(self) -> list[Notice]:
        """Hand over what the service has to tell to those who watch it, oldest first; each is told once."""
        with self.lock:
            return self._state.notices.take()

    # Containers, and the door of the compute service

    def add_container(
        self, id: str, *, namespace: str | None = None, owner: str = "", kind: Literal["argon", "job"] = "argon"
    ) -> int:
        """Start a container, in a namespace if one is named; return its compartment number.

        A ``job`` is a host-process container.
        """
        with self._changing() as state:
            container = state.containers.add(id, namespace=namespace, owner=owner)
            state.systems.get(id).kind = kind
            return container.compartment

    def remove_container(self, id: str) -> None:
        """Stop a container; its endpoints are detached."""
        with self._changing() as state:
            state.containers.remove(id)

    def compartments(self) -> list[int]:
        """List the network compartments that exist; 1 is the host's."""
        with self.lock:
            return sorted(self._state.containers.compartments())

    def hcs(
        self, step: Callable[[Compute], Answered], *, always: bool = False
    ) -> tuple[int, Answered | None, str | None]:
        """Ask the compute service: an HRESULT (of vmcompute.dll), what was asked for, and the result document.

        `always` is for what the service notes itself, whether or not it can be called.
        """
        # fidelity: HCS-R01
        with self.lock:
            switches = self._state.switches
            if switches.compute_service != "running" and not always:  # fidelity: HCS-R04
                return _DOWN[switches.compute_service], None, None
            if not switches.elevated and not always:
                return ACCESS_DENIED, None, self.hcs_refuse(ACCESS_DENIED)
            try:
                return 0, step(self._compute), None
            except Fault as fault:
                return (code := self._envelope.code(fault.hresult)), None, self.hcs_refuse(code, about=fault.about)

    def hcs_refuse(self, hresult: int, text: str | None = None, about: str = "") -> str:
        """Word a failure of the compute service."""
        with self.lock:
            message = self._envelope.message(hresult, self.language) if text is None else text
            return result_document(hresult, message, about)

    def hcs_message(self, hresult: int) -> str:
        """Say what the compute service says for a code."""
        with self.lock:
            return self._envelope.message(hresult | 0x40000000 if hresult >> 16 == 0x8037 else hresult, self.language)

    def hcs_open(self, id: str) -> tuple[int, str | None]:
        """Look whether a compute system can be opened: an HRESULT, and a result document when it cannot."""
        hresult, _, record = self.hcs(lambda compute: compute.open(id))
        return hresult, record

    def hcs_properties(self, id: str, query: str | None = None) -> tuple[int, str | None]:
        """Tell the properties of a compute system: an HRESULT and a document."""
        return self._hcs_text(lambda compute: compute.properties(id, compute.open(id).runtime_id, query))

    def hcs_enumerate(self, query: str | None = None) -> tuple[int, str | None]:
        """List compute systems: an HRESULT and a document."""
        return self._hcs_text(lambda compute: compute.enumerate(query))

    def hcs_modify(self, id: str, configuration: str | None) -> tuple[int, str | None]:
        """Plug an endpoint into a container, or out of it: an HRESULT, and a result document when it failed."""
        hresult, _, record = self.hcs(lambda compute: compute.modify(id, compute.open(id).runtime_id, configuration))
        return hresult, record

    def _hcs_text(self, step: Callable[[Compute], str]) -> tuple[int, str | None]:
        hresult, answer, record = self.hcs(step)
        return hresult, record if hresult else answer

    def end_programs(self) -> None:
        """Let all processes have ended: their programs ran somewhere else, before the machine was written down."""
        self.hcs(lambda compute: compute.reap(lambda mark: False), always=True)

    # The host around the service

    @property
    def host(self) -> Host:
        """Adapters, DNS settings and listeners of the host."""
        return self._state.host

    def add_adapter(self, name: str, address: str = "", *, mac: str = "00-50-56-00-00-01", up: bool = True) -> None:
        """Plug a network adapter into the host; the address has a prefix length."""
        with self._changing() as state:
            adapters = state.host.adapters
            adapters.append(Adapter(name, mac, max((a.index for a in adapters), default=3) + 1, address, up))

    def listen(self, protocol: str, port: int) -> None:
        """Let a program of the host listen on a port, so that it cannot be mapped."""
        with self._changing() as state:
            state.host.listeners.add((protocol.lower(), port))

    def unlisten(self, protocol: str, port: int) -> None:
        """End that."""
        with self._changing() as state:
            state.host.listeners.discard((protocol.lower(), port))

    def add_traffic(self, endpoint: str, **counts: int) -> None:
        """Add to an endpoint's counters, by their names in its statistics: `BytesReceived=1500`."""
        with self._changing() as state:
            found = state.endpoints.get(endpoint)
            counters = state.traffic.setdefault(found.id, {})
            for name, count in counts.items():
                if name not in COUNTERS:
                    raise ValueError(f"a counter is one of {', '.join(COUNTERS)}, not {name!r}")
                counters[name] = counters.get(name, 0) + count

    def set_guest_interface(self, service: str, interface: str, state: str, *, endpoint: str = "") -> None:
        """Change the state of an interface that a guest network service mirrors; whoever watches it is told."""
        with self._changing() as machine:
            found = machine.guestservices.get(service)
            machine.guestservices.set_interface(found, interface, state, endpoint)

    def add_default_switch(self) -> str:
        """Make the network that client editions have from the start; return its id."""
        with self._changing() as state:
            return str(state.networks.create_default_switch().document["ID"])

    # Time

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self._changing() as state:
            state.clock.advance(seconds)

    def restart(self, *, rehydrated: bool = True) -> None:
        """Start the network service anew; objects come back with their ids, at once or on `rehydrate`."""
        with self._changing() as state:
            lifecycle.restart(state, rehydrated=rehydrated)

    def rehydrate(self) -> None:
        """Let the objects come back that a restarted service did not show yet."""
        with self._changing() as state:
            lifecycle.rehydrate(state)

    def reboot(self) -> None:
        """Switch the machine off and on."""
        with self._changing() as state:
            lifecycle.reboot(state)

    # On paper

    def dump(self) -> dict[str, Any]:
        """Write the whole machine down, as what JSON can hold."""
        with self.lock:
            return dumping.dump(self._state)

    def load(self, documents: Any) -> None:
        """Read what `dump` wrote, which replaces everything, or documents of a real host, which are added."""
        with self._changing() as state:
            dumping.load(state, documents)
            self._connect()
