"""The tree of what HCN shows of a host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hcspy.codec import to_dict
from hcspy.codec.ways import protocol_text
from hcspy.verbs.tree import Node, member_words

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint
    from hcspy.hcn.loadbalancer import HostComputeLoadBalancer, LoadBalancerPortMapping
    from hcspy.hcn.namespace import HostComputeNamespace
    from hcspy.hcn.network import HostComputeNetwork
    from hcspy.hcn.route import HostComputeRoute
    from hcspy.hcn.snapshot import Snapshot


class Picture:
    """Draws a snapshot. What is said of an object is a method of its own, for those who know more than the snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def tree(self) -> Node:
        """Draw networks, lost endpoints, namespaces, load balancers, routes, guest network services."""
        shown = self.snapshot
        title = f"host (HNS {shown.version.major}.{shown.version.minor})" if shown.version else "host"
        children = [
            *map(self._network, shown.networks),
            *(self._endpoint(endpoint) for endpoint in shown.endpoints if shown.network_of(endpoint) is None),
            *map(self._namespace, shown.namespaces),
            *(self._sharing("load balancer", self.of_balancer(entry), entry) for entry in shown.load_balancers),
            *(self._sharing("route", of_route(entry), entry) for entry in shown.routes),
            *(_named("guest network service", service) for service in shown.guest_network_services),
        ]
        return Node(kind="host", text=title, children=children)

    # -- what is said of an object ------------------------------------------------------------------------------

    def of_endpoint(self, endpoint: HostComputeEndpoint) -> str:
        """Say what an endpoint is called, and what is known of it."""
        return f"{'remote ' if endpoint.is_remote else ''}endpoint {called(endpoint)}"

    def users(self, endpoint: HostComputeEndpoint) -> Sequence[str]:
        """Return the ids of the containers to draw below an endpoint; a snapshot tells of those of namespaces only."""
        return ()

    def kind_of(self, namespace: HostComputeNamespace) -> str | None:
        """Return the kind of a namespace, where it is worth a word."""
        return str(namespace.type) if namespace.type else None

    def of_balancer(self, balancer: HostComputeLoadBalancer) -> Iterable[str | None]:
        """Say where a load balancer is reached."""
        vips = ", ".join(map(str, balancer.frontend_vips)) or "on the host's addresses"
        return balancer.name, vips, ", ".join(map(port_words, balancer.port_mappings))

    # -- how it is drawn ----------------------------------------------------------------------------------------

    def _network(self, network: HostComputeNetwork) -> Node:
        from hcspy.hcn.snapshot import prefixes

        title = f"network {network.name or network.id} ({network.network_type})"
        children = [*_policies(network), *map(self._endpoint, self.snapshot.endpoints_of(network))]
        return Node(kind="network", text=_line(title, ", ".join(prefixes(network))), id=network.id, children=children)

    def _endpoint(self, endpoint: HostComputeEndpoint) -> Node:
        children = [*_policies(endpoint), *_containers(self.users(endpoint))]
        return Node(kind="endpoint", text=self.of_endpoint(endpoint), id=endpoint.id, children=children)

    def _namespace(self, namespace: HostComputeNamespace) -> Node:
        kind = self.kind_of(namespace)
        compartment = f"compartment {namespace.namespace_id}" if namespace.namespace_id else None
        children = [*_containers(namespace.container_ids), *map(self._reference, namespace.endpoint_ids)]
        text = _line(f"namespace {namespace.id}", f"({kind})" if kind else None, compartment)
        return Node(kind="namespace", text=text, id=namespace.id, children=children)

    def _sharing(
        self, title: str, words: Iterable[str | None], holder: HostComputeLoadBalancer | HostComputeRoute
    ) -> Node:
        from hcspy.hcn.snapshot import held

        children = [self._reference(id) for id in held(holder)]
        return Node(kind=title.replace(" ", ""), text=_line(title, *words), id=holder.id, children=children)

    def _reference(self, id: str) -> Node:
        found = self.snapshot.endpoint(id)
        return Node(kind="endpoint", text=f"-> endpoint {called(found) if found else f'{id} (missing)'}", id=id)


def called(endpoint: HostComputeEndpoint) -> str:
    """Return what people know an endpoint by: name and addresses."""
    return " ".join([endpoint.name or str(endpoint.id), *endpoint.ip_addresses])


def port_words(mapping: LoadBalancerPortMapping) -> str:
    """Write a port as docker does."""
    protocol = protocol_text(mapping.protocol)
    return f"{mapping.external_port or '*'}:{mapping.internal_port or '*'}/{str(protocol or 'any').lower()}"


def of_route(route: HostComputeRoute) -> Iterable[str | None]:
    """Say where a route leads."""
    ways = (
        _line(f"{way.destination_prefix}", f"via {way.next_hop}" if way.next_hop else None) for way in route.setting
    )
    return route.name, ", ".join(ways)


def _policies(holder: HostComputeNetwork | HostComputeEndpoint) -> Iterator[Node]:
    for document in to_dict(holder).get("Policies") or ():
        settings = member_words(document.get("Settings") or {})
        yield Node(kind="policy", text=_line(str(document.get("Type", "?")), settings))


def _containers(ids: Iterable[str]) -> Iterator[Node]:
    return (Node(kind="container", text=f"container {id}", id=id) for id in ids)


def _named(title: str, entry: Any) -> Node:
    return Node(kind=title.replace(" ", ""), text=f"{title} {entry.name or entry.id}", id=entry.id)


def _line(*words: str | None) -> str:
    return " ".join(word for word in words if word)
