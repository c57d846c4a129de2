"""Requests that change networks and endpoints (rules HCN-M, HCN-N, HCN-E)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Door, code, setting, subnet
from .test_v2_behaviours import ACLS, MAPPING, UNKNOWN

Doors = Callable[..., Door]
QOS = setting("QOS", MaximumOutgoingBandwidthInBytes=1000)
RSR = setting("RemoteSubnetRoute", DestinationPrefix="10.1.0.0/16", IsolationId=5000, ProviderAddress="1.1.1.1")


@pytest.fixture
def endpoint(door: Door) -> str:
    return door.endpoint(door.nat())


@pytest.fixture
def overlay(door: Door) -> str:
    return door.overlay()


# HCN-M01, HCN-M02


def test_names_of_requests_may_be_numbers_or_in_any_case(door: Door, endpoint: str) -> None:
    """WSL sends numbers."""
    door.send("endpoint", endpoint, {"ResourceType": 1, "RequestType": 0, "Settings": {"Policies": [QOS]}})
    door.change("endpoint", endpoint, "POLICY", "add", Policies=ACLS)
    assert door.policies("endpoint", endpoint) == [QOS, *ACLS]


@pytest.mark.parametrize(
    ("resource", "kind"), [("Nonsense", "Add"), ("Policy", "Nonsense"), ("Policy", "Reset"), ("Port", "Update"), (7, 0)]
)
def test_unknown_requests_of_an_endpoint_are_unsupported(door: Door, endpoint: str, resource: Any, kind: Any) -> None:
    """0x803B0015."""
    assert code(lambda: door.change("endpoint", endpoint, resource, kind)) == 0x803B0015


@pytest.mark.parametrize("resource", ["DNS", "Extension", "Policy", "Subnet", "IPSubnet"])
def test_reset_is_known_to_no_resource_of_a_network(door: Door, overlay: str, resource: str) -> None:
    """The number is there, and nobody says what it does."""
    settings = {"SubnetId": door.read("network", overlay)["Ipams"][0]["Subnets"][0]["ID"], "IpSubnets": []}
    assert code(lambda: door.change("network", overlay, resource, "Reset", Subnets=[], **settings)) == 0x803B0015


@pytest.mark.parametrize("noun", ["network", "endpoint"])
@pytest.mark.parametrize("text", ["{}", '{"ResourceType":"Policy"}'])
def test_request_without_its_parts_is_unsupported(door: Door, noun: str, text: str) -> None:
    """An empty document asks for nothing that there is."""
    network = door.nat()
    id = network if noun == "network" else door.endpoint(network)
    assert code(lambda: door.send(noun, id, json.loads(text))) == 0x803B0015


@pytest.mark.parametrize("settings", ["text", 7, ["list"]])
def test_settings_are_an_object(door: Door, endpoint: str, settings: Any) -> None:
    """0x803B001B; nothing at all is an empty object."""
    request = {"ResourceType": "Policy", "RequestType": "Add", "Settings": settings}
    assert code(lambda: door.send("endpoint", endpoint, request)) == 0x803B001B
    door.send("endpoint", endpoint, {**request, "Settings": None})
    assert code(lambda: door.change("endpoint", endpoint, "Policy", "Add", Policies="text")) == 0x803B000D


def test_document_that_is_no_json_is_refused(door: Door, endpoint: str) -> None:
    """0x803B001B."""
    reply = door.fake.respond("computenetwork", "HcnCreateNetwork", {"Id": None, "Settings": "{"})
    assert reply["hresult"] == 0x803B001B
    assert json.loads(reply["ErrorRecord"])["Error"] == "Invalid JSON document string. "


# HCN-M03, HCN-M04, HCN-M05: policies of endpoints


def test_policies_of_an_endpoint(door: Door, endpoint: str) -> None:
    """Add appends, Update replaces all of them, Refresh changes nothing, Remove removes."""
    change = lambda kind, *policies: door.change("endpoint", endpoint, "Policy", kind, Policies=list(policies))  # noqa: E731
    change("Add", QOS)
    change("Add", ACLS[0])
    assert door.policies("endpoint", endpoint) == [QOS, ACLS[0]]
    change("Refresh", ACLS[1])
    change("Remove", QOS)
    assert door.policies("endpoint", endpoint) == [ACLS[0]]
    change("Update", ACLS[1])
    assert door.policies("endpoint", endpoint) == [ACLS[1]]
    change("Update")
    assert door.policies("endpoint", endpoint) == []


def test_policy_that_is_not_there_is_not_removed(door: Door, endpoint: str) -> None:
    """0x803B0008, and the one that is there stays too."""
    door.change("endpoint", endpoint, "Policy", "Add", Policies=[QOS])
    other = setting("QOS", MaximumOutgoingBandwidthInBytes=2000)
    assert code(lambda: door.change("endpoint", endpoint, "Policy", "Remove", Policies=[QOS, other])) == 0x803B0008
    assert door.policies("endpoint", endpoint) == [QOS]


@pytest.mark.parametrize(
    ("policy", "expected"), [(QOS, 0x803B0012), (setting("InterfaceParameters", Mtu=1400), 0x803B0036)]
)
def test_second_policy_of_a_kind_that_there_is_one_of(door: Door, endpoint: str, policy: Any, expected: int) -> None:
    """It does not matter that it says the same."""
    door.change("endpoint", endpoint, "Policy", "Add", Policies=[policy])
    assert code(lambda: door.change("endpoint", endpoint, "Policy", "Add", Policies=[policy])) == expected


def test_port_mapping_that_is_added_takes_its_port(door: Door, endpoint: str) -> None:
    """And gives it back when it is removed."""
    change = lambda kind, id, *policies: door.change("endpoint", id, "Policy", kind, Policies=list(policies))  # noqa: E731
    other = door.endpoint(door.ids("network")[0], "other")
    change("Add", endpoint, MAPPING)
    assert code(lambda: change("Add", other, MAPPING)) == 0x803B0013
    assert code(lambda: change("Add", endpoint, MAPPING)) == 0x803B0013
    change("Update", endpoint, MAPPING, QOS)
    change("Remove", endpoint, MAPPING)
    change("Add", other, MAPPING)
    change("Update", other)
    change("Add", endpoint, MAPPING)


def test_external_port_0_is_chosen(door: Door, endpoint: str) -> None:
    """The chosen one can be read back."""
    policy = setting("PortMapping", Protocol=6, InternalPort=80, ExternalPort=0)
    door.change("endpoint", endpoint, "Policy", "Add", Policies=[policy])
    assert door.policies("endpoint", endpoint)[0]["Settings"]["ExternalPort"] >= 49152


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (setting("Nonsense"), 0x803B000E),
        (setting("ACL", Action="", Direction=""), 0x803B000D),
        (setting("ACL", Action="Allow", Direction="In", RemoteAddresses="Any"), 0x803B000D),
        (setting("PortMapping", Protocol=6, InternalPort=0), 0x803B002D),
        (setting("TierAcl", Name="t", Direction="Sideways"), 0x803B000D),
        (setting("TierAcl", Name="t", Direction="In", TierAclRules=["rule"]), 0x803B000D),
        (setting("TierAcl", Name="t", Direction="In", TierAclRules=[{"TierAclRuleAction": "No"}]), 0x803B000D),
    ],
    ids=str,
)
def test_wrong_policies_are_refused(door: Door, endpoint: str, policy: Any, expected: int) -> None:
    """Unknown types, missing members, wrong values; the endpoint is as it was."""
    assert code(lambda: door.change("endpoint", endpoint, "Policy", "Add", Policies=[policy])) == expected
    assert door.policies("endpoint", endpoint) == []


def test_numbers_do_for_names_in_rules(door: Door, endpoint: str) -> None:
    """Enumerations are read as numbers too, and come back as they were sent."""
    rule = setting("ACL", Action=1, Direction=0, RuleType=1)
    door.change("endpoint", endpoint, "Policy", "Add", Policies=[rule])
    assert door.policies("endpoint", endpoint) == [rule]


# HCN-M06: ports


def test_port_of_an_endpoint(door: Door, endpoint: str) -> None:
    """Plugged into a virtual machine, which Health names; unplugged with empty settings."""
    door.change("endpoint", endpoint, "Port", "Add", PortId=UNKNOWN, VirtualNicName="vm--nic", VirtualMachineId=UNKNOWN)
    assert door.read("endpoint", endpoint)["Health"]["Extra"]["VirtualMachine"] == UNKNOWN
    door.change("endpoint", endpoint, "Port", "Refresh")
    door.change("endpoint", endpoint, "Port", "Remove")
    assert door.read("endpoint", endpoint)["State"] == 4
    assert code(lambda: door.change("endpoint", endpoint, "Port", "Remove")) == 0x803B0034
    assert code(lambda: door.change("endpoint", endpoint, "Port", "Add")) == 0x80070057


def test_port_of_a_remote_endpoint(door: Door) -> None:
    """It has none: 0x803B000F, and not local: 0x803B0035."""
    id = door.endpoint(door.overlay(), Flags=1, IpConfigurations=[{"IpAddress": "10.9.9.9"}])
    assert code(lambda: door.change("endpoint", id, "Port", "Add", VirtualMachineId=UNKNOWN)) == 0x803B000F
    assert code(lambda: door.change("endpoint", id, "Port", "Remove")) == 0x803B0035
    assert code(lambda: door.change("endpoint", id, "Port", "Refresh")) == 0x803B0035


# HCN-M07: policies of networks


def test_policies_of_a_network(door: Door, overlay: str) -> None:
    """Update replaces those of the types that it names, and no others."""
    change = lambda kind, *policies: door.change("network", overlay, "Policy", kind, Policies=list(policies))  # noqa: E731
    shown = lambda: [p for p in door.policies("network", overlay) if p["Type"] in ("RemoteSubnetRoute", "VxlanPort")]  # noqa: E731
    port = setting("VxlanPort", Port=4789)
    change("Add", RSR)
    change("Add", port)
    other = {"Type": "RemoteSubnetRoute", "Settings": {**RSR["Settings"], "DestinationPrefix": "10.2.0.0/16"}}
    change("Update", other)
    assert shown() == [port, other]
    change("Refresh", RSR)
    assert code(lambda: change("Add", port)) == 0x803B0012
    assert code(lambda: change("Remove", RSR)) == 0x803B0008
    change("Remove", other, port)
    assert shown() == []


def test_remote_subnet_route_needs_prefix_and_address(door: Door, overlay: str) -> None:
    """0x803B000D (HCN-P03)."""
    wrong = [{**RSR["Settings"], "DestinationPrefix": ""}, {**RSR["Settings"], "ProviderAddress": "x"}]
    for settings in [*wrong, {}]:
        request = [{"Type": "RemoteSubnetRoute", "Settings": settings}]
        refused = lambda request=request: door.change("network", overlay, "Policy", "Add", Policies=request)  # noqa: E731
        assert code(refused) == 0x803B000D


# HCN-N03: policies that are members


def test_policies_that_are_members_of_version_1(door: Door) -> None:
    """They are not in its list, go when they are removed, and change when version 1 changes the member."""
    sent = [
        setting("NetAdapterName", NetworkAdapterName="Ethernet"),
        setting("SourceMacAddress", SourceMacAddress="00-15-5D-AA-BB-CC"),
        setting("AutomaticDNS", Enable=True),
        setting("DrMacAddress", Address="00-15-5D-00-00-01"),
    ]
    id = door.overlay(Policies=sent)
    older = door.v1("GET", f"/networks/{id}")
    assert older["Policies"] == []
    assert (older["NetworkAdapterName"], older["SourceMac"]) == ("Ethernet", "00-15-5D-AA-BB-CC")
    assert (older["AutomaticDNS"], older["DrMacAddress"]) == (True, "00-15-5D-00-00-01")
    assert door.policies("network", id)[:4] == sent
    door.change("network", id, "Policy", "Remove", Policies=[sent[1]])
    assert "SourceMac" not in door.v1("GET", f"/networks/{id}")
    door.v1("POST", f"/networks/{id}", {"AutomaticDNS": False, "SourceMac": "00-15-5D-AA-BB-DD"})
    shown = {policy["Type"]: policy["Settings"] for policy in door.policies("network", id)}
    assert shown["SourceMacAddress"] == {"SourceMacAddress": "00-15-5D-AA-BB-DD"}
    assert "AutomaticDNS" not in shown
    assert shown["NetAdapterName"] == {"NetworkAdapterName": "Ethernet"}


def test_address_of_the_host_is_a_provider_address(door: Door) -> None:
    """flannel reads it there."""
    id = door.bridge()
    address = door.v1("GET", f"/networks/{id}")["ManagementIP"]
    assert setting("ProviderAddress", ProviderAddress=address) in door.policies("network", id)


# HCN-M08, HCN-M09


def test_name_resolution_of_a_network(door: Door, overlay: str) -> None:
    """It is replaced as a whole; options are version 2's alone."""
    whole = {"Domain": "d", "Search": ["a", "b"], "ServerList": ["1.1.1.1", "2.2.2.2"], "Options": ["ndots:5"]}
    door.change("network", overlay, "DNS", "Update", **whole)
    assert door.read("network", overlay)["Dns"] == whole
    older = door.v1("GET", f"/networks/{overlay}")
    assert (older["DNSDomain"], older["DNSSuffix"], older["DNSServerList"]) == ("d", "a,b", "1.1.1.1,2.2.2.2")
    door.change("network", overlay, "DNS", "Update", ServerList=["3.3.3.3"])
    assert door.read("network", overlay)["Dns"] == {"ServerList": ["3.3.3.3"]}
    assert code(lambda: door.change("network", overlay, "DNS", "Add", Domain="x")) == 0x803B0015
    assert code(lambda: door.change("network", overlay, "DNS", "Update", Search="x")) == 0x803B000A


def test_extension_of_a_switch(door: Door, overlay: str) -> None:
    """Switched by its id; not on a switch that another network is on."""
    wfp = "E7C3B2F0-F3C5-48DF-AF2B-10FED6D72E7A"
    states = lambda: {e["Id"]: e["IsEnabled"] for e in door.v1("GET", f"/networks/{overlay}")["Extensions"]}  # noqa: E731
    door.change("network", overlay, "Extension", "Update", Id=wfp, IsEnabled=True)
    assert states()[wfp] is True
    policy = setting("VSwitchExtension", ExtensionID=wfp, Enable=False)
    door.change("network", overlay, "Policy", "Add", Policies=[policy])
    assert states()[wfp] is False
    update = lambda id: door.change("network", overlay, "Extension", "Update", Id=id, IsEnabled=True)  # noqa: E731
    assert code(lambda: update(UNKNOWN)) == 0x803B001F
    assert code(lambda: update("x")) == 0x803B0019
    assert code(lambda: door.change("network", overlay, "Extension", "Add", Id=wfp)) == 0x803B0015
    door.bridge()
    assert code(lambda: update(wfp)) == 0x803B0018
    assert code(lambda: door.change("network", overlay, "Policy", "Add", Policies=[policy])) == 0x803B0018
    assert door.policies("network", overlay).count(policy) == 1


# HCN-M10, HCN-M11


def test_subnets_of_a_network(door: Door, overlay: str) -> None:
    """Added with their routes and policies; removed by prefix or id, unless an endpoint is in them."""
    second = subnet("10.5.0.0/24", "10.5.0.1", setting("VSID", IsolationId=5001))
    door.change("network", overlay, "Subnet", "Add", Subnets=[second])
    first, added = door.read("network", overlay)["Ipams"][0]["Subnets"]
    assert {name: added[name] for name in second} == second
    assert code(lambda: door.change("network", overlay, "Subnet", "Add", Subnets=[second])) == 0x80071392
    door.endpoint(overlay, IpConfigurations=[{"IpAddress": "10.5.0.9"}])
    remove = lambda **named: door.change("network", overlay, "Subnet", "Remove", Subnets=[named])  # noqa: E731
    assert code(lambda: remove(IpAddressPrefix="10.5.0.0/24")) == 0x803B002C
    assert code(lambda: remove(IpAddressPrefix="10.6.0.0/24")) == 0x803B0005
    remove(ID=first["ID"])
    assert [one["ID"] for one in door.read("network", overlay)["Ipams"][0]["Subnets"]] == [added["ID"]]
    assert code(lambda: door.change("network", overlay, "Subnet", "Add", Subnets="x")) == 0x803B0032
    assert code(lambda: door.change("network", overlay, "Subnet", "Add", Subnets=["x"])) == 0x803B0032


def test_subnets_are_changed_from_schema_2_6_on(doors: Doors) -> None:
    """Server 2019 knows no such request."""
    door = doors("2019")
    id = door.overlay()
    second = subnet("10.5.0.0/24", "10.5.0.1", setting("VSID", IsolationId=5001))
    assert code(lambda: door.change("network", id, "Subnet", "Add", Subnets=[second])) == 0x803B0015
    assert code(lambda: door.change("network", id, "IPSubnet", "Add", IpSubnets=[])) == 0x803B0015


def test_parts_of_a_subnet(door: Door, overlay: str) -> None:
    """Within the subnet; removed by prefix or id."""
    only = door.read("network", overlay)["Ipams"][0]["Subnets"][0]
    change = lambda kind, *parts: door.change(  # noqa: E731
        "network", overlay, "IPSubnet", kind, SubnetId=only["ID"], IpSubnets=list(parts)
    )
    parts = lambda: door.read("network", overlay)["Ipams"][0]["Subnets"][0]["IpSubnets"]  # noqa: E731
    change("Add", {"IpAddressPrefix": "192.168.100.128/25"})
    assert [part["IpAddressPrefix"] for part in parts()] == ["192.168.100.0/24", "192.168.100.128/25"]
    assert code(lambda: change("Add", {"IpAddressPrefix": "10.0.0.0/25"})) == 0x803B0033
    assert code(lambda: change("Add", "x")) == 0x803B0033
    change("Remove", {"ID": parts()[0]["ID"]})
    change("Remove", {"IpAddressPrefix": "192.168.100.128/25"})
    assert code(lambda: change("Remove", {"IpAddressPrefix": "192.168.100.128/25"})) == 0x803B0033
    wrong = lambda: door.change("network", overlay, "IPSubnet", "Add", SubnetId=UNKNOWN, IpSubnets=[])  # noqa: E731
    assert code(wrong) == 0x803B0005


# HCN-N05, HCN-N06, HCN-N07, HCN-E04, HCN-E05


@pytest.mark.parametrize(
    ("switch", "kind", "expected"),
    [("ics_disabled", "ICS", 0x803B002A), ("without_vfp", "Overlay", 0x803B0037), ("without_vfp", "NAT", 0)],
)
def test_what_a_host_may_lack(door: Door, switch: str, kind: str, expected: int) -> None:
    """The sharing service, the filtering platform."""
    with door.fake.machine() as machine:
        machine.set(**{switch: True})
    make = lambda: door.make("network", {"Name": "n", "Type": kind})  # noqa: E731
    if expected:
        assert code(make) == expected
    else:
        make()


def test_network_on_a_layer_of_another(door: Door) -> None:
    """ncproxy follows LayeredOn; a layer that there is not is 0x803B0003."""
    outside = door.make("network", {"Name": "outside", "Type": "Transparent"})
    layer = door.read("network", outside)["Health"]["Extra"]["LayeredOn"]
    id = door.bridge(Policies=[setting("LayerConstraint", LayerId=layer)])
    assert door.read("network", id)["Health"]["Extra"]["LayeredOn"] == layer
    lost = [setting("LayerConstraint", LayerId=UNKNOWN)]
    assert code(lambda: door.make("network", {"Name": "x", "Type": "L2Bridge", "Policies": lost})) == 0x803B0003


def test_endpoint_is_made_in_the_network_of_the_handle(door: Door) -> None:
    """Whatever its document says (HCN-E04); in a switch that exists (HCN-E05)."""
    network, other = door.nat(), door.make("network", {"Name": "other", "Type": "NAT"})
    id = door.make("endpoint", {"HostComputeNetwork": other}, network=network)
    assert door.read("endpoint", id)["HostComputeNetwork"].lower() == network.lower()
    lost = {"AdditionalParams": {"SwitchId": UNKNOWN}}
    assert code(lambda: door.make("endpoint", lost, network=network)) == 0x803B0004
    layer = door.read("network", network)["Health"]["Extra"]["LayeredOn"]
    found = door.make("endpoint", {"AdditionalParams": {"SwitchId": layer}}, network=network)
    assert door.read("endpoint", found)["AdditionalParams"] == {"SwitchId": layer}


# What documents say


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Name": 7}, 0x803B000A),
        ({"Ipams": [7]}, 0x803B000A),
        ({"Ipams": [{"Subnets": 7}]}, 0x803B000A),
        ({"Ipams": [{"Subnets": [7]}]}, 0x803B0032),
        ({"Ipams": [{"Subnets": [{"IpAddressPrefix": "x"}]}]}, 0x803B0030),
        ({"Ipams": [{"Subnets": [{"IpAddressPrefix": "10.0.0.0/24", "Routes": [7]}]}]}, 0x803B0032),
        ({"Type": "Nonsense"}, 0x803B000B),
        ({"Flags": "Nonsense"}, 0x803B000A),
        ({"Flags": True}, 0x803B000A),
        ({"ID": "x"}, 0x803B0019),
        ({"SchemaVersion": {"Major": 2}, "Dns": {"Search": 1}}, 0x803B000A),
    ],
    ids=str,
)
def test_wrong_documents_of_networks(door: Door, document: Any, expected: int) -> None:
    """Each has its code."""
    assert code(lambda: door.make("network", {"Type": "NAT", **document})) == expected
    assert door.ids("network") == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Name": 7}, 0x803B000C),
        ({"IpConfigurations": [7]}, 0x803B000C),
        ({"IpConfigurations": [{"IpAddress": "10.0.0.1"}, {"IpAddress": "10.0.0.2"}]}, 0x803B000C),
        ({"IpConfigurations": [{"IpAddress": "x"}]}, 0x803B001E),
        ({"Routes": [7]}, 0x803B000C),
        ({"MacAddress": "x"}, 0x803B000C),
        ({"Flags": "RemoteEndpoint, Nonsense"}, 0x803B000C),
        ({"Flags": "RemoteEndpoint"}, 0x803B000C),
        ({"Policies": [setting("QOS", MaximumOutgoingBandwidthInBytes=-1)]}, 0x803B000D),
    ],
    ids=str,
)
def test_wrong_documents_of_endpoints(door: Door, document: Any, expected: int) -> None:
    """Each has its code; a remote endpoint needs an address."""
    network = door.nat()
    assert code(lambda: door.make("endpoint", document, network=network)) == expected
    assert door.ids("endpoint") == []


def test_flags_by_name(door: Door) -> None:
    """Names between commas (HCN-G06); the rest of an endpoint's flags is kept beside version 1's members."""
    network = door.nat(Flags="EnableDnsProxy, EnableNonPersistent")
    assert door.read("network", network)["Flags"] == 9
    id = door.endpoint(network, Flags="DisableInterComputeCommunication, OverrideDNSServerOrder")
    assert door.read("endpoint", id)["Flags"] == 18
    older = door.v1("GET", f"/endpoints/{id}")
    assert (older["DisableICC"], older["Flags"]) == (True, 16)


def test_what_nobody_knows_comes_back(door: Door) -> None:
    """Members that the service has no use for, and the owner; version 1 does not see them."""
    network = door.nat(Owner="cni", Colour="blue")
    shown = door.read("network", network)
    assert (shown["Owner"], shown["Colour"]) == ("cni", "blue")
    assert not {"Owner", "Colour"} & door.v1("GET", f"/networks/{network}").keys()
    id = door.endpoint(network, Owner="cni", Colour="red", IpConfigurations=[{"IpSubnetId": UNKNOWN}])
    assert (door.read("endpoint", id)["Owner"], door.read("endpoint", id)["Colour"]) == ("cni", "red")


def test_routes_and_plans_come_back_as_they_were_sent(door: Door) -> None:
    """Metrics, routes beside the default one, plans by type; what no longer holds is not shown (HCN-G08)."""
    default = {"NextHop": "192.168.100.1", "DestinationPrefix": "0.0.0.0/0", "Metric": 256}
    routes = [default, {"NextHop": "192.168.100.2", "DestinationPrefix": "10.0.0.0/8"}]
    subnets = [{"IpAddressPrefix": "192.168.100.0/24", "Routes": routes}]
    plans = [{"Type": "static", "Subnets": subnets}, {"Type": "DHCP"}]
    network = door.make("network", {"Name": "nat", "Type": "NAT", "Ipams": plans})
    shown = door.read("network", network)["Ipams"]
    assert [plan["Type"] for plan in shown] == ["static", "DHCP"]
    assert shown[0]["Subnets"][0]["Routes"] == routes
    id = door.endpoint(network, Routes=routes)
    assert door.read("endpoint", id)["Routes"] == routes
    door.v1("POST", f"/endpoints/{id}", {"GatewayAddress": "192.168.100.7"})
    assert door.read("endpoint", id)["Routes"] == [{"NextHop": "192.168.100.7", "DestinationPrefix": "0.0.0.0/0"}]
