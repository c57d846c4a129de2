"""What the tests of the command line share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hcspy import hns
from hcspy.cli.app import app
from hcspy.testing import FakeHost

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test runners say how wide their own screen is; the command line writes to a pipe here."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def run(fake_host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process against the test's fake host."""
    monkeypatch.delenv("HCSPY_HOST", raising=False)
    monkeypatch.delenv("HCSPY_API", raising=False)

    def invoke(*args: str, code: int = 0, input: str | None = None) -> Result:
        result = CliRunner().invoke(app, args, input=input)
        assert result.exit_code == code, result.output
        return result

    return invoke


@pytest.fixture
def v1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line work through HNS v1."""
    monkeypatch.setenv("HCSPY_API", "v1")


@pytest.fixture
def documents(run: Run) -> Callable[..., Any]:
    """Run the command line with -o json and return what it printed, parsed."""
    return lambda *args, **more: json.loads(run("-o", "json", *args, **more).stdout)


@pytest.fixture
def network(fake_host: FakeHost) -> hns.HNSNetwork:
    """A network to work on."""
    subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
    return fake_host.host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))


@pytest.fixture
def endpoint(fake_host: FakeHost, network: hns.HNSNetwork) -> hns.HNSEndpoint:
    """An endpoint to work on, with a port of the host."""
    nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
    model = hns.HNSEndpoint(name="web-0", virtual_network=network, ip_address="10.0.0.7", policies=[nat])
    return fake_host.host.hns.endpoints.create(model)
