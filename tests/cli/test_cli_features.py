"""The command that says what a host, or a Windows release, can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import Result

from hcspy import features, to_dict
from hcspy.cli.app import app
from hcspy.features import FEATURES
from hcspy.testing import FakeHost

Run = Callable[..., Result]
Documents = Callable[..., Any]


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of a table by the first one."""
    lines = [[cell for cell in line.split("  ") if cell.strip()] for line in text.splitlines()]
    return {line[0]: [cell.strip() for cell in line[1:]] for line in lines if line}


def test_host_is_asked_for_its_version(run: Run, documents: Documents, fake_host: FakeHost) -> None:
    """Without targets it is the host that counts."""
    table = rows(run("features").stdout)
    assert table["FEATURE"] == ["HNS 13.3", "SINCE"]
    assert table["TierAcl"] == ["no", "from HNS 14.0 on"]
    assert set(table) == {"FEATURE", *FEATURES, "HCN schema", "HCS schema"}
    assert (table["HCN schema"][0], table["HCS schema"][0]) == ("2.11", "2.5")
    assert documents("features")["Features"] == to_dict(features.supported("2022"))
    assert [str(request.path) for request in fake_host.calls.requests] == ["/globals/version"] * 2


def test_targets_are_looked_up_without_a_host(run: Run, documents: Documents, fake_host: FakeHost) -> None:
    """Which release has what is known offline."""
    table = rows(run("features", "--target", "2019,ws2022", "-t", "2025", "-t", "9.5").stdout)
    assert table["FEATURE"] == ["2019", "2022", "2025", "HNS 9.5", "SINCE"]
    assert table["L4Proxy"][:4] == ["no", "yes", "yes", "yes"]
    assert table["ModifyLoadbalancer"][:4] == ["no", "no", "yes; no by hnslib", "no"]
    old, new, bare = documents("features", "-t", "1803,2025,9.5")
    assert (old["Target"], old["Build"], old["SchemaVersion"]) == ("1803", 17134, None)
    assert (old["HcsSchemaVersion"], new["HcsSchemaVersion"]) == ({"Major": 1, "Minor": 0}, {"Major": 2, "Minor": 7})
    assert (new["Windows"], new["SchemaVersion"]) == ("Windows Server 2025", {"Major": 2, "Minor": 16})
    assert (bare["Windows"], bare["Version"]) == (None, {"Major": 9, "Minor": 5})
    assert new["Features"]["TierAcl"] is True
    assert not fake_host.calls


def test_features_are_explained_by_name(run: Run, documents: Documents, fake_host: FakeHost) -> None:
    """Who meets a name in an error wants to know what it is."""
    text = run("features", "tieracl", "hcn.ModifyLoadbalancerSupported").stdout
    assert "rules in tiers" in text
    assert "Windows Server 2025 (build 26100)" in text
    assert "HNS 15.5-15.*, 16.0" in text
    assert "\n\nModifyLoadbalancer\n" in text
    [found] = documents("features", "Accelnet")
    assert found["Since"] == "HNS 15.4"
    assert found["Instead"] is None
    assert not fake_host.calls


def test_features_can_be_picked_for_targets(run: Run) -> None:
    """A script asks for one."""
    assert set(rows(run("features", "DSR", "SetPolicy", "-t", "2022").stdout)) == {"FEATURE", "DSR", "SetPolicy"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["features", "TierACLs"], "near it: TierAcl"),
        (["features", "-t", "ws2020"], "near it"),
        (["features", "-t", "2004"], "11.10"),
    ],
)
def test_words_that_mean_nothing_are_wrong_usage(run: Run, words: list[str], said: str) -> None:
    """Exit code 2, and what was meant."""
    assert said in run(*words, code=2).stderr


@pytest.mark.parametrize(
    ("args", "incomplete", "expected"),
    [
        (["features"], "Ti", ["TierAcl"]),
        (["features", "-t"], "20", ["2019", "2022", "2025"]),
        (["lint", "x.json", "--target"], "2019,2", ["2019,2019", "2019,2022", "2019,2025"]),
    ],
)
def test_names_and_targets_are_completed(args: list[str], incomplete: str, expected: list[str]) -> None:
    """The last word of a list too."""
    complete = ShellComplete(app, {}, "hcspy", "_HCSPY_COMPLETE")
    assert [item.value for item in complete.get_completions(args, incomplete)] == expected
    assert isinstance(app, click.Group)
