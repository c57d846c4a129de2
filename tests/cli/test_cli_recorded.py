"""Documents of real hosts, loaded into a fake, printed and changed from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hcspy.cli.app import app

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
# Requests and errors: there is no object in them.
EXCHANGES = {
    "hns_v1_accelnet.json", "hns_v1_attach_requests.json", "hns_v1_errors.json",
    "hns_v1_namespace_addresource.json", "hns_v1_post_endpoint_k8s_1809.json",
}  # fmt: skip
FILES = sorted(path.name for path in SAMPLES.glob("hns_*.json") if path.name not in EXCHANGES)
NOUNS = ("network", "endpoint", "policylist", "namespace")
# What the service counts and stamps by itself.
OWN = {"Health", "Resources", "CurrentEndpointCount", "MaxConcurrentEndpoints", "TotalEndpoints"}

Run = Callable[..., str]
# This record was cut: its subnet has no gateway, and the service fills it in.
FILLED_IN = {"hns_v1_resources_tree_nat_1809.json": {"Subnets"}}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line against a fake with a state file."""

    def invoke(*words: str) -> str:
        result = CliRunner().invoke(app, ["--api", "v1", "--host", f"fake:{tmp_path / 'node.json'}", *words])
        assert result.exit_code == 0, result.output
        return result.stdout

    return invoke


def documents(run: Run, *words: str) -> Any:
    """Return what a command prints as JSON."""
    return json.loads(run("-o", "json", *words))


@pytest.mark.parametrize("name", FILES)
def test_recorded_documents_print_in_every_form(run: Run, name: str) -> None:
    """Cut, odd and old documents too: what a host has, the command line shows."""
    run("load", str(SAMPLES / name))
    found = {noun: documents(run, noun, "ls") for noun in NOUNS}
    assert any(found.values())
    for noun, listed in found.items():
        assert len(run(noun, "ls").splitlines()) == 1 + len(listed)
        for document in listed:
            assert documents(run, noun, "get", document["ID"]) == document
            assert run(noun, "get", document["ID"])
    assert len(run("tree").splitlines()) > 1
    assert documents(run, "dump")["networks"] == found["network"]


@pytest.mark.parametrize("name", FILES)
def test_change_of_a_recorded_document_leaves_the_rest_alone(run: Run, name: str) -> None:
    """A member that hcspy does not know must be there after a change from the command line."""
    run("load", str(SAMPLES / name))
    for noun in ("network", "endpoint"):
        for before in documents(run, noun, "ls"):
            run(noun, "policy", "add", before["ID"], "QOS", "MaximumOutgoingBandwidthInBytes=1000")
            after = documents(run, noun, "get", before["ID"])
            assert after["Policies"] == [
                *(before.get("Policies") or ()),
                {"Type": "QOS", "MaximumOutgoingBandwidthInBytes": 1000},
            ]
            changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
            assert changed - OWN - FILLED_IN.get(name, set()) == {"Policies"}
