"""What clients are recorded to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hcn_coverage import sample, vectors
from hcn_gobuild import build
from hcn_sent import ALL

from hcspy import hcn
from hcspy.codec import from_json, members, to_dict, to_json
from hcspy.hcn import HostComputeNetwork
from hcspy.validate import validate

each_document = pytest.mark.parametrize("name", ALL)

ODD = {
    "hcn.network.create.unknown_type": "a type that does not exist",
    "hcn.network.create_endpoint.full": "every policy there is, among them empty ones and two QOS",
    "hcn.endpoint.create.policy_QOS_zero": "a cap of nothing",
    "hcn.endpoint.create.policy_TierAcl_zero": "a tier without direction",
    "hcn.endpoint.apply_policy.ACL_zero": "a rule without action",
    "hcn.endpoint.apply_policy.QOS_zero": "a cap of nothing",
    "hcn.endpoint.apply_policy.TierAcl_zero": "a tier without direction",
    "hcn.namespace.add_endpoint.id_is_not_checked": "an endpoint whose id is none",
}
"""Recordings of what hcsshim does with documents that say nothing, or nonsense: it sends them."""


@each_document
def test_document_that_a_client_sent_goes_back_out_unchanged(name: str) -> None:
    """What was sent and nobody changed must reach the service again as it was."""
    cls, text = ALL[name]
    assert to_dict(from_json(cls, text)) == json.loads(text)
    assert list(to_dict(from_json(cls, text))) == list(json.loads(text))


@each_document
def test_document_that_a_client_sends_is_found_nothing_about(name: str) -> None:
    """Programs that work with hcsshim work here."""
    cls, text = ALL[name]
    findings = validate(from_json(cls, text)) + validate(from_json(cls, text), "2025")
    assert not findings or name.rpartition(".")[0] in ODD


@pytest.mark.parametrize("vector", ODD)
def test_nonsense_is_found_before_the_call(vector: str) -> None:
    """hcsshim leaves the answer to the service, or to what breaks later."""
    documents = (ALL[name] for name in ALL if name.rpartition(".")[0] == vector)
    assert any(validate(from_json(cls, text)) for cls, text in documents)


@each_document
def test_every_member_that_a_client_sends_is_known(name: str) -> None:
    """Members without a name here can only be reached as raw JSON."""
    cls, text = ALL[name]
    made_up = {"a", "b"}  # one recording shows that hcsshim looks into no settings
    assert not set(_unknown(from_json(cls, text))) - made_up


def _unknown(model: Any) -> Iterator[str]:
    known = {name.lower() for member in members(model.__class__) for name in (member.name, *member.key.aliases)}
    yield from (name for name in model._wire or {} if name.lower() not in known)
    for member in members(model.__class__):
        value = getattr(model, member.python_name)
        for inner in value if isinstance(value, tuple) else (value,):
            if attrs.has(inner.__class__):
                yield from _unknown(inner)


BUILT = {"CreateNetwork": "HostComputeNetwork", "CreateEndpoint": "HostComputeEndpoint"}


def _creations() -> Iterator[tuple[str, str, Any, str]]:
    for file in ("networks", "endpoints"):
        for vector in vectors(f"hcn_{file}.jsonl"):
            for call in vector["calls"]:
                name = BUILT.get(call["export"].removeprefix("Hcn"))
                receiver = (vector["input"] or {}).get("receiver")
                if name and receiver and "settings_raw" in call["args"] and ".create." in vector["name"]:
                    yield vector["name"], name, receiver, call["args"]["settings_raw"]


@pytest.mark.parametrize(
    ("go_type", "value", "text"), [row[1:] for row in _creations()], ids=[row[0] for row in _creations()]
)
def test_creation_that_hcsshim_sends_is_written_by_keywords(go_type: str, value: Any, text: str) -> None:
    """The bytes that create a network or an endpoint are those of the client that everybody uses."""
    assert json.loads(to_json(build(go_type, value))) == json.loads(text)


REFUSED = [vector for vector in vectors("hcn_networks.jsonl") if ".create.refused" in vector["name"]]


@pytest.mark.parametrize("vector", REFUSED, ids=lambda vector: vector["name"])
def test_network_that_hcsshim_refuses_is_refused(vector: Any) -> None:
    """hcsshim makes no call for it."""
    network = build("HostComputeNetwork", vector["input"]["receiver"])
    assert all(finding.path.startswith("Ipams[0].Subnets[") for finding in validate(network))
    assert validate(network)


def test_refusals_of_hcsshim_are_told_apart() -> None:
    """What is missing is the gateway in one case, the default route in the other."""
    bare = hcn.Subnet(ip_address_prefix="10.0.0.0/8")
    deaf = hcn.Subnet(ip_address_prefix="10.0.0.0/8", routes=[hcn.Route(destination_prefix="0.0.0.0/0")])
    assert [finding.path for finding in validate(bare)] == ["Routes"]
    assert [finding.path for finding in validate(deaf)] == ["Routes[0].NextHop"]


def test_error_records_read_as_responses() -> None:
    """What a failed call answers is a document, too."""
    records = [row["record"] for row in sample("hcn_v2_errors") if "record" in row]
    codes = {from_json(hcn.Response, record).error_code for record in records}
    assert {0x803B002F, 0x80070490} <= codes
    assert all(to_dict(from_json(hcn.Response, record)) == record for record in records)


def test_notifications_read() -> None:
    """WSL follows networks by them."""
    for row in sample("hcn_notifications"):
        kind = hcn.NotificationType(row["type"])
        assert kind.name.replace("_", "").lower() == row["name"].lower()
        if row["data"]:
            assert from_json(hcn.NotificationBase, row["data"]).flags == 72


def test_versions_of_stored_objects_unpack() -> None:
    """Recorded objects carry the service's version as one number."""
    for row in sample("hcn_globals_versions"):
        version = hcn.Version.unpack(row["packed"])
        assert version.pair == (row["Major"], row["Minor"])
        assert version.packed == row["packed"]


def test_v1_document_reads_as_far_as_it_goes() -> None:
    """The same call takes documents of both versions, so one may be handed to the wrong class."""
    document = sample("hcn_v2_test_requests")["v1_document_through_v2_call"]
    network = from_json(HostComputeNetwork, document)
    assert network.name == "GoTestNat"
    assert to_dict(network) == document
