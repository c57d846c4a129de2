"""The command that checks documents for several versions of Windows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from hcspy.testing import FakeHost

Run = Callable[..., Result]
Documents = Callable[..., Any]

GOOD = {"Name": "web", "Subnets": [{"AddressPrefix": "10.0.0.0/24", "GatewayAddress": "10.0.0.1"}]}
ENDPOINT = """
HostComputeNetwork: b7e0c4aa-51d2-4c0f-9a77-6655443322aa
SchemaVersion: {Major: 2, Minor: 0}
Policies:
- Type: TierAcl
  Settings: {Name: t, Direction: In, Order: 1}
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    """A file with a document that every Windows takes."""
    path = tmp_path / "good.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    return str(path)


@pytest.fixture
def tiered(tmp_path: Path) -> str:
    """A file with a document that needs tiers."""
    path = tmp_path / "tiered.yaml"
    path.write_text(ENDPOINT, encoding="utf-8")
    return str(path)


def test_clean_document_exits_with_0(run: Run, good: str, fake_host: FakeHost) -> None:
    """CI goes on; no host is asked."""
    lines = run("lint", good).stdout.splitlines()
    assert lines == [
        "Windows Server 2019 (build 17763, HNS 9.2, schema 2.0): fine",
        "Windows Server 2022 (build 20348, HNS 13.3, schema 2.11): fine",
        "Windows Server 2025 (build 26100, HNS 15.4, schema 2.16): fine",
    ]
    assert not fake_host.calls


def test_findings_exit_with_1_and_a_table_for_each_target(run: Run, tiered: str) -> None:
    """CI stops, and says at which place, why, and what to do."""
    lines = run("lint", tiered, "--target", "2022,2025", code=1).stdout.splitlines()
    assert lines[0] == "Windows Server 2022 (build 20348, HNS 13.3, schema 2.11): 1 refused"
    assert lines[1].split() == ["PLACE", "EFFECT", "WHY", "SINCE", "INSTEAD"]
    for word in ("Policies[0].Type", "refused", "lacks TierAcl", "HNS 14.0", "ACL policies"):
        assert word in lines[2]
    assert lines[3:] == ["", "Windows Server 2025 (build 26100, HNS 15.4, schema 2.16): fine"]


def test_finding_about_the_whole_says_so(run: Run, tiered: str) -> None:
    """An empty cell would read as a mistake of the table."""
    assert "(all of it)" in run("lint", tiered, "-t", "1803", code=1).stdout


def test_json_is_for_programs(documents: Documents, good: str, tiered: str) -> None:
    """One entry a file, one a target, one a finding."""
    first, second = documents("lint", good, tiered, "-t", "2022", code=1)
    assert first == {
        "File": good,
        "Targets": [
            {
                "Target": "2022", "Windows": "Windows Server 2022", "Build": 20348,
                "Version": {"Major": 13, "Minor": 3}, "Clean": True, "Findings": [],
            }
        ],
    }  # fmt: skip
    [finding] = second["Targets"][0]["Findings"]
    assert finding["Path"] == "Policies[0].Type"
    assert finding["Effect"] == "refused"
    assert finding["Value"] == "TierAcl"


def test_several_files_are_told_apart(run: Run, good: str, tiered: str) -> None:
    """One name above each."""
    lines = run("lint", good, tiered, "-t", "2022", code=1).stdout.splitlines()
    assert (lines[0], lines[2:4]) == (good, ["", tiered])


def test_document_may_come_from_stdin_or_be_the_word_itself(run: Run) -> None:
    """As everywhere on the command line."""
    assert "fine" in run("lint", "-", "-t", "2022", input=json.dumps(GOOD)).stdout
    assert "fine" in run("lint", json.dumps(GOOD), "-t", "2022").stdout


def test_yaml_may_hold_several_documents(run: Run, tmp_path: Path) -> None:
    """As kubectl users keep them."""
    path = tmp_path / "all.yaml"
    path.write_text(f"---\n{ENDPOINT}---\n{ENDPOINT}---\n", encoding="utf-8")
    text = run("lint", f"@{path}", "-t", "2022", code=1).stdout
    assert "[0].Policies[0].Type" in text
    assert "[1].Policies[0].Type" in text


def test_unknown_member_is_a_finding_only_when_strict(run: Run) -> None:
    """Services grow; teams differ."""
    document = json.dumps({**GOOD, "Nmae": "x"})
    text = run("lint", document, "-t", "2022").stdout
    assert "1 unknown" in text
    assert "Name?" in text
    run("lint", document, "-t", "2022", "--strict", code=1)


def test_notes_are_counted_and_pass(run: Run) -> None:
    """They are no findings."""
    balancer = {"HostComputeEndpoints": [], "FrontendVIPs": ["10.0.0.1"], "SchemaVersion": {"Major": 2, "Minor": 0}}
    assert "1 note\n" in run("lint", json.dumps(balancer), "-t", "2022").stdout
    assert "2 notes\n" in run("lint", json.dumps([balancer, balancer]), "-t", "2022").stdout


def test_kind_can_be_said(run: Run) -> None:
    """Where the members do not tell."""
    assert "--kind" in run("lint", '{"Name":"x"}', code=2).stderr
    run("lint", '{"Name":"x"}', "--kind", "network")
    assert "SchemaVersion" in run("lint", '{"Name":"x"}', "--kind", "network", "--api", "v2", code=1).stdout


@pytest.mark.parametrize("words", [["nowhere.json"], ["@nowhere.json"], ["{x: ["], ["[1]"], [], ["{}", "-t", "2020"]])
def test_what_cannot_be_checked_is_wrong_usage(run: Run, words: list[str]) -> None:
    """A missing file must not look like a clean one, nor like findings."""
    assert "Traceback" not in run("lint", *words, code=2).stderr


def test_dump_of_one_host_is_checked_for_another(run: Run, network: Any, tmp_path: Path) -> None:
    """Before an upgrade, or before a document from the new host goes to an old one."""
    path = tmp_path / "node.json"
    run("dump", str(path))
    run("lint", str(path), "--target", "2025")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "there is no document in it"),
        (b"---\n# to be written\n", "there is no document in it"),
        (b'"text"', "not 'text'"),
        (b"null", "not None"),
        (b"[1, 2]", "not 1"),
        (b"{" * 50_000, "nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"not json {", "not 'not json {'"),
        (b"a: [", "neither JSON nor YAML"),
        (b"\xff\xfe\x00", "'utf-16"),
    ],
    ids=["empty", "only a comment", "text", "null", "numbers", "open", "deep", "words", "broken", "binary"],
)
def test_file_without_a_document_is_wrong_usage(run: Run, tmp_path: Path, data: bytes, said: str) -> None:
    """A pipeline that wrote nothing would have it waved through, or be told of a mistake in hcspy."""
    path = tmp_path / "odd.json"
    path.write_bytes(data)
    stderr = run("lint", str(path), "--target", "2019", code=2).stderr
    assert said in stderr
    assert "mistake in hcspy" not in stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_may_be_as_powershell_writes_it(run: Run, tmp_path: Path, encoding: str) -> None:
    """`Get-HnsNetwork | ConvertTo-Json > network.json` is UTF-16 with a mark before it."""
    path = tmp_path / "network.json"
    path.write_text(json.dumps({**GOOD, "Name": "grün"}, ensure_ascii=False), encoding=encoding)
    assert run("lint", str(path), "--target", "2019").stdout.endswith("fine\n")
