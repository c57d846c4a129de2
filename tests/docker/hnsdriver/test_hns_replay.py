"""What engines were recorded to ask, asked again of the driver, in the same order."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy.errors import InvalidDocumentError
from hcspy.testing import FakeHost

from .engine import PORT_MAP, SCENARIOS, Engine, names, play, scenario

QUIET = {"DeleteNetwork", "CreateNetwork", "DeleteEndpoint", "Leave", "FreeNetwork", "DiscoverNew", "DiscoverDelete",
         "ProgramExternalConnectivity", "RevokeExternalConnectivity", "ReleaseAddress", "ReleasePool"}  # fmt: skip


class Translation:
    """Pools and addresses are what this driver chose, not what the recorded one did; an engine uses what it was told.

    The recorded one gave two networks the same pool. So which of the driver's two is meant is told by the address that
    is spoken of, else by which call it is: the gateway is asked for right behind the pool, a container's address is one
    of the first network.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._pools: list[str] = []
        self._pool_of: dict[str, str] = {}
        self._last = ""

    def request(self, request: Any) -> Any:
        """Return a recorded request as an engine would send it to this driver."""
        if isinstance(request, dict):
            pool = self._pool(request) if "PoolID" in request else {}
            return {**{key: self.request(value) for key, value in request.items()}, **pool}
        if isinstance(request, list):
            return [self.request(one) for one in request]
        return self._texts.get(request, request) if isinstance(request, str) else request

    def _pool(self, request: dict[str, Any]) -> dict[str, str]:
        if request.get("Address"):
            self._last = self._pool_of[request["Address"]]
        elif "Address" in request:
            self._last = self._pools[-1] if request["Options"] else self._pools[0]
        return {"PoolID": self._last}

    def learn(self, recorded: dict[str, Any], ours: dict[str, Any]) -> None:
        """Take note of an answer that differs from the recorded one."""
        if "PoolID" in recorded:
            self._pools.append(ours["PoolID"])
            self._texts[recorded["Pool"]] = ours["Pool"]
        if "Address" in recorded:
            for there, here in ((recorded["Address"], ours["Address"]), (bare(recorded), bare(ours))):
                self._texts[there] = here
                self._pool_of[there] = self._last


def bare(answer: dict[str, Any]) -> str:
    """Return an address without the length of its prefix."""
    return str(answer["Address"]).partition("/")[0]


async def replay(engine: Engine, calls: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """Ask everything, and return method, request and answer of each."""
    translation, found = Translation(), []
    for call in calls:
        method = call["method"]
        if method == "Plugin.Activate":
            continue
        request = translation.request(call["request"])
        answer = await engine.ask(method, request)
        translation.learn(call["response"], answer)
        found.append((method.partition(".")[2], request, answer))
    return found


async def clean_up(engine: Engine, found: list[tuple[str, Any, Any]]) -> None:
    """End what a recording leaves running."""
    for method, request, _ in reversed(found):
        if method in ("Join", "CreateEndpoint"):
            verb = "Leave" if method == "Join" else "DeleteEndpoint"
            await engine.about(verb, request["NetworkID"], request["EndpointID"])
        if method == "CreateNetwork":
            await engine.delete_network(request["NetworkID"])


@pytest.mark.parametrize("name", SCENARIOS)
def test_recorded_engine_gets_what_it_needs(name: str) -> None:
    """Each call that a real engine was seen to make, in its order; no answer may be one that it refuses."""

    async def main(engine: Engine) -> None:
        found = await replay(engine, scenario(name))
        assert found
        for method, request, answer in found:
            check(method, request, answer)
        await clean_up(engine, found)
        assert (engine.ipam.store.pools(), engine.network.store.networks()) == ([], [])

    with FakeHost() as fake:
        # The recorded user publishes a port on loopback, which the driver refuses unless it is told otherwise.
        play(main, fake, host_addresses="any")
        assert names(fake) == ([], [])
        fake.assert_clean()


def check(method: str, request: Any, answer: Any) -> None:
    """Hold an answer against what engines were recorded to refuse."""
    if method in QUIET:
        assert answer == {}
    if method == "CreateEndpoint":
        asked, given = request["Interface"], answer["Interface"]
        assert not [name for name in given if asked.get(name) and given[name]]
        assert asked["MacAddress"] or given["MacAddress"].count(":") == 5
        assert asked["Address"] or "/" in given["Address"]
    if method == "Join":
        assert answer == {"DisableGatewayService": True}
    if method == "EndpointOperInfo":
        assert len(answer["Value"]["hnsid"]) == 36
        assert answer["Value"]["com.docker.network.endpoint.macaddress"].count(":") == 5
    if method == "GetCapabilities" and "Scope" in answer:
        assert answer == {"Scope": "local", "ConnectivityScope": "local"}


def test_recorded_ports_are_in_hns() -> None:
    """The point of `-p` is that somebody outside gets in."""

    async def main(engine: Engine) -> None:
        found = await replay(engine, scenario("engine-20.10-dual-stack-gateway"))
        (endpoint,) = fake.host.hns.endpoints.list()
        chosen = {policy.internal_port: policy.external_port for policy in endpoint.policies}
        assert chosen == {80: 8081, 81: 8082, 9000: chosen[9000]}
        assert chosen[9000]
        assert (endpoint.ip_address, endpoint.ipv6_address) == ("10.64.0.200", "fd00:64::c8")
        assert endpoint.mac_address == "00-15-5d-ab-cd-ef"
        (told,) = [answer["Value"] for method, _, answer in found if method == "EndpointOperInfo"][-1:]
        assert {one["Port"]: one["HostPort"] for one in told[PORT_MAP]} == chosen
        assert len(told["com.docker.network.endpoint.exposedports"]) == 3

    with FakeHost() as fake:
        play(main, fake)


def test_recorded_loopback_port_is_refused_by_default() -> None:
    """Docker's own driver refuses it as well: HNS has no way to keep the rest of the world out."""

    async def main(engine: Engine) -> None:
        with pytest.raises(InvalidDocumentError, match=r"53/udp.*127\.0\.0\.1"):
            await replay(engine, scenario("engine-20.10-run-ports"))

    with FakeHost() as fake:
        play(main, fake)
        assert names(fake)[1] == []


def test_recorded_null_ipam_gets_addresses_of_hns() -> None:
    """`--ipam-driver null`: neither the engine nor the driver chooses, HNS does."""

    async def main(engine: Engine) -> None:
        calls = scenario("engine-20.10-null-ipam")[:4]
        *_, (method, _, answer) = await replay(engine, calls)
        assert method == "CreateEndpoint"
        (endpoint,), (network,) = fake.host.hns.endpoints.list(), fake.host.hns.networks.list()
        length = str(network.subnets[0].address_prefix).partition("/")[2]
        assert answer["Interface"]["Address"] == f"{endpoint.ip_address}/{length}"
        assert answer["Interface"]["MacAddress"] == endpoint.mac_address.replace("-", ":").lower()

    with FakeHost() as fake:
        play(main, fake)


def test_recorded_second_network_does_not_take_the_ports() -> None:
    """The engine names a container's ports with each of its endpoints; HNS gives a port to one."""

    async def main(engine: Engine) -> None:
        calls = scenario("moby-2026-08-run-dual-stack")
        joined = [number for number, call in enumerate(calls) if call["method"] == "NetworkDriver.Join"][1]
        await replay(engine, calls[: joined + 1])
        first, second = fake.host.hns.endpoints.list()
        assert [policy.external_port for policy in first.policies] == [5353, 8081]
        assert second.policies == ()

    with FakeHost() as fake:
        play(main, fake, host_addresses="any")


def test_global_scope_is_what_the_engine_was_told() -> None:
    """The engine of a swarm asks no manager otherwise."""

    async def main(engine: Engine) -> Any:
        return await engine.ask("NetworkDriver.GetCapabilities")

    with FakeHost() as fake:
        assert play(main, fake, scope="global") == {"Scope": "global", "ConnectivityScope": "global"}
