"""The IPAM driver: pools and addresses for the engine, out of the driver's own store.

It is for whoever wants the addresses to outlive the engine, or to keep clear of the networks that HNS has already. To
let HNS itself choose, there is Docker's own `--ipam-driver null`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import attrs

from hcspy.aio import AsyncHost
from hcspy.docker.hnsdriver.endpointmodel import with_colons
from hcspy.docker.hnsdriver.pools import (
    DEFAULT_RANGES,
    Range,
    checked_address,
    choose_range,
    first_address,
    next_address,
    parse_range,
)
from hcspy.docker.hnsdriver.settings import needed
from hcspy.docker.hnsdriver.store import AddressRecord, PoolRecord, Store
from hcspy.docker.ipam import IpamDriver
from hcspy.docker.protocol import (
    GetAddressSpacesResponse,
    IpamCapabilities,
    ReleaseAddressRequest,
    ReleasePoolRequest,
    RequestAddressRequest,
    RequestAddressResponse,
    RequestPoolRequest,
    RequestPoolResponse,
)
from hcspy.docker.protocol.ipam import MAC_ADDRESS
from hcspy.errors import AlreadyExistsError, InUseError, InvalidDocumentError, NotFoundError

LOCAL: Final = "hcspy-local"
GLOBAL: Final = "hcspy-global"


class HNSIpamDriver(IpamDriver):
    """Pools that touch no network of HNS, and their addresses.

    host
        An awaited host, whose networks the pools keep clear of.
    store
        Where pools and addresses are remembered; the network driver's, usually.
    ranges
        Where pools come from that nobody has named.
    mac_addresses
        Whether the engine is to say the MAC address with each request; the same one then gets the same address.

    >>> import asyncio
    >>> import hcspy.aio
    >>> from hcspy.docker.protocol import RequestAddressRequest, RequestPoolRequest
    >>> async def main() -> str:
    ...     async with hcspy.aio.connect("fake") as host:
    ...         driver = HNSIpamDriver(host)
    ...         pool = await driver.request_pool(RequestPoolRequest(address_space="hcspy-local", pool="10.77.0.0/24"))
    ...         return str((await driver.request_address(RequestAddressRequest(pool_id=pool.pool_id))).address)
    >>> asyncio.run(main())
    '10.77.0.1/24'
    """

    def __init__(
        self,
        host: AsyncHost,
        store: Store | None = None,
        *,
        ranges: Sequence[str] = DEFAULT_RANGES,
        mac_addresses: bool = False,
    ) -> None:
        self.store = Store() if store is None else store
        self._host, self._ranges, self._mac_addresses = host, tuple(ranges), mac_addresses
        self._lock = asyncio.Lock()

    async def get_capabilities(self) -> IpamCapabilities:
        """Ask for no replays: the store outlives the engine and the driver."""
        return IpamCapabilities(requires_mac_address=self._mac_addresses)

    async def get_default_address_spaces(self) -> GetAddressSpacesResponse:
        """Name the two address spaces; each has pools of its own."""
        return GetAddressSpacesResponse(local_default_address_space=LOCAL, global_default_address_space=GLOBAL)

    # -- pools ----------------------------------------------------------------------------------------------------

    async def request_pool(self, request: RequestPoolRequest) -> RequestPoolResponse:
        """Give a pool: the same one for the same prefix, with a count of its users; without a prefix a new one."""
        async with self._lock:
            if request.pool:
                pool = await self.store.run(self._named, request)
            else:
                busy = [
                    parse_range(str(s.address_prefix)) for n in await self._host.hns.networks.list() for s in n.subnets
                ]
                pool = await self.store.run(self._chosen, request, busy)
        return RequestPoolResponse(pool_id=pool.id, pool=pool.pool)

    def _named(self, request: RequestPoolRequest) -> PoolRecord:
        wanted = parse_range(str(request.pool))
        part = parse_range(str(request.sub_pool)) if request.sub_pool else None
        if request.v6 != (wanted.version == 6):
            raise InvalidDocumentError(f"{wanted} is no pool of IPv{6 if request.v6 else 4}")
        if part is not None and not _within(part, wanted):
            raise InvalidDocumentError(f"{part} is not a part of pool {wanted}")
        for pool in self.store.pools():
            if pool.space != request.address_space:
                continue
            if (pool.pool, pool.subpool) == (str(wanted), str(part or "")):
                return self._put(attrs.evolve(pool, users=pool.users + 1))
            if pool.pool != str(wanted) and wanted.overlaps(parse_range(pool.pool)):
                raise AlreadyExistsError(f"pool {wanted} overlaps with {pool.id}")
        return self._put(_record(request.address_space, wanted, part))

    def _chosen(self, request: RequestPoolRequest, busy: list[Range]) -> PoolRecord:
        if request.sub_pool:
            raise InvalidDocumentError(f"{request.sub_pool} is a part of no pool: name the pool, too")
        pools = [parse_range(pool.pool) for pool in self.store.pools()]
        chosen = choose_range(self._ranges, 6 if request.v6 else 4, [*busy, *pools])
        return self._put(_record(request.address_space, chosen, None))

    def _put(self, pool: PoolRecord) -> PoolRecord:
        self.store.put(pool)
        return pool

    async def release_pool(self, request: ReleasePoolRequest) -> None:
        """Let a user of a pool go; with the last one the pool goes. One that is not there is fine."""
        async with self._lock:
            await self.store.run(self.store.release_pool, request.pool_id)

    # -- addresses ------------------------------------------------------------------------------------------------

    async def request_address(self, request: RequestAddressRequest) -> RequestAddressResponse:
        """Give an address: the one that is wanted, the gateway's, or the next that is free."""
        async with self._lock:
            address, pool = await self.store.run(self._taken, request)
        length = parse_range(pool.pool).prefixlen
        return RequestAddressResponse(address=f"{address}/{length}")

    def _taken(self, request: RequestAddressRequest) -> tuple[str, PoolRecord]:
        pool = self.store.pool(needed("PoolID", request.pool_id))
        if pool is None:
            raise NotFoundError(f"there is no pool {request.pool_id}")
        given = self.store.addresses(pool)
        mac = with_colons(request.options.get(MAC_ADDRESS))
        again = next((one.address for one in given if mac and one.mac == mac), None)
        if again is not None and not request.address:
            return again, pool
        address = self._choice(request, pool, {one.address for one in given})
        self.store.put(AddressRecord(space=pool.space, pool=pool.pool, address=address, pool_id=pool.id, mac=mac))
        if not request.address and not request.is_gateway:
            self.store.put(attrs.evolve(pool, last=address))
        return address, pool

    def _choice(self, request: RequestAddressRequest, pool: PoolRecord, taken: set[str]) -> str:
        if request.address:
            wanted = checked_address(pool, str(request.address))
            if wanted in taken:
                raise InUseError(f"address {wanted} of pool {pool.id} is given out already")
            return wanted
        return first_address(pool, taken) if request.is_gateway else next_address(pool, taken)

    async def release_address(self, request: ReleaseAddressRequest) -> None:
        """Take an address back; one that was not given out is fine."""
        async with self._lock:
            await self.store.run(self._released, request)

    def _released(self, request: ReleaseAddressRequest) -> None:
        pool = self.store.pool(request.pool_id)
        if pool is not None and request.address:
            self.store.release(pool, checked_address(pool, str(request.address)))


def _record(space: str, whole: Range, part: Range | None) -> PoolRecord:
    id = "/".join([space, str(whole), *([str(part)] if part else [])])
    return PoolRecord(id=id, space=space, pool=str(whole), subpool=str(part or ""))


def _within(part: Range, whole: Range) -> bool:
    ends = int(whole.network_address), int(whole.broadcast_address)
    same = part.version == whole.version
    return same and ends[0] <= int(part.network_address) and int(part.broadcast_address) <= ends[1]
