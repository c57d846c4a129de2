"""Dump and load: machines written down, documents of real hosts, restart and reboot."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES, profile
from hcspy.testing.state import Fault, State
from hcspy.testing.state.dumping import dump, load
from hcspy.testing.state.lifecycle import reboot, rehydrate, restart
from hcspy.testing.state.recorded import recognise
from hcspy.testing.state.store import Object
from hcspy.testing.state.views import activities, activity, plugins

NETWORKS = [
    "hns_v1_default_switch_ics_1709_fragment.json",
    "hns_v1_default_switch_ics_1903.json",
    "hns_v1_get_network_nat_1809.json",
    "hns_v1_list_networks_private_rs2.json",
    "hns_v1_list_networks_ws2022.json",
    "hns_v1_network_nat_rs1.json",
    "hns_v1_network_nat_rs2.json",
    "hns_v1_network_nat_win11.json",
    "hns_v1_network_nat_ws2022.json",
    "hns_v1_network_overlay_external_1809.json",
    "hns_v1_network_transparent_1903.json",
    "hns_v1_network_transparent_rs1.json",
    "hns_v1_post_network_l2bridge_1809.json",
    "hns_v1_post_network_nat_rs1.json",
    "hns_v1_resources_tree_nat_1809.json",
]
ENDPOINTS = [
    "hns_v1_endpoint_attached_1809_fragment.json",
    "hns_v1_endpoint_win11_namespace.json",
    "hns_v1_endpoint_ws2022.json",
]
KINDS = {
    **dict.fromkeys(NETWORKS, "networks"),
    **dict.fromkeys(ENDPOINTS, "endpoints"),
    "hns_namespaces_v1_schema.json": "namespaces",
    "hns_v1_policylist_requests.json": "policylists",
}
REQUESTS = [
    "hns_v1_accelnet.json",
    "hns_v1_attach_requests.json",
    "hns_v1_errors.json",
    "hns_v1_namespace_addresource.json",
    "hns_v1_post_endpoint_k8s_1809.json",
]


def bare(recording: Any) -> list[dict[str, Any]]:
    """Take the documents out of a recording, the simple way."""
    if isinstance(recording, list):
        return recording
    for name in ("response_output", "response_output_prefix"):
        if name in recording:
            return [recording[name]]
    if "response" in recording:
        return [recording["response"]["Output"]]
    return list(recording.values()) if "elb" in recording else [recording]


@pytest.mark.parametrize("name", KINDS)
def test_recorded_document_is_stored_unchanged(state: State, sample: Any, name: str) -> None:
    """Unknown members, order, nulls and big numbers of a real host stay; a fragment gets an id at most."""
    load(state, sample(name))
    stored = [object.document for object in getattr(state, KINDS[name]).table]
    for document, recorded in zip(stored, bare(sample(name)), strict=True):
        if "ID" not in recorded:
            document = {key: value for key, value in document.items() if key != "ID"}
        assert json.dumps(document) == json.dumps(recorded)


@pytest.mark.parametrize("name", REQUESTS)
def test_recording_without_an_object_is_refused_by_name(state: State, sample: Any, name: str) -> None:
    """A request alone, or a failure, made nothing."""
    with pytest.raises(ValueError, match="the document"):
        load(state, sample(name))


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (5, "the document is 5"),
        ([{"Type": "nat"}, "x"], r"the document\[1\] is 'x'"),
        ({"a": 1}, r"its members are \['a'\]"),
        ({f"member{n}": n for n in range(40)}, r"\.\.\.$"),
        ({}, "no network, endpoint, policy list or namespace"),
        ({"networks": [{"Type": "nat"}], "stuff": [1]}, r"the document\.stuff is no list of networks"),
        ({"Success": False, "Error": "x"}, "says a request failed"),
        ({"method": "GET", "path": "/networks/"}, "request without its answer"),
        ({"Ipams": 7}, "a network of schema version 2 cannot be read"),
        ({"ID": "x", "SchemaVersion": {"Major": 2}}, "schema version 2"),
        ({"Type": "nat", "ID": "1234abcd"}, "'1234abcd', which is not a GUID"),
        ([{"Type": "nat", "ID": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"}] * 2, "twice"),
    ],
)
def test_load_says_what_is_wrong(state: State, documents: Any, message: str) -> None:
    """A file of thousands of objects needs the place named; nothing of it is taken."""
    before = dump(state)
    with pytest.raises(ValueError, match=message):
        load(state, documents)
    assert dump(state) == before


def test_object_that_is_there_already_is_refused(state: State, nat: Object) -> None:
    """Loading a file twice must not shadow what is there."""
    with pytest.raises(ValueError, match="is there already"):
        load(state, {"networks": [nat.document]})


@pytest.mark.parametrize(
    ("documents", "kinds"),
    [
        ({"Networks": [{"Name": "a"}], "Endpoints": [{"Name": "b"}]}, ["network", "endpoint"]),
        ({"policy_lists": [{"Policies": []}], "note": "x", "accelnet": []}, ["policylist"]),
        ({"Success": True, "Output": [{"Type": "nat"}]}, ["network"]),
        ({"path": "/endpoints/", "response_output": {"Name": "b"}}, ["endpoint"]),
        ({"path": "nowhere", "Type": "nat"}, ["network"]),
        ({"one": {"References": []}, "two": {"MacAddressList": []}}, ["policylist", "accelnet"]),
        ([], []),
    ],
)
def test_kinds_are_told_by_path_list_and_members(documents: Any, kinds: list[str]) -> None:
    """Everybody writes recordings in a form of their own."""
    assert [kind for kind, _ in recognise(documents)] == kinds


def test_loaded_document_does_not_alias_the_callers(state: State) -> None:
    """A test that changes its own dict must not change the machine."""
    document = {"Type": "nat", "Subnets": [{"AddressPrefix": "10.0.0.0/24"}]}
    load(state, document)
    document["Subnets"][0]["AddressPrefix"] = "x"  # type: ignore[index]
    [network] = state.networks.table
    assert network.document["Subnets"][0]["AddressPrefix"] == "10.0.0.0/24"
    dump(state)["networks"][0]["Subnets"].clear()
    assert network.document["Subnets"]


def test_loaded_objects_take_part_in_the_rules(state: State, sample: Any) -> None:
    """A recorded network hands out addresses; its recorded neighbours are in the way."""
    load(state, sample("hns_v1_network_nat_win11.json"))
    load(
        state, {"endpoints": [{"VirtualNetwork": "55FEDB88-4B11-4DA4-8CD1-59970718A804", "IPAddress": "172.29.144.9"}]}
    )
    with pytest.raises(Fault, match="in use"):
        state.endpoints.create({"VirtualNetworkName": "nat", "IPAddress": "172.29.144.9"})
    made = state.endpoints.create({"VirtualNetworkName": "NAT"}).document
    assert made["IPAddress"].startswith("172.29.")
    assert made["MacAddress"].startswith("00-15-5D-F2-0")
    with pytest.raises(Fault):
        state.networks.create({"Name": "x", "Type": "nat", "Subnets": [{"AddressPrefix": "172.29.144.0/24"}]})


def test_containers_of_recorded_documents_are_running(state: State, sample: Any) -> None:
    """An endpoint that is attached has a container to be detached from."""
    load(state, sample("hns_v1_endpoint_attached_1809_fragment.json"))
    load(state, sample("hns_namespaces_v1_schema.json"))
    [one, two] = list(state.containers)
    assert state.new_compartment() == 52
    assert two.namespace.upper() == "932331A3-B265-4FCE-B4C8-079E70982379"
    state.containers.remove(one.id)
    [endpoint] = state.endpoints.table
    assert (endpoint.document["SharedContainers"], endpoint.document["State"]) == ([], 4)


@pytest.mark.parametrize("name", [*NETWORKS, *ENDPOINTS])
def test_recorded_document_may_be_posted_back_with_one_change(state: State, sample: Any, name: str) -> None:
    """Read, change, write: elided members that nobody touched are not judged anew."""
    load(state, sample(name))
    noun = getattr(state, KINDS[name])
    for object in list(noun.table):
        before = json.dumps(object.document)
        noun.modify(object.id, json.loads(before))
        assert json.dumps(object.document) == before
        qos = {"Type": "QOS", "MaximumOutgoingBandwidthInBytes": 1000}
        noun.modify(object.id, {**json.loads(before), "Policies": [qos]})
        assert object.document == {**json.loads(before), "Policies": [qos]}


def test_endpoint_without_its_network_can_be_changed_and_deleted(state: State, sample: Any) -> None:
    """The recorded endpoint came alone."""
    load(state, sample("hns_v1_endpoint_ws2022.json"))
    [endpoint] = state.endpoints.table
    state.endpoints.modify(endpoint.id, {"IPAddress": "1.2.3.4", "Policies": [{"Type": "L2Driver"}]})
    assert endpoint.document["IPAddress"] == "1.2.3.4"
    state.endpoints.delete(endpoint.id)


def test_odd_members_do_no_harm(state: State) -> None:
    """Cut and elided recordings have texts where lists belong."""
    odd = {
        "networks": [
            {"Type": 7, "Name": 5, "MacPools": "(cut)", "Subnets": ["(cut)", {}, {"AddressPrefix": "10.0.0.0/24"}]},
            {"Type": "overlay", "MacPools": ["x", {"StartMacAddress": "FF-FF-FF-00-00-00"}], "Flags": "x"},
        ],
        "endpoints": [
            {"SharedContainers": "x", "Policies": 5, "IPAddress": "x", "MacAddress": 7, "Namespace": 7, "State": "x"},
            {"Policies": [5, {"Type": "NAT", "ExternalPort": "x"}], "VirtualNetwork": 5},
        ],
        "namespaces": [{"ResourceList": "x", "Containers": 3, "CompartmentId": "x"}],
        "policylists": [{"Policies": "x"}, {"Policies": [{"Type": "ELB", "VIPs": 7}]}],
    }
    load(state, odd)
    elided, _ = list(state.networks.table)
    assert elided.document["MacPools"] == "(cut)"
    state.endpoints.create({"VirtualNetwork": elided.id})
    for endpoint in list(state.endpoints.table):
        state.attachments.attach(endpoint, {"SystemType": "Host"})
    reboot(state)
    assert plugins(state) == []


def test_accelnet_list_is_loaded() -> None:
    """The list is part of the machine."""
    state = State("2025")
    load(state, {"MacAddressList": [{"MacAddress": "00-15-5D-0A-B7-C6"}, "x"]})
    assert state.accelnet_list() == {"MacAddressList": [{"MacAddress": "00-15-5D-0A-B7-C6"}]}


def test_profile_of_recorded_lists_is_taken_by_an_empty_machine(state: State) -> None:
    """A node's snapshot names its build."""
    load(state, {"profile": "2019", "networks": [{"Type": "nat", "Name": "nat"}]})
    assert state.profile.name == "2019"
    load(state, {"profile": "rs1", "endpoints": [{"Name": "x"}]})
    assert state.profile.name == "2019"
    assert list(State("2022").networks.create({}).document) != []


def busy_machine(name: str = "2022") -> State:
    """Make a machine with something of everything."""
    state = State(name, seed=7)
    state.switches.settle = 1000.0
    state.networks.delete(state.networks.create({"Name": "gone", "Type": "l2bridge"}).id)
    network = state.networks.create({"Name": "nat", "Type": "nat"})
    mapping = {"Type": "NAT", "Protocol": "tcp", "InternalPort": 80}
    ids = [state.endpoints.create({"VirtualNetwork": network.id, "Policies": [mapping]}).id for _ in range(3)]
    state.policylists.create({"Policies": [{"Type": "ELB", "InternalPort": 1, "ExternalPort": 30000}]})
    namespace = state.namespaces.create({})
    state.namespaces.add_resource(namespace.id, {"Type": "Endpoint", "Data": {"Id": ids[0]}})
    state.containers.add("c1", namespace=namespace.id, owner="me")
    state.attachments.attach(state.endpoints.get(ids[1]), {"SystemType": "Host"})
    state.host.listeners.add(("tcp", 443))
    state.traffic[ids[0]] = {"BytesSent": 5}
    state.switches.language = "de"
    state.clock.advance(5)
    return state


@pytest.mark.parametrize("name", PROFILES)
def test_dump_is_a_fixpoint_and_json(name: str) -> None:
    """A state file is read and written by every command."""
    written = dump(busy_machine(name))
    fresh = State("rs1")
    load(fresh, json.loads(json.dumps(written)))
    assert dump(fresh) == written


def test_restored_machine_goes_on_exactly_where_it_stopped() -> None:
    """Two commands in two processes give what one process gives."""
    whole, parts = busy_machine(), State()
    load(parts, json.loads(json.dumps(dump(busy_machine()))))
    results = []
    for state in (whole, parts):
        state.endpoints.delete(next(iter(state.endpoints.table)).id)
        state.endpoints.create({"VirtualNetworkName": "nat", "Policies": [{"Type": "NAT", "InternalPort": 1}]})
        state.containers.remove("c1")
        state.networks.create({"Name": "more", "Type": "overlay"})
        with pytest.raises(Fault):
            state.networks.create({"Name": "gone"})
        results.append(dump(state))
    assert results[0] == results[1]


def test_changed_profile_is_in_the_dump() -> None:
    """A build of one's own comes back."""
    own = dataclasses.replace(profile("2022"), read_failure="hresult", hns=(14, 2))
    state = State()
    load(state, json.loads(json.dumps(dump(State(own)))))
    assert state.profile == own
    other = dataclasses.replace(own, name="mine")
    assert dump(State(other))["machine"]["profile_changes"] == {}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ({"host": None}, "damaged"),
        ({"networks": 5}, "damaged"),
        ({"profile": "98"}, "unknown profile"),
        ({"machine": {"format": 2}}, "format 2"),
        ({"machine": None}, "damaged"),
        ({"networks": [{"ID": "x"}]}, "damaged"),
    ],
)
def test_damaged_dump_is_refused_and_nothing_changes(
    state: State, nat: Object, damage: dict[str, Any], message: str
) -> None:
    """A half-written file must not half-replace a machine."""
    before = dump(state)
    with pytest.raises(ValueError, match=message):
        load(state, {**before, **damage})
    assert dump(state) == before


def test_dump_of_an_unknown_profile_of_ones_own_cannot_be_loaded(state: State) -> None:
    """The name is all the dump has of it."""
    written = dump(State(dataclasses.replace(profile("2022"), name="mine")))
    with pytest.raises(ValueError, match="unknown profile 'mine'"):
        load(state, written)


def test_restart_keeps_everything_under_its_id() -> None:
    """The service reads its backup; only the generation tells."""
    state = busy_machine()
    before = dump(state)
    state.switches.service = "crashed"
    restart(state)
    after = dump(state)
    assert after["machine"].pop("generation") == before["machine"].pop("generation") + 1
    assert after == before


def test_rehydration_brings_the_objects_back_beside_their_duplicates() -> None:
    """Clients that saw nothing made them anew: now there are two."""
    state = busy_machine()
    ids = [object.id for object in state.endpoints.table]
    restart(state, rehydrated=False)
    assert not len(state.networks.table)
    assert state.containers.find("c1")
    again = State()
    load(again, json.loads(json.dumps(dump(state))))
    duplicate = again.networks.create({"Name": "nat", "Type": "l2bridge"})
    again.networks.create({"ID": dump(again)["machine"]["put_aside"]["networks"][0]["ID"]})
    rehydrate(again)
    assert [object.id for object in again.endpoints.table] == ids
    assert again.networks.table.by("name", "nat")[0] is duplicate
    assert len(again.networks.table) == 2
    assert again.attachments.others.keys() == {ids[1]}
    rehydrate(again)


@pytest.mark.parametrize(
    ("name", "survivors"),
    [("rs1", ["nat", "bridge", "keep"]), ("2019", ["bridge", "keep"]), ("2022", ["bridge", "keep"])],
)
def test_reboot_leaves_what_is_persistent(name: str, survivors: list[str]) -> None:
    """From 1809 on NAT networks are gone after a reboot; flag 16 keeps, flag 8 drops."""
    state = State(name)
    flags = {"nat": {}, "bridge": {}, "keep": {"Flags": 16}, "drop": {"Flags": 8}}
    kinds = {
        "nat": "nat",
        "bridge": "l2bridge",
        "keep": "nat" if name != "rs1" else "transparent",
        "drop": "transparent",
    }
    for word, more in flags.items():
        state.networks.create({"Name": word, "Type": kinds[word], **more})
    reboot(state)
    assert [object.document["Name"] for object in state.networks.table] == survivors


def test_reboot_stops_containers_and_unplugs_everything() -> None:
    """After the boot nothing runs yet."""
    state = busy_machine()
    bridge = state.networks.create(
        {"Name": "b", "Type": "l2bridge", "Subnets": [{"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.0.1"}]}
    )
    host = state.namespaces.create({"IsDefault": True})
    endpoint = state.endpoints.create({"VirtualNetwork": bridge.id})
    state.namespaces.add_resource(host.id, {"Type": "Endpoint", "Data": {"Id": endpoint.id}})
    state.switches.refuse_namespace_delete = 5
    reboot(state)
    assert [object.id for object in state.endpoints.table] == [endpoint.id]
    assert (endpoint.document["State"], "Namespace" in endpoint.document) == (1, False)
    assert [object.id for object in state.namespaces.table] == [host.id]
    assert list(state.containers) == []
    assert not len(state.policylists.table)
    assert state.containers.compartments() == {1}


def test_activities_are_the_resources_of_all_objects(state: State, nat: Object, endpoint: Object) -> None:
    """Ids join: an object's ActivityId is the id of its activity."""
    found = activities(state)
    assert [entry["ID"] for entry in found] == [nat.document["ActivityId"], endpoint.document["Resources"]["ID"]]
    assert activity(state, nat.document["ActivityId"].lower()) == nat.document["Resources"]
    with pytest.raises(Fault):
        activity(state, nat.id)
