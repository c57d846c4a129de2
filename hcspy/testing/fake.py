"""FakeHost: the DLLs of a Windows machine without Windows.

Who calls whom. The program calls a function pointer, as it would on Windows. Behind it the filler of ``_ffi`` turns C
into plain values and calls ``FakeHost._respond``, on the thread of the program: the call is recorded, the rules of
``on()`` have their way with it, and the function that stands for the export answers, from the machine that this host
is. Everything that the answer hands out, strings, handles, callbacks, is in the books until the program gives it back.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hcspy.host import REDIRECT, Host, connect, pop_default_target, push_default_target
from hcspy.testing.calls import Call, Calls, Delivery
from hcspy.testing.compute.live import LiveSystem
from hcspy.testing.compute.service import ComputeService, Done
from hcspy.testing.dlls.answers import EXPORT_NAMES
from hcspy.testing.dlls.responder import Responder
from hcspy.testing.faults import Faults, Rule
from hcspy.testing.leaks import LeakError
from hcspy.testing.node import Node
from hcspy.testing.profiles import DEFAULT_PROFILE, Profile
from hcspy.testing.programs import Programs
from hcspy.testing.storage import FakeStorage
from hcspy.testing.wire import Machine

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables

__all__ = ["FakeHost", "Outage", "open_fake"]

SETTLING = 1.0  # seconds
REVISION = 1  # nobody has installed an update

Source = Mapping[str, Any] | list[Any] | str | os.PathLike[str]


class FakeHost:
    """A Windows machine to test programs with, on any system.

    profile
        The Windows version: rs1, 1803, 2019, 1903, 2022, win11 or 2025.
    seed
        Ids, addresses and everything else that is drawn by lot repeat with it.
    load
        Documents of a machine, or the path of a file with them; see ``load()``.

    Leaving its ``with`` block raises LeakError if the program left a string, a handle or a callback behind.

    >>> from hcspy import hns
    >>> from hcspy.testing import FakeHost
    >>> with FakeHost(profile="2019") as fake, fake.connect() as host:
    ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
    ...     print(fake.calls.requests[0].document)
    {'Name': 'web', 'Type': 'NAT'}
    """

    def __init__(self, profile: str | Profile = "2022", seed: int = 0, load: Source | None = None) -> None:
        node = Node(profile, seed)
        if load is not None:
            documents = loaded(load)
            node.use(lambda machine: machine.load(documents))
            node.use(lambda machine: machine.end_programs())
        self._begin(node, seed)

    @classmethod
    def open(cls, path: str | os.PathLike[str], profile: str | None = None, seed: int = 0) -> Self:
        """Return a host whose state lies in a file that other processes may use at the same time.

        The file is made if it is not there. Where it is, it says which profile the host has.
        """
        fake = cls.__new__(cls)
        fake._begin(Node(profile, seed, path), seed)
        return fake

    def _begin(self, node: Node, seed: int) -> None:
        self._node = node
        self._faults = Faults(EXPORT_NAMES, seed)
        self._responder = Responder(node, self._faults)
        self._lock = threading.Lock()
        self._host: Host | None = None
        self._remove_folder: Callable[[], object] = bool

    # -- for the program under test -------------------------------------------------------------------------------

    def connect(self, *, timeout: float | None = None, validate: bool = True) -> Host:
        """Connect to this host, as `hcspy.connect()` does."""
        return connect(self, timeout=timeout, validate=validate)

    @property
    def host(self) -> Host:
        """A connection that lives as long as this host, for tests that need no other."""
        with self._lock:
            if self._host is None:
                self._host = self.connect()
            return self._host

    @property
    def tables(self) -> Tables:
        """The C function pointers, as `Host.tables` has them."""
        return self._responder.tables

    def respond(self, dll: str, export: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer one call of an export, in plain values by the names of its parameters.

        For calls that did not come through `tables`: another process made them, and somebody carried them here.

        >>> FakeHost().respond("vmcompute", "HNSCall", {"method": "GET", "path": "/networks", "object": ""})
        {'hresult': 0, 'response': '{"Success":true,"Output":[]}'}
        """
        return self._responder.respond(dll, export, args)

    @property
    def profile(self) -> str:
        """The name of the Windows version that this host plays."""
        return self._node.profile.name

    @property
    def windows(self) -> tuple[int, int, int, int | None]:
        """The version of the Windows that it plays: major, minor, build, revision."""
        return 10, 0, self._node.profile.build, REVISION

    @contextmanager
    def redirected(self) -> Iterator[Self]:
        """Let `hcspy.connect()` without a target mean this host, in every thread, while the block runs.

        >>> import hcspy
        >>> with FakeHost() as fake, fake.redirected():
        ...     with hcspy.connect() as host:
        ...         _ = host.hns.networks.list()
        ...     len(fake.calls)
        1
        """
        push_default_target(self)
        try:
            yield self
        finally:
            pop_default_target(self)

    @property
    def environ(self) -> dict[str, str]:
        """The environment for a child process that is to see this host: ``subprocess.run(..., env=fake.environ)``.

        It is this process's own plus the variables that lead ``hcspy.connect()`` and the command line here. From now on
        the host keeps its state in a file, so that each process sees what the other did; ``close()`` removes it.
        """
        with self._lock:
            if self._node.path is None:
                folder = tempfile.mkdtemp(prefix="hcspy-")
                self._remove_folder = weakref.finalize(self, sweep, self._node, folder)
                self._node.share(Path(folder, "node.json"))
                self._responder.service.share()
        target = f"fake:{self._node.path}"
        return {**os.environ, "HCSPY_HOST": target, REDIRECT: target}

    @property
    def programs(self) -> Programs:
        """The commands that the containers of this host know, and the Python functions behind them.

        >>> with FakeHost() as fake:
        ...     _ = fake.programs.register("mytool", lambda program: 3)
        ...     "mytool" in fake.programs
        True
        """
        return self._responder.programs

    # -- what happened ----------------------------------------------------------------------------------------------

    @property
    def calls(self) -> Calls:
        """What this host was asked, as typed records, oldest first. Releasing memory is not a call."""
        return self._responder.calls

    @property
    def leaks(self) -> list[str]:
        """The strings, handles and callbacks that the program holds now, each with the call that made it."""
        return self._responder.leaks

    @property
    def misuses(self) -> list[str]:
        """What was freed or closed twice, used afterwards, or not this host's in the first place."""
        return self._responder.misuses

    def assert_clean(self) -> None:
        """Raise LeakError, an AssertionError, unless the program gave everything back, once.

        >>> with FakeHost() as fake:
        ...     fake.host.hns.networks.list()
        ...     fake.assert_clean()
        []
        """
        if report := self.leak_report():
            raise report

    def leak_report(self) -> LeakError | None:
        """Return what ``assert_clean()`` would raise.

        A thread of the service may be on its way out of a callback in which something was given back: that is waited
        for, a moment.
        """
        if self.leaks:
            self._responder.service.crew.settle(SETTLING)
        leaks, misuses = self.leaks, self.misuses
        return LeakError(leaks, misuses) if leaks or misuses else None

    @property
    def storage(self) -> FakeStorage:
        """The machine's disk: where its layers, volumes and base images really lie."""
        return FakeStorage(self._node)

    # -- what goes wrong --------------------------------------------------------------------------------------------

    def on(
        self,
        what: str,
        *,
        nth: int | None = None,
        times: int | None = None,
        method: str | None = None,
        path: str | None = None,
        probability: float | None = None,
        when: Callable[[Call], bool] | None = None,
    ) -> Rule:
        """Return a rule for some of the calls to come; say with ``.fail()``, ``.delay()``, ``.hang()`` what it does.

        what
            An export (``"HNSCall"``, ``"Hcs*"``) or an HNS route (``"POST /endpoints*"``, ``"/networks"``); in a path
            ``*`` stands for slashes too.
        nth, times
            From which matching call on, and for how many. ``nth`` alone is that one call, neither is every call.
        method, path
            The parts of a route by themselves.
        probability
            Let chance choose among those calls; it repeats with the host's seed.
        when
            A function that looks at the `Call`.

        >>> with FakeHost() as fake, fake.connect() as host:
        ...     _ = fake.on("GET /networks*", nth=2).fail(0x80070005)
        ...     host.hns.networks.list()
        ...     try:
        ...         host.hns.networks.list()
        ...     except PermissionError as error:
        ...         print(hex(error.hresult))
        []
        0x80070005
        """
        return self._faults.add(
            what, nth=nth, times=times, method=method, path=path, probability=probability, when=when
        )

    @property
    def rules(self) -> list[Rule]:
        """The rules in force, with how often each was seen and has fired."""
        return list(self._faults)

    def assert_all_used(self) -> None:
        """Raise AssertionError if a rule of ``on()`` never fired: the program did not do what the test thinks."""
        unused = self._faults.unused
        if unused:
            raise AssertionError("rules that never fired: " + ", ".join(map(str, unused)))

    def reset_rules(self) -> None:
        """Take all rules away; calls that hang on them go on."""
        self._faults.clear()

    @property
    def service(self) -> str:
        """Whether the network service is ``running``, ``stopped`` or ``crashed``; settable."""
        return self._node.use(lambda machine: machine.service)

    @service.setter
    def service(self, state: str) -> None:
        with self.machine() as machine:
            machine.service = state

    @property
    def language(self) -> str:
        """The language of the service's error texts, ``en``, ``de``, ``zh`` or ``ja``; settable."""
        return self._node.use(lambda machine: machine.language)

    @language.setter
    def language(self, language: str) -> None:
        with self.machine() as machine:
            machine.language = language

    @property
    def compute_service(self) -> str:
        """Whether the compute service is ``running``, ``stopped`` or ``crashed``; settable.

        When it goes down, whoever watches a compute system or a process is told that the service is gone.
        """
        return self._node.use(lambda machine: machine.switches.compute_service)

    @compute_service.setter
    def compute_service(self, state: str) -> None:
        with self.machine() as machine:
            machine.set(compute_service=state)

    def service_stopped(self) -> Outage:
        """Stop the network service, for good or for a ``with`` block.

        >>> from hcspy import ServiceUnavailableError
        >>> with FakeHost() as fake, fake.connect() as host:
        ...     with fake.service_stopped():
        ...         try:
        ...             host.hns.networks.list()
        ...         except ServiceUnavailableError as error:
        ...             print(error.symbol)
        ...     host.hns.networks.list()
        ERROR_SERVICE_NOT_ACTIVE
        []
        """
        return Outage(self, "stopped")

    def service_crashed(self) -> Outage:
        """Let the network service crash, for good or for a ``with`` block."""
        return Outage(self, "crashed")

    # -- the machine ------------------------------------------------------------------------------------------------

    @contextmanager
    def machine(self) -> Iterator[Machine]:
        """Give the machine itself, while no call gets in: its adapters, listeners, clock, switches, restarts.

        >>> with FakeHost() as fake:
        ...     with fake.machine() as machine:
        ...         machine.listen("tcp", 8080)
        ...         machine.switches.degrade_attach = 1
        """
        with self._node.held() as machine:
            served = machine.switches.compute_service == "running"
            yield machine
            lost = served and machine.switches.compute_service != "running"
        if lost:
            self._responder.service.disconnect()
        self._responder.service.look()

    def load(self, source: Source) -> None:
        """Take over a machine: all of what ``dump()`` gave, or documents of a real host beside what is there.

        A path is read as JSON. The exports stay those of the profile that this host was made with.
        """
        documents = loaded(source)
        self._node.use(lambda machine: machine.load(documents), changes=True)
        self._node.use(lambda machine: machine.end_programs())
        self._responder.service.look()

    def dump(self) -> dict[str, Any]:
        """Return the whole machine as one document, which ``load()`` takes back.

        >>> with FakeHost(seed=1) as fake, FakeHost(load=fake.dump()) as copy:
        ...     copy.dump() == fake.dump()
        True
        """
        return self._node.use(lambda machine: machine.dump())

    def add_container(self, id: str, *, namespace: str | None = None, owner: str = "") -> int:
        """Start a container that endpoints can be attached to, and return the number of its compartment."""
        return self._node.use(lambda machine: machine.add_container(id, namespace=namespace, owner=owner))

    def remove_container(self, id: str) -> None:
        """Stop a container: its endpoints are detached, and whoever watches it is told."""
        self._node.use(lambda machine: machine.remove_container(id))
        self._responder.service.look()

    def crash_system(self, id: str) -> None:
        """Let a compute system die by itself: whoever watches it hears of an unexpected exit.

        >>> with FakeHost() as fake:
        ...     _ = fake.add_container("web")
        ...     fake.crash_system("web")
        ...     fake.add_container("web") > 0
        True
        """
        self._about(id, lambda service, live: service.crash(live, Delivery()))

    def break_guest(self, id: str) -> None:
        """Cut the connection to the guest of a virtual machine, or of a container in one."""
        self._about(id, lambda service, live: service.break_guest(live))

    def _about(self, id: str, step: Callable[[ComputeService, LiveSystem], Done]) -> None:
        service = self._responder.service
        done, live = service.open(id)
        if live is not None:
            done = step(service, live)
        if done.hresult:
            raise LookupError(f"{id!r}: {done.record}")

    def notify(self, system: str, type: int, status: int = 0, data: str | None = None) -> None:
        """Send a notification to the callbacks that are registered for a compute system, each on a foreign thread."""
        self._responder.systems.notify(system, type, status, data)

    # -- the end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the host: waiting calls go on and fail, later ones find it closed. Twice is fine."""
        self._faults.close()
        with self._lock:
            if self._host is not None:
                self._host.close()
        self._responder.close()
        self._remove_folder()
        self._node.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
        report = self.leak_report()
        if report is None:
            return
        if error is None:
            raise report
        error.add_note(f"the fake host was left with {report}")

    def __repr__(self) -> str:
        return f"<FakeHost {self.profile}, {len(self.calls)} calls>"


class Outage:
    """A service that is down; leaving the block starts it again."""

    def __init__(self, fake: FakeHost, state: str) -> None:
        self._fake = fake
        fake.service = state

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._fake.service = "running"


def sweep(node: Node, folder: str) -> None:
    """Remove a folder with a state file; the file must be let go first, or Windows keeps it."""
    node.close()
    shutil.rmtree(folder, ignore_errors=True)


def loaded(source: Source) -> Any:
    """Return documents as they are, or from the JSON file that a path names."""
    if isinstance(source, str | os.PathLike):
        return json.loads(Path(source).read_text(encoding="utf-8-sig"))
    return source


def open_fake(path: str | None, profile: str | None) -> FakeHost:
    """Return what ``hcspy.connect("fake")`` and ``hcspy.connect("fake:PATH")`` connect to."""
    return FakeHost(profile or DEFAULT_PROFILE) if path is None else FakeHost.open(path, profile)
