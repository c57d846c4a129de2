"""What a server tells of its work: lines of a log, and numbers for Prometheus."""

from __future__ import annotations

import io
import logging
import re
import sys

import pytest
from docker_client import Client, Echo, Failing, run, served
from prometheus_client.parser import text_string_to_metric_families

import hcspy.aio
from hcspy import errors, hns
from hcspy.docker import CreateNetworkRequest, NetworkDriver
from hcspy.docker.server.log import LONGEST, start_logging
from hcspy.testing import FakeHost

PORT_TAKEN = errors.InUseError("taken", hresult=0x803B0013, symbol="HCN_E_PORT_ALREADY_EXISTS")


class OnHns(NetworkDriver):
    """Makes each network in the fake."""

    def __init__(self, host: hcspy.aio.AsyncHost) -> None:
        self.host = host

    async def create_network(self, request: CreateNetworkRequest) -> None:
        await self.host.hns.networks.create(hns.HNSNetwork(name=request.network_id, type="NAT"))


def test_request_is_one_line_with_its_facts(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever looks for what happened to a network greps for its id."""

    async def main() -> None:
        async with served(Echo()) as (client, _):
            await client.call("NetworkDriver.CreateEndpoint", {"NetworkID": "n1", "EndpointID": "e1"})
            await client.call("NetworkDriver.CreateNetwork", {"NetworkID": ""})

    with caplog.at_level(logging.INFO, "hcspy.docker"):
        run(main)
    good, bad = (record for record in caplog.records if record.event == "request")  # type: ignore[attr-defined]
    assert re.fullmatch(
        r"request id=[0-9a-f]{8} method=NetworkDriver\.CreateEndpoint status=200 network_id=n1 endpoint_id=e1 "
        r"outcome=ok ms=\d+\.\d",
        good.getMessage(),
    )
    assert (good.levelname, good.facts["network_id"]) == ("INFO", "n1")  # type: ignore[attr-defined]
    assert (bad.levelname, bad.facts["error"]) == ("WARNING", "NetworkID is empty")  # type: ignore[attr-defined]
    assert good.facts["id"] != bad.facts["id"]  # type: ignore[attr-defined]


def test_debug_shows_documents_and_native_calls_with_the_id_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with `dockerd -D`: what the engine said, and what HNS was asked because of it, in one log."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    async def main() -> None:
        with FakeHost() as fake:
            async with hcspy.aio.connect(fake) as host, served(OnHns(host)) as (client, _):
                await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "n1"})
                await client.call("NetworkDriver.GetCapabilities")

    stop = start_logging(debug=True)
    try:
        run(main)
    finally:
        stop()
    told = sys.stderr.getvalue()  # type: ignore[attr-defined]
    [number] = re.findall(r'id=(\w+) method=NetworkDriver.CreateNetwork document="{\\"NetworkID\\": \\"n1\\"}"', told)
    assert re.search(rf"DEBUG hcspy\.wire id={number} HNSCall.*n1", told)
    assert r'method=NetworkDriver.GetCapabilities document="{\"Scope\":\"local\"}"' in told
    assert logging.getLogger("hcspy.wire").handlers == []


def test_log_without_debug_has_no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that runs for years must not fill the disk."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    async def main() -> None:
        async with served(Failing(RuntimeError("x" * 2 * LONGEST))) as (client, _):
            await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "n1"})

    stop = start_logging()
    try:
        run(main)
    finally:
        stop()
    told = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "document=" not in told
    assert "Traceback" in told
    assert f"... {2 * LONGEST + len('RuntimeError: ')} characters" in told


def test_metrics_count_requests_latencies_and_errors_by_code() -> None:
    """An alert on a code of HNS is what tells an operator before users do."""

    async def main() -> None:
        async with served(Failing(PORT_TAKEN), metrics_listen="tcp://127.0.0.1:0") as (client, server):
            await client.call("NetworkDriver.CreateNetwork", {"NetworkID": "n1"})
            await client.call("NetworkDriver.CreateNetwork", {})
            await client.call("NetworkDriver.Leave", {"NetworkID": "n1", "EndpointID": "e1"})
            for path in ("NetworkDriver.A", "b", "c/d"):
                await client.call(path)
            assert server.metrics_address is not None
            page = Client(server.metrics_address)
            async with page.session:
                found = await page.send("metrics", method="GET")
                assert (await page.send("NetworkDriver.Join")).status == 404
        samples = {
            (sample.name.removeprefix("hcspy_docker_"), frozenset(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(found.text)
            for sample in family.samples
        }

        def count(name: str, *labels: str) -> float:
            return samples[name, frozenset(labels)]

        create = "NetworkDriver.CreateNetwork"
        assert count("requests_total", create, "error") == count("requests_total", create, "malformed") == 1
        assert count("requests_total", "NetworkDriver.Leave", "ok") == 1
        assert count("requests_total", "unknown", "unknown method") == 3
        assert count("errors_total", create, "0x803b0013 HCN_E_PORT_ALREADY_EXISTS") == 1
        assert count("request_seconds_count", create) == 2
        assert count("running_requests") == 0

    run(main)


def test_metrics_are_on_no_port_unless_somebody_asks() -> None:
    """What nobody watches must not be open."""

    async def main() -> None:
        async with served(Echo()) as (client, server):
            assert server.metrics_address is None
            assert (await client.send("metrics", method="GET")).status == 405

    run(main)
