"""The machine around the service: containers, host, time, load and dump."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from hcspy.testing.state import Fault
from hcspy.testing.wire import Machine

SUBNET = {"AddressPrefix": "192.168.100.0/24", "GatewayAddress": "192.168.100.1"}
NAT = {"Name": "nat", "Type": "nat", "Subnets": [SUBNET]}


def network_request(kind: str, endpoint: Any) -> str:
    return json.dumps({"ResourceType": "Network", "RequestType": kind, "Settings": endpoint})


def test_hot_attach_changes_the_endpoint(client: Callable[..., Any]) -> None:
    """What HcsModifyComputeSystem plugs in, HNSCall shows."""
    hns = client()
    hns.post("/networks/", NAT)
    endpoint = hns.post("/endpoints/", {"VirtualNetworkName": "nat"})
    machine: Machine = hns.machine
    assert machine.add_container("c1") == 2
    assert machine.hcs_open("C1") == (0, None)
    assert machine.hcs_modify("c1", network_request("Add", endpoint["ID"].upper())) == (0, None)
    assert hns.get(f"/endpoints/{endpoint['ID']}")["SharedContainers"] == ["c1"]
    hresult, result = machine.hcs_modify("c1", network_request("Add", endpoint["ID"]))
    assert hresult == 0x803B0014
    assert json.loads(result or "") == {
        "Error": 0x803B0014 - (1 << 32),
        "ErrorMessage": "This endpoint is already attached to the switch.",
    }
    assert machine.hcs_modify("c1", network_request("Remove", endpoint["ID"])) == (0, None)
    assert hns.get(f"/endpoints/{endpoint['ID']}")["State"] == 4


@pytest.mark.parametrize(
    ("configuration", "code"),
    [
        (network_request("Add", "4f6a2c90-7d1e-4b3a-a5c8-112233445566"), 0x80070490),
        (network_request("Add", 5), 0xC037010D),
        (network_request("Update", "x"), 0xC037010D),
        ('{"ResourceType":"Memory"}', 0x80070032),
        ("{}", 0x80070032),
        ("[]", 0xC037010D),
        ("{", 0xC037010D),
        (None, 0xC037010D),
    ],
)
def test_bad_modify_is_refused(configuration: str | None, code: int) -> None:
    """Clients tell "not supported" from "not there"."""
    machine = Machine()
    machine.add_container("c1")
    hresult, result = machine.hcs_modify("c1", configuration)
    assert hresult == code
    assert json.loads(result or "")["Error"] == code - (1 << 32)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1803", "A Compute System with the specified identifier does not exist."),
        ("2022", "A virtual machine or container with the specified identifier does not exist."),
    ],
)
def test_unknown_system_cannot_be_opened(name: str, text: str) -> None:
    """The message changed with 1809, the number did not."""
    machine = Machine(name)
    for answer in (machine.hcs_open("x"), machine.hcs_properties("x"), machine.hcs_modify("x", "{}")):
        assert answer[0] == 0xC037010E
        assert json.loads(answer[1] or "")["ErrorMessage"] == text


def test_systems_are_listed_and_described() -> None:
    """Id and SystemType are always there."""
    machine = Machine()
    machine.add_container("c1", owner="docker")
    machine.add_container("c2")
    shown = json.loads(machine.hcs_properties("c2", "{}")[1] or "")
    assert shown.pop("RuntimeId")
    assert shown.pop("SiloGuid")
    assert shown == {
        "Id": "c2",
        "SystemType": "Container",
        "State": "Running",
        "Name": "c2",
        "RuntimeOsType": "Windows",
    }
    assert machine.hcs_properties("c1", "{")[0] == 0xC037010D
    ids = {query: [s["Id"] for s in json.loads(machine.hcs_enumerate(query)[1] or "")] for query in _QUERIES}
    assert list(ids.values()) == [["c1", "c2"], ["c1", "c2"], ["c2"], ["c1"]]
    machine.remove_container("c1")
    assert machine.hcs_open("c1")[0] == 0xC037010E


_QUERIES = (None, "{}", '{"Ids":["c2"]}', '{"Owners":["docker"]}')


def test_failed_container_start_raises_with_the_code() -> None:
    """A test that starts one in a bad namespace hears why."""
    machine = Machine()
    with pytest.raises(Fault, match="0x803B002E"):
        machine.add_container("c1", namespace="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")
    assert machine.compartments() == [1]


def test_compartments_are_those_of_host_containers_and_namespaces(client: Callable[..., Any]) -> None:
    """Threads can enter these, and no others."""
    hns = client()
    namespace = hns.post("/namespaces/", {"CreateWithCompartment": True})
    assert namespace["CompartmentId"] == 2
    hns.machine.add_container("c1")
    assert hns.machine.compartments() == [1, 2, 3]


def test_listener_holds_its_port(client: Callable[..., Any]) -> None:
    """A program of the host is in the way until it ends."""
    hns = client()
    hns.post("/networks/", NAT)
    mapping = {"Type": "NAT", "Protocol": "tcp", "InternalPort": 80, "ExternalPort": 443}
    request = {"VirtualNetworkName": "nat", "Policies": [mapping]}
    hns.machine.listen("TCP", 443)
    assert hns.code("POST", "/endpoints/", request) == 0x803B0013
    hns.machine.unlisten("tcp", 443)
    hns.post("/endpoints/", request)


def test_adapters_are_bound_by_name(client: Callable[..., Any]) -> None:
    """A second card has an address of its own."""
    hns = client()
    hns.machine.add_adapter("Ethernet 2", "10.138.0.5/20")
    bridge = {"Name": "b", "Type": "L2Bridge", "NetworkAdapterName": "Ethernet 2"}
    assert hns.post("/networks/", bridge)["ManagementIP"] == "10.138.0.5"
    assert [adapter.index for adapter in hns.machine.host.adapters] == [4, 5]


def test_default_switch_can_be_added(client: Callable[..., Any]) -> None:
    """Client editions list it before anybody made a network."""
    hns = client("win11")
    assert hns.machine.add_default_switch() == hns.get("/networks/")[0]["ID"]


def test_traffic_can_be_added(client: Callable[..., Any]) -> None:
    """A monitor's test needs numbers of its own."""
    hns = client()
    hns.post("/networks/", NAT)
    id = hns.post("/endpoints/", {"VirtualNetworkName": "nat"})["ID"]
    hns.machine.add_traffic(id, BytesSent=1500, PacketsSent=1)
    hns.machine.add_traffic(id, BytesSent=1500)
    stats = hns.get(f"/endpointstats/{id}")
    assert (stats["BytesSent"], stats["PacketsSent"], stats["BytesReceived"]) == (3000, 1, 0)
    with pytest.raises(ValueError, match="BytesLost"):
        hns.machine.add_traffic(id, BytesLost=1)


def test_restart_and_rehydration_through_the_door(client: Callable[..., Any]) -> None:
    """A restarted service may look empty for a while."""
    hns = client()
    network = hns.post("/networks/", NAT)
    hns.machine.restart(rehydrated=False)
    assert (hns.get("/networks/"), hns.machine.generation) == ([], 1)
    hns.machine.rehydrate()
    assert hns.get("/networks/") == [network]
    hns.machine.restart()
    hns.machine.reboot()
    assert (hns.get("/networks/"), hns.machine.generation) == ([], 3)


@pytest.mark.parametrize(
    "step",
    [
        lambda machine: machine.call("POST", "/networks/", "{}"),
        lambda machine: machine.call("POST", "/networks/", '{"Name":"x","Type":"nat"}'),
        lambda machine: machine.set(settle=1.0),
        lambda machine: machine.listen("tcp", 1),
        lambda machine: machine.advance(1),
        lambda machine: machine.add_container("c1"),
        lambda machine: machine.restart(),
        lambda machine: machine.load({"Type": "nat"}),
    ],
)
def test_revision_grows_with_every_change(step: Callable[[Machine], Any]) -> None:
    """A state file is written when, and only when, something changed."""
    machine = Machine()
    before = machine.revision
    machine.call("GET", "/networks/")
    machine.dump()
    assert machine.revision == before
    step(machine)
    assert machine.revision > before


def test_load_of_a_dump_brings_the_build_with_it(client: Callable[..., Any]) -> None:
    """A state file decides what machine it is."""
    hns = client("2019")
    network = hns.post("/networks/", NAT)
    machine = Machine("rs1", seed=9)
    machine.load(json.loads(json.dumps(hns.machine.dump())))
    assert machine.profile.name == "2019"
    assert machine.call("GET", f"/networks/{network['ID']}") == hns.machine.call("GET", f"/networks/{network['ID']}")
    assert machine.state.seed == 0


def test_recorded_document_is_changed_where_it_is_changed(client: Callable[..., Any], sample: Any) -> None:
    """Everything else of a real host's document comes back as it was."""
    hns = client("2022")
    hns.machine.load(sample("hns_v1_endpoint_win11_namespace.json"))
    [before] = hns.get("/endpoints/")
    path = f"/endpoints/{before['ID']}"
    assert hns.post(path, {"Policies": [{"Type": "L2Driver"}]}).keys() == before.keys() | {"Policies"}
    after = hns.get(path)
    assert list(after)[: list(after).index("Policies")] == list(before)[: list(after).index("Policies")]
    assert {key: value for key, value in after.items() if key != "Policies"} == before
