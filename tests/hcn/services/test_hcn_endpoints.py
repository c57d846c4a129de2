from __future__ import annotations

import json
from typing import Any

import pytest
from hcn_scripted import Scripted, record

import hcspy
from hcspy import hcn
from hcspy.errors import (
    AlreadyExistsError,
    EndpointInNamespaceError,
    EndpointNotFoundError,
    InUseError,
    InvalidDocumentError,
    NamespaceNotFoundError,
    NetworkNotFoundError,
    NotSupportedError,
    PolicyNotFoundError,
    PortInUseError,
    ServiceUnavailableError,
    TimedOutError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
NOWHERE = "00000000-0000-0000-0000-000000000000"
BLOCK = hcn.ACL(action="Block", direction="Out", remote_addresses="169.254.169.254/32", priority=200)
ALLOW = hcn.ACL(action="Allow", direction="In", priority=300)


def on(network: hcn.HostComputeNetwork, **members: Any) -> hcn.HostComputeEndpoint:
    return hcn.HostComputeEndpoint(host_compute_network=network, **members)


def at(address: str) -> list[hcn.IpConfig]:
    return [hcn.IpConfig(ip_address=address)]


def document(**members: Any) -> str:
    return json.dumps({"ID": ID, "Name": "e", "SchemaVersion": {"Major": 2, "Minor": 0}, **members})


# -- creating ---------------------------------------------------------------------------------------------------------


def test_create_is_five_calls(host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost) -> None:
    """The network is opened for it, and both handles are closed."""
    fake_host.calls.clear()
    made = host.hcn.endpoints.create(on(network, name="a"))
    assert made.ip_addresses
    assert made.mac_address
    assert [call.export for call in fake_host.calls] == [
        "HcnOpenNetwork",
        "HcnCreateEndpoint",
        "HcnQueryEndpointProperties",
        "HcnCloseEndpoint",
        "HcnCloseNetwork",
    ]


def test_create_on_an_unknown_network_says_network(host: Host) -> None:
    """Not "endpoint not found"."""
    with pytest.raises(NetworkNotFoundError):
        host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=ID))


def test_create_without_a_network_makes_no_call(host: Host, fake_host: FakeHost) -> None:
    """hcsshim says "invalid network ID"."""
    with pytest.raises(InvalidDocumentError):
        host.hcn.endpoints.create(hcn.HostComputeEndpoint(name="a"))
    assert not fake_host.calls


def test_address_and_port_that_are_taken_are_told_apart(
    host: Host, network: hcn.HostComputeNetwork, endpoint: hcn.HostComputeEndpoint
) -> None:
    """One calls for another address, the other for another port."""
    with pytest.raises(AlreadyExistsError):
        host.hcn.endpoints.create(on(network, ip_configurations=at("10.0.0.7")))
    with pytest.raises(PortInUseError):
        host.hcn.endpoints.create(on(network, policies=endpoint.policies))


def test_create_in_a_namespace_is_attached(
    host: Host, network: hcn.HostComputeNetwork, namespace: hcn.HostComputeNamespace
) -> None:
    """That is how a pod gets its interface."""
    made = host.hcn.endpoints.create(on(network, name="pod"), namespace=namespace)
    assert made.host_compute_namespace == namespace.id
    assert host.hcn.namespaces.endpoints(namespace) == [made.id]


def test_create_in_an_unknown_namespace_leaves_nothing(host: Host, network: hcn.HostComputeNetwork) -> None:
    """CNI would leak an endpoint with each attempt, until the subnet is empty."""
    with pytest.raises(NamespaceNotFoundError):
        host.hcn.endpoints.create(on(network, name="pod"), namespace=ID)
    assert host.hcn.endpoints.list() == []


def test_namespace_in_the_document_is_refused(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The service ignores it, and the pod would have no network."""
    with pytest.raises(InvalidDocumentError, match="read only") as caught:
        host.hcn.endpoints.create(on(network, host_compute_namespace=ID))
    assert "beside the document" in str(caught.value.hint)


def test_created_endpoint_that_cannot_be_read_is_deleted_by_a_second_look() -> None:
    """Its id is in an answer that did not come: without another question it would be there for ever."""
    target = Scripted()

    def query(args: Any) -> dict[str, Any]:
        first = target.exports.count("HcnQueryEndpointProperties") == 1
        return record(0x80004005) if first else {"Properties": document()}

    target.script["HcnQueryEndpointProperties"] = query
    with hcspy.connect(target) as host, pytest.raises(hcspy.HcspyError) as caught:
        host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=ID, name="e"))
    assert caught.value.call == "HcnQueryEndpointProperties"
    assert not caught.value.leftovers
    assert [dict(args)["Id"] for export, args in target.calls if export == "HcnDeleteEndpoint"] == [ID]
    target.assert_closed()


def test_created_endpoint_whose_id_cannot_be_had_is_told() -> None:
    """What nobody can delete by program, somebody has to delete by hand."""
    target = Scripted({"HcnQueryEndpointProperties": record(0x80004005)})
    with hcspy.connect(target) as host, pytest.raises(hcspy.HcspyError) as caught:
        host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=ID, name="e"))
    (left,) = caught.value.leftovers
    assert left.startswith("endpoint e (")
    assert "HcnDeleteEndpoint" not in target.exports
    target.assert_closed()


def test_remote_endpoint_has_its_flag(host: Host, overlay: hcn.HostComputeNetwork) -> None:
    """Without it the service makes a switch port for an endpoint of another host."""
    model = on(
        overlay,
        ip_configurations=at("10.244.1.9"),
        mac_address="00-15-5D-52-C1-8A",
        policies=[hcn.ProviderAddressEndpointPolicySetting(provider_address="10.127.130.40")],
    )
    made = host.hcn.endpoints.create_remote(model)
    assert made.is_remote
    assert host.hcn.endpoints.list(remote=True) == [made]
    assert host.hcn.endpoints.list(remote=False) == []


# -- looking up -------------------------------------------------------------------------------------------------------


def test_list_filters_by_every_keyword(
    host: Host,
    network: hcn.HostComputeNetwork,
    endpoint: hcn.HostComputeEndpoint,
    namespace: hcn.HostComputeNamespace,
) -> None:
    """A clean-up by one keyword must not see the endpoints of others."""
    other = host.hcn.networks.create(hcn.HostComputeNetwork(name="other", type="Private"))
    second = host.hcn.endpoints.create(on(other, name="second"))
    endpoints = host.hcn.endpoints
    host.hcn.namespaces.add_endpoint(namespace, endpoint)
    first = endpoints.get(endpoint)
    assert endpoints.list(name="web-0") == endpoints.list(network=network) == [first]
    assert endpoints.list(network_name="web") == endpoints.list(namespace=namespace) == [first]
    assert endpoints.list(ip="10.0.0.7") == endpoints.list(mac=str(first.mac_address)) == [first]
    assert endpoints.list(mac=str(first.mac_address).lower().replace("-", ":")) == [first]
    assert endpoints.list(state=1, name="second") == endpoints.list(namespace=NOWHERE) == [second]
    assert endpoints.list(owner="nobody") == endpoints.list(namespace=ID) == endpoints.list(container="c1") == []
    assert endpoints.count(network) == 1


def test_container_filter_asks_for_details(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """Which containers share an endpoint is not among its plain properties."""
    fake_host.add_container("c1")
    host.hns.endpoints.attach_container(str(endpoint.id), "c1")
    (found,) = host.hcn.endpoints.list(container="C1")
    assert found.id == endpoint.id


def test_address_is_found_without_opening_every_endpoint(
    host: Host, network: hcn.HostComputeNetwork, fake_host: FakeHost
) -> None:
    """Among ten thousand endpoints that is the difference between a moment and half a minute."""
    made = [host.hcn.endpoints.create(on(network, name=f"e{number}")) for number in range(20)]
    fake_host.calls.clear()
    assert host.hcn.endpoints.find(ip=made[7].ip_addresses[0]) == made[7]
    assert host.hcn.endpoints.find(ip="10.0.0.250", network=network) is None
    assert [call.export for call in fake_host.calls].count("HcnOpenEndpoint") == 1


def test_address_is_found_without_hns_v1(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """The short way is one, not the only one."""
    fake_host.on("GET /endpoints*").fail(0x80070057)
    assert host.hcn.endpoints.find(ip="10.0.0.7") == endpoint
    assert host.hcn.endpoints.find(ip="not an address") is None


def test_odd_listing_is_no_short_way(endpoint_answers: Scripted) -> None:
    """What cannot be read says nothing about who has the address."""
    endpoint_answers.script["HNSCall"] = {"response": '{"Success":true,"Output":{}}'}
    with hcspy.connect(endpoint_answers) as host:
        assert host.hcn.endpoints.find(ip="10.0.0.7") is not None


def test_every_place_of_an_address_counts(endpoint_answers: Scripted) -> None:
    """A second address stands in a list on newer builds."""
    listed = [{"ID": ID.upper(), "IpConfigurations": [{"IpAddress": "10.0.0.7"}, "odd"]}, "odd", {"ID": None}]
    endpoint_answers.script["HNSCall"] = {"response": json.dumps({"Success": True, "Output": listed})}
    with hcspy.connect(endpoint_answers) as host:
        assert host.hcn.endpoints.find(ip="10.0.0.7") is not None
        assert host.hcn.endpoints.find(ip="10.0.0.8") is None


@pytest.fixture
def endpoint_answers() -> Scripted:
    properties = document(IpConfigurations=[{"IpAddress": "10.0.0.7"}])
    return Scripted(
        {
            "HcnEnumerateEndpoints": {"Endpoints": json.dumps([ID])},
            "HcnQueryEndpointProperties": {"Properties": properties},
        }
    )


def test_service_that_is_down_is_not_a_miss(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """ "Nobody has the address" would be a lie, and then the address is given away twice."""
    fake_host.on("GET /endpoints*").fail(0x80070426)
    with pytest.raises(ServiceUnavailableError):
        host.hcn.endpoints.find(ip="10.0.0.7")


def test_stats_and_addresses_are_told(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """hcsshim has neither."""
    with fake_host.machine() as machine:
        machine.add_traffic(str(endpoint.id), BytesReceived=1500, PacketsReceived=1)
    stats = host.hcn.endpoints.stats(endpoint)
    assert (stats.bytes_received, stats.packets_received, stats.endpoint_id) == (1500, 1, endpoint.id)
    assert "10.0.0.7" in json.dumps(host.hcn.endpoints.addresses(endpoint))


def test_no_addresses_are_none() -> None:
    """A build may say nothing."""
    target = Scripted()
    with hcspy.connect(target) as host:
        assert host.hcn.endpoints.addresses(ID) is None
    target.assert_closed()


# -- policies ---------------------------------------------------------------------------------------------------------


def test_add_policies_appends(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """A new rule must not drop the port mapping."""
    changed = host.hcn.endpoints.add_policies(endpoint, BLOCK)
    assert [type(policy) for policy in changed.policies] == [hcn.PortMapping, hcn.ACL]


def test_add_policies_never_updates(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """ "Update" replaces the whole set, and with an old model others lose theirs."""
    fake_host.calls.clear()
    host.hcn.endpoints.add_policies(endpoint, BLOCK)
    (sent,) = [call.args["Settings"] for call in fake_host.calls if call.export == "HcnModifyEndpoint"]
    assert json.loads(sent)["RequestType"] == "Add"


def test_remove_policies_sends_the_whole_policy(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """The service compares whole documents, and so hcsshim's callers have to know every member."""
    host.hcn.endpoints.add_policies(endpoint, BLOCK)
    changed = host.hcn.endpoints.remove_policies(endpoint, hcn.ACL(action="Block", direction="Out"))
    assert [type(policy) for policy in changed.policies] == [hcn.PortMapping]
    with pytest.raises(PolicyNotFoundError):
        host.hcn.endpoints.remove_policies(endpoint, BLOCK)


def test_replace_policies_is_one_request(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """Between a removal and an addition everything would be let through."""
    host.hcn.endpoints.add_policies(endpoint, BLOCK)
    fake_host.calls.clear()
    changed = host.hcn.endpoints.replace_policies(endpoint, ALLOW)
    assert [policy.action for policy in changed.policies] == ["Allow"]
    assert [call.export for call in fake_host.calls].count("HcnModifyEndpoint") == 1


def test_replace_policies_by_none_drops_all(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """An update with an empty list says nothing to some builds."""
    assert host.hcn.endpoints.replace_policies(endpoint).policies == ()


@pytest.mark.parametrize("update", ["replaces", "adds", "does nothing"])
def test_replace_policies_holds_whatever_update_means(update: str) -> None:
    """Builds differ; the promise is about the outcome, not about the request."""
    old = {"Type": "ACL", "Settings": {"Action": "Block", "Direction": "Out", "Priority": 200}}
    own = {"Type": "EncapOverhead", "Settings": {"Overhead": 50}}
    held = [old]
    target = Scripted()

    def modify(args: Any) -> dict[str, Any]:
        request = json.loads(args["Settings"])
        policies = request["Settings"]["Policies"]
        if request["RequestType"] == "Remove":
            held[:] = [policy for policy in held if policy not in policies]
        elif request["RequestType"] == "Add" or update == "adds":
            held.extend(policies)
        elif update == "replaces":
            held[:] = [*policies, own]
        return {}

    target.script["HcnModifyEndpoint"] = modify
    target.script["HcnQueryEndpointProperties"] = lambda args: {"Properties": document(Policies=held)}
    with hcspy.connect(target) as host:
        changed = host.hcn.endpoints.replace_policies(ID, ALLOW)
    kept = [policy for policy in changed.policies if isinstance(policy, hcn.ACL)]
    assert [policy.action for policy in kept] == ["Allow"]
    # What the service adds by itself stays.
    assert len(changed.policies) == len(kept) + (update == "replaces")
    target.assert_closed()


def test_failed_replacement_is_taken_back(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """Half of the new rules and half of the old ones are worse than either."""
    before = host.hcn.endpoints.add_policies(endpoint, BLOCK)
    fake_host.on("HcnQueryEndpointProperties", nth=2).fail(0x80004005)
    with pytest.raises(hcspy.HcspyError) as caught:
        host.hcn.endpoints.replace_policies(endpoint, ALLOW)
    assert not caught.value.leftovers
    assert host.hcn.endpoints.get(endpoint).policies == before.policies


# -- changing ---------------------------------------------------------------------------------------------------------


def test_update_changes_policies_and_nothing_else(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """HCN has no request for the rest."""
    changed = host.hcn.endpoints.update(hcspy.evolve(endpoint, policies=(BLOCK,)))
    assert len(changed.policies) == 2
    with pytest.raises(NotSupportedError, match="MacAddress of endpoint web-0"):
        host.hcn.endpoints.update(hcspy.evolve(endpoint, mac_address="00-15-5D-00-00-01"))


def test_refresh_tells_that_the_network_is_gone(host: Host, endpoint: hcn.HostComputeEndpoint) -> None:
    """WSL asks so whether it has to make its network anew."""
    assert host.hcn.endpoints.refresh(endpoint).id == endpoint.id
    host.hcn.networks.delete(str(endpoint.host_compute_network))
    with pytest.raises(EndpointNotFoundError):
        host.hcn.endpoints.refresh(endpoint)


def test_modify_plugs_into_a_virtual_machine(host: Host, network: hcn.HostComputeNetwork) -> None:
    """The request that Hyper-V isolation needs."""
    made = host.hcn.endpoints.create(on(network, name="vm"))
    settings = hcn.VmEndpointRequest(port_id=ID, virtual_nic_name=f"{ID}--nic0", virtual_machine_id=ID)
    request = hcn.ModifyEndpointSettingRequest(resource_type="Port", request_type="Add", settings=settings)
    assert host.hcn.endpoints.modify(made, request).id == made.id


def test_request_that_cannot_be_taken_back_is_told(
    host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost
) -> None:
    """Nobody knows what an update has overwritten."""
    request = {"ResourceType": "Policy", "RequestType": "Update", "Settings": {}}
    fake_host.on("HcnQueryEndpointProperties", nth=1).fail(0x80004005)
    with pytest.raises(hcspy.HcspyError) as caught:
        host.hcn.endpoints.modify(endpoint, request)
    assert "nobody knows what was there before" in caught.value.leftovers[0]


# -- ensure -----------------------------------------------------------------------------------------------------------


def test_ensure_knows_an_endpoint_by_network_and_name(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Run twice, it must not make a second endpoint of the same name."""
    model = on(network, name="pod", ip_configurations=at("10.0.0.9"), policies=[BLOCK])
    first, second = host.hcn.endpoints.ensure(model), host.hcn.endpoints.ensure(model)
    assert (first.action, second.action) == ("created", "unchanged")
    assert second.object.id == first.object.id


def test_ensure_changes_policies_in_place(host: Host, network: hcn.HostComputeNetwork) -> None:
    """A new rule must not cost a pod its interface."""
    first = host.hcn.endpoints.ensure(on(network, name="pod"))
    result = host.hcn.endpoints.ensure(on(network, name="pod", policies=[BLOCK]))
    assert (result.action, result.object.id) == ("modified", first.object.id)
    assert str(result.changes[0]).startswith("Policies[0]: None -> ")


def test_ensure_creates_anew_for_another_address(host: Host, network: hcn.HostComputeNetwork) -> None:
    """No request changes an address."""
    host.hcn.endpoints.ensure(on(network, name="pod", ip_configurations=at("10.0.0.9")))
    result = host.hcn.endpoints.ensure(on(network, name="pod", ip_configurations=at("10.0.0.10")))
    assert (result.action, result.object.ip_addresses) == ("recreated", ("10.0.0.10",))


def test_ensure_does_not_take_a_pods_interface_away(
    host: Host, network: hcn.HostComputeNetwork, namespace: hcn.HostComputeNamespace, fake_host: FakeHost
) -> None:
    """Its container would go on without a network."""
    made = host.hcn.endpoints.create(on(network, name="pod", ip_configurations=at("10.0.0.9")), namespace=namespace)
    other = on(network, name="pod", ip_configurations=at("10.0.0.10"))
    with pytest.raises(InUseError, match="in namespace"):
        host.hcn.endpoints.ensure(other)
    host.hcn.namespaces.remove_endpoint(namespace, made)
    fake_host.add_container("c1")
    host.hns.endpoints.attach_container(str(made.id), "c1")
    with pytest.raises(InUseError, match="attached to"):
        host.hcn.endpoints.ensure(other)


def test_ensure_knows_a_remote_endpoint_by_its_address(host: Host, overlay: hcn.HostComputeNetwork) -> None:
    """Remote endpoints have no name that anybody chose."""
    model = on(
        overlay,
        ip_configurations=at("10.244.1.9"),
        mac_address="00-15-5D-52-C1-8A",
        flags=1,
        policies=[hcn.ProviderAddressEndpointPolicySetting(provider_address="10.127.130.40")],
    )
    assert [host.hcn.endpoints.ensure(model).action for _ in range(2)] == ["created", "unchanged"]


def test_ensure_needs_a_name(host: Host, network: hcn.HostComputeNetwork) -> None:
    """Without one every endpoint of the network would fit."""
    with pytest.raises(InvalidDocumentError, match="by its network and name"):
        host.hcn.endpoints.ensure(on(network))


# -- waiting and namespaces -------------------------------------------------------------------------------------------


def test_wait_sees_what_is_plugged_in(host: Host, endpoint: hcn.HostComputeEndpoint, fake_host: FakeHost) -> None:
    """Being in a namespace is not being plugged in."""
    assert host.hcn.endpoints.wait(endpoint).id == endpoint.id
    assert host.hcn.endpoints.wait(endpoint, "detached").id == endpoint.id
    with pytest.raises(TimedOutError):
        host.hcn.endpoints.wait(endpoint, "attached", timeout=0.05)
    fake_host.add_container("c1")
    host.hns.endpoints.attach_container(str(endpoint.id), "c1")
    assert host.hcn.endpoints.wait(endpoint, "attached").state == 2


def test_endpoint_of_another_namespace_stays_there(
    host: Host, endpoint: hcn.HostComputeEndpoint, namespace: hcn.HostComputeNamespace
) -> None:
    """One pod must not take another's interface."""
    host.hcn.namespaces.add_endpoint(namespace, endpoint)
    with pytest.raises(EndpointInNamespaceError):
        host.hcn.namespaces.add_endpoint(host.hcn.namespaces.create(), endpoint)
