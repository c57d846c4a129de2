"""The driver, HNS and the machine are started anew: nothing is lost, and nothing is left that nobody wants."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

import attrs
import pytest

import hcspy.aio
from hcspy import hns
from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
from hcspy.docker.hnsdriver.reconcile import Reconciliation
from hcspy.docker.hnsdriver.store import DELETING, Store
from hcspy.errors import NetworkNotFoundError, ServiceUnavailableError
from hcspy.testing import FakeHost

from .engine import (
    NET,
    ONE,
    OTHER,
    PORT_MAP,
    TWO,
    Engine,
    its_end,
    kinds,
    names,
    one_container,
    play,
    port,
    reconciled,
)

# -- the driver -----------------------------------------------------------------------------------------------------


def test_driver_is_killed_between_any_two_calls(tmp_path: Path) -> None:
    """Containers run on while it is away; the engine notices nothing but a pause."""
    steps = [
        lambda engine: engine.create_network(NET),
        lambda engine: engine.create_endpoint(NET, ONE, port(80, 8080)),
        lambda engine: engine.join(NET, ONE),
        lambda engine: engine.about("EndpointOperInfo", NET, ONE),
        lambda engine: engine.about("Leave", NET, ONE),
        lambda engine: engine.about("DeleteEndpoint", NET, ONE),
        lambda engine: engine.delete_network(NET),
    ]
    with FakeHost() as fake:
        answers = [play(step, fake, tmp_path / "driver.sqlite", stop=False) for step in steps]
        assert answers[3]["Value"][PORT_MAP][0]["HostPort"] == 8080
        assert names(fake) == ([], [])


def test_store_is_lost_but_not_what_carries_a_docker_id(tmp_path: Path) -> None:
    """Names in HNS are enough to go on and to clean up: HNS is the truth."""
    with FakeHost() as fake:
        hns_id = play(one_container, fake, tmp_path / "first.sqlite")

        async def main(engine: Engine) -> None:
            assert (await reconciled(engine)).clean
            told = (await engine.about("EndpointOperInfo", NET, ONE))["Value"]
            assert (told["hnsid"], told[PORT_MAP][0]["HostPort"]) == (hns_id, 8080)
            await engine.create_endpoint(NET, TWO)
            await engine.about("DeleteEndpoint", NET, TWO)
            await its_end(engine)

        play(main, fake, tmp_path / "second.sqlite")
        assert names(fake) == ([], [])


@pytest.mark.parametrize("verb", ["DeleteEndpoint", "DeleteNetwork"])
def test_deletion_works_without_a_store(verb: str) -> None:
    """The engine asks once, and forgets whatever the answer is."""

    async def main(engine: Engine) -> None:
        if verb == "DeleteEndpoint":
            await engine.about(verb, NET, ONE)
            assert names(fake) == ([NET], [])
        await engine.delete_network(NET)

    with FakeHost() as fake:
        play(one_container, fake)
        play(main, fake)
        assert names(fake) == ([], [])


KILLED = """
import asyncio, os, sys
import hcspy.aio
from hcspy import from_json
from hcspy.docker import CreateEndpointRequest, CreateNetworkRequest
from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
from hcspy.docker.hnsdriver.store import Store

where, path, network, endpoint, name = sys.argv[1:]


class Dying(Store):
    def put(self, record):
        if where == "network" and record.hns_id:
            os._exit(9)
        super().put(record)

    def put_with_ports(self, record, ports):
        if where == "endpoint" and record.hns_id:
            os._exit(9)
        super().put_with_ports(record, ports)


async def main():
    async with hcspy.aio.connect() as host:
        driver = HNSNetworkDriver(host, Dying(path))
        generic = {"com.docker.network.windowsshim.networkname": name} if name else {}
        request = {"NetworkID": network, "Options": {"com.docker.network.generic": generic},
                   "IPv4Data": [{"Pool": "10.61.0.0/24", "Gateway": "10.61.0.1/24"}]}
        await driver.create_network(from_json(CreateNetworkRequest, request))
        await driver.create_endpoint(from_json(CreateEndpointRequest, {"NetworkID": network, "EndpointID": endpoint}))


asyncio.run(main())
"""


def killed(fake: FakeHost, path: Path, where: str, name: str = "") -> None:
    """Let a driver die in the middle: HNS has done its part, the store does not know yet."""
    command = [sys.executable, "-c", KILLED, where, str(path), NET, ONE, name]
    assert subprocess.run(command, env=fake.environ, timeout=120, check=False).returncode == 9


@pytest.mark.parametrize(("where", "name"), [("network", ""), ("network", "web"), ("endpoint", "")])
def test_driver_killed_in_the_middle_leaves_what_it_recognizes(tmp_path: Path, where: str, name: str) -> None:
    """The object is in HNS, and no request says that it is wanted: it is stale, and goes if that is asked for."""
    path = tmp_path / "driver.sqlite"
    with FakeHost() as fake:
        killed(fake, path, where, name)
        before = names(fake)
        assert before == (([name or NET], []) if where == "network" else ([NET], [ONE]))
        found = play(reconciled, fake, path)
        assert kinds(found.stale) == [(where, "a" if where == "network" else "1")]
        assert found.removed == ()
        assert names(fake) == before
        play(reconciled, fake, path, gc=True)
        assert names(fake) == (([], []) if where == "network" else ([NET], []))


def test_engine_repeats_the_call_during_which_the_driver_was_killed(tmp_path: Path) -> None:
    """It does so for half a minute; what is there is taken, and there are no twins."""
    path = tmp_path / "driver.sqlite"

    async def main(engine: Engine) -> None:
        await engine.create_network(NET, networkname="web")
        await engine.create_endpoint(NET, ONE)
        await its_end(engine)

    with FakeHost() as fake:
        killed(fake, path, "network", "web")
        (before,) = fake.host.hns.networks.list()
        play(lambda engine: engine.create_network(NET, networkname="web"), fake, path)
        assert [network.id for network in fake.host.hns.networks.list()] == [before.id]
        play(main, fake, path)
        assert names(fake) == ([], [])


def test_endpoint_begun_before_the_driver_was_killed_is_made_once(tmp_path: Path) -> None:
    """The half made one holds the address that the retry asks for."""
    path = tmp_path / "driver.sqlite"

    async def main(engine: Engine) -> None:
        await engine.create_endpoint(NET, ONE)

    with FakeHost() as fake:
        killed(fake, path, "endpoint")
        play(main, fake, path)
        assert names(fake) == ([NET], [ONE])


BUSY = """
import asyncio, itertools, sys
import hcspy.aio
from hcspy import from_json
from hcspy.docker import CreateEndpointRequest, CreateNetworkRequest, DeleteEndpointRequest, DeleteNetworkRequest
from hcspy.docker.hnsdriver import HNSNetworkDriver, Store


async def main(path, first):
    async with hcspy.aio.connect() as host:
        driver = HNSNetworkDriver(host, Store(path))
        await driver.start()
        print("ready", flush=True)
        for number in itertools.count(first):
            network = {"NetworkID": f"{number:064x}"}
            pools = {"IPv4Data": [{"Pool": "10.61.0.0/24", "Gateway": "10.61.0.1/24"}]}
            await driver.create_network(from_json(CreateNetworkRequest, {**network, **pools}))
            endpoint = {**network, "EndpointID": f"{number:063x}e"}
            await driver.create_endpoint(from_json(CreateEndpointRequest, endpoint))
            await driver.delete_endpoint(from_json(DeleteEndpointRequest, endpoint))
            await driver.delete_network(from_json(DeleteNetworkRequest, network))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.mark.load
def test_driver_killed_anywhere_leaves_nothing_that_it_does_not_know(tmp_path: Path) -> None:
    """Wherever it is hit, the next one finds all of it."""
    path, chance = tmp_path / "driver.sqlite", random.Random(5)

    async def swept(engine: Engine) -> Reconciliation:
        return await engine.network.reconcile(gc=True, known=())

    with FakeHost() as fake:
        for turn in range(6):
            command = [sys.executable, "-c", BUSY, str(path), str(turn * 100_000)]
            with subprocess.Popen(command, env=fake.environ, stdout=subprocess.PIPE) as driver:
                assert driver.stdout is not None
                assert driver.stdout.readline().strip() == b"ready"
                time.sleep(chance.random() / 10)  # any moment will do
                driver.kill()
            assert play(swept, fake, path).failed == ()
            assert names(fake) == ([], [])


# -- HNS and the machine ----------------------------------------------------------------------------------------------


def test_hns_restarts_under_a_running_driver() -> None:
    """Objects keep their ids; there is nothing to do."""

    async def main(engine: Engine) -> Reconciliation:
        await one_container(engine)
        with fake.machine() as machine:
            machine.restart()
        found = await engine.network.reconcile()
        await its_end(engine)
        return found

    with FakeHost() as fake:
        assert play(main, fake).clean
        assert names(fake) == ([], [])


def test_hns_that_has_not_read_its_backup_yet_gets_no_twins() -> None:
    """For a moment it answers as if it had nothing. What is made again in that moment has the same ids."""

    async def main(engine: Engine) -> None:
        hns_id = await one_container(engine)
        with fake.machine() as machine:
            machine.restart(rehydrated=False)
        found = await engine.network.reconcile()
        assert kinds(found.restored) == [("network", "a"), ("endpoint", "1")]
        with fake.machine() as machine:
            machine.rehydrate()
        assert names(fake) == ([NET], [ONE])
        told = (await engine.about("EndpointOperInfo", NET, ONE))["Value"]
        assert (told["hnsid"], told[PORT_MAP][0]["HostPort"]) == (hns_id, 8080)
        await its_end(engine)

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


def test_nat_network_survives_a_reboot(tmp_path: Path) -> None:
    """HNS forgets it from Windows 1809 on, and Docker's own driver makes it again, too."""
    path = tmp_path / "driver.sqlite"

    async def main(engine: Engine) -> None:
        await engine.create_endpoint(NET, TWO)
        await engine.about("DeleteEndpoint", NET, TWO)
        await its_end(engine)

    with FakeHost() as fake:
        play(one_container, fake, path)
        (before,) = fake.host.hns.networks.list()
        with fake.machine() as machine:
            machine.reboot()
        assert names(fake) == ([], [])
        play(reconciled, fake, path)
        (after,) = fake.host.hns.networks.list()
        assert (after.id, after.subnets[0].address_prefix) == (before.id, before.subnets[0].address_prefix)
        play(main, fake, path)
        assert names(fake) == ([], [])


@pytest.mark.parametrize("lost", ["network", "endpoint"])
def test_what_hns_has_lost_is_there_when_it_is_needed(lost: str) -> None:
    """HNS may lose things at any time; a start of the driver is not the moment at which it does."""

    async def main(engine: Engine) -> None:
        await one_container(engine)
        if lost == "network":
            fake.host.hns.networks.delete(fake.host.hns.networks.get(name=NET))
            await engine.create_network(NET)
            await engine.join(NET, ONE)
            fake.host.hns.networks.delete(fake.host.hns.networks.get(name=NET))
            await engine.create_endpoint(NET, TWO)
        else:
            fake.host.hns.endpoints.delete(fake.host.hns.endpoints.get(name=ONE))
            await engine.join(NET, ONE)
        assert await engine.about("EndpointOperInfo", NET, ONE)

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [TWO if lost == "network" else ONE])


def test_network_of_somebody_else_is_not_made_again() -> None:
    """Whoever removed it had a reason, and knows what it was."""

    async def main(engine: Engine) -> Reconciliation:
        await engine.create_network(NET, hnsid=lab.id)
        fake.host.hns.networks.delete(lab)
        with pytest.raises(NetworkNotFoundError, match="not this driver's"):
            await engine.create_endpoint(NET, ONE)
        found = await engine.network.reconcile()
        await engine.delete_network(NET)
        return found

    with FakeHost() as fake:
        lab = fake.host.hns.networks.create(hns.HNSNetwork(name="lab", type="NAT"))
        found = play(main, fake)
        assert kinds(found.failed) == [("network", "a")]
        assert names(fake) == ([], [])


def test_network_made_again_by_somebody_else_is_taken() -> None:
    """Docker names it by its id, so it cannot be meant otherwise."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        fake.host.hns.networks.delete(fake.host.hns.networks.get(name=NET))
        there = fake.host.hns.networks.create(hns.HNSNetwork(name=NET, type="NAT"))
        assert kinds((await engine.network.reconcile()).restored) == [("network", "a")]
        assert [one.id for one in fake.host.hns.networks.list()] == [there.id]
        await engine.cycle(NET, ONE)

    with FakeHost() as fake:
        play(main, fake)


def test_name_taken_by_somebody_else_meanwhile_is_not(tmp_path: Path) -> None:
    """A network called `web` may be anybody's."""

    async def main(engine: Engine) -> Reconciliation:
        await engine.create_network(NET, networkname="web")
        fake.host.hns.networks.delete(fake.host.hns.networks.get(name="web"))
        fake.host.hns.networks.create(hns.HNSNetwork(name="web", type="Transparent"))
        return await engine.network.reconcile(gc=True)

    with FakeHost() as fake:
        found = play(main, fake, tmp_path / "driver.sqlite")
        assert kinds(found.failed) == [("network", "a")]
        assert [network.type for network in fake.host.hns.networks.list()] == ["Transparent"]


def test_change_in_hns_is_the_truth() -> None:
    """An endpoint that is made again must be the one that was there last."""

    async def main(engine: Engine) -> None:
        await one_container(engine)
        endpoint = fake.host.hns.endpoints.get(name=ONE)
        fake.host.hns.endpoints.add_policies(endpoint, hns.QOS(maximum_outgoing_bandwidth_in_bytes=5))
        assert kinds((await engine.network.reconcile()).changed) == [("endpoint", "1")]
        assert (await engine.network.reconcile()).clean
        fake.host.hns.endpoints.delete(endpoint)
        await engine.join(NET, ONE)
        assert [policy.type for policy in fake.host.hns.endpoints.get(name=ONE).policies] == ["NAT", "QOS"]

    with FakeHost() as fake:
        play(main, fake)


def test_driver_starts_while_hns_is_down(tmp_path: Path) -> None:
    """Services start in any order; the first call finds out."""
    path = tmp_path / "driver.sqlite"

    async def main() -> None:
        async with hcspy.aio.connect(fake) as host:
            with Store(path) as store:
                driver = HNSNetworkDriver(host, store, gc=True)
                with fake.service_stopped():
                    await driver.start()
                    with pytest.raises(ServiceUnavailableError):
                        await Engine(driver, None).create_network(OTHER, "10.62.0.0/24")  # type: ignore[arg-type]
                await Engine(driver, None).create_network(OTHER, "10.62.0.0/24")  # type: ignore[arg-type]
                await driver.stop()

    with FakeHost() as fake:
        play(one_container, fake, path)
        with Store(path) as store:
            record = store.endpoint(ONE)
            assert record is not None
            store.put(attrs.evolve(record, state=DELETING))
        asyncio.run(main())
        assert names(fake) == ([NET, OTHER], [])


def test_engine_is_told_what_was_known_while_hns_is_down() -> None:
    """`docker inspect` and statistics go on asking."""

    async def main(engine: Engine) -> None:
        hns_id = await one_container(engine)
        with fake.service_stopped():
            told = (await engine.about("EndpointOperInfo", NET, ONE))["Value"]
        assert (told["hnsid"], told[PORT_MAP][0]["HostPort"]) == (hns_id, 8080)

    with FakeHost() as fake:
        play(main, fake)
