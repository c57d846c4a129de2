"""A host on a fake, with one NAT network to work in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy import hns
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        yield host


@pytest.fixture
def network(host: Host) -> hns.HNSNetwork:
    subnet = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")
    return host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))


@pytest.fixture
def endpoint(host: Host, network: hns.HNSNetwork) -> hns.HNSEndpoint:
    nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
    return host.hns.endpoints.create(
        hns.HNSEndpoint(name="web-0", virtual_network=network, ip_address="10.0.0.7", policies=[nat])
    )
