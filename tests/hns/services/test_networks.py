from __future__ import annotations

import pytest

import hcspy
from hcspy import hns
from hcspy.errors import (
    AdapterNotFoundError,
    AmbiguousError,
    InUseError,
    InvalidDocumentError,
    NetworkAlreadyExistsError,
    NetworkNotFoundError,
    PolicyNotFoundError,
    TimedOutError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost

SUBNET = hns.Subnet(address_prefix="10.0.0.0/24", gateway_address="10.0.0.1")


def test_create_returns_what_the_service_filled_in(host: Host) -> None:
    """A caller needs the id and the MAC pool that HNS chose, and keeps its own model as it was."""
    model = hns.HNSNetwork(name="web", type="NAT", subnets=[SUBNET])
    made = host.hns.networks.create(model)
    assert made.id
    assert made.mac_pools
    assert model.id is None


def test_list_filters_by_every_keyword(host: Host, network: hns.HNSNetwork) -> None:
    """A script that asks for one type must not be handed the others."""
    private = host.hns.networks.create(hns.HNSNetwork(name="inside", type="Private"))
    networks = host.hns.networks
    assert [entry.id for entry in networks.list(type="nat")] == [network.id]
    assert [entry.id for entry in networks.list(name="inside")] == [private.id]
    assert [entry.id for entry in networks.list(subnet="10.0.0.0/24")] == [network.id]
    assert networks.list(adapter="Ethernet 9") == []
    assert len(networks.list()) == 2


def test_list_refuses_an_unknown_filter(host: Host) -> None:
    """A misspelt filter that was ignored would list everything, and then delete everything."""
    with pytest.raises(TypeError, match="known are adapter, name, subnet, type"):
        host.hns.networks.list(nmae="web")  # type: ignore[call-arg]


def test_get_by_id_takes_text_and_model(host: Host, network: hns.HNSNetwork) -> None:
    """Both are references."""
    assert host.hns.networks.get(network) == host.hns.networks.get(str(network.id)) == network


def test_get_by_name_finds_exactly_one(host: Host, network: hns.HNSNetwork) -> None:
    """Names compare with letter case, as the service's own client does."""
    assert host.hns.networks.get(name="web") == network
    with pytest.raises(NetworkNotFoundError, match="name 'WEB'"):
        host.hns.networks.get(name="WEB")


def test_get_of_an_unknown_id_says_network(host: Host) -> None:
    """The generic not-found code must name the noun that was asked for."""
    with pytest.raises(NetworkNotFoundError):
        host.hns.networks.get("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")


@pytest.mark.parametrize("ref", ["", "  ", "../endpoints", "a/b", "..", hns.HNSNetwork(name="web")])
def test_reference_that_is_no_id_makes_no_call(host: Host, fake_host: FakeHost, ref: object) -> None:
    """An id becomes part of the path: an empty one would address the whole collection."""
    with pytest.raises(InvalidDocumentError):
        host.hns.networks.delete(ref)  # type: ignore[arg-type]
    assert not fake_host.calls


def test_look_up_by_nothing_is_refused(host: Host) -> None:
    """get() without arguments would pick an object by chance."""
    with pytest.raises(InvalidDocumentError, match="which network"):
        host.hns.networks.get()
    with pytest.raises(InvalidDocumentError):
        host.hns.networks.find(name=None)


def test_find_returns_none_or_the_only_one(host: Host, network: hns.HNSNetwork) -> None:
    """Two hits are an error, never "the first"."""
    assert host.hns.networks.find(name="absent") is None
    assert host.hns.networks.find(name="web") == network
    host.hns.networks.create(hns.HNSNetwork(name="other", type="NAT"))
    with pytest.raises(AmbiguousError, match="2 networks"):
        host.hns.networks.find(type="NAT")


def test_duplicate_name_is_refused_with_its_code(host: Host, network: hns.HNSNetwork) -> None:
    """hcsshim drops the code of v1 failures, so its callers grep a text that Windows translates."""
    with pytest.raises(NetworkAlreadyExistsError) as caught:
        host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
    error = caught.value
    assert error.hresult == 0x803B0010
    assert error.symbol == "HCN_E_NETWORK_ALREADY_EXISTS"
    assert error.call == "HNSCall"
    assert error.request == ("POST", "/networks/", '{"Name":"web","Type":"NAT"}')
    assert error.record
    assert error.hint


def test_subnet_without_gateway_is_refused_before_any_call(host: Host, fake_host: FakeHost) -> None:
    """Version 1 clients check the gateway themselves, so the service never sees the request."""
    with pytest.raises(InvalidDocumentError, match=r"Subnets\[0\]\.GatewayAddress"):
        host.hns.networks.create(hns.HNSNetwork(name="web", subnets=[hns.Subnet(address_prefix="10.0.0.0/24")]))
    assert not fake_host.calls


def test_validate_false_sends_the_document_as_it_is(fake_host: FakeHost) -> None:
    """Somebody who knows better than the checks must get through."""
    model = hns.HNSNetwork(name="web", type="NAT", subnets=[hns.Subnet(address_prefix="10.0.0.0/24")])
    with fake_host.connect(validate=False) as host:
        host.hns.networks.create(model)
    assert len(fake_host.calls) == 1


def test_delete_forgives_a_missing_network_only_when_told(host: Host, network: hns.HNSNetwork) -> None:
    """A clean-up that runs twice must succeed twice, and a typing error must not look like success."""
    host.hns.networks.delete(network)
    host.hns.networks.delete(network, missing_ok=True)
    with pytest.raises(NetworkNotFoundError):
        host.hns.networks.delete(network)


def test_unknown_adapter_is_its_own_error(host: Host) -> None:
    """ "Adapter not found" is not "network not found"."""
    with pytest.raises(AdapterNotFoundError):
        host.hns.networks.create(hns.HNSNetwork(name="up", type="L2Bridge", network_adapter_name="No such"))


def test_modify_posts_a_partial_document(host: Host, network: hns.HNSNetwork, fake_host: FakeHost) -> None:
    """The raw request goes out as it is given."""
    host.hns.networks.modify(network, {"Policies": [{"Type": "VLAN", "VLAN": 7}]})
    assert fake_host.calls[-1].args["object"] == '{"Policies":[{"Type":"VLAN","VLAN":7}]}'
    vlans = [policy.vlan for policy in host.hns.networks.get(network).policies if isinstance(policy, hns.VlanPolicy)]
    assert 7 in vlans


def test_add_policies_keeps_what_others_added(host: Host, network: hns.HNSNetwork) -> None:
    """The model at hand may be old: what was added meanwhile must not be lost with it."""
    host.hns.networks.add_policies(network, hns.VSID(vsid=5000))
    after = host.hns.networks.add_policies(network, hns.QOS(maximum_outgoing_bandwidth_in_bytes=1000))
    kinds = [str(policy.type) for policy in after.policies]
    assert kinds[-2:] == ["VSID", "QOS"]


def test_remove_policies_matches_what_is_named(host: Host, network: hns.HNSNetwork) -> None:
    """Only policies with every member given go."""
    host.hns.networks.add_policies(network, hns.VSID(vsid=5000), hns.QOS(maximum_outgoing_bandwidth_in_bytes=9))
    after = host.hns.networks.remove_policies(network, hns.VSID(vsid=5000))
    assert [str(policy.type) for policy in after.policies] == ["VLAN", "QOS"]
    with pytest.raises(PolicyNotFoundError):
        host.hns.networks.remove_policies(network, hns.QOS(maximum_outgoing_bandwidth_in_bytes=1))
    absent = hns.QOS(maximum_outgoing_bandwidth_in_bytes=1)
    assert host.hns.networks.remove_policies(network, absent, missing_ok=True) == after


def test_replace_policies_drops_the_others(host: Host, network: hns.HNSNetwork) -> None:
    """It is the one verb that may."""
    after = host.hns.networks.replace_policies(network, hns.VSID(vsid=5000))
    assert [str(policy.type) for policy in after.policies] == ["VSID"]


def test_ensure_creates_once(host: Host) -> None:
    """A set-up script runs at each boot: the second run must change nothing."""
    model = hns.HNSNetwork(name="External", type="NAT", subnets=[SUBNET])
    first, second = host.hns.networks.ensure(model), host.hns.networks.ensure(model)
    assert (first.action, second.action) == ("created", "unchanged")
    assert first.object.id == second.object.id


def test_ensure_adds_a_missing_policy_and_keeps_the_service_s_own(host: Host, network: hns.HNSNetwork) -> None:
    """HNS adds a VLAN policy of its own to NAT networks: that is not a difference."""
    model = hns.HNSNetwork(name="web", type="NAT", policies=[hns.VSID(vsid=5000)])
    ensured = host.hns.networks.ensure(model)
    assert ensured.action == "modified"
    assert [str(change) for change in ensured.changes] == ["Policies[1]: None -> {'Type': 'VSID', 'VSID': 5000}"]
    assert [str(policy.type) for policy in ensured.object.policies] == ["VLAN", "VSID"]
    assert host.hns.networks.ensure(model).action == "unchanged"


def test_ensure_recreates_for_another_subnet(host: Host, network: hns.HNSNetwork) -> None:
    """HNS takes subnets at creation only."""
    subnet = hns.Subnet(address_prefix="10.1.0.0/24", gateway_address="10.1.0.1")
    ensured = host.hns.networks.ensure(hns.HNSNetwork(name="web", type="NAT", subnets=[subnet]))
    assert ensured.action == "recreated"
    assert ensured.object.subnets[0].address_prefix == "10.1.0.0/24"
    assert len(host.hns.networks.list()) == 1


def test_ensure_does_not_take_endpoints_down(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Deleting a network deletes its endpoints, and with them the connections of running containers."""
    with pytest.raises(InUseError, match="1 endpoint"):
        host.hns.networks.ensure(hns.HNSNetwork(name="web", type="Private"))
    assert host.hns.endpoints.get(endpoint) == endpoint


def test_ensure_takes_any_subnet_for_the_choose_for_me_prefix(host: Host, network: hns.HNSNetwork) -> None:
    """Docker asks for 0.0.0.0/0 and gets a range that HNS chose."""
    anything = hns.Subnet(address_prefix="0.0.0.0/0", gateway_address="0.0.0.0")
    assert host.hns.networks.ensure(hns.HNSNetwork(name="web", subnets=[anything])).action == "unchanged"


def test_ensure_needs_a_name(host: Host) -> None:
    """Without a key there is nothing to look for."""
    with pytest.raises(InvalidDocumentError, match="name"):
        host.hns.networks.ensure(hns.HNSNetwork(type="NAT"))


def test_wait_returns_a_ready_network(host: Host, network: hns.HNSNetwork) -> None:
    """A NAT network is ready as soon as it is created."""
    assert host.hns.networks.wait(network) == network


def test_wait_for_a_bridge_needs_the_host_s_address(host: Host) -> None:
    """Creating the switch takes the host's address away for a while; 169.254 is not it."""
    bridge = hns.HNSNetwork(type="L2Bridge", state=1)
    ready = hns.services.networks.ready  # type: ignore[attr-defined]
    assert not ready(bridge)
    assert not ready(hcspy.evolve(bridge, management_ip="169.254.1.2"))
    assert ready(hcspy.evolve(bridge, management_ip="10.138.0.5"))
    assert not ready(hcspy.evolve(bridge, state=0))


def test_wait_says_what_was_seen_when_it_gives_up(host: Host, network: hns.HNSNetwork) -> None:
    """ "Timed out" alone sends people to the logs."""
    with pytest.raises(TimedOutError, match="last seen: HNSNetwork"):
        host.hns.networks.wait(network, lambda seen: False, timeout=0.05)
    with pytest.raises(TimedOutError, match="nothing was there"):
        host.hns.networks.wait("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f", timeout=0.05)


def test_wait_deleted_returns_when_it_is_gone(host: Host, network: hns.HNSNetwork) -> None:
    """The name of a network stays taken until it is."""
    with pytest.raises(TimedOutError, match="to be gone"):
        host.hns.networks.wait_deleted(network, timeout=0.05)
    host.hns.networks.delete(network)
    host.hns.networks.wait_deleted(network, timeout=30)


def test_create_endpoint_names_the_network(host: Host, network: hns.HNSNetwork) -> None:
    """Whatever network the endpoint's document names."""
    endpoint = host.hns.networks.create_endpoint(network, hns.HNSEndpoint(name="e", virtual_network="overwritten"))
    assert endpoint.virtual_network == network.id


def test_refresh_returns_the_network(host: Host, network: hns.HNSNetwork) -> None:
    """The verb answers like the others."""
    assert host.hns.networks.refresh(network).id == network.id
