"""The table of features: hcsshim's, with hnslib's corrections."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy import features, to_dict, to_json
from hcspy.errors import FeatureMissingError, InvalidDocumentError, NotSupportedError
from hcspy.features import FEATURES, AclFeatures, ApiSupport, Feature, SupportedFeatures
from hcspy.features.table import said
from hcspy.validate.hns import endpoint, network

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
NO_END = 2147483647


def reference(name: str) -> Any:
    """Return one of the reference files."""
    return json.loads((REFERENCE / name).read_text(encoding="utf-8"))


ROWS: dict[str, dict[str, Any]] = {row["feature"]: row for row in reference("features.json")["hcn_features"]}


def spelled(ranges: list[dict[str, Any]] | None) -> str:
    """Return ranges of the reference as our table spells them."""
    if ranges is None:
        return "HNS 0.0"
    parts = []
    for one in ranges:
        low, high = one["min"], one["max"]
        ends = f"-{high['major']}.*" if high["major"] != NO_END else ""
        assert high["minor"] == NO_END
        parts.append(f"{low['major']}.{low['minor']}{ends}")
    return f"HNS {', '.join(parts)}"


def test_table_has_every_feature_of_hcsshim() -> None:
    """A feature that is not there cannot be asked for."""
    assert set(FEATURES) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_versions_are_hcsshims(name: str) -> None:
    """Who ports a program from Go must get the same answers."""
    row = ROWS[name]
    assert FEATURES[name].since == spelled(row["ranges"])
    assert FEATURES[name].json_path == row["json_path"]
    assert FEATURES[name].check == row.get("check", "").removeprefix("hcn.")


@pytest.mark.parametrize("name", ROWS)
def test_corrections_are_hnslibs(name: str) -> None:
    """hnslib is what Microsoft maintains; where it differs, a host may be overrated."""
    expected = ROWS[name].get("hnslib_ranges")
    assert FEATURES[name].hnslib == (spelled(expected) if expected else "")


def test_v1_features_are_among_them() -> None:
    """The two doors must not disagree about one host."""
    for row in reference("features.json")["hns_v1_features"]:
        low = row["min"]
        assert FEATURES[row["feature"]].since == f"HNS {low['major']}.{low['minor']}"
        assert FEATURES[row["feature"]].json_path == row["json_path"]


GO_ACL = '{"AclAddressLists":false,"AclHostRulePriority":false,"AclPortRanges":false,"AclRuleId":false}'
GO_API = '{"V1":false,"V2":false}'
GO_ALL = (
    f'{{"ACL":{GO_ACL},"API":{GO_API},"RemoteSubnet":false,"HostRoute":false,"DSR":false,'
    '"Slash32EndpointPrefixes":false,"AclSupportForProtocol252":false,"SessionAffinity":false,"IPv6DualStack":false,'
    '"SetPolicy":false,"VxlanPort":false,"L4Proxy":false,"L4WfpProxy":false,"TierAcl":false,"NetworkACL":false,'
    '"NestedIpSet":false,"DisableHostPort":false,"ModifyLoadbalancer":false,"Accelnet":false}'
)


@pytest.mark.parametrize(("cls", "zero"), [(SupportedFeatures, GO_ALL), (AclFeatures, GO_ACL), (ApiSupport, GO_API)])
def test_documents_are_written_as_go_writes_them(cls: type, zero: str) -> None:
    """A program that reads our JSON with hcsshim's types finds every member in its place."""
    assert to_json(cls()) == zero


def test_every_feature_has_its_place_in_the_document() -> None:
    """The answer of `supported` would lack a feature otherwise."""
    document = to_dict(features.supported((99, 0)))
    for one in FEATURES.values():
        value = document
        for step in one.json_path.split("."):
            value = value[step]
        assert value is True


@pytest.mark.parametrize(
    ("name", "version", "expected"),
    [
        ("Acl.AclRuleId", (7, 1), False), ("Acl.AclRuleId", (7, 2), True),
        ("Slash32EndpointPrefixes", (9, 2), False), ("Slash32EndpointPrefixes", (9, 3), True),
        ("Slash32EndpointPrefixes", (10, 0), False), ("Slash32EndpointPrefixes", (10, 3), False),
        ("Slash32EndpointPrefixes", (10, 4), True),
        ("L4Proxy", (12, 0), False), ("L4Proxy", (12, 9), True), ("L4Proxy", (13, 0), False), ("L4Proxy", "2022", True),
    ],
)  # fmt: skip
def test_range_edges(name: str, version: Any, expected: bool) -> None:
    """hcsshim's own tests assert the first seven: what came by update was missing again in the next release."""
    assert features.feature(name).on(version) is expected


def test_supported_says_for_each_feature_what_the_table_says() -> None:
    """One source, two ways to ask."""
    for version in ("rs1", "1803", "2019", "1903", "2022", "win11", "2025"):
        document = to_dict(features.supported(version))
        for one in FEATURES.values():
            *groups, last = one.json_path.split(".")
            place = document[groups[0]] if groups else document
            assert place[last] is one.on(version), (version, one.name)


def test_supported_by_hnslib_differs_where_hnslib_does() -> None:
    """Server 2025 answers that it changed a load balancer, and some builds did not."""
    assert features.supported("2025").modify_loadbalancer
    assert not features.supported("2025", corrected=True).modify_loadbalancer
    assert features.supported((15, 5), corrected=True).modify_loadbalancer
    assert features.supported("2025", corrected=True).accelnet


def test_require_is_silent_where_the_feature_is() -> None:
    """Programs call it for what it raises."""
    for word in ("TierAcl", "tieracl", "tier_acl", "hcn.TierAclPolicySupported", FEATURES["TierAcl"]):
        features.require(word, "2025")


def test_require_names_feature_version_and_windows() -> None:
    """Who reads the error must know what to upgrade to, without a search."""
    with pytest.raises(FeatureMissingError) as caught:
        features.require("NetworkACL", (13, 3))
    assert str(caught.value) == (
        "HNS 13.3 (Windows Server 2022) lacks NetworkACL, which is there from HNS 15.0 on "
        "(Windows 11, version 22H2, build 22621; Windows Server 2025, build 26100)"
    )
    assert caught.value.hint == "portable: the same ACL policy on each endpoint of the network"
    assert isinstance(caught.value, NotSupportedError)


def test_require_says_when_no_release_has_it() -> None:
    """A version that came by update only belongs to no release."""
    with pytest.raises(FeatureMissingError, match=r"HNS 15\.5 to 15\.\*, and from 16\.0 on \(by update only\)"):
        features.require("ModifyLoadbalancer", "2025", corrected=True)


def test_require_of_a_version_without_release_names_the_version_alone() -> None:
    """Insider builds have versions that no release has."""
    with pytest.raises(FeatureMissingError, match=r"^HNS 8\.7 lacks Accelnet") as caught:
        features.require("Accelnet", (8, 7))
    assert caught.value.hint is None


def test_unknown_feature_is_an_error_with_what_is_near() -> None:
    """A misspelt feature must not count as missing on the host."""
    with pytest.raises(InvalidDocumentError, match="TierACLs") as caught:
        features.require("TierACLs", "2025")
    assert str(caught.value.hint).startswith("near it: TierAcl")
    with pytest.raises(InvalidDocumentError) as caught:
        features.feature("?")
    assert "AclSupportForProtocol252" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("HNS 13.0", "from HNS 13.0 on"),
        ("HNS 9.3-9.*, 10.2", "HNS 9.3 to 9.*, and from 10.2 on"),
        ("HNS 0.0", "every version"),
    ],
)
def test_versions_are_said_in_words(since: str, words: str) -> None:
    """The table's spelling is for programs."""
    assert said(since) == words


def test_releases_have_what_they_were_released_with() -> None:
    """1809 had direct server return by update only; 1903 was released with it."""
    assert [release.name for release in FEATURES["DSR"].releases] == ["1903", "2022", "win11", "2025"]
    assert FEATURES["DSR"].ranges == (((9, 3), 9), ((10, 2), None))
    assert FEATURES["DSR"].versions == "HNS 9.3 to 9.*, and from 10.2 on"


def test_validation_and_features_agree() -> None:
    """A document that is refused for a version and a host that says it can do it would be a contradiction."""
    assert FEATURES["Slash32EndpointPrefixes"].since == endpoint.SLASH_32
    assert FEATURES["IPv6DualStack"].since == network.DUAL_STACK


def test_every_feature_says_what_it_is() -> None:
    """Names alone explain nothing to who meets them first in an error."""
    for one in FEATURES.values():
        assert isinstance(one, Feature)
        assert one.what
        assert not one.what.endswith(".")
        assert one.instead or one.name in {"Api.V1", "Accelnet"}
