"""The tree of what HCN shows of a host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from hcspy.codec import to_dict
from hcspy.codec.ways import protocol_text
from hcspy.verbs.tree import Node

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint
    from hcspy.hcn.loadbalancer import HostComputeLoadBalancer, LoadBalancerPortMapping
    from hcspy.hcn.namespace import HostComputeNamespace
    from hcspy.hcn.network import HostComputeNetwork
    from hcspy.hcn.route import HostComputeRoute
    from hcspy.hcn.snapshot import Snapshot


def draw(snapshot: Snapshot) -> Node:
    """Draw a snapshot: networks, lost endpoints, namespaces, load balancers, routes, guest network services."""
    version = snapshot.version
    title = f"host (HNS {version.major}.{version.minor})" if version else "host"
    children = [_network(snapshot, network) for network in snapshot.networks]
    children += [_endpoint(endpoint) for endpoint in snapshot.endpoints if snapshot.network_of(endpoint) is None]
    children += [_namespace(snapshot, namespace) for namespace in snapshot.namespaces]
    children += [_balancer(snapshot, balancer) for balancer in snapshot.load_balancers]
    children += [_route(snapshot, route) for route in snapshot.routes]
    children += [
        Node(kind="guestnetworkservice", text=f"guest network service {service.name or service.id}", id=service.id)
        for service in snapshot.guest_network_services
    ]
    return Node(kind="host", text=title, children=children)


def _network(snapshot: Snapshot, network: HostComputeNetwork) -> Node:
    from hcspy.hcn.snapshot import prefixes

    title = f"network {network.name or network.id} ({network.network_type})"
    text = " ".join(_words(title, ", ".join(prefixes(network))))
    children = [*_policies(network), *map(_endpoint, snapshot.endpoints_of(network))]
    return Node(kind="network", text=text, id=network.id, children=children)


def _endpoint(endpoint: HostComputeEndpoint) -> Node:
    remote = "remote " if endpoint.is_remote else ""
    text = f"{remote}endpoint {_called(endpoint)}"
    return Node(kind="endpoint", text=text, id=endpoint.id, children=[*_policies(endpoint)])


def _policies(holder: HostComputeNetwork | HostComputeEndpoint) -> Iterator[Node]:
    for document in to_dict(holder).get("Policies") or ():
        settings = document.get("Settings") or {}
        text = " ".join(f"{name}={_short(value)}" for name, value in settings.items())
        yield Node(kind="policy", text=" ".join(_words(str(document.get("Type", "?")), text)))


def _short(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _namespace(snapshot: Snapshot, namespace: HostComputeNamespace) -> Node:
    kind = f"({namespace.type})" if namespace.type else None
    compartment = f"compartment {namespace.namespace_id}" if namespace.namespace_id else None
    children = [Node(kind="container", text=f"container {id}", id=id) for id in namespace.container_ids]
    children += [_reference(snapshot, id) for id in namespace.endpoint_ids]
    text = " ".join(_words(f"namespace {namespace.id}", kind, compartment))
    return Node(kind="namespace", text=text, id=namespace.id, children=children)


def _balancer(snapshot: Snapshot, balancer: HostComputeLoadBalancer) -> Node:
    vips = ", ".join(map(str, balancer.frontend_vips)) or "on the host's addresses"
    ports = ", ".join(map(_port, balancer.port_mappings))
    return _sharing(snapshot, "load balancer", _words(balancer.name, vips, ports), balancer)


def _port(mapping: LoadBalancerPortMapping) -> str:
    """Write a port as docker does."""
    protocol = protocol_text(mapping.protocol)
    return f"{mapping.external_port or '*'}:{mapping.internal_port or '*'}/{str(protocol or 'any').lower()}"


def _route(snapshot: Snapshot, route: HostComputeRoute) -> Node:
    ways = ", ".join(
        " via ".join(_words(str(setting.destination_prefix), str(setting.next_hop or ""))) for setting in route.setting
    )
    return _sharing(snapshot, "route", _words(route.name, ways), route)


def _sharing(
    snapshot: Snapshot, title: str, words: Iterable[str], holder: HostComputeLoadBalancer | HostComputeRoute
) -> Node:
    from hcspy.hcn.snapshot import held

    children = [_reference(snapshot, id) for id in held(holder)]
    text = " ".join([title, *words])
    return Node(kind=title.replace(" ", ""), text=text, id=holder.id, children=children)


def _reference(snapshot: Snapshot, id: str) -> Node:
    found = snapshot.endpoint(id)
    return Node(kind="endpoint", text=f"-> endpoint {_called(found) if found else f'{id} (missing)'}", id=id)


def _called(endpoint: HostComputeEndpoint) -> str:
    return " ".join([endpoint.name or str(endpoint.id), *endpoint.ip_addresses])


def _words(*words: str | None) -> list[str]:
    return [word for word in words if word]
