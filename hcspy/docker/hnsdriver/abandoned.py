"""Endpoints that the engine has given up without a word.

A daemon that was killed drops the endpoints of its containers when it starts again, and one that cannot reach the
driver does so after a while. The driver hears nothing of it. But one day the engine gives the address to another
endpoint, or a container wants the port of the host again, and HNS would refuse both.

An address is the engine's to give: if it gives it anew, nobody has it any more. A port is not: two containers may ask
for the same one, and the second must be refused. There an endpoint is abandoned if its container is gone. On Linux a
container has a file, which goes with it; elsewhere the endpoint must be of an earlier life of the engine, which asks
for the driver's capabilities when it begins one. What HNS shows in use by a container is never abandoned.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hcspy import from_json
from hcspy.docker.hnsdriver.endpoints import EndpointRequest, Endpoints
from hcspy.docker.hnsdriver.store import EndpointRecord, Store
from hcspy.hns import HNSEndpoint


class Abandoned:
    """Finds the endpoints that are in the way of new ones."""

    def __init__(self, store: Store, endpoints: Endpoints) -> None:
        self._store, self._endpoints = store, endpoints
        self._earlier: frozenset[str] = frozenset()

    async def begin(self) -> None:
        """Take note that a life of the engine begins: all endpoints that there are are of an earlier one."""
        self._earlier = frozenset(record.id for record in await self._store.run(self._store.endpoints))

    async def with_ports_of(self, request: EndpointRequest) -> list[EndpointRecord]:
        """List the abandoned endpoints that have ports of the host that a new one asks for."""
        ports = request.host_ports
        holders = await self._store.run(self._store.holders, ports, request.id) if ports else {}
        found = {record.id: record for record in holders.values() if self._container_is_gone(record)}
        return await self._unused(found.values())

    async def with_address_of(self, request: EndpointRequest) -> list[EndpointRecord]:
        """List the abandoned endpoints that have an address that the engine gives to a new one."""
        given = {address.partition("/")[0] for address in (request.address, request.address_v6) if address}
        others = await self._store.run(self._store.endpoints, request.network) if given else []
        return await self._unused(one for one in others if one.id != request.id and given & _addresses(one))

    def _container_is_gone(self, record: EndpointRecord) -> bool:
        if record.sandbox.startswith("/"):
            file = Path(record.sandbox)
            # Where the folder cannot be seen, that the file cannot be seen means nothing.
            return file.parent.is_dir() and not file.exists()
        return record.id in self._earlier

    async def _unused(self, records: Iterable[EndpointRecord]) -> list[EndpointRecord]:
        looked_at = [(record, await self._endpoints.there(record)) for record in records]
        return [record for record, there in looked_at if there is None or not there.shared_containers]


def _addresses(record: EndpointRecord) -> set[str]:
    document = from_json(HNSEndpoint, record.document)
    return {str(address) for address in (document.ip_address, document.ipv6_address) if address}
