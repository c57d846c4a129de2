"""One picture of everything that exists on a host: to keep, to compare, to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from hcspy.codec import decode, to_dict
from hcspy.errors import HcspyError, InvalidDocumentError, NotSupportedError, TimedOutError
from hcspy.hns.endpoint import HNSEndpoint
from hcspy.hns.globals import HNSVersion
from hcspy.hns.namespace import Namespace
from hcspy.hns.network import HNSNetwork
from hcspy.hns.policylist import PolicyList
from hcspy.picture import Node, draw
from hcspy.stale import Stale, find, select
from hcspy.verbs import same_id
from hcspy.verbs.compare import Difference, Entry, compare

if TYPE_CHECKING:
    from hcspy.hcs import Properties
    from hcspy.hcs.services import HCS
    from hcspy.hns.services import HNS

__all__ = ["Difference", "Snapshot"]

KINDS: Final[dict[str, type]] = {
    "networks": HNSNetwork,
    "endpoints": HNSEndpoint,
    "policylists": PolicyList,
    "namespaces": Namespace,
}
# Compute systems: read by those who want them, and known by name. Their models are loaded then only.
SYSTEMS: Final = "systems"
# What two hosts never have in common, and what changes by itself: not compared.
VOLATILE: Final = frozenset(
    {"ID", "ActivityId", "Resources", "Health", "LayeredOn", "SwitchGuid", "NatName", "NATName", "Version", "StartTime",
     "CreateProcessingStartTime", "VirtualNetwork", "References", "IPSubnetId", "Namespace", "TotalEndpoints",
     "MaxConcurrentEndpoints", "CompartmentId", "CompartmentGuid", "ResourceList", "RuntimeId"}
)  # fmt: skip

# What HNS chooses anew on each node: compared only between two moments of the same object.
OF_ONE_NODE: Final = frozenset({"MacAddress", "MacPools", "DrMacAddress"})


@attrs.frozen(kw_only=True)
class Snapshot:
    """The networks, endpoints, policy lists, namespaces and compute systems of one host at one moment."""

    networks: Sequence[HNSNetwork] = ()
    endpoints: Sequence[HNSEndpoint] = ()
    policylists: Sequence[PolicyList] = ()
    namespaces: Sequence[Namespace] = ()
    version: HNSVersion | None = None
    systems: Sequence[Properties] = ()
    """What runs: the plain properties, as ``host.hcs.systems.list()`` gives them."""

    @classmethod
    def take(cls, hns: HNS, hcs: Callable[[], HCS] | None = None) -> Snapshot:
        """Read a host, one listing a kind; builds that lack a kind or the version have none.

        Compute systems are read if a function is given that returns their service.
        """
        return cls(
            systems=() if hcs is None else tuple(_systems(hcs)),
            networks=tuple(hns.networks.list()),
            endpoints=tuple(hns.endpoints.list()),
            policylists=tuple(_optional(hns.policy_lists.list)),
            namespaces=tuple(_optional(hns.namespaces.list)),
            version=next(iter(_optional(lambda: [hns.globals().version])), None),
        )

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> Snapshot:
        """Read what ``dump()`` gave, or the same members put together by hand."""
        if not any(kind in document for kind in KINDS):
            raise InvalidDocumentError(f"not a snapshot: none of {', '.join(KINDS)} is in it")
        lists: dict[str, Any] = {
            kind: tuple(decode(model, entry) for entry in document.get(kind) or ()) for kind, model in KINDS.items()
        }
        version = document.get("version")
        lists[SYSTEMS] = tuple(_system(entry) for entry in document.get(SYSTEMS) or ())
        return cls(**lists, version=decode(HNSVersion, version) if version else None)

    def dump(self) -> dict[str, Any]:
        """Return the documents as the service sent them; ``FakeHost(load=...)`` and ``load()`` take them back."""
        documents: dict[str, Any] = {kind: [to_dict(entry) for entry in getattr(self, kind)] for kind in KINDS}
        if self.systems:
            documents[SYSTEMS] = [to_dict(system) for system in self.systems]
        if self.version is not None:
            documents["version"] = to_dict(self.version)
        return documents

    # -- looking up ---------------------------------------------------------------------------------------------

    def network_of(self, endpoint: HNSEndpoint) -> HNSNetwork | None:
        """Return the network that an endpoint is on."""
        return next((network for network in self.networks if same_id(network.id, str(endpoint.virtual_network))), None)

    def endpoints_of(self, network: HNSNetwork) -> list[HNSEndpoint]:
        """Return the endpoints on a network."""
        return [endpoint for endpoint in self.endpoints if same_id(str(endpoint.virtual_network), network.id)]

    def name_of(self, kind: str, entry: Any) -> str:
        """Return what an object is called when ids mean nothing: its name or address."""
        if kind == "endpoints":
            return f"{entry.virtual_network_name or '?'}/{entry.name or entry.ip_address or entry.id}"
        if kind == "policylists":
            return " ".join(_policy_name(policy) for policy in entry.policies) or str(entry.id)
        if kind == "namespaces":
            return "default" if entry.is_default else str(entry.id)
        return str(entry.id if kind == SYSTEMS else entry.name or entry.id)

    # -- comparing ----------------------------------------------------------------------------------------------

    def diff(self, other: Snapshot) -> list[Difference]:
        """Say what is different in ``other``: what was added there, removed, changed.

        Objects are matched by id, the rest by name, then by address, so that one node can be compared with itself
        later and with another node. Ids, times, counters and what HNS makes up for itself are not compared.
        """
        return [found for kind in (*KINDS, SYSTEMS) for found in self._compare(kind, other)]

    def _compare(self, kind: str, other: Snapshot) -> Iterable[Difference]:
        return compare(kind, self._entries(kind), other._entries(kind), volatile=VOLATILE, of_one_host=OF_ONE_NODE)

    def _entries(self, kind: str) -> list[Entry]:
        return [
            Entry(
                name=self.name_of(kind, entry),
                keys=((entry.id or "").lower(), _name(kind, entry), _address(kind, entry)),
                document=to_dict(entry),
            )
            for entry in getattr(self, kind)
        ]

    # -- judging ------------------------------------------------------------------------------------------------

    def stale(self, *, owner: str | None = None, network: str | None = None) -> list[Stale]:
        """Return what nobody uses, in the order in which it can be removed; ``host.gc()`` removes it.

        Stale are endpoints in no namespace and attached to nothing, endpoints of other hosts that no load balancer
        or route refers to, and load balancers and routes that refer to endpoints that are gone. What the host itself
        is attached to and what its default namespace holds is in use.

        ``owner`` is how the owner, or the name where no owner is known, begins; ``network`` a network's name or id.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     model = hcn.HostComputeEndpoint(name="web-0", host_compute_network=network)
        ...     endpoint = host.hcn.endpoints.create(model)
        ...     print(*host.snapshot().stale())
        endpoint web-0: in no namespace, attached to nothing
        """
        return select(find(self), owner=owner, network=network)

    # -- drawing ------------------------------------------------------------------------------------------------

    def tree(self) -> Node:
        """Return the picture as nodes: networks with their endpoints and policies, namespaces, policy lists.

        ``str()`` of the node draws it.
        """
        return draw(self)


def _systems(hcs: Callable[[], HCS]) -> Iterable[Properties]:
    try:
        return hcs().systems.list()
    except NotSupportedError:
        return ()


def _system(document: Any) -> Properties:
    from hcspy.hcs import Properties

    return decode(Properties, document)


def _optional(read: Callable[[], Iterable[Any]]) -> list[Any]:
    """Read what builds may lack. Any other failure is one: nobody may take a kind for empty that was not read."""
    try:
        return list(read())
    except HcspyError as error:
        if not _lacking(error):
            raise
        return []


def _lacking(error: HcspyError) -> bool:
    """Tell whether a build does not know a path: it says so by E_INVALIDARG, the oldest by a text without code."""
    if isinstance(error, TimedOutError):
        return False
    return isinstance(error, InvalidDocumentError | NotSupportedError) or error.hresult is None


def _policy_name(policy: Any) -> str:
    document = to_dict(policy)
    place = ",".join(map(str, document.get("VIPs") or ())) or document.get("DestinationPrefix") or ""
    port = f":{document['ExternalPort']}" if document.get("ExternalPort") else ""
    return f"{document.get('Type', '?')} {place}{port}".strip()


def _name(kind: str, entry: Any) -> object:
    if kind == "endpoints":
        return entry.name and (entry.virtual_network_name, entry.name)
    if kind == "policylists":
        return tuple(_policy_name(policy) for policy in entry.policies)
    if kind == "namespaces":
        return entry.is_default and "default"
    return entry.name


def _address(kind: str, entry: Any) -> object:
    if kind == "endpoints":
        return entry.ip_address and (entry.virtual_network_name, str(entry.ip_address))
    if kind == "networks":
        return tuple(str(subnet.address_prefix) for subnet in entry.subnets)
    return None
