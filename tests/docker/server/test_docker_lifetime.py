"""From the start of a server to its end: in which order, and what is left when something fails."""

from __future__ import annotations

import asyncio
import signal
import threading
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from docker_client import Client, Echo, OnePool, Slow, run, served

from hcspy.docker import IpamDriver, NetworkDriver, RequestAddressRequest, ServeError, Server, serve
from hcspy.docker.server.serving import by_service

LOOPBACK = "tcp://127.0.0.1:0"


class Told(NetworkDriver):
    """Writes down when it starts and stops."""

    def __init__(self, events: list[str], *, fails: bool = False) -> None:
        self.events, self.fails = events, fails

    async def start(self) -> None:
        if self.fails:
            raise OSError("no HNS")
        self.events.append("start network")

    async def stop(self) -> None:
        self.events.append("stop network")


class ToldPool(OnePool):
    """The same for addresses."""

    def __init__(self, events: list[str]) -> None:
        super().__init__()
        self.events = events

    async def start(self) -> None:
        self.events.append("start ipam")

    async def stop(self) -> None:
        self.events.append("stop ipam")


def test_drivers_start_before_the_first_call_and_stop_after_the_last() -> None:
    """A driver opens its host and its store there; a call before or after would find neither."""
    events: list[str] = []

    async def main() -> None:
        async with served(ToldPool(events), Told(events)) as (client, _):
            assert (await client.call("Plugin.Activate")).status == 200
            events.append("served")

    run(main)
    assert events == ["start network", "start ipam", "served", "stop ipam", "stop network"]


def test_start_that_fails_undoes_what_had_started() -> None:
    """A service manager starts it again at once; the first attempt must not be in its way."""
    events: list[str] = []

    async def main() -> None:
        async with Server(Echo(), name="web", listen=LOOPBACK, spec=False) as first:
            with pytest.raises(ServeError, match="cannot listen on"):
                async with Server(Told(events), ToldPool(events), name="web", listen=first.address, spec=False):
                    raise AssertionError

    run(main)
    assert events == ["start network", "start ipam", "stop ipam", "stop network"]


def test_driver_that_cannot_start_ends_the_start() -> None:
    """Without its store it would answer the engine with nothing but errors."""
    events: list[str] = []

    async def main() -> None:
        with pytest.raises(OSError, match="no HNS"):
            async with Server(Told(events, fails=True), ToldPool(events), name="web", listen=LOOPBACK, spec=False):
                raise AssertionError

    run(main)
    assert events == []


def test_end_lets_finish_what_runs_and_refuses_what_is_new() -> None:
    """A network that is half made when the driver ends would be nobody's; a request that is only swallowed hangs."""

    async def main() -> None:
        slow = Slow()
        server = Server(slow, name="web", listen=LOOPBACK, spec=False)
        await server.__aenter__()
        running, idle, late = (Client(server.address) for _ in range(3))
        assert (await idle.call("NetworkDriver.GetCapabilities")).status == 200  # its connection is open now
        call = asyncio.create_task(running.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"}))
        await slow.began.wait()
        end = asyncio.create_task(server.__aexit__(None, None, None))
        await asyncio.sleep(0)
        refused = await idle.call("NetworkDriver.GetCapabilities")
        assert (refused.status, refused.error) == (503, "web is stopping; try again in a moment")
        with pytest.raises(aiohttp.ClientConnectionError):
            await late.call("Plugin.Activate")
        assert not end.done()
        slow.may_end.set()
        assert (await call).document == {}
        await end
        for client in (running, idle, late):
            await client.session.close()

    run(main)


def test_end_does_not_wait_for_ever() -> None:
    """A call that hangs in HNS must not keep the machine from shutting down."""

    async def main() -> None:
        slow = Slow()
        async with served(slow, grace=0.05) as (client, _):
            call = asyncio.create_task(client.call("NetworkDriver.CreateNetwork", {"NetworkID": "a"}))
            await slow.began.wait()
        assert slow.ended == []
        with pytest.raises(aiohttp.ClientError):
            await call

    run(main)


def test_server_can_be_entered_again() -> None:
    """A program that stops serving for a while starts with the same object."""

    async def main() -> None:
        server = Server(Echo(), name="web", listen=LOOPBACK, spec=False)
        for _ in range(2):
            async with server:
                client = Client(server.address)
                async with client.session:
                    assert (await client.call("Plugin.Activate")).status == 200

    run(main)


class Both(NetworkDriver, OnePool):  # type: ignore[misc]
    """What cannot be: `get_capabilities` is a method of either."""


@pytest.mark.parametrize(
    ("drivers", "told"),
    [
        ((), "there is no driver to serve"),
        ((NetworkDriver(), Echo()), "is a second NetworkDriver"),
        ((Both(),), "has to be either a NetworkDriver or an IpamDriver"),
        ((object(),), "has to be either a NetworkDriver or an IpamDriver"),
    ],
)
def test_drivers_that_make_no_plugin_are_refused(drivers: tuple[Any, ...], told: str) -> None:
    """The mistake is the program's, and has to be seen where it is made."""
    with pytest.raises(TypeError, match=told):
        by_service(drivers)


def test_ipam_driver_has_to_say_what_it_gives() -> None:
    """There is no address that would be right by default."""
    with pytest.raises(TypeError, match="abstract"):
        IpamDriver()  # type: ignore[abstract]
    assert not RequestAddressRequest(pool_id="a").is_gateway


class Signalling(NetworkDriver):
    """Asks for the end as soon as it is served."""

    def __init__(self, number: int) -> None:
        self.number, self.stopped = number, False

    async def start(self) -> None:
        asyncio.get_running_loop().call_later(0.05, signal.raise_signal, self.number)

    async def stop(self) -> None:
        self.stopped = True


NUMBERS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_serve_ends_in_order_when_a_signal_asks_for_it(number: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C in a console, and what systemd and Windows' service managers send."""
    before = signal.getsignal(number)
    driver = Signalling(number)
    serve(driver, name="web", listen=LOOPBACK, spec=False)
    assert driver.stopped
    assert signal.getsignal(number) == before
    told = capfd.readouterr().err
    assert "INFO hcspy.docker serving id=- name=web address=tcp://127.0.0.1:" in told
    assert "INFO hcspy.docker stopping id=- name=web" in told


def test_second_signal_ends_at_once() -> None:
    """Who presses Ctrl-C twice does not want to wait for what runs."""

    class Impatient(Signalling):
        async def stop(self) -> None:
            self.stopped = True
            signal.raise_signal(self.number)
            await asyncio.sleep(30)

    driver = Impatient(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        serve(driver, name="web", listen=LOOPBACK, spec=False)
    assert driver.stopped


def test_server_runs_in_a_thread_without_signals(tmp_path: Path) -> None:
    """A program with a main loop of its own serves beside it."""
    ended = threading.Event()

    async def main() -> None:
        server = Server(Echo(), name="web", listen=LOOPBACK, spec_dir=tmp_path)
        task = asyncio.create_task(server.run())
        while server.spec_file is None:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        ended.set()

    thread = threading.Thread(target=run, args=(main,))
    thread.start()
    thread.join(30)
    assert ended.is_set()
