"""What clients are recorded to have sent, with the class of each document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hcn_coverage import DATA, sample, vectors

from hcspy import hcn

FILES = ("networks", "endpoints", "namespaces", "loadbalancers", "routes", "errors")
BY_EXPORT: dict[str, type] = {
    "CreateNetwork": hcn.HostComputeNetwork,
    "CreateEndpoint": hcn.HostComputeEndpoint,
    "CreateNamespace": hcn.HostComputeNamespace,
    "CreateLoadBalancer": hcn.HostComputeLoadBalancer,
    "CreateSdnRoute": hcn.HostComputeRoute,
    "ModifyNetwork": hcn.ModifyNetworkSettingRequest,
    "ModifyEndpoint": hcn.ModifyEndpointSettingRequest,
    "ModifyNamespace": hcn.ModifyNamespaceSettingRequest,
    "ModifyLoadBalancer": hcn.HostComputeLoadBalancer,
    "ModifySdnRoute": hcn.HostComputeRoute,
}
BY_SAMPLE: dict[str, type] = {
    "endpoint": hcn.HostComputeEndpoint,
    "namespace": hcn.HostComputeNamespace,
    "load": hcn.HostComputeLoadBalancer,
    "sdn": hcn.HostComputeRoute,
    "modify_endpoint": hcn.ModifyEndpointSettingRequest,
    "modify_network": hcn.ModifyNetworkSettingRequest,
    "modify_namespace": hcn.ModifyNamespaceSettingRequest,
    "dual_stack_endpoint": hcn.HostComputeEndpoint,
}
BLANKS = {
    "{network id}": "9c1d7f2e-3b54-4a66-8f10-0a1b2c3d4e5f",
    "{endpoint id}": "4f6a2c90-7d1e-4b3a-a5c8-112233445566",
    "<your service cidr>": "10.96.0.0/12",
}
"""What samples leave for the reader to fill in."""

Sent = tuple[str, type, str]


def class_of(export: str) -> type | None:
    """Return the class of the document that a call sends."""
    if "Enumerate" in export or "Query" in export:
        return hcn.HostComputeQuery
    return BY_EXPORT.get(export.removeprefix("Hcn"))


def recorded() -> Iterator[Sent]:
    """Return what hcsshim sent: name, class and exact text."""
    for file in FILES:
        for vector in vectors(f"hcn_{file}.jsonl"):
            for number, call in enumerate(vector["calls"]):
                text = call["args"].get("settings_raw") or call["args"].get("query_raw")
                cls = class_of(call["export"])
                if text and text != "null" and cls:
                    yield f"{vector['name']}.{number}", cls, text


def plugins() -> Iterator[Sent]:
    """Return what Microsoft's CNI plugins sent."""
    recording = json.loads((DATA / "cni" / "windows-cni-plugins-hcn-calls.json").read_text(encoding="utf-8"))
    for name in recording:
        for number, call in enumerate(recording[name] if isinstance(recording[name], list) else ()):
            cls = class_of(call["call"])
            if cls and call["settings"]:
                yield f"{name}.{number}.{call['call']}", cls, json.dumps(call["settings"])


def samples() -> Iterator[Sent]:
    """Return what other clients sent, by public logs and tests."""
    calico, balancer = "hcn_v2_endpoint_request_calico", "hcn_v2_loadbalancer_kubeproxy"
    yield calico, hcn.HostComputeEndpoint, _filled(sample(calico))
    yield balancer, hcn.HostComputeLoadBalancer, _filled(sample(balancer))
    tests = {**sample("hcn_v2_test_requests"), **sample("hcn_v2_dual_stack_requests")["requests"]}
    for name, document in tests.items():
        if name != "v1_document_through_v2_call":
            prefixes = sorted((prefix for prefix in BY_SAMPLE if name.startswith(prefix)), key=len)
            yield name, BY_SAMPLE[prefixes[-1]] if prefixes else hcn.HostComputeNetwork, _filled(document)
    for name, document in sample("hcn_v2_queries").items():
        if document:
            yield f"query.{name}", hcn.HostComputeQuery, _filled(document)


def _filled(document: Any) -> str:
    text = json.dumps(document)
    for blank, value in BLANKS.items():
        text = text.replace(blank, value)
    return text


ALL = {name: (cls, text) for name, cls, text in (*recorded(), *plugins(), *samples())}
