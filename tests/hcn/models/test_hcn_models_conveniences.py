"""What the models do for their users besides holding members."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hcn_coverage import sample

from hcspy import hcn
from hcspy.codec import evolve, from_json, members, to_dict, to_json
from hcspy.features import supported
from hcspy.testing import FakeHost

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"


def test_plan_of_one_subnet_is_one_line() -> None:
    """An address plan is three levels deep on the wire, and nearly always has one subnet."""
    plan = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=[hcn.VSID(isolation_id=4096)])
    assert to_dict(plan) == {
        "Type": "Static",
        "Subnets": [
            {
                "IpAddressPrefix": "10.244.1.0/24",
                "Policies": [{"Type": "VSID", "Settings": {"IsolationId": 4096}}],
                "Routes": [{"NextHop": "10.244.1.1", "DestinationPrefix": "0.0.0.0/0"}],
            }
        ],
    }
    assert hcn.Ipam.static("fd00::/64", gateway="fd00::1").subnets[0].gateway == "fd00::1"


def test_plan_without_gateway_has_the_routes_that_are_given() -> None:
    """A private network needs none; an unusual one has several."""
    assert hcn.Ipam.static("10.0.0.0/24").subnets[0].gateway is None
    route = hcn.Route(next_hop="10.0.0.2", destination_prefix="10.1.0.0/16", metric=5)
    plan = hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1", routes=[route], flags=1)
    assert plan.subnets[0].routes[1] is route
    assert plan.subnets[0].flags == hcn.SubnetFlags.DO_NOT_RESERVE_GATEWAY_ADDRESS


@pytest.mark.parametrize("said", [9, "EnableDnsProxy, EnableNonPersistent", "enabledns,ENABLE_NON_PERSISTENT"])
def test_flags_go_out_as_numbers_however_they_are_said(said: Any) -> None:
    """Microsoft documents names, the clients send numbers, and Go's cannot read the names."""
    assert json.loads(to_json(hcn.HostComputeNetwork(flags=said)))["Flags"] == 9
    network = from_json(hcn.HostComputeNetwork, {"Flags": said})
    assert network.flags == hcn.NetworkFlags.ENABLE_DNS | hcn.NetworkFlags.ENABLE_NON_PERSISTENT
    assert to_dict(network) == {"Flags": said}


def test_flags_that_are_not_known_are_kept() -> None:
    """A newer host sets more bits, or names."""
    network = from_json(hcn.HostComputeNetwork, {"Flags": 8 + (1 << 20)})
    assert hcn.NetworkFlags.ENABLE_NON_PERSISTENT in hcn.NetworkFlags(network.flags)
    assert to_dict(network) == {"Flags": 8 + (1 << 20)}
    for name in ("EnableFuture", "EnableDns, EnableFuture"):
        assert from_json(hcn.HostComputeNetwork, {"Flags": name}).flags == name


def test_numbers_of_enumerations_read_as_members() -> None:
    """2 says nothing to a reader."""
    mapping = from_json(hcn.LoadBalancerPortMapping, {"DistributionType": 2})
    assert mapping.distribution_type is hcn.LoadBalancerDistribution.SOURCE_IP
    assert from_json(hcn.LoadBalancerPortMapping, {"DistributionType": "sourceip"}).distribution_type == 2
    assert from_json(hcn.IovPolicySetting, {"InterruptModeration": 300}).interrupt_moderation == 300


def test_network_that_the_service_lists_without_type_is_nat() -> None:
    """The service leaves out what has the number 0, and NAT has."""
    network = from_json(hcn.HostComputeNetwork, '{"Name":"nat"}')
    assert network.type is None
    assert network.network_type is hcn.NetworkType.NAT
    assert from_json(hcn.HostComputeNetwork, '{"Type":"l2bridge"}').network_type is hcn.NetworkType.L2_BRIDGE
    assert to_json(network) == '{"Name":"nat"}'


def test_reference_takes_the_model_or_its_id() -> None:
    """Who has the network need not look for its id."""
    network = from_json(hcn.HostComputeNetwork, {"ID": ID.upper()})
    endpoint = from_json(hcn.HostComputeEndpoint, {"ID": ID})
    assert to_dict(hcn.HostComputeEndpoint(host_compute_network=network))["HostComputeNetwork"] == ID
    balancer = hcn.HostComputeLoadBalancer(host_compute_endpoints=[endpoint, ID.upper()])
    assert to_dict(balancer)["HostComputeEndpoints"] == [ID, ID.upper()]
    assert to_json(hcn.NamespaceEndpointRequest(endpoint_id=endpoint)) == f'{{"EndpointId":"{ID}"}}'


def test_route_reads_under_both_names_and_writes_the_one_that_works() -> None:
    """Microsoft's schema says Routes; what the service takes and answers is Setting."""
    document = {"Routes": [{"DestinationPrefix": "192.168.77.0/24"}]}
    route = from_json(hcn.HostComputeRoute, document)
    assert route.setting[0].destination_prefix == "192.168.77.0/24"
    assert route.routes is route.setting
    assert to_dict(route) == document
    assert "Setting" in to_dict(hcn.HostComputeRoute(setting=route.setting))


def test_namespace_tells_what_it_holds() -> None:
    """Ids in a namespace stand two levels deep, in upper case, under a key with several spellings."""
    resources = [
        {"Type": "Endpoint", "Data": {"Id": ID.upper()}},
        {"Type": "endpoint", "Data": {"ID": ID.replace("4", "5")}},
        {"Type": "Endpoint", "Data": {"EndpointId": ID.replace("4", "6").upper()}},
        {"Type": "Container", "Data": {"Id": "C1"}},
        {"Type": "Endpoint", "Data": None},
        {"Type": "Endpoint", "Data": {"Id": 7}},
        {"Type": "Endpoint", "Data": "odd"},
        {"Type": "Future", "Data": {"Id": ID}},
    ]
    namespace = from_json(hcn.HostComputeNamespace, {"Resources": resources})
    assert namespace.endpoint_ids == (ID, ID.replace("4", "5"), ID.replace("4", "6"))
    assert namespace.container_ids == ("c1",)
    assert to_dict(namespace) == {"Resources": resources}
    assert isinstance(namespace.resources[0].data, hcn.NamespaceResourceEndpoint)
    assert namespace.resources[-1].data == {"Id": ID}


def test_endpoint_tells_where_it_lives() -> None:
    """Programs ask whether an endpoint is remote, and which addresses it has."""
    endpoint = from_json(hcn.HostComputeEndpoint, {"Flags": 1, "IpConfigurations": [{"IpAddress": "10.0.0.9"}, {}]})
    assert endpoint.is_remote
    assert endpoint.ip_addresses == ("10.0.0.9",)
    assert not from_json(hcn.HostComputeEndpoint, {"Flags": "odd"}).is_remote


SETTINGS: list[tuple[Any, str, dict[str, Any], type]] = [
    (hcn.ModifyNetworkSettingRequest, "Policy", {"Policies": [{"Type": "HostRoute"}]}, hcn.PolicyNetworkRequest),
    (hcn.ModifyNetworkSettingRequest, "dns", {"ServerList": ["10.0.0.1"]}, hcn.Dns),
    (hcn.ModifyNetworkSettingRequest, "Extension", {"Id": ID, "IsEnabled": True}, hcn.Extension),
    (hcn.ModifyNetworkSettingRequest, "SUBNET", {"Subnets": [{"IpAddressPrefix": "x"}]}, hcn.SubnetNetworkRequest),
    (hcn.ModifyNetworkSettingRequest, "IPSubnet", {"SubnetId": ID}, hcn.IPSubnetNetworkRequest),
    (hcn.ModifyEndpointSettingRequest, "Policy", {"Policies": [{"Type": "ACL"}]}, hcn.PolicyEndpointRequest),
    (hcn.ModifyEndpointSettingRequest, "Port", {}, hcn.VmEndpointRequest),
    (hcn.ModifyNamespaceSettingRequest, "Endpoint", {"EndpointId": ID}, hcn.NamespaceEndpointRequest),
    (hcn.ModifyNamespaceSettingRequest, "Container", {"ContainerId": "c1"}, hcn.NamespaceContainerRequest),
    (hcn.ModifyGuestNetworkServiceSettingRequest, "State", {"State": "Paused"}, hcn.GuestNetworkServiceStateRequest),
    (hcn.GuestModifySettingRequest, "Namespace", {"CompartmentId": 2}, hcn.GuestNamespace),
    (hcn.ModifyGuestEndpointSettingRequest, "Route", {"Metric": 0}, hcn.GuestRoute),
    (hcn.ModifyGuestNamespaceSettingRequest, "Endpoint", {"EndpointId": ID}, hcn.GuestNamespaceResource),
]


@pytest.mark.parametrize(("request_class", "kind", "settings", "cls"), SETTINGS, ids=lambda value: str(value)[:40])
def test_settings_of_a_request_are_of_the_class_of_its_resource(
    request_class: Any, kind: str, settings: dict[str, Any], cls: type
) -> None:
    """A request that was read from a file is checked and changed by its members."""
    document = {"ResourceType": kind, "RequestType": "Add", "Settings": settings}
    request = from_json(request_class, document)
    assert isinstance(request.settings, cls)
    assert to_dict(request) == document
    for twin in (evolve(request), evolve(request, request_type="Add")):
        assert to_dict(twin) == document


def test_settings_of_an_unknown_resource_are_kept() -> None:
    """A newer service can be told what nobody here knows."""
    document = {"RequestType": "Add", "ResourceType": "Future", "Settings": {"A": [1]}}
    request = from_json(hcn.ModifyNetworkSettingRequest, document)
    assert request.settings == {"A": [1]}
    assert to_dict(request) == document
    assert to_dict(hcn.ModifyEndpointSettingRequest(resource_type="Port", settings={})) == {
        "ResourceType": "Port",
        "Settings": {},
    }


def test_settings_read_whatever_the_order_and_case_of_the_members() -> None:
    """The member that tells may come last, and Go takes any letter case."""
    request = from_json(hcn.ModifyNetworkSettingRequest, '{"settings":{"domain":"lab"},"RESOURCETYPE":"DNS"}')
    assert isinstance(request.settings, hcn.Dns)
    assert request.settings.domain == "lab"


def test_query_asks_by_values() -> None:
    """The filter is a document inside of a text."""
    query = hcn.HostComputeQuery.where(ID=ID)
    assert to_json(query) == '{"SchemaVersion":{"Major":2,"Minor":0},"Filter":"{\\"ID\\":\\"' + ID + '\\"}"}'
    assert to_json(hcn.HostComputeQuery.where(detailed=True)) == '{"SchemaVersion":{"Major":2,"Minor":0},"Flags":1}'


def test_supported_features_are_those_of_the_version() -> None:
    """They are worked out by `hcspy.features`, and are a document of hcsshim's."""
    features = supported((13, 3))
    assert isinstance(features, hcn.SupportedFeatures)
    assert features.set_policy
    assert not features.tier_acl


def test_port_reservations_are_ranges() -> None:
    """Whoever reserved ports wants to go through them."""
    assert list(hcn.PortRangeReservation(starting_port=5, ending_port=7).ports) == [5, 6, 7]
    assert hcn.PortRangeEntry(protocol=hcn.PortProtocol.UDP, starting_port=5, ending_port=5).ports == range(5, 6)


def test_package_loads_no_module_before_a_name_is_used() -> None:
    """Programs that only want the command line's help must not wait for all models."""
    program = "import sys, hcspy.hcn; print([name for name in sys.modules if name.startswith('hcspy.hcn.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_package_lists_what_it_offers_and_nothing_else() -> None:
    """Completion in an editor shows the names; a wrong one says so."""
    assert set(hcn.__all__) <= set(dir(hcn))
    with pytest.raises(AttributeError, match="HostComputeNetwerk"):
        hcn.HostComputeNetwerk  # noqa: B018


def test_aliases_are_the_classes() -> None:
    """Readers of hcsshim and readers of Microsoft's schema find the same class."""
    assert hcn.DNS is hcn.Dns
    assert hcn.NetworkMode is hcn.NetworkType
    assert hcn.RequestType is hcn.ModifyRequestType
    assert hcn.SetPolicyTypes is hcn.SetPolicyType
    assert hcn.NetworkAclPolicySetting is hcn.NetworkACLPolicySetting is hcn.NetworkACL
    assert hcn.IOV is hcn.Iov


@pytest.mark.parametrize(
    "name",
    [
        "hns_v1_resources_tree_nat_1809",
        "hns_v1_endpoint_attached_1809_fragment",
        "hns_v1_default_switch_ics_1903",
    ],
)
def test_recorded_resources_have_a_member_for_each_key(name: str) -> None:
    """Whoever looks for a switch port finds it by name, whatever Windows sent."""
    for tree in trees(sample(name)):
        resources = from_json(hcn.Resources, tree)
        assert to_dict(resources) == tree
        assert unknown(resources) == set()
        assert all(isinstance(each, hcn.Allocator) and unknown(each) == set() for each in resources.allocators)


def trees(document: Any) -> Iterator[dict[str, Any]]:
    """Return the resources in a recorded document that are not cut."""
    if isinstance(document, dict):
        held = document.get("Resources")
        if isinstance(held, dict) and any(isinstance(each, dict) for each in held.get("Allocators", ())):
            yield held
        for value in document.values():
            yield from trees(value)


def unknown(model: Any) -> set[str]:
    """Return the keys of a document that its class has no member for."""
    known = {name for member in members(type(model)) for name in (member.name, *member.key.aliases)}
    return set(to_dict(model)) - known


def test_detailed_query_gives_typed_resources(fake_host: FakeHost) -> None:
    """The switch port of a pod is what all tools of the platform below ask for."""
    host = fake_host.host
    network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
    namespace = host.hcn.namespaces.create()
    fake_host.add_container("c1", namespace=namespace.id)
    model = hcn.HostComputeEndpoint(host_compute_network=network)
    endpoint = host.hcn.endpoints.create(model, namespace=namespace)
    ours = host.hcn.endpoints.detailed(endpoint).health.extra.resources
    assert ours is not None
    [port] = ours.tagged("endpoint PORT")
    assert port.endpoint_port_guid
    above = host.hcn.networks.detailed(network).health.extra.resources
    assert above is not None
    assert above.tagged("Host Vnic")
