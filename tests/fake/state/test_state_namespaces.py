"""Namespaces: members, resources, containers inside, deletion."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy.testing.state import Fault, State
from hcspy.testing.state.faults import (
    ALREADY_ATTACHED,
    COMPUTE_SYSTEM_NOT_FOUND,
    ELEMENT_NOT_FOUND,
    ENDPOINT_IN_NAMESPACE,
    ENDPOINT_NOT_FOUND,
    FILE_EXISTS,
    INVALID_JSON,
    NAMESPACE_ATTACH_FAILED,
    REQUEST_UNSUPPORTED,
)
from hcspy.testing.state.store import Object


@pytest.fixture
def namespace(state: State) -> Object:
    return state.namespaces.create({})


def resource(id: str, kind: str = "Endpoint") -> dict[str, Any]:
    return {"Type": kind, "Data": {"Id": id}}


def refused(step: Any, *arguments: Any) -> int:
    with pytest.raises(Fault) as caught:
        step(*arguments)
    return caught.value.hresult


def test_new_namespace_has_the_recorded_members(state: State, namespace: Object, sample: Any) -> None:
    """A fresh namespace is in no compartment, and has nothing in it."""
    recorded = sample("hns_namespaces_v1_schema.json")[0]
    document = namespace.document
    assert document.keys() == recorded.keys() | {"ResourceList"}
    for name in ("CompartmentId", "Containers", "Flags", "IsDefault", "Policies", "SchemaVersion", "State"):
        assert document[name] == recorded[name], name
    assert list(document)[-2:] == ["Version", "Resources"]
    assert document["ActivityId"] == document["Resources"]["ID"]


def test_default_namespace_is_the_hosts_compartment(state: State) -> None:
    """Compartment 1 is the host's; a second default namespace is accepted."""
    for _ in range(2):
        document = state.namespaces.create({"IsDefault": True}).document
        assert (document["IsDefault"], document["CompartmentId"]) == (True, 1)
        assert document["CompartmentGuid"]
        assert "SchemaVersion" not in document


def test_compartment_is_made_on_demand(state: State) -> None:
    """CreateWithCompartment is a wish of the request, no member of the object."""
    document = state.namespaces.create(
        {"CreateWithCompartment": True, "SchemaVersion": {"Major": 0, "Minor": 0}}
    ).document
    assert document["CompartmentId"] == 2
    assert "CreateWithCompartment" not in document
    assert state.containers.compartments() == {1, 2}


def test_given_id_is_taken_once(state: State) -> None:
    """A client that names the id finds the namespace under it."""
    id = "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b"
    assert state.namespaces.create({"ID": id}).document["ID"] == id.upper()
    assert refused(state.namespaces.create, {"ID": id}) == FILE_EXISTS


def test_missing_namespace_is_element_not_found(state: State) -> None:
    """The Go client looks for this text."""
    for step in (state.namespaces.get, state.namespaces.delete):
        assert refused(step, "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b") == ELEMENT_NOT_FOUND


def test_endpoint_in_a_namespace_is_listed_and_knows_it(state: State, namespace: Object, endpoint: Object) -> None:
    """Ids in the list are upper case; the endpoint is not plugged yet."""
    state.namespaces.add_resource(namespace.id, resource(f"{{{endpoint.id.upper()}}}"))
    assert namespace.document["ResourceList"] == [{"Data": {"Id": endpoint.id.upper()}, "Type": "Endpoint"}]
    assert endpoint.document["Namespace"] == {"ID": namespace.id}
    assert endpoint.document["State"] == 1
    assert list(endpoint.document)[-2:] == ["Namespace", "SharedContainers"]
    assert state.endpoints.table.by("namespace", namespace.id) == [endpoint]


def test_endpoint_is_in_one_namespace(state: State, namespace: Object, endpoint: Object) -> None:
    """A pod's endpoint cannot be in two pods."""
    state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    other = state.namespaces.create({})
    assert refused(state.namespaces.add_resource, other.id, resource(endpoint.id)) == ENDPOINT_IN_NAMESPACE
    state.namespaces.remove_resource(namespace.id, resource(endpoint.id))
    assert (namespace.document["ResourceList"], endpoint.document["State"]) == ([], 1)
    state.namespaces.add_resource(other.id, resource(endpoint.id))


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (resource("4F6A2C90-7D1E-4B3A-A5C8-112233445566"), ENDPOINT_NOT_FOUND),
        (resource("gone", "Container"), COMPUTE_SYSTEM_NOT_FOUND),
        (resource("x", "Volume"), REQUEST_UNSUPPORTED),
        ({"Type": "Endpoint", "Data": {}}, INVALID_JSON),
        ({"Type": "Endpoint"}, INVALID_JSON),
    ],
)
def test_bad_resource_is_refused(state: State, namespace: Object, request_: dict[str, Any], code: int) -> None:
    """A namespace holds endpoints and containers that exist."""
    assert refused(state.namespaces.add_resource, namespace.id, request_) == code
    assert namespace.document["ResourceList"] == []


def test_removing_what_is_not_inside_is_refused(state: State, namespace: Object, endpoint: Object) -> None:
    """Clients take "Element not found" for done."""
    assert refused(state.namespaces.remove_resource, namespace.id, resource(endpoint.id)) == ELEMENT_NOT_FOUND


def test_default_namespace_plugs_endpoints_into_the_host(state: State, endpoint: Object) -> None:
    """Adding to the host's namespace is a host attach; removing detaches."""
    host = state.namespaces.create({"IsDefault": True})
    state.namespaces.add_resource(host.id, resource(endpoint.id))
    assert endpoint.document["State"] == 2
    state.namespaces.remove_resource(host.id, resource(endpoint.id))
    assert endpoint.document["State"] == 4
    state.attachments.attach(endpoint, {"SystemType": "Host"})
    assert refused(state.namespaces.add_resource, host.id, resource(endpoint.id)) == ALREADY_ATTACHED


def test_container_in_a_namespace_takes_its_endpoints(
    state: State, nat: Object, namespace: Object, endpoint: Object
) -> None:
    """The compartment is made when the container comes, and all endpoints are plugged into it."""
    state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    made = state.containers.add("c1", namespace=namespace.document["ID"], owner="test")
    assert made.compartment == namespace.document["CompartmentId"] == 2
    assert namespace.document["Containers"] == ["c1"]
    assert namespace.document["ResourceList"][1] == {"Data": {"Id": "c1"}, "Type": "Container"}
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == (["c1"], 2)
    late = state.endpoints.create({"VirtualNetwork": nat.id})
    state.namespaces.add_resource(namespace.id, resource(late.id))
    assert late.document["SharedContainers"] == ["c1"]
    state.containers.remove("c1")
    assert namespace.document["Containers"] == []
    assert [entry["Type"] for entry in namespace.document["ResourceList"]] == ["Endpoint", "Endpoint"]
    assert endpoint.document["State"] == 4


def test_container_may_be_added_as_a_resource(state: State, namespace: Object, endpoint: Object) -> None:
    """A container that runs joins a namespace, and leaves it."""
    state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    state.containers.add("c1")
    state.namespaces.add_resource(namespace.id, resource("c1", "container"))
    assert endpoint.document["SharedContainers"] == ["c1"]
    state.namespaces.remove_resource(namespace.id, resource("C1", "Container"))
    assert (endpoint.document["SharedContainers"], namespace.document["Containers"]) == ([], [])


def test_container_in_a_bad_namespace_is_not_started(state: State, nat: Object, namespace: Object) -> None:
    """One endpoint that cannot be plugged: the container is not there, nothing is attached."""
    bad = {"Type": "OutBoundNAT", "ExceptionList": ["x"]}
    good = state.endpoints.create({"VirtualNetwork": nat.id})
    broken = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [bad]})
    for endpoint in (good, broken):
        state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    with pytest.raises(Fault) as caught:
        state.containers.add("c1", namespace=namespace.id)
    assert caught.value.hresult == NAMESPACE_ATTACH_FAILED
    assert state.containers.find("c1") is None
    assert (good.document["SharedContainers"], namespace.document["Containers"]) == ([], [])
    assert broken.document["State"] == 5
    with pytest.raises(Fault):
        state.containers.add("c1", namespace="27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b")


def test_endpoint_that_cannot_be_plugged_does_not_join(state: State, nat: Object, namespace: Object) -> None:
    """A failed join leaves the endpoint outside."""
    state.containers.add("c1", namespace=namespace.id)
    bad = {"Type": "OutBoundNAT", "ExceptionList": ["x"]}
    broken = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [bad]})
    with pytest.raises(Fault):
        state.namespaces.add_resource(namespace.id, resource(broken.id))
    assert "Namespace" not in broken.document


def test_delete_is_refused_while_a_container_is_inside(state: State, namespace: Object, endpoint: Object) -> None:
    """Recorded: 0x803B0015 and state 4; a later try succeeds."""
    state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    state.containers.add("c1", namespace=namespace.id)
    assert refused(state.namespaces.delete, namespace.id) == REQUEST_UNSUPPORTED
    assert namespace.document["State"] == 4
    state.containers.remove("c1")
    state.namespaces.delete(namespace.id)
    assert "Namespace" not in endpoint.document


def test_switch_refuses_so_many_deletes(state: State, namespace: Object) -> None:
    """Clients have to try again."""
    state.switches.refuse_namespace_delete = 2
    for _ in range(2):
        assert refused(state.namespaces.delete, namespace.id) == REQUEST_UNSUPPORTED
    state.namespaces.delete(namespace.id)


def test_deleted_endpoint_leaves_its_namespace(state: State, namespace: Object, endpoint: Object) -> None:
    """A dead id in the list would break the next container."""
    state.namespaces.add_resource(namespace.id, resource(endpoint.id))
    state.endpoints.delete(endpoint.id)
    assert namespace.document["ResourceList"] == []


def test_endpoint_whose_namespace_is_not_there_can_be_deleted(state: State, endpoint: Object) -> None:
    """A recording may have the endpoint without the namespace."""
    state.endpoints.set(endpoint, Namespace={"ID": "27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b"})
    state.endpoints.delete(endpoint.id)


def test_removing_a_vanished_endpoint_clears_the_list(state: State, namespace: Object) -> None:
    """A recorded namespace may list endpoints that are not there."""
    id = "4F6A2C90-7D1E-4B3A-A5C8-112233445566"
    namespace.document["ResourceList"] = [resource(id), "cut", {"Type": "Endpoint", "Data": None}]
    state.namespaces.remove_resource(namespace.id, resource(id))
    assert namespace.document["ResourceList"] == ["cut", {"Type": "Endpoint", "Data": None}]
