from __future__ import annotations

import ipaddress

import pytest

import hcspy
from hcspy import hns
from hcspy.errors import (
    AlreadyAttachedError,
    AlreadyExistsError,
    EndpointNotFoundError,
    InUseError,
    InvalidAddressError,
    InvalidDocumentError,
    NamespaceNotFoundError,
    NetworkNotFoundError,
    PortInUseError,
    SystemNotFoundError,
)
from hcspy.host import Host
from hcspy.testing import FakeHost


def test_create_fills_in_address_and_state(host: Host, network: hns.HNSNetwork) -> None:
    """The caller hands the address to its container."""
    endpoint = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network))
    assert ipaddress.ip_address(str(endpoint.ip_address)) in ipaddress.ip_network("10.0.0.0/24")
    assert endpoint.gateway_address == "10.0.0.1"
    assert endpoint.state is hns.EndpointState.CREATED


def test_filters_find_by_what_people_know(host: Host, network: hns.HNSNetwork, endpoint: hns.HNSEndpoint) -> None:
    """Names are not unique, so scripts look for addresses, networks and containers."""
    endpoints = host.hns.endpoints
    other = endpoints.create(hns.HNSEndpoint(name="web-1", virtual_network=network))
    assert endpoints.find(name="web-0") == endpoint
    assert endpoints.find(ip="10.0.0.7") == endpoint
    assert endpoints.find(ip=ipaddress.ip_address("10.0.0.7")) == endpoint
    assert endpoints.find(mac=str(other.mac_address).replace("-", ":").lower()) == other
    assert len(endpoints.list(network=network, remote=False, state=1)) == 2
    assert len(endpoints.list(network_name="web")) == 2
    assert endpoints.list(container="c1") == []
    assert endpoints.list(ip="not an address") == []


def test_namespace_filter_finds_the_pod_s_endpoints(host: Host, network: hns.HNSNetwork) -> None:
    """A CNI plugin asks what is in the pod's namespace."""
    namespace = host.hns.namespaces.create()
    inside = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network), namespace=namespace)
    assert [entry.id for entry in host.hns.endpoints.list(namespace=namespace)] == [inside.id]
    assert inside.namespace is not None


def test_create_in_a_missing_namespace_leaves_nothing(host: Host, network: hns.HNSNetwork) -> None:
    """An endpoint that could not be attached would hold its address for ever."""
    with pytest.raises(NamespaceNotFoundError):
        host.hns.endpoints.create(
            hns.HNSEndpoint(virtual_network=network), namespace="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
        )
    assert host.hns.endpoints.list() == []


def test_failed_clean_up_is_told(host: Host, network: hns.HNSNetwork, fake_host: FakeHost) -> None:
    """What could not be undone must be named, or nobody removes it."""
    fake_host.on("DELETE /endpoints/*").fail(0x80070426)
    with pytest.raises(NamespaceNotFoundError) as caught:
        host.hns.endpoints.create(
            hns.HNSEndpoint(virtual_network=network), namespace="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"
        )
    (left,) = caught.value.leftovers
    assert left.startswith(f"endpoint {host.hns.endpoints.list()[0].id}")


@pytest.mark.parametrize(
    ("model", "error"),
    [
        (hns.HNSEndpoint(ip_address="10.9.9.9"), InvalidAddressError),
        (hns.HNSEndpoint(ip_address="10.0.0.7"), AlreadyExistsError),
        (hns.HNSEndpoint(policies=[hns.NAT(protocol="TCP", internal_port=80, external_port=8080)]), PortInUseError),
    ],
)
def test_conflict_is_told_by_class(
    host: Host, endpoint: hns.HNSEndpoint, model: hns.HNSEndpoint, error: type[Exception]
) -> None:
    """Each needs another remedy: another address, the owner of the address, another port."""
    with pytest.raises(error):
        host.hns.endpoints.create(hcspy.evolve(model, virtual_network=endpoint.virtual_network))


def test_unknown_network_is_a_missing_network(host: Host) -> None:
    """The noun of the request is endpoint, but what is missing is the network."""
    with pytest.raises(NetworkNotFoundError):
        host.hns.endpoints.create(hns.HNSEndpoint(virtual_network="9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f"))


def test_missing_endpoint_is_told_as_such(host: Host) -> None:
    """A loop that waits for an endpoint must not mistake a dead service for an absent endpoint."""
    with pytest.raises(EndpointNotFoundError):
        host.hns.endpoints.get("9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f")


def test_update_posts_the_whole_document(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """HNS replaces the policies by those of the document."""
    acl = hns.ACL(action="Allow", direction="In", priority=300)
    after = host.hns.endpoints.update(hcspy.evolve(endpoint, policies=[acl]))
    assert [str(policy.type) for policy in after.policies] == ["ACL"]


def test_add_policies_never_loses_one(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """hcsshim posts the caller's copy: the second call would drop what the first one added."""
    host.hns.endpoints.add_policies(endpoint, hns.ACL(action="Block", direction="Out", priority=200))
    after = host.hns.endpoints.add_policies(endpoint, hns.ACL(action="Allow", direction="In", priority=300))
    assert [str(policy.type) for policy in after.policies] == ["NAT", "ACL", "ACL"]


def test_attach_to_containers_counts_sharing(host: Host, endpoint: hns.HNSEndpoint, fake_host: FakeHost) -> None:
    """The state tells whether one container or several use the endpoint."""
    fake_host.add_container("c1")
    fake_host.add_container("c2")
    endpoints = host.hns.endpoints
    endpoints.attach_container(endpoint, "c1")
    assert endpoints.wait(endpoint, "attached", timeout=30).state is hns.EndpointState.ATTACHED
    endpoints.attach_container(endpoint, "c2")
    assert endpoints.get(endpoint).state is hns.EndpointState.ATTACHED_SHARING
    assert endpoints.is_attached(endpoint, "C1")
    assert not endpoints.is_attached(endpoint, "c")
    assert endpoints.find(container="c2") is not None
    endpoints.detach_container(endpoint, "c1")
    endpoints.detach_container(endpoint, "c2")
    assert not endpoints.is_attached(endpoint, "c1")
    assert endpoints.wait(endpoint, "detached", timeout=30).shared_containers == ()


def test_attach_to_an_unknown_container_is_refused(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """A typing error in the container's id must not look like success."""
    with pytest.raises(SystemNotFoundError):
        host.hns.endpoints.attach_container(endpoint, "absent")


def test_host_attaches_once(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Clients match the text "already attached"; here it is a class."""
    host.hns.endpoints.attach_host(endpoint)
    with pytest.raises(AlreadyAttachedError) as caught:
        host.hns.endpoints.attach_host(endpoint)
    assert caught.value.hresult == 0x803B0014
    host.hns.endpoints.detach_host(endpoint)
    host.hns.endpoints.detach_host(endpoint, missing_ok=True)


def test_virtual_machine_attaches_by_adapter(host: Host, endpoint: hns.HNSEndpoint, fake_host: FakeHost) -> None:
    """Hyper-V names the adapter {vm}--{adapter}."""
    host.hns.endpoints.attach_vm(endpoint, "61f2e3d4-c5b6-4a79-8889-9a0b1c2d3e4f--nic")
    assert '"SystemType":"VirtualMachine"' in fake_host.calls[-1].args["object"]
    host.hns.endpoints.detach_vm(endpoint)


def test_detach_forgives_only_when_told(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Detaching what is not attached is a mistake unless the caller says otherwise."""
    host.hns.endpoints.detach_container(endpoint, "c1", missing_ok=True)
    with pytest.raises(hcspy.HcspyError):
        host.hns.endpoints.detach_container(endpoint, "c1")


def test_stats_count_per_endpoint(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Monitoring reads them for each endpoint listed."""
    assert host.hns.endpoints.stats(endpoint).endpoint_id == endpoint.id


def test_detailed_shows_the_resources(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """The tree of allocators tells which switch port belongs to the endpoint."""
    assert host.hns.endpoints.detailed(endpoint).resources


def test_remote_endpoint_stands_for_another_host(host: Host) -> None:
    """It takes its addresses from the caller."""
    subnet = hns.Subnet(address_prefix="10.1.0.0/16", gateway_address="10.1.0.1", policies=[hns.VSID(vsid=4096)])
    overlay = host.hns.networks.create(hns.HNSNetwork(name="vxlan0", type="Overlay", subnets=[subnet]))
    model = hns.HNSEndpoint(
        virtual_network=overlay,
        ip_address="10.1.4.9",
        mac_address="02-11-0A-F0-00-0B",
        policies=[hns.PA(pa="10.127.130.36")],
    )
    remote = host.hns.endpoints.create_remote(model)
    assert remote.is_remote_endpoint
    ensured = host.hns.endpoints.ensure(hcspy.evolve(model, is_remote_endpoint=True))
    assert (ensured.action, ensured.object.id) == ("unchanged", remote.id)


def test_ensure_is_known_by_network_and_name(host: Host, network: hns.HNSNetwork) -> None:
    """The same name on another network is another endpoint."""
    model = hns.HNSEndpoint(name="pod", virtual_network=network)
    first, second = host.hns.endpoints.ensure(model), host.hns.endpoints.ensure(model)
    assert (first.action, second.action) == ("created", "unchanged")
    by_name = host.hns.endpoints.ensure(hns.HNSEndpoint(name="pod", virtual_network_name="web"))
    assert (by_name.action, by_name.object.id) == ("unchanged", first.object.id)


def test_ensure_changes_a_policy_in_place(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """A port mapping is known by protocol and external port."""
    nat = hns.NAT(protocol="TCP", internal_port=81, external_port=8080)
    model = hns.HNSEndpoint(name="web-0", virtual_network=endpoint.virtual_network, policies=[nat])
    ensured = host.hns.endpoints.ensure(model)
    assert ensured.action == "modified"
    assert [str(change) for change in ensured.changes] == ["Policies[0].InternalPort: 80 -> 81"]
    assert len(ensured.object.policies) == 1


def test_ensure_recreates_for_another_address(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """HNS takes the address at creation only."""
    model = hns.HNSEndpoint(name="web-0", virtual_network=endpoint.virtual_network, ip_address="10.0.0.8")
    ensured = host.hns.endpoints.ensure(model)
    assert ensured.action == "recreated"
    assert [entry.ip_address for entry in host.hns.endpoints.list()] == ["10.0.0.8"]


def test_ensure_does_not_pull_the_plug(host: Host, endpoint: hns.HNSEndpoint) -> None:
    """Creating it anew would cut a running container off."""
    host.hns.endpoints.attach_host(endpoint)
    model = hns.HNSEndpoint(name="web-0", virtual_network=endpoint.virtual_network, ip_address="10.0.0.8")
    with pytest.raises(InUseError, match="attached"):
        host.hns.endpoints.ensure(model)


def test_ensure_needs_a_name(host: Host, network: hns.HNSNetwork) -> None:
    """Endpoints without a name are all called Ethernet."""
    with pytest.raises(InvalidDocumentError, match="no name"):
        host.hns.endpoints.ensure(hns.HNSEndpoint(virtual_network=network))


def test_hot_attach_and_detach_a_running_container(host: Host, endpoint: hns.HNSEndpoint, fake_host: FakeHost) -> None:
    """The container keeps running; a second call changes nothing."""
    fake_host.add_container("c1")
    host.hot_attach(endpoint, "c1")
    host.hot_attach(endpoint, "c1")
    assert host.hns.endpoints.is_attached(endpoint, "c1")
    host.hot_detach(endpoint, "c1")
    host.hot_detach(endpoint, "c1")
    assert not host.hns.endpoints.is_attached(endpoint, "c1")


def test_hot_attach_closes_its_handle_when_it_fails(host: Host, endpoint: hns.HNSEndpoint, fake_host: FakeHost) -> None:
    """The fixture fails the test if the handle of the compute system leaks."""
    fake_host.add_container("c1")
    fake_host.on("HcsModifyComputeSystem").fail(0xC037010D)
    with pytest.raises(hcspy.NotSupportedError, match="while it runs"):
        host.hot_attach(endpoint, "c1")
    with pytest.raises(SystemNotFoundError):
        host.hot_attach(endpoint, "absent")
