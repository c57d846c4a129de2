"""A plugin as a whole: its drivers started, its listener open, the engine told of it; and all of that undone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypedDict, Unpack

from aiohttp import web

from hcspy.docker.base import Driver
from hcspy.docker.driver import NetworkDriver
from hcspy.docker.errors import ServeError
from hcspy.docker.ipam import IpamDriver
from hcspy.docker.protocol.plugin import Service
from hcspy.docker.server import address as addresses
from hcspy.docker.server.application import PluginApplication
from hcspy.docker.server.listener import Listener, open_listener
from hcspy.docker.server.log import note, start_logging
from hcspy.docker.server.metrics import Metrics
from hcspy.docker.server.probe import listens
from hcspy.docker.server.security import ADMINISTRATORS_ONLY
from hcspy.docker.server.specfile import SpecFile, needs_spec
from hcspy.docker.server.tls import TLS, check

MAX_BODY: Final = 1024 * 1024
"""How many bytes a request may have; what engines send is far below."""
GRACE: Final = 30.0
"""How many seconds running requests get to finish."""
# The engine's client keeps its connections for good. If the server closed an idle one, a request that is just being
# sent would be lost, and what the engine's retry sends then has no body.
KEEP_ALIVE: Final = 24 * 3600.0
SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")


class Server:
    """Serves drivers to the engine while it is entered.

    `listen` is a named pipe (`npipe:////./pipe/NAME`), a Unix socket (`unix:///PATH`) or a port (`tcp://HOST:PORT`;
    port 0 takes any); without it, a pipe of the plugin's name on Windows and `/run/docker/plugins/NAME.sock` elsewhere.
    Ports that other machines reach need `tls`. `metrics_listen` is the address of the metrics for Prometheus, which
    anybody who reaches it may read. Where the engine needs a file to find the plugin, it is written to `spec_dir`, or
    where the engine of this system looks, unless `spec` is false. `pipe_security` says, in SDDL, who may open the
    pipe. At the end running requests have `grace` seconds.

    >>> import asyncio, tempfile
    >>> async def main():
    ...     with tempfile.TemporaryDirectory() as specs:
    ...         async with Server(NetworkDriver(), name="web", listen="tcp://127.0.0.1:0", spec_dir=specs) as server:
    ...             return server.spec_file.name, server.spec_file.read_text() == server.address
    >>> asyncio.run(main())
    ('web.spec', True)
    """

    def __init__(
        self,
        *drivers: Driver,
        name: str,
        listen: str | None = None,
        tls: TLS | None = None,
        metrics_listen: str | None = None,
        spec: bool = True,
        spec_dir: str | os.PathLike[str] | None = None,
        pipe_security: str = ADMINISTRATORS_ONLY,
        max_body: int = MAX_BODY,
        grace: float = GRACE,
    ) -> None:
        self.name = addresses.checked_name(name)
        self.metrics = Metrics()
        """What is counted."""
        self._drivers = by_service(drivers)
        self._listen = addresses.read(listen) if listen else addresses.of_plugin(name)
        self._tls = tls
        check(self._listen, tls)
        self._metrics_listen = addresses.read(metrics_listen) if metrics_listen else None
        if isinstance(self._metrics_listen, addresses.TcpAddress) and self._metrics_listen.scheme != "tcp":
            raise ServeError(f"{metrics_listen} is no address for metrics, which go without TLS")
        self._spec = SpecFile(name, Path(spec_dir) if spec_dir is not None else None)
        self._writes_spec = spec and needs_spec(self._listen, name)
        self._pipe_security = pipe_security
        self._max_body = max_body
        self._grace = grace
        self._listener: Listener | None = None
        self._metrics_listener: Listener | None = None
        self._stack = AsyncExitStack()

    @property
    def address(self) -> str:
        """Where the server listens, as the engine has it; with the port that the system gave."""
        return str(self._listener.address if self._listener else self._listen)

    @property
    def metrics_address(self) -> str | None:
        """Where the metrics are, if they are anywhere."""
        return str(self._metrics_listener.address) if self._metrics_listener else None

    @property
    def spec_file(self) -> Path | None:
        """The file that tells the engine of the server, while there is one."""
        return self._spec.path

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _start(self, stack: AsyncExitStack) -> None:
        """Start everything in turn, and leave on the stack how it is undone."""
        for driver in self._drivers.values():
            await driver.start()
            stack.push_async_callback(driver.stop)
        application = PluginApplication(self.name, self._drivers, self.metrics, max_body=self._max_body)
        if self._metrics_listen is not None:
            self._metrics_listener = await self._open(stack, self._metrics_listen, metrics_page(self.metrics))
        tls = self._tls.context() if self._tls else None
        runner = await self._run(stack, application.web)
        stack.push_async_callback(self._drain, application)
        self._listener = await open_listener(self._listen, runner, tls=tls, sddl=self._pipe_security)
        stack.callback(self._listener.close)
        if not await listens(self._listener.address):
            raise ServeError(f"{self.address} does not answer")
        if self._writes_spec:
            await self._spec.write(self._listener.address, self._tls)
            stack.callback(self._spec.remove)
        stack.callback(setattr, application, "stopping", True)
        note("serving", name=self.name, address=self.address, services=",".join(self._drivers))

    async def _run(self, stack: AsyncExitStack, application: web.Application) -> Any:
        """Return what answers the clients of a listener."""
        runner = web.AppRunner(
            application, access_log=None, keepalive_timeout=KEEP_ALIVE, shutdown_timeout=min(self._grace, 1.0)
        )
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        return runner.server

    async def _open(self, stack: AsyncExitStack, address: addresses.ListenAddress, page: web.Application) -> Listener:
        answering = await self._run(stack, page)
        listener = await open_listener(address, answering, sddl=self._pipe_security)
        stack.callback(listener.close)
        return listener

    async def _drain(self, application: PluginApplication) -> None:
        """Let what runs finish. No client can connect any more; one that is connected hears that we are stopping."""
        note("stopping", name=self.name)
        try:
            async with asyncio.timeout(self._grace):
                await application.drained()
        except TimeoutError:
            note("requests given up", name=self.name, seconds=self._grace)

    async def run(self) -> None:
        """Serve until a signal asks for the end: Ctrl-C, or that of a service manager."""
        asked = asyncio.Event()
        with on_signals(asked):
            async with self:
                await asked.wait()


def by_service(drivers: tuple[Driver, ...]) -> dict[Service, Driver]:
    """Return drivers by what they implement.

    >>> list(by_service((NetworkDriver(),)))
    [<Service.NETWORK_DRIVER: 'NetworkDriver'>]
    """
    found: dict[Service, Driver] = {}
    for driver in drivers:
        kinds = [kind for kind, cls in _CLASSES.items() if isinstance(driver, cls)]
        if len(kinds) != 1:
            raise TypeError(f"{driver!r} has to be either a NetworkDriver or an IpamDriver")
        if kinds[0] in found:
            raise TypeError(f"{driver!r} is a second {kinds[0]}; a plugin has one")
        found[kinds[0]] = driver
    if not found:
        raise TypeError("there is no driver to serve")
    return dict(sorted(found.items(), reverse=True))


_CLASSES: Final[dict[Service, type[Driver]]] = {
    Service.NETWORK_DRIVER: NetworkDriver,
    Service.IPAM_DRIVER: IpamDriver,
}


def metrics_page(metrics: Metrics) -> web.Application:
    """Return the page that Prometheus reads."""

    async def page(_: web.Request) -> web.Response:
        text, kind = metrics.text()
        return web.Response(body=text, headers={"Content-Type": kind})

    application = web.Application()
    application.router.add_get("/metrics", page)
    return application


@contextlib.contextmanager
def on_signals(asked: asyncio.Event) -> Iterator[None]:
    """Set an event when a signal asks for the end; a second one ends at once, as it would have without this."""
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []  # signals are the main thread's
    before = {number: signal.getsignal(number) for number in numbers}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(number: int, _: Any) -> None:
        restore()
        loop.call_soon_threadsafe(asked.set)

    for number in numbers:
        signal.signal(number, ask)
    try:
        yield
    finally:
        restore()


class Options(TypedDict, total=False):
    """The arguments of `Server` beside the drivers and the name."""

    listen: str | None
    tls: TLS | None
    metrics_listen: str | None
    spec: bool
    spec_dir: str | os.PathLike[str] | None
    pipe_security: str
    max_body: int
    grace: float


def serve(*drivers: Driver, name: str, debug: bool = False, **options: Unpack[Options]) -> None:
    """Serve drivers, in the foreground, until Ctrl-C or the signal of a service manager; then end what runs and return.

    The options are those of `Server`. What happens is logged to stderr, one line an event; with `debug`, every document
    of the engine and every native call of the library, too.
    """
    stop_logging = start_logging(debug=debug)
    try:
        asyncio.run(_serve(drivers, name, options))
    finally:
        stop_logging()


async def _serve(drivers: tuple[Driver, ...], name: str, options: Options) -> None:
    await Server(*drivers, name=name, **options).run()
