"""The tree of a host as HCN shows it: ids joined to names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hcspy.cli import fields
from hcspy.cli.policies import policy_settings, policy_type
from hcspy.cli.v2.endpoint import namespace_id, network_id, state
from hcspy.cli.v2.loadbalancer import port_words, traits
from hcspy.cli.v2.network import subnets_of
from hcspy.cli.v2.policies import OF_ENDPOINTS, OF_NETWORKS
from hcspy.codec import to_dict
from hcspy.errors import HcspyError
from hcspy.hcn import NamespaceType
from hcspy.picture import Node

if TYPE_CHECKING:
    from hcspy.cli.kinds import PolicyStyle
    from hcspy.cli.session import Session


class Picture:
    """What exists on a host, read once."""

    def __init__(self, session: Session) -> None:
        hcn = session.hcn
        self._session = session
        self.version = hcn.version
        self.networks = hcn.networks.list()
        self.endpoints = hcn.endpoints.list()
        self.namespaces = hcn.namespaces.list()
        self.load_balancers = hcn.load_balancers.list()
        self.routes = hcn.routes.list()

    def documents(self) -> dict[str, Any]:
        """Return the documents by kind, as the service has them."""
        kinds = ("networks", "endpoints", "namespaces", "load_balancers", "routes")
        lists = {kind.replace("_", ""): [to_dict(entry) for entry in getattr(self, kind)] for kind in kinds}
        return {**lists, "version": to_dict(self.version)}

    def tree(self) -> Node:
        """Return networks with their endpoints and policies, then what refers to endpoints."""
        known = {fields.id_of(network.id) for network in self.networks}
        children = [
            *map(self._network, self.networks),
            *(self._endpoint(found) for found in self.endpoints if network_id(found) not in known),
            *map(self._namespace, self.namespaces),
            *map(self._balancer, self.load_balancers),
            *map(self._route, self.routes),
        ]
        return Node(kind="host", text=f"host (HNS {self.version.major}.{self.version.minor})", children=children)

    def _network(self, found: Any) -> Node:
        prefixes = ", ".join(str(held.ip_address_prefix) for held in subnets_of(found) if held.ip_address_prefix)
        text = f"network {found.name or found.id} ({found.network_type}) {prefixes}".strip()
        on_it = [each for each in self.endpoints if network_id(each) == fields.id_of(found.id)]
        children = [*_policies(found, OF_NETWORKS), *map(self._endpoint, on_it)]
        return Node(kind="network", text=text, id=found.id, children=children)

    def _endpoint(self, found: Any) -> Node:
        children = [*_policies(found, OF_ENDPOINTS), *_containers(self._users(found))]
        text = f"endpoint {_called(found)} {state(found)}".strip()
        return Node(kind="endpoint", text=text, id=found.id, children=children)

    def _users(self, found: Any) -> list[str]:
        """Return the containers that use an endpoint: those of its namespace, those that it is plugged into."""
        space = next((each for each in self.namespaces if fields.id_of(each.id) == namespace_id(found)), None)
        plugged = self._plugged.get(fields.id_of(found.id), ())
        return list(dict.fromkeys([*(space.container_ids if space else ()), *plugged]))

    @cached_property
    def _plugged(self) -> dict[str, Sequence[str]]:
        # HNS v1 tells this in its list; HCN only in the details of each endpoint.
        try:
            listed = self._session.hns.endpoints.list()
        except HcspyError:
            return {}
        return {fields.id_of(each.id): each.shared_containers for each in listed}

    def _namespace(self, found: Any) -> Node:
        kind = f" ({found.type})" if found.type and found.type != NamespaceType.HOST else ""
        compartment = f" compartment {found.namespace_id}" if found.namespace_id else ""
        children = [*_containers(found.container_ids), *self._references(found.endpoint_ids)]
        return Node(kind="namespace", text=f"namespace {found.id}{kind}{compartment}", id=found.id, children=children)

    def _balancer(self, found: Any) -> Node:
        vips = ", ".join(map(str, found.frontend_vips)) or "on the host's addresses"
        words = (found.name, vips, ", ".join(map(port_words, found.port_mappings)), traits(found))
        return self._sharing("loadbalancer", "load balancer", words, found)

    def _route(self, found: Any) -> Node:
        ways = ", ".join(
            f"{held.destination_prefix}{f' via {held.next_hop}' if held.next_hop else ''}" for held in found.setting
        )
        return self._sharing("route", "route", (found.name, ways), found)

    def _sharing(self, kind: str, title: str, words: Iterable[str | None], found: Any) -> Node:
        children = self._references(map(fields.id_of, found.host_compute_endpoints))
        return Node(kind=kind, text=" ".join([title, *filter(None, words)]), id=found.id, children=children)

    def _references(self, ids: Iterable[str]) -> list[Node]:
        known = {fields.id_of(found.id): found for found in self.endpoints}
        return [
            Node(
                kind="endpoint",
                text=f"-> endpoint {_called(known[id])}" if id in known else f"-> endpoint {id} (missing)",
                id=id,
            )
            for id in ids
        ]


def _called(found: Any) -> str:
    return " ".join([found.name or str(found.id), *found.ip_addresses])


def _policies(found: Any, style: PolicyStyle) -> Iterable[Node]:
    for document in map(style.document, found.policies):
        yield Node(kind="policy", text=f"{policy_type(document)} {policy_settings(document)}".strip())


def _containers(ids: Iterable[str]) -> Iterable[Node]:
    return (Node(kind="container", text=f"container {id}", id=id) for id in ids)
