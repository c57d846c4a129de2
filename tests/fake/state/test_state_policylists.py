"""Policy lists and policies."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy.testing.profiles import PROFILES
from hcspy.testing.state import Fault, State
from hcspy.testing.state.faults import (
    ELEMENT_NOT_FOUND,
    ENDPOINT_NOT_FOUND,
    FILE_EXISTS,
    GUID_CONVERSION,
    INTERFACE_PARAMETERS_TWICE,
    INVALID_INTERNAL_PORT,
    INVALID_POLICY,
    INVALID_POLICY_TYPE,
    INVALID_REFERENCE,
    NOT_IMPLEMENTED,
    PORT_EXISTS,
)
from hcspy.testing.state.policies import check_policies
from hcspy.testing.state.store import Object


def balancer(external: int = 80, *vips: str, internal: int = 8080, **more: Any) -> dict[str, Any]:
    policy: dict[str, Any] = {"Type": "ELB", "Protocol": 6, "InternalPort": internal, "ExternalPort": external, **more}
    return {**policy, "VIPs": list(vips)} if vips else policy


def refused(step: Any, *arguments: Any) -> int:
    with pytest.raises(Fault) as caught:
        step(*arguments)
    return caught.value.hresult


def test_policy_list_keeps_its_references_and_policies(state: State, endpoint: Object) -> None:
    """The Go client compares what comes back."""
    request = {"References": [f"/endpoints/{endpoint.id.upper()}"], "Policies": [balancer(80, "10.96.0.1", ILB=True)]}
    document = state.policylists.create(request).document
    assert document.items() >= request.items()
    assert document["ID"] == document["ID"].upper()
    assert {"Version", "State", "Resources", "ActivityId", "Health"} <= document.keys()


def test_policy_list_of_server_2016_is_plain() -> None:
    """Old objects have no resources to tell of."""
    assert State("rs1").policylists.create({}).document.keys() == {"ID", "Policies", "References", "State", "Version"}


@pytest.mark.parametrize(
    ("references", "code"),
    [
        (["/endpoints/4f6a2c90-7d1e-4b3a-a5c8-112233445566"], ENDPOINT_NOT_FOUND),
        (["/endpoints/1234abcd"], GUID_CONVERSION),
        (["/networks/4f6a2c90-7d1e-4b3a-a5c8-112233445566"], INVALID_REFERENCE),
        ([5], INVALID_REFERENCE),
        ("/endpoints/x", INVALID_REFERENCE),
    ],
)
def test_dangling_reference_is_refused(state: State, references: Any, code: int) -> None:
    """A balancer without its endpoint would send traffic nowhere."""
    assert refused(state.policylists.create, {"References": references}) == code
    assert not len(state.policylists.table)


def test_reference_may_dangle_after_the_endpoint_is_deleted(state: State, endpoint: Object) -> None:
    """Health checks look for balancers whose endpoints are gone."""
    made = state.policylists.create({"References": [f"/endpoints/{endpoint.id}"]})
    state.endpoints.delete(endpoint.id)
    assert made.document["References"] == [f"/endpoints/{endpoint.id}"]


def test_second_balancer_of_an_address_and_port_is_refused(state: State) -> None:
    """kube-proxy runs into this after a restart of the service."""
    first = state.policylists.create({"Policies": [balancer(80, "10.96.0.1", "10.96.0.2")]})
    assert refused(state.policylists.create, {"Policies": [balancer(80, "10.96.0.2")]}) == FILE_EXISTS
    state.policylists.create({"Policies": [balancer(81, "10.96.0.2")]})
    state.policylists.create({"Policies": [balancer(80, "10.96.0.2", Protocol=17)]})
    state.policylists.delete(first.id)
    state.policylists.create({"Policies": [balancer(80, "10.96.0.2")]})


def test_balancer_without_addresses_takes_the_hosts_port(state: State, nat: Object) -> None:
    """A node port is a port of the host, like a mapped one."""
    first = state.policylists.create({"Policies": [balancer(30080)]})
    assert refused(state.policylists.create, {"Policies": [balancer(30080)]}) == PORT_EXISTS
    mapping = {"Type": "NAT", "Protocol": "tcp", "InternalPort": 80, "ExternalPort": 30080}
    assert refused(state.endpoints.create, {"VirtualNetwork": nat.id, "Policies": [mapping]}) == PORT_EXISTS
    state.host.listeners.add(("tcp", 30090))
    assert refused(state.policylists.create, {"Policies": [balancer(30090)]}) == PORT_EXISTS
    state.policylists.delete(first.id)
    state.endpoints.create({"VirtualNetwork": nat.id, "Policies": [mapping]})


def test_deleted_id_is_usable_at_once(state: State, endpoint: Object) -> None:
    """Adding an endpoint to a list is delete and create with the old id."""
    request = {"ID": "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f", "Policies": [balancer(80, "10.96.0.1")]}
    state.policylists.create(request)
    assert refused(state.policylists.create, request) == FILE_EXISTS
    state.policylists.delete(request["ID"])
    state.policylists.create({**request, "References": [f"/endpoints/{endpoint.id}"]})


def test_missing_list_is_element_not_found(state: State) -> None:
    """Lists have no code of their own."""
    for step in (state.policylists.get, state.policylists.delete):
        assert refused(step, "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f") == ELEMENT_NOT_FOUND


@pytest.mark.parametrize("name", [name for name in PROFILES if name != "2025"])
def test_modify_is_not_implemented_before_15_4(name: str) -> None:
    """Clients delete and create there."""
    state = State(name)
    made = state.policylists.create({})
    assert refused(state.policylists.modify, made.id, {}) == NOT_IMPLEMENTED


def test_modify_replaces_references_from_15_4_on() -> None:
    """Server 2025 changes the backends in place."""
    state = State("2025")
    state.networks.create({"Name": "nat", "Type": "nat"})
    ids = [state.endpoints.create({"VirtualNetworkName": "nat"}).id for _ in range(2)]
    made = state.policylists.create({"References": [f"/endpoints/{ids[0]}"], "Policies": [balancer(30080)]})
    both = [f"/endpoints/{id}" for id in ids]
    state.policylists.modify(made.id, {"References": both})
    assert made.document["References"] == both
    assert [port for port, _ in state.ports.users()] == [("tcp", 30080)]
    state.policylists.modify(made.id, {"Policies": [balancer(80, "10.96.0.1")]})
    assert state.ports.users() == []
    state.policylists.create({"Policies": [balancer(80, "10.96.0.2")]})
    assert refused(state.policylists.modify, made.id, {"Policies": [balancer(80, "10.96.0.2")]}) == FILE_EXISTS
    assert refused(state.policylists.modify, made.id, {"References": ["x"]}) == INVALID_REFERENCE


@pytest.mark.parametrize(
    "policy",
    [
        {
            "Type": "ACL",
            "Action": "Allow",
            "Direction": "In",
            "LocalPorts": "80-90",
            "RuleType": "Switch",
            "Priority": 1,
        },
        {"Type": "acl", "Action": "block", "Direction": "OUT", "RemoteAddresses": "10.0.0.0/8,fd00::/8"},
        {"Type": "ACL", "Action": "Allow", "Direction": "In", "RemoteAddresses": ["10.0.0.0/8"], "LocalAddresses": ""},
        {"Type": "VLAN", "VLAN": 7},
        {"Type": "VLAN", "Settings": {"IsolationId": 7}},
        {"Type": "VSID", "VSID": 4096},
        {"Type": "QOS", "MaximumOutgoingBandwidthInBytes": 2**63},
        {"Type": "L2Driver"},
        {"Type": "VNET", "Anything": 1},
        {"Type": "Isolation", "VLAN": 12, "VSID": 5000, "InDefaultIsolation": True},
        {"Type": "PA", "PA": "10.127.130.36"},
        {"Type": "ProviderAddress", "Settings": {"ProviderAddress": "10.1.1.1"}},
        {"Type": "OutBoundNAT", "ExceptionList": ["nonsense"]},
        {"Type": "PROXY", "IP": "10.0.0.9", "Port": "8000"},
        {"Type": "ROUTE", "DestinationPrefix": "169.254.169.254/24", "NextHop": "10.0.0.1"},
        {"Type": "ELB", "InternalPort": "8080", "ExternalPort": 0},
        {"Type": "HostRoute"},
        {"Type": "INTERFACEPARAMETERS", "Settings": {}},
    ],
)
def test_good_policy_is_accepted(policy: dict[str, Any]) -> None:
    """Much is stored unseen: only what the service looks at is looked at."""
    assert check_policies([policy], PROFILES["2022"]) == [policy]


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"Type": "Nonsense"}, INVALID_POLICY_TYPE),
        ({"Type": ""}, INVALID_POLICY_TYPE),
        ({"Type": 3}, INVALID_POLICY_TYPE),
        ({}, INVALID_POLICY_TYPE),
        ("ACL", INVALID_POLICY),
        ({"Type": "ACL", "Direction": "In"}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Permit", "Direction": "In"}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Pass", "Direction": "In"}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Allow", "Direction": "Both"}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Allow", "Direction": "In", "RuleType": "Port"}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Allow", "Direction": "In", "Priority": 70000}, INVALID_POLICY),
        ({"Type": "ACL", "Action": "Allow", "Direction": "In", "LocalAddresses": "Any"}, INVALID_POLICY),
        ({"Type": "VLAN", "VLAN": 4096}, INVALID_POLICY),
        ({"Type": "VLAN"}, INVALID_POLICY),
        ({"Type": "VSID", "VSID": 4095}, INVALID_POLICY),
        ({"Type": "QOS", "MaximumOutgoingBandwidthInBytes": -1}, INVALID_POLICY),
        ({"Type": "PA", "PA": "here"}, INVALID_POLICY),
        ({"Type": "ROUTE"}, INVALID_POLICY),
        ({"Type": "ROUTE", "DestinationPrefix": "10.0.0.0/8", "NextHop": "there"}, INVALID_POLICY),
        ({"Type": "ELB", "InternalPort": 0, "ExternalPort": 0}, INVALID_INTERNAL_PORT),
        ({"Type": "ELB", "InternalPort": 1, "VIPs": ["web"]}, INVALID_POLICY),
        ({"Type": "ELB", "InternalPort": 1, "VIPs": "10.0.0.1"}, INVALID_POLICY),
    ],
)
def test_plainly_wrong_policy_is_refused(policy: Any, code: int) -> None:
    """0x803B000D at create is what users report; an unknown type has a code of its own."""
    assert refused(check_policies, [policy], PROFILES["2022"]) == code


def test_policies_are_a_list() -> None:
    """One policy in place of a list is a broken document."""
    assert refused(check_policies, {"Type": "L2Driver"}, PROFILES["2022"]) == INVALID_POLICY


def test_interface_parameters_are_given_once() -> None:
    """A second policy of this type has a code of its own."""
    twice = [{"Type": "InterfaceParameters", "Settings": {"Mtu": 1400}}] * 2
    assert refused(check_policies, twice, PROFILES["2022"]) == INTERFACE_PARAMETERS_TWICE


def test_pass_rules_need_version_14() -> None:
    """Pass came with tiers."""
    check_policies([{"Type": "ACL", "Action": "Pass", "Direction": "In"}], PROFILES["win11"])


@pytest.mark.parametrize(
    "more", [{"LocalPorts": "80-90"}, {"RemotePorts": "1,2"}, {"RemoteAddresses": "10.0.0.1,10.0.0.2"}]
)
def test_lists_and_ranges_in_rules_need_version_7_2(more: dict[str, str]) -> None:
    """Server 2016 takes one address and one port."""
    rule = {"Type": "ACL", "Action": "Allow", "Direction": "In", **more}
    assert refused(check_policies, [rule], PROFILES["rs1"]) == INVALID_POLICY
    check_policies([rule], PROFILES["1803"])


def test_node_port_of_an_odd_protocol_takes_no_port(state: State) -> None:
    """Only TCP and UDP have ports."""
    state.policylists.create({"Policies": [balancer(30080, Protocol=1)]})
    assert state.ports.users() == []
