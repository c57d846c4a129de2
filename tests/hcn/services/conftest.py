"""A host on a fake, with a NAT network, an endpoint and a namespace to work with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hcspy import hcn
from hcspy.host import Host
from hcspy.testing import FakeHost


@pytest.fixture
def host(fake_host: FakeHost) -> Iterator[Host]:
    with fake_host.connect() as host:
        yield host


@pytest.fixture
def network(host: Host) -> hcn.HostComputeNetwork:
    ipam = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")
    return host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT", ipams=[ipam]))


@pytest.fixture
def endpoint(host: Host, network: hcn.HostComputeNetwork) -> hcn.HostComputeEndpoint:
    port = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=8080)
    return host.hcn.endpoints.create(
        hcn.HostComputeEndpoint(
            name="web-0",
            host_compute_network=network,
            ip_configurations=[hcn.IpConfig(ip_address="10.0.0.7")],
            policies=[port],
        )
    )


@pytest.fixture
def namespace(host: Host) -> hcn.HostComputeNamespace:
    return host.hcn.namespaces.create()


@pytest.fixture
def overlay(host: Host) -> hcn.HostComputeNetwork:
    vsid = hcn.VSID(isolation_id=4096)
    ipam = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=[vsid])
    return host.hcn.networks.create(hcn.HostComputeNetwork(name="vxlan0", type="Overlay", ipams=[ipam]))
