from __future__ import annotations

import json
from typing import Any

import pytest
from hcn_scripted import Scripted, record

import hcspy
from hcspy import hcn
from hcspy.errors import (
    AdapterNotFoundError,
    AmbiguousError,
    InUseError,
    InvalidDocumentError,
    InvalidGUIDError,
    NetworkAlreadyExistsError,
    NetworkNotFoundError,
    NotSupportedError,
    PolicyNotFoundError,
    TimedOutError,
    UnexpectedAnswerError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
OTHER = "5f0b1190-63be-4e0c-b974-bd0f55675a42"
PODS = hcn.SetPolicy(id="pods", name="pods", policy_type="IPSET", values="10.0.0.1")


def document(**members: Any) -> str:
    return json.dumps({"ID": ID, "Name": "web", "SchemaVersion": {"Major": 2, "Minor": 0}, **members})


def test_create_returns_what_the_service_filled_in(host: Host) -> None:
    """A caller needs the id and the MAC pool that HCN chose, and keeps its own model as it was."""
    model = hcn.HostComputeNetwork(name="web", type="NAT")
    made = host.hcn.networks.create(model)
    assert made.id
    assert made.mac_pool
    assert made.mac_pool.ranges
    assert made.ipams[0].subnets[0].gateway
    assert model.id is None


def test_create_is_three_calls(host: Host, fake_host: FakeHost) -> None:
    """Each call takes milliseconds of a node's start."""
    fake_host.calls.clear()
    host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
    assert [call.export for call in fake_host.calls] == [
        "HcnCreateNetwork",
        "HcnQueryNetworkProperties",
        "HcnCloseNetwork",
    ]


def test_v1_sees_what_was_created(host: Host, network: hcn.HostComputeNetwork) -> None:
    """There is one store behind both doors."""
    assert [found.id for found in host.hns.networks.list()] == [network.id]


def test_list_filters_by_every_keyword(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A script that asks for one type must not be handed the others."""
    private = host.hcn.networks.create(hcn.HostComputeNetwork(name="inside", type="Private", owner="cni"))
    networks = host.hcn.networks
    assert [found.id for found in networks.list(type="nat")] == [network.id]
    assert [found.id for found in networks.list(name="inside")] == [private.id]
    assert [found.id for found in networks.list(subnet="10.0.0.0/24")] == [network.id]
    assert [found.id for found in networks.list(flags=network.flags)] == [network.id]
    assert networks.list(adapter="Ethernet 9") == []
    assert networks.list(owner="nobody") == []
    assert len(networks.list()) == 2


def test_filters_that_the_service_knows_go_to_it() -> None:
    """To fetch a thousand networks for one of them takes seconds."""
    target = Scripted({"HcnEnumerateNetworks": {"Networks": "[]"}})
    with hcspy.connect(target) as host:
        host.hcn.networks.list(name="web", flags=8, type="NAT")
    (query,) = target.sent("HcnEnumerateNetworks")
    assert query["SchemaVersion"] == {"Major": 2, "Minor": 0}
    assert json.loads(query["Filter"]) == {"Name": "web", "Flags": 8}


def test_own_query_goes_out_as_it_is() -> None:
    """ListNetworksQuery of hcsshim takes any query, also of versions to come."""
    target = Scripted({"HcnEnumerateNetworks": {"Networks": "[]"}})
    query = hcn.HostComputeQuery(schema_version=hcn.SchemaVersion(major=2, minor=9), flags=1, filter="x")
    with hcspy.connect(target) as host:
        assert host.hcn.networks.list(query=query) == []
    assert target.sent("HcnEnumerateNetworks") == [
        {"SchemaVersion": {"Major": 2, "Minor": 9}, "Flags": 1, "Filter": "x"}
    ]


def test_unknown_filter_is_refused_before_any_call(host: Host, fake_host: FakeHost) -> None:
    """A misspelt filter that was ignored would list everything, and then delete everything."""
    with pytest.raises(TypeError, match="known are adapter, flags, name, owner, subnet, type"):
        host.hcn.networks.list(nmae="web")  # type: ignore[call-arg]
    assert not fake_host.calls


@pytest.mark.parametrize("gone", ["HcnOpenNetwork", "HcnQueryNetworkProperties"])
def test_network_that_goes_during_the_listing_is_left_out(gone: str) -> None:
    """hcsshim's whole list fails if one of a thousand objects goes meanwhile."""

    def left(args: Any) -> dict[str, Any]:
        return record(0x803B0001) if target.exports.count(gone) == 1 else {"Properties": document(ID=OTHER)}

    target = Scripted({"HcnEnumerateNetworks": {"Networks": json.dumps([ID, OTHER])}})
    target.script["HcnQueryNetworkProperties"] = {"Properties": document(ID=OTHER)}
    target.script[gone] = (
        left if gone.endswith("Properties") else lambda args: record(0x803B0001) if args["Id"] == ID else {}
    )
    with hcspy.connect(target) as host:
        assert [network.id for network in host.hcn.networks.list()] == [OTHER]
        with pytest.raises(NetworkNotFoundError):
            target.calls.clear()
            host.hcn.networks.list(vanished="raise")
    target.assert_closed()


def test_error_in_the_middle_of_a_listing_is_raised() -> None:
    """Half a list looks like a whole one."""
    target = Scripted({"HcnEnumerateNetworks": {"Networks": json.dumps([ID])}})
    target.script["HcnQueryNetworkProperties"] = record(0x80070005)
    with hcspy.connect(target) as host, pytest.raises(hcspy.AccessDeniedError):
        host.hcn.networks.list()
    target.assert_closed()


@pytest.mark.parametrize("answer", ['{"a":1}', "[1]", "[", '["nope"]'])
def test_list_that_is_none_is_named(answer: str) -> None:
    """The answer is on the error: somebody has to find out where it comes from."""
    target = Scripted({"HcnEnumerateNetworks": {"Networks": answer}})
    with hcspy.connect(target) as host, pytest.raises(UnexpectedAnswerError) as caught:
        host.hcn.networks.list()
    assert caught.value.call == "HcnEnumerateNetworks"


@pytest.mark.parametrize("answer", [None, "", "null", "[]"])
def test_list_of_nothing_is_empty(answer: str | None) -> None:
    """Builds say nothing in several ways."""
    target = Scripted({"HcnEnumerateNetworks": {"Networks": answer}})
    with hcspy.connect(target) as host:
        assert host.hcn.networks.list() == []


def test_get_by_id_opens_that_object_only(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """A lookup by id among ten thousand must not enumerate."""
    fake_host.calls.clear()
    assert host.hcn.networks.get(network) == host.hcn.networks.get(str(network.id)) == network
    assert "HcnEnumerateNetworks" not in [call.export for call in fake_host.calls]


def test_get_by_name_finds_exactly_one(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Names compare with letter case, as the service's own client does."""
    assert host.hcn.networks.get(name="web") == network
    assert host.hcn.networks.find(name="absent") is None
    with pytest.raises(NetworkNotFoundError, match="name 'WEB'"):
        host.hcn.networks.get(name="WEB")


def test_two_hits_are_ambiguous(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Never "the first"."""
    host.hcn.networks.create(hcn.HostComputeNetwork(name="other", type="NAT"))
    with pytest.raises(AmbiguousError, match="2 networks"):
        host.hcn.networks.find(type="NAT")


def test_get_of_an_unknown_id_says_network(host: Host) -> None:
    """The generic not-found code must name the noun that was asked for."""
    with pytest.raises(NetworkNotFoundError):
        host.hcn.networks.get(ID)


@pytest.mark.parametrize("ref", ["", "  ", "nat", "a/b", hcn.HostComputeNetwork(name="web")])
def test_reference_that_is_no_id_makes_no_call(host: Host, fake_host: FakeHost, ref: Any) -> None:
    """A name is never a reference."""
    with pytest.raises(InvalidDocumentError):
        host.hcn.networks.delete(ref)
    assert not fake_host.calls


def test_name_in_place_of_an_id_is_explained(host: Host) -> None:
    """The hint says what an id looks like."""
    with pytest.raises(InvalidGUIDError) as caught:
        host.hcn.networks.get("nat")
    assert "a name is not an id" in str(caught.value.hint)


def test_duplicate_name_is_refused_with_its_code(host: Host, network: hcn.HostComputeNetwork) -> None:
    """hcsshim knows three codes by name; here each has a class."""
    with pytest.raises(NetworkAlreadyExistsError) as caught:
        host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
    error = caught.value
    assert (error.call, error.hresult) == ("HcnCreateNetwork", 0x803B0010)
    assert error.record
    assert '"Name":"web"' in str(error.request)


def test_prefix_without_a_default_route_is_refused_before_any_call(host: Host, fake_host: FakeHost) -> None:
    """The service's own client checks it, so the service never sees the request."""
    ipam = hcn.Ipam(type="Static", subnets=[hcn.Subnet(ip_address_prefix="10.0.0.0/24")])
    with pytest.raises(InvalidDocumentError, match=r"Ipams\[0\]\.Subnets\[0\]"):
        host.hcn.networks.create(hcn.HostComputeNetwork(name="web", ipams=[ipam]))
    assert not fake_host.calls


def test_validate_false_sends_the_document_as_it_is() -> None:
    """Somebody who knows better than the checks must get through."""
    target = Scripted({"HcnQueryNetworkProperties": {"Properties": document()}})
    with hcspy.connect(target, validate=False) as host:
        host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="Constellation"))
    assert target.sent("HcnCreateNetwork")[0]["Type"] == "Constellation"


def test_unknown_adapter_is_its_own_error(host: Host) -> None:
    """ "Adapter not found" is not "network not found"."""
    adapter = hcn.NetAdapterName(network_adapter_name="No such")
    with pytest.raises(AdapterNotFoundError):
        host.hcn.networks.create(hcn.HostComputeNetwork(name="up", type="L2Bridge", policies=[adapter]))


def test_delete_forgives_a_missing_network_only_when_told(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A clean-up that runs twice must succeed twice, and a typing error must not look like success."""
    host.hcn.networks.delete(network)
    host.hcn.networks.delete(network, missing_ok=True)
    with pytest.raises(NetworkNotFoundError):
        host.hcn.networks.delete(network)


def test_detailed_tells_what_was_set_aside(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The tree of allocators tells why a network does not work."""
    plain, detailed = host.hcn.networks.get(network), host.hcn.networks.detailed(network)
    assert plain.health.extra.resources is None
    assert detailed.health.extra.resources


def test_adapter_filter_reads_the_policy(host: Host) -> None:
    """A node has one network per adapter."""
    adapter = hcn.NetAdapterName(network_adapter_name="Ethernet")
    ipam = hcn.Ipam.static("10.1.0.0/24", gateway="10.1.0.1")
    model = hcn.HostComputeNetwork(name="up", type="L2Bridge", policies=[adapter], ipams=[ipam])
    made = host.hcn.networks.create(model)
    assert host.hcn.networks.find(adapter="Ethernet") == made


# -- changing ---------------------------------------------------------------------------------------------------------


def test_modify_sends_a_typed_request(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Every request that HCN knows can be made, and the network comes back as it is then."""
    request = hcn.ModifyNetworkSettingRequest(
        resource_type="DNS", request_type="Update", settings=hcn.Dns(server_list=["10.96.0.10"])
    )
    assert host.hcn.networks.modify(network, request).dns.server_list == ("10.96.0.10",)


def test_modify_takes_wire_names(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A request of a version to come is a mapping."""
    settings = {"Policies": [{"Type": "SetPolicy", "Settings": hcspy.to_dict(PODS)}]}
    request = {"ResourceType": "Policy", "RequestType": "Add", "Settings": settings}
    changed = host.hcn.networks.modify(network, request)
    assert changed.policies[-1].id == "pods"


def test_modify_refuses_text(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """Text would go out as a JSON string, and the service would say that a parameter is incorrect."""
    fake_host.calls.clear()
    with pytest.raises(InvalidDocumentError, match="not text"):
        host.hcn.networks.modify(network, '{"ResourceType":"DNS"}')
    assert not fake_host.calls


def test_subnets_come_and_go_by_request(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A network that grows keeps its endpoints."""
    more = hcn.Ipam.static("10.1.0.0/24", gateway="10.1.0.1").subnets
    settings = hcn.SubnetNetworkRequest(subnets=more)
    request = hcn.ModifyNetworkSettingRequest(resource_type="Subnet", request_type="Add", settings=settings)
    grown = host.hcn.networks.modify(network, request)
    assert [str(subnet.ip_address_prefix) for ipam in grown.ipams for subnet in ipam.subnets] == [
        "10.0.0.0/24",
        "10.1.0.0/24",
    ]


def test_add_policies_keeps_what_others_added(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The model at hand may be old: what was added meanwhile must not be lost with it."""
    host.hcn.networks.add_policies(network, PODS)
    other = hcspy.evolve(PODS, id="other", name="other")
    changed = host.hcn.networks.add_policies(network, other)
    assert {policy.id for policy in changed.policies if isinstance(policy, hcn.SetPolicy)} == {"pods", "other"}


def test_wrong_policy_is_refused_before_any_call(
    host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost
) -> None:
    """A policy is checked whether it comes with its object or later."""
    fake_host.calls.clear()
    with pytest.raises(InvalidDocumentError, match=r"Policies\[0\]\.(Settings\.)?Port"):
        host.hcn.networks.add_policies(network, hcn.VxlanPort(port=70000))
    with pytest.raises(InvalidDocumentError):
        host.hcn.networks.replace_policies(network, hcn.VxlanPort(port=70000))
    assert not fake_host.calls


def test_remove_policies_matches_by_the_members_given(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The service compares whole documents; a caller knows the id of a set, not what is in it."""
    host.hcn.networks.add_policies(network, PODS)
    pattern = {"Type": "SetPolicy", "Settings": {"Id": "pods"}}
    changed = host.hcn.networks.remove_policies(network, hcn.UnknownPolicy.of(pattern))
    assert not any(isinstance(policy, hcn.SetPolicy) for policy in changed.policies)


def test_remove_of_a_policy_that_is_not_there_changes_nothing(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Two were to go; one is not there: both stay, unless the caller does not mind."""
    host.hcn.networks.add_policies(network, PODS)
    absent = hcspy.evolve(PODS, id="absent")
    with pytest.raises(PolicyNotFoundError, match="absent"):
        host.hcn.networks.remove_policies(network, PODS, absent)
    assert PODS.id in [getattr(policy, "id", None) for policy in host.hcn.networks.get(network).policies]
    changed = host.hcn.networks.remove_policies(network, PODS, absent, missing_ok=True)
    assert host.hcn.networks.remove_policies(network, PODS, missing_ok=True).policies == changed.policies


def test_replace_policies_exchanges_the_set(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The set as a whole: what is not named goes."""
    kept = host.hcn.networks.get(network).policies
    host.hcn.networks.add_policies(network, PODS)
    other = hcspy.evolve(PODS, id="other", name="other")
    changed = host.hcn.networks.replace_policies(network, *kept, other)
    assert [getattr(policy, "id", None) for policy in changed.policies] == [*(None for _ in kept), "other"]


def test_replace_policies_by_the_same_changes_nothing(
    host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost
) -> None:
    """Traffic is cut for a moment when policies are taken away and given back."""
    current = host.hcn.networks.add_policies(network, PODS)
    fake_host.calls.clear()
    assert host.hcn.networks.replace_policies(network, *current.policies) == current
    assert "HcnModifyNetwork" not in [call.export for call in fake_host.calls]


def test_set_that_others_refer_to_is_updated_in_place(fake_host: FakeHost) -> None:
    """A set in a set cannot be removed, so new values must not mean a new set."""
    with FakeHost(profile="2025") as fake, fake.connect() as host:
        network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        nested = hcn.SetPolicy(id="all", name="all", policy_type="NESTEDIPSET", values="pods")
        current = host.hcn.networks.add_policies(network, PODS, nested)
        wider = hcspy.evolve(PODS, values="10.0.0.1,10.0.0.2")
        wanted = [wider if getattr(policy, "id", None) == "pods" else policy for policy in current.policies]
        changed = host.hcn.networks.replace_policies(network, *wanted)
        assert {policy.id: policy.values for policy in changed.policies if isinstance(policy, hcn.SetPolicy)} == {
            "pods": "10.0.0.1,10.0.0.2",
            "all": "pods",
        }


def test_update_changes_what_requests_can_change(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Name resolution, subnets and policies: HCN has a request for each."""
    more = hcn.Ipam.static("10.1.0.0/24", gateway="10.1.0.1").subnets
    ipam = hcspy.evolve(network.ipams[0], subnets=(*network.ipams[0].subnets, *more))
    wanted = hcspy.evolve(network, dns=hcn.Dns(server_list=["10.96.0.10"]), ipams=(ipam,), policies=(PODS,))
    changed = host.hcn.networks.update(wanted)
    assert changed.dns.server_list == ("10.96.0.10",)
    assert len([subnet for held in changed.ipams for subnet in held.subnets]) == 2
    assert {getattr(policy, "id", None) for policy in changed.policies} >= {"pods"}
    # What the model left out is still there: only replace_policies drops a policy.
    assert len(changed.policies) == len(network.policies) + 1


def test_update_without_a_difference_sends_nothing(
    host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost
) -> None:
    """A reconciler runs every few seconds."""
    fake_host.calls.clear()
    assert host.hcn.networks.update(network) == network
    assert "HcnModifyNetwork" not in [call.export for call in fake_host.calls]


def test_update_names_what_cannot_be_changed(host: Host, network: hcn.HostComputeNetwork) -> None:
    """To ignore it would leave a network of the wrong type behind."""
    with pytest.raises(NotSupportedError, match="Type of network web") as caught:
        host.hcn.networks.update(hcspy.evolve(network, type="Private"))
    assert "ensure()" in str(caught.value.hint)


def test_refresh_applies_the_policies_again(host: Host, network: hcn.HostComputeNetwork) -> None:
    """What is there stays."""
    assert host.hcn.networks.refresh(network) == network


# -- ensure -----------------------------------------------------------------------------------------------------------


def wanted(**members: Any) -> hcn.HostComputeNetwork:
    ipam = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1")
    return hcn.HostComputeNetwork(name="web", **{"type": "nat", "ipams": [ipam], **members})


def test_ensure_twice_creates_once(host: Host) -> None:
    """Every start of a node runs it."""
    first = host.hcn.networks.ensure(wanted())
    second = host.hcn.networks.ensure(wanted())
    assert (first.action, second.action) == ("created", "unchanged")
    assert second.object == first.object


def test_ensure_changes_in_place_what_can_be(host: Host) -> None:
    """A new DNS server must not cost the endpoints their network."""
    first = host.hcn.networks.ensure(wanted())
    result = host.hcn.networks.ensure(wanted(dns=hcn.Dns(server_list=["10.96.0.10"]), policies=[PODS]))
    assert result.action == "modified"
    assert result.object.id == first.object.id
    assert {change.path.split("[")[0] for change in result.changes} == {"Dns", "Policies"}
    assert host.hcn.networks.ensure(wanted(policies=[PODS])).action == "unchanged"


def test_ensure_changes_a_policy_by_its_identity(host: Host) -> None:
    """A set with other values is the same set."""
    host.hcn.networks.ensure(wanted(policies=[PODS]))
    result = host.hcn.networks.ensure(wanted(policies=[hcspy.evolve(PODS, values="10.0.0.9")]))
    assert result.action == "modified"
    assert [policy.values for policy in result.object.policies if isinstance(policy, hcn.SetPolicy)] == ["10.0.0.9"]


def test_ensure_leaves_the_choice_of_a_subnet_to_the_service(host: Host) -> None:
    """Docker asks for 0.0.0.0/0: any will do, also the one of yesterday."""
    anything = hcn.Ipam.static("0.0.0.0/0", gateway="0.0.0.0")
    with hcspy.connect("fake", validate=False) as open_host:
        first = open_host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="NAT"))
        second = open_host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="NAT", ipams=[anything]))
    assert (first.action, second.action) == ("created", "unchanged")


def test_ensure_creates_anew_for_another_type(host: Host, network: hcn.HostComputeNetwork) -> None:
    """No request changes the type of a network."""
    result = host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="Private"))
    assert result.action == "recreated"
    assert result.object.network_type == "Private"
    assert [change.path for change in result.changes] == ["Type"]


def test_ensure_does_not_take_endpoints_along(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """They would be gone without a word."""
    with pytest.raises(InUseError, match="1 endpoint"):
        host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="Private"))
    assert host.hcn.endpoints.get(endpoint)


def test_ensure_puts_the_old_network_back(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """If the new one cannot be had, the old one is better than none."""
    fake_host.on("HcnCreateNetwork", nth=1).fail(0x803B0006)
    with pytest.raises(AdapterNotFoundError) as caught:
        host.hcn.networks.ensure(hcn.HostComputeNetwork(name="web", type="Private"))
    assert not caught.value.leftovers
    assert host.hcn.networks.get(name="web").id == network.id


def test_ensure_needs_a_name(host: Host) -> None:
    """That is how it knows a network."""
    with pytest.raises(InvalidDocumentError, match="by its name"):
        host.hcn.networks.ensure(hcn.HostComputeNetwork(type="NAT"))


# -- waiting ----------------------------------------------------------------------------------------------------------


def test_wait_is_over_when_the_hosts_address_is_back() -> None:
    """flannel needs the management address, which is gone for seconds while the switch is made."""
    answers = [[], [{"Type": "ProviderAddress", "Settings": {"ProviderAddress": "169.254.3.4"}}]]
    answers.append([{"Type": "ProviderAddress", "Settings": {"ProviderAddress": "10.127.130.36"}}])
    target = Scripted()

    def query(args: Any) -> dict[str, Any]:
        policies = answers[min(target.exports.count("HcnQueryNetworkProperties"), len(answers)) - 1]
        return {"Properties": document(Type="L2Bridge", Policies=policies, State=1)}

    target.script["HcnQueryNetworkProperties"] = query
    with hcspy.connect(target) as host:
        found = host.hcn.networks.wait(ID, timeout=30)
    assert found.policies[0].provider_address == "10.127.130.36"
    target.assert_closed()


def test_wait_gives_up(host: Host, network: hcn.HostComputeNetwork) -> None:
    """It says what it has seen."""
    with pytest.raises(TimedOutError, match="last seen"):
        host.hcn.networks.wait(network, lambda found: False, timeout=0.05)
    assert host.hcn.networks.wait(network) == network


def test_wait_is_not_over_in_another_state() -> None:
    """A network that is being created has a state of its own."""
    target = Scripted({"HcnQueryNetworkProperties": {"Properties": document(State=0)}})
    with hcspy.connect(target) as host, pytest.raises(TimedOutError):
        host.hcn.networks.wait(ID, timeout=0.05)


def test_wait_deleted_is_over_when_the_network_is_gone(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The name stays reserved for a while on some builds."""
    with pytest.raises(TimedOutError):
        host.hcn.networks.wait_deleted(network, timeout=0.05)
    host.hcn.networks.delete(network)
    host.hcn.networks.wait_deleted(network, timeout=30)


def test_create_endpoint_lies_on_this_network(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Whatever network the document names."""
    endpoint = host.hcn.networks.create_endpoint(network, hcn.HostComputeEndpoint(name="e"))
    assert endpoint.host_compute_network == network.id
