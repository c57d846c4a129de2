"""The Docker driver over HTTP: 64 containers at once that come and go, next to a server that only echoes."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from typing import Any, Final

from aiohttp import ClientSession, TCPConnector, web

import hcspy.aio
from bench.results import Table
from bench.timing import Effort, Spread
from hcspy.docker.hnsdriver import HNSNetworkDriver, Store
from hcspy.docker.server import Server
from hcspy.testing import FakeHost

PARALLEL: Final = 64
NETWORKS: Final = 4
LONGEST: Final = 30.0
"""Seconds of each of the two."""
WINDOWS: Final = 10
"""In so many parts each is looked at: the spread is the one between them."""
MILLISECONDS: Final = 1e3
PORT: Final = {"Proto": 6, "IP": "", "Port": 80, "HostIP": "", "HostPort": 0, "HostPortEnd": 0}

Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]


class Clock:
    """When each request ended, and how long it took."""

    def __init__(self, seconds: float) -> None:
        self._begin = time.perf_counter()
        self._end = self._begin + seconds
        self.taken: list[tuple[float, float]] = []

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.perf_counter() >= self._end

    async def timed(self, request: Awaitable[Any]) -> Any:
        """Await an answer and note how long it took."""
        start = time.perf_counter()
        answer = await request
        end = time.perf_counter()
        self.taken.append((end - self._begin, end - start))
        return answer

    def windows(self) -> Iterator[tuple[float, float]]:
        """Yield requests a second and the 99th percentile of the milliseconds, of each part of the time."""
        length = max(end for end, _ in self.taken) / WINDOWS
        for number in range(WINDOWS):
            inside = sorted(took for end, took in self.taken if int(end / length) == number)
            if inside:
                yield len(inside) / length, inside[len(inside) * 99 // 100] * MILLISECONDS


def tables(effort: Effort) -> Iterator[Table]:
    """Measure driver and echo, one after the other."""
    seconds = min(LONGEST, effort.budget / 2)
    parallel = effort.size(PARALLEL)
    table = Table("docker", f"Docker driver: {PARALLEL} cycles of an endpoint at once, over HTTP")
    for name, measure in (("driver on the fake host", driven), ("bare aiohttp, echoing the same", echoed)):
        found = list(asyncio.run(measure(seconds, parallel)).windows())
        table.add(f"{name}: requests", Spread.of([rate for rate, _ in found]), "/s")
        table.add(f"{name}: p99", Spread.of([late for _, late in found]), "ms")
    yield table


async def driven(seconds: float, parallel: int) -> Clock:
    """Let endpoints come and go in a driver; at the end nothing may be left in HNS."""
    clock = Clock(seconds)
    with FakeHost() as fake, tempfile.TemporaryDirectory() as folder, Store(f"{folder}/driver.sqlite") as store:
        async with hcspy.aio.connect(fake) as host:
            driver = HNSNetworkDriver(host, store)
            served = Server(driver, name="bench", listen="tcp://127.0.0.1:0", spec=False)
            async with served, asking(served.address.replace("tcp://", "http://")) as ask:
                await cycles(ask, clock, parallel)
            left = [*await host.hns.networks.list(), *await host.hns.endpoints.list()]
        fake.calls.clear()
    if left:
        raise RuntimeError(f"left in HNS: {left}")
    return clock


async def echoed(seconds: float, parallel: int) -> Clock:
    """Send the same to a server that sends it back."""

    async def echo(request: web.Request) -> web.Response:
        return web.json_response(await request.json())

    application = web.Application()
    application.router.add_post("/{method}", echo)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    clock = Clock(seconds)
    try:
        async with asking("http://{}:{}".format(*runner.addresses[0])) as ask:
            await cycles(ask, clock, parallel)
    finally:
        await runner.cleanup()
    return clock


@contextlib.asynccontextmanager
async def asking(url: str) -> AsyncIterator[Ask]:
    """Give what makes one call, as the engine makes it."""
    async with ClientSession(connector=TCPConnector(limit=0)) as session:

        async def ask(method: str, request: dict[str, Any]) -> Any:
            async with session.post(f"{url}/NetworkDriver.{method}", json=request) as response:
                answer = await response.json(content_type=None)
            if answer.get("Err"):
                raise RuntimeError(f"{method}: {answer['Err']}")
            return answer

        yield ask


async def cycles(ask: Ask, clock: Clock, parallel: int) -> None:
    """Make networks, let endpoints come and go on them until the time is up, and remove the networks."""
    networks = [f"{number:064x}" for number in range(NETWORKS)]
    for number, network in enumerate(networks):
        data = [{"Pool": f"10.{number}.0.0/16", "Gateway": f"10.{number}.0.1/16"}]
        await ask("CreateNetwork", {"NetworkID": network, "IPv4Data": data})
    ids = count(1)
    await asyncio.gather(*(cycle(ask, clock, networks[number % NETWORKS], ids) for number in range(parallel)))
    for network in networks:
        await ask("DeleteNetwork", {"NetworkID": network})


async def cycle(ask: Ask, clock: Clock, network: str, ids: Iterator[int]) -> None:
    """Let one endpoint after the other come and go, at least one."""
    while True:
        about = {"NetworkID": network, "EndpointID": f"{next(ids):064x}"}
        await clock.timed(ask("CreateEndpoint", {**about, "Options": {"com.docker.network.portmap": [PORT]}}))
        await clock.timed(ask("Join", {**about, "SandboxKey": about["EndpointID"][-12:]}))
        await clock.timed(ask("Leave", about))
        await clock.timed(ask("DeleteEndpoint", about))
        if clock.over:
            return
