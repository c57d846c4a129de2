"""Endpoints: addresses, MACs, ports, filled-in members."""

from __future__ import annotations

import dataclasses
import ipaddress
from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES, profile
from hcspy.testing.state import Fault, State
from hcspy.testing.state.faults import (
    ENDPOINT_NOT_FOUND,
    FILE_EXISTS,
    INVALID_ENDPOINT,
    INVALID_INTERNAL_PORT,
    INVALID_IP,
    INVALID_POLICY,
    MAPPING_NOT_SUPPORTED,
    NETWORK_NOT_FOUND,
    OBJECT_EXISTS,
    PORT_EXISTS,
    REQUEST_UNSUPPORTED,
    SUBNET_NOT_FOUND,
)
from hcspy.testing.state.store import Object
from hcspy.testing.state.views import addresses, portpools, stats


def refused(state: State, network: Object, **members: Any) -> int:
    count, counted = len(state.endpoints.table), network.document["CurrentEndpointCount"]
    with pytest.raises(Fault) as caught:
        state.endpoints.create({"VirtualNetwork": network.id, **members})
    assert len(state.endpoints.table) == count
    assert network.document["CurrentEndpointCount"] == counted
    return caught.value.hresult


def mapping(external: int = 0, internal: Any = 80, protocol: Any = "tcp", **more: Any) -> dict[str, Any]:
    return {"Type": "NAT", "Protocol": protocol, "InternalPort": internal, "ExternalPort": external, **more}


def network_of(state: State, kind: str, *prefixes: str, **more: Any) -> Object:
    subnets: list[dict[str, Any]] = []
    for prefix in prefixes:
        gateway = str(next(iter(ipaddress.ip_network(prefix).hosts())))
        subnets.append({"AddressPrefix": prefix, "GatewayAddress": gateway, **more})
        if kind == "overlay":
            subnets[-1]["Policies"] = [{"Type": "VSID", "VSID": 5000}]
    return state.networks.create({"Name": kind, "Type": kind, "Subnets": subnets})


def test_endpoint_gets_an_address_of_its_subnet(state: State, nat: Object) -> None:
    """Docker reads address, prefix length and gateway from the answer."""
    document = state.endpoints.create({"VirtualNetwork": nat.id}).document
    assert ipaddress.ip_address(document["IPAddress"]) in ipaddress.ip_network("192.168.100.0/24")
    assert (document["PrefixLength"], document["GatewayAddress"]) == (24, "192.168.100.1")
    assert document["IPSubnetId"] == nat.document["Subnets"][0]["IpSubnets"][0]["ID"].lower()


def test_all_addresses_of_a_subnet_are_given_out_but_three(state: State) -> None:
    """Network, broadcast and gateway address are nobody's; the next endpoint is refused."""
    network = network_of(state, "nat", "10.0.0.0/27")
    given = {state.endpoints.create({"VirtualNetwork": network.id}).document["IPAddress"] for _ in range(29)}
    assert given == {f"10.0.0.{n}" for n in range(2, 31)}
    assert refused(state, network) == INVALID_IP


def test_addresses_are_not_given_out_in_order(state: State) -> None:
    """Real machines choose at random; a test that counts on .2 would fail there."""
    network = network_of(state, "nat", "10.0.0.0/20")
    given = [
        int(ipaddress.ip_address(state.endpoints.create({"VirtualNetwork": network.id}).document["IPAddress"]))
        for _ in range(20)
    ]
    assert given != sorted(given)


def test_second_subnet_is_used_when_the_first_is_full(state: State) -> None:
    """A network with two ranges has room in both."""
    network = network_of(state, "l2bridge", "10.0.0.0/29", "10.0.1.0/29")
    given = [state.endpoints.create({"VirtualNetwork": network.id}).document for _ in range(10)]
    assert [document["GatewayAddress"] for document in given] == ["10.0.0.1"] * 5 + ["10.0.1.1"] * 5


def test_two_address_subnet_has_no_reserved_ends(state: State) -> None:
    """A /31 is all hosts."""
    network = state.networks.create({"Name": "p", "Type": "transparent", "Subnets": [{"AddressPrefix": "10.0.0.0/31"}]})
    given = {state.endpoints.create({"VirtualNetwork": network.id}).document["IPAddress"] for _ in range(2)}
    assert given == {"10.0.0.0", "10.0.0.1"}


def test_address_inside_is_taken_and_kept(state: State, nat: Object) -> None:
    """A given address comes back as it is (seen by tests on Server 2016)."""
    assert (
        state.endpoints.create({"VirtualNetwork": nat.id, "IPAddress": "192.168.100.7"}).document["IPAddress"]
        == "192.168.100.7"
    )


@pytest.mark.parametrize("address", ["10.0.0.7", "999.1.1.1", "web", 7])
def test_address_outside_or_malformed_is_refused(state: State, nat: Object, address: Any) -> None:
    """An endpoint outside of its subnet would reach nobody."""
    assert refused(state, nat, IPAddress=address) == INVALID_IP


@pytest.mark.parametrize(("name", "code"), [("2019", INVALID_IP), ("2022", 0x803B002F)])
@pytest.mark.parametrize("address", ["10.0.0.0", "10.0.0.255"])
def test_reserved_address_is_refused(name: str, code: int, address: str) -> None:
    """Network and broadcast address are nobody's."""
    state = State(name)
    assert refused(state, network_of(state, "nat", "10.0.0.0/24"), IPAddress=address) == code


def test_address_in_use_is_refused_on_its_network_alone(state: State, nat: Object) -> None:
    """Duplicate addresses fail with "The object already exists"; another network may have the same."""
    request = {"IPAddress": "192.168.100.7"}
    state.endpoints.create({"VirtualNetwork": nat.id, **request})
    assert refused(state, nat, **request) == OBJECT_EXISTS
    other = network_of(state, "transparent", "192.168.100.0/24")
    state.endpoints.create({"VirtualNetwork": other.id, **request})


def test_address_is_free_again_after_delete(state: State, nat: Object) -> None:
    """Pods come and go with the same address."""
    made = state.endpoints.create({"VirtualNetwork": nat.id, "IPAddress": "192.168.100.7"})
    state.endpoints.delete(made.id)
    state.endpoints.create({"VirtualNetwork": nat.id, "IPAddress": "192.168.100.7"})


def test_gateway_address_is_refused(state: State, nat: Object) -> None:
    """Recorded on 1809: an endpoint cannot be its own gateway."""
    assert refused(state, nat, IPAddress="192.168.100.1") == OBJECT_EXISTS
    assert refused(state, nat, IPAddress="192.168.100.2", GatewayAddress="192.168.100.2") == OBJECT_EXISTS


def test_gateway_address_is_free_when_the_subnet_does_not_reserve_it(state: State) -> None:
    """DoNotReserveGatewayAddress exists for hosts that are the gateway."""
    network = network_of(state, "l2bridge", "10.0.0.0/24", Flags=1)
    state.endpoints.create({"VirtualNetwork": network.id, "IPAddress": "10.0.0.1"})


def test_given_prefix_length_and_gateway_stay(state: State, nat: Object) -> None:
    """Kubernetes plugins set /32 and a gateway of their own."""
    document = state.endpoints.create(
        {"VirtualNetwork": nat.id, "PrefixLength": 32, "GatewayAddress": "192.168.100.2"}
    ).document
    assert (document["PrefixLength"], document["GatewayAddress"]) == (32, "192.168.100.2")


def test_transparent_network_without_subnets_leaves_addresses_to_dhcp(state: State) -> None:
    """Docker shows no address for such a container; one that is given is kept."""
    network = network_of(state, "transparent")
    assert "IPAddress" not in state.endpoints.create({"VirtualNetwork": network.id}).document
    document = state.endpoints.create({"VirtualNetwork": network.id, "IPAddress": "10.9.9.9"}).document
    assert document["IPAddress"] == "10.9.9.9"
    assert "PrefixLength" not in document


def test_bridge_without_subnets_has_no_endpoints(state: State) -> None:
    """There is no range to be in."""
    assert refused(state, network_of(state, "l2bridge")) == SUBNET_NOT_FOUND


def test_dual_stack_network_gives_one_address_of_each(state: State) -> None:
    """A local endpoint has one or two addresses."""
    network = network_of(state, "nat", "192.168.128.0/20", "fd00::100/120")
    document = state.endpoints.create({"VirtualNetwork": network.id}).document
    assert ipaddress.ip_address(document["IPv6Address"]) in ipaddress.ip_network("fd00::100/120")
    assert (document["PrefixLength"], document["IPv6PrefixLength"]) == (20, 120)
    assert document["GatewayAddressV6"] == "fd00::101"
    assert addresses(state, state.endpoints.get(document["ID"])) == [
        {"Address": document["IPAddress"], "PrefixLength": 20},
        {"Address": document["IPv6Address"], "PrefixLength": 120},
    ]
    given = {"IPAddress": "192.168.128.4", "IPv6Address": "fd00::106"}
    document = state.endpoints.create({"VirtualNetwork": network.id, **given}).document
    assert document.items() >= given.items()


def test_large_ipv6_range_is_used(state: State) -> None:
    """A /64 has more addresses than can be counted."""
    network = network_of(state, "nat", "fd00::/64")
    assert state.endpoints.create({"VirtualNetwork": network.id}).document["IPv6Address"].startswith("fd00::")


def test_mac_address_is_one_of_the_pool_and_nobody_elses(state: State, nat: Object) -> None:
    """Two endpoints with one MAC address on one switch lose each other's packets."""
    made = [state.endpoints.create({"VirtualNetwork": nat.id}).document["MacAddress"] for _ in range(100)]
    assert len(set(made)) == 100
    assert {mac[:13] for mac in made} == {nat.document["MacPools"][0]["StartMacAddress"][:13]}


def test_mac_pools_of_several_ranges_are_used_to_the_last(state: State) -> None:
    """An exhausted pool gives addresses twice: the service takes duplicates anyhow."""
    pools = [
        {"StartMacAddress": "00-15-5D-00-00-00", "EndMacAddress": "00-15-5D-00-00-01"},
        {"StartMacAddress": "00-15-5D-00-01-00", "EndMacAddress": "00-15-5D-00-01-01"},
    ]
    network = state.networks.create({"Name": "n", "Type": "nat", "MacPools": pools})
    made = [state.endpoints.create({"VirtualNetwork": network.id}).document["MacAddress"] for _ in range(6)]
    assert len(set(made[:4])) == 4
    assert set(made[4:]) <= set(made[:4])


@pytest.mark.parametrize("mac", ["11-22-33-44-55-66", "AA-BB-CC-DD-EE-FF", "02-11-0a-f0-00-0b"])
def test_given_mac_address_is_kept_literally(state: State, nat: Object, mac: str) -> None:
    """The text comes back as sent, letter case and all; the same one thrice is accepted."""
    for _ in range(3):
        assert state.endpoints.create({"VirtualNetwork": nat.id, "MacAddress": mac}).document["MacAddress"] == mac


@pytest.mark.parametrize("mac", ["XX-BB-CC-DD-EE-FF", "11:22:33:44:55:66", "112233445566", 5])
def test_mac_address_that_is_none_is_refused(state: State, nat: Object, mac: Any) -> None:
    """Non-hex fails (seen by tests on Server 2016)."""
    assert refused(state, nat, MacAddress=mac) == INVALID_ENDPOINT


@pytest.mark.parametrize("name", ["A:B123/123", "日本", "x" * 300])
def test_odd_names_are_fine_and_not_unique(state: State, nat: Object, name: str) -> None:
    """Two endpoints of one name, and names with colons and slashes, are everyday."""
    one, two = (state.endpoints.create({"VirtualNetwork": nat.id, "Name": name}) for _ in range(2))
    assert one.document["Name"] == two.document["Name"] == name
    assert state.endpoints.table.by("name", name.lower()) == [one, two]


def test_endpoint_without_a_name_is_called_ethernet(state: State, nat: Object) -> None:
    """Nodes are full of endpoints called Ethernet."""
    assert state.endpoints.create({"VirtualNetwork": nat.id}).document["Name"] == "Ethernet"
    assert state.endpoints.create({"VirtualNetwork": nat.id, "Name": ""}).document["Name"] == "Ethernet"


def test_network_may_be_named(state: State, nat: Object) -> None:
    """VirtualNetworkName does instead of the id."""
    assert state.endpoints.create({"VirtualNetworkName": "nat"}).document["VirtualNetwork"] == nat.id


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"VirtualNetworkName": "x"},
        {"VirtualNetwork": "x"},
        {"VirtualNetwork": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"},
    ],
)
def test_unknown_network_is_refused(state: State, request_: dict[str, Any]) -> None:
    """An endpoint is on a network."""
    with pytest.raises(Fault) as caught:
        state.endpoints.create(request_)
    assert caught.value.hresult == NETWORK_NOT_FOUND


def test_given_id_is_taken_once(state: State, nat: Object) -> None:
    """A client that names the id finds the endpoint under it."""
    id = "4F6A2C90-7D1E-4B3A-A5C8-112233445566"
    assert state.endpoints.create({"VirtualNetwork": nat.id, "ID": id}).document["ID"] == id.lower()
    assert refused(state, nat, ID=id) == FILE_EXISTS


def test_missing_endpoint_is_not_found(state: State) -> None:
    """The code tells which kind of object is missing."""
    with pytest.raises(Fault) as caught:
        state.endpoints.get("4F6A2C90-7D1E-4B3A-A5C8-112233445566")
    assert caught.value.hresult == ENDPOINT_NOT_FOUND


def test_dns_is_the_gateway_then_the_hosts_servers(state: State, nat: Object) -> None:
    """With EnableInternalDNS the gateway resolves names of containers."""
    plain = state.endpoints.create({"VirtualNetwork": nat.id}).document
    assert (plain["DNSServerList"], plain["DNSSuffix"]) == ("10.127.130.2", "fake.example.com")
    internal = state.endpoints.create({"VirtualNetwork": nat.id, "EnableInternalDNS": True}).document
    assert internal["DNSServerList"] == "192.168.100.1,10.127.130.2"
    own = state.endpoints.create({"VirtualNetwork": nat.id, "DNSServerList": "1.1.1.1", "DNSSuffix": "a.b"}).document
    assert (own["DNSServerList"], own["DNSSuffix"]) == ("1.1.1.1", "a.b")


def test_dns_of_a_bridge_is_the_networks_or_none(state: State) -> None:
    """The host's servers are for what the host translates for."""
    bridge = network_of(state, "l2bridge", "10.0.0.0/24")
    assert "DNSServerList" not in state.endpoints.create({"VirtualNetwork": bridge.id}).document
    state.networks.modify(bridge.id, {"DNSServerList": "9.9.9.9"})
    assert state.endpoints.create({"VirtualNetwork": bridge.id}).document["DNSServerList"] == "9.9.9.9"


@pytest.mark.parametrize("name", PROFILES)
def test_endpoint_has_the_members_of_its_build(name: str) -> None:
    """Policies is absent from 13.x on when there is none; older builds tell type and times."""
    state = State(name)
    network_of(state, "nat", "10.0.0.0/24")
    document = state.endpoints.create({"VirtualNetworkName": "nat"}).document
    new = profile(name).has(13)
    assert ("Policies" in document) != new
    assert ("Type" in document) != new
    assert ("CreateProcessingStartTime" in document) == (name in ("2019", "1903"))
    assert ("Resources" in document) == profile(name).has(9)
    assert (document["State"], document["SharedContainers"]) == (1, [])


def test_endpoint_of_server_2022_is_in_the_recorded_order(state: State, nat: Object, sample: Any) -> None:
    """Members come in declaration order, ids in lower case but for those of Resources."""
    recorded = sample("hns_v1_endpoint_ws2022.json")["response_output"]
    document = state.endpoints.create({"VirtualNetwork": nat.id, "EnableInternalDNS": True}).document
    assert list(document) == list(recorded)
    assert list(document["Resources"]) == list(recorded["Resources"])
    assert document["ID"] == document["ID"].lower()
    assert document["Resources"]["ID"] == document["Resources"]["ID"].upper()


@pytest.mark.parametrize(("name", "last"), [("2019", "VirtualNetworkName"), ("1903", "Resources")])
def test_endpoints_of_older_builds_are_alphabetical(name: str, last: str) -> None:
    """On 10.x Resources went behind Version, all else stayed."""
    state = State(name)
    network_of(state, "nat", "10.0.0.0/24")
    document = state.endpoints.create({"VirtualNetworkName": "nat", "Policies": [mapping(8080)]}).document
    names = [key for key in document if name == "2019" or key != "Resources"]
    assert names == sorted(names)
    assert list(document)[-1] == last
    assert list(document["Policies"][0]) == sorted(document["Policies"][0])


def test_policies_are_stored_as_sent(state: State, nat: Object) -> None:
    """Docker and Kubernetes read back what they wrote."""
    policies = [
        {"Type": "OutBoundNAT", "ExceptionList": ["10.96.0.0/12"]},
        {"Type": "ROUTE", "DestinationPrefix": "10.96.0.0/12", "NeedEncap": True},
        {"Type": "L2Driver", "Unknown": None},
    ]
    assert state.endpoints.create({"VirtualNetwork": nat.id, "Policies": policies}).document["Policies"] == policies


def test_external_port_0_is_chosen_and_echoed(state: State, nat: Object) -> None:
    """Docker reads the host port back from the answer."""
    policies = [mapping(), mapping(protocol="udp"), {"Type": "NAT", "InternalPort": 81}]
    document = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": policies}).document
    ports = [policy["ExternalPort"] for policy in document["Policies"]]
    assert all(49152 <= port <= 65535 for port in ports)
    assert ports[0] != ports[2]
    assert [pool["StartPort"] for pool in portpools(state)] == [*sorted((ports[0], ports[2])), ports[1]]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("rs1", "nat", 0x80070020),
        ("2019", "nat", 0x80070020),
        ("2019", "overlay", PORT_EXISTS),
        ("2022", "nat", PORT_EXISTS),
    ],
)
def test_external_port_in_use_is_refused(name: str, kind: str, code: int) -> None:
    """Old builds tell a sharing violation, new ones that the port exists."""
    state = State(name)
    network = network_of(state, kind, "10.0.0.0/24")
    state.endpoints.create({"VirtualNetwork": network.id, "Policies": [mapping(8080)]})
    code = PORT_EXISTS if name == "rs1" and kind == "overlay" else code
    assert refused(state, network, Policies=[mapping(8080)]) == code
    state.endpoints.create({"VirtualNetwork": network.id, "Policies": [mapping(8080, protocol=17)]})
    assert refused(state, network, Policies=[mapping(1), mapping(1)]) == code


def test_listener_of_the_host_is_a_user_of_its_port(state: State, nat: Object) -> None:
    """A web server on the host keeps port 443 to itself."""
    state.host.listeners.add(("tcp", 443))
    assert refused(state, nat, Policies=[mapping(443)]) == PORT_EXISTS
    state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(443, protocol="udp")]})


def test_port_is_free_again_after_delete_or_network_delete(state: State, nat: Object) -> None:
    """A container that is started anew gets its port again."""
    made = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(8080)]})
    state.endpoints.delete(made.id)
    state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(8080)]})
    state.networks.delete(nat.id)
    assert state.ports.users() == []


def test_no_dynamic_port_left_is_a_clash(state: State, nat: Object) -> None:
    """Ports run out on busy nodes."""
    state.host.listeners.update(("tcp", port) for port in range(49152, 65536))
    assert refused(state, nat, Policies=[mapping()]) == PORT_EXISTS


@pytest.mark.parametrize("kind", ["transparent", "private", "internal"])
def test_networks_without_translation_map_no_ports(state: State, kind: str) -> None:
    """There is no host port in front of such an endpoint."""
    assert refused(state, network_of(state, kind), Policies=[mapping(8080)]) == MAPPING_NOT_SUPPORTED


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (mapping(80, internal=0), INVALID_INTERNAL_PORT),
        ({"Type": "NAT", "Protocol": "tcp"}, INVALID_INTERNAL_PORT),
        (mapping(70000), INVALID_POLICY),
        (mapping(80, internal="x"), INVALID_POLICY),
        (mapping(80, internal=True), INVALID_POLICY),
        (mapping(80, protocol="icmp"), INVALID_POLICY),
    ],
)
def test_mapping_that_is_plainly_wrong_is_refused(state: State, nat: Object, policy: dict[str, Any], code: int) -> None:
    """Nothing can be mapped to port 0."""
    assert refused(state, nat, Policies=[policy]) == code


def test_mapping_in_the_form_of_version_2_reserves_its_port(state: State, nat: Object) -> None:
    """One table of ports serves both versions."""
    policy = {"Type": "PortMapping", "Settings": {"Protocol": 6, "InternalPort": 80, "ExternalPort": 8080}}
    state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [policy]})
    assert refused(state, nat, Policies=[mapping(8080)]) == PORT_EXISTS


def test_remote_endpoint_needs_an_address_and_may_be_anywhere(state: State) -> None:
    """Balancers refer to pods of other nodes, whose ranges this node does not have."""
    network = network_of(state, "overlay", "10.244.1.0/24")
    remote = {"IsRemoteEndpoint": True, "MacAddress": "02-11-0a-f0-00-0b", "IPAddress": "10.244.2.9"}
    document = state.endpoints.create({"VirtualNetwork": network.id, **remote}).document
    assert document.items() >= remote.items()
    assert refused(state, network, IsRemoteEndpoint=True) == INVALID_ENDPOINT
    assert refused(state, network, **remote) == OBJECT_EXISTS


def test_modify_replaces_policies_and_keeps_what_the_service_owns(state: State, nat: Object) -> None:
    """ApplyACLPolicy posts the whole endpoint with one policy more."""
    made = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(8080)]})
    before = dict(made.document)
    acl = {"Type": "ACL", "Action": "Block", "Direction": "Out", "RemoteAddresses": "169.254.169.254/32"}
    whole = {**made.document, "State": 6, "SharedContainers": ["x"], "Policies": [mapping(8080), acl]}
    state.endpoints.modify(made.id, whole)
    assert made.document == {**before, "Policies": [mapping(8080), acl]}
    state.endpoints.modify(made.id, {"Policies": [acl]})
    assert state.ports.users() == []


def test_modify_without_policies_keeps_them(state: State, nat: Object) -> None:
    """The Go client leaves an empty list out."""
    made = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(8080)]})
    state.endpoints.modify(made.id, {"Name": "new", "DNSSuffix": "kept.test"})
    assert made.document["Policies"] == [mapping(8080)]
    assert made.document["Name"] == "new"
    assert [port for port, _ in state.ports.users()] == [("tcp", 8080)]


def test_modify_that_fails_changes_nothing(state: State, nat: Object) -> None:
    """A refused update must not lose the ports that were there."""
    other = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(9090)]})
    made = state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping(8080)]})
    before, ports = dict(made.document), state.ports.users()
    address = other.document["IPAddress"]
    for request in ({"Policies": [mapping(9090)]}, {"IPAddress": address}, {"MacAddress": "x"}, {"Policies": "x"}):
        with pytest.raises(Fault):
            state.endpoints.modify(made.id, request)
    assert (made.document, state.ports.users()) == (before, ports)
    with pytest.raises(Fault) as caught:
        state.endpoints.modify(made.id, {"RequestType": "Update", "ResourceType": "Policy"})
    assert caught.value.hresult == REQUEST_UNSUPPORTED


def test_modify_moves_to_another_address(state: State, nat: Object) -> None:
    """The old address is free afterwards."""
    made = state.endpoints.create({"VirtualNetwork": nat.id, "IPAddress": "192.168.100.7"})
    state.endpoints.modify(made.id, {"IPAddress": "192.168.100.8", "MacAddress": "00-00-00-00-00-01"})
    assert made.document["IPAddress"] == "192.168.100.8"
    state.endpoints.create({"VirtualNetwork": nat.id, "IPAddress": "192.168.100.7"})
    assert refused(state, nat, IPAddress="192.168.100.8") == OBJECT_EXISTS


def test_stats_are_zero_until_attached_then_grow_with_time(state: State, endpoint: Object) -> None:
    """Two runs of a test see the same numbers."""
    numbers = stats(state, endpoint)
    assert list(numbers) == sorted(numbers)
    assert (numbers["EndpointId"], numbers["BytesReceived"]) == (endpoint.id, 0)
    state.attachments.attach(endpoint, {"SystemType": "Host"})
    state.clock.advance(100)
    first = stats(state, endpoint)
    state.clock.advance(100)
    second = stats(state, endpoint)
    assert 0 < first["PacketsReceived"] < second["PacketsReceived"]
    assert first["InstanceId"] == second["InstanceId"]


def test_profile_may_refuse_addresses_with_another_code() -> None:
    """From 19041 on 0x803B002F was seen for addresses outside."""
    state = State(dataclasses.replace(profile("1903"), outside_subnet=0x803B002F))
    assert refused(state, network_of(state, "nat", "10.0.0.0/24"), IPAddress="10.1.0.1") == 0x803B002F


def test_endpoint_of_a_network_without_mac_pool_has_no_mac_address(state: State) -> None:
    """A recorded network may have lost its pool."""
    network = network_of(state, "nat", "10.0.0.0/24")
    state.networks.modify(network.id, {"MacPools": []})
    assert "MacAddress" not in state.endpoints.create({"VirtualNetwork": network.id}).document
