"""The networks of the driver: what is in HNS, and what the store says of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import attrs

from hcspy import evolve, from_json, to_json
from hcspy.docker.hnsdriver.networkmodel import Pool, hns_network
from hcspy.docker.hnsdriver.options import NetworkOptions
from hcspy.docker.hnsdriver.settings import Backing, carries_docker_id
from hcspy.docker.hnsdriver.store import DELETING, READY, NetworkRecord
from hcspy.errors import HcspyError, InUseError, NetworkAlreadyExistsError, NetworkNotFoundError
from hcspy.hns import HNSEndpoint, HNSNetwork, Subnet


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkRequest:
    """What the engine asks of a network."""

    id: str
    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    pools: tuple[Pool, ...] = ()

    @property
    def parsed(self) -> NetworkOptions:
        """The options that the driver knows."""
        return NetworkOptions.read(self.options)

    def text(self) -> str:
        """Return it as the store keeps it."""
        pools = [[pool.prefix, pool.gateway] for pool in self.pools]
        return json.dumps({"Options": self.options, "Pools": pools}, sort_keys=True)

    @classmethod
    def of(cls, record: NetworkRecord) -> NetworkRequest:
        """Read it from the store."""
        kept = json.loads(record.request or "{}")
        pools = tuple(Pool(prefix=prefix, gateway=gateway) for prefix, gateway in kept.get("Pools", ()))
        return cls(id=record.id, options=kept.get("Options") or {}, pools=pools)


class Networks:
    """Makes, finds, restores and removes networks. Whoever calls holds the lock of the network."""

    def __init__(self, backing: Backing) -> None:
        self._host, self._store, self._settings = backing.host, backing.store, backing.settings

    # -- making ---------------------------------------------------------------------------------------------------

    async def create(self, request: NetworkRequest) -> NetworkRecord:
        """Make a network; one that is there already, asked for in the same way, is fine."""
        options = request.parsed
        record = await self._record(request.id)
        if record is not None and record.state == DELETING:
            await self.delete(request.id)
            record = None
        if record is not None and record.state == READY:
            kept = NetworkRequest.of(record)
            if (kept.parsed, kept.pools) != (options, request.pools):
                raise NetworkAlreadyExistsError(f"network {request.id} exists, with other options")
            return await self.present(record)
        if options.hns_id:
            return await self._adopt(request, options.hns_id, owned=options.hns_owned is False)
        return await self._make(request, options, begun=record is not None)

    async def _adopt(self, request: NetworkRequest, hns_id: str, *, owned: bool) -> NetworkRecord:
        """Take a network that HNS has. It is not the driver's to delete, unless the options say so."""
        found = await self._host.hns.networks.get(hns_id)
        return await self._keep(self._draft(request, found, owned=owned), found)

    async def _make(self, request: NetworkRequest, options: NetworkOptions, *, begun: bool) -> NetworkRecord:
        model = hns_network(request.id, self._settings.network_type, options, request.pools)
        draft = self._draft(request, model)
        there = await self._host.hns.networks.find(name=model.name)
        if there is not None:
            if not (_carries(there, request.id) or (begun and _same(there, model))):
                raise NetworkAlreadyExistsError(
                    f"HNS has a network named {model.name!r}, which is not this driver's",
                    hint="choose another name, or take it over with the option com.docker.network.windowsshim.hnsid",
                )
            return await self._keep(draft, there)
        await self._store.run(self._store.put, draft)
        try:
            async with self._host.transaction() as transaction:
                return await self._keep(draft, await transaction.hns.networks.create(model))
        except BaseException:
            await self._forget(draft)
            raise

    async def _forget(self, draft: NetworkRecord) -> None:
        """Forget what came to nothing. Where HNS has something after all, or does not say, it stays remembered."""
        with contextlib.suppress(HcspyError):
            if await self.there(draft) is None:
                await self._store.run(self._store.drop, "networks", draft.id)

    def _draft(self, request: NetworkRequest, model: HNSNetwork, *, owned: bool = True) -> NetworkRecord:
        kind = str(model.type or self._settings.network_type).lower()
        return NetworkRecord(id=request.id, type=kind, owned=owned, request=request.text(), document=to_json(model))

    async def _keep(self, record: NetworkRecord, made: HNSNetwork) -> NetworkRecord:
        """Write down what HNS has made: all that is needed to make it again as it is."""
        if not made.id:  # HNS may say that it is done, and no more
            made = await self._host.hns.networks.get(name=made.name)
        record = attrs.evolve(record, hns_id=str(made.id), state=READY, document=to_json(_again(made)))
        await self._store.run(self._store.put, record)
        return record

    # -- finding --------------------------------------------------------------------------------------------------

    async def known(self, id: str) -> NetworkRecord:
        """Return a network of the driver.

        One of which the store knows nothing is looked for in HNS by the Docker id that it carries: the engine asks a
        driver about its own networks only, so the store was lost, not the network.
        """
        record = await self._record(id)
        if record is not None and record.state == READY:
            return record
        found = await self._host.hns.networks.find(name=id) if carries_docker_id(id) and record is None else None
        if found is None:
            raise NetworkNotFoundError(f"network {id} is not known to this driver")
        return await self._keep(self._draft(NetworkRequest(id=id), found), found)

    async def present(self, record: NetworkRecord) -> NetworkRecord:
        """Return a network that HNS has; one that it has lost is made again."""
        return record if await self.there(record) else await self.restore(record)

    async def there(self, record: NetworkRecord) -> HNSNetwork | None:
        """Return what HNS has of a network, None if it has nothing; also of one whose making was interrupted."""
        if not record.hns_id:
            model = from_json(HNSNetwork, record.document)
            found = await self._host.hns.networks.find(name=model.name)
            return found if found is not None and (_carries(found, record.id) or _same(found, model)) else None
        try:
            return await self._host.hns.networks.get(record.hns_id)
        except NetworkNotFoundError:
            return None

    async def restore(self, record: NetworkRecord) -> NetworkRecord:
        """Make a network again that HNS has lost, with the id that it had: a NAT network does not survive a reboot.

        With its own id it is no second one if HNS, which is just starting, still remembers it.
        """
        if not record.owned:
            raise NetworkNotFoundError(
                f"network {record.id}: HNS has no network {record.hns_id} any more, and it was not this driver's"
            )
        model = evolve(from_json(HNSNetwork, record.document), id=record.hns_id)
        try:
            made = await self._host.hns.networks.create(model)
        except NetworkAlreadyExistsError:
            there = await self._host.hns.networks.find(name=model.name)
            if there is None or not _carries(there, record.id):
                raise
            made = there
        return await self._keep(record, made)

    async def _record(self, id: str) -> NetworkRecord | None:
        return await self._store.run(self._store.network, id)

    # -- removing -------------------------------------------------------------------------------------------------

    async def delete(self, id: str) -> None:
        """Delete a network with the driver's endpoints on it; one that is not there is fine.

        HNS would delete whatever else is on it, too: as long as others have endpoints there, it is refused.
        """
        record = await self._record(id)
        if record is None:
            try:
                record = await self.known(id)
            except NetworkNotFoundError:
                return
        await self._store.run(self._store.put, attrs.evolve(record, state=DELETING))
        there = await self.there(record)
        if there is not None:
            await self._remove(record, str(there.id))
        await self._store.run(self._store.drop, "networks", id)

    async def _remove(self, record: NetworkRecord, hns_id: str) -> None:
        ours = {kept.hns_id: kept for kept in await self._store.run(self._store.endpoints, record.id)}
        there = await self._host.hns.endpoints.list(network=hns_id)
        mine = [endpoint for endpoint in there if endpoint.id in ours or _forgotten(endpoint, record)]
        if not record.owned:
            for endpoint in mine:
                await self._host.hns.endpoints.delete(endpoint, missing_ok=True)
            return
        others = [str(endpoint.name or endpoint.id) for endpoint in there if endpoint not in mine]
        if others:
            raise InUseError(f"network {record.id} has endpoints that are not this driver's: {', '.join(others)}")
        await self._host.hns.networks.delete(hns_id, missing_ok=True)


def _carries(network: HNSNetwork, id: str) -> bool:
    return network.name == id and carries_docker_id(id)


def _forgotten(endpoint: HNSEndpoint, network: NetworkRecord) -> bool:
    """Tell whether an endpoint on a network of the driver is its own though the store does not know it."""
    return network.owned and carries_docker_id(endpoint.name) and not endpoint.shared_containers


def _same(there: HNSNetwork, model: HNSNetwork) -> bool:
    """Tell whether a network is what was about to be made when the driver was interrupted."""
    wanted = [subnet.address_prefix for subnet in model.subnets]
    has = [subnet.address_prefix for subnet in there.subnets]
    return str(there.type).lower() == str(model.type).lower() and (has == wanted or not wanted)


def _again(made: HNSNetwork) -> HNSNetwork:
    """Return a document that makes the same network again, ranges and pools of MAC addresses included."""
    subnets = [
        Subnet(address_prefix=one.address_prefix, gateway_address=one.gateway_address, policies=one.policies)
        for one in made.subnets
    ]
    return HNSNetwork(
        name=made.name,
        type=made.type,
        network_adapter_name=made.network_adapter_name,
        source_mac=made.source_mac,
        policies=made.policies,
        mac_pools=made.mac_pools,
        subnets=subnets,
        dns_suffix=made.dns_suffix,
        dns_server_list=made.dns_server_list,
    )
