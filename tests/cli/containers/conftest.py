"""A host with a network, and what commands may leave on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hcspy import hns
from hcspy.cli.app import app
from hcspy.containers.doors import HOME
from hcspy.testing import FakeHost

Run = Callable[..., Result]


@pytest.fixture
def node(fake_host: FakeHost) -> FakeHost:
    """The fake host of the test, with the network that docker makes."""
    subnet = hns.Subnet(address_prefix="172.20.0.0/24", gateway_address="172.20.0.1")
    fake_host.host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT", subnets=[subnet]))
    fake_host.calls.clear()
    return fake_host


@pytest.fixture
def web(node: FakeHost) -> Iterator[str]:
    """A container that runs."""
    with node.host.containers.create("nanoserver", name="web", network="nat", command=["cmd"]) as container:
        container.start()
    yield "web"
    node.reset_rules()
    node.host.containers.remove("web", force=True, missing_ok=True)


@pytest.fixture
def theirs(node: FakeHost) -> Iterator[str]:
    """A compute system that another engine made."""
    document = {"Owner": "containerd", "SchemaVersion": {"Major": 2, "Minor": 1}, "Container": {}}
    with node.host.hcs.systems.create("theirs", document) as system:
        system.start()
        yield "theirs"
        node.reset_rules()
        system.terminate()


@pytest.fixture
def raw(node: FakeHost, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line with bytes as its input; the result has the bytes of its output."""
    monkeypatch.delenv("HCSPY_HOST", raising=False)
    return lambda *args, input=b"": CliRunner().invoke(app, args, input=input)


@pytest.fixture
def left(node: FakeHost) -> Callable[[], list[Any]]:
    """What there is of containers: systems, endpoints, folders."""
    host = node.host
    home = host.storage.layers.locate(HOME)

    def found() -> list[Any]:
        systems = [str(system.id) for system in host.hcs.systems.list()]
        endpoints = [endpoint.name for endpoint in host.hns.endpoints.list()]
        return [*systems, *endpoints, *(sorted(entry.name for entry in home.iterdir()) if home.is_dir() else [])]

    return found
