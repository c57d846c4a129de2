"""Which container of Docker is run by which compute system, and what of its ports HNS publishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from hcspy.docker.engine.container import ContainerSummary
from hcspy.docker.engine.endpoints import RUNNING
from hcspy.docker.engine.pair import ContainerPair, EndpointPair, State, judged
from hcspy.hcs import Properties
from hcspy.hns import NatPolicy

OWNER: Final = "docker"
"""What the engine calls itself as the owner of its compute systems."""

ENDED: Final = frozenset({"created", "exited", "dead"})

Port: TypeAlias = tuple[str, int, int]
"""Protocol, port of the host, port of the container."""


def pair_containers(
    containers: Iterable[ContainerSummary],
    endpoints: Sequence[EndpointPair],
    systems: Sequence[Properties],
    *,
    windows: bool,
) -> list[ContainerPair]:
    """Return Docker's containers with their compute systems, then the compute systems that only the host has."""
    known = {system.id: system for system in systems}
    pairs = [_pair(one, known.pop(one.id, None), _of(one, endpoints), windows=windows) for one in containers]
    return [*pairs, *map(_alone, known.values())]


def _of(container: ContainerSummary, endpoints: Iterable[EndpointPair]) -> list[EndpointPair]:
    return [pair for pair in endpoints if pair.container is container]


def _pair(
    container: ContainerSummary, system: Properties | None, endpoints: Sequence[EndpointPair], *, windows: bool
) -> ContainerPair:
    problems = [*_life(container, system, windows=windows), *_ports(container, endpoints, windows=windows)]
    state: State = judged(problems)
    if system is None and not windows and not problems:
        state = "elsewhere"
    elif system is None and windows and container.state in RUNNING:
        state = "missing"
    return ContainerPair(docker=container, host=system, state=state, problems=problems)


def _life(container: ContainerSummary, system: Properties | None, *, windows: bool) -> Iterator[str]:
    if system is None:
        if windows and container.state in RUNNING:
            yield "it runs, and there is no compute system with its id"
    elif container.state in ENDED:
        yield f"it is {container.state}, and its compute system is still there"


def _ports(container: ContainerSummary, endpoints: Sequence[EndpointPair], *, windows: bool) -> Iterator[str]:
    if all(pair.state == "elsewhere" for pair in endpoints):
        return
    published, there = set(_published(container)), set(_there(endpoints))
    yield from (f"HNS does not publish its port {_text(port)}" for port in sorted(published - there))
    if windows:  # an engine on Linux does not show what another driver than its own publishes
        yield from (f"HNS publishes a port {_text(port)} that Docker has not" for port in sorted(there - published))


def _published(container: ContainerSummary) -> Iterator[Port]:
    for port in container.ports:
        if port.public_port:
            yield port.type.lower(), port.public_port, port.private_port


def _there(endpoints: Iterable[EndpointPair]) -> Iterator[Port]:
    for pair in endpoints:
        for policy in pair.host.policies if pair.host else ():
            if isinstance(policy, NatPolicy) and policy.internal_port:
                yield str(policy.protocol or "tcp").lower(), policy.external_port or 0, policy.internal_port


def _text(port: Port) -> str:
    protocol, outer, inner = port
    return f"{outer}:{inner}/{protocol}"


def _alone(system: Properties) -> ContainerPair:
    if str(system.owner or "").lower() == OWNER:
        return ContainerPair(host=system, state="stale", problems=["Docker knows no container with this id"])
    return ContainerPair(host=system, state="foreign")
