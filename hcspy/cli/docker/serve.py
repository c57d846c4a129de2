"""``hcspy docker serve``: the driver as a process that runs until it is told to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hcspy.aio import AsyncHost
from hcspy.cli import verbs
from hcspy.cli.options import NounCommand, pass_session
from hcspy.cli.session import Session
from hcspy.docker.hnsdriver.networkmodel import TYPES
from hcspy.errors import NotSupportedError, ServiceUnavailableError, TimedOutError

if TYPE_CHECKING:
    from hcspy.docker import TLS, Server
    from hcspy.docker.base import Driver
    from hcspy.docker.hnsdriver.driver import HNSNetworkDriver

LOG: Final = logging.getLogger("hcspy.docker")
NEEDS: Final = ("aiohttp", "prometheus_client")

NETWORKS: Final = verbs.options(
    click.option(
        "--network-type",
        type=click.Choice(TYPES, case_sensitive=False),
        default="nat",
        show_default=True,
        help="The HNS type of its networks.",
    ),
    click.option(
        "--scope",
        type=click.Choice(["local", "global"]),
        default="local",
        show_default=True,
        help="Whether a network is one of this machine, or of all nodes of a swarm.",
    ),
    click.option(
        "--host-addresses",
        type=click.Choice(["refuse", "any"]),
        default="refuse",
        show_default=True,
        help="What to do with a port for one address of the host, which HNS does not know: publish it on any, or not.",
    ),
    click.option("--store", type=click.Path(dir_okay=False, path_type=Path), help="The file in which it remembers."),
    click.option("--gc", is_flag=True, help="Remove at the start what is stale; without it, it is only reported."),
    click.option(
        "--engine",
        metavar="ADDRESS",
        help="Ask Docker's engine there, at the start, what it knows: what it does not know is stale, too.",
    ),
)
ADDRESSES: Final = verbs.options(
    click.option(
        "--listen",
        metavar="ADDRESS",
        help="npipe:////./pipe/NAME (the default on Windows), unix:///run/docker/plugins/NAME.sock (the default "
        "elsewhere), or tcp://HOST:PORT.",
    ),
    click.option(
        "--spec-dir", metavar="FOLDER", help="Where the daemon looks for spec files, if not where it usually does."
    ),
    click.option(
        "--pipe-security", metavar="SDDL", help="Who may open the pipe; SYSTEM and Administrators by default."
    ),
    click.option("--tls-cert", type=click.Path(), help="The certificate to show, with TCP."),
    click.option("--tls-key", type=click.Path(), help="Its private key."),
    click.option("--tls-ca", type=click.Path(), help="The authority of the daemon's certificate, and of this one."),
    click.option("--tls-client-cert", type=click.Path(), help="What the daemon is to show; --tls-cert without it."),
    click.option("--tls-client-key", type=click.Path(), help="The private key of that."),
    click.option("--metrics-listen", metavar="HOST:PORT", help="Where Prometheus reads how it goes, at /metrics."),
)


@click.command(cls=NounCommand, short_help="Serve Docker's daemon as a network and IPAM driver.")
@click.option("--name", default="hcspy", show_default=True, help="The name for `docker network create --driver`.")
@NETWORKS
@ADDRESSES
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long requests that run may take to finish when it is told to end.",
)
@click.option("--debug", is_flag=True, help="Log every document of the daemon and every call of HNS.")
@pass_session
def serve(session: Session, name: str, debug: bool, store: Path | None, engine: str | None, **options: Any) -> None:
    """Serve Docker's daemon until Ctrl-C, or until a service manager asks for the end.

    The daemon finds it by its name:

    \b
      hcspy docker serve --name hcspy
      docker network create --driver hcspy --subnet 10.61.0.0/24 web
      docker run --network web --publish 8080:80 IMAGE

    It serves addresses, too (--ipam-driver NAME). On a fake host (--host fake:PATH) containers start without an
    interface, and everything else is as on Windows. What happens is logged to stderr, one line an event.
    """
    if any(find_spec(module) is None for module in NEEDS):
        raise NotSupportedError("the Docker driver needs more packages", hint="pip install hcspy[docker]")
    tls = _tls(**{part: options.pop(f"tls_{part}") for part in ("cert", "key", "ca", "client_cert", "client_key")})
    with _logged(debug):
        asyncio.run(_serve(session, name, store, engine, tls, options))


async def _serve(
    session: Session, name: str, path: Path | None, engine: str | None, tls: TLS | None, options: dict[str, Any]
) -> None:
    from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
    from hcspy.docker.hnsdriver.ipam import HNSIpamDriver
    from hcspy.docker.hnsdriver.store import Store, default_path

    settings = {option: options.pop(option) for option in ("network_type", "scope", "host_addresses", "gc")}
    with Store(path or default_path(name)) as store:
        async with AsyncHost(session.connection) as host:
            networks = HNSNetworkDriver(host, store, **settings)
            server = _server(networks, HNSIpamDriver(host, store), name=name, tls=tls, **options)
            if engine is not None:
                await _compare(networks, engine, gc=settings["gc"])
            await server.run()


async def _compare(driver: HNSNetworkDriver, address: str, *, gc: bool) -> None:
    """Report, or remove, what the engine does not know. One that does not answer, or not yet, is not waited for."""
    from hcspy.docker import Engine, EngineError

    try:
        async with Engine(address) as engine:
            known = await engine.known()
        await driver.reconcile(gc=gc, known=known)
    except (ServiceUnavailableError, TimedOutError, EngineError) as error:
        LOG.warning("not compared with the engine at %s: %s", address, error)


def _server(*drivers: Driver, metrics_listen: str | None, **options: Any) -> Server:
    from hcspy.docker import Server

    if metrics_listen is not None and "://" not in metrics_listen:
        metrics_listen = f"tcp://{metrics_listen}"
    given = {option: value for option, value in options.items() if value is not None}
    return Server(*drivers, metrics_listen=metrics_listen, **given)


def _tls(*, cert: str | None, key: str | None, **more: str | None) -> TLS | None:
    if cert is not None and key is not None:
        from hcspy.docker import TLS

        return TLS(cert=cert, key=key, **more)
    if cert or key or any(more.values()):
        raise click.UsageError("TLS needs --tls-cert and --tls-key")
    return None


@contextmanager
def _logged(debug: bool) -> Iterator[None]:
    from hcspy.docker.server.log import start_logging

    stop = start_logging(debug=debug)
    try:
        yield
    finally:
        stop()
