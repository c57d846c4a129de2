"""``hcspy docker map``: what Docker has, next to what the host has of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.aio import AsyncHost
from hcspy.cli import output
from hcspy.cli.failure import ERROR, OK
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.policies import policy_words
from hcspy.cli.session import Session
from hcspy.cli.v1.policies import FLAT
from hcspy.errors import NotSupportedError

if TYPE_CHECKING:
    from rich.text import Text

    from hcspy.docker import ContainerPair, DockerMap, EndpointPair, NetworkPair, Pair

STYLES: Final = {"matched": "green", "differs": "bold red", "missing": "bold red", "stale": "bold red"}
DOCKER_ID: Final = 12
"""How many digits of an id Docker shows."""


@click.command(name="map", cls=NounCommand, short_help="Show how Docker's networks and containers stand in HNS.")
@click.option("--engine", metavar="ADDRESS", help="The engine: npipe:, unix: or tcp:. DOCKER_HOST without it.")
@click.option("--strict", is_flag=True, help="Exit with 1 if something does not match.")
@pass_session
@click.pass_context
def map_(ctx: click.Context, session: Session, engine: str | None, strict: bool) -> None:
    """Ask Docker's engine for its networks and containers, and show what HNS and HCS have of them.

    Each line has a state: matched, differs (both have it, and do not agree), missing (Docker has it, the host has
    not), stale (the host has it because of Docker, which no longer knows it), foreign (the host's own), elsewhere
    (Docker's, and not by HNS). What does not match is told below the tables.

    Exit code with --strict: 1 if something differs, is missing or stale. 4 if no engine answers.

    Example: hcspy docker map --engine tcp://127.0.0.1:2375 -o json
    """
    if find_spec("aiohttp") is None:
        raise NotSupportedError("Docker's engine is spoken to by another package", hint="pip install hcspy[docker]")
    found = asyncio.run(_read(session, engine))
    output.emit(session, found.dump(), lambda: _drawn(session, found))
    ctx.exit(ERROR if strict and found.mismatches else OK)


async def _read(session: Session, address: str | None) -> DockerMap:
    from hcspy.docker import Engine, docker_map

    async with Engine(address) as engine, AsyncHost(session.connection) as host:
        return await docker_map(host, engine)


# -- printing -----------------------------------------------------------------------------------------------------


def _drawn(session: Session, found: DockerMap) -> Any:
    from rich.console import Group

    return Group(*_parts(session, found))


def _parts(session: Session, found: DockerMap) -> Iterator[Any]:
    heads = ("NETWORK", "STATE", "DRIVER", "TYPE", "SUBNETS", "DOCKER", "HNS")
    yield output.table(heads, _network_rows(session, found.networks))
    if found.endpoints:
        heads = ("ENDPOINT", "STATE", "ADDRESS", "MAC", "POLICIES", "DOCKER", "HNS")
        yield ""
        yield output.table(heads, _endpoint_rows(session, found.endpoints))
    if found.containers:
        yield ""
        yield output.table(("CONTAINER", "STATE", "DOCKER SAYS", "HCS SAYS", "PORTS", "ID"), _rows(found.containers))
    if found.mismatches:
        yield ""
        yield from map(_text, found.mismatches)


def _network_rows(session: Session, pairs: Sequence[NetworkPair]) -> Iterator[Sequence[object]]:
    ids = output.short_ids(session, (pair.host.id for pair in pairs if pair.host))
    for pair in pairs:
        docker, host = pair.docker, pair.host
        subnets = [str(subnet.address_prefix) for subnet in host.subnets if subnet.address_prefix] if host else []
        if docker and docker.ipam and not subnets:
            subnets = [str(one.subnet) for one in docker.ipam.config]
        yield (
            pair.name,
            _state(pair),
            docker and docker.driver,
            host and host.type,
            ", ".join(subnets),
            docker and docker.id[:DOCKER_ID],
            host and ids.get(host.id),
        )


def _endpoint_rows(session: Session, pairs: Sequence[EndpointPair]) -> Iterator[Sequence[object]]:
    from hcspy.docker.engine.map import endpoint_name

    ids = output.short_ids(session, (pair.host.id for pair in pairs if pair.host))
    for pair in pairs:
        docker, host = pair.docker, pair.host
        sides = (host.ip_address, host.ipv6_address) if host else ()
        if docker and not any(sides):
            sides = (docker.ip_address, docker.global_ipv6_address)
        yield (
            endpoint_name(pair),
            _state(pair),
            ", ".join(str(address) for address in sides if address),
            host.mac_address if host else docker and docker.mac_address,
            policy_words(FLAT.document(policy) for policy in host.policies) if host else "",
            docker and docker.endpoint_id[:DOCKER_ID],
            host and ids.get(host.id),
        )


def _rows(pairs: Iterable[ContainerPair]) -> Iterator[Sequence[object]]:
    from hcspy.docker.engine.map import container_name

    for pair in pairs:
        docker, host = pair.docker, pair.host
        ports = {
            f"{port.public_port}:{port.private_port}/{port.type}" if port.public_port else f"{port.private_port}"
            for port in (docker.ports if docker else ())
        }
        yield (
            container_name(pair),
            _state(pair),
            docker and docker.state,
            host and str(host.state or "").lower(),
            ", ".join(sorted(ports)),
            str(docker.id if docker else host and host.id)[:DOCKER_ID],
        )


def _state(pair: Pair[Any, Any]) -> Text:
    from rich.text import Text

    return Text(pair.state, style=STYLES.get(pair.state, "dim"))


def _text(line: str) -> Text:
    from rich.text import Text

    return Text(line, style="red")
