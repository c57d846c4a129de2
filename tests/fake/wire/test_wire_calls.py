"""Requests by path: what public tests assert of the service, and what the Go client sends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES
from hcspy.testing.wire import Machine

MISSING = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
SUBNET = {"AddressPrefix": "192.168.100.0/24", "GatewayAddress": "192.168.100.1"}
NAT = {"Name": "nat", "Type": "nat", "Subnets": [SUBNET]}
MODERN = [name for name in PROFILES if name not in ("rs1", "1803")]


@pytest.mark.parametrize("name", PROFILES)
def test_life_of_a_network_and_an_endpoint(client: Callable[..., Any], name: str) -> None:
    """The Go library's own test: create, attach to the host, detach, delete."""
    hns = client(name)
    network = hns.post("/networks/", NAT)
    endpoint = hns.post("/endpoints/", {"VirtualNetwork": network["ID"], "Name": "web"})
    assert [found["ID"] for found in hns.get("/networks/")] == [network["ID"]]
    assert [found["ID"] for found in hns.get("/endpoints")] == [endpoint["ID"]]
    path = f"/endpoints/{endpoint['ID']}"
    assert hns.post(f"{path}/attach", {"SystemType": "Host", "CompartmentId": 1}) is None
    assert hns.get(path)["State"] == 2
    assert hns.post(f"{path}/detach", {"SystemType": "Host"}) is None
    hns.delete(path)
    hns.delete(f"/networks/{network['ID']}")
    assert hns.get("/networks") == []


@pytest.mark.parametrize("name", PROFILES)
def test_stats_work_for_every_listed_endpoint(client: Callable[..., Any], name: str) -> None:
    """A test asks all of them, and then deletes the network with its endpoints alive."""
    hns = client(name)
    network = hns.post("/networks/", NAT)
    for _ in range(3):
        hns.post("/endpoints/", {"VirtualNetwork": network["ID"]})
    for endpoint in hns.get("/endpoints/"):
        assert hns.get(f"/endpointstats/{endpoint['ID']}")["EndpointId"] == endpoint["ID"]
    hns.delete(f"/networks/{network['ID']}")
    assert hns.get("/endpoints/") == []


def test_two_endpoints_of_one_name_are_two(client: Callable[..., Any]) -> None:
    """Names of endpoints are not unique (balancer tests make two of one name)."""
    hns = client()
    network = hns.post("/networks/", NAT)
    ids = {hns.post("/endpoints/", {"VirtualNetwork": network["ID"], "Name": "same"})["ID"] for _ in range(2)}
    assert len(ids) == 2
    assert {found["ID"] for found in hns.get("/endpoints/") if found["Name"] == "same"} == ids


def test_accelnet_addresses_are_set_read_and_deleted(client: Callable[..., Any], sample: Any) -> None:
    """Set two, get two, delete, get none."""
    hns, recorded = client("2025"), sample("hns_v1_accelnet.json")
    assert hns.post("/accelnet/", recorded["set"]["request"]) == recorded["set"]["request"]
    assert hns.get("/accelnet/") == recorded["set"]["request"]
    assert hns.output("DELETE", "/accelnet/") == recorded["delete"]["then_get"]
    assert hns.get("/accelnet") == {"MacAddressList": []}


@pytest.mark.parametrize("body", [{}, {"MacAddressList": []}, {"MacAddressList": ["x"]}])
def test_accelnet_needs_addresses(client: Callable[..., Any], body: dict[str, Any]) -> None:
    """An empty list is what DELETE is for."""
    assert client("2025").code("POST", "/accelnet/", body) == 0x80070057


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_accelnet_needs_version_15_4(client: Callable[..., Any], method: str) -> None:
    """Older builds do not know it."""
    assert client("win11").code(method, "/accelnet/", {"MacAddressList": [{}]}) == 0x803B0015


@pytest.mark.parametrize("name", PROFILES)
def test_version_is_told_from_7_2_on(client: Callable[..., Any], name: str) -> None:
    """Feature checks start here; below 7.2 the call fails, and clients assume the least."""
    hns = client(name)
    if name == "rs1":
        assert hns.answer("GET", "/globals/version")[1]["Success"] is False
    else:
        major, minor = PROFILES[name].hns
        assert hns.get("/globals/version") == {"Major": major, "Minor": minor}


def test_duplicate_network_is_refused_and_the_first_kept(client: Callable[..., Any]) -> None:
    """Asserted on Server 2016, recorded on 1809."""
    hns = client()
    first = hns.post("/networks/", NAT)
    hresult, record = hns.answer("POST", "/networks/", NAT)
    assert (hresult, record["Error"]) == (0x803B0010, "A network with this name already exists. ")
    assert hns.get("/networks/") == [first]


def test_addresses_are_checked_and_counts_stay(client: Callable[..., Any]) -> None:
    """Inside is fine, outside and in use fail, and the network counts one endpoint."""
    hns = client()
    network = hns.post("/networks/", NAT)
    inside = {"VirtualNetwork": network["ID"], "IPAddress": "192.168.100.5"}
    hns.post("/endpoints/", inside)
    assert hns.code("POST", "/endpoints/", inside) == 0x80071392
    assert hns.code("POST", "/endpoints/", {**inside, "IPAddress": "10.0.0.1"}) == 0x803B001E
    assert hns.get(f"/networks/{network['ID']}")["CurrentEndpointCount"] == 1
    assert len(hns.get("/endpoints/")) == 1


@pytest.mark.parametrize("collection", ["networks", "endpoints", "policylists", "namespaces"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_malformed_id_is_an_error(client: Callable[..., Any], collection: str, method: str) -> None:
    """Asserted on Server 2016."""
    assert client().code(method, f"/{collection}/1234abcd") == 0x803B0019


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "networks"),
        ("GET", "/"),
        ("GET", "/volumes"),
        ("PUT", "/networks/"),
        ("get", "/networks/"),
        ("DELETE", "/namespaces"),
        ("GET", "/networks//"),
        ("GET", "/networks/?x=1"),
        ("GET", f"/networks/{MISSING}/a/b"),
        ("GET", f"/networks/{MISSING}/attach"),
        ("POST", f"/endpoints/{MISSING}/destroy"),
        ("POST", f"/namespaces/{MISSING}"),
        ("GET", "/globals/"),
        ("GET", "/globals/time"),
        ("GET", "/endpointstats/"),
        ("GET", f"/endpointstats/{MISSING}/x"),
        ("POST", "/portpools/"),
    ],
)
def test_unknown_path_or_method_is_an_incorrect_parameter(client: Callable[..., Any], method: str, path: str) -> None:
    """There is no record; the general failure is the likeliest."""
    assert client().code(method, path, "{}") == 0x80070057


def test_paths_are_found_in_any_letter_case(client: Callable[..., Any]) -> None:
    """Scripts write what they like."""
    hns = client()
    network = hns.post("/Networks", NAT)
    assert hns.get(f"/networks/{{{network['ID'].lower()}}}/") == network


def test_modify_and_refresh_return_the_object(client: Callable[..., Any]) -> None:
    """POST on an id is an update."""
    hns = client()
    network = hns.post("/networks/", NAT)
    changed = hns.post(f"/networks/{network['ID']}", {"DNSSuffix": "a.test"})
    assert changed == {**network, "DNSSuffix": "a.test"}
    assert hns.post(f"/networks/{network['ID']}/refresh", "{}") == changed
    endpoint = hns.post("/endpoints/", {"VirtualNetwork": network["ID"]})
    assert hns.post(f"/endpoints/{endpoint['ID']}/refresh", "") == endpoint
    remote = {"VirtualNetwork": network["ID"], "IsRemoteEndpoint": True, "IPAddress": "10.9.9.9"}
    assert hns.code("POST", f"/endpoints/{hns.post('/endpoints/', remote)['ID']}/refresh") == 0x803B0035


def test_views_of_an_endpoint_and_of_the_service(client: Callable[..., Any]) -> None:
    """Diagnosis scripts collect all of them."""
    hns = client()
    network = hns.post("/networks/", NAT)
    mapping = {"Type": "NAT", "Protocol": "TCP", "InternalPort": 80, "ExternalPort": 8080}
    endpoint = hns.post("/endpoints/", {"VirtualNetwork": network["ID"], "Policies": [mapping]})
    list_ = {"Policies": [{"Type": "ELB", "InternalPort": 1, "ExternalPort": 30000, "Protocol": 17}]}
    policylist = hns.post("/policylists/", list_)
    assert hns.get(f"/endpoints/{endpoint['ID']}/detailed")["Resources"]["Allocators"] == []
    assert hns.get(f"/endpointaddresses/{endpoint['ID']}")[0]["Address"] == endpoint["IPAddress"]
    assert hns.get("/activities")[0]["ID"] == network["ActivityId"]
    assert hns.get(f"/activities/{network['ActivityId']}") == network["Resources"]
    assert hns.get("/plugins/") == []
    assert hns.get("/portpools") == [
        {"EndPort": 8080, "Protocol": "TCP", "References": [f"/endpoints/{endpoint['ID']}"], "StartPort": 8080},
        {
            "EndPort": 30000,
            "Protocol": "UDP",
            "References": [f"/policylists/{policylist['ID'].lower()}"],
            "StartPort": 30000,
        },
    ]


def test_namespace_through_its_life(client: Callable[..., Any]) -> None:
    """Create, add an endpoint, remove it, delete; then it is an element not found."""
    hns = client()
    network = hns.post("/networks/", NAT)
    endpoint = hns.post("/endpoints/", {"VirtualNetwork": network["ID"]})
    namespace = hns.post("/namespaces/", {})
    path = f"/namespaces/{namespace['ID']}"
    resource = {"Type": "Endpoint", "Data": {"Id": endpoint["ID"]}}
    assert hns.post(f"{path}/addresource", resource)["ResourceList"][0]["Data"]["Id"] == endpoint["ID"].upper()
    assert hns.get(f"/endpoints/{endpoint['ID']}")["Namespace"]["ID"].upper() == namespace["ID"]
    assert hns.post(f"{path}/removeresource", resource)["ResourceList"] == []
    hns.delete(path)
    assert hns.answer("GET", path)[1]["Error"] == "Element not found. "


def test_rendering_is_fresh_after_every_change(client: Callable[..., Any]) -> None:
    """A kept text that outlives a change would show the past."""
    hns = client()
    network = hns.post("/networks/", NAT)
    endpoint = hns.post("/endpoints/", {"VirtualNetwork": network["ID"]})
    hns.machine.add_container("c1")
    path = f"/endpoints/{endpoint['ID']}"
    for action, state in (("attach", 2), ("detach", 4)):
        hns.get("/endpoints/")
        hns.post(f"{path}/{action}", {"SystemType": "Container", "ContainerId": "c1"})
        assert (hns.get(path)["State"], hns.get("/endpoints/")[0]["State"]) == (state, state)
    hns.post(f"{path}/attach", {"SystemType": "Container", "ContainerId": "c1"})
    hns.get(path)
    hns.machine.remove_container("c1")
    assert hns.get(path)["SharedContainers"] == []


@pytest.mark.parametrize("name", MODERN)
def test_whatever_the_go_client_sends_is_answered(client: Callable[..., Any], vectors: list[Any], name: str) -> None:
    """No recorded request may crash the service: it gives an envelope, and a failure has a code."""
    hns = client(name)
    seen = 0
    for vector in vectors:
        for call in vector["calls"]:
            if call["export"] != "HNSCall":
                continue
            args = call["args"]
            body = args.get("object_raw", args.get("object", ""))
            hresult, response = hns.answer(args["method"], args["path"], body)
            assert response["Success"] or response["ErrorCode"] in (
                (hresult,) if args["method"] == "POST" else (response["ErrorCode"],)
            )
            seen += 1
    assert seen > 80


def test_the_go_clients_endpoints_are_made_with_their_policies(client: Callable[..., Any], vectors: list[Any]) -> None:
    """Each kind of policy that the Go client writes is stored as it was sent."""
    hns = client()
    network = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
    hns.post("/networks/", {**NAT, "ID": network})
    made = 0
    for vector in vectors:
        if vector["name"].startswith("hns.endpoint.create.policy_"):
            request = vector["calls"][0]["args"]["object"]
            assert hns.post("/endpoints/", request)["Policies"] == request["Policies"]
            made += 1
    assert made >= 8


def test_thirty_two_threads_make_as_many_endpoints(client: Callable[..., Any]) -> None:
    """One lock: no address twice, no endpoint lost."""
    hns = client()
    network = hns.post("/networks/", {**NAT, "Subnets": [{"AddressPrefix": "10.0.0.0/16"}]})
    body = json.dumps({"VirtualNetwork": network["ID"]})
    results: list[tuple[int, str | None]] = []

    def work() -> None:
        results.extend(hns.machine.call("POST", "/endpoints/", body) for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    documents = [json.loads(response or "")["Output"] for _, response in results]
    assert len({document["IPAddress"] for document in documents}) == 320
    assert len({document["MacAddress"] for document in documents}) == 320
    assert hns.get(f"/networks/{network['ID']}")["CurrentEndpointCount"] == 320


def test_same_requests_give_the_same_answers_to_the_letter() -> None:
    """A recorded run can be played again."""
    texts = []
    for _ in range(2):
        machine = Machine("2022", seed=3)
        calls = [("POST", "/networks/", json.dumps(NAT)), ("POST", "/endpoints/", '{"VirtualNetworkName":"nat"}')]
        texts.append([machine.call(*call) for call in calls])
    assert texts[0] == texts[1]
