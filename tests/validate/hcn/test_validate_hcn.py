"""What validation finds in documents of HCN."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from hcspy import features, hcn
from hcspy.codec import from_json
from hcspy.testing import strategies
from hcspy.validate import Finding, registry, validate

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"


def found(model: object) -> dict[str, Finding]:
    """Return what validation says, by path."""
    return {finding.path: finding for finding in validate(model)}


def subnet(prefix: Any, *routes: hcn.Route, **members: Any) -> hcn.Subnet:
    """Make a subnet."""
    return hcn.Subnet(ip_address_prefix=prefix, routes=routes, **members)


def gateway(address: Any, prefix: str = "0.0.0.0/0") -> hcn.Route:
    """Make a default route."""
    return hcn.Route(next_hop=address, destination_prefix=prefix)


def overlay(*policies: Any) -> hcn.HostComputeNetwork:
    """Make an overlay of one subnet."""
    plan = hcn.Ipam.static("10.244.1.0/24", gateway="10.244.1.1", policies=policies)
    return hcn.HostComputeNetwork(type="overlay", ipams=[plan])


def endpoint(*policies: Any) -> hcn.HostComputeEndpoint:
    """Make an endpoint with policies."""
    return hcn.HostComputeEndpoint(policies=policies)


def acl(**members: Any) -> hcn.AclPolicySetting:
    """Make an access rule that is right but for what is given."""
    return hcn.ACL(**{"action": "Allow", "direction": "In", **members})


def balancer(**mapping: Any) -> hcn.HostComputeLoadBalancer:
    """Make a load balancer of one port."""
    return hcn.HostComputeLoadBalancer(port_mappings=[hcn.LoadBalancerPortMapping(**mapping)])


def remote(**members: Any) -> hcn.RemoteSubnetRoutePolicySetting:
    """Make a peer that is right but for what is given."""
    given: dict[str, Any] = {
        "destination_prefix": "10.244.2.0/24",
        "isolation_id": 4096,
        "provider_address": "10.127.130.37",
        "distributed_router_mac_address": "00-15-5D-4E-29-FC",
    }
    return hcn.RemoteSubnetRoute(**{**given, **members})


WRONG: list[tuple[object, str]] = [
    (hcn.HostComputeNetwork(type="Mesh"), "Type"),
    (hcn.HostComputeNetwork(id="web"), "ID"),
    (hcn.HostComputeNetwork(flags=-1), "Flags"),
    (hcn.HostComputeNetwork(flags="EnableFuture"), "Flags"),  # type: ignore[arg-type]
    (hcn.HostComputeNetwork(ipams=[hcn.Ipam(type="Random")]), "Ipams[0].Type"),
    (hcn.HostComputeNetwork(dns=hcn.Dns(server_list=["dns.example"])), "Dns.ServerList[0]"),
    (hcn.MacPool(ranges=[hcn.MacRange(start_mac_address="00:15:5D:00:00:00")]), "Ranges[0].StartMacAddress"),
    (
        hcn.MacRange(start_mac_address="00-15-5D-52-CF-FF", end_mac_address="00-15-5D-52-C0-00"),
        "EndMacAddress",
    ),
    (subnet("10.0.0.0/8"), "Routes"),
    (subnet("10.0.0.0/8", hcn.Route(next_hop="10.0.0.1", destination_prefix="10.1.0.0/16")), "Routes"),
    (subnet("10.0.0.0/8", gateway(None)), "Routes[0].NextHop"),
    (subnet("10.0.0.0/33", gateway("10.0.0.1")), "IpAddressPrefix"),
    (subnet("10.0.0.0/24", gateway("10.0.1.1")), "Routes[0].NextHop"),
    (subnet("10.0.0.0/24", gateway("router")), "Routes[0].NextHop"),
    (subnet("10.0.0.0/24", gateway("10.0.0.1"), hcn.Route(next_hop="10.0.0.2", metric=70000)), "Routes[1].Metric"),
    (overlay(hcn.VSID(isolation_id=4095)), "Ipams[0].Subnets[0].Policies[0].Settings.IsolationId"),
    (overlay(hcn.VSID(isolation_id=1 << 24)), "Ipams[0].Subnets[0].Policies[0].Settings.IsolationId"),
    (overlay(hcn.VSID(isolation_id=4096), hcn.VSID(isolation_id=4097)), "Ipams[0].Subnets[0].Policies[1]"),
    (overlay(acl()), "Ipams[0].Subnets[0].Policies[0]"),
    (hcn.HostComputeNetwork(policies=[remote(isolation_id=1 << 24)]), "Policies[0].Settings.IsolationId"),
    (
        hcn.HostComputeNetwork(policies=[remote(destination_prefix="10.0.0.0")]),
        "Policies[0].Settings.DestinationPrefix",
    ),
    (
        hcn.HostComputeNetwork(policies=[remote(distributed_router_mac_address="0015.5D")]),
        "Policies[0].Settings.DistributedRouterMacAddress",
    ),
    (hcn.HostComputeNetwork(policies=[acl()]), "Policies[0]"),  # type: ignore[list-item]
    (hcn.HostComputeNetwork(policies=[hcn.VxlanPort(port=4789), hcn.VxlanPort(port=4790)]), "Policies[1]"),
    (
        hcn.HostComputeNetwork(policies=[hcn.SetPolicy(policy_type="IPSET", values="10.0.0.1")]),
        "Policies[0].Settings.Id",
    ),
    (hcn.HostComputeNetwork(policies=[hcn.SetPolicy(id="a", values="10.0.0.1")]), "Policies[0].Settings.PolicyType"),
    (hcn.SetPolicy(id="a", policy_type="LIST"), "PolicyType"),
    (hcn.SetPolicy(id="a", policy_type="IPSET", values="10.0.0.300"), "Values"),
    (hcn.HostComputeEndpoint(host_compute_network="nat"), "HostComputeNetwork"),
    (hcn.HostComputeEndpoint(mac_address="0015.5D01.0203"), "MacAddress"),
    (
        hcn.HostComputeEndpoint(ip_configurations=[hcn.IpConfig(ip_address="10.0.0.0/8")]),
        "IpConfigurations[0].IpAddress",
    ),
    (
        hcn.HostComputeEndpoint(ip_configurations=[hcn.IpConfig(ip_address="10.0.0.1", prefix_length=33)]),
        "IpConfigurations[0].PrefixLength",
    ),
    (hcn.IpConfig(ip_address="fd00::1", prefix_length=129), "PrefixLength"),
    (hcn.IpConfig(prefix_length=300), "PrefixLength"),
    (endpoint(remote()), "Policies[0]"),
    (
        endpoint(hcn.QOS(maximum_outgoing_bandwidth_in_bytes=1), hcn.QOS(maximum_outgoing_bandwidth_in_bytes=2)),
        "Policies[1]",
    ),
    (endpoint(hcn.QOS()), "Policies[0].Settings.MaximumOutgoingBandwidthInBytes"),
    (endpoint(hcn.InterfaceParameters(mtu=1400), hcn.InterfaceParameters(mtu=1400)), "Policies[1]"),
    (endpoint(hcn.PortMapping(protocol="icmp", internal_port=80)), "Policies[0].Settings.Protocol"),
    (endpoint(hcn.PortMapping(protocol="tcp", internal_port=0)), "Policies[0].Settings.InternalPort"),
    (endpoint(hcn.PortMapping(protocol="tcp", external_port=65536)), "Policies[0].Settings.ExternalPort"),
    (endpoint(hcn.PortMapping(vip="10.0.0.0/8")), "Policies[0].Settings.VIP"),
    (endpoint(hcn.OutBoundNAT(exceptions=["10.244.0.0/16", "10.96.0.0-12"])), "Policies[0].Settings.Exceptions[1]"),
    (endpoint(hcn.OutBoundNAT(max_port_pool_usage=70000)), "Policies[0].Settings.MaxPortPoolUsage"),
    (endpoint(hcn.SDNRoute(destination_prefix="10.96.0.0")), "Policies[0].Settings.DestinationPrefix"),
    (endpoint(hcn.VLAN(isolation_id=4095)), "Policies[0].Settings.IsolationId"),
    (endpoint(hcn.Iov(iov_offload_weight=101)), "Policies[0].Settings.IovOffloadWeight"),
    (endpoint(hcn.L4ProxyPolicySetting(port="http")), "Policies[0].Settings.Port"),
    (
        endpoint(hcn.L4WFPPROXY(filter_tuple=hcn.FiveTuple(protocols="quic"))),
        "Policies[0].Settings.FilterTuple.Protocols",
    ),
    (
        endpoint(hcn.L4WFPPROXY(inbound_exceptions=hcn.ProxyExceptions(port_exceptions=["x"]))),
        "Policies[0].Settings.InboundExceptions.PortExceptions[0]",
    ),
    (endpoint(hcn.Encryption(encryption_method_type="Rot13")), "Policies[0].Settings.EncryptionMethodType"),
    (endpoint(acl(action="Deny")), "Policies[0].Settings.Action"),
    (endpoint(acl(direction="Both")), "Policies[0].Settings.Direction"),
    (hcn.ACL(direction="In"), "Action"),
    (hcn.NetworkACL(action="Allow"), "Direction"),
    (acl(rule_type="Guest"), "RuleType"),
    (acl(priority=70000), "Priority"),
    (acl(protocols="6,quic"), "Protocols"),
    (acl(protocols="257"), "Protocols"),
    (acl(local_ports="80-70"), "LocalPorts"),
    (acl(remote_addresses="10.0.0.0/40"), "RemoteAddresses"),
    (hcn.TierAcl(name="t", tier_acl_rules=[hcn.TierAclRule(tier_acl_rule_action="Pass")]), "Direction"),
    (hcn.TierAcl(name="t", direction="In", order=70000), "Order"),
    (hcn.TierAcl(direction="In", tier_acl_rules=[hcn.TierAclRule()]), "TierAclRules[0].TierAclRuleAction"),
    (balancer(protocol=300), "PortMappings[0].Protocol"),
    (balancer(internal_port=0), "PortMappings[0].InternalPort"),
    (balancer(external_port=65536), "PortMappings[0].ExternalPort"),
    (balancer(distribution_type=7), "PortMappings[0].DistributionType"),
    (hcn.HostComputeLoadBalancer(frontend_vips=["10.0.0.1", "web"]), "FrontendVIPs[1]"),
    (hcn.HostComputeLoadBalancer(host_compute_endpoints=[ID, "web"]), "HostComputeEndpoints[1]"),
    (hcn.HostComputeRoute(setting=[hcn.SDNRoute(next_hop="gateway")]), "Setting[0].NextHop"),
    (hcn.HostComputeNamespace(type="Pod"), "Type"),
    (hcn.HostComputeNamespace(namespace_id=1 << 32), "NamespaceId"),
    (hcn.ModifyNetworkSettingRequest(resource_type="Policies", request_type="Add"), "ResourceType"),
    (hcn.ModifyNetworkSettingRequest(resource_type="DNS", request_type="Replace"), "RequestType"),
    (
        hcn.ModifyNetworkSettingRequest(resource_type="DNS", request_type="Add", settings=hcn.PolicyNetworkRequest()),
        "Settings",
    ),
    (
        hcn.ModifyEndpointSettingRequest(
            resource_type="Policy", request_type="Add", settings=hcn.PolicyEndpointRequest(policies=[acl(action="x")])
        ),
        "Settings.Policies[0].Settings.Action",
    ),
    (
        hcn.ModifyNamespaceSettingRequest(
            resource_type="Endpoint", request_type="Add", settings=hcn.NamespaceEndpointRequest(endpoint_id="web")
        ),
        "Settings.EndpointId",
    ),
    (hcn.GuestNetworkServiceStateRequest(state="Asleep"), "State"),
    (hcn.GuestNetworkService(virtual_machine_id="web"), "VirtualMachineId"),
    (hcn.MacAddress(physical_address="x"), "PhysicalAddress"),
    (hcn.HostComputeQuery(flags="Everything"), "Flags"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("model", "path"), WRONG, ids=[f"{path}-{index}" for index, (_, path) in enumerate(WRONG)])
def test_wrong_member_of_hcn_is_found_at_its_place(model: object, path: str) -> None:
    """One thing is wrong: that and nothing else is said, with the path in wire names."""
    assert list(found(model)) == [path]


RIGHT: list[object] = [
    hcn.HostComputeNetwork(),
    hcn.HostComputeNetwork(flags="EnableDns,EnableNonPersistent"),  # type: ignore[arg-type]
    hcn.HostComputeNetwork(flags=1 << 20, type="NaT", id="{B7E0C4AA-51D2-4C0F-9A77-6655443322AA}"),
    hcn.HostComputeEndpoint(host_compute_namespace="00000000-0000-0000-0000-000000000000"),
    hcn.HostComputeEndpoint(host_compute_network=hcn.HostComputeNetwork(id=ID, type="odd")),
    hcn.HostComputeNamespace(),
    hcn.HostComputeLoadBalancer(),
    hcn.HostComputeRoute(),
    subnet(None),
    subnet("10.0.0.5/24", gateway("10.0.0.1")),
    subnet("fd00::/64", gateway("fd00::1", "::/0")),
    subnet("0.0.0.0/0", gateway("0.0.0.0")),
    subnet("10.0.0.0/8", hcn.Route(next_hop="10.0.0.1", destination_prefix="10.1.0.0/16"), gateway("10.0.0.1")),
    subnet("172.28.160.0/20", state=0),
    hcn.HostComputeNetwork(version=4294967297, ipams=[hcn.Ipam(subnets=[subnet("172.28.160.0/20")])]),
    hcn.SubnetNetworkRequest(subnets=[subnet("10.0.0.0/8")]),
    overlay(hcn.VSID(isolation_id=4096)),
    hcn.HostComputeNetwork(
        ipams=[hcn.Ipam.static("10.0.0.0/24", gateway="10.0.0.1", policies=[hcn.VSID(isolation_id=7)])]
    ),
    hcn.HostComputeNetwork(policies=[hcn.AutomaticDNS(enable=True), remote(), remote(), hcn.VLAN(isolation_id=1)]),
    hcn.HostComputeNetwork(policies=[hcn.UnknownPolicy(type="Future"), hcn.UnknownPolicy(type="HostRoute")]),
    endpoint(acl(), acl(), hcn.PortMapping(), hcn.PortMapping(protocol=6), hcn.OutBoundNAT(), hcn.L2Driver()),
    endpoint(acl(protocols=["tcp", 17, 252, "1"], remote_addresses="web-pods", remote_ports=80)),
    endpoint(hcn.SDNRoute(destination_prefix="169.254.169.254/24")),
    hcn.VmEndpointRequest(),
    balancer(protocol=256),
    hcn.ModifyEndpointSettingRequest(resource_type="Port", request_type="Remove", settings={}),
    hcn.ModifyNetworkSettingRequest(resource_type="dns", request_type="update", settings=hcn.Dns()),
    hcn.ModifyNetworkSettingRequest(),
    hcn.NamespaceResource(type="Container", data=hcn.NamespaceResourceContainer(id="c1")),
    hcn.Globals(version=hcn.Version(major=13, minor=3)),
]


@pytest.mark.parametrize("model", RIGHT, ids=range(len(RIGHT)))
def test_what_hcn_takes_is_let_through(model: object) -> None:
    """A rule that is too strict breaks programs that worked."""
    assert validate(model) == []


MAKERS = (
    "hcn_networks",
    "hcn_endpoints",
    "hcn_namespaces",
    "load_balancers",
    "routes",
    "endpoint_requests",
    "network_requests",
)


@pytest.mark.parametrize("name", MAKERS)
def test_strategies_make_documents_of_hcn_that_are_let_through(name: str) -> None:
    """Who tests a program with them wants to see its own errors."""

    @given(getattr(strategies, name)())
    def check(model: object) -> None:
        assert validate(model) == []
        assert validate(model, "2025") == []

    check()


def test_documents_are_made_for_given_objects() -> None:
    """The fake refuses endpoints of networks that it does not have."""

    @given(strategies.hcn_endpoints(ID), strategies.load_balancers([ID]), strategies.routes([ID]))
    def check(
        endpoint: hcn.HostComputeEndpoint, balancer: hcn.HostComputeLoadBalancer, route: hcn.HostComputeRoute
    ) -> None:
        assert endpoint.host_compute_network == ID
        assert set(balancer.host_compute_endpoints) == set(route.host_compute_endpoints) == {ID}

    check()


def test_documents_inside_of_documents_of_hcn_are_looked_at() -> None:
    """What came off the wire is read when somebody looks; validation has to."""
    policy = '{"Type":"acl","Settings":{"Action":"Deny","Direction":"In"}}'
    text = f'{{"Policies":[{policy}],"IpConfigurations":[{{"IpAddress":"x"}}]}}'
    assert list(found(from_json(hcn.HostComputeEndpoint, text))) == [
        "Policies[0].Settings.Action",
        "IpConfigurations[0].IpAddress",
    ]


@pytest.mark.parametrize("held", [None, "text", 7, {"Type": None}])
def test_odd_policies_are_nobodys_business(held: Any) -> None:
    """Reading keeps them, and so does validation."""
    assert validate(from_json(hcn.HostComputeNetwork, {"Policies": [held], "Ipams": [held, {"Subnets": [held]}]})) == []


NEWER: list[tuple[object, Any, Any, str]] = [
    (hcn.HostComputeNetwork(name="n"), "2019", "1803", ""),
    (hcn.HostComputeNetwork(type="mirrored"), "2022", "2019", "Type"),
    (hcn.HostComputeNetwork(type="constrainedics"), (13, 0), (11, 0), "Type"),
    (hcn.HostComputeNetwork(flags=hcn.NetworkFlags.DISABLE_HOST_PORT), "2025", "win11", "Flags"),
    (hcn.HostComputeNetwork(flags="DisableSharing"), "win11", "2022", "Flags"),  # type: ignore[arg-type]
    (hcn.HostComputeNetwork(policies=[hcn.VxlanPort(port=4789)]), "1903", "2019", "Policies[0]"),
    (hcn.HostComputeNetwork(policies=[hcn.SetPolicy(id="a", policy_type="IPSET")]), "2022", "1903", "Policies[0]"),
    (
        hcn.HostComputeNetwork(policies=[hcn.SetPolicy(id="a", policy_type="nestedipset")]),
        "win11",
        "2022",
        "Policies[0].Settings.PolicyType",
    ),
    (
        hcn.PolicyNetworkRequest(policies=[hcn.NetworkACL(action="Allow", direction="In")]),
        "win11",
        "2022",
        "Policies[0]",
    ),
    (
        hcn.HostComputeNetwork(
            ipams=[
                hcn.Ipam(
                    subnets=[subnet("10.0.0.0/8", gateway("10.0.0.1")), subnet("fd00::/64", gateway("fd00::1", "::/0"))]
                )
            ]
        ),
        "2022",
        "2019",
        "Ipams[0].Subnets[1].IpAddressPrefix",
    ),
    (subnet("10.0.0.0/8", gateway("10.0.0.1"), flags=1), "2022", "2019", "Flags"),
    (
        hcn.HostComputeEndpoint(
            host_compute_network=ID,
            ip_configurations=[hcn.IpConfig(ip_address="10.0.0.1"), hcn.IpConfig(ip_address="fd00::1")],
        ),
        "2022",
        "1903",
        "IpConfigurations[1].IpAddress",
    ),
    (hcn.IpConfig(ip_address="10.0.0.1", prefix_length=32), (10, 4), (10, 3), "PrefixLength"),
    (hcn.IpConfig(ip_address="10.0.0.1", ip_subnet_id=ID), (11, 0), (10, 4), "IpSubnetId"),
    (hcn.PolicyEndpointRequest(policies=[hcn.L4ProxyPolicySetting(port="80")]), (9, 5), (9, 2), "Policies[0]"),
    (hcn.PolicyEndpointRequest(policies=[hcn.TierAcl(direction="In")]), "win11", "2022", "Policies[0]"),
    (hcn.PolicyEndpointRequest(policies=[hcn.Firewall(policy_flags=1)]), "2025", "win11", "Policies[0]"),
    (hcn.PolicyEndpointRequest(policies=[hcn.L4WFPPROXY(inbound_proxy_port="80")]), (13, 2), (13, 1), "Policies[0]"),
    (hcn.PolicyEndpointRequest(policies=[hcn.VLAN(isolation_id=7)]), (11, 0), (10, 3), "Policies[0]"),
    (acl(protocols=[6, 252]), "2022", "1903", "Protocols"),
    (acl(action="Pass"), "2022", "2019", "Action"),
    (hcn.HostComputeLoadBalancer(flags=hcn.LoadBalancerFlags.DSR), (9, 3), (9, 2), "Flags"),
    (hcn.HostComputeLoadBalancer(flags="IPv6"), "2022", "1903", "Flags"),  # type: ignore[arg-type]
    (balancer(distribution_type=2), "2022", "2019", "PortMappings[0].DistributionType"),
    (hcn.HostComputeLoadBalancer(host_compute_network=ID), "2022", "2019", "HostComputeNetwork"),
    (hcn.HostComputeNamespace(create_with_compartment=True), "2022", "2019", "CreateWithCompartment"),
    (hcn.ModifyNetworkSettingRequest(resource_type="Subnet", request_type="Add"), "2022", "2019", "ResourceType"),
    (hcn.GuestNetworkService(mirror_host_networking=True), "2022", "2019", "MirrorHostNetworking"),
]


@pytest.mark.parametrize(("model", "newer", "older", "path"), NEWER, ids=[str(index) for index in range(len(NEWER))])
def test_what_of_hcn_the_target_does_not_know_is_found(model: object, newer: Any, older: Any, path: str) -> None:
    """A document that works on one host is refused by another, or worse, half of it is ignored."""
    assert validate(model) == validate(model, newer) == []
    findings = {finding.path: finding for finding in validate(model, older)}
    assert path in findings
    assert all(finding.since and finding.since.startswith(("HNS ", "HCN ")) for finding in findings.values())


def test_target_without_hcn_is_told_once() -> None:
    """Everything about the document is too new then."""
    [finding] = validate(hcn.HostComputeEndpoint(id=ID), "rs1")
    assert str(finding) == (
        "the document is 'HostComputeEndpoint', allowed is a document of HNS v1"
        " (since HNS 9.2: Windows 2019, build 17763)"
    )


def test_policy_of_an_unknown_kind_is_found_for_a_target_only() -> None:
    """Without a target nobody can say that the host does not know it."""
    network = hcn.HostComputeNetwork(policies=[hcn.UnknownPolicy(type="Future")])
    assert validate(network) == []
    [finding] = validate(network, "2022")
    assert finding.path == "Policies[0].Type"
    assert "RemoteSubnetRoute" in finding.allowed


def test_new_endpoint_of_hcn_without_network_is_found_for_a_target_only() -> None:
    """hcsshim leaves that to the service, and so does a call without target."""
    assert validate(hcn.HostComputeEndpoint(name="e")) == []
    assert [finding.path for finding in validate(hcn.HostComputeEndpoint(name="e"), "2022")] == ["HostComputeNetwork"]
    assert validate(hcn.HostComputeEndpoint(id=ID), "2022") == []


FEATURES = {
    "hcn.EndpointPolicyType": {"l4proxy": "L4Proxy", "l4wfpproxy": "L4WfpProxy", "tieracl": "TierAcl"},
    "hcn.NetworkPolicyType": {
        "vxlanport": "VxlanPort",
        "setpolicy": "SetPolicy",
        "l4proxy": "L4Proxy",
        "networkacl": "NetworkACL",
    },
    "hcn.NetworkFlags": {"disable_host_port": "DisableHostPort"},
    "hcn.LoadBalancerFlags": {"enable_direct_server_return": "DSR"},
    "hcn.SetPolicyType": {"nestedipset": "NestedIpSet"},
}


@pytest.mark.parametrize("enumeration", FEATURES)
def test_values_are_as_old_as_their_features(enumeration: str) -> None:
    """Two tables that say when a feature came must say the same."""
    for text, name in FEATURES[enumeration].items():
        assert registry.VALUES_SINCE[enumeration][text] == features.FEATURES[name].since


def test_raw_policies_are_checked_like_models() -> None:
    """Whoever writes settings as dicts, in the words of the wire, makes the same mistakes."""
    raw: Any = {"Type": "portmapping", "Settings": {"Protocol": 600, "InternalPort": 99999}}
    assert found(hcn.HostComputeEndpoint(policies=[raw])) == found(
        hcn.HostComputeEndpoint(policies=[hcn.PortMapping(protocol=600, internal_port=99999)])
    )
    pair = hcn.HostComputeEndpoint(
        policies=[{"Type": "VLAN", "Settings": {"IsolationId": 5}}, hcn.VLAN(isolation_id=6)]
    )
    assert list(found(pair)) == ["Policies[1]"]


def test_raw_documents_are_checked_wherever_a_model_may_stand() -> None:
    """An address plan copied from a script has no default route, and the service refuses it only in the end."""
    policies = [{"Type": "VSID", "Settings": {"IsolationId": 5}}]
    subnets = [{"IpAddressPrefix": "10.0.0.0/24", "Policies": policies}]
    ipam: Any = {"Type": "Static", "Subnets": subnets}
    network = hcn.HostComputeNetwork(type="overlay", ipams=[ipam])
    assert {"Ipams[0].Subnets[0].Routes", "Ipams[0].Subnets[0].Policies[0].Settings.IsolationId"} <= set(found(network))


def test_raw_settings_of_a_request_are_checked_as_those_of_its_resource() -> None:
    """A request says what its settings are in another member."""
    settings = {"Policies": [{"Type": "ACL", "Settings": {"Action": "Block", "Direction": "Sideways"}}]}
    request = hcn.ModifyEndpointSettingRequest(resource_type="policy", request_type="Add", settings=settings)
    assert list(found(request)) == ["Settings.Policies[0].Settings.Direction"]
    later = hcn.ModifyEndpointSettingRequest(resource_type="Later", request_type="Add", settings=settings)
    assert "Settings.Policies[0].Settings.Direction" not in found(later)


def test_raw_documents_of_unknown_kinds_are_nobodys_business() -> None:
    """A newer Windows has kinds of which nobody knows the members."""
    raw: list[Any] = [{"Type": "Later", "Settings": {"IsolationId": "x"}}, {}]
    assert found(hcn.HostComputeEndpoint(policies=raw)) == {}
