"""Windows releases and builds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcspy import features, hns
from hcspy.errors import InvalidDocumentError
from hcspy.features import BUILDS, RELEASES, TARGETS, Build, Release, Target, builds
from hcspy.testing.profiles import PROFILES

REFERENCE = Path(__file__).parents[1] / "data" / "reference"


def test_builds_are_hcsshims() -> None:
    """osversion.RS5 in Go and Build.RS5 here must be one number."""
    rows = json.loads((REFERENCE / "features.json").read_text(encoding="utf-8"))["osversion_builds"]
    assert {row["name"].upper(): row["build"] for row in rows} == BUILDS


def test_names_of_a_build_are_one_member() -> None:
    """Several names stand for one build, and compare as one."""
    assert Build.LTSC2022 is Build.V21H2SERVER
    assert builds.names(14393) == ("LTSC2016", "RS1", "V1607")
    assert builds.names(1) == ()


def test_releases_are_the_profiles_of_the_fake_and_more() -> None:
    """A document that lint passes for 2022 must mean the 2022 that the fake plays."""
    assert tuple(PROFILES) == TARGETS
    for name, profile in PROFILES.items():
        assert (RELEASES[name].build, RELEASES[name].hns) == (profile.build, profile.hns)


def test_releases_are_in_order() -> None:
    """Tables list them as they are; counts only grow."""
    found = [release.build for release in RELEASES.values()]
    assert found == sorted(found)
    for member in ("hns", "hcn_schema", "hcs_schema"):
        counts = [getattr(release, member) for release in RELEASES.values() if getattr(release, member)]
        assert counts == sorted(counts)


def test_schema_versions_are_microsofts() -> None:
    """The releases that Microsoft's schema names, by build."""
    documented = {17763: (2, 0), 19041: (2, 6), 20348: (2, 11), 22000: (2, 14)}
    found = {release.build: release.hcn_schema for release in RELEASES.values()}
    assert {build: found[build] for build in documented} == documented


def test_schemas_of_releases_are_those_that_validation_knows() -> None:
    """A member that validation lets through for a release must be in the schema that the release is said to read."""
    for release in RELEASES.values():
        if release.hns is not None:
            assert features.schema_version(release) == release.hcn_schema


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("2022", "2022"), ("ws2022", "2022"), ("LTSC2022", "2022"), ("20348", "2022"), (" 13.3 ", "13.3"),
        ("HNS 13.3", "13.3"), ("1809", "2019"), ("rs5", "2019"), ("ltsc2016", "rs1"), ("2016", "rs1"), ("V1607", "rs1"),
        ("9.4", "9.4"),
        ((9, 2), "9.2"), ([15, 4], "15.4"), (RELEASES["win11"], "win11"), (hns.HNSVersion(major=7, minor=2), "7.2"),
        (Target("x", (1, 1)), "x"), ("1709", "1709"), ("22h2win11", "win11"),
    ],
)  # fmt: skip
def test_target_has_many_names(word: Any, name: str) -> None:
    """People know their Windows by year, by build, or by code name; a host tells its version."""
    assert features.target(word).name == name


def test_version_of_a_release_is_that_release() -> None:
    """The version is what a host tells, the release is what people know."""
    assert str(features.target((13, 3))) == "Windows Server 2022 (build 20348, HNS 13.3, schema 2.11)"
    assert str(features.target("1803")) == "Windows Server, version 1803 (build 17134, HNS 7.2)"
    assert str(features.target("9.4")) == "HNS 9.4"


def test_release_whose_version_nobody_recorded_is_no_target() -> None:
    """A guess would pass for a fact."""
    with pytest.raises(InvalidDocumentError, match="Windows Server, version 2004") as caught:
        features.target("2004")
    assert "11.10" in str(caught.value.hint)


@pytest.mark.parametrize(("word", "hint"), [("ws2020", "ws2022"), ("zzz", "13.3")])
def test_unknown_target_is_an_error_with_what_is_near(word: str, hint: str) -> None:
    """A misspelt target must not pass for the newest."""
    with pytest.raises(InvalidDocumentError, match=r"rs1, 1703.*2025") as caught:
        features.target(word)
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("rs1", None),
        ("1803", None),
        ("2019", (2, 0)),
        ((9, 9), (2, 0)),
        ("2022", (2, 11)),
        ((16, 0), (2, 16)),
        ((0, 9), None),
        ((11, 10), (2, 6)),
    ],
)
def test_schema_version_follows_the_service(version: Any, schema: Any) -> None:
    """What a host reads is what its newest known relative reads."""
    assert features.schema_version(version) == schema


def test_release_knows_its_names() -> None:
    """Completion and error messages list them."""
    assert isinstance(RELEASES["2019"], Release)
    assert RELEASES["2019"].names == ("2019", "ltsc2019", "rs5", "v1809", "1809", "ws2019")
