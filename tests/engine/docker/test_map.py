"""`hcspy docker map` before a real engine: what it says is what a client of today's engine has to read."""

from __future__ import annotations

import asyncio

import hcspy
from hcspy.aio import AsyncHost
from hcspy.docker import DockerMap, Engine, docker_map

from .driver import Driver
from .engine import Engine as Daemon


def mapped(daemon: Daemon, driver: Driver) -> DockerMap:
    """Return the map of the daemon's networks on the driver's host."""

    async def main() -> DockerMap:
        async with AsyncHost(hcspy.connect(f"fake:{driver.node}")) as host, Engine(daemon.address) as engine:
            return await docker_map(host, engine)

    return asyncio.run(main())


def test_map_shows_what_the_engine_has_and_what_hns_has_lost(engine: Daemon, driver: Driver) -> None:
    """Networks and containers are found by Docker's ids; an endpoint that somebody deleted by hand is marked."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    engine.run("one", "--network", "web", "-p", "8080:80")
    found = mapped(engine, driver)
    assert found.mismatches == []
    (web,) = [pair for pair in found.networks if pair.name == "web"]
    assert web.host is not None
    assert web.host.id == driver.network("web").id
    (place,) = [pair for pair in found.endpoints if pair.container]
    assert place.host is not None
    assert place.host.id == driver.endpoint("one", "web").id
    with driver.host() as host:
        host.hns.endpoints.delete(place.host)
    (line,) = mapped(engine, driver).mismatches
    assert line.startswith("endpoint web/one: missing")
