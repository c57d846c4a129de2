"""What nobody uses any more: found in one picture of a host, without a call.

When is something in use? An endpoint, when it is plugged into something (a container, a virtual machine, the host),
when a namespace that exists holds it (the default one is the host's), and when a load balancer or a route refers to
it: those are for their owners to change first. The same reference is all that an endpoint of another host can have.
A load balancer or route is stale when endpoints that it refers to are gone. While some are left, it is not deleted:
only the dead references are dropped.

Builds below HNS 9 tell neither namespaces nor their endpoints; what they hold of docker's is attached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import to_dict
from hcspy.errors import InvalidDocumentError
from hcspy.hns.policy import ELBPolicy
from hcspy.verbs import same_id

if TYPE_CHECKING:
    from hcspy.hns.endpoint import HNSEndpoint
    from hcspy.hns.policylist import PolicyList
    from hcspy.snapshot import Snapshot

NOWHERE: Final = "00000000-0000-0000-0000-000000000000"
# States of an endpoint: attached, attached and shared.
ATTACHED: Final = frozenset({2, 3})
# Members that say which virtual machine an endpoint belongs to; it keeps it while it is switched off.
OF_A_MACHINE: Final = ("VirtualMachine", "VirtualNicName")
# In this order nothing is deleted that something else refers to.
ORDER: Final = ("load balancer", "route", "remote endpoint", "endpoint")


@attrs.frozen(kw_only=True)
class Stale:
    """One object that nobody uses, or that refers to what is gone."""

    kind: str
    """``load balancer``, ``route``, ``remote endpoint`` or ``endpoint``."""
    id: str
    name: str
    """Its name; of a load balancer its addresses and port, of a route its prefix."""
    reason: str
    network: str | None = None
    """The network's name, or its id if it has none; None where that cannot be told."""
    network_id: str | None = None
    owner: str | None = None
    """Who made it, where the service says so: the member ``Owner``, which HNS v1 leaves out."""
    left: tuple[str, ...] = ()
    """The ids of the endpoints that a load balancer or route refers to and that are there."""

    @property
    def action(self) -> str:
        """What is to be done: ``delete``, or ``repair`` for what still refers to endpoints that are there."""
        return "repair" if self.left else "delete"

    def belongs_to(self, prefix: str) -> bool:
        """Tell whether the owner begins with a prefix, or the name, where no owner is known.

        >>> Stale(kind="endpoint", id="1", name="cali-1", reason="", owner="docker").belongs_to("cali")
        False
        """
        return (self.owner or self.name).startswith(prefix)

    def is_on(self, network: str) -> bool:
        """Tell whether it is on a network, by name or id."""
        return self.network == network or same_id(self.network_id, network)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.reason}"


def select(
    found: Iterable[Stale],
    *,
    ids: Collection[str] = (),
    owner: str | None = None,
    network: str | None = None,
) -> list[Stale]:
    """Return what passes every condition given; an owner's empty prefix, which all names begin with, is refused."""
    if owner == "":
        raise InvalidDocumentError("the owner's prefix is empty: every name begins with it")
    wanted = {id.strip("{}").lower() for id in ids}
    return [
        entry
        for entry in found
        if (not wanted or entry.id.lower() in wanted)
        and (owner is None or entry.belongs_to(owner))
        and (network is None or entry.is_on(network))
    ]


def find(snapshot: Snapshot) -> list[Stale]:
    """Return what is stale in a snapshot, in the order in which it can be removed."""
    found = [*_policy_lists(snapshot), *_endpoints(snapshot)]
    return sorted(found, key=lambda entry: ORDER.index(entry.kind))


# -- load balancers and routes ------------------------------------------------------------------------------------


def _policy_lists(snapshot: Snapshot) -> Iterator[Stale]:
    there = {_flat(endpoint.id): endpoint for endpoint in snapshot.endpoints}
    for entry in snapshot.policylists:
        dead = [id for id in entry.endpoint_ids if id not in there]
        if dead:
            left = tuple(id for id in entry.endpoint_ids if id in there)
            yield _policy_list(snapshot, entry, dead, left, there)


def _policy_list(
    snapshot: Snapshot, entry: PolicyList, dead: list[str], left: tuple[str, ...], there: Mapping[str, HNSEndpoint]
) -> Stale:
    count = f"{len(dead)} of its {len(dead) + len(left)} endpoints" if left else "all of its endpoints"
    network_id, network = _network(snapshot, there[left[0]]) if left else (None, None)
    balancer = any(isinstance(policy, ELBPolicy) for policy in entry.policies)
    return Stale(
        kind="load balancer" if balancer else "route",
        id=str(entry.id),
        name=snapshot.name_of("policylists", entry).removeprefix("ELB ").removeprefix("ROUTE "),
        reason=f"{count} are gone: {', '.join(dead)}",
        network=network,
        network_id=network_id,
        owner=_owner(entry),
        left=left,
    )


# -- endpoints ----------------------------------------------------------------------------------------------------


def _endpoints(snapshot: Snapshot) -> Iterator[Stale]:
    referred = {id for entry in snapshot.policylists for id in entry.endpoint_ids}
    held = {id for namespace in snapshot.namespaces for id in namespace.endpoint_ids}
    spaces = {_flat(namespace.id) for namespace in snapshot.namespaces}
    for endpoint in snapshot.endpoints:
        if _flat(endpoint.id) in referred:
            continue
        reason = _remote(endpoint) if endpoint.is_remote_endpoint else _local(endpoint, held, spaces)
        if reason:
            yield _endpoint(snapshot, endpoint, reason)


def _remote(endpoint: HNSEndpoint) -> str | None:
    return None if _attached(endpoint) else "no load balancer or route refers to it"


def _local(endpoint: HNSEndpoint, held: Collection[str], spaces: Collection[str]) -> str | None:
    if _attached(endpoint) or _flat(endpoint.id) in held:
        return None
    space = _flat(getattr(endpoint.namespace, "id", None))
    if not space or space == NOWHERE:
        return "in no namespace, attached to nothing"
    return None if space in spaces else f"its namespace {space} is gone, attached to nothing"


def _attached(endpoint: HNSEndpoint) -> bool:
    if endpoint.state in ATTACHED or endpoint.shared_containers:
        return True
    document = to_dict(endpoint)
    return any(_flat(document.get(member)) not in ("", NOWHERE) for member in OF_A_MACHINE)


def _endpoint(snapshot: Snapshot, endpoint: HNSEndpoint, reason: str) -> Stale:
    network_id, network = _network(snapshot, endpoint)
    return Stale(
        kind="remote endpoint" if endpoint.is_remote_endpoint else "endpoint",
        id=str(endpoint.id),
        name=str(endpoint.name or endpoint.ip_address or endpoint.id),
        reason=reason,
        network=network,
        network_id=network_id,
        owner=_owner(endpoint),
    )


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


def _flat(id: object) -> str:
    """Return an id as ids compare: without braces, in lower case."""
    return str(id or "").strip("{}").lower()
