"""The network driver: what the engine calls, on HNS v1."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterator
from typing import Any, Final, ParamSpec, TypeVar

from hcspy.aio import AsyncHost
from hcspy.docker.driver import NetworkDriver
from hcspy.docker.hnsdriver.abandoned import Abandoned
from hcspy.docker.hnsdriver.endpoints import EndpointRequest, Endpoints, Given
from hcspy.docker.hnsdriver.locks import Finishing, Locks
from hcspy.docker.hnsdriver.networkmodel import Pool, virtual_subnets
from hcspy.docker.hnsdriver.networks import NetworkRequest, Networks
from hcspy.docker.hnsdriver.options import VXLAN_IDS, NetworkOptions
from hcspy.docker.hnsdriver.policies import HostAddresses, Port
from hcspy.docker.hnsdriver.reconcile import Reconciler, Reconciliation
from hcspy.docker.hnsdriver.settings import Backing, Settings, needed
from hcspy.docker.hnsdriver.store import EndpointRecord, Store
from hcspy.docker.protocol import (
    AllocateNetworkRequest,
    AllocateNetworkResponse,
    CreateEndpointRequest,
    CreateEndpointResponse,
    CreateNetworkRequest,
    DeleteEndpointRequest,
    DeleteNetworkRequest,
    EndpointInfoRequest,
    EndpointInfoResponse,
    EndpointInterface,
    IPAMData,
    JoinRequest,
    JoinResponse,
    LeaveRequest,
    NetworkCapabilities,
    ProgramExternalConnectivityRequest,
    RevokeExternalConnectivityRequest,
)
from hcspy.errors import HcspyError, ServiceUnavailableError, TimedOutError

P = ParamSpec("P")
T = TypeVar("T")

LOG: Final = logging.getLogger(__name__)


class HNSNetworkDriver(NetworkDriver):
    """Docker networks as HNS networks, Docker endpoints as HNS endpoints.

    host
        An awaited host, `hcspy.aio.connect()`; who made it closes it.
    store
        Where the driver remembers what it has done; an `HNSIpamDriver` may share it. Without one, it is forgotten.
    network_type
        The HNS type of its networks: nat, transparent, l2bridge, l2tunnel, overlay, ics, internal or private.
    scope
        `local`, or `global` for networks of a swarm.
    host_addresses
        What to do with a port that is to be published on one address of the host: `refuse`, or publish it on `any`.
    gateways
        Whether the engine is told of gateways; on Windows by default, since on Linux it would look for an interface.
    gc
        Whether `start()` removes what is stale.

    >>> import asyncio
    >>> import hcspy.aio
    >>> from hcspy.docker.protocol import CreateNetworkRequest, IPAMData
    >>> async def main() -> list[str]:
    ...     async with hcspy.aio.connect("fake") as host:
    ...         driver = HNSNetworkDriver(host)
    ...         pool = IPAMData(pool="10.61.0.0/24", gateway="10.61.0.1/24")
    ...         await driver.create_network(CreateNetworkRequest(network_id="9dea", ipv4_data=[pool]))
    ...         return [str(network.name) for network in await host.hns.networks.list()]
    >>> asyncio.run(main())
    ['9dea']
    """

    def __init__(
        self,
        host: AsyncHost,
        store: Store | None = None,
        *,
        network_type: str = "nat",
        scope: str = "local",
        host_addresses: HostAddresses = "refuse",
        gateways: bool = Settings().gateways,
        gc: bool = False,
    ) -> None:
        self.settings = Settings(
            network_type=network_type, scope=scope, host_addresses=host_addresses, gateways=gateways
        )
        self.store = Store() if store is None else store
        self._backing = Backing(host=host, store=self.store, settings=self.settings)
        self._networks = Networks(self._backing)
        self._endpoints = Endpoints(self._backing, self._networks)
        self._abandoned = Abandoned(self.store, self._endpoints)
        self._locks, self._finishing, self._starting = Locks(), Finishing(), asyncio.Lock()
        self._gc, self._due = gc, False

    async def start(self) -> None:
        """Bring store and HNS together; while HNS is down, that waits for the first call."""
        try:
            await self.reconcile(gc=self._gc)
        except (ServiceUnavailableError, TimedOutError) as error:
            LOG.warning("not reconciled yet: %s", error)
            self._due = True

    async def stop(self) -> None:
        """Wait until nothing is under way: also what was begun for callers that are gone."""
        await self._finishing.wait()

    async def _do(self, step: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a step to its end, whatever becomes of the caller."""
        if self._due:
            async with self._starting:
                await self._catch_up()
        return await self._finishing.run(step(*args, **kwargs))

    async def _catch_up(self) -> None:
        if self._due:  # still; another one may have done it while this one waited
            await self.reconcile(gc=self._gc)
            self._due = False

    async def reconcile(self, *, gc: bool = False, known: Collection[str] | None = None) -> Reconciliation:
        """Bring store and HNS together, and say what was found.

        What HNS has lost is made again. What is stale, because a request did not come to its end, is removed with
        ``gc``. ``known`` are the ids of all networks and endpoints that the engine has: others are stale then, too.
        """
        reconciler = Reconciler(self._backing, self._networks, self._endpoints, self._locks, known)
        return await self._finishing.run(reconciler.run(gc=gc))

    # -- what it can do -------------------------------------------------------------------------------------------

    async def get_capabilities(self) -> NetworkCapabilities:
        """Say how far its networks reach. It wants gateways for all of them: HNS takes no subnet without.

        The engine asks once in its life, before anything else.
        """
        await self._abandoned.begin()
        return NetworkCapabilities(scope=self.settings.scope, connectivity_scope=self.settings.scope)

    # -- networks -------------------------------------------------------------------------------------------------

    async def allocate_network(self, request: AllocateNetworkRequest) -> AllocateNetworkResponse:
        """Number the subnets of an overlay, for all nodes the same; other types need nothing of the kind."""
        options = dict(request.options)
        if self.settings.network_type == "overlay":
            count = len([*request.ipv4_data, *request.ipv6_data])
            numbers = virtual_subnets(request.network_id, NetworkOptions.read(options), max(count, 1))
            options[VXLAN_IDS] = ",".join(map(str, numbers))
        return AllocateNetworkResponse(options=options)

    async def create_network(self, request: CreateNetworkRequest) -> None:
        """Make an HNS network, or take one that is there."""
        id = needed("NetworkID", request.network_id)
        pools = tuple(_pools([*request.ipv4_data, *request.ipv6_data]))
        wanted = NetworkRequest(id=id, options=request.options, pools=pools)
        await self._do(self._create_network, wanted)

    async def _create_network(self, wanted: NetworkRequest) -> None:
        async with self._locks.hold(wanted.id):
            await self._networks.create(wanted)

    async def delete_network(self, request: DeleteNetworkRequest) -> None:
        """Delete the HNS network, unless it was there before."""
        await self._do(self._delete_network, request.network_id)

    async def _delete_network(self, id: str) -> None:
        async with self._locks.hold(id):
            await self._networks.delete(id)

    # -- endpoints ------------------------------------------------------------------------------------------------

    async def create_endpoint(self, request: CreateEndpointRequest) -> CreateEndpointResponse:
        """Make an HNS endpoint, and say what HNS has chosen for it."""
        wanted = EndpointRequest(
            id=needed("EndpointID", request.endpoint_id),
            network=request.network_id,
            address=str(request.interface.address or ""),
            address_v6=str(request.interface.address_ipv6 or ""),
            mac_address=request.interface.mac_address or "",
            options=request.options,
        )
        return await self._do(self._create_endpoint, wanted)

    async def _create_endpoint(self, wanted: EndpointRequest) -> CreateEndpointResponse:
        await self._give_up(await self._abandoned.with_ports_of(wanted))
        try:
            given = await self._given(wanted)
        except HcspyError:
            in_the_way = await self._abandoned.with_address_of(wanted)
            if not in_the_way:
                raise
            await self._give_up(in_the_way)
            given = await self._given(wanted)
        interface = EndpointInterface(
            address=given.address, address_ipv6=given.address_v6, mac_address=given.mac_address
        )
        return CreateEndpointResponse(interface=interface)

    async def _given(self, wanted: EndpointRequest) -> Given:
        async with self._locks.hold(wanted.network):
            return await self._endpoints.create(wanted)

    async def _give_up(self, records: Collection[EndpointRecord]) -> None:
        for record in records:
            LOG.warning("endpoint %s of network %s was abandoned by the engine: removed", record.id, record.network)
            await self._delete_endpoint(record.network, record.id)

    async def delete_endpoint(self, request: DeleteEndpointRequest) -> None:
        """Delete the HNS endpoint; its ports go to another one of the container, if there is one."""
        await self._do(self._delete_endpoint, request.network_id, request.endpoint_id)

    async def _delete_endpoint(self, network_id: str, id: str) -> None:
        async with self._locks.hold(network_id):
            freed = await self._endpoints.delete(network_id, id)
        await self._pass_on(freed)

    async def _pass_on(self, ports: frozenset[Port]) -> None:
        for heir in await self._endpoints.heirs(ports):
            try:
                await self._publish(heir.network, heir.id)
            except HcspyError as error:
                LOG.warning("endpoint %s of network %s does not get its ports: %s", heir.id, heir.network, error)

    async def endpoint_oper_info(self, request: EndpointInfoRequest) -> EndpointInfoResponse:
        """Say by which id HNS knows the endpoint, and which ports and MAC address it has."""
        value: dict[str, Any] = await self._endpoints.operational(request.network_id, request.endpoint_id)
        return EndpointInfoResponse(value=value)

    async def join(self, request: JoinRequest) -> JoinResponse:
        """Let a container have the endpoint: the engine itself plugs it in, by its `hnsid`."""
        return await self._do(self._join, request)

    async def _join(self, request: JoinRequest) -> JoinResponse:
        async with self._locks.hold(request.network_id):
            endpoint = await self._endpoints.join(request.network_id, request.endpoint_id, request.sandbox_key)
        if not self.settings.gateways:
            return JoinResponse(disable_gateway_service=True)
        return JoinResponse(
            gateway=endpoint.gateway_address or "",
            gateway_ipv6=endpoint.gateway_address_v6 or "",
            disable_gateway_service=True,
        )

    async def leave(self, request: LeaveRequest) -> None:
        """Take the endpoint from its container."""
        await self._do(self._leave, request.network_id, request.endpoint_id)

    async def _leave(self, network_id: str, id: str) -> None:
        async with self._locks.hold(network_id):
            await self._endpoints.leave(network_id, id)

    async def program_external_connectivity(self, request: ProgramExternalConnectivityRequest) -> None:
        """Publish the ports of the endpoint, if another one of its container had them so far."""
        await self._do(self._publish, request.network_id, request.endpoint_id)

    async def _publish(self, network_id: str, id: str) -> None:
        async with self._locks.hold(network_id):
            await self._endpoints.publish(network_id, id)

    async def revoke_external_connectivity(self, request: RevokeExternalConnectivityRequest) -> None:
        """Take the endpoint its ports: another one of its container may be about to get them."""
        await self._do(self._withdraw, request.network_id, request.endpoint_id)

    async def _withdraw(self, network_id: str, id: str) -> None:
        async with self._locks.hold(network_id):
            await self._endpoints.withdraw(network_id, id)


def _pools(data: Collection[IPAMData]) -> Iterator[Pool]:
    for one in data:
        pool = Pool.read(str(one.pool or ""), str(one.gateway or ""))
        if pool is not None:
            yield pool
