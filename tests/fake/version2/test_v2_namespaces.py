"""Namespaces, balancers and routes (rules HCN-S, HCN-L)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Door, code
from .test_v2_behaviours import UNKNOWN, balancer

Doors = Callable[..., Door]


def move(door: Door, namespace: str, endpoint: str, kind: str = "Add") -> None:
    """Put an endpoint into a namespace, or take it out."""
    door.change("namespace", namespace, "Endpoint", kind, EndpointId=endpoint)


# HCN-S


def test_type_is_host_unless_it_says_otherwise(door: Door) -> None:
    """What was sent comes back; version 1's default namespace is HostDefault (HCN-S01)."""
    shown = lambda id: door.read("namespace", id).get("Type")  # noqa: E731
    assert shown(door.make("namespace", {})) is None
    assert shown(door.make("namespace", {"Type": "host"})) == "Host"
    assert shown(door.make("namespace", {"Type": 3})) == "GuestDefault"
    assert shown(door.v1("POST", "/namespaces", {"IsDefault": True})["ID"]) == "HostDefault"
    default = door.make("namespace", {"Type": "HostDefault", "NamespaceId": 5})
    assert door.v1("GET", f"/namespaces/{default}")["IsDefault"] is True
    assert code(lambda: door.make("namespace", {"Type": "Nowhere"})) == 0x80070057
    assert code(lambda: door.make("namespace", {"NamespaceId": "x"})) == 0x80070057


def test_number_of_a_namespace_is_its_compartment(door: Door) -> None:
    """The service hands it out; guests bring their own (HCN-S02, HCN-S03)."""
    assert "NamespaceId" not in door.read("namespace", door.make("namespace", {"NamespaceId": 9}))
    with_one = door.read("namespace", door.make("namespace", {"CreateWithCompartment": True}))
    assert with_one["NamespaceId"] >= 2
    assert with_one["NamespaceGuid"]
    assert door.read("namespace", door.make("namespace", {"Type": "Guest", "NamespaceId": 9}))["NamespaceId"] == 9
    assert door.read("namespace", door.make("namespace", {"Type": "HostDefault"}))["NamespaceId"] == 1


def test_owner_and_schema_of_a_namespace(door: Door) -> None:
    """0.0 is echoed in version 1's shape, as calico's log shows."""
    id = door.make("namespace", {"Owner": "cni", "Colour": "red", "SchemaVersion": {"Major": 0, "Minor": 0}})
    older = door.v1("GET", f"/namespaces/{id}")
    assert older["SchemaVersion"] == {"Major": 0, "Minor": 0}
    shown = door.read("namespace", door.make("namespace", {"Owner": "cni", "Colour": "red"}))
    assert (shown["Owner"], shown["Colour"]) == ("cni", "red")


def test_guest_namespace_plugs_nothing(door: Door) -> None:
    """The owner of the virtual machine does (HCN-S05)."""
    network = door.nat()
    endpoint, namespace = door.endpoint(network), door.make("namespace", {"Type": "Guest"})
    move(door, namespace, endpoint)
    door.fake.add_container("c1", namespace=namespace)
    move(door, namespace, later := door.endpoint(network, "later"))
    assert [door.read("endpoint", id)["State"] for id in (endpoint, later)] == [1, 1]
    assert "NamespaceId" not in door.read("namespace", namespace)
    door.fake.remove_container("c1")
    assert [r["Type"] for r in door.read("namespace", namespace)["Resources"]] == ["Endpoint", "Endpoint"]


def test_container_of_a_host_namespace_is_plugged(door: Door) -> None:
    """Endpoints that come later are plugged at once."""
    network = door.nat()
    namespace = door.make("namespace", {})
    move(door, namespace, first := door.endpoint(network))
    door.fake.add_container("c1")
    door.change("namespace", namespace, "Container", "Add", ContainerId="c1")
    move(door, namespace, later := door.endpoint(network, "later"))
    for id in (first, later):
        shown = door.read("endpoint", id)
        assert (shown["State"], shown["Health"]["Extra"]["SharedContainers"]) == (2, ["c1"])
    door.change("namespace", namespace, "Container", "Remove", ContainerId="c1")
    assert [r["Type"] for r in door.read("namespace", namespace)["Resources"]] == ["Endpoint", "Endpoint"]


def test_what_cannot_go_into_a_namespace(door: Door) -> None:
    """Endpoints of another one, remote ones, unknown ones, containers that do not run."""
    network = door.overlay()
    first, second = door.make("namespace", {}), door.make("namespace", {})
    move(door, first, endpoint := door.endpoint(network))
    assert code(lambda: move(door, second, endpoint)) == 0x803B002B
    remote = door.endpoint(network, Flags=1, IpConfigurations=[{"IpAddress": "10.9.9.9"}])
    assert code(lambda: move(door, second, remote)) == 0x803B000F
    assert code(lambda: move(door, second, UNKNOWN)) == 0x803B0002
    assert code(lambda: move(door, second, "<e&p>")) == 0x803B0019
    add = lambda **named: door.change("namespace", second, "Container", "Add", **named)  # noqa: E731
    assert code(lambda: add(ContainerId="nobody")) == 0xC037010E
    assert code(add) == 0x803B001B
    assert code(lambda: move(door, second, endpoint, "Remove")) == 0x80070490
    door.change("namespace", second, "Endpoint", "Refresh")
    assert code(lambda: move(door, second, endpoint, "Update")) == 0x803B0015
    assert code(lambda: door.send("namespace", second, {})) == 0x803B0015


def test_deleted_endpoint_leaves_its_namespace(door: Door) -> None:
    """And a deleted namespace sets its endpoints free."""
    network = door.nat()
    namespace = door.make("namespace", {})
    gone, left = door.endpoint(network), door.endpoint(network)
    move(door, namespace, gone)
    move(door, namespace, left)
    door.drop("endpoint", gone)
    assert len(door.read("namespace", namespace)["Resources"]) == 1
    door.drop("namespace", namespace)
    assert door.read("endpoint", left)["HostComputeNamespace"].strip("0-") == ""


# HCN-L


def test_balancer_is_a_policy_list(door: Door) -> None:
    """One policy for each port; what version 1 cannot say is remembered (HCN-L01, HCN-L02)."""
    endpoint = door.endpoint(door.overlay())
    ports = [
        {"Protocol": 6, "InternalPort": 8080, "ExternalPort": 80, "DistributionType": 2, "Flags": 9},
        {"Protocol": 17, "InternalPort": 53, "ExternalPort": 53},
    ]
    id = door.make("loadbalancer", {**balancer(endpoint, Flags=1), "PortMappings": ports, "Owner": "kube", "Extra": 1})
    shared = {"Type": "ELB", "SourceVIP": "10.0.0.1", "VIPs": ["1.1.1.2", "1.1.1.3"], "IsDSR": True}
    assert door.v1("GET", f"/policylists/{id}")["Policies"] == [
        {**shared, "Protocol": 6, "InternalPort": 8080, "ExternalPort": 80, "ILB": True},
        {**shared, "Protocol": 17, "InternalPort": 53, "ExternalPort": 53},
    ]
    shown = door.read("loadbalancer", id)
    assert (shown["PortMappings"], shown["Owner"], shown["Extra"]) == (ports, "kube", 1)


def test_balancer_of_version_1_is_one_of_version_2(door: Door) -> None:
    """And a route is a route; each noun lists its own, and knows no other's ids."""
    endpoint = door.endpoint(door.overlay())
    references = [f"/endpoints/{endpoint}"]
    elb = {"Type": "ELB", "Protocol": 6, "InternalPort": 80, "ExternalPort": 8090, "ILB": True, "IsDSR": True}
    route = {"Type": "ROUTE", "DestinationPrefix": "10.0.0.0/8", "NeedEncap": True}
    lists = {
        kind: door.v1("POST", "/policylists", {"References": references, "Policies": [policy]})["ID"]
        for kind, policy in (("loadbalancer", elb), ("route", route))
    }
    neither = door.v1("POST", "/policylists", {"References": references, "Policies": []})["ID"]
    assert door.ids("loadbalancer") == [lists["loadbalancer"]]
    assert door.ids("route") == [lists["route"]]
    shown = door.read("loadbalancer", lists["loadbalancer"])
    assert shown["PortMappings"] == [{"Protocol": 6, "InternalPort": 80, "ExternalPort": 8090, "Flags": 1}]
    assert (shown["Flags"], shown["HostComputeEndpoints"]) == (1, [endpoint])
    assert door.read("route", lists["route"])["Setting"] == [{"DestinationPrefix": "10.0.0.0/8", "NeedEncap": True}]
    assert code(lambda: door.read("route", lists["loadbalancer"])) == 0x80070490
    assert code(lambda: door.drop("loadbalancer", neither)) == 0x80070490


def test_names_and_texts_do_for_numbers_in_a_balancer(door: Door) -> None:
    """Microsoft's documents have names."""
    port = {"Protocol": "TCP", "InternalPort": 80, "ExternalPort": 80, "DistributionType": "SourceIP"}
    more = {"Flags": "EnableDirectServerReturn", "PortMappings": [{**port, "Flags": "LocalRoutedVip"}]}
    id = door.make("loadbalancer", {**balancer(door.endpoint(door.overlay())), **more})
    shown = door.read("loadbalancer", id)
    assert shown["Flags"] == 1
    assert shown["PortMappings"] == [
        {"Protocol": 6, "InternalPort": 80, "ExternalPort": 80, "DistributionType": 2, "Flags": 2}
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"PortMappings": ["x"]}, 0x803B000D),
        ({"PortMappings": [{"Protocol": "x", "InternalPort": 1}]}, 0x803B000D),
        ({"PortMappings": [{"Protocol": 6, "InternalPort": 0, "ExternalPort": 80}]}, 0x803B002D),
        ({"PortMappings": [{"Protocol": 6, "InternalPort": 80, "DistributionType": "x"}]}, 0x803B000D),
        ({"FrontendVIPs": ["x"], "PortMappings": [{"Protocol": 6, "InternalPort": 80}]}, 0x803B000D),
        ({"FrontendVIPs": "x"}, 0x803B000D),
        ({"HostComputeEndpoints": [7]}, 0x803B001C),
        ({"HostComputeEndpoints": ["x"]}, 0x803B0019),
        ({"HostComputeEndpoints": [UNKNOWN]}, 0x803B0002),
        ({"Flags": "x"}, 0x803B000D),
    ],
    ids=str,
)
def test_wrong_balancers(door: Door, document: dict[str, Any], expected: int) -> None:
    """Each has its code."""
    assert code(lambda: door.make("loadbalancer", document)) == expected
    assert door.ids("loadbalancer") == []


def test_balancer_without_ports_is_a_balancer(door: Door) -> None:
    """Kubernetes enumerates such ones."""
    id = door.make("loadbalancer", {"HostComputeEndpoints": [], "SourceVIP": "10.0.0.1"})
    assert door.ids("loadbalancer") == [id]
    assert "PortMappings" not in door.read("loadbalancer", id)
    assert door.ids("route") == []


def test_node_port_is_one_of_the_host_s_ports(door: Door) -> None:
    """Shared with mappings of endpoints and listeners; IPv4 and IPv6 have ports of their own (HCN-L05)."""
    network = door.overlay()
    endpoint = door.endpoint(network)
    node = {
        "HostComputeEndpoints": [endpoint],
        "PortMappings": [{"Protocol": 6, "InternalPort": 80, "ExternalPort": 31416}],
    }
    id = door.make("loadbalancer", {**node, "SourceVIP": "10.10.253.194"})
    assert code(lambda: door.make("loadbalancer", {**node, "SourceVIP": "10.10.253.195"})) == 0x803B0013
    mapping = {"Type": "PortMapping", "Settings": {"Protocol": 6, "InternalPort": 80, "ExternalPort": 31416}}
    assert code(lambda: door.endpoint(network, Policies=[mapping])) == 0x803B0013
    door.make("loadbalancer", {**node, "SourceVIP": "fd00::1"})
    assert code(lambda: door.make("loadbalancer", {**node, "Flags": 2})) == 0x803B0013
    door.drop("loadbalancer", id)
    door.endpoint(network, Policies=[mapping])


@pytest.mark.parametrize(("build", "expected"), [("2019", 0x803B0013), ("2022", None)])
def test_listener_of_the_host_is_in_the_way_of_a_virtual_address(
    doors: Doors, build: str, expected: int | None
) -> None:
    """kube-proxy's health port, on Server 2019 (HNS-L10)."""
    door = doors(build)
    endpoint = door.endpoint(door.overlay())
    with door.fake.machine() as machine:
        machine.listen("tcp", 8090)
    make = lambda: door.make("loadbalancer", balancer(endpoint))  # noqa: E731
    if expected is None:
        make()
    else:
        assert code(make) == expected


def test_change_of_a_balancer_keeps_what_it_leaves_out(doors: Doors) -> None:
    """And takes what it names; some builds say yes and do nothing (HCN-L04)."""
    door = doors("2025")
    endpoint = door.endpoint(door.overlay())
    id = door.make("loadbalancer", balancer(endpoint, Flags=1, mapping=8))
    door.send("loadbalancer", id, {"FrontendVIPs": ["10.96.0.99"], "SchemaVersion": {"Major": 0, "Minor": 0}})
    shown = door.read("loadbalancer", id)
    assert (shown["FrontendVIPs"], shown["Flags"], shown["HostComputeEndpoints"]) == (["10.96.0.99"], 1, [endpoint])
    assert shown["PortMappings"][0]["Flags"] == 8
    with door.fake.machine() as machine:
        machine.switches.ignore_balancer_updates = True
    door.send("loadbalancer", id, balancer())
    assert door.read("loadbalancer", id)["FrontendVIPs"] == ["10.96.0.99"]


def test_change_in_the_shape_of_version_1(doors: Doors) -> None:
    """Then what version 2 remembers no longer holds, and is not shown."""
    door = doors("2025")
    endpoint = door.endpoint(door.overlay())
    id = door.make("loadbalancer", balancer(endpoint, Flags=1, mapping=8))
    elb = {"Type": "ELB", "Protocol": 6, "InternalPort": 1, "ExternalPort": 2, "VIPs": ["1.1.1.9"]}
    door.send("loadbalancer", id, {"Policies": [elb]})
    shown = door.read("loadbalancer", id)
    assert shown["PortMappings"] == [{"Protocol": 6, "InternalPort": 1, "ExternalPort": 2}]
    assert (shown["FrontendVIPs"], "Flags" in shown) == (["1.1.1.9"], False)


def test_routes_are_read_under_both_names(doors: Doors) -> None:
    """hcsshim's and Microsoft's; the answer has hcsshim's, with all that was sent (HCN-L03)."""
    door = doors("2025")
    setting = {"DestinationPrefix": "10.0.0.0/8", "NextHop": "10.0.0.1", "AutomaticEndpointMonitor": True}
    for name in ("Setting", "Routes"):
        assert door.read("route", door.make("route", {name: [setting]}))["Setting"] == [setting]
    id = door.make("route", {"HostComputeEndpoints": [], "Owner": "o"})
    assert "Setting" not in door.read("route", id)
    door.send("route", id, {"Setting": [setting], "SchemaVersion": {"Major": 2, "Minor": 0}})
    assert door.read("route", id)["Setting"] == [setting]
    assert code(lambda: door.make("route", {"Setting": ["x"]})) == 0x803B000D
    assert code(lambda: door.make("route", {"Setting": [{"DestinationPrefix": "x"}]})) == 0x803B000D


def test_network_takes_its_balancers_with_it(door: Door) -> None:
    """But not one that has an endpoint elsewhere too, nor when an endpoint alone goes (HNS-L11)."""
    first, second = door.overlay(), door.make("network", {"Name": "second", "Type": "NAT"})
    here, also, there = door.endpoint(first), door.endpoint(first), door.endpoint(second)
    whole = {**balancer(here, also), "FrontendVIPs": ["1.1.1.2"]}
    gone = door.make("loadbalancer", whole)
    left = door.make("loadbalancer", {**balancer(also, there), "FrontendVIPs": ["1.1.1.3"]})
    door.drop("endpoint", here)
    assert door.ids("loadbalancer") == [gone, left]
    door.drop("network", first)
    assert door.ids("loadbalancer") == [left]
    door.make("loadbalancer", {**whole, "HostComputeEndpoints": [there]})
