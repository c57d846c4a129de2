"""The map: Docker's networks and containers, and what the host has of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from hcspy.aio import AsyncHost
from hcspy.codec import to_dict
from hcspy.docker.engine.client import Engine
from hcspy.docker.engine.container import ContainerSummary
from hcspy.docker.engine.endpoints import Endpoints
from hcspy.docker.engine.network import NetworkResource
from hcspy.docker.engine.networks import pair_networks
from hcspy.docker.engine.pair import ContainerPair, EndpointPair, NetworkPair, Pair
from hcspy.docker.engine.systems import pair_containers
from hcspy.docker.engine.version import VersionResponse
from hcspy.snapshot import Snapshot

ATTEMPTS: Final = 3


@attrs.frozen(kw_only=True)
class DockerMap:
    """How the networks and containers of a Docker engine correspond to what HNS and HCS have."""

    version: VersionResponse
    """The engine."""

    networks: Sequence[NetworkPair] = ()
    """Docker's networks, then those that only HNS has."""

    endpoints: Sequence[EndpointPair] = ()
    """What containers have on networks, then the endpoints that only HNS has."""

    containers: Sequence[ContainerPair] = ()
    """Docker's containers, then the compute systems that only the host has."""

    @classmethod
    def compare(
        cls,
        snapshot: Snapshot,
        *,
        version: VersionResponse | None = None,
        networks: Iterable[NetworkResource] = (),
        containers: Iterable[ContainerSummary] = (),
    ) -> DockerMap:
        """Compare a picture of the host with what an engine says.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     web = NetworkResource(name="web", id="9dea", driver="nat")
        ...     found = DockerMap.compare(host.snapshot(), networks=[web])
        >>> print(*found.mismatches)
        network web: missing, HNS has no network named 9dea
        """
        known, version = tuple(containers), version or VersionResponse()
        windows = version.os.lower() == "windows"
        pairs = pair_networks(networks, snapshot.networks)
        endpoints = Endpoints(snapshot, pairs, windows=windows).pair(known)
        systems = pair_containers(known, endpoints, snapshot.systems, windows=windows)
        return cls(version=version, networks=pairs, endpoints=endpoints, containers=systems)

    @property
    def mismatches(self) -> list[str]:
        """What does not match, a line each; nothing if all is well."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (_line(f"network {pair.name}", pair) for pair in self.networks if pair.mismatch)
        yield from (_line(f"endpoint {endpoint_name(pair)}", pair) for pair in self.endpoints if pair.mismatch)
        yield from (_line(f"container {container_name(pair)}", pair) for pair in self.containers if pair.mismatch)

    def dump(self) -> dict[str, Any]:
        """Return the map as a document, with the documents of the engine and of the host as they were sent."""
        return {
            "Engine": to_dict(self.version),
            "Networks": [pair.dump() for pair in self.networks],
            "Endpoints": [pair.dump() for pair in self.endpoints],
            "Containers": [pair.dump() for pair in self.containers],
        }


def endpoint_name(pair: EndpointPair) -> str:
    """Return what an endpoint is called: its container and network, or its own name."""
    network = "?" if pair.network is None else pair.network.name
    if pair.container is not None:
        return f"{network}/{pair.container.name}"
    return f"{network}/{pair.host.name or pair.host.id}" if pair.host else network


def container_name(pair: ContainerPair) -> str:
    """Return what a container is called: Docker's name, or the id of the compute system."""
    if pair.docker is not None:
        return pair.docker.name
    return "" if pair.host is None else str(pair.host.id)


def _line(subject: str, pair: Pair[Any, Any]) -> str:
    return f"{subject}: {pair.state}, {'; '.join(pair.problems)}"


async def docker_map(host: AsyncHost, engine: Engine) -> DockerMap:
    """Return how what a Docker engine has corresponds to what a host has.

    The two are read one after the other. What is started or ended in between would look like a mismatch: the engine
    is asked before and after, and all is read again if its answers differ.
    """
    version = await engine.version()
    before = await _read(engine)
    for _ in range(ATTEMPTS):
        snapshot = await host.snapshot()
        after = await _read(engine)
        if after == before:
            break
        before = after
    networks, containers = before
    return DockerMap.compare(snapshot, version=version, networks=networks, containers=containers)


async def _read(engine: Engine) -> tuple[list[NetworkResource], list[ContainerSummary]]:
    """Return networks and containers in an order that stays: the engine has them in any."""
    networks, containers = await engine.networks(), await engine.containers()
    return sorted(networks, key=lambda one: one.name), sorted(containers, key=lambda one: one.name)
