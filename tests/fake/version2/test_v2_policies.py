"""Policies in two shapes, and sets of addresses (rules HCN-P)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hcspy.testing.state.policyshapes import to_v1, to_v2

from .conftest import Door, code, setting

Doors = Callable[..., Door]
# The same thing as each version says it; HCN-P01.
PAIRS = [
    (
        setting("PortMapping", Protocol=6, InternalPort=80, ExternalPort=8080, VIP="10.0.0.4", Flags=1),
        {"Type": "NAT", "Protocol": "TCP", "InternalPort": 80, "ExternalPort": 8080, "VIP": "10.0.0.4", "Flags": 1},
    ),
    (
        setting("PortMapping", Protocol=17, InternalPort=53, ExternalPort=53),
        {"Type": "NAT", "Protocol": "UDP", "InternalPort": 53, "ExternalPort": 53},
    ),
    (
        setting("SDNRoute", DestinationPrefix="10.96.0.0/12", NextHop="", NeedEncap=True),
        {"Type": "ROUTE", "DestinationPrefix": "10.96.0.0/12", "NextHop": "", "NeedEncap": True},
    ),
    (setting("ProviderAddress", ProviderAddress="10.0.0.9"), {"Type": "PA", "PA": "10.0.0.9"}),
    (
        setting("L4Proxy", IP="10.0.0.9", Port="15001", Exceptions=["10.1.0.0/16"], OutboundNAT=True),
        {"Type": "PROXY", "IP": "10.0.0.9", "Port": "15001", "ExceptionList": ["10.1.0.0/16"], "OutboundNat": True},
    ),
    (
        setting("OutBoundNAT", VirtualIP="10.0.0.9", Exceptions=["10.1.0.0/16"], Destinations=["10.2.0.0/16"]),
        {
            "Type": "OutBoundNAT",
            "VIP": "10.0.0.9",
            "ExceptionList": ["10.1.0.0/16"],
            "Destinations": ["10.2.0.0/16"],
        },
    ),
    (
        setting("ACL", Protocols="6", Action="Allow", Direction="In", LocalPorts="80-90", Priority=200),
        {
            "Type": "ACL",
            "Protocols": "6",
            "Action": "Allow",
            "Direction": "In",
            "LocalPorts": "80-90",
            "Priority": 200,
        },
    ),
    (setting("QOS", MaximumOutgoingBandwidthInBytes=7), {"Type": "QOS", "MaximumOutgoingBandwidthInBytes": 7}),
    (setting("VLAN", IsolationId=12), {"Type": "VLAN", "VLAN": 12}),
    (setting("VSID", IsolationId=5000), {"Type": "VSID", "VSID": 5000}),
    ({"Type": "L2Driver"}, {"Type": "L2Driver"}),
]
# Only one version has a name for these: they go through both doors as they are.
ALIKE = [
    setting("EncapOverhead", Overhead=50),
    setting("PortName", Name="eth0"),
    setting("L4WFPPROXY", InboundProxyPort="80"),
    {"Type": "HostRoute", "Settings": {}},
    {"Type": "Isolation", "VLAN": 4},
    {"Type": "VNet", "VNet": "x"},
    "no policy at all",
]


@pytest.mark.parametrize(("newer", "older"), PAIRS, ids=lambda policy: str(policy["Type"]))
def test_policy_is_translated_both_ways(newer: dict[str, Any], older: dict[str, Any]) -> None:
    """HCN-P01."""
    assert to_v1(newer) == older
    assert to_v2(older) == newer
    assert to_v1(older) is older
    assert to_v2(newer) == newer


@pytest.mark.parametrize("policy", ALIKE, ids=str)
def test_policy_of_one_version_alone_is_left_as_it_is(policy: Any) -> None:
    """HCN-P01."""
    assert to_v1(policy) == to_v2(policy) == policy


def test_rule_of_version_1_in_numbers_is_text_in_version_2() -> None:
    """Old rules have a protocol number, single ports and lists of addresses."""
    older = {
        "Type": "acl",
        "Protocol": 6,
        "LocalPort": 80,
        "RemotePort": 0,
        "RemoteAddresses": ["10.0.0.1", "10.0.0.2"],
    }
    settings = {"Protocols": "6", "LocalPorts": "80", "RemotePorts": "0", "RemoteAddresses": "10.0.0.1,10.0.0.2"}
    assert to_v2(older) == {"Type": "acl", "Settings": settings}


def test_protocol_that_neither_version_knows_is_kept() -> None:
    """A recorded document may have anything."""
    assert to_v2({"Type": "NAT", "Protocol": "sctp"})["Settings"] == {"Protocol": "sctp"}
    assert to_v1(setting("PortMapping", Protocol=132))["Protocol"] == 132


@pytest.mark.parametrize("newer", [newer for newer, _ in PAIRS], ids=lambda policy: str(policy["Type"]))
def test_policy_comes_back_through_its_own_door(door: Door, newer: dict[str, Any]) -> None:
    """As it was sent, though a client of version 1 has posted the whole document in between (HCN-P02)."""
    id = door.endpoint(door.nat(), Policies=[newer])
    older = door.v1("GET", f"/endpoints/{id}")
    door.v1("POST", f"/endpoints/{id}", {**older, "Policies": [*older["Policies"], {"Type": "VLAN", "VLAN": 9}]})
    assert door.policies("endpoint", id) == [newer, setting("VLAN", IsolationId=9)]
    assert door.v1("GET", f"/endpoints/{id}")["Policies"] == [to_v1(newer), {"Type": "VLAN", "VLAN": 9}]


@pytest.mark.parametrize("older", [older for _, older in PAIRS], ids=lambda policy: str(policy["Type"]))
def test_policy_of_version_1_comes_back_unchanged(door: Door, older: dict[str, Any]) -> None:
    """Version 2 adds and removes another beside it."""
    network = door.nat()
    id = door.v1("POST", "/endpoints", {"VirtualNetwork": network, "Policies": [older]})["ID"]
    other = setting("EncapOverhead", Overhead=50)
    door.change("endpoint", id, "Policy", "Add", Policies=[other])
    assert door.policies("endpoint", id) == [to_v2(older), other]
    assert door.v1("GET", f"/endpoints/{id}")["Policies"] == [older, other]
    door.change("endpoint", id, "Policy", "Remove", Policies=[to_v2(older)])
    assert door.policies("endpoint", id) == [other]


def test_policies_of_subnets_are_translated(door: Door) -> None:
    """And are still those of version 2 when version 1 posts the network back."""
    id = door.overlay()
    older = door.v1("GET", f"/networks/{id}")
    assert older["Subnets"][0]["Policies"] == [{"Type": "VSID", "VSID": 5000}]
    older["Subnets"][0]["GatewayAddress"] = "192.168.100.9"
    door.v1("POST", f"/networks/{id}", older)
    shown = door.read("network", id)["Ipams"][0]["Subnets"][0]
    assert shown["Policies"] == [setting("VSID", IsolationId=5000)]
    assert shown["Routes"][0]["NextHop"] == "192.168.100.9"


# Sets


def ipset(id: str, *values: str, nested: bool = False) -> dict[str, Any]:
    """A set of addresses, or of sets."""
    kind = "NESTEDIPSET" if nested else "IPSET"
    return setting("SetPolicy", Id=id, Name=id, PolicyType=kind, Values=",".join(values))


@pytest.fixture
def network(door: Door) -> str:
    id = door.bridge()
    change(door, id, "Add", ipset("a", "10.0.0.1"), ipset("n", "a", nested=True))
    return id


def change(door: Door, network: str, kind: str, *policies: Any) -> None:
    """Change a network's policies."""
    door.change("network", network, "Policy", kind, Policies=list(policies))


def sets(door: Door, network: str) -> dict[str, str]:
    """Read a network's sets."""
    found = [policy["Settings"] for policy in door.policies("network", network) if policy["Type"] == "SetPolicy"]
    return {settings["Id"]: settings["Values"] for settings in found}


def test_sets_are_added_once_and_nested_in_what_is_there(door: Door, network: str) -> None:
    """HCN-P06; a set of the same request will do."""
    assert sets(door, network) == {"a": "10.0.0.1", "n": "a"}
    assert code(lambda: change(door, network, "Add", ipset("a"))) == 0x803B0012
    assert code(lambda: change(door, network, "Add", ipset("m", "a", "x", nested=True))) == 0x803B0008
    assert sets(door, network) == {"a": "10.0.0.1", "n": "a"}


def test_sets_are_updated_by_id(door: Door, network: str) -> None:
    """One that is not there is passed over (HCN-P07)."""
    change(door, network, "Update", ipset("a", "10.0.0.2"), ipset("unknown", "10.0.0.3"))
    assert sets(door, network) == {"a": "10.0.0.2", "n": "a"}
    assert code(lambda: change(door, network, "Update", ipset("n", "x", nested=True))) == 0x803B0008


def test_sets_that_something_refers_to_stay(door: Door, network: str) -> None:
    """A nested set, or a rule of an endpoint (HCN-P05, HCN-P08)."""
    rule = setting("ACL", Action="Block", Direction="In", RemoteAddresses="n, 10.0.0.7")
    endpoint = door.endpoint(network, Policies=[rule])
    assert code(lambda: change(door, network, "Remove", ipset("a"))) == 0x803B002C
    assert code(lambda: change(door, network, "Remove", ipset("n"))) == 0x803B002C
    door.drop("endpoint", endpoint)
    change(door, network, "Remove", ipset("n"))
    change(door, network, "Remove", ipset("a"))
    assert sets(door, network) == {}
    assert code(lambda: change(door, network, "Remove", ipset("a"))) == 0x803B0008


def test_rules_name_sets_of_their_own_network(door: Door, network: str) -> None:
    """Through either door; what is neither set nor address is refused."""
    endpoint = door.endpoint(network)
    rule = {"Type": "ACL", "Action": "Block", "Direction": "In", "RemoteAddresses": "a"}
    door.v1("POST", f"/endpoints/{endpoint}", {"Policies": [rule]})
    assert door.policies("endpoint", endpoint) == [to_v2(rule)]
    wrong = setting("ACL", Action="Block", Direction="In", LocalAddresses="x")
    assert code(lambda: door.change("endpoint", endpoint, "Policy", "Add", Policies=[wrong])) == 0x803B000D
    elsewhere = door.make("network", {"Name": "other", "Type": "NAT"})
    assert code(lambda: door.endpoint(elsewhere, Policies=[to_v2(rule)])) == 0x803B000D


@pytest.mark.parametrize("settings", [{}, {"Id": ""}, {"Id": "x"}, {"Id": "x", "PolicyType": "SET"}], ids=str)
def test_sets_have_an_id_and_a_type(door: Door, settings: dict[str, Any]) -> None:
    """HCN-P04."""
    wrong = {"Type": "SetPolicy", "Settings": settings}
    assert code(lambda: change(door, door.bridge(), "Add", wrong)) == 0x803B000D
