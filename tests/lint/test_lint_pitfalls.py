"""What looks right and is not: each was reported by somebody."""

from __future__ import annotations

from typing import Any

import pytest

from hcspy import lint
from hcspy.lint import Effect, LintFinding

ID = "b7e0c4aa-51d2-4c0f-9a77-6655443322aa"
V2 = {"SchemaVersion": {"Major": 2, "Minor": 0}}


def found(document: Any, target: Any, **more: Any) -> list[LintFinding]:
    """Return what lint finds for one target."""
    [result] = lint.check(document, [target], **more)
    return list(result.findings)


def v1(*policies: Any) -> dict[str, Any]:
    """An endpoint for HNS v1."""
    return {"VirtualNetwork": ID, "Policies": list(policies)}


def v2(*policies: Any) -> dict[str, Any]:
    """An endpoint for HCN."""
    return {"HostComputeNetwork": ID, **V2, "Policies": list(policies)}


@pytest.mark.parametrize("word", ["Any", "any", "*", "all"])
@pytest.mark.parametrize("member", ["LocalAddresses", "RemoteAddresses", "LocalPorts", "RemotePorts", "Protocols"])
def test_any_is_refused_by_every_windows(word: str, member: str) -> None:
    """hcsshim#1059: people write what they know from firewalls; leaving the member out means all."""
    rule = {"Action": "Block", "Direction": "Out", member: word}
    for target in ("2019", "2022", "2025"):
        [old] = found(v1({"Type": "ACL", **rule}), target)
        [new] = found(v2({"Type": "ACL", "Settings": rule}), target)
        assert (old.path, new.path) == (f"Policies[0].{member}", f"Policies[0].Settings.{member}")
        assert old.effect is new.effect is Effect.REFUSED
        assert old.instead == f"leave {member} out: that means all"


@pytest.mark.parametrize(
    ("given", "bare"),
    [("172.17.0.1/16", "172.17.0.0/16"), ("10.0.0.9/8", "10.0.0.0/8"), ("fd00::1/64", "fd00::/64")],
)
def test_exception_with_host_bits_is_refused_from_2022_on(given: str, bare: str) -> None:
    """hcsshim#1951: a document that worked on 2019 fails on 2022 with an error that does not name the member."""
    document = v1({"Type": "OutBoundNAT", "ExceptionList": [given, "6.0.0.0/8"]})
    assert [one for one in found(document, "2019") if one.instead == bare] == []
    [finding] = [one for one in found(document, "2022") if one.instead == bare]
    assert finding.path == "Policies[0].ExceptionList[0]"


def test_exception_without_host_bits_is_fine_everywhere() -> None:
    """Addresses and prefixes as they should be, and values that validation speaks about."""
    document = v2({"Type": "OutBoundNAT", "Settings": {"Exceptions": ["172.17.0.0/16", "10.0.0.9/32"]}})
    assert all(result.findings == () for result in lint.check(document))
    [finding] = found(v2({"Type": "OutBoundNAT", "Settings": {"Exceptions": ["<your service cidr>"]}}), "2022")
    assert finding.path == "Policies[0].Settings.Exceptions[0]"


@pytest.mark.parametrize(
    ("document", "path", "instead"),
    [
        (v2({"Type": "OutBoundNAT", "Settings": {"ExceptionList": ["10.0.0.0/8"]}}),
         "Policies[0].Settings.ExceptionList", "Exceptions"),
        (v1({"Type": "OutBoundNAT", "Exceptions": ["10.0.0.0/8"]}), "Policies[0].Exceptions", "ExceptionList"),
        (v2({"Type": "ACL", "Settings": {"Action": "Allow", "Direction": "In", "Protocol": 6}}),
         "Policies[0].Settings.Protocol", "Protocols"),
        ({**v2(), "DNSServerList": "10.0.0.1"}, "DNSServerList", "Dns.ServerList"),
        ({"HostComputeNetwork": ID, "IpConfigurations": [{"IpAddress": "10.0.0.4"}]}, "SchemaVersion",
         '{"Major": 2, "Minor": 0}'),
        (v1({"Type": "ACL", "Action": "Allow", "Direction": "In", "Settings": {"Priority": 1}}), "Policies[0].Settings",
         "the members of Settings, beside Type"),
    ],
)  # fmt: skip
def test_members_of_the_other_door_are_ignored(document: Any, path: str, instead: str) -> None:
    """Calico lost its exceptions that way: nothing failed, and pods could not reach the service network."""
    [finding] = [one for one in found(document, "2022") if one.effect is Effect.IGNORED]
    assert (finding.path, finding.instead) == (path, instead)


@pytest.mark.parametrize(
    ("document", "path", "instead"),
    [
        (v2({"Type": "NAT", "Settings": {"InternalPort": 80}}), "Policies[0].Type", "PortMapping"),
        (v1({"Type": "SDNRoute", "DestinationPrefix": "10.0.0.0/8"}), "Policies[0].Type", "ROUTE"),
        (v2({"Type": "ACL", "Action": "Allow", "Direction": "In"}), "Policies[0].Settings", "Settings"),
    ],
)
def test_policies_of_the_other_door_are_refused(document: Any, path: str, instead: str) -> None:
    """One thing has two names; the error of the service says neither."""
    assert [(path, instead)] == [
        (one.path, one.instead) for one in found(document, "2022") if one.effect is Effect.REFUSED and one.instead
    ]


def test_policy_of_a_subnet_is_looked_at() -> None:
    """Subnets carry policies as well, at both doors."""
    subnet = {"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.0.1"}
    old = {"Name": "w", "Subnets": [{**subnet, "Policies": [{"Type": "VSID", "Settings": {"IsolationId": 5000}}]}]}
    assert "Subnets[0].Policies[0].Settings" in [one.path for one in found(old, "2022")]
    vsid = {"Type": "VSID", "IsolationId": 5000}
    new = {"Name": "w", **V2, "Ipams": [{"Subnets": [{"IpAddressPrefix": "10.0.0.0/24", "Policies": [vsid]}]}]}
    assert "Ipams[0].Subnets[0].Policies[0].Settings" in [one.path for one in found(new, "2022")]


def test_namespace_may_do_without_schema_version() -> None:
    """hcsshim's own tests create namespaces that say nothing but 0.0."""
    assert found({"NamespaceId": 5, "NamespaceGuid": ID, "SchemaVersion": {"Major": 0, "Minor": 0}}, "2022") == []


def test_policy_without_type_is_left_to_validation() -> None:
    """Lint must not stumble over what is not there."""
    assert all(one.effect is not Effect.IGNORED for one in found(v2({}), "2022"))
    assert all(one.effect is not Effect.IGNORED for one in found(v1("nonsense"), "2022"))
