"""The endpoints of the driver: what is in HNS, and what the store says of it.

Ports. A container publishes its ports once, on however many networks it is; but the engine names them with each of its
endpoints, and HNS gives a port of the host to one endpoint only. Which container an endpoint is for is known from Join
on. So an endpoint whose ports are those of another that is in use is made without them, and *waits*: Join then compares
the two sandboxes. If they are the same, it goes on waiting, and gets the ports when the other one goes, or when the
engine says so (ProgramExternalConnectivity). If they are not, the port is in use, and Join fails.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy import evolve, from_json, to_json
from hcspy.docker.hnsdriver.endpointmodel import address_with_prefix, hns_endpoint, operational, with_colons
from hcspy.docker.hnsdriver.networks import NetworkRequest, Networks
from hcspy.docker.hnsdriver.options import EndpointOptions
from hcspy.docker.hnsdriver.policies import Port, host_ports, port_policies, published
from hcspy.docker.hnsdriver.settings import Backing, carries_docker_id
from hcspy.docker.hnsdriver.store import READY, EndpointRecord, NetworkRecord
from hcspy.errors import (
    EndpointAlreadyExistsError,
    EndpointNotFoundError,
    HcspyError,
    NetworkNotFoundError,
    PortInUseError,
    ServiceUnavailableError,
)
from hcspy.hns import HNSEndpoint, NatPolicy

Ports = tuple[NatPolicy, ...]


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointRequest:
    """What the engine asks of an endpoint."""

    id: str
    network: str
    address: str = ""
    address_v6: str = ""
    mac_address: str = ""
    options: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @property
    def parsed(self) -> EndpointOptions:
        """The options that the driver knows."""
        return EndpointOptions.read(self.options)

    @property
    def host_ports(self) -> frozenset[Port]:
        """The ports of the host that it asks for by number."""
        return frozenset((one.protocol, one.host_port) for one in self.parsed.ports if one.host_port)

    def text(self) -> str:
        """Return it as the store keeps it."""
        return json.dumps(attrs.asdict(self), sort_keys=True)

    @classmethod
    def of(cls, record: EndpointRecord) -> EndpointRequest:
        """Read it from the store."""
        return cls(**(json.loads(record.request or "{}") | {"id": record.id, "network": record.network}))

    def same(self, other: EndpointRequest) -> bool:
        """Tell whether another request asks for the same; the engine changes the order of ports from call to call."""
        return self._ordered() == other._ordered()

    def _ordered(self) -> tuple[object, ...]:
        options = self.parsed
        ordered = attrs.evolve(options, ports=tuple(sorted(options.ports, key=repr)), exposed=())
        return self.network, self.address, self.address_v6, self.mac_address, ordered


@attrs.frozen(kw_only=True, weakref_slot=False)
class Given:
    """What the engine is told of an endpoint: those parts of its interface that it did not decide itself."""

    address: str = ""
    address_v6: str = ""
    mac_address: str = ""


class Endpoints:
    """Makes, finds, restores and removes endpoints. Whoever calls holds the lock of the network."""

    def __init__(self, backing: Backing, networks: Networks) -> None:
        self._host, self._store, self._settings = backing.host, backing.store, backing.settings
        self._networks = networks

    # -- making ---------------------------------------------------------------------------------------------------

    async def create(self, request: EndpointRequest) -> Given:
        """Make an endpoint; one that is there already, asked for in the same way, is fine."""
        network = await self._networks.known(request.network)
        record = await self._store.run(self._store.endpoint, request.id)
        if record is not None and (record.state == READY or record.network != request.network):
            if not EndpointRequest.of(record).same(request):
                raise EndpointAlreadyExistsError(f"endpoint {request.id} exists, with other options")
            return _given(request, from_json(HNSEndpoint, record.document))
        if record is not None:
            await self.delete(request.network, request.id)  # what an interrupted attempt has left
        return _given(request, await self._make(network, request))

    async def _make(self, network: NetworkRecord, request: EndpointRequest) -> HNSEndpoint:
        options = request.parsed
        ports = self._ports(network, options)
        waiting = await self._must_wait(request.id, ports)
        model = hns_endpoint(
            request.id,
            network.type,
            NetworkRequest.of(network).parsed,
            options,
            addresses=[address for address in (request.address, request.address_v6) if address],
            mac_address=request.mac_address or None,
            ports=() if waiting else ports,
        )
        draft = EndpointRecord(
            id=request.id, network=request.network, request=request.text(), document=to_json(model), waiting=waiting
        )
        await self._store.run(self._store.put_with_ports, draft, () if waiting else host_ports(ports))
        try:
            return await self._made(network, draft, model)
        except BaseException:
            await self._forget(draft)
            raise

    async def _forget(self, draft: EndpointRecord) -> None:
        """Forget what came to nothing. Where HNS has something after all, or does not say, it stays remembered."""
        with contextlib.suppress(HcspyError):
            if await self.there(draft) is None:
                await self._store.run(self._store.drop, "endpoints", draft.id)

    async def _made(self, network: NetworkRecord, draft: EndpointRecord, model: HNSEndpoint) -> HNSEndpoint:
        try:
            return await self._created(network.hns_id, draft, model)
        except NetworkNotFoundError:
            restored = await self._networks.restore(network)
            return await self._created(restored.hns_id, draft, model)

    async def _created(self, network: str, draft: EndpointRecord, model: HNSEndpoint) -> HNSEndpoint:
        async with self._host.transaction() as transaction:
            made = await transaction.hns.endpoints.create(evolve(model, virtual_network=network))
            return await self._keep(draft, made)

    async def _keep(self, record: EndpointRecord, made: HNSEndpoint) -> HNSEndpoint:
        """Write down what HNS has made: all that is needed to make it again as it is."""
        if not made.id:  # HNS may say that it is done, and no more
            made = await self._host.hns.endpoints.get(name=made.name, network=made.virtual_network)
        record = attrs.evolve(record, hns_id=str(made.id), state=READY, document=to_json(_again(made)))
        await self._store.run(self._store.put_with_ports, record, host_ports(published(made.policies)))
        return made

    # -- ports ----------------------------------------------------------------------------------------------------

    def _ports(self, network: NetworkRecord, options: EndpointOptions) -> Ports:
        return port_policies(options.ports, network.type, self._settings.host_addresses)

    async def _must_wait(self, id: str, ports: Ports, sandbox: str = "") -> bool:
        """Tell whether ports are those of another endpoint of the same container, or of what may be the same."""
        wanted = host_ports(ports)
        held = await self._store.run(self._store.holders, wanted, id) if wanted else {}
        for (protocol, port), holder in held.items():
            if not holder.sandbox or sandbox not in ("", holder.sandbox):
                raise PortInUseError(
                    f"port {port}/{protocol} of the host is in use by endpoint {holder.id} of network {holder.network}"
                )
        return bool(held)

    async def publish(self, network_id: str, id: str) -> None:
        """Give an endpoint its ports now, if it waits for them."""
        record = await self._known(network_id, id)
        if not record.waiting:
            return
        network = await self._networks.known(network_id)
        ports = self._ports(network, EndpointRequest.of(record).parsed)
        if await self._must_wait(id, ports, record.sandbox):
            return
        record = attrs.evolve(record, waiting=False)
        await self._store.run(self._store.put_with_ports, record, host_ports(ports))
        try:
            await self._keep(record, await self._host.hns.endpoints.add_policies(record.hns_id, *ports))
        except BaseException:
            await self._store.run(self._store.put_with_ports, attrs.evolve(record, waiting=True), ())
            raise

    async def withdraw(self, network_id: str, id: str) -> None:
        """Take an endpoint its ports, if another one of its container waits for them; one that has none is fine.

        Else nobody could use them: the endpoint is about to be deleted, and its ports with it.
        """
        record = await self._store.run(self._store.endpoint, id)
        if record is None or (record.network, record.state, record.waiting) != (network_id, READY, False):
            return
        heirs = await self.heirs(EndpointRequest.of(record).host_ports)
        if any(heir.sandbox == record.sandbox for heir in heirs):
            await self._without_ports(record)

    async def _without_ports(self, record: EndpointRecord) -> None:
        there = await self.there(record)
        if there is None:
            return
        others = [policy for policy in there.policies if not isinstance(policy, NatPolicy)]
        left = await self._host.hns.endpoints.replace_policies(record.hns_id, *others)
        await self._keep(attrs.evolve(record, waiting=True), left)

    async def heirs(self, ports: frozenset[Port]) -> list[EndpointRecord]:
        """List the endpoints in use that wait for any of these ports."""
        waiting = await self._store.run(self._store.waiting) if ports else []
        return [
            one for one in waiting if one.sandbox and one.state == READY and ports & EndpointRequest.of(one).host_ports
        ]

    # -- finding --------------------------------------------------------------------------------------------------

    async def join(self, network_id: str, id: str, sandbox: str) -> HNSEndpoint:
        """Return an endpoint for a container, and remember which container; one that HNS has lost is made again."""
        record = await self._known(network_id, id)
        if record.waiting:
            network = await self._networks.known(network_id)
            await self._must_wait(id, self._ports(network, EndpointRequest.of(record).parsed), sandbox or "unknown")
        there = await self.there(record) or await self.restore(record)
        await self._store.run(self._store.seat, network_id, id, sandbox)
        return there

    async def leave(self, network_id: str, id: str) -> None:
        """Forget which container used an endpoint; one that is not there is fine."""
        await self._store.run(self._store.seat, network_id, id, "")

    async def operational(self, network_id: str, id: str) -> dict[str, Any]:
        """Return what HNS says about an endpoint now; while it says nothing, what it said last."""
        record = await self._known(network_id, id)
        network = await self._networks.known(network_id)
        try:
            there = await self.there(record)
        except ServiceUnavailableError:
            there = None
        there = there or evolve(from_json(HNSEndpoint, record.document), id=record.hns_id)
        return operational(there, network.type, EndpointRequest.of(record).parsed, published(there.policies))

    async def restore(self, record: EndpointRecord) -> HNSEndpoint:
        """Make an endpoint again that HNS has lost: with its id, addresses and ports."""
        network = await self._networks.present(await self._networks.known(record.network))
        model = evolve(from_json(HNSEndpoint, record.document), id=record.hns_id, virtual_network=network.hns_id)
        return await self._keep(record, await self._host.hns.endpoints.create(model))

    async def refresh(self, record: EndpointRecord, there: HNSEndpoint) -> bool:
        """Let the store say what HNS says about an endpoint; tell whether that is news."""
        if from_json(HNSEndpoint, record.document) == _again(there):
            return False
        await self._keep(record, there)
        return True

    async def _known(self, network_id: str, id: str) -> EndpointRecord:
        """Return an endpoint of the driver: from the store, or by the Docker id that it carries in HNS."""
        record = await self._store.run(self._store.endpoint, id)
        if record is not None and record.state == READY and record.network == network_id:
            return record
        network = await self._networks.known(network_id)
        there = await self._carrying(network, id) if record is None else None
        if there is None:
            raise EndpointNotFoundError(f"endpoint {id} of network {network_id} is not known to this driver")
        request = EndpointRequest(id=id, network=network_id)
        draft = EndpointRecord(id=id, network=network_id, request=request.text(), document=to_json(there))
        await self._keep(draft, there)
        return attrs.evolve(draft, hns_id=str(there.id), state=READY, document=to_json(_again(there)))

    async def there(self, record: EndpointRecord) -> HNSEndpoint | None:
        """Return what HNS has of an endpoint, None if it has nothing; also of one whose making was interrupted."""
        if not record.hns_id:
            network = await self._store.run(self._store.network, record.network)
            return await self._named(network, record.id) if network is not None else None
        try:
            return await self._host.hns.endpoints.get(record.hns_id)
        except EndpointNotFoundError:
            return None

    async def _carrying(self, network: NetworkRecord, id: str) -> HNSEndpoint | None:
        return await self._named(network, id) if carries_docker_id(id) else None

    async def _named(self, network: NetworkRecord, id: str) -> HNSEndpoint | None:
        return await self._host.hns.endpoints.find(name=id, network=network.hns_id)

    # -- removing -------------------------------------------------------------------------------------------------

    async def delete(self, network_id: str, id: str) -> frozenset[Port]:
        """Delete an endpoint and return the ports of the host that it had; one that is not there is fine."""
        condemned = await self._store.run(self._store.condemn, network_id, id)
        record = condemned or await self._forgotten(network_id, id)
        if record is None:
            return frozenset()
        there = record.hns_id or await self.there(record)
        if there:
            await self._host.hns.endpoints.delete(there, missing_ok=True)
        await self._store.run(self._store.drop, "endpoints", id)
        return host_ports(published(from_json(HNSEndpoint, record.document).policies))

    async def _forgotten(self, network_id: str, id: str) -> EndpointRecord | None:
        """Return an endpoint that only HNS remembers, and that is being deleted."""
        try:
            await self._known(network_id, id)
        except (EndpointNotFoundError, NetworkNotFoundError):
            return None
        return await self._store.run(self._store.condemn, network_id, id)


def _given(request: EndpointRequest, made: HNSEndpoint) -> Given:
    """Return what the engine did not decide: it refuses an answer to what it did."""
    return Given(
        address="" if request.address else address_with_prefix(made.ip_address, made.prefix_length),
        address_v6="" if request.address_v6 else address_with_prefix(made.ipv6_address, made.ipv6_prefix_length),
        mac_address="" if request.mac_address else with_colons(made.mac_address),
    )


KEPT: Sequence[str] = (
    "name", "policies", "mac_address", "ip_address", "ipv6_address", "dns_suffix", "dns_server_list", "gateway_address",
    "gateway_address_v6", "enable_internal_dns", "disable_icc", "prefix_length", "ipv6_prefix_length",
)  # fmt: skip


def _again(made: HNSEndpoint) -> HNSEndpoint:
    """Return a document that makes the same endpoint again, addresses and ports included."""
    return HNSEndpoint(**{name: getattr(made, name) for name in KEPT})
