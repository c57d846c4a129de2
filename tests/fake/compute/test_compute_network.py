"""Compute systems and the network: one machine behind all doors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcspy.testing import FakeHost

from .doors import ARGON, ARGON_2, MACHINE, XENON, Door, Refused


class Network:
    """A NAT network with endpoints, asked about through HNSCall."""

    def __init__(self, fake: FakeHost) -> None:
        self.fake = fake
        subnet = {"AddressPrefix": "172.20.0.0/24", "GatewayAddress": "172.20.0.1"}
        self.id = self.call("POST", "/networks/", {"Name": "web", "Type": "NAT", "Subnets": [subnet]})["ID"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        text = "" if body is None else json.dumps(body)
        reply = self.fake.respond("vmcompute", "HNSCall", {"method": method, "path": path, "object": text})
        answer = json.loads(reply["response"])
        assert answer["Success"], answer
        return answer.get("Output")

    def endpoint(self, name: str = "e") -> str:
        id: str = self.call("POST", "/endpoints/", {"Name": name, "VirtualNetwork": self.id})["ID"]
        return id

    def show(self, endpoint: str) -> Any:
        return self.call("GET", f"/endpoints/{endpoint}")

    def namespace(self, *endpoints: str) -> str:
        id: str = self.call("POST", "/namespaces/", {"IsDefault": False})["ID"]
        for endpoint in endpoints:
            self.call("POST", f"/namespaces/{id}/addresource", {"Type": "Endpoint", "Data": {"Id": endpoint}})
        return id


@pytest.fixture
def network(fake: FakeHost) -> Network:
    return Network(fake)


def in_namespace(namespace: str) -> dict[str, Any]:
    container = {**ARGON_2["Container"], "Networking": {"Namespace": namespace}}
    return {**ARGON_2, "Container": container}


def test_endpoints_of_schema_1_are_plugged_in_while_it_runs(door: Door, network: Network) -> None:
    """Docker names the endpoints in the create document."""
    endpoint = network.endpoint()
    system = door.create("c1", {**ARGON, "EndpointList": [endpoint.upper()]})
    assert not network.show(endpoint).get("SharedContainers")
    door.step("Start", system)
    assert network.show(endpoint)["SharedContainers"] == ["c1"]
    assert network.show(endpoint)["State"] == 2
    with network.fake.machine() as machine:
        assert machine.compartments() == [1, 2]
    door.step("Terminate", system)
    assert not network.show(endpoint).get("SharedContainers")
    with network.fake.machine() as machine:
        assert machine.compartments() == [1]


def test_namespace_of_schema_2_holds_the_container_while_it_runs(door: Door, network: Network) -> None:
    """containerd makes the namespace; the container's compartment is the namespace's."""
    endpoint = network.endpoint()
    namespace = network.namespace(endpoint)
    system = door.running(in_namespace(namespace))
    shown = network.call("GET", f"/namespaces/{namespace}")
    assert shown["CompartmentId"] == 2
    assert {"Data": {"Id": "c1"}, "Type": "Container"} in shown["ResourceList"]
    assert network.show(endpoint)["SharedContainers"] == ["c1"]
    refusal = network.fake.respond(
        "vmcompute", "HNSCall", {"method": "DELETE", "path": f"/namespaces/{namespace}", "object": ""}
    )
    assert json.loads(refusal["response"])["ErrorCode"] == 0x803B0015
    door.step("Shutdown", system)
    shown = network.call("GET", f"/namespaces/{namespace}")
    assert not any(resource["Type"] == "Container" for resource in shown["ResourceList"])
    network.call("DELETE", f"/namespaces/{namespace}")


@pytest.mark.parametrize("namespace", ["9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", "no guid"])
def test_unknown_namespace_is_refused_at_creation(door: Door, namespace: str) -> None:
    """The namespace of yesterday's pod."""
    with pytest.raises(Refused) as caught:
        door.create("c1", in_namespace(namespace))
    assert caught.value.hresult == 0x803B002E


def test_unknown_endpoint_is_refused_at_creation(door: Door) -> None:
    """The endpoint was cleaned up by somebody else."""
    with pytest.raises(Refused) as caught:
        door.create("c1", {**ARGON, "EndpointList": ["9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"]})
    assert caught.value.hresult == 0x80070490


def test_degraded_endpoint_fails_the_start_and_leaves_nothing_behind(door: Door, network: Network) -> None:
    """The first endpoint must not stay plugged into a container that never ran."""
    good, bad = network.endpoint("a"), network.endpoint("b")
    system = door.create("c1", {**ARGON, "EndpointList": [good, bad]})
    with network.fake.machine() as machine:
        machine.state.endpoints.set(machine.state.endpoints.get(bad), State=5)
    with pytest.raises(Refused) as caught:
        door.step("Start", system)
    assert caught.value.hresult == 0x803B0017
    assert not network.show(good).get("SharedContainers")
    door.step("Terminate", system)


def test_hyperv_container_has_its_compartment_in_its_guest(door: Door, network: Network) -> None:
    """On the host there is none to see."""
    endpoint = network.endpoint()
    door.running({**XENON, "EndpointList": [endpoint]})
    assert network.show(endpoint)["SharedContainers"] == ["c1"]
    with network.fake.machine() as machine:
        assert machine.compartments() == [1]


def test_hosted_container_leaves_the_compartment_of_its_namespace_alone(door: Door, network: Network) -> None:
    """CompartmentId stays 0 on the host."""
    namespace = network.namespace(network.endpoint())
    door.running(MACHINE, "vm")
    door.running({**in_namespace(namespace), "HostingSystemId": "vm"})
    shown = network.call("GET", f"/namespaces/{namespace}")
    assert shown["CompartmentId"] == 0
    assert {"Data": {"Id": "c1"}, "Type": "Container"} in shown["ResourceList"]


def test_virtual_machine_gets_its_adapters_when_it_starts(door: Door, network: Network) -> None:
    """And gives them back when it stops."""
    endpoint = network.endpoint()
    devices = {"NetworkAdapters": {"nic": {"EndpointId": endpoint}}}
    document = {**MACHINE, "VirtualMachine": {**MACHINE["VirtualMachine"], "Devices": devices}}
    system = door.running(document)
    assert network.show(endpoint)["State"] == 2
    door.step("Terminate", system)
    assert network.show(endpoint)["State"] == 4


def test_machine_with_one_bad_adapter_keeps_none(door: Door, network: Network) -> None:
    """Half a machine is worse than none."""
    good, bad = network.endpoint("a"), network.endpoint("b")
    devices = {"NetworkAdapters": {"a": {"EndpointId": good}, "b": {"EndpointId": bad}}}
    document = {**MACHINE, "VirtualMachine": {"Devices": devices}}
    system = door.create("c1", document)
    with network.fake.machine() as machine:
        machine.state.endpoints.set(machine.state.endpoints.get(bad), State=5)
    with pytest.raises(Refused):
        door.step("Start", system)
    assert network.show(good)["State"] == 4


def test_addresses_are_seen_inside(door: Door, network: Network) -> None:
    """ipconfig in the container shows what HNS gave its endpoint."""
    endpoint = network.endpoint()
    system = door.running({**ARGON, "EndpointList": [endpoint]})
    code, output = door.output(system, "ipconfig /all")
    assert code == 0
    assert network.show(endpoint)["IPAddress"].encode() in output
    assert b"Default Gateway . . . . . . . . . : 172.20.0.1" in output


def test_restarted_network_service_does_not_end_containers(door: Door, network: Network) -> None:
    """Two services: one of them may be started anew."""
    system = door.running({**ARGON, "EndpointList": [network.endpoint()]})
    with network.fake.machine() as machine:
        machine.restart(rehydrated=False)
        machine.rehydrate()
    door.step("Shutdown", system)
