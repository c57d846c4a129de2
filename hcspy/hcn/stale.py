"""What is stale in a picture in the form of HCN; see ``hcspy.verbs.stale``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.hcn.attachment import attached, namespace_of
from hcspy.hcn.loadbalancer import HostComputeLoadBalancer
from hcspy.verbs.stale import NOWHERE, Plug, Sharer, Stale, flat, judge

if TYPE_CHECKING:
    from hcspy.hcn.endpoint import HostComputeEndpoint
    from hcspy.hcn.route import HostComputeRoute
    from hcspy.hcn.snapshot import Snapshot


def find(snapshot: Snapshot) -> list[Stale]:
    """Return what is stale in a snapshot, in the order in which it can be removed."""
    entries: list[HostComputeLoadBalancer | HostComputeRoute] = [*snapshot.load_balancers, *snapshot.routes]
    sharers = [_sharer(snapshot, entry) for entry in entries]
    spaces = {flat(namespace.id): namespace.endpoint_ids for namespace in snapshot.namespaces}
    return judge([_plug(snapshot, endpoint) for endpoint in snapshot.endpoints], sharers, spaces)


def _sharer(snapshot: Snapshot, entry: HostComputeLoadBalancer | HostComputeRoute) -> Sharer:
    from hcspy.hcn.snapshot import held

    return Sharer(
        kind="load balancer" if isinstance(entry, HostComputeLoadBalancer) else "route",
        id=str(entry.id),
        name=snapshot.name_of(entry),
        owner=entry.owner,
        endpoint_ids=[flat(id) for id in held(entry)],
    )


def _plug(snapshot: Snapshot, endpoint: HostComputeEndpoint) -> Plug:
    network = snapshot.network_of(endpoint)
    held = endpoint.host_compute_network
    network_id = (held if isinstance(held, str) else getattr(held, "id", None)) or None
    return Plug(
        id=flat(endpoint.id),
        shown_id=str(endpoint.id),
        name=str(endpoint.name or next(iter(endpoint.ip_addresses), None) or endpoint.id),
        network_id=network_id,
        network=(network.name if network else None) or network_id,
        owner=endpoint.owner,
        remote=endpoint.is_remote,
        attached=attached(endpoint) or _of_a_machine(endpoint),
        namespace=flat(namespace_of(endpoint)),
    )


def _of_a_machine(endpoint: HostComputeEndpoint) -> bool:
    """Tell whether it belongs to a virtual machine, which may be switched off."""
    extra = endpoint.health.extra
    return any(flat(machine) not in ("", NOWHERE) for machine in (extra.virtual_machine, extra.utility_vm))
