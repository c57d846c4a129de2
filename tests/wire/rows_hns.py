"""Counterparts of HNS version 1: everything in hcsshim that reaches `HNSCall`, and its hot attach and detach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from hcspy import from_json

from . import golang, models
from .counterparts import (
    POSTED,
    Argument,
    Counterpart,
    Inputs,
    Projection,
    all_as_go,
    as_go,
    document,
    documents,
    dropped,
    identity,
    nothing,
    value,
)

NETWORK: Final = "hns.HNSNetwork"
ENDPOINT: Final = "hns.HNSEndpoint"
POLICY_LIST: Final = "hns.PolicyList"


def _under(path: str) -> Argument:
    """Complete the path of a raw request: Go's function puts the collection in front."""
    return lambda inputs: path + inputs["path"]


def _read(go_type: str) -> Projection:
    """Read the plain value that a raw call returns, then project it; no Output is Go's zero value."""
    cls = models.class_of(go_type)
    return lambda result: golang.zero(go_type) if result is None else models.project(go_type, from_json(cls, result))


def _read_all(go_type: str) -> Projection:
    return lambda result: [_read(go_type)(entry) for entry in result] if result is not None else None


def _row(go: str, python: str, *facts: Any, **more: Any) -> Counterpart:
    """Make a row of a public function; both names without what all of them have."""
    return Counterpart(f"hcsshim.{go}", f"host.hns.{python}", *facts, **more)


def _raw(api: str, path: str, projection: Projection, **facts: Any) -> Counterpart:
    arguments = {"method": value("method"), "path": _under(path), "body": value("request")}
    return Counterpart(api, "host.hns.call", arguments, projection, **facts)


def _plain_list(inputs: Inputs) -> bool:
    return (inputs["method"], inputs["path"], inputs["request"]) == ("GET", "", "")


def _placed(inputs: Inputs) -> Any:
    """Build an endpoint that lies in the receiver: Go writes the network's id into the argument."""
    return models.build(ENDPOINT, inputs["endpoint"], virtual_network=models.build(NETWORK, inputs["receiver"]))


def _mac(inputs: Inputs) -> str:
    """Return the text that Go's NewEndpoint makes of an address: its bytes, taken for characters."""
    return bytes.fromhex(inputs["macAddress"].removeprefix("hex:")).decode("latin-1")


def _id_of(namespace: Any) -> Any:
    return models.project("hns.Namespace", namespace)["ID"]


def _nil_if_empty(ids: Any) -> Any:
    """Return a list as Go has it that was never appended to."""
    return ids or None


NETWORKS: Final = (
    _row("HNSNetwork.Create", "networks.create", {"model": document("receiver", NETWORK)}, as_go(NETWORK)),
    _row("HNSNetwork.Delete", "networks.delete", {"ref": identity("receiver")}, dropped),
    Counterpart(
        "hcsshim.HNSNetwork.NewEndpoint",
        "hcspy.hns.HNSEndpoint",
        {"virtual_network": document("receiver", NETWORK), "ip_address": value("ipAddress"), "mac_address": _mac},
        as_go(ENDPOINT),
        note="the constructor; a MAC address is text",
    ),
    _row(
        "HNSNetwork.CreateEndpoint",
        "endpoints.create",
        {"model": _placed},
        as_go(ENDPOINT),
        note="with `virtual_network=network`",
    ),
    _row(
        "HNSNetwork.CreateRemoteEndpoint",
        "endpoints.create_remote",
        {"model": _placed},
        as_go(ENDPOINT),
        note="with `virtual_network=network`",
    ),
    _raw(
        "hcsshim.HNSNetworkRequest",
        "/networks/",
        _read(NETWORK),
        note="or the verbs of `host.hns.networks`",
    ),
    _row("HNSListNetworkRequest", "networks.list", {}, all_as_go(NETWORK), when=_plain_list),
    _raw("hcsshim.HNSListNetworkRequest", "/networks/", _read_all(NETWORK)),
    _row("GetHNSNetworkByID", "networks.get", {"ref": value("networkID")}, as_go(NETWORK)),
    _row("GetHNSNetworkByName", "networks.get", {"name": value("networkName")}, as_go(NETWORK)),
)

ENDPOINTS: Final = (
    _row("HNSEndpoint.Create", "endpoints.create", {"model": document("receiver", ENDPOINT)}, as_go(ENDPOINT)),
    _row("HNSEndpoint.Delete", "endpoints.delete", {"ref": identity("receiver")}, dropped),
    _row(
        "HNSEndpoint.Update",
        "endpoints.update",
        {"model": document("receiver", ENDPOINT)},
        as_go(ENDPOINT),
        receiver=as_go(ENDPOINT),
    ),
    _row(
        "HNSEndpoint.ApplyACLPolicy",
        "endpoints.add_policies",
        {"ref": identity("receiver"), "policies": documents("policies", "hns.ACLPolicy")},
        nothing,
        receiver=as_go(ENDPOINT),
    ),
    _row(
        "HNSEndpoint.ApplyProxyPolicy",
        "endpoints.add_policies",
        {"ref": identity("receiver"), "policies": documents("policies", "hns.ProxyPolicy")},
        nothing,
        receiver=as_go(ENDPOINT),
    ),
    _row(
        "HNSEndpoint.ContainerAttach",
        "endpoints.attach_container",
        {"ref": identity("receiver"), "container_id": value("containerID"), "compartment_id": value("compartmentID")},
        nothing,
    ),
    _row(
        "HNSEndpoint.ContainerDetach",
        "endpoints.detach_container",
        {"ref": identity("receiver"), "container_id": value("containerID")},
        nothing,
    ),
    _row(
        "HNSEndpoint.HostAttach",
        "endpoints.attach_host",
        {"ref": identity("receiver"), "compartment_id": value("compartmentID")},
        nothing,
    ),
    _row("HNSEndpoint.HostDetach", "endpoints.detach_host", {"ref": identity("receiver")}, nothing),
    _row(
        "HNSEndpoint.VirtualMachineNICAttach",
        "endpoints.attach_vm",
        {"ref": identity("receiver"), "nic": value("virtualMachineNICName")},
        nothing,
    ),
    _row("HNSEndpoint.VirtualMachineNICDetach", "endpoints.detach_vm", {"ref": identity("receiver")}, nothing),
    _row(
        "HNSEndpoint.IsAttached",
        "endpoints.is_attached",
        {"ref": identity("receiver"), "container_id": value("vID")},
    ),
    _raw(
        "hcsshim.HNSEndpointRequest",
        "/endpoints/",
        _read(ENDPOINT),
        note="or the verbs of `host.hns.endpoints`",
    ),
    _row("HNSListEndpointRequest", "endpoints.list", {}, all_as_go(ENDPOINT)),
    _row("GetHNSEndpointByID", "endpoints.get", {"ref": value("endpointID")}, as_go(ENDPOINT)),
    _row("GetHNSEndpointByName", "endpoints.get", {"name": value("endpointName")}, as_go(ENDPOINT)),
    _row(
        "GetHNSEndpointStats",
        "endpoints.stats",
        {"ref": value("endpointName", "endpointID")},
        as_go("hns.EndpointStats"),
        note="by id, whatever hcsshim calls the argument",
    ),
    Counterpart(
        "hcsshim.HotAttachEndpoint",
        "host.hot_attach",
        {"ref": value("endpointID"), "container_id": value("containerID")},
        nothing,
    ),
    Counterpart(
        "hcsshim.HotDetachEndpoint",
        "host.hot_detach",
        {"ref": value("endpointID"), "container_id": value("containerID")},
        nothing,
    ),
    Counterpart(
        "hns.EndpointState.String",
        "hcspy.hns.EndpointState",
        {"value": value("state")},
        lambda state: "".join(word.title() for word in state.name.split("_")),
        note="the member's `name`",
    ),
)

POLICY_LISTS: Final = (
    _row(
        "AddLoadBalancer",
        "policy_lists.add_load_balancer",
        {
            "endpoints": documents("endpoints", ENDPOINT),
            "ilb": value("isILB"),
            "source_vip": value("sourceVIP"),
            "vip": value("vip"),
            "protocol": value("protocol"),
            "internal_port": value("internalPort"),
            "external_port": value("externalPort"),
        },
        as_go(POLICY_LIST),
    ),
    _row(
        "AddRoute",
        "policy_lists.add_route",
        {
            "endpoints": documents("endpoints", ENDPOINT),
            "destination_prefix": value("destinationPrefix"),
            "next_hop": value("nextHop"),
            "need_encap": value("encapEnabled"),
        },
        as_go(POLICY_LIST),
    ),
    _row("PolicyList.Create", "policy_lists.create", {"model": document("receiver", POLICY_LIST)}, as_go(POLICY_LIST)),
    _row("PolicyList.Delete", "policy_lists.delete", {"ref": identity("receiver", "ID")}, dropped),
    _row(
        "PolicyList.AddEndpoint",
        "policy_lists.add_endpoint",
        {"ref": document("receiver", POLICY_LIST), "endpoint": identity("endpoint")},
        as_go(POLICY_LIST),
        receiver=POSTED,
        note="given the model; by id the policy list is read first",
    ),
    _row(
        "PolicyList.RemoveEndpoint",
        "policy_lists.remove_endpoint",
        {"ref": document("receiver", POLICY_LIST), "endpoint": identity("endpoint")},
        as_go(POLICY_LIST),
        receiver=POSTED,
        note="given the model; by id the policy list is read first",
    ),
    _raw(
        "hcsshim.HNSPolicyListRequest",
        "/policylists/",
        _read(POLICY_LIST),
        note="or the verbs of `host.hns.policy_lists`",
    ),
    _raw("hcsshim.PolicyListRequest", "/policylists/", _read(POLICY_LIST), note="a second name"),
    _row("HNSListPolicyListRequest", "policy_lists.list", {}, all_as_go(POLICY_LIST)),
    _row("GetPolicyListByID", "policy_lists.get", {"ref": value("policyListID")}, as_go(POLICY_LIST)),
)

SERVICE: Final = (
    Counterpart(
        "hns.CreateNamespace",
        "host.hns.namespaces.create",
        {},
        lambda space: models.project("hns.Namespace", space)["ID"],
    ),
    Counterpart("hns.RemoveNamespace", "host.hns.namespaces.delete", {"ref": value("id")}, nothing),
    Counterpart(
        "hns.AddNamespaceEndpoint",
        "host.hns.namespaces.add_endpoint",
        {"ref": value("id"), "endpoint": value("endpointID")},
        nothing,
    ),
    Counterpart(
        "hns.RemoveNamespaceEndpoint",
        "host.hns.namespaces.remove_endpoint",
        {"ref": value("id"), "endpoint": value("endpointID")},
        nothing,
    ),
    Counterpart("hns.GetNamespaceEndpoints", "host.hns.namespaces.endpoints", {"ref": value("id")}, _nil_if_empty),
    _row("GetHNSGlobals", "globals", {}, as_go("hns.HNSGlobals")),
    _row("GetHNSSupportedFeatures", "supported_features", {}, as_go("hns.HNSSupportedFeatures")),
    _row(
        "SetNnvManagementMacAddresses",
        "accelnet.set",
        {"addresses": value("managementMacAddresses")},
        as_go("hns.HNSNnvManagementMacList"),
    ),
    _row(
        "HNSNnvManagementMacList.Set",
        "accelnet.set",
        {"addresses": lambda inputs: [entry["MacAddress"] for entry in inputs["receiver"]["MacAddressList"] or ()]},
        as_go("hns.HNSNnvManagementMacList"),
    ),
    _row("GetNnvManagementMacAddresses", "accelnet.get", {}, as_go("hns.HNSNnvManagementMacList")),
    _raw("hns.HNSNnvManagementMacRequest", "/accelnet/", _read("hns.HNSNnvManagementMacList")),
    _row("DeleteNnvManagementMacAddresses", "accelnet.delete", {}, dropped),
)

RENAMED: Final = {
    "hcsshim.GetNnvManagementMacAddresses": "hns.GetNnvManagementMacAddressList",
    "hcsshim.DeleteNnvManagementMacAddresses": "hns.DeleteNnvManagementMacAddressList",
}


def _under_both_names(rows: Iterable[Counterpart]) -> Iterator[Counterpart]:
    """hcsshim's public functions are thin covers of its internal package: a recording may name either."""
    internal = {name for name in golang.functions() if name.startswith("hns.")}
    for row in rows:
        yield row
        inner = RENAMED.get(row.api, row.api.replace("hcsshim.", "hns.", 1))
        if inner in internal and inner != row.api:
            yield replace(row, api=inner)


PUBLIC: Final = (*NETWORKS, *ENDPOINTS, *POLICY_LISTS, *SERVICE)
ROWS: Final = tuple(_under_both_names(PUBLIC))
