"""The driver as the engine meets it: retries, networks that were there before, what it says of itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

import hcspy.aio
from hcspy import hns
from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
from hcspy.docker.hnsdriver.networkmodel import virtual_subnet
from hcspy.docker.hnsdriver.settings import Settings
from hcspy.errors import (
    EndpointAlreadyExistsError,
    EndpointNotFoundError,
    InUseError,
    InvalidDocumentError,
    NetworkAlreadyExistsError,
    NetworkNotFoundError,
)
from hcspy.testing import FakeHost

from .engine import NET, ONE, OTHER, Engine, names, play, policies, port, sent

# -- retries ------------------------------------------------------------------------------------------------------


def test_every_call_may_be_repeated() -> None:
    """An engine whose connection broke asks again, and must not get two networks or an error."""

    async def main(engine: Engine) -> None:
        for _ in range(2):
            await engine.create_network(NET)
        first, second = [await engine.create_endpoint(NET, ONE, port(80, 8080)) for _ in range(2)]
        assert first == second
        for _ in range(2):
            await engine.join(NET, ONE)
        for verb in ("ProgramExternalConnectivity", "RevokeExternalConnectivity", "Leave", "DeleteEndpoint"):
            for _ in range(2):
                await engine.about(verb, NET, ONE)
        for _ in range(2):
            await engine.delete_network(NET)

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])
        assert len(list(sent(fake, "/networks"))) == len(list(sent(fake, "/endpoints"))) == 1


def test_repeated_request_may_have_its_ports_in_another_order() -> None:
    """The engine keeps them in maps, whose order changes from call to call."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, port(80, 8080), port(81, 8081))
        await engine.create_endpoint(NET, ONE, port(81, 8081), port(80, 8080))

    with FakeHost() as fake:
        play(main, fake)


def test_same_id_for_something_else_is_refused() -> None:
    """It is no retry, and answering it like one would hide a mistake."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        with pytest.raises(NetworkAlreadyExistsError, match="other options"):
            await engine.create_network(NET, vlanid="7")
        await engine.create_endpoint(NET, ONE)
        with pytest.raises(EndpointAlreadyExistsError, match="other options"):
            await engine.create_endpoint(NET, ONE, port(80, 8080))

    with FakeHost() as fake:
        play(main, fake)


def test_endpoint_is_spoken_of_with_its_own_network() -> None:
    """What belongs together is in line by its network; another network's line would not hold it back."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_network(OTHER, "10.62.0.0/24")
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        await engine.join(NET, ONE)
        with pytest.raises(EndpointAlreadyExistsError):
            await engine.create_endpoint(OTHER, ONE, port(80, 8080))
        for verb in ("RevokeExternalConnectivity", "Leave", "DeleteEndpoint"):
            await engine.about(verb, OTHER, ONE)
        with pytest.raises(EndpointNotFoundError):
            await engine.join(OTHER, ONE)
        assert engine.network.store.endpoint(ONE).sandbox  # type: ignore[union-attr]

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"1": [8080]}


def test_what_is_not_there_is_said_by_its_id() -> None:
    """The engine shows the words to its user."""

    async def main(engine: Engine) -> None:
        with pytest.raises(NetworkNotFoundError, match=f"network {NET} is not known"):
            await engine.create_endpoint(NET, ONE)
        await engine.create_network(NET)
        for verb in ("EndpointOperInfo", "ProgramExternalConnectivity"):
            with pytest.raises(EndpointNotFoundError, match=f"endpoint {ONE} of network {NET} is not known"):
                await engine.about(verb, NET, ONE)
        with pytest.raises(EndpointNotFoundError):
            await engine.join(NET, "web")

    with FakeHost() as fake:
        play(main, fake)


@pytest.mark.parametrize(("network", "endpoint"), [("", ONE), (NET, "")])
def test_request_without_an_id_is_refused(network: str, endpoint: str) -> None:
    """It would become a network without a name, which nobody finds again."""

    async def main(engine: Engine) -> None:
        with pytest.raises(InvalidDocumentError, match="the request has no"):
            await engine.create_network(network)
            await engine.create_endpoint(network, endpoint)

    with FakeHost() as fake:
        play(main, fake)


@pytest.mark.parametrize("what", ["NetworkID", "EndpointID", "SandboxKey"])
def test_text_that_is_none_is_refused(what: str) -> None:
    """JSON can say half of a character; a file cannot hold it, and a traceback helps nobody."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE)
        request = {"NetworkID": NET, "EndpointID": ONE, "SandboxKey": "/netns/1", what: "\ud800"}
        with pytest.raises(InvalidDocumentError, match="is no text"):
            await engine.ask("NetworkDriver.Join", request)

    with FakeHost() as fake:
        play(main, fake)


# -- networks that were there before --------------------------------------------------------------------------------


def test_network_of_somebody_else_is_taken_and_given_back() -> None:
    """An administrator's network with its switch is to be used, not to be deleted."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET, hnsid=there.id)
        await engine.create_endpoint(NET, ONE)
        assert names(fake) == (["lab"], ["host", ONE])
        await engine.delete_network(NET)

    with FakeHost() as fake:
        subnet = hns.Subnet(address_prefix="10.61.0.0/24", gateway_address="10.61.0.1")
        there = fake.host.hns.networks.create(hns.HNSNetwork(name="lab", type="L2Bridge", subnets=[subnet]))
        fake.host.hns.endpoints.create(hns.HNSEndpoint(name="host", virtual_network=there))
        play(main, fake)
        assert names(fake) == (["lab"], ["host"])


def test_network_is_deleted_with_the_docker_network_if_the_user_says_so() -> None:
    """`hnsowned=false`: HNS does not own it, Docker does."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET, hnsid=there.id, hnsowned="false")
        await engine.delete_network(NET)

    with FakeHost() as fake:
        there = fake.host.hns.networks.create(hns.HNSNetwork(name="lab", type="NAT"))
        play(main, fake)
        assert names(fake) == ([], [])


def test_name_of_somebody_elses_network_is_refused() -> None:
    """Taking it silently would end with deleting it."""

    async def main(engine: Engine) -> None:
        with pytest.raises(NetworkAlreadyExistsError, match="not this driver's"):
            await engine.create_network(NET, networkname="lab")
        await engine.delete_network(NET)

    with FakeHost() as fake:
        fake.host.hns.networks.create(hns.HNSNetwork(name="lab", type="NAT"))
        play(main, fake)
        assert names(fake) == (["lab"], [])


def test_network_with_endpoints_of_others_is_not_deleted() -> None:
    """HNS would take them along."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE)
        mine = fake.host.hns.networks.get(name=NET)
        theirs = fake.host.hns.endpoints.create(hns.HNSEndpoint(name="vm", virtual_network=mine))
        with pytest.raises(InUseError, match="not this driver's: vm"):
            await engine.delete_network(NET)
        assert names(fake) == ([NET], [ONE, "vm"])
        fake.host.hns.endpoints.delete(theirs)
        await engine.create_network(NET)  # the old one goes first
        assert names(fake) == ([NET], [])
        await engine.delete_network(NET)

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


# -- what it says of itself -----------------------------------------------------------------------------------------


def test_engine_on_windows_is_told_the_gateway() -> None:
    """It shows it; on Linux it would try to set a route."""

    async def main(engine: Engine) -> Any:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE)
        return await engine.join(NET, ONE)

    with FakeHost() as fake:
        assert play(main, fake, gateways=True) == {"Gateway": "10.61.0.1", "DisableGatewayService": True}


VXLAN_IDS = "com.docker.network.driver.overlay.vxlanid_list"


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("overlay", {"a": "b", VXLAN_IDS: "4097"}, {"a": "b", VXLAN_IDS: "4097"}),
        ("overlay", {"a": "b"}, {"a": "b", VXLAN_IDS: str(virtual_subnet(NET))}),
        ("nat", {"a": "b"}, {"a": "b"}),
    ],
)
def test_manager_of_a_swarm_numbers_an_overlay(kind: str, given: dict[str, str], told: dict[str, str]) -> None:
    """Its answer goes to every node in place of what the user gave."""

    async def main(engine: Engine) -> Any:
        data = [{"Pool": "10.61.0.0/24", "Gateway": "10.61.0.1/24"}]
        request = {"NetworkID": NET, "Options": given, "IPv4Data": data}
        return (await engine.ask("NetworkDriver.AllocateNetwork", request))["Options"]

    with FakeHost() as fake:
        assert play(main, fake, network_type=kind) == told


@pytest.mark.parametrize("kind", ["nat", "transparent", "l2bridge", "l2tunnel", "overlay", "internal", "private"])
def test_every_type_of_network_works(kind: str) -> None:
    """HNS wants other things of each: an overlay's subnet needs a number."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        assert str(fake.host.hns.networks.get(name=NET).type).lower() == kind
        await engine.cycle(NET, ONE)
        await engine.delete_network(NET)

    with FakeHost() as fake:
        play(main, fake, network_type=kind)
        assert names(fake) == ([], [])


@pytest.mark.parametrize("wrong", [{"network_type": "bridge"}, {"scope": "swarm"}, {"host_addresses": "all"}])
def test_setting_that_does_not_exist_is_refused(wrong: Any) -> None:
    """At the start, not with the first network."""
    with pytest.raises(ValueError, match="not one of"):
        Settings(**wrong)


def test_driver_needs_no_file() -> None:
    """Somebody who tries it out should not leave one behind."""

    async def main() -> None:
        async with hcspy.aio.connect("fake") as host:
            driver = HNSNetworkDriver(host)
            await driver.start()
            assert driver.store.path is None
            driver.store.close()
            driver.store.close()

    asyncio.run(main())
