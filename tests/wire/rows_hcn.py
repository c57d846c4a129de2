"""Counterparts of HCN: all of hcsshim's package hcn."""

from __future__ import annotations

import json
from typing import Any, Final

from hcspy import hcn

from . import models
from .counterparts import (
    POSTED,
    Argument,
    Counterpart,
    Inputs,
    Projection,
    as_go,
    document,
    identity,
    nothing,
    value,
)

NETWORK: Final = "hcn.HostComputeNetwork"
ENDPOINT: Final = "hcn.HostComputeEndpoint"
NAMESPACE: Final = "hcn.HostComputeNamespace"
BALANCER: Final = "hcn.HostComputeLoadBalancer"
ROUTE: Final = "hcn.HostComputeRoute"

FEATURES: Final = {
    "AccelnetSupported": "Accelnet",
    "AclSupportForProtocol252Supported": "AclSupportForProtocol252",
    "DSRSupported": "DSR",
    "DisableHostPortSupported": "DisableHostPort",
    "HostRouteSupported": "HostRoute",
    "IPv6DualStackSupported": "IPv6DualStack",
    "L4WfpProxyPolicySupported": "L4WfpProxy",
    "L4proxyPolicySupported": "L4Proxy",
    "ModifyLoadbalancerSupported": "ModifyLoadbalancer",
    "NestedIpSetSupported": "NestedIpSet",
    "NetworkACLPolicySupported": "NetworkACL",
    "RemoteSubnetSupported": "RemoteSubnet",
    "SessionAffinitySupported": "SessionAffinity",
    "SetPolicySupported": "SetPolicy",
    "Slash32EndpointPrefixesSupported": "Slash32EndpointPrefixes",
    "TierAclPolicySupported": "TierAcl",
    "V2ApiSupported": "Api.V2",
    "VxlanPortSupported": "VxlanPort",
}
"""hcsshim's checks, and what they ask for."""


def _row(go: str, python: str, *facts: Any, **more: Any) -> Counterpart:
    """Make a row of a function; both names without what all of them have."""
    return Counterpart(f"hcn.{go}", f"host.hcn.{python}", *facts, **more)


def _network(model: Any) -> Any:
    """Project a network: Go starts with the type NAT, which the service leaves out of its answers."""
    projected = models.project(NETWORK, model)
    return {**projected, "Type": "NAT"} if model.type is None else projected


def _networks(found: Any) -> Any:
    return [_network(model) for model in found]


def _query(inputs: Inputs) -> Any:
    return models.build("hcn.HostComputeQuery", inputs["query"])


def _request(name: str, go_type: str) -> Argument:
    """Build a typed request; an explicit null, which keywords cannot say, and what is no JSON go as they are."""

    def built(inputs: Inputs) -> Any:
        given = inputs[name]
        raw = (given or {}).get("Settings")
        if raw is None or raw["$raw"] is None:
            return given and models.build(go_type, given)
        try:
            settings = json.loads(raw["$raw"])
        except ValueError:
            return raw["$raw"]
        if settings is None:
            return {key: given[key] for key in ("ResourceType", "RequestType")} | {"Settings": None}
        return models.build(go_type, given)

    return built


def _policies(name: str) -> Argument:
    """Take the policies out of a request; the carrier decides of which classes they are."""

    def taken(inputs: Inputs) -> tuple[Any, ...]:
        carrier = "hcn.PolicyNetworkRequest" if name == "networkPolicy" else "hcn.PolicyEndpointRequest"
        return tuple(models.build(carrier, inputs[name]).policies)

    return taken


def _request_type(inputs: Inputs) -> str:
    return str(inputs["requestType"])


def _policy_request(inputs: Inputs) -> Any:
    settings = models.build("hcn.PolicyEndpointRequest", inputs["endpointPolicy"])
    return hcn.ModifyEndpointSettingRequest(
        resource_type="Policy", request_type=_request_type(inputs), settings=settings
    )


def _placed(inputs: Inputs) -> Any:
    """Build an endpoint that lies in the receiver: Go writes the network's id into the argument."""
    return models.build(ENDPOINT, inputs["endpoint"], host_compute_network=inputs["receiver"]["Id"])


def _ids(name: str) -> Argument:
    return lambda inputs: [entry["Id"] for entry in inputs[name] or ()]


def _nil_if_empty(found: Any) -> Any:
    return found or None


def _all(projection: Projection) -> Projection:
    """Project a list; Go returns nil for one to which nothing was appended."""
    return lambda found: [projection(entry) for entry in found] or None


NETWORKS: Final = (
    _row("GetNetworkByID", "networks.get", {"ref": value("networkID")}, _network),
    _row("GetNetworkByName", "networks.get", {"name": value("networkName")}, _network),
    _row("ListNetworks", "networks.list", {}, _all(_network)),
    _row("ListNetworksQuery", "networks.list", {"query": _query}, _all(_network)),
    _row("HostComputeNetwork.Create", "networks.create", {"model": document("receiver", NETWORK)}, _network),
    _row("HostComputeNetwork.Delete", "networks.delete", {"ref": identity("receiver")}, nothing),
    _row(
        "HostComputeNetwork.ModifyNetworkSettings",
        "networks.modify",
        {"ref": identity("receiver"), "request": _request("request", "hcn.ModifyNetworkSettingRequest")},
        nothing,
    ),
    _row(
        "HostComputeNetwork.AddPolicy",
        "networks.add_policies",
        {"ref": identity("receiver"), "policies": _policies("networkPolicy")},
        nothing,
    ),
    _row(
        "HostComputeNetwork.RemovePolicy",
        "networks.remove_policies",
        {"ref": identity("receiver"), "policies": _policies("networkPolicy")},
        nothing,
    ),
    _row(
        "HostComputeNetwork.CreateEndpoint",
        "networks.create_endpoint",
        {"network": identity("receiver"), "endpoint": document("endpoint", ENDPOINT)},
        as_go(ENDPOINT),
        receiver=None,
        note="or `endpoints.create`",
    ),
    _row(
        "HostComputeNetwork.CreateRemoteEndpoint",
        "endpoints.create_remote",
        {"model": _placed},
        as_go(ENDPOINT),
        note="with `host_compute_network=network`",
    ),
)

ENDPOINTS: Final = (
    _row("GetEndpointByID", "endpoints.get", {"ref": value("endpointID")}, as_go(ENDPOINT)),
    _row("GetEndpointByName", "endpoints.get", {"name": value("endpointName")}, as_go(ENDPOINT)),
    _row("ListEndpoints", "endpoints.list", {}, _all(as_go(ENDPOINT))),
    _row(
        "ListEndpointsOfNetwork", "endpoints.list", {"network": value("networkId", "networkID")}, _all(as_go(ENDPOINT))
    ),
    _row("ListEndpointsQuery", "endpoints.list", {"query": _query}, _all(as_go(ENDPOINT))),
    _row("HostComputeEndpoint.Create", "endpoints.create", {"model": document("receiver", ENDPOINT)}, as_go(ENDPOINT)),
    _row("HostComputeEndpoint.Delete", "endpoints.delete", {"ref": identity("receiver")}, nothing),
    _row(
        "ModifyEndpointSettings",
        "endpoints.modify",
        {"ref": value("endpointId", "endpointID"), "request": _request("request", "hcn.ModifyEndpointSettingRequest")},
        nothing,
    ),
    _row(
        "HostComputeEndpoint.ApplyPolicy",
        "endpoints.add_policies",
        {"ref": identity("receiver"), "policies": _policies("endpointPolicy")},
        nothing,
        when=lambda inputs: _request_type(inputs) == "Add",
        note="with `Add`; `remove_policies`, `replace_policies` and `refresh` do the rest",
    ),
    _row(
        "HostComputeEndpoint.ApplyPolicy",
        "endpoints.modify",
        {"ref": identity("receiver"), "request": _policy_request},
        nothing,
        note="with any request",
    ),
    _row(
        "HostComputeEndpoint.NamespaceAttach",
        "namespaces.add_endpoint",
        {"ref": value("namespaceId", "namespaceID"), "endpoint": identity("receiver")},
        nothing,
        note="or `endpoints.create(model, namespace=...)`",
    ),
    _row(
        "HostComputeEndpoint.NamespaceDetach",
        "namespaces.remove_endpoint",
        {"ref": value("namespaceId", "namespaceID"), "endpoint": identity("receiver")},
        nothing,
    ),
)

NAMESPACES: Final = (
    _row("GetNamespaceByID", "namespaces.get", {"ref": value("namespaceId", "namespaceID")}, as_go(NAMESPACE)),
    _row(
        "GetNamespaceContainerIds", "namespaces.containers", {"ref": value("namespaceId", "namespaceID")}, _nil_if_empty
    ),
    _row(
        "GetNamespaceEndpointIds", "namespaces.endpoints", {"ref": value("namespaceId", "namespaceID")}, _nil_if_empty
    ),
    _row("ListNamespaces", "namespaces.list", {}, _all(as_go(NAMESPACE))),
    _row("ListNamespacesQuery", "namespaces.list", {"query": _query}, _all(as_go(NAMESPACE))),
    _row(
        "AddNamespaceEndpoint",
        "namespaces.add_endpoint",
        {"ref": value("namespaceId", "namespaceID"), "endpoint": value("endpointId", "endpointID")},
        nothing,
    ),
    _row(
        "RemoveNamespaceEndpoint",
        "namespaces.remove_endpoint",
        {"ref": value("namespaceId", "namespaceID"), "endpoint": value("endpointId", "endpointID")},
        nothing,
    ),
    _row(
        "ModifyNamespaceSettings",
        "namespaces.modify",
        {
            "ref": value("namespaceId", "namespaceID"),
            "request": _request("request", "hcn.ModifyNamespaceSettingRequest"),
        },
        nothing,
    ),
    Counterpart(
        "hcn.NewNamespace",
        "hcspy.hcn.HostComputeNamespace",
        {"type": value("nsType")},
        as_go(NAMESPACE),
        note="the constructor",
    ),
    _row(
        "HostComputeNamespace.Create", "namespaces.create", {"model": document("receiver", NAMESPACE)}, as_go(NAMESPACE)
    ),
    _row("HostComputeNamespace.Delete", "namespaces.delete", {"ref": identity("receiver")}, nothing),
    _row("HostComputeNamespace.Sync", "namespaces.sync", {"ref": identity("receiver")}, nothing),
)

BALANCERS: Final = (
    _row(
        "GetLoadBalancerByID", "load_balancers.get", {"ref": value("loadBalancerId", "loadBalancerID")}, as_go(BALANCER)
    ),
    _row("ListLoadBalancers", "load_balancers.list", {}, _all(as_go(BALANCER))),
    _row("ListLoadBalancersQuery", "load_balancers.list", {"query": _query}, _all(as_go(BALANCER))),
    _row(
        "AddLoadBalancer",
        "load_balancers.add",
        {
            "endpoints": _ids("endpoints"),
            "flags": value("flags"),
            "mapping_flags": value("portMappingFlags"),
            "source_vip": value("sourceVIP"),
            "vips": lambda inputs: inputs["frontendVIPs"] or (),
            "protocol": value("protocol"),
            "internal_port": value("internalPort"),
            "external_port": value("externalPort"),
        },
        as_go(BALANCER),
    ),
    _row(
        "HostComputeLoadBalancer.Create",
        "load_balancers.create",
        {"model": document("receiver", BALANCER)},
        as_go(BALANCER),
    ),
    _row("HostComputeLoadBalancer.Delete", "load_balancers.delete", {"ref": identity("receiver")}, nothing),
    _row(
        "HostComputeLoadBalancer.Update",
        "load_balancers.modify",
        {"ref": value("hnsLoadbalancerID"), "request": document("receiver", BALANCER)},
        as_go(BALANCER),
        note="`update` looks whether it took, and can do without",
    ),
    _row(
        "HostComputeLoadBalancer.AddEndpoint",
        "load_balancers.add_endpoint",
        {"ref": document("receiver", BALANCER), "endpoint": identity("endpoint")},
        as_go(BALANCER),
        receiver=POSTED,
        note="given the model; by id the load balancer is read first",
    ),
    _row(
        "HostComputeLoadBalancer.RemoveEndpoint",
        "load_balancers.remove_endpoint",
        {"ref": document("receiver", BALANCER), "endpoint": identity("endpoint")},
        as_go(BALANCER),
        receiver=POSTED,
        note="given the model; by id the load balancer is read first",
    ),
)

ROUTES: Final = (
    _row("GetRouteByID", "routes.get", {"ref": value("routeId", "routeID")}, as_go(ROUTE)),
    _row("ListRoutes", "routes.list", {}, _all(as_go(ROUTE))),
    _row("ListRoutesQuery", "routes.list", {"query": _query}, _all(as_go(ROUTE))),
    _row(
        "AddRoute",
        "routes.add",
        {
            "endpoints": _ids("endpoints"),
            "destination_prefix": value("destinationPrefix"),
            "next_hop": value("nextHop"),
            "need_encap": value("needEncapsulation"),
        },
        as_go(ROUTE),
    ),
    _row("HostComputeRoute.Create", "routes.create", {"model": document("receiver", ROUTE)}, as_go(ROUTE)),
    _row("HostComputeRoute.Delete", "routes.delete", {"ref": identity("receiver", "ID")}, nothing),
    _row(
        "HostComputeRoute.AddEndpoint",
        "routes.add_endpoint",
        {"ref": document("receiver", ROUTE), "endpoint": identity("endpoint")},
        as_go(ROUTE),
        receiver=POSTED,
        note="given the model; by id the route is read first",
    ),
    _row(
        "HostComputeRoute.RemoveEndpoint",
        "routes.remove_endpoint",
        {"ref": document("receiver", ROUTE), "endpoint": identity("endpoint")},
        as_go(ROUTE),
        receiver=POSTED,
        note="given the model; by id the route is read first",
    ),
)


def _version(host: Any, given: Any) -> Any:
    return hcn.Globals(version=host.version)


def _check(feature: str) -> Any:
    def check(door: Any, given: Any) -> None:
        door.require(feature)

    return check


def _every_check(door: Any, given: Any) -> dict[str, str | None]:
    """Ask for every feature; an error of any kind is one."""
    return {name: _refusal(door, feature) for name, feature in FEATURES.items()}


def _refusal(door: Any, feature: str) -> str | None:
    try:
        door.require(feature)
    except Exception:
        return REFUSED
    return None


REFUSED: Final = "(refused)"
"""Stands for whatever a check of hcsshim says when it is no."""

CHECKS: Final = Counterpart("hcn.*Supported", "host.hcn", call=_every_check)
"""The recordings of all checks at once: no function of hcsshim has that name."""

SERVICE: Final = (
    Counterpart("hcn.GetGlobals", "host.hcn", {}, as_go("hcn.Globals"), call=_version, note="`host.hcn.version`"),
    _row("GetSupportedFeatures", "supported_features", {}, as_go("hcn.SupportedFeatures")),
    _row("GetCachedSupportedFeatures", "supported_features", {}, as_go("hcn.SupportedFeatures")),
    Counterpart(
        "hcn.V2SchemaVersion", "hcspy.hcn.version.schema_2_0", {}, as_go("hcn.SchemaVersion"), note="new models have it"
    ),
    *(
        Counterpart(f"hcn.{name}", "host.hcn", result=nothing, call=_check(feature), note=f'`require("{feature}")`')
        for name, feature in FEATURES.items()
    ),
)

ROWS: Final = (*NETWORKS, *ENDPOINTS, *NAMESPACES, *BALANCERS, *ROUTES, *SERVICE)
