"""`docker run`, `network connect`, ports: containers and their endpoints in HNS."""

from __future__ import annotations

import pytest

from hcspy import hns

from .driver import Driver
from .engine import Engine


@pytest.fixture
def web(engine: Engine, driver: Driver) -> str:
    """A network."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    return "web"


def ports(endpoint: hns.HNSEndpoint) -> list[tuple[str, int | None, int | None]]:
    """Return protocol, port of the container and port of the host of what an endpoint publishes."""
    found = [policy for policy in endpoint.policies if isinstance(policy, hns.NAT)]
    return sorted((str(policy.protocol).lower(), policy.internal_port, policy.external_port) for policy in found)


def test_two_containers_see_each_other_in_inspect(engine: Engine, driver: Driver, web: str) -> None:
    """One picture in both places: who is on the network, and with which address."""
    engine.run("one", "--network", web)
    engine.run("two", "--network", web)
    seen = {found["Name"]: found for found in engine.inspect("network", web)["Containers"].values()}
    assert sorted(seen) == ["one", "two"]
    for name, found in seen.items():
        endpoint = driver.endpoint(name, web)
        assert found["IPv4Address"] == f"{endpoint.ip_address}/24"
        assert found["MacAddress"].replace(":", "-").lower() == str(endpoint.mac_address).lower()
    assert len({endpoint.ip_address for endpoint in driver.endpoints}) == 2


def test_container_starts_without_an_interface(engine: Engine, web: str) -> None:
    """Here is no Windows that could plug one in; the container must start all the same."""
    printed = engine.docker("run", "--rm", "--network", web, "busybox", "ip", "-o", "link")
    assert [line.split()[1] for line in printed.splitlines()] == ["lo:"]


def test_address_and_mac_are_those_that_were_asked_for(engine: Engine, driver: Driver, web: str) -> None:
    """A service that others find by its address must have it."""
    engine.run("one", "--network", web, "--ip", "10.61.0.77", "--mac-address", "02:42:00:00:00:77")
    endpoint = driver.endpoint("one", web)
    assert (str(endpoint.ip_address), str(endpoint.mac_address)) == ("10.61.0.77", "02-42-00-00-00-77")


def test_published_ports_are_nat_policies_in_hns(engine: Engine, driver: Driver, web: str) -> None:
    """What `docker run -p` promises is what HNS does. (The engine itself shows no ports of remote drivers.)"""
    engine.run("one", "--network", web, "-p", "8080:80", "-p", "5353:53/udp", "--expose", "9000")
    assert ports(driver.endpoint("one", web)) == [("tcp", 80, 8080), ("udp", 53, 5353)]


def test_port_that_is_taken_is_refused_and_free_again_when_its_container_is_gone(
    engine: Engine, driver: Driver, web: str
) -> None:
    """Two containers on one port: the second would get the traffic of the first, or none."""
    engine.run("one", "--network", web, "-p", "8080:80")
    told = engine.refused("run", "--detach", "--name", "two", "--network", web, "-p", "8080:80", "busybox", "true")
    assert "8080" in told
    assert len(driver.endpoints) == 1
    engine.docker("rm", "--force", "one", "two")
    engine.run("two", "--network", web, "-p", "8080:80")
    assert ports(driver.endpoint("two", web)) == [("tcp", 80, 8080)]


def test_container_is_connected_and_disconnected(engine: Engine, driver: Driver, web: str) -> None:
    """A second network is a second endpoint, and leaving it takes only that."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.71.0.0/24", "back")
    engine.run("one", "--network", web)
    engine.docker("network", "connect", "--ip", "10.71.0.9", "--alias", "db", "back", "one")
    assert str(driver.endpoint("one", "back").ip_address) == "10.71.0.9"
    assert len(driver.endpoints) == 2
    engine.docker("network", "disconnect", "back", "one")
    assert [endpoint.name for endpoint in driver.endpoints] == [engine.attachment("one", web)["EndpointID"]]


def test_restarted_container_has_its_address_and_ports_again(engine: Engine, driver: Driver, web: str) -> None:
    """`docker restart` makes a new endpoint: the old one must be gone by then, or the port is taken."""
    engine.run("one", "--network", web, "--ip", "10.61.0.9", "-p", "8080:80")
    before = driver.endpoint("one", web)
    engine.docker("restart", "one")
    after = driver.endpoint("one", web)
    assert before.id != after.id
    assert (after.ip_address, ports(after)) == (before.ip_address, ports(before))
    assert len(driver.endpoints) == 1


def test_options_of_one_endpoint_reach_hns(engine: Engine, driver: Driver, web: str) -> None:
    """`--driver-opt` is for one container on one network: its bandwidth, say."""
    engine.docker("create", "--name", "one", "busybox", "sleep", "600")
    limit = "com.docker.endpoint.windowsshim.qospolicies=1000000"
    engine.docker("network", "connect", "--driver-opt", limit, web, "one")
    engine.docker("network", "disconnect", "bridge", "one")
    engine.docker("start", "one")
    limits = [policy for policy in driver.endpoint("one", web).policies if isinstance(policy, hns.QosPolicy)]
    assert [policy.maximum_outgoing_bandwidth_in_bytes for policy in limits] == [1000000]
    engine.docker("kill", "one")


def test_container_that_cannot_be_started_leaves_no_endpoint(engine: Engine, driver: Driver, web: str) -> None:
    """A typing error in a command must not use up addresses."""
    engine.refused("run", "--name", "one", "--network", web, "busybox", "no-such-program")
    assert driver.endpoints == []
