"""Hypothesis strategies for documents, for tests of programs that use them.

`models(cls)` makes any model of a class: whatever its annotations allow, sense or not, as the wire may bring it.
`networks()`, `endpoints()` and the others make documents of HNS v1 that a host would take, `hcn_networks()`,
`hcn_endpoints()`, `load_balancers()` and their like documents of HCN: `validate` says nothing about them.

This package alone imports hypothesis.
"""

from __future__ import annotations

from hcspy.testing.strategies.anything import models, unknown_policies
from hcspy.testing.strategies.v1 import (
    acl_policies,
    attach_requests,
    elb_policies,
    endpoint_policies,
    endpoints,
    mac_pools,
    namespaces,
    nat_policies,
    networks,
    outbound_nat_policies,
    policy_lists,
    qos_policies,
    route_policies,
    subnets,
)
from hcspy.testing.strategies.v2 import (
    endpoint_requests,
    hcn_acl_policies,
    hcn_endpoint_policies,
    hcn_endpoints,
    hcn_namespaces,
    hcn_networks,
    hcn_outbound_nat_policies,
    ip_sets,
    ipams,
    load_balancers,
    mac_ranges,
    network_requests,
    port_mappings,
    remote_subnet_routes,
    routes,
    sdn_route_policies,
)
from hcspy.testing.strategies.values import addresses, guids, json_values, mac_addresses, names, ports, prefixes

__all__ = [
    "acl_policies",
    "addresses",
    "attach_requests",
    "elb_policies",
    "endpoint_policies",
    "endpoint_requests",
    "endpoints",
    "guids",
    "hcn_acl_policies",
    "hcn_endpoint_policies",
    "hcn_endpoints",
    "hcn_namespaces",
    "hcn_networks",
    "hcn_outbound_nat_policies",
    "ip_sets",
    "ipams",
    "json_values",
    "load_balancers",
    "mac_addresses",
    "mac_pools",
    "mac_ranges",
    "models",
    "names",
    "namespaces",
    "nat_policies",
    "network_requests",
    "networks",
    "outbound_nat_policies",
    "policy_lists",
    "port_mappings",
    "ports",
    "prefixes",
    "qos_policies",
    "remote_subnet_routes",
    "route_policies",
    "routes",
    "sdn_route_policies",
    "subnets",
    "unknown_policies",
]
