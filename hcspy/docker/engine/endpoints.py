"""Which container's place on a network is which endpoint of HNS."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hcspy.docker.engine.container import ContainerSummary, EndpointSettings
from hcspy.docker.engine.pair import EndpointPair, NetworkPair, judged
from hcspy.docker.hnsdriver.endpointmodel import with_colons
from hcspy.docker.hnsdriver.settings import carries_docker_id
from hcspy.hns import HNSEndpoint
from hcspy.snapshot import Snapshot
from hcspy.verbs import same_id

RUNNING: Final = frozenset({"running", "paused"})


class Endpoints:
    """The endpoints of one snapshot, each of which belongs to one container's place at most."""

    def __init__(self, snapshot: Snapshot, networks: Sequence[NetworkPair], *, windows: bool) -> None:
        self._left = {endpoint.id: endpoint for endpoint in snapshot.endpoints}
        self._unused = {entry.id for entry in snapshot.stale()}
        self._networks = networks
        self._windows = windows

    def pair(self, containers: Iterable[ContainerSummary]) -> list[EndpointPair]:
        """Return the places of containers with their endpoints, then the endpoints that only HNS has.

        A name that is Docker's id of the endpoint goes before what only points to it: Docker's own driver gives its
        endpoints no names.
        """
        places = [
            (container, self._network(name, settings), settings)
            for container in containers
            for name, settings in container.networks.items()
            if settings.endpoint_id  # what does not run has none
        ]
        named = {settings.endpoint_id: self._named(settings.endpoint_id) for _, _, settings in places}
        pairs = [
            self._pair(container, network, settings, named[settings.endpoint_id])
            for container, network, settings in places
        ]
        return [*pairs, *(self._alone(endpoint) for endpoint in self._left.values())]

    def _network(self, name: str, settings: EndpointSettings) -> NetworkPair | None:
        docker = [pair for pair in self._networks if pair.docker is not None]
        by_id = (pair for pair in docker if pair.docker and pair.docker.id == settings.network_id)
        return next(by_id, None) or next((pair for pair in docker if pair.name == name), None)

    # -- finding --------------------------------------------------------------------------------------------------

    def _named(self, endpoint_id: str) -> HNSEndpoint | None:
        found = next((one for one in self._left.values() if one.name == endpoint_id), None)
        return None if found is None else self._left.pop(found.id)

    def _pointed_at(
        self, container: ContainerSummary, network: NetworkPair, settings: EndpointSettings
    ) -> HNSEndpoint | None:
        """Return the endpoint on the network that is in the container, or has the container's addresses."""
        there = [
            one
            for one in self._left.values()
            if network.host is not None
            and same_id(str(one.virtual_network), network.host.id)
            and not one.is_remote_endpoint
            and not carries_docker_id(one.name)
        ]
        found = (
            next((one for one in there if container.id in one.shared_containers), None)
            or next((one for one in there if settings.mac_address and _mac(one) == settings.mac_address.lower()), None)
            or next((one for one in there if _same_address(one.ip_address, settings.ip_address)), None)
        )
        return None if found is None else self._left.pop(found.id)

    # -- judging --------------------------------------------------------------------------------------------------

    def _pair(
        self,
        container: ContainerSummary,
        network: NetworkPair | None,
        settings: EndpointSettings,
        found: HNSEndpoint | None,
    ) -> EndpointPair:
        if found is None and network is not None:
            found = self._pointed_at(container, network, settings)
        if found is not None:
            problems = list(self._differences(container, network, settings, found))
            state = judged(problems)
        elif network is not None and network.state == "elsewhere":
            problems, state = [], "elsewhere"
        else:
            problems, state = [f"HNS has no endpoint {settings.endpoint_id[:12]}"], "missing"
        return EndpointPair(
            docker=settings, host=found, state=state, problems=problems, network=network, container=container
        )

    def _differences(
        self,
        container: ContainerSummary,
        network: NetworkPair | None,
        settings: EndpointSettings,
        found: HNSEndpoint,
    ) -> Iterator[str]:
        home = None if network is None or network.host is None else network.host.id
        if not same_id(str(found.virtual_network), home):
            yield f"its endpoint is on the HNS network {found.virtual_network_name or found.virtual_network}"
        for asked, there in (
            (settings.ip_address, found.ip_address),
            (settings.global_ipv6_address, found.ipv6_address),
        ):
            if asked and not _same_address(there, asked):
                yield f"its address is {asked}, in HNS {there or 'none'}"
        if settings.mac_address and _mac(found) != settings.mac_address.lower():
            yield f"its MAC address is {settings.mac_address}, in HNS {_mac(found) or 'none'}"
        if self._windows and container.state in RUNNING and not (found.shared_containers or found.namespace):
            yield "its endpoint is not plugged in"

    def _alone(self, endpoint: HNSEndpoint) -> EndpointPair:
        network = next((one for one in self._networks if one.host and _is_on(endpoint, one)), None)
        dockers = network is not None and network.state != "foreign"
        unused = endpoint.id in self._unused and not endpoint.is_remote_endpoint
        if carries_docker_id(endpoint.name) or (dockers and unused):
            problems = ["Docker knows no container that has it"]
            return EndpointPair(host=endpoint, state="stale", problems=problems, network=network)
        return EndpointPair(host=endpoint, state="foreign", network=network)


def _is_on(endpoint: HNSEndpoint, network: NetworkPair) -> bool:
    return network.host is not None and same_id(str(endpoint.virtual_network), network.host.id)


def _mac(endpoint: HNSEndpoint) -> str:
    return with_colons(endpoint.mac_address)


def _same_address(one: object, other: object) -> bool:
    try:
        return ipaddress.ip_address(str(one)) == ipaddress.ip_address(str(other))
    except ValueError:
        return False
