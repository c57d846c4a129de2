"""The driver as the engine meets it: retries, failures in the middle, ports, networks that were there before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import hcspy.aio
from hcspy import hns
from hcspy.docker.hnsdriver.driver import HNSNetworkDriver
from hcspy.docker.hnsdriver.networkmodel import virtual_subnet
from hcspy.docker.hnsdriver.settings import Settings
from hcspy.errors import (
    AccessDeniedError,
    EndpointAlreadyExistsError,
    EndpointNotFoundError,
    InUseError,
    InvalidDocumentError,
    NetworkAlreadyExistsError,
    NetworkNotFoundError,
    PortInUseError,
    ServiceUnavailableError,
    TimedOutError,
)
from hcspy.hns.services import endpoints, networks
from hcspy.testing import FakeHost

from .engine import PORT_MAP, Engine, id_of, names, play, port, sent

NET, OTHER = id_of("a"), id_of("b")
ONE, TWO = id_of("1"), id_of("2")


def policies(fake: FakeHost) -> dict[str, list[int | None]]:
    """Return the ports of the host that each endpoint has."""
    return {
        str(endpoint.name)[0]: [one.external_port for one in endpoint.policies if isinstance(one, hns.NatPolicy)]
        for endpoint in fake.host.hns.endpoints.list()
    }


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


# -- failures in the middle -----------------------------------------------------------------------------------------


def test_network_that_hns_refuses_leaves_nothing() -> None:
    """The engine forgets it at once, so nobody would ever remove it."""

    async def main(engine: Engine) -> None:
        fake.on("POST /networks", nth=1).fail(0x80070005)
        with pytest.raises(AccessDeniedError):
            await engine.create_network(NET)
        assert await engine.network.store.run(engine.network.store.networks) == []
        await engine.create_network(NET)

    with FakeHost() as fake:
        play(main, fake)
        fake.assert_all_used()
        assert names(fake) == ([NET], [])


def test_endpoint_that_hns_refuses_leaves_nothing() -> None:
    """The engine does not delete an endpoint whose creation failed."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        fake.on("POST /endpoints", nth=1).fail(0x80070005)
        with pytest.raises(AccessDeniedError):
            await engine.create_endpoint(NET, ONE, port(80, 8080))
        assert await engine.network.store.run(engine.network.store.endpoints) == []
        await engine.create_endpoint(NET, TWO, port(80, 8080))

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"2": [8080]}


@pytest.mark.parametrize("what", ["network", "endpoint"])
def test_object_that_cannot_be_remembered_is_removed(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not fill HNS with objects that nobody knows."""

    async def main(engine: Engine) -> None:
        store = engine.network.store
        await engine.create_network(OTHER, "10.62.0.0/24")
        verb = "put" if what == "network" else "put_with_ports"
        real, calls = getattr(store, verb), []

        def full(*args: Any) -> None:
            calls.append(args)
            if len(calls) == 2:  # the first says that it begins
                raise OSError("disk full")
            real(*args)

        monkeypatch.setattr(store, verb, full)
        with pytest.raises(OSError, match="disk full"):
            await (engine.create_network(NET) if what == "network" else engine.create_endpoint(OTHER, ONE))

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([OTHER], [])


def test_what_could_not_be_undone_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stale then, and the next reconciliation finds it."""

    async def main(engine: Engine) -> None:
        store = engine.network.store
        await engine.create_network(NET)
        real = store.put_with_ports

        def full(record: Any, ports: Any) -> None:
            if record.hns_id:
                raise OSError("disk full")
            real(record, ports)

        monkeypatch.setattr(store, "put_with_ports", full)
        fake.on("DELETE /endpoints/*", nth=1).fail(0x80070005)
        with pytest.raises(OSError, match="disk full"):
            await engine.create_endpoint(NET, ONE)
        monkeypatch.undo()
        assert names(fake)[1] == [ONE]
        found = await engine.network.reconcile(gc=True)
        assert [str(one.id) for one in found.removed] == [ONE]

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [])


@pytest.mark.parametrize("how", [ServiceUnavailableError, TimedOutError])
def test_creation_of_unknown_outcome_is_found_out(how: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """HNS may have done it before it crashed: the retry has to take what is there."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        real = networks.Networks.create

        def crash(self: Any, model: hns.HNSNetwork) -> hns.HNSNetwork:
            real(self, model)
            raise how("no answer")

        monkeypatch.setattr(networks.Networks, "create", crash)
        with pytest.raises(how):
            await engine.create_network(OTHER, "10.62.0.0/24", networkname="web")
        monkeypatch.undo()
        await engine.create_network(OTHER, "10.62.0.0/24", networkname="web")

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[0] == [NET, "web"]


def test_answer_that_only_says_done_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """HNS may confirm a request and leave out what it has made."""

    async def main(engine: Engine) -> Any:
        for cls in (networks.Networks, endpoints.Endpoints):
            monkeypatch.setattr(cls, "create", confirmed(cls.create))
        await engine.create_network(NET)
        given = await engine.create_endpoint(NET, ONE)
        monkeypatch.undo()
        assert given["MacAddress"]
        await engine.about("DeleteEndpoint", NET, ONE)
        await engine.delete_network(NET)

    def confirmed(real: Callable[..., Any]) -> Callable[..., Any]:
        def create(self: Any, model: Any, **more: Any) -> Any:
            real(self, model, **more)
            return model

        return create

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


def test_caller_that_goes_away_stops_nothing_in_the_middle() -> None:
    """The engine's retry finds the endpoint finished."""

    async def main(engine: Engine) -> Any:
        await engine.create_network(NET)
        rule = fake.on("POST /endpoints").hang()
        asked = asyncio.ensure_future(engine.create_endpoint(NET, ONE))
        while not rule.fired:
            await asyncio.sleep(0.01)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        again = asyncio.ensure_future(engine.create_endpoint(NET, ONE))
        rule.remove()
        assert (await again)["MacAddress"]
        await engine.network.stop()

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([NET], [ONE])
        assert len(list(sent(fake, "/endpoints"))) == 1


def test_driver_that_stops_ends_what_it_began() -> None:
    """A stop in the middle of a creation would leave it to the next reconciliation."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        rule = fake.on("DELETE /networks/*").hang()
        asked = asyncio.ensure_future(engine.delete_network(NET))
        while not rule.fired:
            await asyncio.sleep(0.01)
        asked.cancel()
        stopping = asyncio.ensure_future(engine.network.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        rule.remove()
        await stopping

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake) == ([], [])


# -- ports ----------------------------------------------------------------------------------------------------------


def test_port_that_another_container_waits_with_is_in_use() -> None:
    """Two containers that are created with the same port: the second one must not start silently without it."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        with pytest.raises(PortInUseError, match=f"port 8080/tcp of the host is in use by endpoint {ONE}"):
            await engine.create_endpoint(NET, TWO, port(80, 8080))

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"1": [8080]}


def test_port_that_another_container_uses_is_in_use_when_the_second_joins() -> None:
    """Only then it is known that it is another container."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        await engine.join(NET, ONE, "/netns/1")
        await engine.create_endpoint(NET, TWO, port(80, 8080))
        with pytest.raises(PortInUseError, match=ONE):
            await engine.join(NET, TWO, "/netns/2")

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"1": [8080], "2": []}


async def on_two_networks(engine: Engine) -> None:
    """Let one container have ports, and be on two networks."""
    await engine.create_network(NET)
    await engine.create_network(OTHER, "10.62.0.0/24")
    for network, id in ((NET, ONE), (OTHER, TWO)):
        await engine.create_endpoint(network, id, port(80, 8080), port(81, 8081))
        await engine.join(network, id, "/netns/1")


def test_ports_stay_with_the_first_network_of_a_container() -> None:
    """`docker network connect` of a container with published ports is an everyday thing."""
    with FakeHost() as fake:
        play(on_two_networks, fake)
        assert policies(fake) == {"1": [8080, 8081], "2": []}


def test_ports_go_to_the_network_that_is_left() -> None:
    """`docker network disconnect` from the first one must not close the ports of the container."""

    async def main(engine: Engine) -> Any:
        await on_two_networks(engine)
        await engine.about("Leave", NET, ONE)
        await engine.about("DeleteEndpoint", NET, ONE)
        assert policies(fake) == {"2": [8080, 8081]}
        return (await engine.about("EndpointOperInfo", OTHER, TWO))["Value"][PORT_MAP]

    with FakeHost() as fake:
        assert [one["HostPort"] for one in play(main, fake)] == [8080, 8081]


def test_engine_moves_ports_from_one_network_to_another() -> None:
    """It says which endpoint is the way to the outside, and which one is not any more."""

    async def main(engine: Engine) -> None:
        await on_two_networks(engine)
        await engine.about("ProgramExternalConnectivity", OTHER, TWO)
        assert policies(fake) == {"1": [8080, 8081], "2": []}
        await engine.about("RevokeExternalConnectivity", NET, ONE)
        assert policies(fake) == {"1": [], "2": []}
        await engine.about("ProgramExternalConnectivity", OTHER, TWO)

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"1": [], "2": [8080, 8081]}


def test_other_policies_stay_when_ports_are_withdrawn() -> None:
    """Losing the rules of an endpoint with its ports would open what they closed."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        rule = {"com.docker.network.hcspy.acl": '{"Action": "Block", "Direction": "Out", "Priority": 200}'}
        await engine.create_endpoint(NET, ONE, port(80, 8080), **rule)
        await engine.join(NET, ONE)
        await engine.about("RevokeExternalConnectivity", NET, ONE)

    with FakeHost() as fake:
        play(main, fake)
        (endpoint,) = fake.host.hns.endpoints.list()
        assert [policy.type for policy in endpoint.policies] == ["ACL"]


def test_ports_that_hns_does_not_pass_on_are_not_lost_track_of() -> None:
    """The deletion was asked for and has happened; the engine or a person can ask for the ports once more."""

    async def main(engine: Engine) -> None:
        await on_two_networks(engine)
        await engine.about("Leave", NET, ONE)
        fake.on(f"POST /endpoints/{fake.host.hns.endpoints.get(name=TWO).id}", nth=1).fail(0x80070005)
        await engine.about("DeleteEndpoint", NET, ONE)
        assert policies(fake) == {"2": []}
        await engine.about("ProgramExternalConnectivity", OTHER, TWO)

    with FakeHost() as fake:
        play(main, fake)
        fake.assert_all_used()
        assert policies(fake) == {"2": [8080, 8081]}


def test_port_of_a_program_of_the_host_is_refused_by_hns() -> None:
    """The store knows nothing of it."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        with pytest.raises(PortInUseError):
            await engine.create_endpoint(NET, ONE, port(80, 8080))

    with FakeHost() as fake:
        with fake.machine() as machine:
            machine.listen("tcp", 8080)
        play(main, fake)
        assert names(fake)[1] == []


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


def test_overlay_network_works_without_a_number() -> None:
    """HNS refuses an overlay's subnet without one."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.cycle(NET, ONE)

    with FakeHost() as fake:
        play(main, fake, network_type="overlay")
        assert names(fake) == ([NET], [])


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
