"""``hcspy.aio.connect()`` and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from hcspy import host as blocking
from hcspy.aio.compartments import AsyncCompartments
from hcspy.aio.hns import HNS
from hcspy.aio.worker import Worker

if TYPE_CHECKING:
    import hcspy.snapshot
    from hcspy._ffi.tables import Tables
    from hcspy.aio.containers import Containers
    from hcspy.aio.hcn import HCN
    from hcspy.aio.hcs import HCS
    from hcspy.aio.storage import Storage
    from hcspy.hcs.windowsversion import WindowsVersion
    from hcspy.hns import HNSEndpoint
    from hcspy.sweep import Sweep
    from hcspy.transaction import Transaction


class AsyncHost:
    """One host, awaited: ``host.hns`` and the verbs that cross its doors."""

    def __init__(self, host: blocking.Host) -> None:
        self._host = host
        self._worker = Worker()
        self._hns = HNS(host.hns, self._worker)
        self._hcn: HCN | None = None
        self._storage: Storage | None = None
        self._hcs: HCS | None = None
        self._containers: Containers | None = None

    @property
    def name(self) -> str:
        """What was connected to."""
        return self._host.name

    @property
    def tables(self) -> Tables:
        """The C function pointers of the host's DLLs, one table a DLL; low level."""
        return self._host.tables

    @property
    def version(self) -> WindowsVersion:
        """The version of Windows that the host runs."""
        return self._host.version

    @property
    def hns(self) -> HNS:
        """HNS v1, awaited."""
        self._host.hns  # noqa: B018  # raises if the host is closed
        return self._hns

    @property
    def hcn(self) -> HCN:
        """HNS v2, awaited."""
        service = self._host.hcn
        if self._hcn is None:
            from hcspy.aio.hcn import HCN  # only now: the models of HCN are many

            self._hcn = HCN(service, self._worker)
        return self._hcn

    @property
    def compartments(self) -> AsyncCompartments:
        """The network compartments of namespaces, which a function can be run in."""
        return AsyncCompartments(self._host.compartments, self._worker)

    @property
    def hcs(self) -> HCS:
        """Compute systems and their processes; the verbs are awaited."""
        service = self._host.hcs
        if self._hcs is None:
            from hcspy.aio.hcs import HCS  # only now: not everybody runs containers

            self._hcs = HCS(service, self._worker)
        return self._hcs

    @property
    def storage(self) -> Storage:
        """Layers, base images and virtual disks, awaited."""
        service = self._host.storage
        if self._storage is None:
            from hcspy.aio.storage import Storage  # only now: few programs need it

            self._storage = Storage(service, self._worker)
        return self._storage

    @property
    def containers(self) -> Containers:
        """Containers made of an image, awaited."""
        service = self._host.containers
        if self._containers is None:
            from hcspy.aio.containers import Containers  # only now: it needs the models of all doors

            self._containers = Containers(service, self._worker)
        return self._containers

    def transaction(self) -> AsyncTransaction:
        """Return an async context manager with the same nouns and verbs, undone if its block fails."""
        return AsyncTransaction(self._host.transaction(), self._worker)

    async def snapshot(self) -> hcspy.snapshot.Snapshot:
        """Return one picture of the networks, endpoints, policy lists and namespaces that exist now."""
        return await self._worker.run(self._host.snapshot)

    async def gc(
        self,
        *ids: str,
        owner: str | None = None,
        network: str | None = None,
        dry_run: bool = False,
        settle: float = 2.0,
    ) -> Sweep:
        """Remove what is stale and selected: by ids, by how the owner begins, by the network."""
        return await self._worker.run(self._host.gc, *ids, owner=owner, network=network, dry_run=dry_run, settle=settle)

    async def hot_attach(self, ref: str | HNSEndpoint, container_id: str) -> None:
        """Plug an endpoint into a container that runs; nothing happens if it is plugged in."""
        await self._worker.run(self._host.hot_attach, ref, container_id)

    async def hot_detach(self, ref: str | HNSEndpoint, container_id: str) -> None:
        """Unplug an endpoint from a container that runs; nothing happens if it is not plugged in."""
        await self._worker.run(self._host.hot_detach, ref, container_id)

    async def close(self) -> None:
        """Wait for the calls under way and give up the connection; twice is fine."""
        await self._worker.close()
        self._host.close()

    async def __aenter__(self) -> AsyncHost:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._host)[1:]}"


class AsyncTransaction:
    """A transaction, awaited: ``tx.hns`` and ``tx.hcn`` with the host's verbs."""

    def __init__(self, transaction: Transaction, worker: Worker) -> None:
        self._transaction = transaction
        self._worker = worker
        self.hns = HNS(transaction.hns, worker)

    @property
    def hcn(self) -> HCN:
        """HNS v2, awaited and undone if the block fails."""
        from hcspy.aio.hcn import HCN

        return HCN(self._transaction.hcn, self._worker)

    def on_rollback(self, undo: Callable[..., object], *args: Any, **kwargs: Any) -> None:
        """Note a step of your own: ``undo(*args)`` is called, on a worker thread, if the block fails."""
        self._transaction.on_rollback(undo, *args, **kwargs)

    async def __aenter__(self) -> AsyncTransaction:
        self._transaction.__enter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._worker.run(self._transaction.__exit__, kind, error, trace)
        except BaseException as failure:
            # The blocking exit raises the block's own error again; it is on its way already.
            if failure is not error:
                raise


def connect(
    target: str | blocking.Target | None = None,
    *,
    profile: str | None = None,
    timeout: float | None = None,
    validate: bool = True,
) -> AsyncHost:
    """Connect to a host and return it, an async context manager; the arguments are those of ``hcspy.connect``."""
    return AsyncHost(blocking.connect(target, profile=profile, timeout=timeout, validate=validate))
