"""Which versions a document is meant for."""

from __future__ import annotations

import pytest

from hcspy import hns
from hcspy.testing.profiles import PROFILES as FAKE_PROFILES
from hcspy.validate import validate
from hcspy.validate.targets import PROFILES, described, reached, version_of


def test_profiles_are_those_of_the_fake() -> None:
    """A document that is checked for 2019 must mean the 2019 that the fake plays."""
    theirs = {name: (profile.build, profile.hns) for name, profile in FAKE_PROFILES.items()}
    assert {name: (profile.build, profile.hns) for name, profile in PROFILES.items()} == theirs


def test_target_is_a_profile_or_a_version() -> None:
    """The version of a host that was asked is as good as a name."""
    assert version_of("1803") == version_of((7, 2)) == version_of(hns.HNSVersion(major=7, minor=2).pair)


def test_unknown_target_is_refused_with_what_there_is() -> None:
    """A misspelt profile must not pass for the newest."""
    with pytest.raises(ValueError, match=r"2016.*rs1.*2025"):
        validate(hns.HNSNetwork(), "2016")


@pytest.mark.parametrize(
    ("since", "inside", "outside"),
    [
        ("HNS 7.2", [(7, 2), (7, 3), (8, 0), (15, 4)], [(7, 1), (6, 9), (1, 1)]),
        ("HNS 9.3-9.*, 10.2", [(9, 3), (9, 99), (10, 2), (13, 0)], [(9, 2), (10, 1), (10, 0)]),
        ("HNS 15.4", [(15, 4), (16, 0)], [(15, 3)]),
        ("HCN 2.0", [(9, 2), (15, 4)], [(9, 1), (7, 2)]),
        ("HCN 2.7", [(13, 0), (15, 4)], [(11, 99), (9, 2)]),
        ("HCN 2.17", [], [(15, 4), (99, 0)]),
    ],
)
def test_features_came_with_versions_and_sometimes_left_again(
    since: str, inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    """Windows 1809 got some features by update that 1903 was released without."""
    assert all(reached(since, version) for version in inside)
    assert not any(reached(since, version) for version in outside)


def test_version_is_told_with_its_windows() -> None:
    """Nobody knows HNS versions by heart."""
    assert described("HNS 15.4") == "HNS 15.4: Windows 2025, build 26100"
    assert described("HNS 99.0") == "HNS 99.0"
    assert described("HCN 2.7") == "HCN 2.7: Windows 2022, build 20348"


NEWER = [
    (
        hns.HNSEndpoint(name="e", virtual_network_name="n", policies=[hns.ACL(id="r", action="Allow", direction="In")]),
        "1803",
        "rs1",
        "Policies[0].Id",
    ),
    (hns.ACL(action="Allow", direction="In", remote_addresses="10.0.0.1,10.0.0.2"), "1803", "rs1", "RemoteAddresses"),
    (hns.ACL(action="Allow", direction="In", local_ports=[80, 443]), (7, 2), (7, 1), "LocalPorts"),
    (hns.ACL(action="Allow", direction="In", rule_type="host"), "1803", "rs1", "Priority"),
    (hns.ACL(action="Allow", direction="In", protocol=252), "2022", "1903", "Protocol"),
    (hns.PROXY(port="80"), (9, 5), "2019", "Type"),
    (hns.ELB(is_dsr=True), (10, 2), (10, 1), "IsDSR"),
    (hns.HNSNetwork(type="mirrored"), "2022", "2019", "Type"),
    (hns.HNSNetwork(flags=hns.NetworkFlags.DISABLE_HOST_PORT | hns.NetworkFlags.ENABLE_DNS), "2025", "win11", "Flags"),
    (
        hns.HNSNetwork(
            subnets=[
                hns.Subnet(address_prefix=f"{net}/64" if ":" in net else f"{net}/8", gateway_address=net)
                for net in ("10.0.0.0", "fd00::")
            ]
        ),
        "2022",
        "2019",
        "Subnets[1].AddressPrefix",
    ),
    (
        hns.HNSEndpoint(virtual_network_name="n", ip_address="10.0.0.1", ipv6_address="fd00::1"),
        "2022",
        "1903",
        "IPv6Address",
    ),
    (hns.HNSEndpoint(virtual_network_name="n", prefix_length=32), "2022", "2019", "PrefixLength"),
    (
        hns.HNSNnvManagementMacList(mac_address_list=[hns.HNSNnvManagementMacAddress(mac_address="00-15-5D-0A-B7-C6")]),
        "2025",
        "win11",
        "MacAddressList",
    ),
]


@pytest.mark.parametrize(("model", "newer", "older", "path"), NEWER, ids=lambda value: str(value)[:24])
def test_member_that_the_target_does_not_know_is_found(model: object, newer: object, older: object, path: str) -> None:
    """A document that works on one host is refused by another, or worse, half of it is ignored."""
    assert validate(model) == validate(model, newer) == []  # type: ignore[arg-type]
    [finding] = validate(model, older)  # type: ignore[arg-type]
    assert finding.path == path
    assert finding.since
    assert finding.since.startswith("HNS ")


def test_policy_of_an_unknown_kind_is_found_for_a_target_only() -> None:
    """Without a target nobody can say that the host does not know it."""
    network = hns.HNSNetwork(policies=[hns.UnknownPolicy.of({"Type": "Future"})])
    assert validate(network) == []
    [finding] = validate(network, "2022")
    assert finding.path == "Policies[0].Type"
    assert "OutBoundNAT" in finding.allowed


def test_new_endpoint_without_network_is_found_for_a_target_only() -> None:
    """hcsshim leaves that to the service, and so does a call without target."""
    assert validate(hns.HNSEndpoint(name="e")) == []
    assert [finding.path for finding in validate(hns.HNSEndpoint(name="e"), "2022")] == ["VirtualNetwork"]
    assert validate(hns.HNSEndpoint(id="4f6a2c90-7d1e-4b3a-a5c8-112233445566"), "2022") == []
