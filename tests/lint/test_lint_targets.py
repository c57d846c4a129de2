"""What lint finds, for which Windows, and what it says to write instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy import hcn, hns, lint
from hcspy.features import FEATURES
from hcspy.lint import Effect, LintFinding
from hcspy.lint.newer import BY_FEATURE, BY_POLICY

REFERENCE = Path(__file__).parents[1] / "data" / "reference"

ID = "b7e0c4aa-51d2-4c0f-9a77-6655443322aa"
V2 = {"SchemaVersion": {"Major": 2, "Minor": 0}}


def v2_endpoint(*policies: Any, **members: Any) -> dict[str, Any]:
    """An endpoint for HCN."""
    return {"HostComputeNetwork": ID, **V2, **members, "Policies": list(policies)}


def v2_network(*policies: Any, **members: Any) -> dict[str, Any]:
    """A network for HCN."""
    return {"Name": "web", "Type": "Overlay", "Ipams": [], **V2, **members, "Policies": list(policies)}


def v2_balancer(**members: Any) -> dict[str, Any]:
    """A load balancer for HCN."""
    mapping = {"Protocol": 6, "InternalPort": 80, "ExternalPort": 80, **members.pop("mapping", {})}
    return {"HostComputeEndpoints": [ID], "FrontendVIPs": ["10.0.0.1"], "PortMappings": [mapping], **V2, **members}


def v1_endpoint(*policies: Any, **members: Any) -> dict[str, Any]:
    """An endpoint for HNS v1."""
    return {"VirtualNetwork": ID, **members, "Policies": list(policies)}


def v1_acl(**members: Any) -> dict[str, Any]:
    """An ACL policy for HNS v1."""
    return {"Type": "ACL", "Action": "Allow", "Direction": "In", **members}


def policy(type_: str, **settings: Any) -> dict[str, Any]:
    """A policy in its envelope."""
    return {"Type": type_, "Settings": settings}


def acl(**members: Any) -> dict[str, Any]:
    """An ACL policy for HCN."""
    return policy("ACL", Action="Allow", Direction="In", **members)


def found(document: Any, target: Any, **more: Any) -> list[LintFinding]:
    """Return what lint finds for one target."""
    [result] = lint.check(document, [target], **more)
    return list(result.findings)


SUBNETS = [
    {"IpAddressPrefix": "10.0.0.0/24", "Routes": [{"NextHop": "10.0.0.1", "DestinationPrefix": "0.0.0.0/0"}]},
    {"IpAddressPrefix": "fd00::/64", "Routes": [{"NextHop": "fd00::1", "DestinationPrefix": "::/0"}]},
]
BOTH = [{"Type": "Static", "Subnets": SUBNETS}]
ROUTE = {"DestinationPrefix": "10.1.0.0/16", "IsolationId": 4096, "ProviderAddress": "10.0.0.9"}
MACS = {"MacAddressList": [{"MacAddress": "00-15-5D-0A-B7-C6"}]}
ELB = {"Type": "ELB", "ExternalPort": 80, "InternalPort": 80, "IsDSR": True}

USES: list[tuple[str, Any, Any, str]] = [
    ("Acl.AclAddressLists", v1_endpoint(v1_acl(RemoteAddresses="10.0.0.1,10.0.0.2")), (7, 1),
     "Policies[0].RemoteAddresses"),
    ("Acl.AclAddressLists", v1_endpoint(v1_acl(LocalAddresses=["10.0.0.1", "10.0.0.2"])), "rs1",
     "Policies[0].LocalAddresses"),
    ("Acl.AclPortRanges", v1_endpoint(v1_acl(LocalPorts="80-90")), "rs1", "Policies[0].LocalPorts"),
    ("Acl.AclRuleId", v1_endpoint(v1_acl(Id="r")), "rs1", "Policies[0].Id"),
    ("Acl.AclNoHostRulePriority", v1_endpoint(v1_acl(RuleType="Host")), "rs1", "Policies[0].Priority"),
    ("AclSupportForProtocol252", v1_endpoint(v1_acl(Protocol=252)), "1903", "Policies[0].Protocol"),
    ("AclSupportForProtocol252", v2_endpoint(acl(Protocols="6,252")), "1903", "Policies[0].Settings.Protocols"),
    ("Api.V2", v2_endpoint(acl()), "1803", ""),
    ("DSR", v2_balancer(Flags=1), "2019", "Flags"),
    ("DSR", v2_balancer(Flags="EnableDirectServerReturn"), (10, 1), "Flags"),
    ("DSR", {"References": [f"/endpoints/{ID}"], "Policies": [ELB]}, "2019", "Policies[0].IsDSR"),
    ("DisableHostPort", v2_network(Flags=1032), "win11", "Flags"),
    ("DisableHostPort", {"Name": "web", "Subnets": [], "Flags": "DisableHostPort"}, "win11", "Flags"),
    ("IPv6DualStack", v2_network(Ipams=BOTH), "2019", "Ipams[0].Subnets[1].IpAddressPrefix"),
    ("IPv6DualStack", v1_endpoint(IPAddress="10.0.0.4", IPv6Address="fd00::4"), "2019", "IPv6Address"),
    ("IPv6DualStack",
     v2_endpoint(IpConfigurations=[{"IpAddress": "10.0.0.4"}, {"IpAddress": "10.0.0.5"}, {"IpAddress": "fd00::4"}]),
     "2019", "IpConfigurations[2].IpAddress"),
    ("IPv6DualStack",
     {"Name": "w", "Subnets": [{"AddressPrefix": "fd00::/64", "GatewayAddress": "fd00::1"},
                               {"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.0.1"}]},
     "2019", "Subnets[1].AddressPrefix"),
    ("L4Proxy", v1_endpoint({"Type": "PROXY", "Port": "80"}), "2019", "Policies[0].Type"),
    ("L4Proxy", v2_endpoint(policy("L4Proxy", Port="80")), "2019", "Policies[0].Type"),
    ("L4Proxy", v2_network(policy("L4Proxy", Port="80")), (13, 0), "Policies[0].Type"),
    ("L4WfpProxy", v2_endpoint(policy("L4WFPPROXY", OutboundProxyPort="80")), (13, 1), "Policies[0].Type"),
    ("NestedIpSet", v2_network(policy("SetPolicy", PolicyType="NESTEDIPSET", Id="a", Name="a")), "2022",
     "Policies[0].Settings.PolicyType"),
    ("NetworkACL", v2_network(policy("NetworkACL", Action="Allow", Direction="In")), "2022", "Policies[0].Type"),
    ("SessionAffinity", v2_balancer(mapping={"DistributionType": 2}), "1903", "PortMappings[0].DistributionType"),
    ("SetPolicy", v2_network(policy("SetPolicy", PolicyType="IPSET", Id="a", Name="a", Values="10.0.0.1")), "2019",
     "Policies[0].Type"),
    ("SetPolicy", v2_endpoint(acl(RemoteAddresses="azure-npm-12")), "2019", "Policies[0].Settings.RemoteAddresses"),
    ("Slash32EndpointPrefixes", v2_endpoint(IpConfigurations=[{"IpAddress": "10.0.0.4", "PrefixLength": 32}]),
     (10, 3), "IpConfigurations[0].PrefixLength"),
    ("Slash32EndpointPrefixes", v1_endpoint(IPAddress="10.0.0.4", PrefixLength=32), "2019", "PrefixLength"),
    ("TierAcl", v2_endpoint(policy("TierAcl", Name="t", Direction="In", Order=1)), "2022", "Policies[0].Type"),
    ("VxlanPort", v2_network(policy("VxlanPort", Port=4790)), "2019", "Policies[0].Type"),
    ("Accelnet", MACS, "win11", ""),
    ("ModifyLoadbalancer", v2_balancer(), "2022", ""),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "document", "target", "path"), USES)
def test_use_of_a_feature_is_found_where_it_is_lacking(feature: str, document: Any, target: Any, path: str) -> None:
    """The path leads to what has to go; the alternative is what makes it portable."""
    [finding] = [one for one in found(document, target) if one.effect is not Effect.NOTE or feature == one.feature]
    assert (finding.feature, finding.path) == (feature, path)
    assert finding.instead == (FEATURES[feature].instead or None)
    assert finding.since is not None
    assert FEATURES[feature].since in finding.since
    assert finding.effect is BY_FEATURE[feature].effect


@pytest.mark.parametrize(("feature", "document", "target", "path"), USES)
def test_use_of_a_feature_is_fine_where_it_is_there(feature: str, document: Any, target: Any, path: str) -> None:
    """A linter that cries wolf is switched off."""
    assert found(document, "2025") == []


def test_every_feature_is_found_somewhere() -> None:
    """A feature that lint does not look for would pass; left out is what came with HCN itself or is always there."""
    with_hcn = {name for name, one in FEATURES.items() if one.since == FEATURES["Api.V2"].since}
    assert {use[0] for use in USES} == set(FEATURES) - (with_hcn - {"Api.V2"}) - {"Api.V1"}


@pytest.mark.parametrize("type_", ["RemoteSubnetRoute", "HostRoute"])
def test_what_came_with_hcn_is_told_by_the_door_alone(type_: str) -> None:
    """Windows that lacks these lacks HCN: one finding says it all."""
    document = v2_network(policy(type_, **(ROUTE if type_ == "RemoteSubnetRoute" else {})))
    assert [one.feature for one in found(document, "1803")] == ["Api.V2"]
    assert found(document, "2019") == []


@pytest.mark.parametrize(
    ("document", "target", "path", "effect", "instead"),
    [
        (v2_endpoint(policy("Iov", IovOffloadWeight=1)), "2019", "Policies[0].Type", Effect.REFUSED, "leave it out"),
        (v2_endpoint(policy("VLAN", IsolationId=7)), "2019", "Policies[0].Type", Effect.REFUSED, "subnet"),
        (v2_endpoint(policy("Firewall", VmCreatorId=ID)), "2022", "Policies[0].Type", Effect.REFUSED, "ACL"),
        (v2_balancer(HostComputeNetwork=ID), "2019", "HostComputeNetwork", Effect.IGNORED, "endpoints say"),
        ({"Type": "Guest", "NamespaceId": 1, "CreateWithCompartment": True, **V2}, "2019", "CreateWithCompartment",
         Effect.IGNORED, "leave it out"),
        ({"Type": "mirrored", "Subnets": []}, "2019", "Type", Effect.REFUSED, "NAT or ICS"),
        (v2_endpoint(IpConfigurations=[{"IpAddress": "10.0.0.4", "IpSubnetId": ID}]), "2019",
         "IpConfigurations[0].IpSubnetId", Effect.IGNORED, "IpAddress"),
        (v1_endpoint(v1_acl(Protocols="6,17")), "rs1", "Policies[0].Protocols", Effect.IGNORED, "each protocol"),
    ],
)  # fmt: skip
def test_what_the_schema_brought_later_is_found(
    document: Any, target: str, path: str, effect: Effect, instead: str
) -> None:
    """Members and kinds have versions too; what is not read does not fail, it is just not so."""
    [finding] = [one for one in found(document, target) if one.effect is not Effect.NOTE]
    assert (finding.path, finding.effect) == (path, effect)
    assert instead in str(finding.instead)
    assert found(document, "2025") == []


def test_member_without_alternative_is_to_be_left_out() -> None:
    """What is ignored can go: that is always an alternative."""
    document = v2_network(Ipams=[{"Subnets": [{**SUBNETS[0], "Flags": 1}]}])
    [finding] = found(document, "2019")
    assert (finding.path, finding.instead) == ("Ipams[0].Subnets[0].Flags", "leave it out")


def test_flag_that_came_later_is_ignored() -> None:
    """The call succeeds: the bit does nothing."""
    [finding] = found(v2_network(Flags=128), "2022")
    assert (finding.path, finding.effect, finding.instead) == ("Flags", Effect.IGNORED, "leave the flag out")


def test_member_that_says_no_is_no_matter() -> None:
    """Kubernetes sends IsDSR as false to hosts that never heard of it."""
    balancer = {"References": [f"/endpoints/{ID}"], "Policies": [{**ELB, "IsDSR": False}]}
    assert found(balancer, "2019") == []


def test_what_the_service_made_is_a_note_in_what_it_gave() -> None:
    """Who moves a dump to an older host need not take out what that host makes anew."""
    subnet = {"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.0.1", "IpSubnets": [{"ID": ID}]}
    sent, given = {"Name": "w", "Subnets": [subnet]}, {"Name": "w", "Subnets": [subnet], "State": 1}
    assert [one.effect for one in found(sent, "2019")] == [Effect.IGNORED]
    assert [one.effect for one in found(given, "2019")] == [Effect.NOTE]


@pytest.mark.parametrize("members", [{}, {"Direction": ""}, {"Direction": None}])
def test_what_is_not_there_is_called_missing(members: dict[str, Any]) -> None:
    """An empty place in a sentence reads as a mistake of ours."""
    [finding] = found(v1_endpoint({"Type": "ACL", "Action": "Allow", **members}), "2022")
    assert finding.why == "it is missing, allowed is In or Out"


def test_inside_of_what_is_lacking_nothing_more_is_said() -> None:
    """Ten lines about the members of a policy that is not there would hide the one that says so."""
    tier = policy("TierAcl", Name="t", Direction="Sideways", TierAclRules=[{"Protocols": "252", "Nonsense": 1}])
    assert [one.path for one in found(v2_endpoint(tier), "2019")] == ["Policies[0].Type"]


def test_rules_of_tiers_are_looked_at_where_there_are_tiers() -> None:
    """A rule is a rule, wherever it stands."""
    tier = policy(
        "TierAcl", Name="t", Direction="In", TierAclRules=[{"TierAclRuleAction": "Pass", "LocalAddresses": "Any"}]
    )
    [finding] = found(v2_endpoint(tier), "2025")
    assert finding.path == "Policies[0].Settings.TierAclRules[0].LocalAddresses"


def test_wrong_values_are_found_for_every_target() -> None:
    """Lint is validation and more: one look at a document is enough."""
    document = {"Name": "web", "Subnets": [{"AddressPrefix": "10.0.0.0/33"}], "SourceMac": "zz"}
    for result in lint.check(document):
        assert [one.path for one in result.findings] == [
            "SourceMac", "Subnets[0].AddressPrefix", "Subnets[0].GatewayAddress",
        ]  # fmt: skip
        assert {one.effect for one in result.findings} == {Effect.REFUSED}
        assert not result.clean


def test_findings_are_in_the_order_of_the_document_s_paths() -> None:
    """The tenth policy comes after the second."""
    document = v2_endpoint(*[policy("Iov", IovOffloadWeight=1) for _ in range(11)])
    paths = [one.path for one in found(document, "2019")]
    assert paths == [f"Policies[{index}].Type" for index in range(11)]


@pytest.mark.parametrize(
    ("targets", "names"),
    [
        ("2019,2022", ["2019", "2022"]),
        ("2019 13.3", ["2019", "13.3"]),
        ((13, 3), ["13.3"]),
        (["rs1", (9, 2)], ["rs1", "9.2"]),
        (hns.HNSVersion(major=9, minor=2), ["9.2"]),
    ],
)
def test_targets_are_given_as_one_likes(targets: Any, names: list[str]) -> None:
    """A list, a text, a version that a host told."""
    assert [one.target.name for one in lint.check(v1_endpoint(), targets)] == names


def test_targets_are_those_that_containers_run_on() -> None:
    """Who says nothing wants to know about what is in use."""
    assert [one.target.name for one in lint.check(v1_endpoint())] == list(lint.DEFAULT_TARGETS)


def test_note_leaves_a_document_clean() -> None:
    """That a balancer cannot be changed later is no reason to refuse it."""
    [result] = lint.check(v2_balancer(), "2022")
    assert result.clean
    assert [one.effect for one in result.findings] == [Effect.NOTE]


def test_models_are_documents_too() -> None:
    """Programs have models, not text."""
    rule = hcn.ACL(action="Block", direction="Out", remote_addresses=["any"])
    model = hcn.HostComputeEndpoint(host_compute_network=ID, policies=[rule])
    assert [one.path for one in found(model, "2022")] == ["Policies[0].Settings.RemoteAddresses"]


def test_finding_reads_as_a_sentence() -> None:
    """Logs show findings as they print."""
    [finding] = found(v2_endpoint(policy("TierAcl", Name="t", Direction="In")), "2022")
    assert str(finding) == (
        "Policies[0].Type: refused: lacks TierAcl: rules in tiers, where a rule may pass a packet on to the next tier "
        "(since HNS 14.0: Windows win11, build 22621); "
        "instead: ACL policies, whose priorities follow the order of the tiers"
    )
    assert str(LintFinding("", None, "no")) == "the document: refused: no"


def test_result_is_a_document_too() -> None:
    """CI systems read JSON."""
    [release, version] = lint.check(v1_endpoint(v1_acl(Id="r")), ["rs1", "7.3"])
    document = json.loads(json.dumps(release.document()))
    assert document["Windows"] == "Windows Server 2016"
    assert document["Version"] == {"Major": 1, "Minor": 1}
    assert document["Clean"] is False
    assert document["Findings"][0]["Path"] == "Policies[0].Id"
    assert document["Findings"][0]["Feature"] == "Acl.AclRuleId"
    assert version.document() == {
        "Target": "7.3", "Windows": None, "Build": None, "Version": {"Major": 7, "Minor": 3}, "Clean": True,
        "Findings": [],
    }  # fmt: skip


def test_policies_are_as_old_as_microsoft_s_schema_says() -> None:
    """hcsshim's table goes before it; for the rest the schema is all that there is."""
    schema = json.loads((REFERENCE / "schema_hcn.json").read_text(encoding="utf-8"))
    since = {row["value"].lower(): row["since"] for row in schema["enums"]["EndpointPolicyType"]["values"]}
    ours = BY_POLICY["v2", "endpoint"]
    assert {name for name, version in since.items() if version != "2.0"} <= set(ours)
    for name, newer in ours.items():
        if newer.feature is None and name in since:
            assert newer.since == f"HCN {since[name]}"
