"""The rules for HNS v1: what is found, where, and what is let through."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given

from hcspy import hns
from hcspy.codec import from_json
from hcspy.testing import strategies
from hcspy.validate import Finding, validate

ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"


def found(model: object) -> dict[str, str]:
    """Return what is found about a model: what is allowed, by path."""
    return {finding.path: finding.allowed for finding in validate(model)}


def subnet(prefix: str | None, gateway: str | None, **members: Any) -> hns.HNSNetwork:
    """Make a network with one subnet."""
    return hns.HNSNetwork(subnets=[hns.Subnet(address_prefix=prefix, gateway_address=gateway, **members)])


def acl(**members: Any) -> hns.ACLPolicy:
    """Make a rule that is right but for the members given."""
    return hns.ACLPolicy(**{"action": "Allow", "direction": "In", **members})


def macs(*addresses: str | None) -> hns.HNSNnvManagementMacList:
    """Make a list of management addresses."""
    return hns.HNSNnvManagementMacList(
        mac_address_list=[hns.HNSNnvManagementMacAddress(mac_address=address) for address in addresses]
    )


WRONG: list[tuple[object, str]] = [
    (subnet("10.0.0.0/24", None), "Subnets[0].GatewayAddress"),
    (subnet("10.0.0.0/24", ""), "Subnets[0].GatewayAddress"),
    (subnet("10.0.0.0/24", "10.0.1.1"), "Subnets[0].GatewayAddress"),
    (subnet("10.0.0.0/24", "fd00::1"), "Subnets[0].GatewayAddress"),
    (subnet("10.0.0.0/24", "10.0.0.256"), "Subnets[0].GatewayAddress"),
    (subnet("10.0.0.0", "10.0.0.1"), "Subnets[0].AddressPrefix"),
    (subnet("10.0.0.0/33", "10.0.0.1"), "Subnets[0].AddressPrefix"),
    (subnet("10.0.0.0/24", "10.0.0.1", policies=[hns.VSID(vsid=1 << 24)]), "Subnets[0].Policies[0].VSID"),
    (subnet("10.0.0.0/24", "10.0.0.1", policies=[hns.VLAN(), hns.VLAN()]), "Subnets[0].Policies[1]"),
    (
        subnet("10.0.0.0/24", "10.0.0.1", ip_subnets=[hns.IpSubnet(ip_address_prefix="10")]),
        "Subnets[0].IpSubnets[0].IpAddressPrefix",
    ),
    (hns.HNSNetwork(id="web"), "ID"),
    (hns.HNSNetwork(type="bridge"), "Type"),
    (hns.HNSNetwork(flags=-1), "Flags"),
    (hns.HNSNetwork(name=7), "Name"),  # type: ignore[arg-type]
    (hns.HNSNetwork(subnets="10.0.0.0/24"), "Subnets"),  # type: ignore[arg-type]
    (hns.HNSNetwork(automatic_dns="yes"), "AutomaticDNS"),  # type: ignore[arg-type]
    (hns.HNSNetwork(source_mac="00:15:5D:01:02:03"), "SourceMac"),
    (hns.HNSNetwork(management_ip="10.0.0.1/24"), "ManagementIP"),
    (hns.HNSNetwork(dns_server_list="10.0.0.1;10.0.0.2"), "DNSServerList"),
    (hns.HNSNetwork(dns_server_compartment=-1), "DNSServerCompartment"),
    (
        hns.HNSNetwork(
            mac_pools=[hns.MacPool(start_mac_address="00-15-5D-00-00-01", end_mac_address="00-15-5d-00-00-00")]
        ),
        "MacPools[0].EndMacAddress",
    ),
    (
        hns.HNSNetwork(mac_pools=[hns.MacPool(start_mac_address="x", end_mac_address="00-15-5d-00-00-00")]),
        "MacPools[0].StartMacAddress",
    ),
    (
        hns.HNSNetwork(policies=[hns.QOS(maximum_outgoing_bandwidth_in_bytes=0)]),
        "Policies[0].MaximumOutgoingBandwidthInBytes",
    ),
    (hns.HNSNetwork(policies=[hns.VLAN(vlan=4095)]), "Policies[0].VLAN"),
    (hns.HNSNetwork(policies=[hns.Isolation(vsid=-1)]), "Policies[0].VSID"),
    (hns.HNSNetwork(policies=[hns.PA(pa="host")]), "Policies[0].PA"),
    (hns.HNSNetwork(policies=[hns.VLAN(type="VSID")]), "Policies[0].Type"),
    (hns.HNSEndpoint(virtual_network="nat"), "VirtualNetwork"),
    (hns.HNSEndpoint(virtual_network=hns.HNSNetwork(name="nat")), "VirtualNetwork"),
    (hns.HNSEndpoint(ip_address="10.0.0.300"), "IPAddress"),
    (hns.HNSEndpoint(ipv6_address="fe80::1%eth0"), "IPv6Address"),
    (hns.HNSEndpoint(gateway_address="10.0.0.0/24"), "GatewayAddress"),
    (hns.HNSEndpoint(mac_address="0015.5D01.0203"), "MacAddress"),
    (hns.HNSEndpoint(ip_address="10.0.0.1", prefix_length=33), "PrefixLength"),
    (hns.HNSEndpoint(ipv6_address="fd00::1", ipv6_prefix_length=129), "IPv6PrefixLength"),
    (hns.HNSEndpoint(prefix_length=256), "PrefixLength"),
    (hns.HNSEndpoint(encap_overhead=70000), "EncapOverhead"),
    (hns.HNSEndpoint(state=7), "State"),
    (hns.HNSEndpoint(state=True), "State"),
    (hns.HNSEndpoint(policies=[hns.QOS(maximum_outgoing_bandwidth_in_bytes=1)] * 2), "Policies[1]"),
    (hns.HNSEndpoint(policies=[hns.NAT(protocol="icmp")]), "Policies[0].Protocol"),
    (hns.HNSEndpoint(policies=[hns.NAT(protocol="tcp", external_port=65536)]), "Policies[0].ExternalPort"),
    (hns.HNSEndpoint(policies=[hns.NAT(internal_port="80")]), "Policies[0].InternalPort"),  # type: ignore[arg-type]
    (hns.OutBoundNAT(exception_list=["10.244.0.0/16", "10.96.0.0-12"]), "ExceptionList[1]"),
    (hns.OutBoundNAT(vip="10.0.0.0/8"), "VIP"),
    (hns.OutBoundNAT(exception_list="10.244.0.0/16"), "ExceptionList"),
    (hns.OutBoundNAT(max_port_pool_usage=70000), "MaxPortPoolUsage"),
    (hns.ROUTE(destination_prefix="10.96.0.0"), "DestinationPrefix"),
    (hns.ROUTE(next_hop="gateway"), "NextHop"),
    (hns.PROXY(port="http"), "Port"),
    (hns.ACL(direction="In"), "Action"),
    (hns.ACL(action="Allow"), "Direction"),
    (acl(action="Deny"), "Action"),
    (acl(direction="Both"), "Direction"),
    (acl(rule_type="Guest"), "RuleType"),
    (acl(priority=70000), "Priority"),
    (acl(protocol="quic"), "Protocol"),
    (acl(protocol=257), "Protocol"),
    (acl(protocols="6,quic"), "Protocols"),
    (acl(local_ports="80-70"), "LocalPorts"),
    (acl(remote_addresses="10.0.0.0/40"), "RemoteAddresses"),
    (hns.ELB(vips=["10.0.0.1", "web"]), "VIPs[1]"),
    (hns.ELB(protocol=300), "Protocol"),
    (hns.PolicyList(references=[ID]), "References[0]"),
    (hns.PolicyList(references=["/endpoints/web"]), "References[0]"),
    (hns.NamespaceResourceRequest(type="Network"), "Type"),
    (hns.NamespaceResourceRequest(type="Endpoint", data=hns.NamespaceEndpointRequest(id="web")), "Data.Id"),
    (hns.EndpointAttachDetachRequest(system_type="Guest"), "SystemType"),
    (hns.EndpointAttachDetachRequest(system_type="Host", compartment_id=1 << 16), "CompartmentId"),
    (macs(), "MacAddressList"),
    (macs("00-15-5D-0A-B7-C6", "00:15"), "MacAddressList[1].MacAddress"),
    (macs(None), "MacAddressList[0].MacAddress"),
]


@pytest.mark.parametrize(("model", "path"), WRONG, ids=[f"{path}-{index}" for index, (_, path) in enumerate(WRONG)])
def test_wrong_member_is_found_at_its_place(model: object, path: str) -> None:
    """One thing is wrong: that and nothing else is said, with the path in wire names."""
    assert list(found(model)) == [path]


RIGHT: list[object] = [
    hns.HNSNetwork(),
    hns.HNSEndpoint(),
    hns.PolicyList(),
    hns.Namespace(),
    subnet("0.0.0.0/0", "0.0.0.0"),
    subnet("10.0.0.5/24", "10.0.0.1"),
    subnet(None, "10.0.0.1"),
    subnet("fd00::/64", "fd00::1"),
    subnet("172.28.160.0/20", None, state=0),
    hns.HNSNetwork(version=4294967297, subnets=[hns.Subnet(address_prefix="172.28.160.0/20")]),
    hns.HNSNetwork(type="NaT", flags=1 << 20, id="{B7E0C4AA-51D2-4C0F-9A77-6655443322AA}"),
    hns.HNSNetwork(mac_pools=[hns.MacPool()]),
    hns.HNSEndpoint(virtual_network=hns.HNSNetwork(id=ID, type="odd")),
    hns.HNSEndpoint(policies=[acl(), acl(), hns.NAT(), hns.NAT(), hns.OutBoundNAT(), hns.OutBoundNAT()]),
    acl(protocol=256),
    acl(protocol="any", protocols=["tcp", 17]),
    acl(remote_addresses="web-pods"),
    acl(remote_ports=80),
    hns.NAT(protocol=6),
    hns.ELB(),
    hns.ROUTE(destination_prefix="169.254.169.254/24"),
    hns.UnknownPolicy(type="Future"),
    hns.EndpointAttachDetachRequest(system_type="container"),
]


@pytest.mark.parametrize("model", RIGHT, ids=range(len(RIGHT)))
def test_what_the_service_takes_is_let_through(model: object) -> None:
    """A rule that is too strict breaks programs that worked."""
    assert validate(model) == []


@pytest.mark.parametrize("name", ["networks", "endpoints", "policy_lists", "namespaces", "attach_requests"])
def test_strategies_make_documents_that_are_let_through(name: str) -> None:
    """Who tests a program with them wants to see its own errors."""

    @given(getattr(strategies, name)())
    def check(model: object) -> None:
        assert validate(model) == []

    check()


def test_endpoints_are_made_in_a_given_network() -> None:
    """The fake refuses endpoints of networks that it does not have."""

    @given(strategies.endpoints(ID), strategies.policy_lists([ID]))
    def check(endpoint: hns.HNSEndpoint, policy_list: hns.PolicyList) -> None:
        assert endpoint.virtual_network == ID
        assert set(policy_list.endpoint_ids) == {ID}

    check()


def test_documents_inside_of_documents_are_looked_at() -> None:
    """What came off the wire is read when somebody looks; validation has to."""
    text = '{"Policies":[{"Type":"acl","Action":"Deny","Direction":"In"}],"Namespace":{"ID":"x"}}'
    assert list(found(from_json(hns.HNSEndpoint, text))) == ["Policies[0].Action", "Namespace.ID"]


def test_what_an_iterator_gave_is_looked_at_and_still_there_afterwards() -> None:
    """Any iterable goes into a model; validation must neither skip nor eat it."""
    network = hns.HNSNetwork(subnets=iter([hns.Subnet(address_prefix="x")]))  # type: ignore[arg-type]
    assert [finding.path for finding in validate(network)] == ["Subnets[0].AddressPrefix", "Subnets[0].GatewayAddress"]
    assert len(list(network.subnets)) == 1


def test_finding_reads_as_a_sentence() -> None:
    """The error that a verb raises shows them."""
    [finding] = validate(hns.HNSNetwork(type="bridge"))
    assert str(finding).startswith("Type is 'bridge', allowed is NAT, ICS, Transparent, L2Bridge,")
    assert str(Finding("A", None, "text")) == "A is missing, allowed is text"
    assert (
        str(Finding("", hns.NetworkType.NAT, "ICS", "HNS 1.1"))
        == "the document is 'NAT', allowed is ICS (since HNS 1.1)"
    )


@attrs.frozen(kw_only=True, weakref_slot=False)
class Foreign:
    """A document of somebody else that holds one of ours."""

    network: hns.HNSNetwork
    _wire: dict[str, Any] | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


def test_models_of_others_are_walked_without_rules() -> None:
    """Programs that have documents of their own get the checks of what they take from here."""
    foreign = Foreign(network=hns.HNSNetwork(type="bridge"))
    assert list(found(foreign)) == ["Network.Type"]


def test_models_without_rules_are_held_to_their_types() -> None:
    """A text where the service reads a number makes it refuse the whole document."""
    odd: Any = "x"
    assert list(found(hns.HNSGlobals(version=hns.HNSVersion(major=odd)))) == ["Version.Major"]
    assert found(hns.HNSResponse(output={"Type": "bridge"})) == {}


def test_validation_is_called_by_its_short_name_whoever_imported_it_before() -> None:
    """The package and its function have one name, and importing the package takes it."""
    program = (
        "import importlib; importlib.import_module('hcspy.validate');"
        "import hcspy; from hcspy import hns, validate;"
        "print(hcspy.validate(hns.HNSNetwork()), validate(hns.HNSNetwork(), target='2022'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


def test_raw_documents_are_checked_like_models() -> None:
    """Policies in the words of the wire, as Docker's users have them in files, make the same mistakes."""
    policies: Any = [{"Type": "ACL", "Action": "Deny", "Direction": "In"}]
    assert list(found(hns.HNSEndpoint(policies=policies))) == ["Policies[0].Action"]
    subnets: Any = [{"AddressPrefix": "10.0.0.0/24"}]
    assert list(found(hns.HNSNetwork(subnets=subnets))) == ["Subnets[0].GatewayAddress"]
