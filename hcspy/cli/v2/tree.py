"""The tree of a host as HCN shows it: with states, switches of load balancers, containers plugged in by HNS v1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.cli import fields
from hcspy.cli.v2.endpoint import namespace_id, state
from hcspy.cli.v2.loadbalancer import traits
from hcspy.codec import to_dict
from hcspy.errors import HcspyError
from hcspy.hcn import HostComputeEndpoint, HostComputeLoadBalancer, HostComputeNamespace, NamespaceType
from hcspy.hcn.picture import Picture as PictureOfHcn
from hcspy.hcn.picture import called
from hcspy.picture import Node, systems_without

if TYPE_CHECKING:
    from hcspy.cli.session import Session
    from hcspy.hcs import Properties


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)


class Picture(PictureOfHcn):
    """What exists on a host, read once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.hcn.snapshot())
        self._session = session

    def documents(self) -> dict[str, Any]:
        """Return the documents by kind, as the service has them; few hosts have guest network services."""
        found = self.snapshot.dump()
        if not found["guestnetworkservices"]:
            del found["guestnetworkservices"]
        if self._systems:
            found["systems"] = [to_dict(system) for system in self._systems]
        return found

    def tree(self) -> Node:
        """Draw all of it, and what runs without an endpoint or a namespace."""
        drawn = super().tree()
        shown = {str(node.id) for node in _below(drawn) if node.kind == "container"}
        return attrs.evolve(drawn, children=[*drawn.children, *systems_without(self._systems, shown)])

    @cached_property
    def _systems(self) -> Sequence[Properties]:
        try:
            return self._session.connection.hcs.systems.list()
        except HcspyError:  # the networks are worth a picture without them
            return ()

    def of_endpoint(self, endpoint: HostComputeEndpoint) -> str:
        """Say what an endpoint is called, and its state."""
        return f"endpoint {called(endpoint)} {state(endpoint)}".strip()

    def users(self, endpoint: HostComputeEndpoint) -> Sequence[str]:
        """Return the containers that use an endpoint: those of its namespace, those that it is plugged into."""
        spaces = self.snapshot.namespaces
        space = next((each for each in spaces if fields.id_of(each.id) == namespace_id(endpoint)), None)
        plugged = self._plugged.get(fields.id_of(endpoint.id), ())
        return list(dict.fromkeys([*(space.container_ids if space else ()), *plugged]))

    @cached_property
    def _plugged(self) -> dict[str, Sequence[str]]:
        # HNS v1 tells this in its list; HCN only in the details of each endpoint.
        try:
            listed = self._session.hns.endpoints.list()
        except HcspyError:
            return {}
        return {fields.id_of(each.id): each.shared_containers for each in listed}

    def kind_of(self, namespace: HostComputeNamespace) -> str | None:
        """Return the kind of a namespace; most are of the host."""
        return None if namespace.type == NamespaceType.HOST else super().kind_of(namespace)

    def of_balancer(self, balancer: HostComputeLoadBalancer) -> Iterable[str | None]:
        """Say where a load balancer is reached, and its switches."""
        return *super().of_balancer(balancer), traits(balancer)
