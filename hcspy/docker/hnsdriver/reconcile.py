"""Bringing store and HNS together again: after the driver, the engine, HNS or the machine was started anew.

HNS is the truth. What the store knows and HNS has lost is made again, with the ids that it had; what is in HNS because
of a request that never came to its end, or that the engine has given up meanwhile, is *stale*: it is reported, and
removed if that is wanted. Only what the store knows as the driver's own is ever touched.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Collection
from typing import Final, Literal

import attrs

from hcspy.docker.hnsdriver.endpoints import Endpoints
from hcspy.docker.hnsdriver.locks import Locks
from hcspy.docker.hnsdriver.networks import Networks
from hcspy.docker.hnsdriver.settings import Backing
from hcspy.docker.hnsdriver.store import READY, EndpointRecord, NetworkRecord
from hcspy.errors import HcspyError

LOG: Final = logging.getLogger(__name__)

Kind = Literal["network", "endpoint"]


@attrs.frozen(kw_only=True, weakref_slot=False)
class Finding:
    """One object on which store and HNS did not agree.

    >>> print(Finding(kind="network", id="n1", hns_id="9c1d", what="is stale"))
    network n1 (HNS 9c1d) is stale
    """

    kind: Kind
    id: str
    hns_id: str
    what: str

    def __str__(self) -> str:
        known = f" (HNS {self.hns_id})" if self.hns_id else ""
        return f"{self.kind} {self.id}{known} {self.what}"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Reconciliation:
    """What was found and done."""

    stale: tuple[Finding, ...] = ()
    """In HNS because of this driver, and nobody's any more."""

    removed: tuple[Finding, ...] = ()
    """Those of them that were removed."""

    restored: tuple[Finding, ...] = ()
    """Lost by HNS and made again."""

    changed: tuple[Finding, ...] = ()
    """Changed in HNS by somebody else; the store says now what HNS says."""

    failed: tuple[Finding, ...] = ()
    """What could not be restored or removed, and why."""

    @property
    def clean(self) -> bool:
        """Whether there was nothing to do."""
        return self == Reconciliation()


class Reconciler:
    """One reconciliation."""

    def __init__(
        self,
        backing: Backing,
        networks: Networks,
        endpoints: Endpoints,
        locks: Locks,
        known: Collection[str] | None = None,
    ) -> None:
        self._host, self._store = backing.host, backing.store
        self._networks, self._endpoints, self._locks = networks, endpoints, locks
        self._known = known
        self._found: dict[str, list[Finding]] = {field.name: [] for field in attrs.fields(Reconciliation)}

    async def run(self, *, gc: bool = False) -> Reconciliation:
        """Compare everything, restore, and with ``gc`` remove what is stale."""
        for network in await self._store.run(self._store.networks):
            async with self._locks.hold(network.id):
                await self._network(await self._store.run(self._store.network, network.id))
        for endpoint in await self._store.run(self._store.endpoints):
            async with self._locks.hold(endpoint.network):
                await self._endpoint(await self._store.run(self._store.endpoint, endpoint.id))
        if gc:
            await self._sweep()
        return Reconciliation(**{name: tuple(found) for name, found in self._found.items()})

    # -- looking: each at its own time, since requests may be served meanwhile --------------------------------------

    async def _network(self, record: NetworkRecord | None) -> None:
        if record is None:
            return
        there = await self._networks.there(record)
        if self._stale(record):
            await self._left("network", record, "networks", None if there is None else there.id)
        elif there is None:
            await self._again("network", record, self._networks.restore(record))

    async def _endpoint(self, record: EndpointRecord | None) -> None:
        if record is None:
            return
        there = await self._endpoints.there(record)
        if self._stale(record):
            await self._left("endpoint", record, "endpoints", None if there is None else there.id)
        elif there is None:
            await self._again("endpoint", record, self._endpoints.restore(record))
        elif await self._endpoints.refresh(record, there):
            self._note("changed", "endpoint", record, "was changed in HNS")

    def _stale(self, record: NetworkRecord | EndpointRecord) -> bool:
        return record.state != READY or (self._known is not None and record.id not in self._known)

    async def _left(self, kind: Kind, record: NetworkRecord | EndpointRecord, table: str, hns_id: str | None) -> None:
        """Note what is left of an object; where HNS has nothing, the store need not remember it."""
        if hns_id:
            self._note("stale", kind, attrs.evolve(record, hns_id=hns_id), "is stale")
        else:
            await self._store.run(self._store.drop, table, record.id)

    async def _again(self, kind: Kind, record: NetworkRecord | EndpointRecord, restore: Awaitable[object]) -> None:
        try:
            await restore
        except HcspyError as error:
            self._note("failed", kind, record, f"is lost: {error}")
        else:
            self._note("restored", kind, record, "was lost by HNS and is there again")

    def _note(self, where: str, kind: Kind, record: NetworkRecord | EndpointRecord, what: str) -> None:
        finding = Finding(kind=kind, id=record.id, hns_id=record.hns_id, what=what)
        LOG.warning("%s", finding)
        self._found[where].append(finding)

    # -- removing -------------------------------------------------------------------------------------------------

    async def _sweep(self) -> None:
        for finding in sorted(self._found["stale"], key=lambda one: one.kind):  # endpoints first
            try:
                await self._remove(finding)
            except HcspyError as error:
                self._found["failed"].append(attrs.evolve(finding, what=f"could not be removed: {error}"))
            else:
                self._found["removed"].append(attrs.evolve(finding, what="is removed"))

    async def _remove(self, finding: Finding) -> None:
        """Remove what is still stale: the engine may have repeated its request meanwhile."""
        if finding.kind == "network":
            async with self._locks.hold(finding.id):
                network = await self._store.run(self._store.network, finding.id)
                if network is not None and self._stale(network):
                    await self._networks.delete(network.id)
            return
        endpoint = await self._store.run(self._store.endpoint, finding.id)
        async with self._locks.hold(endpoint.network if endpoint else ""):
            endpoint = await self._store.run(self._store.endpoint, finding.id)
            if endpoint is not None and self._stale(endpoint):
                await self._endpoints.delete(endpoint.network, endpoint.id)
