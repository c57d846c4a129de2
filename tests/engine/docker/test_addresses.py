"""Who gives out addresses: the engine, the driver's own IPAM, or HNS."""

from __future__ import annotations

from .driver import Driver
from .engine import Engine


def test_driver_gives_out_addresses_from_its_own_pools(engine: Engine, driver: Driver) -> None:
    """With `--ipam-driver` every address comes from the driver: gateway, range, and one for each container."""
    ipam = ("--ipam-driver", driver.name, "--subnet", "10.77.0.0/24", "--ip-range", "10.77.0.128/25")
    engine.docker("network", "create", "-d", driver.name, *ipam, "pooled")
    engine.run("one", "--network", "pooled")
    engine.run("two", "--network", "pooled")
    addresses = [engine.attachment(name, "pooled")["IPAddress"] for name in ("one", "two")]
    assert len({*addresses, str(driver.network("pooled").subnets[0].gateway_address)}) == 3
    assert all(128 <= int(address.rpartition(".")[2]) <= 255 for address in addresses)
    assert sorted(str(endpoint.ip_address) for endpoint in driver.endpoints) == sorted(addresses)


def test_driver_chooses_the_pool_if_nobody_does(engine: Engine, driver: Driver) -> None:
    """`--ipam-driver` alone must do, and two networks must not get the same range."""
    for name in ("one", "two"):
        engine.docker("network", "create", "-d", driver.name, "--ipam-driver", driver.name, name)
    ranges = {network.subnets[0].address_prefix for network in driver.networks}
    assert len(ranges) == 2


def test_address_of_the_pool_is_free_again_when_its_container_is_gone(engine: Engine, driver: Driver) -> None:
    """A pool that only loses addresses is empty one day."""
    ipam = ("--ipam-driver", driver.name, "--subnet", "10.78.0.0/29")
    engine.docker("network", "create", "-d", driver.name, *ipam, "small")
    for _ in range(2):
        engine.run("one", "--network", "small", "--ip", "10.78.0.5")
        told = engine.refused("run", "--name", "two", "--network", "small", "--ip", "10.78.0.5", "busybox", "true")
        assert "10.78.0.5" in told
        engine.docker("rm", "--force", "one", "two")


def test_addresses_survive_the_driver(engine: Engine, driver: Driver) -> None:
    """A driver that forgets what it gave out gives it out again, to somebody else."""
    ipam = ("--ipam-driver", driver.name, "--subnet", "10.79.0.0/24")
    engine.docker("network", "create", "-d", driver.name, *ipam, "pooled")
    engine.run("one", "--network", "pooled")
    driver.kill()
    driver.start()
    engine.run("two", "--network", "pooled")
    assert engine.attachment("one", "pooled")["IPAddress"] != engine.attachment("two", "pooled")["IPAddress"]


def test_hns_gives_the_address_where_the_engine_has_no_ipam(engine: Engine, driver: Driver) -> None:
    """`--ipam-driver null`: HNS decides, and the engine shows what it decided."""
    engine.docker("network", "create", "-d", driver.name, "--ipam-driver", "null", "free")
    engine.run("one", "--network", "free", "-p", "8123:80")
    shown, endpoint = engine.attachment("one", "free"), driver.endpoint("one", "free")
    assert shown["IPAddress"] == str(endpoint.ip_address) != ""
    assert shown["MacAddress"].replace(":", "-").lower() == str(endpoint.mac_address).lower()
    assert engine.inspect("network", "free")["Containers"]


def test_network_has_addresses_of_both_versions(engine: Engine, driver: Driver) -> None:
    """Dual stack: both go to HNS as the engine gave them."""
    subnets = ("--subnet", "10.74.0.0/24", "--ipv6", "--subnet", "fd00:74::/64")
    engine.docker("network", "create", "-d", driver.name, *subnets, "both")
    engine.run("one", "--network", "both")
    endpoint, shown = driver.endpoint("one", "both"), engine.attachment("one", "both")
    assert (str(endpoint.ip_address), str(endpoint.ipv6_address)) == (shown["IPAddress"], shown["GlobalIPv6Address"])
