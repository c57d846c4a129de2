"""The program of the page "Your own Docker network driver in Python", before what a real engine asks."""

from __future__ import annotations

import ipaddress
import json
import re
from pathlib import Path
from typing import Any

import pytest
from docker_client import run, served

from hcspy.testing import FakeHost

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "how-to" / "write-a-docker-driver.md"
DATA = ROOT / "tests" / "data" / "docker"
RECORDINGS = ("engine-20.10-run-ports", "engine-20.10-dual-stack-gateway", "engine-20.10-connect-disconnect-restart")


def program() -> str:
    """Return the program of the page."""
    [text] = re.findall(r'```python\n(""".*?)```', PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def calls(recording: str) -> list[dict[str, Any]]:
    """Return what a real engine asked."""
    recorded = json.loads((DATA / f"{recording}.json").read_text(encoding="utf-8"))
    return [call for call in recorded["calls"] if call["method"].startswith("NetworkDriver.")]


def test_program_of_the_page_has_forty_lines() -> None:
    """That is what the page is for: a driver is a small thing. Blank lines are not counted."""
    assert len([line for line in program().splitlines() if line.strip()]) <= 40


@pytest.mark.parametrize("recording", RECORDINGS)
def test_program_of_the_page_serves_a_real_engines_requests(recording: str) -> None:
    """Who copies it has to get a container on a network, with no word of Docker's left unanswered."""
    namespace: dict[str, Any] = {"__name__": "lab"}
    exec(compile(program(), str(PAGE), "exec"), namespace)
    asked = calls(recording)

    async def main() -> None:
        with FakeHost() as fake:
            async with served(namespace["Lab"](fake)) as (client, _):
                for call in asked:
                    answer = await client.call(call["method"], call["request"])
                    assert (answer.status, answer.error) == (200, ""), call
                    if call["method"] == "NetworkDriver.CreateEndpoint":
                        has_endpoint(fake, call["request"], answer.document["Interface"])
                for call in asked:  # whatever the recording left; and twice what it removed
                    if call["method"] == "NetworkDriver.CreateEndpoint":
                        ids = {name: call["request"][name] for name in ("NetworkID", "EndpointID")}
                        assert (await client.call("NetworkDriver.DeleteEndpoint", ids)).document == {}
                for call in asked:
                    if call["method"] == "NetworkDriver.CreateNetwork":
                        ids = {"NetworkID": call["request"]["NetworkID"]}
                        assert (await client.call("NetworkDriver.DeleteNetwork", ids)).document == {}
            with fake.connect() as host:
                assert host.hns.endpoints.list() == host.hns.networks.list() == []

    run(main)


def has_endpoint(fake: FakeHost, request: dict[str, Any], answered: dict[str, Any]) -> None:
    """Look in HNS for an endpoint, and at what the engine was told of it."""
    with fake.connect() as host:
        endpoint = host.hns.endpoints.get(name=request["EndpointID"])
        network = host.hns.networks.get(name=request["NetworkID"])
    assert endpoint.virtual_network == network.id
    assert endpoint.ip_address == str(ipaddress.ip_interface(request["Interface"]["Address"]).ip)
    wanted = request["Interface"]["MacAddress"].replace(":", "-").upper()
    assert (endpoint.mac_address or "").upper() == (wanted or answered["MacAddress"].upper())
    assert ("MacAddress" in answered) == (not wanted)
