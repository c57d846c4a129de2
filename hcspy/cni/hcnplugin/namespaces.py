"""Namespaces as containers' networks.

On Windows a runtime makes the namespace and CNI_NETNS is its GUID. Everywhere else, with the fake as the host, it is
something that HCN does not know, such as `/proc/5656/ns/net`: then the plugin makes a namespace for the container,
whose id follows from the container's, and removes it with the last endpoint in it.
"""

from __future__ import annotations

from hcspy import Host, Transaction
from hcspy.cni.environment import invalid
from hcspy.cni.hcnplugin.names import OWNER, named_namespace, namespace_id, namespace_name
from hcspy.errors import NamespaceAlreadyExistsError, NamespaceNotFoundError
from hcspy.hcn import HostComputeNamespace, NamespaceType


class Namespaces:
    """The namespaces of containers on a host."""

    def __init__(self, host: Host) -> None:
        self._hcn = host.hcn
        self._real = host.name == "native"

    def id_of(self, netns: str, container_id: str) -> str:
        """Return the id of the namespace that CNI_NETNS means, whether it is there or not."""
        named = named_namespace(netns)
        if named is None and self._real and netns:
            raise invalid(f"CNI_NETNS is {netns!r}", "on Windows it is the GUID of a namespace")
        return named or namespace_id(container_id)

    def ensure(self, netns: str, container_id: str, network: str, tx: Transaction) -> str:
        """Return the id of the namespace; one that the plugin is to make is made, and goes if the transaction fails."""
        id = self.id_of(netns, container_id)
        if named_namespace(netns) is None and self._look(id) is None:
            tx.on_rollback(self.remove_unused, container_id)
            self._make(id, namespace_name(container_id, network))
        return id

    def remove_unused(self, container_id: str) -> None:
        """Remove the namespace that was made for a container, if nothing is in it."""
        found = self._look(namespace_id(container_id))
        if found is not None and found.owner == OWNER and not found.endpoint_ids:
            self._hcn.namespaces.delete(found, missing_ok=True)

    def of_network(self, network: str) -> list[str]:
        """Return the containers for which a namespace was made when they got into a network, and that is empty now."""
        pairs = [
            (str(found.name).partition("@"), found) for found in self._hcn.namespaces.list(owner=OWNER) if found.name
        ]
        return [container_id for (container_id, _, last), found in pairs if last == network and not found.endpoint_ids]

    def holds(self, id: str, endpoint_id: str) -> bool:
        """Tell whether a namespace has an endpoint; one that is not there has none."""
        found = self._look(id)
        return found is not None and endpoint_id.lower() in found.endpoint_ids

    def exists(self, id: str) -> bool:
        """Tell whether there is a namespace."""
        return self._look(id) is not None

    def _make(self, id: str, name: str) -> None:
        model = HostComputeNamespace(id=id, type=NamespaceType.HOST, name=name, owner=OWNER)
        try:
            self._hcn.namespaces.create(model)
        except NamespaceAlreadyExistsError:  # the container got into another network at the same time
            return

    def _look(self, id: str) -> HostComputeNamespace | None:
        try:
            return self._hcn.namespaces.get(id)
        except NamespaceNotFoundError:
            return None
