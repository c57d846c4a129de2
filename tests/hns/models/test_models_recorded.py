"""Documents of real hosts, and what hcsshim made of its types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from models_coverage import OURS, sample, vectors

from hcspy import hns
from hcspy.codec import evolve, from_json, members, to_json
from hcspy.validate import validate

NETWORK, ENDPOINT, NAMESPACE = hns.HNSNetwork, hns.HNSEndpoint, hns.Namespace


def recorded() -> Iterator[tuple[str, type, Any]]:
    """Go through the samples: where from, of what class, and the document."""
    for name in (
        "get_network_nat_1809",
        "network_nat_rs1",
        "network_nat_rs2",
        "network_nat_win11",
        "network_nat_ws2022",
    ):
        yield name, NETWORK, sample(f"hns_v1_{name}")
    for name in ("network_overlay_external_1809", "network_transparent_1903", "network_transparent_rs1"):
        yield name, NETWORK, sample(f"hns_v1_{name}")
    for name in ("default_switch_ics_1903", "default_switch_ics_1709_fragment", "resources_tree_nat_1809"):
        yield name, NETWORK, sample(f"hns_v1_{name}")
    for name in ("list_networks_private_rs2", "list_networks_ws2022"):
        for index, document in enumerate(sample(f"hns_v1_{name}")):
            yield f"{name}-{index}", NETWORK, document
    for name in ("post_network_l2bridge_1809", "post_network_nat_rs1", "post_endpoint_k8s_1809"):
        yield f"{name}-request", ENDPOINT if "endpoint" in name else NETWORK, sample(f"hns_v1_{name}")["request"]
    yield "l2bridge-answer", hns.HNSResponse, sample("hns_v1_post_network_l2bridge_1809")["response"]
    yield "l2bridge", NETWORK, sample("hns_v1_post_network_l2bridge_1809")["response"]["Output"]
    yield "nat_rs1", NETWORK, sample("hns_v1_post_network_nat_rs1")["response_output_prefix"]
    yield "endpoint_ws2022", ENDPOINT, sample("hns_v1_endpoint_ws2022")["response_output"]
    for name in ("endpoint_win11_namespace", "endpoint_attached_1809_fragment"):
        yield name, ENDPOINT, sample(f"hns_v1_{name}")
    for index, document in enumerate(sample("hns_namespaces_v1_schema")):
        yield f"namespace-{index}", NAMESPACE, document
        if "Resources" in document:
            yield f"activity-{index}", hns.Activity, document["Resources"]
    yield "accelnet", hns.HNSNnvManagementMacList, sample("hns_v1_accelnet")["set"]["request"]
    for name, request in sample("hns_v1_attach_requests").items():
        yield f"attach-{name}", hns.EndpointAttachDetachRequest, request["request"]
    for index, error in enumerate(sample("hns_v1_errors")):
        if "body" in error:
            yield f"error-{index}", hns.HNSResponse, error["body"]
    yield "policylist-elb", hns.PolicyList, _with_ids(sample("hns_v1_policylist_requests")["elb"])
    yield "policylist-route", hns.PolicyList, _with_ids(sample("hns_v1_policylist_requests")["route"])
    resource = json.dumps(sample("hns_v1_namespace_addresource")["request"]).replace("(endpoint id)", ID)
    yield "addresource", hns.NamespaceResourceRequest, json.loads(resource)


ID = "4F6A2C90-7D1E-4B3A-A5C8-112233445566"


def _with_ids(document: Any) -> Any:
    """Put ids where the sample has place holders."""
    return {**document, "References": [f"/endpoints/{ID}" for _ in document["References"]]}


RECORDED = list(recorded())
each_document = pytest.mark.parametrize(
    ("cls", "document"), [row[1:] for row in RECORDED], ids=[row[0] for row in RECORDED]
)


def compact(document: Any) -> str:
    """Write JSON as the service and hcsshim do."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


@each_document
def test_document_of_a_real_host_goes_back_out_unchanged(cls: type, document: Any) -> None:
    """What a host said and nobody changed must reach it again as it was."""
    assert to_json(from_json(cls, compact(document))) == compact(document)


@each_document
def test_document_of_a_real_host_is_found_nothing_about(cls: type, document: Any) -> None:
    """Validation that refuses what hosts themselves send would stop working programs."""
    assert validate(from_json(cls, document)) == []


@each_document
def test_every_member_of_a_real_document_is_known(cls: type, document: Any) -> None:
    """Members without a name here can only be reached as raw JSON."""
    of_the_resources = {"Allocators"}  # one sample is a fragment that was cut across them
    assert not set(_unknown(from_json(cls, document))) - of_the_resources


def _unknown(model: Any) -> Iterator[str]:
    known = {member.name.lower() for member in members(model.__class__)}
    yield from (name for name in model._wire or {} if name.lower() not in known)
    for member in members(model.__class__):
        value = getattr(model, member.python_name)
        for inner in value if isinstance(value, tuple) else (value,):
            if attrs.has(inner.__class__):
                yield from (f"{member.name}.{name}" for name in _unknown(inner))


@each_document
def test_change_of_one_member_leaves_the_others(cls: type, document: Any) -> None:
    """A changed name must not cost the members that only newer hosts know."""
    member = members(cls)[0]
    changed = to_json(evolve(from_json(cls, {**document, "Future": None}), **{member.python_name: "changed"}))
    expected = {**document, "Future": None}
    expected[next((k for k in document if k.lower() == member.name.lower()), member.name)] = "changed"
    assert json.loads(changed) == expected
    assert list(json.loads(changed)) == list(expected)


def test_ids_of_recorded_documents_compare_whatever_their_case() -> None:
    """Hosts write ids in upper case in one place and in lower case in another."""
    namespace = from_json(NAMESPACE, {"ID": ID})
    assert namespace.id == ID.lower()
    assert to_json(namespace) == f'{{"ID":"{ID}"}}'


def test_old_spelling_of_the_nat_name_is_read() -> None:
    """Windows 1607 has NATName where later builds have NatName."""
    network = from_json(NETWORK, sample("hns_v1_network_nat_rs1"))
    assert network.nat_name == "H7535ff2a-9107-4a63-8302-b3c0f325bc6d"


def test_resources_read_as_an_activity() -> None:
    """What the service set aside for a network is of use when something went wrong."""
    network = from_json(NETWORK, sample("hns_v1_resources_tree_nat_1809"))
    activity = from_json(hns.Activity, network.resources or {})
    assert [allocator["Tag"] for allocator in activity.allocators] == ["Host Vnic", "ICS"]


def _of_type(kind: str) -> list[Any]:
    return [vector for vector in vectors(f"{kind}.jsonl") if vector["api"].startswith(f"{kind} hns.")]


def _class(vector: Any) -> type:
    return OURS[vector["api"].rpartition(".")[2]]


@pytest.mark.parametrize("vector", _of_type("encode"), ids=lambda vector: vector["name"])
def test_new_model_is_written_as_hcsshim_writes_it(vector: Any) -> None:
    """Members have hcsshim's order and are left out where it leaves them out."""
    remembering = from_json(_class(vector), vector["output_json"])
    assert to_json(_anew(remembering)) == vector["output_json"]


def _anew(model: Any) -> Any:
    """Make a model of a model that remembers no document."""
    if isinstance(model, tuple):
        return tuple(_anew(element) for element in model)
    cls = model.__class__
    if not attrs.has(cls) or cls is hns.UnknownPolicy:
        return model
    return cls(**{member.python_name: _anew(getattr(model, member.python_name)) for member in members(cls)})


@pytest.mark.parametrize("vector", _of_type("decode"), ids=lambda vector: vector["name"])
def test_document_that_hcsshim_reads_goes_back_out_unchanged(vector: Any) -> None:
    """hcsshim drops what it does not know; here nothing is lost."""
    document = vector["input"]["document"]
    assert to_json(from_json(_class(vector), document)) == compact(json.loads(document))


PATHS: dict[str, type] = {
    "networks": NETWORK,
    "endpoints": ENDPOINT,
    "policylists": hns.PolicyList,
    "namespaces": NAMESPACE,
    "accelnet": hns.HNSNnvManagementMacList,
}


def _sent() -> Iterator[tuple[str, type, str]]:
    """Go through what hcsshim sent in the recordings."""
    for vector in vectors("hns_v1.jsonl"):
        for number, call in enumerate(vector["calls"]):
            arguments = call["args"]
            if call["export"] == "HNSCall" and arguments.get("object_raw"):
                yield f"{vector['name']}-{number}", _class_at(arguments["path"]), arguments["object_raw"]


def _class_at(path: str) -> type:
    *_, last = path.strip("/").split("/")
    if last in ("attach", "detach"):
        return hns.EndpointAttachDetachRequest
    if last in ("addresource", "removeresource"):
        return hns.NamespaceResourceRequest
    return PATHS.get(path.strip("/").split("/")[0], NETWORK)


@pytest.mark.parametrize(("cls", "text"), [row[1:] for row in _sent()], ids=[row[0] for row in _sent()])
def test_document_that_hcsshim_sends_is_found_nothing_about(cls: type, text: str) -> None:
    """Programs that work with hcsshim work here."""
    assert validate(from_json(cls, text)) == []


def test_subnet_that_hcsshim_refuses_is_refused() -> None:
    """hcsshim makes no call for it."""
    [vector] = [vector for vector in vectors("hns_v1.jsonl") if vector["name"].endswith("refused_no_gateway")]
    subnet = vector["input"]["receiver"]["Subnets"][0]
    network = NETWORK(name="x", subnets=[hns.Subnet(address_prefix=subnet["AddressPrefix"])])
    assert [finding.path for finding in validate(network)] == ["Subnets[0].GatewayAddress"]


def test_empty_list_of_management_addresses_is_refused() -> None:
    """hcsshim makes no call for it."""
    assert [finding.path for finding in validate(hns.HNSNnvManagementMacList())] == ["MacAddressList"]
