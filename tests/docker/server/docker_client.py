"""A server for one test, and a client that speaks to it as the engine does."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from hcspy.docker import (
    CreateEndpointRequest,
    CreateEndpointResponse,
    CreateNetworkRequest,
    IpamDriver,
    NetworkDriver,
    RequestAddressRequest,
    RequestAddressResponse,
    RequestPoolRequest,
    RequestPoolResponse,
    Server,
)
from hcspy.docker.base import Driver
from hcspy.docker.server.address import PipeAddress, UnixAddress, read

PATIENCE = 30.0
TLS_FILES = Path(__file__).parents[2] / "data" / "docker" / "tls"
ACCEPT = {"Accept": "application/vnd.docker.plugins.v1.2+json"}


class Answer(NamedTuple):
    """What the engine would see."""

    status: int
    document: Any
    text: str

    @property
    def error(self) -> str:
        """What it would show its user."""
        return str(self.document.get("Err") or self.document.get("Error") or "")


class Client:
    """The engine's side of one connection pool."""

    def __init__(self, address: str, tls: ssl.SSLContext | None = None) -> None:
        where = read(address)
        self.base = address.replace("tcp://", "http://")
        connector: aiohttp.BaseConnector
        if isinstance(where, UnixAddress):
            connector, self.base = aiohttp.UnixConnector(where.path), "http://plugin.moby.localhost"
        elif isinstance(where, PipeAddress):
            connector, self.base = aiohttp.NamedPipeConnector(where.path), "http://plugin.moby.localhost"
        else:
            connector = aiohttp.TCPConnector(ssl=tls if tls is not None else True)
        self.session = aiohttp.ClientSession(connector=connector, skip_auto_headers=("Content-Type",))

    async def send(self, path: str, body: bytes = b"", method: str = "POST", **headers: str) -> Answer:
        """Send bytes."""
        url = f"{self.base}/{path}"
        async with self.session.request(method, url, data=body, headers={**ACCEPT, **headers}) as response:
            text = await response.text()
            return Answer(response.status, json.loads(text) if text.startswith("{") else None, text)

    async def call(self, path: str, request: Any = None) -> Answer:
        """Call a method of the protocol."""
        return await self.send(path, b"" if request is None else json.dumps(request).encode())


@asynccontextmanager
async def served(*drivers: Driver, **options: Any) -> AsyncIterator[tuple[Client, Server]]:
    """Serve drivers on a port of the loopback, without a spec, unless the options say otherwise."""
    settings = {"name": "web", "listen": "tcp://127.0.0.1:0", "spec": False, **options}
    async with Server(*drivers, **settings) as server:
        client = Client(server.address)
        async with client.session:
            yield client, server


def run(main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run a test's coroutine, and fail rather than hang."""

    async def limited() -> Any:
        async with asyncio.timeout(PATIENCE * 2):
            return await main()

    return asyncio.run(limited())


def local_address(folder: Path, name: str) -> str:
    """Return an address that is no port: a pipe on Windows, a socket elsewhere."""
    return f"npipe:////./pipe/{name}" if sys.platform == "win32" else f"unix://{folder / name}.sock"


class Failing(NetworkDriver):
    """Raises what it is told to, from the methods that make something."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    async def create_network(self, request: CreateNetworkRequest) -> None:
        """Fail."""
        raise self.error


class Echo(NetworkDriver):
    """Answers the addresses that it was asked with, and remembers the networks."""

    def __init__(self) -> None:
        self.networks: list[CreateNetworkRequest] = []

    async def create_network(self, request: CreateNetworkRequest) -> None:
        """Remember."""
        self.networks.append(request)

    async def create_endpoint(self, request: CreateEndpointRequest) -> CreateEndpointResponse:
        """Echo."""
        return CreateEndpointResponse(interface=request.interface)


class Slow(NetworkDriver):
    """Takes as long as the test wants to make a network."""

    def __init__(self) -> None:
        self.began = asyncio.Event()
        self.may_end = asyncio.Event()
        self.ended: list[str] = []

    async def create_network(self, request: CreateNetworkRequest) -> None:
        """Wait."""
        self.began.set()
        await self.may_end.wait()
        self.ended.append(request.network_id)


class OnePool(IpamDriver):
    """Hands out 10.0.0.2 of 10.0.0.0/24, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def request_pool(self, request: RequestPoolRequest) -> RequestPoolResponse:
        """Give the pool."""
        if self.error:
            raise self.error
        return RequestPoolResponse(pool_id="one", pool=request.pool or "10.0.0.0/24")

    async def request_address(self, request: RequestAddressRequest) -> RequestAddressResponse:
        """Give the address."""
        return RequestAddressResponse(address=f"{request.address or '10.0.0.2'}/24")
