"""The deliberate differences, in more situations than were recorded: what hcsshim does there, and what hcspy does.

The vectors are made by hand, after recorded ones; what hcsshim does follows from its rules: the zero value for an empty
Output, decoding over the receiver, the first object of a name.
"""

# One situation a line reads better than one over ten lines.
# ruff: noqa: E501

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from . import gojson, golang
from .differences import DIFFERENCES, apply
from .recordings import ABSENT, SHIPPED, Call, Vector, load
from .runner import run

RECORDED = {vector.name: vector for vector in load(SHIPPED)}
NETWORK, ENDPOINT, POLICY_LIST = "hns.HNSNetwork", "hns.HNSEndpoint", "hns.PolicyList"
ID = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
OTHER = "0d9f8e7c-6b5a-4432-9110-fedcba987654"


def asked(method: str, path: str, answer: str, body: Any = "", hresult: int = 0) -> Call:
    """Return a request to HNS with its answer."""
    args = {"method": method, "path": path, "object": body}
    if body != "":
        args["object_raw"] = json.dumps(body, separators=(",", ":"))
    return Call("vmcompute", "HNSCall", args, {"hresult": hresult, "response": answer})


def done(output: Any = ...) -> str:
    """Return the answer of a request that went well, with or without Output."""
    return json.dumps({"Success": True} if output is ... else {"Success": True, "Output": output})


def go(go_type: str, **fields: Any) -> dict[str, Any]:
    """Return a Go value, in which all other fields are zero."""
    return {**golang.zero(go_type), **fields}


def vector(name: str, api: str, inputs: dict[str, Any], *calls: Call, **facts: Any) -> Vector:
    """Return a recording that hcsshim would make."""
    return Vector(name=name, api=f"hcsshim.{api}", input=inputs, calls=calls, **facts)


def failing(text: str, **info: Any) -> dict[str, Any]:
    """Return the members of a recording that ends in an error."""
    return {"error": text, "error_match": "exact", "error_info": info}


UNREADABLE = {"error": "json: ...", "error_match": "any", "error_info": {"type": "*json.UnmarshalTypeError"}}
FAILED = '{"Success":false,"Error":"Element not found. ","ErrorCode":2147943568}'
FAILURE = failing("hns failed with error : Element not found. ")

LIST = {"ID": ID, "EndpointReferences": [f"/endpoints/{ID}"], "Policies": None}
BODY = {"ID": ID, "References": [f"/endpoints/{ID}"]}
RENEWED = (asked("DELETE", f"/policylists/{ID}", done()), asked("POST", "/policylists/", done(BODY), BODY))
RULE = {"Type": "ACL", "Action": "Block", "Direction": "In"}
ACL = go("hns.ACLPolicy", **RULE)
GROWN = {**BODY, "References": [f"/endpoints/{ID}", f"/endpoints/{OTHER}"]}
SHRUNK = {"ID": ID}


def _named(api: str, go_type: str, noun: str, *names: str) -> Vector:
    documents = [{"ID": f"id-{number}", "Name": name} for number, name in enumerate(names)]
    call = asked("GET", f"/{noun}s/", done(documents))
    first = gojson.decode(go_type, next(document for document in documents if document["Name"] == "web"))
    return vector(f"hns.{noun}.get_by_name", api, {f"{noun}Name": "web"}, call, output=first)


PASSED = [
    _named("GetHNSNetworkByName", NETWORK, "network", "nat", "web"),
    _named("GetHNSEndpointByName", ENDPOINT, "endpoint", "web", "Web"),
    vector(
        "hns.endpoint.get_by_name.none",
        "GetHNSEndpointByName",
        {"endpointName": "web"},
        asked("GET", "/endpoints/", done([])),
        **failing("Endpoint web not found", type="hns.EndpointNotFoundError", **{"is": ["hcsshim.IsNotExist"]}),
    ),
    vector(
        "hns.endpoint.stats",
        "GetHNSEndpointStats",
        {"endpointName": ID},
        asked("GET", f"/endpointstats/{ID}", done({"BytesSent": 2**64 - 1, "EndpointId": ID.upper()})),
        output=go("hns.EndpointStats", BytesSent=2**64 - 1, EndpointID=ID.upper()),
    ),
    vector(
        "hns.policylist.list",
        "HNSListPolicyListRequest",
        {},
        asked("GET", "/policylists/", done([BODY])),
        output=[LIST],
    ),
    vector("hns.accelnet.delete", "DeleteNnvManagementMacAddresses", {}, asked("DELETE", "/accelnet/", done({})), output={}),
    vector("hns.network.delete.answered", "HNSNetwork.Delete", {"receiver": go(NETWORK, Id=ID)}, asked("DELETE", f"/networks/{ID}", done({"ID": ID})), output=go(NETWORK, Id=ID)),
    vector("hns.network.list.raw", "HNSListNetworkRequest", {"method": "GET", "path": "x", "request": ""}, asked("GET", "/networks/x", done([{"Name": "a"}])), output=[go(NETWORK, Name="a")]),
    vector("hns.network.list.raw_null", "HNSListNetworkRequest", {"method": "GET", "path": "x", "request": ""}, asked("GET", "/networks/x", done(None)), output=None),
    vector("hns.network.request.null", "HNSNetworkRequest", {"method": "GET", "path": "x", "request": ""}, asked("GET", "/networks/x", done(None)), output=go(NETWORK)),
    vector("hns.endpoint.get_by_id.failed", "GetHNSEndpointByID", {"endpointID": ID}, asked("GET", f"/endpoints/{ID}", FAILED), **FAILURE),
    replace(vector("hns.namespace.endpoints", "", {"id": ID}, asked("GET", f"/namespaces/{ID}", done({"ID": ID, "ResourceList": [{"Type": "Container", "Data": {"Id": "c"}}]}))), api="hns.GetNamespaceEndpoints"),
    replace(RECORDED["decode.manners.v1_ip_zero"], input={"document": '{"Name":"a"}x'}, output=None, error="x", error_match="any", error_info={"type": "*json.SyntaxError"}),
    replace(RECORDED["hns.endpoint_state.0"], input={"state": 2}, output="Attached"),
    replace(RECORDED["hns.endpoint_state.0"], input={"state": 6}, output="Destroyed"),
]  # fmt: skip

DIFFERENT = [
    _named("GetHNSNetworkByName", NETWORK, "network", "web", "web"),
    vector("hns.endpoint.get_by_id.empty", "GetHNSEndpointByID", {"endpointID": ""}, asked("GET", "/endpoints/", done([])), **UNREADABLE),
    vector("hns.network.delete.no_id", "HNSNetwork.Delete", {"receiver": go(NETWORK)}, asked("DELETE", "/networks/", done()), output=go(NETWORK)),
    vector("hns.endpoint.update.no_id", "HNSEndpoint.Update", {"receiver": go(ENDPOINT, Name="e")}, asked("POST", "/endpoints/", done({}), {"Name": "e"}), output=go(ENDPOINT, Name="e")),
    vector("hns.policylist.get_by_id.slash", "GetPolicyListByID", {"policyListID": "../networks"}, asked("GET", "/policylists/../networks", done({})), output=go(POLICY_LIST)),
    vector("hns.network.get_by_id.null", "GetHNSNetworkByID", {"networkID": ID}, asked("GET", f"/networks/{ID}", done(None)), output=go(NETWORK)),
    vector("hns.network.get_by_id.absent", "GetHNSNetworkByID", {"networkID": ID}, asked("GET", f"/networks/{ID}", done()), output=go(NETWORK)),
    vector("hns.endpoint.list.absent", "HNSListEndpointRequest", {}, asked("GET", "/endpoints/", done()), output=None),
    vector("hns.endpoint.list.string", "HNSListEndpointRequest", {}, asked("GET", "/endpoints/", done("")), **UNREADABLE),
    vector("hns.globals.null", "GetHNSGlobals", {}, asked("GET", "/globals/version", done(None)), output=go("hns.HNSGlobals")),
    vector("hns.features.null", "GetHNSSupportedFeatures", {}, asked("GET", "/globals/version", done(None)), output=go("hns.HNSSupportedFeatures")),
    vector("hns.features.failed", "GetHNSSupportedFeatures", {}, asked("GET", "/globals/version", FAILED), output=go("hns.HNSSupportedFeatures")),
    vector("hns.features.hresult", "GetHNSSupportedFeatures", {}, asked("GET", "/globals/version", "", hresult=0x800706BA), output=go("hns.HNSSupportedFeatures")),
    vector("hns.accelnet.get.null", "GetNnvManagementMacAddresses", {}, asked("GET", "/accelnet/", done(None)), output=go("hns.HNSNnvManagementMacList")),
    replace(RECORDED["hns.network.create.nat"], calls=(replace(RECORDED["hns.network.create.nat"].calls[0], reply={"hresult": 0, "response": done()}),), output=go(NETWORK)),
    replace(RECORDED["hns.policylist.add_route.zero"], calls=(replace(RECORDED["hns.policylist.add_route.zero"].calls[0], reply={"hresult": 0, "response": done(None)}),), output=go(POLICY_LIST)),
    replace(RECORDED["hns.namespace.create"], calls=(replace(RECORDED["hns.namespace.create"].calls[0], reply={"hresult": 0, "response": done()}),), output=""),
    vector("hns.endpoint.list.odd_address", "HNSListEndpointRequest", {}, asked("GET", "/endpoints/", done([{"Name": "a", "IPAddress": "10.1"}, {"IPv6Address": "FD00::A"}])), error="invalid IP address: 10.1", error_match="any", error_info={"type": "*net.ParseError"}),
    replace(RECORDED["decode.manners.v1_ip_zero"], input={"document": '{"IPAddress":"x"}'}, output=None, error="invalid IP address: x", error_match="any", error_info={"type": "*net.ParseError"}),
    vector("hns.network.list.odd_member", "HNSListNetworkRequest", {"method": "GET", "path": "", "request": ""}, asked("GET", "/networks/", done([{"Name": "a"}, {"Name": 5}])), **UNREADABLE),
    vector("hns.endpoint.get_by_id.odd_member", "GetHNSEndpointByID", {"endpointID": ID}, asked("GET", f"/endpoints/{ID}", done({"Name": "a", "PrefixLength": "x", "Namespace": 7, "Policies": {}, "State": "y"})), **UNREADABLE),
    replace(RECORDED["decode.manners.v1_ip_zero"], input={"document": '{"PrefixLength":256,"SharedContainers":"c"}'}, output=None, **UNREADABLE),
    vector("hns.endpoint.update.emptied", "HNSEndpoint.Update", {"receiver": go(ENDPOINT, Id=ID, Name="e")}, asked("POST", f"/endpoints/{ID}", done({"ID": ID}), {"ID": ID, "Name": "e"}), output=go(ENDPOINT, Id=ID, Name="e"), receiver_after=ABSENT),
    vector("hns.endpoint.is_attached.whole", "HNSEndpoint.IsAttached", {"receiver": go(ENDPOINT, Id=ID), "vID": "a"}, asked("GET", f"/endpoints/{ID}", done({"SharedContainers": ["ab", "ba"]})), output=True),
    vector("hns.endpoint.apply_acl.failed", "HNSEndpoint.ApplyACLPolicy", {"receiver": go(ENDPOINT, Id=ID), "policies": [ACL]}, asked("POST", f"/endpoints/{ID}", FAILED, {"ID": ID, "Policies": [RULE]}), **FAILURE),
    vector("hns.endpoint.apply_acl.zero", "HNSEndpoint.ApplyACLPolicy", {"receiver": go(ENDPOINT, Id=ID), "policies": [go("hns.ACLPolicy")]}, asked("POST", f"/endpoints/{ID}", done(), {"ID": ID, "Policies": [{"Type": "", "Action": "", "Direction": ""}]})),
    vector("hns.endpoint.apply_acl.no_id", "HNSEndpoint.ApplyACLPolicy", {"receiver": go(ENDPOINT), "policies": [ACL]}, asked("POST", "/endpoints/", done(), {"Policies": [RULE]})),
    vector("hns.endpoint.create.wrong", "HNSEndpoint.Create", {"receiver": go(ENDPOINT, VirtualNetwork="web")}, asked("POST", "/endpoints/", done({}), {"VirtualNetwork": "web"}), output=go(ENDPOINT)),
    vector("hns.policylist.add_endpoint.twice", "PolicyList.AddEndpoint", {"receiver": LIST, "endpoint": go(ENDPOINT, Id=ID.upper())}, *RENEWED, output=LIST, receiver_after={**LIST, "EndpointReferences": [f"/endpoints/{ID}"] * 2}),
    vector("hns.policylist.add_endpoint.lost", "PolicyList.AddEndpoint", {"receiver": LIST, "endpoint": go(ENDPOINT, Id=OTHER)}, RENEWED[0], asked("POST", "/policylists/", FAILED, GROWN), **FAILURE),
    vector("hns.policylist.remove_endpoint.absent", "PolicyList.RemoveEndpoint", {"receiver": LIST, "endpoint": go(ENDPOINT, Id=OTHER)}, *RENEWED, output=LIST),
    vector("hns.policylist.remove_endpoint.lost", "PolicyList.RemoveEndpoint", {"receiver": LIST, "endpoint": go(ENDPOINT, Id=ID)}, RENEWED[0], asked("POST", "/policylists/", FAILED, SHRUNK), **FAILURE),
    vector("hns.hot_detach.not_attached", "HotDetachEndpoint", {"containerID": "c1", "endpointID": ID}, *[asked("GET", f"/endpoints/{ID}", done({"ID": ID}))] * 2),
]  # fmt: skip


@pytest.mark.parametrize("made", [pytest.param(made, id=f"{made.name}-{made.api}") for made in PASSED])
def test_without_difference(made: Vector) -> None:
    """hcspy does here what hcsshim does, and a row of differences must not say otherwise."""
    outcome = run(made)
    assert (outcome.verdict, list(outcome.problems)) == ("passed", [])


@pytest.mark.parametrize("made", [pytest.param(made, id=made.name) for made in DIFFERENT])
def test_difference(made: Vector) -> None:
    """A deviation is asserted as strictly as a recording, in situations that were not recorded too."""
    outcome = run(made)
    assert (outcome.verdict, list(outcome.problems)) == ("different", [])


NAMED = ("hcn.*Supported", "hcn.GetSupportedFeatures")
"""Where the name of a recording alone tells the version of the host."""


@pytest.mark.parametrize("area", ["hns.", "hcn.", "decode."])
def test_rows_judge_by_what_a_recording_does_and_not_by_its_name(area: str) -> None:
    """Other recordings of the same calls have other names, and deserve the same verdict."""
    recorded = [made for made in RECORDED.values() if made.name.startswith(area) and made.api not in NAMED]
    assert len(recorded) > 50
    for made in recorded:
        expected, used = apply(made, DIFFERENCES)
        renamed, rows = apply(replace(made, name=f"other.{len(made.name)}"), DIFFERENCES)
        assert (replace(renamed, name=expected.name), rows) == (expected, used), made.name
