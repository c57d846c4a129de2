"""`docker network create`, `inspect` and `rm`, as HNS sees them."""

from __future__ import annotations

from hcspy import hns

from .conftest import Serve
from .driver import Driver
from .engine import Engine

SHIM = "com.docker.network.windowsshim"


def test_network_is_in_hns_under_its_docker_id(engine: Engine, driver: Driver) -> None:
    """The id is how a driver that lost its store, and a person who looks, find which network is whose."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "--gateway", "10.61.0.1", "web")
    (network,) = driver.networks
    assert network.name == engine.inspect("network", "web")["Id"]
    assert str(network.type).lower() == "nat"
    assert [(one.address_prefix, one.gateway_address) for one in network.subnets] == [("10.61.0.0/24", "10.61.0.1")]


def test_network_has_the_options_of_docker_s_own_windows_driver(engine: Engine, serve: Serve) -> None:
    """A compose file that was written for the built-in drivers must mean the same here."""
    driver = serve("--network-type", "transparent")
    options = {"networkname": "blue", "vlanid": "7", "dnssuffix": "example.test", "dnsservers": "10.1.1.1,10.1.1.2",
               "macpool": "00-15-5D-00-00-00,00-15-5D-00-00-FF"}  # fmt: skip
    words = [word for name, value in options.items() for word in ("--opt", f"{SHIM}.{name}={value}")]
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.62.0.0/24", *words, "blue")
    found = engine.inspect("network", "blue")
    assert (found["Driver"], found["Options"][f"{SHIM}.vlanid"]) == (driver.name, "7")
    (network,) = driver.networks
    assert (network.name, str(network.type).lower(), network.dns_suffix) == ("blue", "transparent", "example.test")
    assert network.dns_server_list == "10.1.1.1,10.1.1.2"
    assert [policy.vlan for policy in network.policies if isinstance(policy, hns.VLAN)] == [7]
    assert [pool.start_mac_address for pool in network.mac_pools] == ["00-15-5D-00-00-00"]


def test_network_that_docker_removes_is_gone_from_hns(engine: Engine, driver: Driver) -> None:
    """What stays would hold its address range until somebody finds it."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "web")
    assert len(driver.networks) == 1
    engine.docker("network", "rm", "web")
    driver.assert_nothing_left()


def test_internal_network_is_internal_in_hns(engine: Engine, driver: Driver) -> None:
    """Otherwise containers that must not get out could."""
    engine.docker("network", "create", "-d", driver.name, "--internal", "--subnet", "10.63.0.0/24", "closed")
    assert [str(network.type).lower() for network in driver.networks] == ["internal"]


def test_option_that_cannot_be_read_is_told_to_who_typed_it(engine: Engine, driver: Driver) -> None:
    """The engine passes on what the driver says: it must name the option and the value."""
    told = engine.refused("network", "create", "-d", driver.name, "--opt", f"{SHIM}.vlanid=many", "web")
    assert f"{SHIM}.vlanid" in told
    assert "many" in told
    driver.assert_nothing_left()


def test_network_that_hns_has_already_is_refused_by_name(engine: Engine, driver: Driver) -> None:
    """Two networks of one name in HNS would be mixed up by everybody who looks for it by name."""
    option = f"{SHIM}.networkname=office"
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.61.0.0/24", "--opt", option, "one")
    told = engine.refused("network", "create", "-d", driver.name, "--subnet", "10.62.0.0/24", "--opt", option, "two")
    assert "office" in told
    assert len(driver.networks) == 1


def test_network_of_somebody_else_is_used_and_left_alone(engine: Engine, driver: Driver) -> None:
    """`hnsid` takes over a network that an administrator made; removing it in Docker must not remove his."""
    with driver.host() as host:
        theirs = host.hns.networks.create(
            hns.HNSNetwork(
                name="office",
                type="NAT",
                subnets=[hns.Subnet(address_prefix="10.64.0.0/24", gateway_address="10.64.0.1")],
            )
        )
    option = f"{SHIM}.hnsid={theirs.id}"
    engine.docker("network", "create", "-d", driver.name, "--subnet", "10.64.0.0/24", "--opt", option, "office")
    engine.run("web", "--network", "office")
    assert driver.endpoint("web", "office").virtual_network == theirs.id
    engine.docker("rm", "--force", "web")
    engine.docker("network", "rm", "office")
    assert [network.name for network in driver.networks] == ["office"]
    with driver.host() as host:
        host.hns.networks.delete(theirs)
