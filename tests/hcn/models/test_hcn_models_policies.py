"""Policies: in their envelope, of which kind, on whom, and what is not known."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from hcspy import hcn
from hcspy.codec import evolve, from_json, to_dict, to_json

TABLES: dict[type, dict[str, type]] = {
    hcn.HostComputeEndpoint: hcn.ENDPOINT_POLICIES,
    hcn.PolicyEndpointRequest: hcn.ENDPOINT_POLICIES,
    hcn.HostComputeNetwork: hcn.NETWORK_POLICIES,
    hcn.PolicyNetworkRequest: hcn.NETWORK_POLICIES,
    hcn.Subnet: hcn.SUBNET_POLICIES,
}
EACH = [(carrier, kind) for carrier, table in TABLES.items() for kind in table]
each_kind = pytest.mark.parametrize(("carrier", "kind"), EACH, ids=[f"{c.__name__}-{kind}" for c, kind in EACH])


@each_kind
def test_policy_in_a_document_reads_as_the_class_of_its_kind(carrier: Any, kind: str) -> None:
    """A policy is worked with by its settings, whatever carries it and however its type is spelled."""
    for spelling in (kind, kind.lower(), kind.upper()):
        for rest in ({}, {"Settings": None}, {"Settings": {"Future": 1}}, {"settings": {"Future": 1}}):
            document = {"Policies": [{"Type": str(spelling), **rest}]}
            read = from_json(carrier, document)
            assert isinstance(read.policies[0], TABLES[carrier][kind])
            assert to_dict(read) == document


@each_kind
def test_new_policy_goes_into_the_envelope_of_its_kind(carrier: Any, kind: str) -> None:
    """The service tells policies apart by the type beside their settings."""
    written = to_dict(carrier(policies=[TABLES[carrier][kind]()]))["Policies"]
    assert [[*policy] for policy in written] == [["Type", "Settings"]]
    assert written[0]["Type"] == kind


def test_changed_policy_keeps_its_envelope() -> None:
    """What else stands beside the settings is the service's, and goes back to it."""
    endpoint = from_json(
        hcn.HostComputeEndpoint, '{"Policies":[{"Id":7,"Type":"QOS","settings":{"MaximumOutgoingBandwidthInBytes":1}}]}'
    )
    changed = evolve(endpoint.policies[0], maximum_outgoing_bandwidth_in_bytes=2)
    written = to_json(evolve(endpoint, policies=(changed,)))
    assert written == '{"Policies":[{"Id":7,"Type":"QOS","settings":{"MaximumOutgoingBandwidthInBytes":2}}]}'


def test_one_class_serves_two_carriers_where_the_shapes_are_one() -> None:
    """The same settings go on an endpoint and on a network."""
    proxy, tied = hcn.L4ProxyPolicySetting(port="8000"), hcn.InterfaceConstraintPolicySetting(interface_index=7)
    assert hcn.L4ProxyEndpointPolicySetting is hcn.L4ProxyNetworkPolicySetting is hcn.L4ProxyPolicySetting
    for carrier in (hcn.HostComputeEndpoint, hcn.HostComputeNetwork):
        written = to_dict(carrier(policies=[proxy, tied]))["Policies"]
        assert [policy["Type"] for policy in written] == ["L4Proxy", "InterfaceConstraint"]
        assert from_json(carrier, {"Policies": written}).policies == (proxy, tied)


def test_provider_address_is_a_class_by_carrier() -> None:
    """On an endpoint it is the host that it lives on, on a network the host's own."""
    document = {"Policies": [{"Type": "ProviderAddress", "Settings": {"ProviderAddress": "10.0.0.1"}}]}
    [of_endpoint] = from_json(hcn.HostComputeEndpoint, document).policies
    [of_network] = from_json(hcn.HostComputeNetwork, document).policies
    assert isinstance(of_endpoint, hcn.ProviderAddressEndpointPolicySetting)
    assert isinstance(of_network, hcn.ProviderAddressNetworkPolicySetting)


def test_unknown_policy_goes_back_out_as_it_came() -> None:
    """A set of policies that is replaced as a whole must not lose what a newer host put there."""
    unknown, known = '{"Vni":7,"Type":"Future","Settings":[1,null]}', '{"Type":"VLAN","Settings":{"IsolationId":1}}'
    text = f'{{"Policies":[{unknown},{known}]}}'
    subnet = from_json(hcn.Subnet, text)
    written = to_json(evolve(subnet, policies=(*subnet.policies[:1], hcn.VLAN(isolation_id=2))))
    assert written == text.replace('"IsolationId":1', '"IsolationId":2')


def test_unknown_policies_with_different_settings_differ() -> None:
    """Removing one of two policies that are not known here must not remove the other."""
    one, two = (hcn.UnknownPolicy.of({"Type": "Future", "Settings": {"Number": number}}) for number in (1, 2))
    assert one != two
    assert one == hcn.UnknownPolicy(type="Future", settings={"Number": 1})
    assert one.document == {"Type": "Future", "Settings": {"Number": 1}}
    assert len({one, two}) == 2


@pytest.mark.parametrize("held", [None, "text", 7, {"Settings": {}}, {"Type": None}, {"Type": 7}])
def test_policy_without_a_type_is_kept(held: Any) -> None:
    """Odd documents read too."""
    document = {"Policies": [held]}
    network = from_json(hcn.HostComputeNetwork, document)
    assert to_dict(network) == document
    assert isinstance(network.policies[0], hcn.UnknownPolicy) == isinstance(held, dict)


def test_raw_policies_go_in_as_they_are() -> None:
    """What cannot be said in members can be said in JSON."""
    raw: Any = {"Type": "Future", "Settings": {"A": 1}}
    assert to_dict(hcn.PolicyEndpointRequest(policies=[raw])) == {"Policies": [raw]}


def test_access_rule_is_written_from_what_people_have_at_hand() -> None:
    """Ports are lists, addresses are objects and protocols are names in Python, and texts on the wire."""
    rule = hcn.ACL(
        action="Block",
        direction="Out",
        protocols=["tcp", 17],
        remote_addresses=[ip_network("10.0.0.0/8"), ip_address("1.1.1.1"), "2.2.2.2"],
        remote_ports=[80, "8000-8080"],
        priority=200,
    )
    assert json.loads(to_json(rule)) == {
        "Protocols": "6,17",
        "Action": "Block",
        "Direction": "Out",
        "RemoteAddresses": "10.0.0.0/8,1.1.1.1,2.2.2.2",
        "RemotePorts": "80,8000-8080",
        "Priority": 200,
    }


@pytest.mark.parametrize("protocol", ["tcp", "TCP", 6, "6", hcn.ProtocolType.TCP])
def test_protocol_may_be_named_or_numbered(protocol: Any) -> None:
    """hcsshim sends numbers; people know names."""
    assert to_json(hcn.PortMapping(protocol=protocol)) == '{"Protocol":6}'
    assert to_json(hcn.LoadBalancerPortMapping(protocol=protocol)) == '{"Protocol":6}'


def test_both_spellings_of_members_read() -> None:
    """Microsoft's schema and hcsshim name some members differently; what hcsshim sends is written."""
    theirs = {"ExceptionList": ["10.0.0.0/8"], "OutboundNat": True, "Destination": ""}
    proxy = from_json(hcn.L4ProxyPolicySetting, theirs)
    assert proxy.exceptions == ("10.0.0.0/8",)
    assert proxy.outbound_nat is True
    assert to_dict(proxy) == theirs
    assert [*to_dict(hcn.L4ProxyPolicySetting(exceptions=["10.0.0.0/8"], outbound_nat=True))] == [
        "Exceptions",
        "Destination",
        "OutboundNAT",
    ]
    assert from_json(hcn.FirewallPolicySetting, {"FirewallPolicyFlags": 1}).policy_flags == 1


def test_keys_are_not_shown() -> None:
    """A log of a policy must not give the secret away."""
    policy = hcn.Encryption(authentication_methods=[hcn.AuthenticationPresharedKey(key="secret")])
    assert "secret" not in repr(policy)
    envelope = {"Type": "PresharedKey", "Settings": {"Key": "secret"}}
    assert to_dict(policy)["AuthenticationMethods"] == [envelope]
    assert from_json(hcn.EncryptionPolicySetting, to_dict(policy)).authentication_methods[0].key == "secret"


WRONG = (
    "hcn.HostComputeNetwork(policies=[hcn.ACL(action='Allow', direction='In')])",
    "hcn.HostComputeNetwork(policies=[hcn.ProviderAddressEndpointPolicySetting()])",
    "hcn.HostComputeEndpoint(policies=[hcn.RemoteSubnetRoute()])",
    "hcn.HostComputeEndpoint(policies=[hcn.VSID(isolation_id=4096)])",
    "hcn.Subnet(policies=[hcn.PortMapping(internal_port=80)])",
    "hcn.Ipam.static('10.0.0.0/24', policies=[hcn.QOS()])",
    "hcn.PolicyEndpointRequest(policies=[hcn.HostRoute()])",
    "hcn.ModifyNetworkSettingRequest(settings=hcn.PolicyEndpointRequest())",
    "hcn.HostComputeEndpoint(host_compute_network=hcn.HostComputeEndpoint())",
)
RIGHT = (
    "hcn.Ipam.static('10.244.1.0/24', gateway='10.244.1.1', policies=[hcn.VSID(isolation_id=4096)])",
    "hcn.Ipam.static(ipaddress.ip_network('10.0.0.0/24'), gateway=ipaddress.ip_address('10.0.0.1'))",
    "hcn.HostComputeNetwork(type='overlay', flags=8, policies=[hcn.VxlanPort(port=4789)])",
    "hcn.HostComputeEndpoint(host_compute_network=hcn.HostComputeNetwork(), policies=[hcn.PortMapping(protocol=6)])",
    "hcn.HostComputeEndpoint(policies=[hcn.L4ProxyPolicySetting(port=['80']), hcn.UnknownPolicy(type='X')])",
    "hcn.ACL(action='Allow', direction='In', remote_ports=[80, 443], remote_addresses={'10.0.0.1'}, protocols='tcp')",
    "hcn.ModifyNetworkSettingRequest(resource_type='DNS', request_type='Update', settings=hcn.Dns())",
    "hcn.ModifyEndpointSettingRequest(resource_type='Port', request_type='Remove', settings={})",
    "hcn.HostComputeLoadBalancer(host_compute_endpoints=[hcn.HostComputeEndpoint(), 'x'], source_vip='10.0.0.1')",
    "hcn.LoadBalancerPortMapping(flags=hcn.LoadBalancerPortMappingFlags.ILB, distribution_type=2)",
)


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """The lines that the type checker complains about, of a program with the wrong lines first."""
    api = pytest.importorskip("mypy.api")
    program = tmp_path_factory.mktemp("typing") / "program.py"
    lines = ["import ipaddress", "from hcspy import hcn", *WRONG, *RIGHT]
    program.write_text("\n".join(lines), encoding="utf-8")
    cache = str(program.parent / "cache")
    options = ["--strict", "--no-error-summary", "--follow-imports=silent", "--cache-dir", cache]
    config = Path(__file__).parents[3] / "pyproject.toml"
    output, errors, _ = api.run([*options, "--config-file", str(config), str(program)])
    assert not errors, errors
    return [int(line.split("program.py:")[1].split(":")[0]) for line in output.splitlines() if "program.py:" in line]


def test_type_checker_refuses_policies_on_the_wrong_carrier(complaints: list[int]) -> None:
    """The editor says so before the service does."""
    assert set(range(3, 3 + len(WRONG))) <= set(complaints)


def test_type_checker_takes_what_the_documentation_shows(complaints: list[int]) -> None:
    """Types that are too narrow make people switch the checker off."""
    assert not {line for line in complaints if line >= 3 + len(WRONG)}
