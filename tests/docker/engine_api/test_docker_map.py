"""The map of Docker's networks and containers on HNS and HCS."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

import hcspy
from hcspy import aio, from_json, hns
from hcspy.cli.app import app
from hcspy.docker import (
    ContainerSummary,
    DockerMap,
    EndpointSettings,
    Engine,
    NetworkResource,
    NetworkSettingsSummary,
    PortSummary,
    VersionResponse,
    docker_map,
)
from hcspy.hcs import Properties
from hcspy.snapshot import Snapshot
from hcspy.testing import FakeHost

from .played import Played, played, recorded

WINDOWS = VersionResponse(os="windows")
NETWORK = "a546a47a-7368-444a-90ec-4599c874db0b"
ENDPOINT = "11111111-7368-444a-90ec-4599c874db0b"
CONTAINER = "c0" * 32
PLACE = "e0" * 32


def real() -> tuple[Snapshot, dict[str, Any]]:
    """Return what a real engine answered, and the host that its driver worked on."""
    document = recorded("engine-20.10-hcspy-driver")
    return Snapshot.load(document["host"]), document["paths"]


def compare(snapshot: Snapshot, paths: dict[str, Any]) -> DockerMap:
    """Compare what was recorded."""
    return DockerMap.compare(
        snapshot,
        version=from_json(VersionResponse, paths["/version"]),
        networks=[from_json(NetworkResource, one) for one in paths["/networks"]],
        containers=[from_json(ContainerSummary, one) for one in paths["/containers/json"]],
    )


def windows(**changes: Any) -> DockerMap:
    """Compare a container on a network of Docker's own driver, with one thing changed."""
    nat = hns.NAT(protocol="tcp", internal_port=80, external_port=8080)
    endpoint = hns.HNSEndpoint(
        id=ENDPOINT,
        name="Ethernet",
        virtual_network=NETWORK,
        ip_address="172.22.240.9",
        mac_address="00-15-5D-00-00-09",
        policies=changes.pop("policies", [nat]),
        shared_containers=changes.pop("shared", [CONTAINER]),
    )
    subnet = hns.Subnet(address_prefix="172.22.240.0/27", gateway_address=changes.pop("gateway", "172.22.240.1"))
    network = hns.HNSNetwork(id=NETWORK, name="testname", type=changes.pop("type", "NAT"), subnets=[subnet])
    system = Properties(id=CONTAINER, owner="docker", state="Running")
    place = attrs.evolve(
        EndpointSettings(network_id=docker_network().id, endpoint_id=PLACE, ip_address="172.22.240.9"),
        **changes.pop("place", {}),
    )
    container = ContainerSummary(
        id=CONTAINER,
        names=["/web/alias", "/app"],
        state=changes.pop("state", "running"),
        ports=[PortSummary(private_port=80, public_port=8080), PortSummary(private_port=81)],
        network_settings=NetworkSettingsSummary(networks={"testname": place}),
    )
    snapshot = Snapshot(
        networks=changes.pop("networks", [network]),
        endpoints=[hcspy.evolve(endpoint, **changes.pop("endpoint", {}))],
        systems=changes.pop("systems", [system]),
    )
    assert not changes
    return DockerMap.compare(snapshot, version=WINDOWS, networks=[docker_network()], containers=[container])


def docker_network() -> NetworkResource:
    """Return the network that was recorded on Windows."""
    return from_json(NetworkResource, recorded("network-inspect-windows")[0])


# -- what matches -------------------------------------------------------------------------------------------------


def test_map_of_a_real_engine_with_the_shipped_driver_matches() -> None:
    """Networks and endpoints carry Docker's ids, so that each side leads to the other."""
    found = compare(*real())
    assert found.mismatches == []
    states = {pair.name: (pair.state, pair.host and str(pair.host.type)) for pair in found.networks}
    assert states["none"] == states["host"] == ("elsewhere", None)
    assert states["web"] == states["back"] == ("matched", "NAT")
    places = {(pair.container.name, pair.network.name) for pair in found.endpoints if pair.container and pair.network}
    assert places == {("one", "web"), ("one", "back"), ("two", "web"), ("bare", "none")}
    for pair in found.endpoints:
        assert pair.docker is not None
        assert pair.state == "elsewhere" or (pair.host and pair.host.name == pair.docker.endpoint_id)


def test_map_of_dockers_own_driver_goes_by_the_id_that_it_writes_down() -> None:
    """Its networks have their own names in HNS, its endpoints none: the container or an address tells."""
    found = windows()
    assert found.mismatches == []
    assert [(pair.state, pair.host and pair.host.id) for pair in found.networks] == [("matched", NETWORK)]
    assert [(pair.state, pair.host and pair.host.id) for pair in found.endpoints] == [("matched", ENDPOINT)]
    assert [(pair.state, pair.host and pair.host.id) for pair in found.containers] == [("matched", CONTAINER)]


@pytest.mark.parametrize("place", [{"mac_address": "00:15:5d:00:00:09"}, {"ip_address": "172.22.240.9"}])
def test_endpoint_without_a_name_is_found_by_its_address(place: dict[str, str]) -> None:
    """Containers of newer engines are plugged in by a namespace, which does not name them."""
    found = windows(shared=["another"], place=place)
    assert [pair.host and pair.host.id for pair in found.endpoints] == [ENDPOINT]


def test_container_that_does_not_run_needs_neither_endpoint_nor_system() -> None:
    """A stopped container is no mismatch."""
    container = ContainerSummary(
        id=CONTAINER,
        state="exited",
        network_settings=NetworkSettingsSummary(
            networks={"testname": EndpointSettings(network_id=docker_network().id)}
        ),
    )
    found = DockerMap.compare(Snapshot(), version=WINDOWS, containers=[container])
    assert found.endpoints == []
    assert [pair.state for pair in found.containers] == ["matched"]


def test_what_others_have_on_the_host_is_no_mismatch() -> None:
    """Kubernetes, WSL and virtual machines have networks, endpoints and systems of their own."""
    snapshot = Snapshot(
        networks=[hns.HNSNetwork(id=NETWORK, name="Default Switch", type="ICS")],
        endpoints=[hns.HNSEndpoint(id=ENDPOINT, name="vm", virtual_network=NETWORK)],
        systems=[Properties(id="vm", owner="WSL")],
    )
    found = DockerMap.compare(snapshot, version=WINDOWS)
    assert found.mismatches == []
    assert [pair.state for pair in (*found.networks, *found.endpoints, *found.containers)] == ["foreign"] * 3


def test_internal_network_is_of_the_closed_type_of_hns() -> None:
    """`docker network create --internal -d nat` is Internal in HNS."""
    closed = attrs.evolve(docker_network(), internal=True)
    network = hns.HNSNetwork(id=NETWORK, type="Internal", subnets=[hns.Subnet(address_prefix="172.22.240.0/27")])
    assert DockerMap.compare(Snapshot(networks=[network]), networks=[closed]).mismatches == []


# -- what does not ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"type": "Transparent"}, "network testname: differs, its driver is nat, its type in HNS is Transparent"),
        ({"gateway": "172.22.240.3"}, "network testname: differs, the gateway of 172.22.240.0/27 is 172.22.240.1"),
        ({"networks": []}, "network testname: missing, HNS has no network with the id A546A47A"),
        ({"place": {"ip_address": "172.22.240.8"}}, "its address is 172.22.240.8, in HNS 172.22.240.9"),
        ({"place": {"mac_address": "00:00:00:00:00:01"}}, "its MAC address is 00:00:00:00:00:01, in HNS 00:15:5d"),
        ({"place": {"global_ipv6_address": "fd00::2"}}, "its address is fd00::2, in HNS none"),
        ({"shared": []}, "endpoint testname/app: differs, its endpoint is not plugged in"),
        ({"endpoint": {"virtual_network": "x"}}, "endpoint testname/app: missing, HNS has no endpoint e0e0e0e0e0e0"),
        ({"endpoint": {"name": PLACE, "virtual_network": "x"}}, "its endpoint is on the HNS network x"),
        ({"policies": []}, "container app: differs, HNS does not publish its port 8080:80/tcp"),
        (
            {"policies": [hns.NAT(protocol="udp", internal_port=53, external_port=53)]},
            "HNS publishes a port 53:53/udp that Docker has not",
        ),
        ({"systems": []}, "container app: missing, it runs, and there is no compute system with its id"),
        ({"state": "exited"}, "container app: differs, it is exited, and its compute system is still there"),
    ],
)
def test_what_does_not_match_is_said(changes: dict[str, Any], line: str) -> None:
    """Each of these has made somebody look through two command lines by hand."""
    found = windows(**changes)
    assert any(line in said for said in found.mismatches), found.mismatches


def test_subnets_that_differ_are_said_of_both_sides() -> None:
    """A network that was made anew by hand, with another subnet."""
    network = hns.HNSNetwork(id=NETWORK, type="NAT", subnets=[hns.Subnet(address_prefix="odd")])
    (line,) = DockerMap.compare(Snapshot(networks=[network]), networks=[docker_network()]).mismatches
    assert "HNS has not its subnet 172.22.240.0/27" in line
    assert "HNS has a subnet odd that Docker has not" in line


def test_network_whose_addresses_hns_hands_out_may_have_any_subnet() -> None:
    """With the IPAM driver null Docker knows 0.0.0.0/0."""
    document = recorded("network-inspect-windows")[0]
    document["IPAM"] = {"Driver": "null", "Config": [{"Subnet": "0.0.0.0/0"}]}
    network = hns.HNSNetwork(id=NETWORK, type="NAT", subnets=[hns.Subnet(address_prefix="10.0.0.0/24")])
    docker = from_json(NetworkResource, document)
    assert DockerMap.compare(Snapshot(networks=[network]), networks=[docker]).mismatches == []


def test_what_docker_has_forgotten_is_stale() -> None:
    """Networks and endpoints that carry an id of Docker, and containers of its own: left by an engine that died."""
    snapshot, paths = real()
    paths = {**paths, "/networks": [], "/containers/json": []}
    system = Properties(id=CONTAINER, owner="docker")
    found = compare(attrs.evolve(snapshot, systems=[system]), paths)
    pairs = (*found.networks, *found.endpoints, *found.containers)
    assert {pair.state for pair in pairs} == {"stale"}
    assert len(found.mismatches) == len(pairs) == 2 + 3 + 1


def test_endpoint_on_dockers_network_that_nobody_uses_is_stale() -> None:
    """Docker's own driver gives endpoints no names: one without container is left over all the same."""
    endpoint = hns.HNSEndpoint(id=ENDPOINT, name="Ethernet", virtual_network=NETWORK, state=1)
    network = hns.HNSNetwork(id=NETWORK, type="NAT", subnets=[hns.Subnet(address_prefix="172.22.240.0/27")])
    found = DockerMap.compare(Snapshot(networks=[network], endpoints=[endpoint]), networks=[docker_network()])
    assert [pair.state for pair in found.endpoints] == ["stale"]


def test_place_on_a_network_that_docker_does_not_list_is_missing() -> None:
    """An engine that is inconsistent in itself must not break the map."""
    place = EndpointSettings(network_id="gone", endpoint_id=PLACE)
    container = ContainerSummary(id=CONTAINER, network_settings=NetworkSettingsSummary(networks={"gone": place}))
    found = DockerMap.compare(Snapshot(), containers=[container])
    assert found.mismatches == [f"endpoint ?/{CONTAINER}: missing, HNS has no endpoint {PLACE[:12]}"]


def test_network_that_is_only_a_configuration_is_elsewhere() -> None:
    """`docker network create --config-only` makes nothing."""
    found = DockerMap.compare(Snapshot(), networks=[NetworkResource(name="c", id="1", driver="nat", config_only=True)])
    assert [pair.state for pair in found.networks] == ["elsewhere"]


def test_odd_documents_of_an_engine_are_no_obstacle() -> None:
    """Engines write null where they have nothing."""
    network = from_json(NetworkResource, '{"Name": "n", "Id": "1", "Driver": "null", "IPAM": null, "Options": null}')
    container = from_json(ContainerSummary, '{"Id": "2", "Names": null, "Ports": null, "NetworkSettings": null}')
    found = DockerMap.compare(Snapshot(), networks=[network], containers=[container])
    assert found.mismatches == []
    assert found.dump()["Networks"][0]["Docker"]["IPAM"] is None


# -- asking engine and host ---------------------------------------------------------------------------------------


@pytest.fixture
def host(fake_host: FakeHost) -> FakeHost:
    """The host that the driver of the recorded engine worked on."""
    fake_host.load(recorded("engine-20.10-hcspy-driver")["host"])
    return fake_host


async def mapped(address: str) -> DockerMap:
    """Return the map of the test's host."""
    async with aio.connect() as host, Engine(address) as engine:
        return await docker_map(host, engine)


def test_map_is_made_of_engine_and_host(host: FakeHost) -> None:
    """The whole way, over a connection."""
    with played(real()[1]) as engine:
        found = asyncio.run(mapped(engine.address))
    assert found.mismatches == []
    assert found.version.version == "20.10.24+dfsg1"


def test_what_changes_while_it_is_looked_at_is_looked_at_again(host: FakeHost) -> None:
    """A container that was removed between two questions is no mismatch."""
    paths = real()[1]
    containers, networks = paths["/containers/json"], paths["/networks"]
    paths["/containers/json"] = [*containers, {"Id": "gone", "Names": ["/gone"], "State": "running"}]

    def end(path: str) -> None:
        if engine.asked.count("/networks") == 2:
            engine.paths["/containers/json"] = containers

    with played(paths) as engine:
        engine.before = end
        found = asyncio.run(mapped(engine.address))
    assert [pair.docker.name for pair in found.containers if pair.docker] == ["bare", "one", "three", "two"]
    assert engine.asked.count("/networks") == 3
    assert len(networks) == 4


def test_engine_that_never_rests_is_answered_all_the_same(host: FakeHost) -> None:
    """A busy node starts and ends something each second."""
    paths = real()[1]
    with played(paths) as engine:

        def more(path: str) -> None:
            known = engine.paths["/containers/json"]
            engine.paths["/containers/json"] = [*known, {"Id": str(len(known)), "Names": [f"/z{len(known)}"]}]

        engine.before = more
        found = asyncio.run(mapped(engine.address))
    assert len(found.containers) > 4


# -- the command --------------------------------------------------------------------------------------------------


def run(engine: Played, *args: str, code: int = 0) -> Result:
    """Run the command against an engine."""
    result = CliRunner().invoke(app, ["docker", "map", "--engine", engine.address, *args])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test runners say how wide their own screen is; the command line writes to a pipe here."""
    for name in ("COLUMNS", "HCSPY_HOST", "HCSPY_API"):
        monkeypatch.delenv(name, raising=False)


def test_command_shows_both_sides_in_tables(host: FakeHost) -> None:
    """Names, states, addresses, ports and both ids stand in one line."""
    with played(real()[1]) as engine:
        lines = run(engine, "--strict").stdout.splitlines()
    web = next(line for line in lines if line.startswith("web "))
    assert web.split()[1:5] == ["matched", "hcspy1", "NAT", "10.61.0.0/24"]
    one = next(line for line in lines if line.startswith("web/one"))
    assert "8080:80/tcp" in one
    assert "10.61.0.2" in one
    bare = next(line for line in lines if line.startswith("none/bare"))
    assert bare.split()[1] == "elsewhere"


def test_command_marks_what_does_not_match_and_says_so_to_programs(host: FakeHost) -> None:
    """A check that runs each hour looks at the exit status alone."""
    paths = real()[1]
    missing = {"Name": "lost", "Id": "9dea", "Driver": "nat", "IPAM": {"Config": [{"Subnet": "10.9.0.0/24"}]}}
    paths["/networks"] = [*paths["/networks"], missing]
    with played(paths) as engine:
        told = run(engine).stdout
        assert "network lost: missing, HNS has no network named 9dea" in told
        run(engine, "--strict", code=1)


def test_command_gives_programs_the_documents_of_both_sides(host: FakeHost) -> None:
    """Recipes for jq that work on docker inspect work here."""
    with played(real()[1]) as engine:
        document = json.loads(run(engine, "-o", "json").stdout)
    assert document.keys() == {"Engine", "Networks", "Endpoints", "Containers"}
    web = next(pair for pair in document["Networks"] if pair["Docker"]["Name"] == "web")
    assert web["Host"]["Name"] == web["Docker"]["Id"]
    assert web["State"] == "matched"
    place = next(pair for pair in document["Endpoints"] if pair["Network"] == "web")
    assert place["Host"]["Name"] == place["Docker"]["EndpointID"]
    assert place["Container"] in {pair["Docker"]["Id"] for pair in document["Containers"]}


def test_command_shows_what_only_one_side_has(host: FakeHost) -> None:
    """What is foreign or stale has no name in Docker, what is missing no addresses in HNS."""
    paths = real()[1]
    container = next(one for one in paths["/containers/json"] if one["Names"] == ["/two"])
    container["NetworkSettings"]["Networks"]["web"]["EndpointID"] = PLACE
    container["NetworkSettings"]["Networks"]["web"]["MacAddress"] = ""
    with played(paths) as engine:
        told = run(engine).stdout
    assert "web/two" in told
    assert "missing" in told
    assert "stale" in told


def test_command_without_an_engine_says_where_it_looked(fake_host: FakeHost, tmp_path: Path) -> None:
    """Exit code 4: something that has to run does not."""
    result = CliRunner().invoke(app, ["docker", "map", "--engine", "tcp://127.0.0.1:9"])
    assert result.exit_code == 4
    assert "no Docker engine answers at tcp://127.0.0.1:9" in result.stderr


def test_command_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client needs aiohttp, which not everybody has."""
    monkeypatch.setattr("hcspy.cli.docker.map.find_spec", lambda name: None)
    result = CliRunner().invoke(app, ["docker", "map"])
    assert result.exit_code == 1
    assert "pip install hcspy[docker]" in result.stderr
