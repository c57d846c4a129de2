"""``connect()`` and what it gives: one host, its doors and the verbs that need several of them."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol

from hcspy import attach
from hcspy.compartments import Compartments
from hcspy.errors import ClosedError, InvalidDocumentError, NotSupportedError
from hcspy.hns.services import HNS, Door
from hcspy.snapshot import Snapshot
from hcspy.transaction import Transaction

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables
    from hcspy.containers import Containers
    from hcspy.hcn.services import HCN
    from hcspy.hcs.services import HCS
    from hcspy.hcs.windowsversion import WindowsVersion
    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.storage.services import Storage
    from hcspy.sweep import Sweep

# What a target's name stands for. The fake is found by name, so that programs do not import it.
TARGETS: Final = {"native": "hcspy._ffi.native:open_native", "fake": "hcspy.testing.fake:open_fake"}
# Set by FakeHost.environ only: a child process of a test is to meet the same fake.
REDIRECT: Final = "HCSPY_CONNECT_REDIRECT"


class Target(Protocol):
    """What can be connected to: function tables that somebody owns."""

    @property
    def tables(self) -> Tables:
        """The C function tables."""

    def close(self) -> None:
        """Give up what the target holds."""


class Host:
    """One host: ``host.hns`` and the verbs that cross its doors. Safe to use from many threads.

    >>> import hcspy
    >>> with hcspy.connect("fake") as host:
    ...     host.hns.networks.list()
    []
    """

    def __init__(
        self, target: Target, *, owned: bool, name: str, timeout: float | None = None, validate: bool = True
    ) -> None:
        self._target = target
        self._owned = owned
        self._closed = False
        self.name = name
        self._door = Door(target.tables, timeout=timeout, validate=validate)
        self._hns = HNS(self._door)
        self._hcn: HCN | None = None
        self._hcs: HCS | None = None
        self._storage: Storage | None = None
        self._containers: Containers | None = None
        self._compartments = Compartments(target.tables, self._compartment_of)

    @property
    def tables(self) -> Tables:
        """The C function pointers of the host's DLLs, one table a DLL; low level."""
        self._check_open()
        return self._target.tables

    @property
    def version(self) -> WindowsVersion:
        """The version of Windows that the host runs.

        >>> import hcspy
        >>> with hcspy.connect("fake", profile="2019") as host:
        ...     str(host.version), host.version.runs("10.0.17763.1"), host.version.names
        ('10.0.17763.1', True, ('LTSC2019', 'RS5', 'V1809'))

        Raises NotSupportedError for a target that does not say it.
        """
        from hcspy.hcs.windowsversion import WindowsVersion  # only now: few programs ask

        self._check_open()
        known = getattr(self._target, "windows", None)
        if known is None:
            raise NotSupportedError(f"{self.name} does not say which Windows it is")
        major, minor, build, revision = known
        return WindowsVersion(build, revision, major, minor)

    @property
    def hns(self) -> HNS:
        """HNS v1: networks, endpoints, policy lists, namespaces, through vmcompute.dll."""
        if self._closed:
            self._check_open()
        return self._hns

    @property
    def hcn(self) -> HCN:
        """HNS v2: networks, endpoints, namespaces, load balancers, routes, through computenetwork.dll."""
        self._check_open()
        if self._hcn is None:
            self._hcn = self._open_hcn()
        return self._hcn

    def _open_hcn(self) -> HCN:
        from hcspy.hcn import services  # only now: the models of HCN are many

        first = self._door
        door = services.Door(
            first.tables, first.call, timeout=first.timeout, validate=first.validate, local=self.name == "native"
        )
        return services.HCN(door)

    @property
    def storage(self) -> Storage:
        """Layers, base images and virtual disks, through vmcompute.dll, computestorage.dll and virtdisk.dll."""
        self._check_open()
        if self._storage is None:
            self._storage = self._open_storage()
        return self._storage

    def _open_storage(self) -> Storage:
        from pathlib import Path

        from hcspy.storage import services  # only now: few programs need it

        first, disk = self._door, getattr(self._target, "storage", None)
        locate = Path if disk is None else disk.path  # a fake's drives are folders somewhere, and it knows where
        return services.Storage(
            services.Door(
                first.tables, timeout=first.timeout, validate=first.validate, locate=locate, build=_build_of(self.name)
            )
        )

    @property
    def hcs(self) -> HCS:
        """HCS: compute systems and their processes, through computecore.dll, or vmcompute.dll where there is no other.

        ``host.hcs.door`` tells which, ``host.hcs.use(...)`` gives the other one.
        """
        self._check_open()
        if self._hcs is None:
            from hcspy.hcs.services import HCS  # only now: not everybody runs containers

            self._hcs = HCS(self._door.tables, timeout=self._door.timeout, validate=self._door.validate)
        return self._hcs

    @property
    def containers(self) -> Containers:
        """Containers made of an image: what an engine does with all the doors at once.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     print(host.containers.run("nanoserver", "cmd /c echo hi", text=True).stdout.strip())
        hi
        """
        self._check_open()
        if self._containers is None:
            from hcspy.containers import Containers  # only now: it needs the models of all doors

            self._containers = Containers(self)
        return self._containers

    @property
    def compartments(self) -> Compartments:
        """The network compartments of namespaces, which threads of this process can enter."""
        self._check_open()
        return self._compartments

    def _compartment_of(self, namespace: str) -> int | None:
        return self.hns.namespaces.get(namespace).compartment_id

    def transaction(self) -> Transaction:
        """Return a context manager with the same nouns and verbs, whose steps are undone if its block fails."""
        self._check_open()
        return Transaction(self._hns, lambda: self.hcn)

    def snapshot(self) -> Snapshot:
        """Return one picture of what exists now: networks, endpoints, policy lists, namespaces, compute systems.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        ...     print(host.snapshot().networks[0].name)
        web
        """
        return Snapshot.take(self.hns, lambda: self.hcs)

    def gc(
        self,
        *ids: str,
        owner: str | None = None,
        network: str | None = None,
        dry_run: bool = False,
        settle: float = 2.0,
    ) -> Sweep:
        """Remove what is stale and selected: by ids, by how the owner begins, by the network; see ``Snapshot.stale``.

        Several conditions are all to hold; without any, InvalidDocumentError. The owner is the member ``Owner`` of
        HCN, where nothing is said there the object's name. What refers to gone endpoints and to others is not
        deleted: the dead references are dropped. Objects that are new need time to be used: only what is stale
        before and after ``settle`` seconds is removed. An error stops nothing but the removal of its own object, and
        is among the ``leftovers`` of the answer.

        With ``dry_run`` nothing is removed, and no condition means all that is stale.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     for name in ("cali-1", "docker-1"):
        ...         model = hcn.HostComputeEndpoint(name=name, host_compute_network=network)
        ...         endpoint = host.hcn.endpoints.create(model)
        ...     [stale.name for stale in host.gc(owner="cali", settle=0).removed]
        ['cali-1']
        """
        from hcspy.sweep import Sweeper

        sweeper = Sweeper(self.hns, lambda: self.hcn)
        return sweeper.run(ids, owner, network, dry_run=dry_run, settle=settle)

    def hot_attach(self, ref: str | HNSEndpoint, container_id: str) -> None:
        """Plug an endpoint into a container that runs; nothing happens if it is plugged in.

        Raises NotSupportedError where the platform cannot do that, SystemNotFoundError for an unknown container.
        """
        attach.hot_attach(self.hns, self.tables, ref, container_id)

    def hot_detach(self, ref: str | HNSEndpoint, container_id: str) -> None:
        """Unplug an endpoint from a container that runs; nothing happens if it is not plugged in."""
        attach.hot_detach(self.hns, self.tables, ref, container_id)

    def close(self) -> None:
        """Give up the connection; twice is fine."""
        if not self._closed:
            self._closed = True
            if self._owned:
                self._target.close()

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedError(f"the connection to {self.name} is closed")

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Host {self.name}{', closed' if self._closed else ''}>"


def connect(
    target: str | Target | None = None,
    *,
    profile: str | None = None,
    timeout: float | None = None,
    validate: bool = True,
) -> Host:
    """Connect to a host and return it, a context manager.

    target
        None is this machine (Windows with the Containers feature, as an administrator); ``"fake"`` is a fake
        host of its own; ``"fake:PATH"`` one whose state lies in a file that processes share; a FakeHost is
        itself. Under the pytest plugin's ``fake_host``, None is that fake.
    profile
        The Windows version that a fake plays: rs1, 1803, 2019, 1903, 2022, win11 or 2025.
    timeout
        Seconds that a call may take before it raises TimedOutError; the operation may complete all the same.
    validate
        Whether documents are checked before they are sent.

    >>> import hcspy
    >>> with hcspy.connect("fake", profile="2019") as host:
    ...     host.hns.globals().version.pair
    (9, 2)
    """
    chosen = _default() if target is None else target
    if isinstance(chosen, str):
        kind, _, path = chosen.partition(":")
        if kind not in TARGETS or (path and kind != "fake"):
            raise InvalidDocumentError(f"unknown host {chosen!r}", hint="native, fake, fake:PATH or a FakeHost")
        opened = _opener(kind)(path or None, profile)
        return Host(opened, owned=True, name=chosen, timeout=timeout, validate=validate)
    if profile is not None and getattr(chosen, "profile", profile) != profile:
        raise InvalidDocumentError(f"this host is a {chosen.profile}, not a {profile}")  # type: ignore[attr-defined]
    return Host(chosen, owned=False, name=type(chosen).__name__, timeout=timeout, validate=validate)


def _build_of(target: str) -> int | None:
    """Return the build of this machine's Windows, if it is what a target means."""
    if sys.platform == "win32" and target == "native":
        return sys.getwindowsversion().build
    return None


def _opener(kind: str) -> Any:
    module, _, name = TARGETS[kind].partition(":")
    return getattr(import_module(module), name)


# -- what connect() without arguments means -----------------------------------------------------------------------

_redirects: list[Target] = []
_redirecting = threading.Lock()


def push_default_target(target: Target) -> None:
    """Let ``connect()`` without arguments mean this target, in every thread, until it is popped."""
    with _redirecting:
        _redirects.append(target)


def pop_default_target(target: Target) -> None:
    """End what ``push_default_target`` began, wherever in the pile it is."""
    with _redirecting:
        for index in range(len(_redirects) - 1, -1, -1):
            if _redirects[index] is target:
                del _redirects[index]
                return


def _default() -> str | Target:
    with _redirecting:
        if _redirects:
            return _redirects[-1]
    return os.environ.get(REDIRECT) or "native"
