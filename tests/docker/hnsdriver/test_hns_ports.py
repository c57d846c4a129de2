"""Ports of containers: published once, wherever the container is."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy import hns
from hcspy.errors import HcspyError, PortInUseError
from hcspy.testing import FakeHost

from .engine import NET, ONE, OTHER, PORT_MAP, TWO, Engine, names, play, policies, port


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
        await on_two_networks(engine)
        first = fake.host.hns.endpoints.get(name=ONE)
        fake.host.hns.endpoints.add_policies(first, hns.ACL(action="Block", direction="Out", priority=200))
        await engine.about("RevokeExternalConnectivity", NET, ONE)
        assert [policy.type for policy in fake.host.hns.endpoints.get(name=ONE).policies] == ["ACL"]

    with FakeHost() as fake:
        play(main, fake)


def test_ports_that_nobody_waits_for_stay_until_the_endpoint_goes() -> None:
    """The engine revokes before each end of a container, and HNS should not be bothered with it."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        await engine.create_endpoint(NET, ONE, port(80, 8080))
        await engine.join(NET, ONE)
        before = len(fake.calls.requests)
        await engine.about("RevokeExternalConnectivity", NET, ONE)
        assert len(fake.calls.requests) == before

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"1": [8080]}


def test_ports_of_an_endpoint_that_hns_has_lost_are_withdrawn_already() -> None:
    """It is made again at the next Join, or is about to be deleted."""

    async def main(engine: Engine) -> None:
        await on_two_networks(engine)
        fake.host.hns.endpoints.delete(fake.host.hns.endpoints.get(name=ONE))
        await engine.about("RevokeExternalConnectivity", NET, ONE)

    with FakeHost() as fake:
        play(main, fake)
        assert policies(fake) == {"2": []}


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


def test_port_on_a_network_without_translation_is_refused() -> None:
    """A container on the host's own network has its ports there anyway."""

    async def main(engine: Engine) -> None:
        await engine.create_network(NET)
        with pytest.raises(HcspyError, match="0x803b0016"):
            await engine.create_endpoint(NET, ONE, port(80, 8080))

    with FakeHost() as fake:
        play(main, fake, network_type="transparent")
        assert names(fake) == ([NET], [])
