"""What is stale in a picture in the form of HNS v1; see ``hcspy.verbs.stale``.

Builds below HNS 9 tell neither namespaces nor their endpoints; what they hold of docker's is attached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.codec import to_dict
from hcspy.hns.policy import ELBPolicy
from hcspy.hns.services.endpoints import attached
from hcspy.verbs.stale import NOWHERE, Plug, Sharer, Stale, flat, judge, select

if TYPE_CHECKING:
    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.hns.policylist import PolicyList
    from hcspy.snapshot import Snapshot

__all__ = ["Stale", "find", "select"]

# Members that say which virtual machine an endpoint belongs to; it keeps it while it is switched off.
OF_A_MACHINE: Final = ("VirtualMachine", "VirtualNicName")


def find(snapshot: Snapshot) -> list[Stale]:
    """Return what is stale in a snapshot, in the order in which it can be removed."""
    spaces = {flat(namespace.id): namespace.endpoint_ids for namespace in snapshot.namespaces}
    plugs = [_plug(snapshot, endpoint) for endpoint in snapshot.endpoints]
    return judge(plugs, [_sharer(snapshot, entry) for entry in snapshot.policylists], spaces)


def _sharer(snapshot: Snapshot, entry: PolicyList) -> Sharer:
    return Sharer(
        kind="load balancer" if any(isinstance(policy, ELBPolicy) for policy in entry.policies) else "route",
        id=str(entry.id),
        name=snapshot.name_of("policylists", entry).removeprefix("ELB ").removeprefix("ROUTE "),
        owner=_owner(entry),
        endpoint_ids=entry.endpoint_ids,
    )


def _plug(snapshot: Snapshot, endpoint: HNSEndpoint) -> Plug:
    network_id, network = _network(snapshot, endpoint)
    return Plug(
        id=flat(endpoint.id),
        shown_id=str(endpoint.id),
        name=str(endpoint.name or endpoint.ip_address or endpoint.id),
        network_id=network_id,
        network=network,
        owner=_owner(endpoint),
        remote=bool(endpoint.is_remote_endpoint),
        attached=attached(endpoint) or _of_a_machine(endpoint),
        namespace=flat(getattr(endpoint.namespace, "id", None)),
    )


def _of_a_machine(endpoint: HNSEndpoint) -> bool:
    document = to_dict(endpoint)
    return any(flat(document.get(member)) not in ("", NOWHERE) for member in OF_A_MACHINE)


def _network(snapshot: Snapshot, endpoint: HNSEndpoint) -> tuple[str | None, str | None]:
    """Return the id and the name of an endpoint's network."""
    network_id = str(endpoint.virtual_network or "") or None
    name = endpoint.virtual_network_name
    if not name:
        network = snapshot.network_of(endpoint)
        name = network.name if network else None
    return network_id, name or network_id


def _owner(entry: Any) -> str | None:
    owner = to_dict(entry).get("Owner")
    return owner if isinstance(owner, str) and owner else None
