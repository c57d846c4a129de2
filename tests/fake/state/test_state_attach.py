"""Attaching and detaching; containers and compartments."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy.testing.state import Fault, State
from hcspy.testing.state.faults import (
    ALREADY_ATTACHED,
    COMPUTE_SYSTEM_EXISTS,
    COMPUTE_SYSTEM_NOT_FOUND,
    DEGRADED,
    ELEMENT_NOT_FOUND,
    INVALID_PARAMETER,
    INVALID_REMOTE_ENDPOINT_OPERATION,
    NOT_ATTACHED,
    NOT_LOCAL,
    SHARING_DISABLED,
)
from hcspy.testing.state.store import Object
from hcspy.testing.state.views import detailed_endpoint

HOST = {"SystemType": "Host"}
VM = {"SystemType": "VirtualMachine", "VirtualNicName": "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f--nic"}


def container(id: str = "c1") -> dict[str, Any]:
    return {"SystemType": "Container", "ContainerId": id}


def refused(step: Any, *arguments: Any) -> int:
    with pytest.raises(Fault) as caught:
        step(*arguments)
    return caught.value.hresult


def test_container_attach_lists_the_container_and_sets_the_state(state: State, endpoint: Object) -> None:
    """Clients see in SharedContainers whether they have anything to do."""
    state.containers.add("c1")
    state.attachments.attach(endpoint, container("C1"))
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == (["c1"], 2)
    assert refused(state.attachments.attach, endpoint, container()) == ALREADY_ATTACHED
    state.attachments.detach(endpoint, container())
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == ([], 4)


def test_second_container_shares_the_endpoint(state: State, endpoint: Object) -> None:
    """Pods put several containers on one endpoint."""
    for id in ("c1", "c2", "c3"):
        state.containers.add(id)
        state.attachments.attach(endpoint, container(id))
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == (["c1", "c2", "c3"], 3)
    states = []
    for id in ("c2", "c1", "c3"):
        state.attachments.detach(endpoint, container(id))
        states.append(endpoint.document["State"])
    assert states == [3, 2, 4]


def test_sharing_can_be_forbidden_by_the_network(state: State) -> None:
    """Flag DisableSharing keeps a second container out."""
    network = state.networks.create({"Name": "n", "Type": "nat", "Flags": 128})
    endpoint = state.endpoints.create({"VirtualNetwork": network.id})
    for id in ("c1", "c2"):
        state.containers.add(id)
    state.attachments.attach(endpoint, container("c1"))
    assert refused(state.attachments.attach, endpoint, container("c2")) == SHARING_DISABLED


def test_unknown_container_is_refused_unless_switched(state: State, endpoint: Object) -> None:
    """A container that has stopped meanwhile is the everyday race."""
    assert refused(state.attachments.attach, endpoint, container("gone")) == COMPUTE_SYSTEM_NOT_FOUND
    state.switches.accept_unknown_containers = True
    state.attachments.attach(endpoint, container("gone"))
    assert endpoint.document["SharedContainers"] == ["gone"]


@pytest.mark.parametrize("id", [None, "", 5])
def test_container_attach_names_a_container(state: State, endpoint: Object, id: Any) -> None:
    """An attach to nobody is a broken request."""
    assert refused(state.attachments.attach, endpoint, container(id)) == INVALID_PARAMETER


@pytest.mark.parametrize("system", [None, "", "Pod", 1])
def test_unknown_system_type_is_refused(state: State, endpoint: Object, system: Any) -> None:
    """There are containers, virtual machines and the host."""
    assert refused(state.attachments.attach, endpoint, {"SystemType": system}) == INVALID_PARAMETER
    assert refused(state.attachments.detach, endpoint, {"SystemType": system}) == INVALID_PARAMETER


def test_host_attach_once_then_already_attached(state: State, endpoint: Object) -> None:
    """Calico and flannel attach at every start, and take 0x803B0014 for success."""
    state.attachments.attach(endpoint, {**HOST, "CompartmentId": 1})
    assert endpoint.document["State"] == 2
    assert endpoint.document["SharedContainers"] == []
    assert refused(state.attachments.attach, endpoint, HOST) == ALREADY_ATTACHED
    state.containers.add("c1")
    assert refused(state.attachments.attach, endpoint, container()) == ALREADY_ATTACHED
    state.attachments.detach(endpoint, HOST)
    assert endpoint.document["State"] == 4
    state.endpoints.delete(endpoint.id)


def test_host_attach_needs_a_compartment_that_exists(state: State, endpoint: Object) -> None:
    """There is nowhere to put the adapter otherwise."""
    assert refused(state.attachments.attach, endpoint, {**HOST, "CompartmentId": 77}) == ELEMENT_NOT_FOUND
    number = state.containers.add("c1").compartment
    state.attachments.attach(endpoint, {**HOST, "CompartmentId": number})


def test_virtual_machine_attach_names_the_nic(state: State, endpoint: Object) -> None:
    """Machine and NIC are one name with two dashes."""
    assert refused(state.attachments.attach, endpoint, {"SystemType": "VirtualMachine"}) == INVALID_PARAMETER
    state.attachments.attach(endpoint, VM)
    assert refused(state.attachments.attach, endpoint, VM) == ALREADY_ATTACHED
    assert refused(state.attachments.detach, endpoint, HOST) == NOT_ATTACHED
    state.attachments.detach(endpoint, {"SystemType": "VirtualMachine"})
    assert endpoint.document["State"] == 4


def test_detach_of_what_is_not_attached_is_refused(state: State, endpoint: Object) -> None:
    """A second detach finds nothing."""
    for request in (HOST, VM, container()):
        assert refused(state.attachments.detach, endpoint, request) == NOT_ATTACHED


def test_recorded_attachment_of_unknown_kind_is_detached(state: State, endpoint: Object) -> None:
    """A recorded document says that it is attached, not to what."""
    state.endpoints.set(endpoint, State=2)
    assert refused(state.attachments.attach, endpoint, HOST) == ALREADY_ATTACHED
    state.attachments.detach(endpoint, HOST)
    assert endpoint.document["State"] == 4


def test_remote_endpoint_is_not_attached(state: State, nat: Object) -> None:
    """It stands for one of another host, and has no port here."""
    remote = state.endpoints.create({"VirtualNetwork": nat.id, "IsRemoteEndpoint": True, "IPAddress": "10.9.0.1"})
    assert refused(state.attachments.attach, remote, HOST) == INVALID_REMOTE_ENDPOINT_OPERATION
    assert refused(state.attachments.detach, remote, HOST) == NOT_LOCAL


@pytest.mark.parametrize("name", ["ExceptionList", "Exceptions"])
def test_bad_exception_is_accepted_and_breaks_the_attach(state: State, nat: Object, name: str) -> None:
    """Recorded: a bogus CIDR was stored, and the attach failed with the endpoint degraded."""
    policy = {"Type": "OutBoundNAT", name: ["10.0.0.0/8", "not a prefix"]}
    endpoint = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [policy]})
    assert refused(state.attachments.attach, endpoint, HOST) == DEGRADED
    assert endpoint.document["State"] == 5
    assert refused(state.attachments.attach, endpoint, HOST) == DEGRADED


def test_switch_degrades_the_next_attach(state: State, endpoint: Object) -> None:
    """Clients have to clean up after an attach that failed half way."""
    state.switches.degrade_attach = 1
    assert refused(state.attachments.attach, endpoint, HOST) == DEGRADED
    assert state.switches.degrade_attach == 0
    assert endpoint.document["State"] == 5


def test_stopped_container_leaves_its_endpoints_detached(state: State, nat: Object, endpoint: Object) -> None:
    """Endpoints outlive the container; its id must not stay on them."""
    other = state.endpoints.create({"VirtualNetwork": nat.id})
    for id in ("c1", "c2"):
        state.containers.add(id)
        state.attachments.attach(endpoint, container(id))
    state.attachments.attach(other, container("c1"))
    state.containers.remove("C1")
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == (["c2"], 2)
    assert (other.document["SharedContainers"], other.document["State"]) == ([], 4)
    assert refused(state.containers.remove, "c1") == COMPUTE_SYSTEM_NOT_FOUND


def test_container_ids_are_unique_and_compartments_new(state: State) -> None:
    """Compartment numbers grow from 2; 1 is the host."""
    assert [state.containers.add(id).compartment for id in ("c1", "c2")] == [2, 3]
    assert refused(state.containers.add, "C1") == COMPUTE_SYSTEM_EXISTS
    state.containers.remove("c1")
    assert state.containers.compartments() == {1, 3}
    assert state.containers.add("c1").compartment == 4
    with pytest.raises(ValueError, match="id"):
        state.containers.add("")


def test_deleting_an_attached_endpoint_unplugs_it(state: State, endpoint: Object) -> None:
    """Clients that crashed between detach and delete must be able to clean up."""
    state.attachments.attach(endpoint, HOST)
    state.endpoints.delete(endpoint.id)
    assert state.attachments.others == {}


@pytest.mark.parametrize(("name", "there"), [("2019", True), ("1903", True), ("2022", False)])
def test_start_time_is_told_on_9_and_10(name: str, there: bool) -> None:
    """The recorded attached endpoint of 1809 has it."""
    state = State(name)
    state.networks.create({"Name": "nat", "Type": "nat"})
    endpoint = state.endpoints.create({"VirtualNetworkName": "nat"})
    assert "StartTime" not in endpoint.document
    state.attachments.attach(endpoint, HOST)
    assert ("StartTime" in endpoint.document) == there


def test_details_show_the_port_of_a_plugged_endpoint(state: State, nat: Object) -> None:
    """Scripts follow the allocator with Tag "Endpoint Port" to the filter's port."""
    acl = {"Type": "ACL", "Action": "Block", "Direction": "Out"}
    endpoint = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [acl]})
    assert detailed_endpoint(state, endpoint)["Resources"]["Allocators"] == []
    number = state.containers.add("c1").compartment
    state.attachments.attach(endpoint, container())
    port, rules = detailed_endpoint(state, endpoint)["Resources"]["Allocators"]
    assert (port["Tag"], port["CompartmentId"], port["SwitchId"]) == (
        "Endpoint Port",
        number,
        nat.document["LayeredOn"],
    )
    assert [rule["Priority"] for rule in rules["Rules"][1:]] == [65500, 65500]
    assert detailed_endpoint(state, endpoint)["Resources"]["Allocators"][0] == port
    assert "Allocators" not in endpoint.document["Resources"]


def test_details_of_a_host_endpoint_name_the_hosts_compartment(state: State, endpoint: Object) -> None:
    """The host's adapter is in compartment 1."""
    state.attachments.attach(endpoint, HOST)
    [port] = detailed_endpoint(state, endpoint)["Resources"]["Allocators"]
    assert port["CompartmentId"] == 1
    state.endpoints.table.get(endpoint.id)
    state.networks.table.remove(state.networks.table.get(endpoint.document["VirtualNetwork"]))  # type: ignore[arg-type]
    assert detailed_endpoint(state, endpoint)["Resources"]["Allocators"][0]["SwitchId"]
