"""Requests that nobody would send: whatever comes, the answer is a document in words, and the server serves on."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
from docker_client import Answer, Client, Echo, OnePool, served
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hcspy.aio
from hcspy import to_dict
from hcspy.docker.base import Driver
from hcspy.docker.hnsdriver import HNSIpamDriver, HNSNetworkDriver, Store
from hcspy.docker.protocol.methods import METHODS
from hcspy.testing import FakeHost
from hcspy.testing.strategies import json_values, models

DATA = Path(__file__).parents[2] / "data" / "docker"
REQUESTS = 20_000
BATCH = 50
STATUSES = {200, 400, 404, 405, 413}
PATHS = st.sampled_from(sorted(METHODS))


class Request(NamedTuple):
    """What is sent."""

    path: str
    body: bytes
    method: str = "POST"
    headers: dict[str, str] = {}


def _bytes(document: Any) -> bytes:
    return json.dumps(document).encode()


@st.composite
def nearly_right(draw: st.DrawFn) -> Request:
    """Draw a request whose document is right but for some of its members."""
    path = draw(PATHS)
    request = METHODS[path].request
    document = to_dict(draw(models(request))) if request else {}
    for name in draw(st.lists(st.sampled_from(sorted(document)), max_size=2)) if document else ():
        document[name] = draw(json_values())
    document.update(draw(st.dictionaries(st.text(max_size=5), json_values(), max_size=1)))
    return Request(path, _bytes(document))


@st.composite
def broken(draw: st.DrawFn) -> Request:
    """Draw a request whose body was cut, or damaged on the way."""
    request = draw(nearly_right())
    at = draw(st.integers(0, len(request.body)))
    return request._replace(
        body=request.body[:at] + draw(st.binary(max_size=3)) + request.body[at + draw(st.integers(0, 3)) :]
    )


odd = st.builds(
    Request,
    PATHS | st.text(st.characters(codec="ascii", exclude_characters="?#%\\ ", categories=["L", "N", "P"]), max_size=20),
    st.binary(max_size=200) | json_values().map(_bytes),
    st.sampled_from(["POST", "POST", "GET", "PUT", "DELETE", "OPTIONS"]),
    st.sampled_from([{}, {"Content-Type": "text/html"}, {"Content-Encoding": "gzip"}, {"Content-Encoding": "deflate"}]),
)
requests = nearly_right() | broken() | odd


class Plugin:
    """A server and its client, on one loop that waits between the examples."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.stack = AsyncExitStack()
        self.sent = 0
        self.refuses = False
        """Whether its drivers may refuse what is well formed."""

    async def start(self, *drivers: Driver) -> None:
        """Serve."""
        self.client, self.server = await self.stack.enter_async_context(served(*drivers, max_body=10_000))

    async def start_on(self, fake: FakeHost) -> None:
        """Serve the shipped drivers on a fake host."""
        self.refuses = True
        self.store = self.stack.enter_context(Store())
        host = await self.stack.enter_async_context(hcspy.aio.connect(fake))
        await self.start(HNSNetworkDriver(host, self.store), HNSIpamDriver(host, self.store))

    async def remove_all(self) -> None:
        """Remove through the protocol what requests that were right have made."""
        for endpoint in self.store.endpoints():
            ids = {"NetworkID": endpoint.network, "EndpointID": endpoint.id}
            assert not (await self.client.send("NetworkDriver.DeleteEndpoint", _bytes(ids))).error
        for network in self.store.networks():
            assert not (await self.client.send("NetworkDriver.DeleteNetwork", _bytes({"NetworkID": network.id}))).error

    async def send(self, batch: list[Request]) -> list[Answer]:
        """Send some requests side by side."""
        self.sent += len(batch)
        return await asyncio.gather(*(self._send(request) for request in batch))

    async def _send(self, request: Request) -> Answer:
        path = request.path.lstrip("/") or "x"
        return await self.client.send(path, request.body, request.method, **request.headers)


@pytest.fixture(scope="module", params=["answering", "shipped"])
def plugin(request: pytest.FixtureRequest) -> Iterator[Plugin]:
    """Serve a driver of each kind: those that only answer, and the shipped ones, which may leave nothing in HNS."""
    with FakeHost() as fake, asyncio.Runner() as runner:
        serving = Plugin(runner)
        shipped = request.param == "shipped"
        runner.run(serving.start_on(fake) if shipped else serving.start(Echo(), OnePool()))
        yield serving
        assert serving.server.metrics.registry.get_sample_value("hcspy_docker_running_requests") == 0
        if shipped:
            runner.run(serving.remove_all())
        runner.run(serving.stack.aclose())
        assert fake.host.hns.endpoints.list() == []
        assert fake.host.hns.networks.list() == []
        fake.assert_clean()


def check(plugin: Plugin, batch: list[Request]) -> None:
    """Send requests; each gets an answer that the engine can read, and the server serves on."""
    for request, answer in zip(batch, plugin.runner.run(plugin.send(batch)), strict=True):
        assert answer.status in STATUSES, request
        assert "Traceback" not in answer.text, request
        if answer.status == 400 and "Content-Encoding" in request.headers:
            continue  # what cannot be unpacked is refused before anything of ours sees it, in plain text
        assert isinstance(answer.document, dict), request
        if not (plugin.refuses and answer.status == 200):
            assert (answer.status == 200) == (not answer.error), request
    [alive] = plugin.runner.run(plugin.send([Request("Plugin.Activate", b"")]))
    assert alive.document == {"Implements": ["NetworkDriver", "IpamDriver"]}


@settings(suppress_health_check=list(HealthCheck), max_examples=min(15, settings().max_examples))
@given(batch=st.lists(requests, min_size=1, max_size=8))
def test_any_request_gets_an_answer_in_words(plugin: Plugin, batch: list[Request]) -> None:
    """The engine shows what it gets to its user; of a dropped connection it makes half a minute of retries."""
    check(plugin, batch)


def recorded() -> Iterator[Request]:
    """Return the requests of real engines."""
    for path in sorted(DATA.glob("*.json")):
        for call in json.loads(path.read_text(encoding="utf-8")).get("calls", ()):
            if call.get("method") in METHODS:
                yield Request(call["method"], _bytes(call["request"]) if call["request"] else b"")


ODD_VALUES = (
    None,
    True,
    0,
    -1,
    2**70,
    1e300,
    "",
    "x",
    "\ud800",
    "\0",
    "10.0.0.0/33",
    [],
    [[]],
    {},
    {"": {}},
    [None, 7],
)


def damaged(source: random.Random, request: Request) -> Request:
    """Return a request with an odd value in it, or with bytes lost, changed or doubled; or one for another method."""
    way, body = source.randrange(5), bytearray(request.body)
    if way == 0 and body:
        return request._replace(body=_bytes(odd_in(source, json.loads(body))))
    if way == 1 and body:
        body[source.randrange(len(body))] = source.randrange(256)
    elif way == 2:
        del body[source.randrange(len(body) + 1) :]
    elif way == 3:
        body *= source.choice((2, 20))
    path = source.choice(sorted(METHODS)) if way == 4 else request.path
    return request._replace(path=path, body=bytes(body))


def odd_in(source: random.Random, document: Any) -> Any:
    """Return a document with an odd value in the place of some other."""
    if source.random() < 0.3 or not document or not isinstance(document, dict | list):
        return source.choice(ODD_VALUES)
    at = source.choice(sorted(document) if isinstance(document, dict) else range(len(document)))
    document[at] = odd_in(source, document[at])
    return document


@pytest.mark.load
def test_twenty_thousand_requests_get_an_answer_in_words(plugin: Plugin) -> None:
    """What is rare in a batch is certain in a month of a node's life."""
    source, corpus, before = random.Random(20_000), list(recorded()), plugin.sent
    while plugin.sent - before < REQUESTS:
        check(plugin, [damaged(source, source.choice(corpus)) for _ in range(BATCH)])


def test_bytes_that_are_no_http_end_their_connection_only(plugin: Plugin) -> None:
    """A port scanner must not end the driver."""

    async def scan() -> Answer:
        port = int(plugin.server.address.rpartition(":")[2])
        for noise in (
            b"\x16\x03\x01\x02\x00",
            b"POST / HTTP/9.9\r\n\r\n",
            b"POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(noise)
            writer.write_eof()
            assert b"Traceback" not in await reader.read()
            writer.close()
            await writer.wait_closed()
        return await Client.call(plugin.client, "Plugin.Activate")

    assert plugin.runner.run(scan()).status == 200


def test_body_that_never_ends_is_cut_off(plugin: Plugin) -> None:
    """Chunks have no length to look at beforehand."""

    async def pour() -> int:
        async def chunks() -> Any:
            for _ in range(100):
                yield b" " * 1000

        url = f"{plugin.client.base}/NetworkDriver.CreateNetwork"
        try:
            async with plugin.client.session.post(url, data=chunks()) as response:
                return response.status
        except aiohttp.ClientError:  # the server may close before all is sent
            return 413

    assert plugin.runner.run(pour()) == 413
