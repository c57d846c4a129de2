"""One picture of everything that HCN shows of a host: to keep, to compare, to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from hcspy.codec import decode, to_dict
from hcspy.errors import InvalidDocumentError, NotSupportedError
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.guestnetworkservice import GuestNetworkService
from hcspy.hcn.loadbalancer import HostComputeLoadBalancer
from hcspy.hcn.namespace import HostComputeNamespace, NamespaceType
from hcspy.hcn.network import HostComputeNetwork
from hcspy.hcn.picture import Picture
from hcspy.hcn.route import HostComputeRoute
from hcspy.hcn.stale import find
from hcspy.hcn.version import Version
from hcspy.verbs.compare import Difference, Entry, compare
from hcspy.verbs.stale import Stale, select
from hcspy.verbs.tree import Node

if TYPE_CHECKING:
    from hcspy.hcn.services.hcn import HCN

# What refers to endpoints.
Holder: TypeAlias = HostComputeNamespace | HostComputeLoadBalancer | HostComputeRoute
# What an object is called, and what it is found by on another host, best first.
Keys: TypeAlias = tuple[str | None, tuple[object, object]]

# The members of a snapshot, as they are called in its document, and what they hold.
KINDS: Final[dict[str, tuple[str, type]]] = {
    "networks": ("networks", HostComputeNetwork),
    "endpoints": ("endpoints", HostComputeEndpoint),
    "namespaces": ("namespaces", HostComputeNamespace),
    "load_balancers": ("loadbalancers", HostComputeLoadBalancer),
    "routes": ("routes", HostComputeRoute),
    "guest_network_services": ("guestnetworkservices", GuestNetworkService),
}
# The name of all endpoints that nobody named.
UNNAMED: Final = "Ethernet"
# The namespaces that a host has one of.
DEFAULTS: Final = frozenset({NamespaceType.HOST_DEFAULT, NamespaceType.GUEST_DEFAULT})
# What changes by itself, or follows from what is compared.
VOLATILE: Final = frozenset({"ID", "Id", "Health", "Telemetry", "Version", "NamespaceGuid", "Resources", "IpSubnetId"})
# What no two hosts have in common.
OF_ONE_HOST: Final = frozenset(
    {"MacAddress", "MacPool", "DistributedRouterMacAddress", "NamespaceId", "HostComputeNamespace", "InterfaceName"}
)


@attrs.frozen(kw_only=True)
class Snapshot:
    """What one host has at one moment, in the form of HCN: ``host.hcn.snapshot()``.

    ``host.snapshot()`` shows the same objects in the form of HNS v1.
    """

    networks: Sequence[HostComputeNetwork] = ()
    endpoints: Sequence[HostComputeEndpoint] = ()
    namespaces: Sequence[HostComputeNamespace] = ()
    load_balancers: Sequence[HostComputeLoadBalancer] = ()
    routes: Sequence[HostComputeRoute] = ()
    guest_network_services: Sequence[GuestNetworkService] = ()
    version: Version | None = None

    @classmethod
    def take(cls, hcn: HCN) -> Snapshot:
        """Read a host; builds that lack a kind have none of it. What vanishes meanwhile is left out."""
        return cls(
            networks=tuple(hcn.networks.list()),
            endpoints=tuple(hcn.endpoints.list()),
            namespaces=tuple(hcn.namespaces.list()),
            load_balancers=tuple(hcn.load_balancers.list()),
            routes=tuple(_optional(hcn.routes.list)),
            guest_network_services=tuple(_optional(hcn.guest_network_services.list)),
            version=hcn.version,
        )

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> Snapshot:
        """Read what ``dump()`` gave, or the same members put together by hand."""
        names = [name for name, _ in KINDS.values()]
        if not any(name in document for name in names):
            raise InvalidDocumentError(f"not a snapshot: none of {', '.join(names)} is in it")
        lists: dict[str, Any] = {
            kind: tuple(decode(model, entry) for entry in document.get(name) or ())
            for kind, (name, model) in KINDS.items()
        }
        version = document.get("version")
        return cls(**lists, version=decode(Version, version) if version else None)

    def dump(self) -> dict[str, Any]:
        """Return the documents as the service sent them; ``load()`` takes them back."""
        documents: dict[str, Any] = {
            name: [to_dict(entry) for entry in getattr(self, kind)] for kind, (name, _) in KINDS.items()
        }
        if self.version is not None:
            documents["version"] = to_dict(self.version)
        return documents

    # -- looking up ---------------------------------------------------------------------------------------------

    def network(self, id: str | None) -> HostComputeNetwork | None:
        """Return the network with an id, in any letter case, with braces or without."""
        return self._networks.get(_key(id))

    def endpoint(self, id: str | None) -> HostComputeEndpoint | None:
        """Return the endpoint with an id, in any letter case, with braces or without."""
        return self._endpoints.get(_key(id))

    def network_of(self, endpoint: HostComputeEndpoint) -> HostComputeNetwork | None:
        """Return the network that an endpoint is on."""
        return self.network(_id(endpoint.host_compute_network))

    def endpoints_of(self, holder: HostComputeNetwork | Holder) -> list[HostComputeEndpoint]:
        """Return the endpoints on a network, in a namespace, of a load balancer or of a route."""
        if isinstance(holder, HostComputeNetwork):
            return self._by_network.get(_key(holder.id), [])
        return [found for id in held(holder) if (found := self.endpoint(id))]

    @cached_property
    def _networks(self) -> dict[str, HostComputeNetwork]:
        return {_key(network.id): network for network in self.networks}

    @cached_property
    def _endpoints(self) -> dict[str, HostComputeEndpoint]:
        return {_key(endpoint.id): endpoint for endpoint in self.endpoints}

    @cached_property
    def _by_network(self) -> dict[str, list[HostComputeEndpoint]]:
        found: dict[str, list[HostComputeEndpoint]] = {}
        for endpoint in self.endpoints:
            found.setdefault(_key(_id(endpoint.host_compute_network)), []).append(endpoint)
        return found

    # -- comparing ----------------------------------------------------------------------------------------------

    def diff(self, other: Snapshot) -> list[Difference]:
        """Say what is different in ``other``: what was added there, removed, changed.

        Objects are matched by id, the rest by name, then by address or by the endpoints that they hold, so that one
        node can be compared with itself later and with another node. References are compared by the name of what
        they refer to; ids, health, versions and what HNS makes up for each node are not compared.
        """
        return [found for kind in KINDS for found in self._compare(kind, other)]

    def _compare(self, kind: str, other: Snapshot) -> Iterable[Difference]:
        mine, theirs = self._entries(kind), other._entries(kind)
        return compare(KINDS[kind][0], mine, theirs, volatile=VOLATILE, of_one_host=OF_ONE_HOST)

    def _entries(self, kind: str) -> list[Entry]:
        entries = []
        for found in getattr(self, kind):
            keys = (_key(found.id), *self._keys(found)[1])
            entries.append(Entry(name=self.name_of(found), keys=keys, document=self._named(found)))
        return entries

    def _keys(self, found: Any) -> Keys:
        """Return what an object is called when ids mean nothing, and what it is found by on another host."""
        match found:
            case HostComputeNetwork():
                return found.name, (found.name, prefixes(found))
            case HostComputeEndpoint():
                return self._endpoint_keys(found)
            case HostComputeNamespace():
                default = found.type in DEFAULTS and found.type
                return "default" if default else None, (default, self._names_of(found))
            case HostComputeLoadBalancer():
                ports = tuple((port.protocol, port.external_port) for port in found.port_mappings)
                vips = ",".join(map(str, found.frontend_vips))
                name = f"{vips}:{','.join(str(port) for _, port in ports)}"
                return name, ((vips, ports, self._names_of(found)), (vips, ports))
            case HostComputeRoute():
                prefix = ", ".join(str(setting.destination_prefix) for setting in found.setting)
                return prefix, ((prefix, self._names_of(found)), prefix)
            case _:
                return found.name, (found.name, None)

    def _endpoint_keys(self, endpoint: HostComputeEndpoint) -> Keys:
        network = self._name_of_network(_id(endpoint.host_compute_network))
        addresses = endpoint.ip_addresses
        own = endpoint.name if endpoint.name != UNNAMED else None
        name = f"{network or '?'}/{own or next(iter(addresses), None) or endpoint.id}"
        return name, (own and (network, own), addresses and (network, addresses))

    def _names_of(self, holder: Holder) -> tuple[str, ...]:
        return tuple(sorted(map(self.name_of_endpoint, held(holder))))

    def _named(self, found: Any) -> dict[str, Any]:
        """Return a document whose references are names, and the contents of a namespace sorted by them."""
        document = to_dict(found)
        if "HostComputeNetwork" in document:
            document["HostComputeNetwork"] = self._name_of_network(document["HostComputeNetwork"])
        if isinstance(found, HostComputeNamespace | HostComputeLoadBalancer | HostComputeRoute):
            document["HostComputeEndpoints"] = list(self._names_of(found))
        if isinstance(found, HostComputeNamespace):
            document["Containers"] = sorted(found.container_ids)
        return document

    def name_of(self, found: Any) -> str:
        """Return what an object is called when ids mean nothing: its name, else where it is reached or leads."""
        return self._keys(found)[0] or str(found.id)

    def name_of_endpoint(self, id: str) -> str:
        """Return what an endpoint is called when ids mean nothing: its network and its name or address."""
        found = self.endpoint(id)
        return _key(id) if found is None else str(self._endpoint_keys(found)[0])

    def _name_of_network(self, id: str | None) -> str | None:
        found = self.network(id)
        return id if found is None else found.name or id

    # -- judging ------------------------------------------------------------------------------------------------

    def stale(self, *, owner: str | None = None, network: str | None = None) -> list[Stale]:
        """Return what nobody uses, in the order in which it can be removed; ``host.gc()`` removes it.

        What is stale: see ``hcspy.Snapshot.stale``. ``owner`` is how the owner, or the name where no owner is known,
        begins; ``network`` a network's name or id.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     model = hcn.HostComputeEndpoint(name="web-0", owner="calico", host_compute_network=network)
        ...     endpoint = host.hcn.endpoints.create(model)
        ...     print(*host.hcn.snapshot().stale(owner="cali"))
        endpoint web-0: in no namespace, attached to nothing
        """
        return select(find(self), owner=owner, network=network)

    # -- drawing ------------------------------------------------------------------------------------------------

    def tree(self) -> Node:
        """Return the picture as nodes: networks with their endpoints, then what refers to endpoints.

        ``str()`` of the node draws it.
        """
        return Picture(self).tree()


def prefixes(network: HostComputeNetwork) -> tuple[str, ...]:
    """Return the address prefixes of a network's subnets, as text."""
    return tuple(str(subnet.ip_address_prefix) for ipam in network.ipams for subnet in ipam.subnets)


def held(holder: Holder) -> list[str]:
    """Return the ids of the endpoints that an object refers to."""
    if isinstance(holder, HostComputeNamespace):
        return list(holder.endpoint_ids)
    return [str(_id(ref)) for ref in holder.host_compute_endpoints]


def _id(ref: Any) -> str | None:
    return ref if isinstance(ref, str) or ref is None else ref.id


def _key(id: str | None) -> str:
    return (id or "").strip("{}").lower()


def _optional(read: Callable[[], Iterable[Any]]) -> list[Any]:
    """Read what builds may lack."""
    try:
        return list(read())
    except NotSupportedError:
        return []
