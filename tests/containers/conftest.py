"""A host with a network, and what a test may find left on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hcspy import hns
from hcspy.containers.doors import HOME
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture(params=["computecore", "vmcompute"])
def node(request: pytest.FixtureRequest) -> Iterator[FakeHost]:
    """A host on each of the two doors of the compute service: an old Windows has only the first one."""
    profile = {"computecore": "2022", "vmcompute": "1803"}[request.param]
    with FakeHost(profile=profile) as fake:
        prepare(fake.host)
        fake.calls.clear()
        yield fake


@pytest.fixture
def host(node: FakeHost) -> Host:
    return node.host


def prepare(host: Host) -> hns.HNSNetwork:
    """Make the network that docker makes."""
    subnet = hns.Subnet(address_prefix="172.20.0.0/24", gateway_address="172.20.0.1")
    return host.hns.networks.create(hns.HNSNetwork(name="nat", type="NAT", subnets=[subnet]))


def left_on(host: Host) -> dict[str, Any]:
    """What of containers there is: systems, endpoints, folders, and where a layer is mounted."""
    home = host.storage.layers.locate(HOME)
    return {
        "systems": [str(found.id) for found in host.hcs.systems.list()],
        "endpoints": [endpoint.name for endpoint in host.hns.endpoints.list()],
        "layers": sorted(entry.name for entry in home.iterdir()) if home.is_dir() else [],
    }


NOTHING: dict[str, list[str]] = {"systems": [], "endpoints": [], "layers": []}
