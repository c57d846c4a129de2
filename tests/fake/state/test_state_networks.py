"""Networks: rules, filled-in members, host adapters."""

from __future__ import annotations

import dataclasses
import ipaddress
from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES, profile
from hcspy.testing.state import Fault, State
from hcspy.testing.state.faults import (
    ADAPTER_NOT_FOUND,
    DUPLICATE_NAME,
    GUID_CONVERSION,
    HAS_REFERENCES,
    INVALID_IP,
    INVALID_NETWORK,
    INVALID_NETWORK_TYPE,
    INVALID_PARAMETER,
    INVALID_POLICY,
    INVALID_PREFIX,
    NETWORK_EXISTS,
    NETWORK_NOT_FOUND,
    OBJECT_EXISTS,
    REQUEST_UNSUPPORTED,
    UNSPECIFIED,
)
from hcspy.testing.state.networktypes import TYPES
from hcspy.testing.state.store import Object

VSID = {"Type": "VSID", "VSID": 5000}


def network(name: str = "n", kind: str = "nat", prefix: str | None = None, **more: Any) -> dict[str, Any]:
    document: dict[str, Any] = {"Name": name, "Type": kind, **more}
    if prefix:
        gateway = str(next(iter(ipaddress.ip_network(prefix).hosts())))
        document["Subnets"] = [{"AddressPrefix": prefix, "GatewayAddress": gateway}]
    return document


def refused(state: State, request: dict[str, Any]) -> int:
    before = [dict(n.document) for n in state.networks.table]
    with pytest.raises(Fault) as caught:
        state.networks.create(request)
    assert [n.document for n in state.networks.table] == before
    return caught.value.hresult


@pytest.mark.parametrize("name", PROFILES)
def test_nat_network_gets_a_free_20_bit_range_and_its_first_address(name: str) -> None:
    """Docker names no subnet and reads back what the service chose."""
    state = State(name)
    [subnet] = state.networks.create(network()).document["Subnets"]
    chosen = ipaddress.ip_network(subnet["AddressPrefix"])
    assert chosen.prefixlen == 20
    assert chosen.subnet_of(ipaddress.ip_network("172.16.0.0/12"))
    assert subnet["GatewayAddress"] == str(chosen[1])


def test_subnet_of_all_zeros_means_choose_for_me(state: State) -> None:
    """Docker on Server 2016 sends 0.0.0.0/0 when the user gave no subnet."""
    zeros = {"AddressPrefix": "0.0.0.0/0", "GatewayAddress": "0.0.0.0"}
    [subnet] = state.networks.create({"Name": "nat", "Type": "nat", "Subnets": [zeros]}).document["Subnets"]
    assert subnet["AddressPrefix"].endswith("/20")
    assert subnet["GatewayAddress"] != "0.0.0.0"


def test_chosen_ranges_never_overlap_and_end_in_192_168(state: State) -> None:
    """Two networks on one range would route to each other's containers."""
    ranges = []
    for number in range(272):
        [subnet] = state.networks.create(network(f"n{number}")).document["Subnets"]
        ranges.append(ipaddress.ip_network(subnet["AddressPrefix"]))
    assert not any(one.overlaps(other) for i, one in enumerate(ranges) for other in ranges[:i])
    assert sum(one.subnet_of(ipaddress.ip_network("192.168.0.0/16")) for one in ranges) == 16
    assert refused(state, network("one too many")) == OBJECT_EXISTS


def test_chosen_range_avoids_the_range_of_the_host(state: State) -> None:
    """A NAT network on the host's own range cuts the host off."""
    state.host.adapters[0].address = "172.16.5.5/12"
    [subnet] = state.networks.create(network()).document["Subnets"]
    assert subnet["AddressPrefix"].startswith("192.168.")


@pytest.mark.parametrize(("name", "prefix"), [("2019", 28), ("1903", 28), ("2022", 20)])
def test_ics_network_takes_a_small_range_on_old_builds(name: str, prefix: int) -> None:
    """The Default Switch of 1709 to 1903 has sixteen addresses."""
    [subnet] = State(name).networks.create(network(kind="ICS")).document["Subnets"]
    assert subnet["AddressPrefix"].endswith(f"/{prefix}")


@pytest.mark.parametrize("name", PROFILES)
def test_default_switch_has_the_same_id_everywhere(name: str) -> None:
    """Programs know the Default Switch by its constant id."""
    document = State(name).networks.create_default_switch().document
    assert document["ID"].upper() == "C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"
    assert document["SwitchGuid"] == document["ID"]
    assert (document["Name"], document["SwitchName"], document["Type"]) == ("Default Switch", "Default Switch", "ICS")


@pytest.mark.parametrize("kind", ["nat", "NAT", "Nat"])
def test_type_is_echoed_as_it_was_sent(state: State, kind: str) -> None:
    """Docker sends nat and PowerShell NAT; both find their own spelling again."""
    assert state.networks.create(network(kind=kind)).document["Type"] == kind


@pytest.mark.parametrize(("number", "name"), list(enumerate(TYPES))[:3])
def test_type_may_be_a_number(state: State, number: int, name: str) -> None:
    """Enumerations are numbers underneath."""
    assert state.networks.create({"Name": "n", "Type": number}).document["Type"] == name


@pytest.mark.parametrize("kind", ["bridge", 99, True, [], -1])
def test_unknown_type_is_refused(state: State, kind: Any) -> None:
    """A typing error in a type must not give a network of another type."""
    assert refused(state, {"Name": "n", "Type": kind}) == INVALID_NETWORK_TYPE


def test_missing_type_is_nat_and_missing_name_is_empty(state: State) -> None:
    """The first number of the enumeration is NAT."""
    document = state.networks.create({}).document
    assert (document["Type"], document["Name"]) == ("NAT", "")
    assert state.networks.create({"Name": ""}).document["Name"] == ""


def test_name_is_unique_in_any_letter_case_and_the_first_network_stays(state: State, nat: Object) -> None:
    """A second network of a name would make names useless (seen by tests on Server 2016)."""
    before = dict(nat.document)
    assert refused(state, network("NAT", prefix="10.0.0.0/24")) == NETWORK_EXISTS
    assert nat.document == before
    assert state.networks.named("NaT") is nat


def test_name_is_text(state: State) -> None:
    """A number as a name is a broken document."""
    assert refused(state, {"Name": 5}) == INVALID_NETWORK


def test_given_id_is_taken_in_the_letter_case_of_the_build(state: State) -> None:
    """A client that names the id finds the network under it."""
    id = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
    made = state.networks.create(network(ID=f"{{{id}}}"))
    assert made.document["ID"] == id.upper()
    assert state.networks.get(id.upper()) is made
    assert refused(state, network("other", ID=id)) == NETWORK_EXISTS


@pytest.mark.parametrize("id", ["1234abcd", "", None, 7, "9c1d7f2e3b544a668f100a1b2c3d4e5f"])
def test_malformed_id_is_an_error(state: State, id: Any) -> None:
    """Asking for "1234abcd" is an error, not an absent network (seen by tests on Server 2016)."""
    with pytest.raises(Fault) as caught:
        state.networks.get(id)
    assert caught.value.hresult == GUID_CONVERSION


def test_old_builds_have_one_nat_network() -> None:
    """Docker for Windows fails with "The object already exists" on them."""
    state = State("rs1")
    state.networks.create(network("one"))
    assert refused(state, network("two")) == OBJECT_EXISTS
    state.networks.create(network("other", "transparent"))


@pytest.mark.parametrize(("name", "code"), [("1803", 0x80070057), ("2019", OBJECT_EXISTS), ("2022", OBJECT_EXISTS)])
def test_nat_network_on_a_used_range_is_refused(name: str, code: int) -> None:
    """Two NATs of one range cannot both answer for an address."""
    state = State(name)
    state.networks.create(network("one", prefix="10.1.0.0/16"))
    assert refused(state, network("two", prefix="10.1.2.0/24")) == code


def test_ics_network_with_a_used_name_or_range_has_its_own_code(state: State) -> None:
    """WSL's helper tools see "a duplicate name exists on the network"."""
    state.networks.create(network("one", "ICS", prefix="10.1.0.0/16"))
    assert refused(state, network("one", "ICS")) == DUPLICATE_NAME
    assert refused(state, network("two", "ICS", prefix="10.1.2.0/24")) == DUPLICATE_NAME


def test_transparent_networks_on_one_adapter_share_range_and_switch(state: State) -> None:
    """Tests on Server 2016 make two networks of 10.0.0.0/24 on one adapter."""
    one, two = (state.networks.create(network(name, "transparent", prefix="10.0.0.0/24")) for name in ("one", "two"))
    assert one.document["LayeredOn"] == two.document["LayeredOn"]
    assert state.host.adapters[0].switch.upper() == one.document["LayeredOn"]


@pytest.mark.parametrize("name", ["rs1", "2022"])
def test_last_external_network_takes_the_switch_with_it(name: str) -> None:
    """The host's adapter is free again when no network is on it."""
    state = State(name)
    one, two = (state.networks.create(network(name, "transparent")) for name in ("one", "two"))
    state.networks.create(network("nat"))
    state.networks.delete(one.id)
    assert state.host.adapters[0].switch
    state.networks.delete(two.id)
    assert not state.host.adapters[0].switch


@pytest.mark.parametrize("kind", ["overlay", "l2bridge", "l2tunnel", "transparent"])
def test_external_network_needs_an_adapter(state: State, kind: str) -> None:
    """Kubernetes nodes with a renamed card fail with "An adapter was not found"."""
    assert refused(state, network(kind=kind, NetworkAdapterName="Ethernet 9")) == ADAPTER_NOT_FOUND
    state.host.adapters[0].up = False
    assert refused(state, network(kind=kind)) == ADAPTER_NOT_FOUND


def test_nat_network_takes_no_adapter(state: State) -> None:
    """Docker sends the adapter's name for NAT networks too."""
    assert (
        state.networks.create(network(NetworkAdapterName="Ethernet 9")).document["NetworkAdapterName"] == "Ethernet 9"
    )


@pytest.mark.parametrize(
    ("kind", "has"), [("l2bridge", True), ("overlay", True), ("transparent", False), ("nat", False), ("ICS", False)]
)
def test_management_address_is_there_for_bridges_and_overlays(state: State, kind: str, has: bool) -> None:
    """Flannel polls ManagementIP of a bridge until the adapter has its address back."""
    document = state.networks.create(network(kind=kind)).document
    assert document.get("ManagementIP") == ("10.127.130.36" if has else None)


def test_overlay_network_has_a_router_address_and_a_dns_compartment(state: State) -> None:
    """Other hosts need the router's MAC address for their remote subnet routes."""
    one, two = (state.networks.create(network(name, "overlay")).document for name in ("one", "two"))
    assert one["DrMacAddress"].startswith("00-15-5D-")
    assert (one["DNSServerCompartment"], two["DNSServerCompartment"]) == (3, 4)


def test_overlay_subnet_needs_a_vsid_policy(state: State) -> None:
    """Without an isolation id there is no overlay to be in."""
    request = network(kind="overlay", prefix="10.244.1.0/24")
    assert refused(state, request) == INVALID_POLICY
    request["Subnets"][0]["Policies"] = [{"Type": "VSID", "VSID": 12}]
    assert refused(state, request) == INVALID_POLICY
    request["Subnets"][0]["Policies"] = [VSID]
    assert state.networks.create(request).document["Subnets"][0]["Policies"] == [VSID]


@pytest.mark.parametrize(
    ("subnet", "code"),
    [
        ({"AddressPrefix": "10.0.0.0"}, INVALID_PREFIX),
        ({"AddressPrefix": "10.0.0.0/33"}, INVALID_PREFIX),
        ({"AddressPrefix": 5}, INVALID_PREFIX),
        ({"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.1.1"}, INVALID_IP),
        ({"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "gateway"}, INVALID_IP),
        ("10.0.0.0/24", INVALID_NETWORK),
    ],
)
def test_bad_subnet_is_refused(state: State, subnet: Any, code: int) -> None:
    """A prefix that is none would only show when the first endpoint is made."""
    assert refused(state, {"Name": "n", "Type": "nat", "Subnets": [subnet]}) == code


def test_subnets_that_are_no_list_are_refused(state: State) -> None:
    """A mapping in place of a list is a broken document."""
    assert refused(state, {"Name": "n", "Subnets": {"AddressPrefix": "10.0.0.0/24"}}) == INVALID_NETWORK


def test_missing_gateway_of_a_nat_network_is_the_first_address(state: State) -> None:
    """The host is the gateway of what it translates for."""
    request = {"Name": "n", "Type": "nat", "Subnets": [{"AddressPrefix": "10.0.0.0/24"}]}
    assert state.networks.create(request).document["Subnets"][0]["GatewayAddress"] == "10.0.0.1"


def test_ipv6_needs_a_build_that_has_dual_stack(state: State) -> None:
    """Builds before 11.10 have no dual stack."""
    request = network(prefix="fd00::/64")
    assert refused(State("1903"), request) == INVALID_PARAMETER
    assert state.networks.create(request).document["IPv6"] is True


@pytest.mark.parametrize("pools", [[{"StartMacAddress": "x", "EndMacAddress": "y"}], [5], [{}]])
def test_bad_mac_pool_is_refused(state: State, pools: list[Any]) -> None:
    """A pool that cannot be read would break the first endpoint."""
    assert refused(state, network(MacPools=pools)) == INVALID_NETWORK


def test_mac_pool_that_ends_before_it_starts_is_refused(state: State) -> None:
    """Swapped ends are a typing error."""
    pool = {"StartMacAddress": "00-15-5D-00-00-FF", "EndMacAddress": "00-15-5D-00-00-00"}
    assert refused(state, network(MacPools=[pool])) == INVALID_NETWORK


def test_each_network_has_a_mac_pool_of_its_own(state: State) -> None:
    """Endpoints of two networks on one switch must not share an address."""
    pools = [state.networks.create(network(f"n{n}")).document["MacPools"][0] for n in range(50)]
    starts = {pool["StartMacAddress"] for pool in pools}
    assert len(starts) == 50
    for pool in pools:
        assert pool["StartMacAddress"][:-4] == pool["EndMacAddress"][:-4]
        assert pool["StartMacAddress"].endswith("0-00")
        assert pool["EndMacAddress"].endswith("F-FF")
        assert pool["StartMacAddress"].startswith("00-15-5D-")


def test_given_mac_pool_is_kept_literally(state: State) -> None:
    """The proxy's tests compare the range that they sent."""
    pool = {"StartMacAddress": "00-15-5D-52-C0-00", "EndMacAddress": "00-15-5D-52-CF-FF"}
    assert state.networks.create(network(MacPools=[pool])).document["MacPools"] == [pool]


def test_all_slices_of_mac_addresses_may_be_taken(state: State) -> None:
    """The 4,097th network shares a pool instead of failing."""
    state.networks._slice_taken = lambda number: True  # type: ignore[method-assign]
    assert state.networks.create(network()).document["MacPools"]


def test_unknown_members_are_stored(state: State) -> None:
    """A newer client's member must come back, or read-modify-write loses it."""
    document = state.networks.create(network(FutureKnob={"a": [1, None]})).document
    assert document["FutureKnob"] == {"a": [1, None]}


def test_null_member_says_nothing(state: State) -> None:
    """Clients write null for what they do not set."""
    document = state.networks.create(network(Subnets=None, Policies=None, ID=None)).document
    assert document["Subnets"]
    assert document["ID"]


def test_request_is_not_touched(state: State) -> None:
    """The caller's dict must not grow members of the service."""
    request = network(prefix="10.0.0.0/24", Policies=[])
    before = repr(request)
    state.networks.create(request)
    assert repr(request) == before


@pytest.mark.parametrize("name", PROFILES)
def test_nat_network_has_the_members_that_were_recorded_on_its_build(name: str) -> None:
    """Which members there are tells clients what they may read."""
    document = State(name).networks.create(network()).document
    old = {"NATName", "SwitchGuid", "ExternalInterfaceAddress", "ExternalInterfaceIndex"}
    new = {"ActivityId", "AdditionalParams", "Extensions", "Flags", "Health", "IPv6", "LayeredOn", "Resources", "State"}
    assert old & document.keys() == (old if name == "rs1" else set())
    assert new & document.keys() == (set() if name == "rs1" else new)
    assert ("NatName" in document) == (name != "rs1")
    assert document["Version"] == profile(name).packed_version


def test_version_is_packed_into_one_number() -> None:
    """13.3 is 55834574851 in every recorded document of Server 2022."""
    expected = {"rs1": 4294967297, "2019": 38654705666, "1903": 42949672963, "2022": 55834574851, "win11": 64424509440}
    assert {name: PROFILES[name].packed_version for name in expected} == expected


@pytest.mark.parametrize(("name", "prefix"), [("1803", "ICS"), ("2019", "ICS"), ("1903", "ICS"), ("2022", "NAT")])
def test_nat_name_starts_with_what_the_build_calls_it(name: str, prefix: str) -> None:
    """Scripts look for the NAT by this name."""
    nat_name = State(name).networks.create(network()).document["NatName"]
    assert nat_name.startswith(prefix)
    assert len(nat_name) == 39


def test_nat_name_of_server_2016_is_made_of_the_id() -> None:
    """H and the network's id, as recorded."""
    document = State("rs1").networks.create(network()).document
    assert document["NATName"] == f"H{document['ID']}"


def test_server_2016_without_a_card_tells_none() -> None:
    """A host whose card is down has no external interface to tell of."""
    state = State("rs1")
    state.host.adapters[0].up = False
    assert "ExternalInterfaceAddress" not in state.networks.create(network()).document


@pytest.mark.parametrize(("name", "flags", "policies"), [("2019", 0, []), ("2022", 8, [{"Type": "VLAN", "VLAN": 1}])])
def test_default_nat_is_not_persistent_from_13_on(name: str, flags: int, policies: list[Any]) -> None:
    """Flags 8 and a VLAN policy are in every recorded NAT network of Server 2022."""
    document = State(name).networks.create(network()).document
    assert (document["Flags"], document["Policies"]) == (flags, policies)
    document = State(name).networks.create(network(Flags=16, Policies=[{"Type": "VLAN", "VLAN": 7}])).document
    assert (document["Flags"], document["Policies"]) == (16, [{"Type": "VLAN", "VLAN": 7}])


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("rs1", set()),
        ("1803", set()),
        ("2019", {"AdditionalParams", "Health", "ID", "ObjectType", "Policies", "State"}),
        ("1903", {"AdditionalParams", "Flags", "Health", "ID", "ObjectType", "Policies", "State"}),
        ("2022", {"AdditionalParams", "Flags", "Health", "ID", "IpSubnets", "ObjectType", "Policies", "State"}),
    ],
)
def test_subnet_has_the_members_of_its_build(name: str, members: set[str]) -> None:
    """Clients find the IP subnet's id from Server 2022 on, and not before."""
    [subnet] = State(name).networks.create(network(prefix="10.0.0.0/24")).document["Subnets"]
    assert subnet.keys() == {"AddressPrefix", "GatewayAddress"} | members


def test_given_ip_subnet_is_filled_in(state: State) -> None:
    """WSL sends IpSubnets with flags and object types of its own."""
    inner = {"Flags": 3, "IpAddressPrefix": "192.168.50.0/24", "ObjectType": 6}
    subnet = {"AddressPrefix": "192.168.50.0/24", "GatewayAddress": "192.168.50.1", "IpSubnets": [inner]}
    [made] = state.networks.create({"Name": "WSL", "Type": "ICS", "Subnets": [subnet]}).document["Subnets"]
    [filled] = made["IpSubnets"]
    assert filled.items() >= inner.items()
    assert filled["ID"] == filled["ID"].upper()


@pytest.mark.parametrize(
    ("name", "kind", "vfp", "ndis", "named"),
    [
        ("1803", "nat", False, True, False),
        ("2019", "l2bridge", True, True, True),
        ("2022", "overlay", True, True, True),
        ("2022", "transparent", False, False, True),
    ],
)
def test_extensions_tell_what_filters_the_switch_has(name: str, kind: str, vfp: bool, ndis: bool, named: bool) -> None:
    """Bridges and overlays run on the Azure filter; the ids changed with 13.x."""
    extensions = State(name).networks.create(network(kind=kind)).document["Extensions"]
    assert [extension["IsEnabled"] for extension in extensions] == [False, vfp, ndis]
    assert all(("Name" in extension) == named for extension in extensions)
    old = extensions[1]["Id"].upper() == "E9B59CFA-2BE1-4B21-828F-B6FBDBDDC017"
    assert old == (name != "2022")


@pytest.mark.parametrize(("name", "word"), [("2019", "Address"), ("1903", "DNSCache")])
def test_health_of_translating_networks_counts_notifications_on_9_and_10(name: str, word: str) -> None:
    """Recorded NAT and ICS networks of these builds have the counters, bridges have none."""
    state = State(name)
    assert state.networks.create(network()).document["Health"][f"{word}NotificationMissedCount"] == 0
    assert state.networks.create(network("b", "l2bridge")).document["Health"].keys() == {
        "LastErrorCode",
        "LastUpdateTime",
    }


def test_nat_network_of_2019_shows_its_allocators() -> None:
    """The recorded tree has a host vNIC and the sharing service."""
    document = State("2019").networks.create(network(prefix="172.28.128.0/20")).document
    vnic, sharing = document["Resources"]["Allocators"]
    assert (vnic["Tag"], sharing["Tag"]) == ("Host Vnic", "ICS")
    assert (sharing["SubnetIPAddress"], sharing["Prefix"]) == ("172.28.128.0", 20)
    assert vnic["SwitchId"] == document["LayeredOn"]
    assert document["Resources"]["ID"] == document["ActivityId"]


def test_client_edition_refuses_bridges() -> None:
    """Windows 10 19041 answers "The parameter is incorrect"."""
    state = State(dataclasses.replace(profile("win11"), client_sku=True))
    assert refused(state, network(kind="l2bridge")) == INVALID_PARAMETER
    assert refused(state, network(kind="transparent")) == INVALID_PARAMETER
    state.networks.create(network())


def test_leftover_nat_object_makes_nat_creation_fail(state: State) -> None:
    """Users have to remove the NetNat object first."""
    state.switches.leftover_nat = True
    assert refused(state, network()) == INVALID_PARAMETER
    state.networks.create(network(kind="l2bridge"))


def test_busy_old_build_answers_unspecified_error() -> None:
    """Two networks cannot be made at once on builds before 1809."""
    state = State("rs1")
    state.switches.busy = True
    assert refused(state, network()) == UNSPECIFIED


def test_name_stays_taken_while_the_machine_settles(state: State) -> None:
    """Clients sleep two seconds between delete and create."""
    state.switches.settle = 2.0
    state.networks.delete(state.networks.create(network()).id)
    assert refused(state, network()) == NETWORK_EXISTS
    assert "n" in state.networks.reserved_names()
    state.clock.advance(2)
    assert not state.networks.reserved_names()
    state.networks.create(network())


def test_network_without_a_name_is_deleted_in_settle_mode_too(state: State) -> None:
    """There is no name to reserve."""
    state.switches.settle = 2.0
    state.networks.delete(state.networks.create({}).id)
    assert state.networks.reserved_names() == {"": state.clock.now + 20_000_000}


def test_endpoint_counts_are_now_highest_and_ever(state: State, nat: Object) -> None:
    """One endpoint gives 1/1/1, two give 2/2/2; a delete lowers the first alone."""
    names = ("CurrentEndpointCount", "MaxConcurrentEndpoints", "TotalEndpoints")
    counts = [tuple(nat.document[name] for name in names)]
    made = []
    for _ in range(2):
        made.append(state.endpoints.create({"VirtualNetwork": nat.id}))
        counts.append(tuple(nat.document[name] for name in names))
    state.endpoints.delete(made[0].id)
    counts.append(tuple(nat.document[name] for name in names))
    assert counts == [(0, 0, 0), (1, 1, 1), (2, 2, 2), (1, 2, 2)]


def test_deleting_a_network_takes_its_endpoints_with_it(state: State, nat: Object, endpoint: Object) -> None:
    """A test of the Go library deletes a network while its endpoint lives."""
    state.networks.delete(nat.id)
    assert not len(state.endpoints.table)
    with pytest.raises(Fault) as caught:
        state.networks.get(nat.id)
    assert caught.value.hresult == NETWORK_NOT_FOUND


def test_lists_are_in_order_of_creation(state: State) -> None:
    """Order is all a client has to tell what came first."""
    for name in ("c", "a", "b"):
        state.networks.create(network(name))
    state.networks.delete(state.networks.named("a").id)  # type: ignore[union-attr]
    state.networks.create(network("a"))
    assert [n.document["Name"] for n in state.networks.table] == ["c", "b", "a"]


def test_modify_merges_and_keeps_what_the_service_owns(state: State, nat: Object) -> None:
    """A client that posts back a whole document changes what it changed, and nothing else."""
    whole = {**nat.document, "DNSSuffix": "x.test", "State": 9, "CurrentEndpointCount": 77, "ID": "other"}
    before = dict(nat.document)
    state.networks.modify(nat.id, whole)
    assert nat.document == {**before, "DNSSuffix": "x.test"}
    assert list(nat.document) == sorted(nat.document, key=lambda key: (key == "Resources", key))


def test_modify_replaces_policies_and_renames(state: State, nat: Object, endpoint: Object) -> None:
    """The endpoints' documents carry the network's name."""
    state.networks.modify(nat.id, {"Name": "renamed", "Policies": []})
    assert nat.document["Policies"] == []
    assert endpoint.document["VirtualNetworkName"] == "renamed"
    assert state.networks.named("nat") is None
    state.networks.modify(nat.id, {"Name": "Renamed"})


def test_modify_refuses_a_used_name_bad_policies_and_requests_of_version_2(state: State, nat: Object) -> None:
    """What create refuses, modify refuses."""
    state.networks.create(network("other"))
    before = dict(nat.document)
    for request in ({"Name": "other"}, {"Policies": [{"Type": "VLAN", "VLAN": "x"}]}, {"RequestType": "Add"}):
        with pytest.raises(Fault):
            state.networks.modify(nat.id, request)
    with pytest.raises(Fault) as caught:
        state.networks.modify(nat.id, {"ResourceType": "Policy"})
    assert caught.value.hresult == REQUEST_UNSUPPORTED
    assert nat.document == before


def test_modify_adds_and_removes_subnets(state: State) -> None:
    """A subnet that stays keeps its id; one with endpoints in it cannot go."""
    bridge = state.networks.create(network("b", "l2bridge", prefix="10.0.0.0/24"))
    [first] = bridge.document["Subnets"]
    second = {"AddressPrefix": "10.0.1.0/24", "GatewayAddress": "10.0.1.1"}
    state.networks.modify(bridge.id, {"Subnets": [first, second]})
    kept, added = bridge.document["Subnets"]
    assert (kept["ID"], added["AddressPrefix"]) == (first["ID"], "10.0.1.0/24")
    state.endpoints.create({"VirtualNetwork": bridge.id, "IPAddress": "10.0.1.9"})
    with pytest.raises(Fault) as caught:
        state.networks.modify(bridge.id, {"Subnets": [first]})
    assert caught.value.hresult == HAS_REFERENCES
    state.networks.modify(bridge.id, {"Subnets": [second]})
    assert [subnet["AddressPrefix"] for subnet in bridge.document["Subnets"]] == ["10.0.1.0/24"]


def test_network_of_unknown_type_in_a_recording_counts_as_nat(state: State) -> None:
    """A cut recording has no Type; its addresses are private all the same."""
    assert state.networks.create({"Name": "n", "Type": "NAT"}).document["Type"] == "NAT"
