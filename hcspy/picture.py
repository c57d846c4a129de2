"""The tree of what exists on a host."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

from hcspy.codec import to_dict
from hcspy.verbs.tree import Node, member_words

if TYPE_CHECKING:
    from hcspy.hcs import Properties
    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.hns.network import HNSNetwork
    from hcspy.snapshot import Snapshot

__all__ = ["Node", "container", "draw", "systems_without"]


def draw(snapshot: Snapshot) -> Node:
    """Draw a snapshot: networks first, then namespaces, policy lists, and what runs without an endpoint."""
    version = snapshot.version
    title = f"host (HNS {version.major}.{version.minor})" if version else "host"
    children = [_network(snapshot, network) for network in snapshot.networks]
    lost = [endpoint for endpoint in snapshot.endpoints if snapshot.network_of(endpoint) is None]
    children += [_endpoint(snapshot, endpoint) for endpoint in lost]
    children += [_namespace(snapshot, namespace) for namespace in snapshot.namespaces]
    children += [_policy_list(snapshot, entry) for entry in snapshot.policylists]
    shown = {held for endpoint in snapshot.endpoints for held in endpoint.shared_containers}
    children += systems_without(snapshot.systems, shown)
    return Node(kind="host", text=title, children=children)


def _network(snapshot: Snapshot, network: HNSNetwork) -> Node:
    prefixes = ", ".join(str(subnet.address_prefix) for subnet in network.subnets if subnet.address_prefix)
    text = " ".join(part for part in (f"network {network.name or network.id}", f"({network.type})", prefixes) if part)
    children = [_policy(policy) for policy in network.policies]
    children += [_endpoint(snapshot, endpoint) for endpoint in snapshot.endpoints_of(network)]
    return Node(kind="network", text=text, id=network.id, children=children)


def _endpoint(snapshot: Snapshot, endpoint: HNSEndpoint) -> Node:
    addresses = " ".join(str(ip) for ip in (endpoint.ip_address, endpoint.ipv6_address) if ip)
    state = getattr(endpoint.state, "name", endpoint.state)
    remote = "remote " if endpoint.is_remote_endpoint else ""
    words = (f"{remote}endpoint {endpoint.name or endpoint.id}", addresses, str(state or "").lower().replace("_", " "))
    children = [_policy(policy) for policy in endpoint.policies]
    children += [container(snapshot.systems, held) for held in endpoint.shared_containers]
    return Node(kind="endpoint", text=" ".join(filter(None, words)), id=endpoint.id, children=children)


def container(systems: Sequence[Properties], id: str) -> Node:
    """Draw a container that something refers to, with its state and its owner where it is known."""
    found = next((system for system in systems if system.id == id), None)
    return Node(kind="container", text=f"container {id}", id=id) if found is None else _system(found)


def systems_without(systems: Sequence[Properties], shown: Container[str]) -> list[Node]:
    """Draw the compute systems that are not drawn elsewhere."""
    return [_system(system) for system in systems if system.id not in shown]


def _system(system: Properties) -> Node:
    machine = str(system.system_type) == "VirtualMachine"
    kind, noun = ("system", "virtual machine") if machine else ("container", "container")
    owner = f"of {system.owner}" if system.owner else ""
    words = (f"{noun} {system.id}", str(system.state or "").lower(), owner)
    return Node(kind=kind, text=" ".join(filter(None, words)), id=system.id)


def _policy(policy: Any) -> Node:
    document = to_dict(policy)
    kind = document.pop("Type", "?")
    return Node(kind="policy", text=f"{kind} {member_words(document)}".strip())


def _namespace(snapshot: Snapshot, namespace: Any) -> Node:
    from hcspy.hns.services.namespaces import endpoint_ids

    default = " (default)" if namespace.is_default else ""
    compartment = f" compartment {namespace.compartment_id}" if namespace.compartment_id else ""
    children = [_reference(snapshot, held) for held in endpoint_ids(namespace)]
    text = f"namespace {namespace.id}{default}{compartment}"
    return Node(kind="namespace", text=text, id=namespace.id, children=children)


def _policy_list(snapshot: Snapshot, entry: Any) -> Node:
    children = [_policy(policy) for policy in entry.policies]
    children += [_reference(snapshot, held) for held in entry.endpoint_ids]
    return Node(kind="policylist", text=f"policy list {entry.id}", id=entry.id, children=children)


def _reference(snapshot: Snapshot, endpoint_id: str) -> Node:
    wanted = endpoint_id.lower()
    found = next((endpoint for endpoint in snapshot.endpoints if (endpoint.id or "").lower() == wanted), None)
    name = (
        f"endpoint {found.name or found.id} {found.ip_address or ''}".strip()
        if found
        else f"endpoint {wanted} (missing)"
    )
    return Node(kind="endpoint", text=f"-> {name}", id=wanted)
