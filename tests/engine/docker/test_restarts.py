"""What is started anew: the driver, the daemon, HNS. Nothing may be lost, and nothing left."""

from __future__ import annotations

from .conftest import Serve
from .driver import Driver
from .engine import Engine
from .relay import relay


def create(engine: Engine, driver: Driver, name: str = "web", subnet: str = "10.61.0.0/24") -> None:
    """Make a network."""
    engine.docker("network", "create", "-d", driver.name, "--subnet", subnet, name)


def test_driver_that_is_killed_between_the_calls_goes_on_where_it_was(engine: Engine, driver: Driver) -> None:
    """kill -9 is what an out-of-memory killer, an update or a reboot does; what Docker knows must stay true."""

    def again() -> None:
        driver.kill()
        driver.start()

    create(engine, driver)
    again()
    engine.run("one", "--network", "web", "-p", "8080:80")
    before = driver.endpoint("one", "web")
    again()
    assert driver.endpoint("one", "web").id == before.id
    create(engine, driver, "back", "10.71.0.0/24")
    again()
    engine.docker("network", "connect", "back", "one")
    again()
    engine.docker("network", "disconnect", "back", "one")
    again()
    engine.docker("rm", "--force", "one")
    assert driver.endpoints == []
    again()
    engine.docker("network", "rm", "web", "back")
    driver.assert_nothing_left()


def test_driver_that_is_killed_after_every_single_call_is_not_missed(engine: Engine, driver: Driver) -> None:
    """Whatever it has answered is true for the next one: all that it knows is on disk or in HNS."""
    with relay(driver) as between:
        ipam = ("--ipam-driver", between.name, "--subnet", "10.61.0.0/24")
        engine.docker("network", "create", "-d", between.name, *ipam, "web")
        engine.run("one", "--network", "web", "-p", "8080:80")
        address = engine.attachment("one", "web")["IPAddress"]
        assert [str(endpoint.ip_address) for endpoint in driver.endpoints] == [address]
        engine.tidy()
    wanted = "RequestPool RequestAddress CreateNetwork CreateEndpoint Join EndpointOperInfo Leave DeleteEndpoint"
    assert {*wanted.split(), "ReleaseAddress", "ReleasePool", "DeleteNetwork"} <= {*between.calls}
    driver.assert_nothing_left()


def test_driver_that_is_stopped_in_good_order_takes_its_socket_with_it(engine: Engine, driver: Driver) -> None:
    """A socket without anybody behind it makes the daemon wait for half a minute."""
    create(engine, driver)
    place = driver.place
    assert place.exists()
    driver.stop()
    assert not place.exists()
    assert len(driver.networks) == 1


def test_driver_that_lost_its_store_finds_its_networks_in_hns(engine: Engine, driver: Driver) -> None:
    """HNS is the truth: the ids of Docker are in there."""
    create(engine, driver)
    engine.run("one", "--network", "web")
    driver.stop()
    for file in driver.store.parent.glob(f"{driver.store.name}*"):
        file.unlink()
    driver.start()
    engine.run("two", "--network", "web")
    assert len(driver.endpoints) == 2


def test_daemon_that_is_restarted_starts_its_containers_on_the_same_network(engine: Engine, driver: Driver) -> None:
    """`systemctl restart docker`: containers that are to run always come back, with address and port."""
    create(engine, driver)
    engine.run("one", "--network", "web", "--restart", "always", "--ip", "10.61.0.9", "-p", "8080:80")
    network = driver.network("web").id
    engine.stop()
    assert driver.endpoints == []
    engine.start()
    engine.until_running("one")
    assert driver.network("web").id == network
    assert str(driver.endpoint("one", "web").ip_address) == "10.61.0.9"
    assert len(driver.endpoints) == 1


def test_daemon_that_is_killed_leaves_nothing_that_would_be_in_the_way(engine: Engine, driver: Driver) -> None:
    """It forgets the endpoints without a word; with their network they are gone, too."""
    create(engine, driver)
    engine.run("one", "--network", "web", "-p", "8080:80")
    engine.kill()
    engine.start()
    engine.docker("start", "one")
    assert driver.endpoint("one", "web").ip_address
    engine.docker("rm", "--force", "one")
    engine.docker("network", "rm", "web")
    driver.assert_nothing_left()


def test_driver_that_asks_the_engine_removes_what_it_forgot(engine: Engine, serve: Serve) -> None:
    """With `--engine` and `--gc` a start of the driver is enough: no network has to go first."""
    driver = serve("--gc", "--engine", engine.address)
    create(engine, driver)
    engine.run("gone", "--network", "web", "-p", "8080:80")
    engine.kill()
    engine.start()
    engine.run("here", "--network", "web", "--ip", "10.61.0.9")
    assert len(driver.endpoints) == 2
    driver.kill()
    driver.start()
    assert [str(endpoint.ip_address) for endpoint in driver.endpoints] == ["10.61.0.9"]
    assert len(driver.networks) == 1


def test_hns_that_is_restarted_has_the_same_networks_and_endpoints(engine: Engine, driver: Driver) -> None:
    """The service comes back with what it had; the driver must not have taken the pause for a loss."""
    create(engine, driver)
    engine.run("one", "--network", "web")
    before = driver.endpoint("one", "web")
    with driver.fake() as fake, fake.machine() as machine:
        machine.restart()
    engine.run("two", "--network", "web")
    assert driver.endpoint("one", "web").id == before.id
    engine.docker("rm", "--force", "one", "two")
    assert driver.endpoints == []


def test_hns_that_is_down_is_told_to_the_user_and_costs_nothing(engine: Engine, driver: Driver) -> None:
    """While the service is away, commands fail with a reason; afterwards they work."""
    create(engine, driver)
    with driver.fake() as fake, fake.service_stopped():
        told = engine.refused("run", "--name", "one", "--network", "web", "busybox", "true")
        assert "HNS" in told or "service" in told
    engine.docker("rm", "one")
    engine.run("one", "--network", "web")
    assert len(driver.endpoints) == 1


def test_network_that_hns_lost_in_a_reboot_is_made_again(engine: Engine, driver: Driver) -> None:
    """A NAT network does not survive the machine; Docker believes that it does, and the driver makes it true."""
    create(engine, driver)
    engine.run("one", "--network", "web", "-p", "8080:80")
    network = driver.network("web").id
    engine.docker("stop", "one")
    driver.kill()
    with driver.fake() as fake, fake.machine() as machine:
        machine.reboot()
    assert driver.networks == []
    driver.start()
    assert driver.network("web").id == network
    engine.docker("start", "one")
    assert driver.endpoint("one", "web").virtual_network == network


def test_two_drivers_serve_one_daemon(engine: Engine, serve: Serve) -> None:
    """Two names, two hosts, one container on both: each has its own part and nothing else."""
    one, two = serve(), serve("--network-type", "transparent")
    create(engine, one, "first", "10.61.0.0/24")
    create(engine, two, "second", "10.71.0.0/24")
    engine.run("both", "--network", "first")
    engine.docker("network", "connect", "second", "both")
    assert [str(endpoint.ip_address) for endpoint in one.endpoints] == ["10.61.0.2"]
    assert [str(endpoint.ip_address) for endpoint in two.endpoints] == ["10.71.0.2"]
    engine.docker("network", "disconnect", "second", "both")
    assert (len(one.endpoints), len(two.endpoints)) == (1, 0)
    one.kill()
    create(engine, two, "third", "10.72.0.0/24")
    engine.run("other", "--network", "third")
    assert [str(endpoint.ip_address) for endpoint in two.endpoints] == ["10.72.0.2"]
    one.start()


def test_two_drivers_share_one_host(engine: Engine, serve: Serve) -> None:
    """Two services on one machine, for two kinds of network: neither touches what the other made."""
    one = serve()
    two = serve("--network-type", "transparent", "--gc", node=one.node)
    create(engine, one, "first", "10.61.0.0/24")
    create(engine, two, "second", "10.71.0.0/24")
    two.kill()
    two.start()
    assert len(one.networks) == 2
    engine.docker("network", "rm", "second")
    assert [network.name for network in one.networks] == [engine.inspect("network", "first")["Id"]]
