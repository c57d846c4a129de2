"""Endpoints of HCN."""

from __future__ import annotations

import builtins
import ipaddress
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy._ffi.computenetwork import NO_ID
from hcspy.codec import decode, dumps, evolve, to_dict, to_json
from hcspy.errors import (
    EndpointNotFoundError,
    HcspyError,
    InUseError,
    InvalidDocumentError,
    NamespaceNotFoundError,
    ServiceUnavailableError,
)
from hcspy.hcn.attachment import attached, containers_of, namespace_of
from hcspy.hcn.endpoint import EndpointFlags, HostComputeEndpoint
from hcspy.hcn.modify import PolicyEndpointRequest
from hcspy.hcn.namespace import HostComputeNamespace
from hcspy.hcn.network import HostComputeNetwork
from hcspy.hcn.policy import EndpointPolicy
from hcspy.hcn.query import HostComputeQuery, HostComputeQueryFlags
from hcspy.hcn.services.door import QUERY, parsed, parsed_object
from hcspy.hcn.services.namespaces import Namespaces
from hcspy.hcn.services.noun import Vanished
from hcspy.hcn.services.plan import Plan, lacking
from hcspy.hcn.services.policies import PolicyNoun, documents_of
from hcspy.hcn.services.requests import REFRESH, UPDATE, Step, request
from hcspy.hcn.stats import EndpointStats
from hcspy.verbs import Ensured, ref_id, same_id
from hcspy.verbs.policies import Policies
from hcspy.verbs.rollback import Rollback
from hcspy.verbs.stale import NOWHERE
from hcspy.verbs.wait import awaited

Until = Literal["ready", "attached", "detached"] | Callable[[HostComputeEndpoint], bool]

# States of an endpoint, numbered as in HNS v1: uninitialized, degraded, destroyed.
BROKEN: Final = frozenset({0, 5, 6})
# What tells one policy of a type from another; types that are not here occur once.
IDENTITY: Final = {
    "acl": ("Id", "Action", "Direction", "Protocols", "LocalAddresses", "RemoteAddresses", "LocalPorts", "RemotePorts",
            "RuleType"),
    "portmapping": ("Protocol", "ExternalPort", "VIP"),
    "sdnroute": ("DestinationPrefix",),
    "l4proxy": ("Protocol", "Port", "Destination"),
    "l4wfpproxy": ("InboundProxyPort", "OutboundProxyPort", "UserSID"),
    "outboundnat": ("VirtualIP", "Destinations"),
    "tieracl": ("Name", "Direction"),
    "encryption": ("Name",),
}  # fmt: skip


class EndpointFilters(TypedDict, total=False):
    """What list, get and find of endpoints can be asked for."""

    name: str | None
    network: str | HostComputeNetwork | None
    network_name: str | None
    namespace: str | HostComputeNamespace | None
    ip: object
    mac: str | None
    container: str | None
    remote: bool | None
    state: int | None
    owner: str | None


CONDITIONS: Final[dict[str, Callable[[HostComputeEndpoint], bool]]] = {
    "ready": lambda endpoint: endpoint.state is None or endpoint.state not in BROKEN,
    "attached": attached,
    "detached": lambda endpoint: not attached(endpoint),
}


def condition(until: Until) -> Callable[[HostComputeEndpoint], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, CONDITIONS)


def same_ip(text: object, wanted: object) -> bool:
    """Tell whether two texts are one address, in whatever spelling."""
    try:
        return bool(text) and ipaddress.ip_address(str(text)) == ipaddress.ip_address(str(wanted))
    except ValueError:
        return str(text) == str(wanted)


def same_mac(text: object, wanted: str) -> bool:
    """Tell whether two texts are one MAC address, with dashes or colons."""
    return str(text or "").replace(":", "-").lower() == wanted.replace(":", "-").lower()


class Endpoints(PolicyNoun[HostComputeEndpoint]):
    """``host.hcn.endpoints``: what containers, virtual machines and the host plug into networks.

    Filters of list, get and find: ``name`` (exact; names are not unique), ``network`` (a model or id) and
    ``network_name`` are served by HCN. ``ip`` and ``mac`` it cannot serve: one listing through HNS v1 tells which
    endpoints are meant, and only those are opened. ``namespace`` (a model or id) asks the namespace. ``container``
    (an id that the endpoint is attached to), ``remote``, ``state`` and ``owner`` are applied here.
    """

    model = HostComputeEndpoint
    noun = "endpoint"
    missing = EndpointNotFoundError
    calls = computenetwork.endpoints
    served = {"name": "Name", "network": "VirtualNetwork", "network_name": "VirtualNetworkName"}
    tests = {
        "name": lambda endpoint, name: endpoint.name == name,
        "network": lambda endpoint, ref: same_id(_id_of(endpoint.host_compute_network), ref_id(ref, "network")),
        "namespace": lambda endpoint, ref: same_id(namespace_of(endpoint) or NOWHERE, ref_id(ref, "namespace")),
        "ip": lambda endpoint, ip: any(same_ip(held, ip) for held in endpoint.ip_addresses),
        "mac": lambda endpoint, mac: same_mac(endpoint.mac_address, mac),
        "container": lambda endpoint, id: id.lower() in (held.lower() for held in containers_of(endpoint)),
        "remote": lambda endpoint, remote: endpoint.is_remote is remote,
        "state": lambda endpoint, state: endpoint.state == state,
        "owner": lambda endpoint, owner: endpoint.owner == owner,
    }
    carrier = PolicyEndpointRequest
    comparing = Policies(documents_of(PolicyEndpointRequest), IDENTITY)

    # -- reading ------------------------------------------------------------------------------------------------

    def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[EndpointFilters]
    ) -> builtins.list[HostComputeEndpoint]:
        """List the endpoints, oldest first, those that pass every filter given.

        An endpoint that goes while the list is read is left out; ``vanished="raise"`` raises EndpointNotFoundError.
        ``query`` is sent in place of the one that the filters make.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     model = hcn.HostComputeEndpoint(name="web-0", host_compute_network=network)
        ...     created = host.hcn.endpoints.create(model)
        ...     [endpoint.name for endpoint in host.hcn.endpoints.list(network=network)]
        ['web-0']
        """
        return self._list(filters, query, vanished)

    def get(
        self, ref: str | HostComputeEndpoint | None = None, **filters: Unpack[EndpointFilters]
    ) -> HostComputeEndpoint:
        """Return the endpoint by id, or the only one that passes the filters.

        Raises EndpointNotFoundError, and AmbiguousError where the filters leave more than one: names are not
        unique.
        """
        return self._get(ref, filters)

    def find(self, **filters: Unpack[EndpointFilters]) -> HostComputeEndpoint | None:
        """Return the only endpoint that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def count(self, network: str | HostComputeNetwork) -> int:
        """Return how many endpoints a network has: one call, nothing is opened."""
        query = HostComputeQuery.where(VirtualNetwork=ref_id(network, "network"))
        return len(super()._ids(to_json(query), {}))

    def _query(self, filters: Mapping[str, Any]) -> HostComputeQuery:
        query = super()._query(filters)
        # Who an endpoint is plugged into is among the details.
        return evolve(query, flags=HostComputeQueryFlags.DETAILED) if filters.get("container") else query

    def _ids(self, query: str, filters: Mapping[str, Any]) -> Sequence[str]:
        ids = super()._ids(query, filters)
        meant = self._meant(filters) if ids else None
        return ids if meant is None else [id for id in ids if id.strip("{}").lower() in meant]

    def _meant(self, filters: Mapping[str, Any]) -> set[str] | None:
        """Return the ids that some filters leave, in lower case; None if there is no short way to tell."""
        namespace = filters.get("namespace")
        if namespace is not None and not same_id(ref_id(namespace, "namespace"), NOWHERE):
            return set(self._in_namespace(namespace))
        wanted = {name: filters[name] for name in ("ip", "mac") if filters.get(name) is not None}
        return self._by_listing(wanted) if wanted else None

    def _in_namespace(self, namespace: str | HostComputeNamespace) -> Iterable[str]:
        try:
            return Namespaces(self._door).get(ref_id(namespace, "namespace")).endpoint_ids
        except NamespaceNotFoundError:
            return ()

    def _by_listing(self, wanted: Mapping[str, Any]) -> set[str] | None:
        """Look addresses up in the one listing that has them: HNS v1's. It is the same store."""
        try:
            listed = self._door.request("GET", "/endpoints/")
        except ServiceUnavailableError:
            raise
        except HcspyError:
            return None
        if not isinstance(listed, builtins.list):
            return None
        hits = (entry for entry in listed if isinstance(entry, dict) and _has(entry, wanted))
        return {str(entry.get("ID")).lower() for entry in hits}

    def stats(self, ref: str | HostComputeEndpoint) -> EndpointStats:
        """Return the traffic counters of an endpoint: bytes, packets, dropped packets."""
        with self._opened(ref_id(ref, self.noun)) as handle:
            text = computenetwork.endpoints.stats(handle, QUERY, timeout=self._door.timeout)
        return decode(EndpointStats, parsed_object(text, "HcnQueryEndpointStats"))

    def addresses(self, ref: str | HostComputeEndpoint) -> Any:
        """Return the addresses of an endpoint as HCN tells them: plain JSON values, whose shape is not documented."""
        with self._opened(ref_id(ref, self.noun)) as handle:
            text = computenetwork.endpoints.addresses(handle, QUERY, timeout=self._door.timeout)
        return parsed(text, "HcnQueryEndpointAddresses") if text else None

    # -- creating and changing ----------------------------------------------------------------------------------

    def create(
        self, model: HostComputeEndpoint, *, namespace: str | HostComputeNamespace | None = None
    ) -> HostComputeEndpoint:
        """Create an endpoint and return it as HCN filled it in; with ``namespace`` it is put there too.

        If it cannot be put into the namespace, it is removed again. Raises NetworkNotFoundError for an unknown
        network, InvalidAddressError for an address outside of the subnets, AlreadyExistsError for one that is in
        use, PortInUseError for an external port that is taken.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     namespace = host.hcn.namespaces.create()
        ...     port = hcn.PortMapping(protocol="tcp", internal_port=80, external_port=8080)
        ...     model = hcn.HostComputeEndpoint(host_compute_network=network, policies=[port])
        ...     endpoint = host.hcn.endpoints.create(model, namespace=namespace)
        >>> endpoint.host_compute_namespace == namespace.id
        True
        """
        space = None if namespace is None else ref_id(namespace, "namespace")
        if namespace_of(model):
            raise InvalidDocumentError(
                "HostComputeNamespace is read only", hint="pass the namespace to create() beside the document"
            )
        self._check(model)
        if space is None:
            return self._create(model)
        with Rollback() as undo:
            endpoint = self._create(model)
            undo.on_failure(f"endpoint {endpoint.id}", self.delete, endpoint, missing_ok=True)
            Namespaces(self._door).add_endpoint(space, endpoint)
            return self._read_one(endpoint)

    def create_remote(self, model: HostComputeEndpoint) -> HostComputeEndpoint:
        """Create an endpoint that stands for one on another host: no switch port, cannot be attached."""
        return self.create(evolve(model, flags=_number(model.flags) | EndpointFlags.REMOTE_ENDPOINT))

    def _create(self, model: HostComputeEndpoint) -> HostComputeEndpoint:
        tables, timeout = self._door.tables, self._door.timeout
        network = ref_id(_id_of(model.host_compute_network) or "", "network")
        with computenetwork.networks.opened(tables, network, timeout=timeout) as opened:
            return self._made(computenetwork.endpoints.created(opened, NO_ID, to_json(model), timeout=timeout), model)

    def update(self, model: HostComputeEndpoint) -> HostComputeEndpoint:
        """Change an endpoint that exists into what the model says, and return it as it is then.

        HCN changes its policies, by requests; for anything else that differs NotSupportedError says what. Policies
        are added or changed, never dropped: see ``replace_policies``.
        """
        return self._update(model)

    def ensure(self, model: HostComputeEndpoint) -> Ensured[HostComputeEndpoint]:
        """Make sure that an endpoint is as the model says; what the model leaves out may be anything.

        It is known by its network and name, a remote one by its network and address. Policies are changed in place.
        Another difference makes it create the endpoint anew, which is refused with InUseError while the endpoint is
        in a namespace or attached. If the new one cannot be created, the old one is put back.
        """
        self._check(model)
        return self._ensured(model, self._known(model))

    def _known(self, model: HostComputeEndpoint) -> HostComputeEndpoint | None:
        network = ref_id(_id_of(model.host_compute_network) or "", "network")
        if model.is_remote and model.ip_addresses:
            return self._find({"network": network, "remote": True, "ip": model.ip_addresses[0]})
        if not model.name:
            raise InvalidDocumentError("ensure() knows an endpoint by its network and name, and the model has no name")
        return self._find({"network": network, "name": model.name})

    def _recreate(self, old: HostComputeEndpoint, new: HostComputeEndpoint) -> HostComputeEndpoint:
        space = namespace_of(old)
        if space or attached(old):
            users = f"in namespace {space}" if space else f"attached to {', '.join(containers_of(old)) or 'something'}"
            raise InUseError(f"endpoint {old.name!r} must be created anew, but is {users}")
        with Rollback() as undo:
            self.delete(old)
            undo.on_failure(f"endpoint {old.name} was deleted", self._create, old)
            return self.create(new)

    def _plan(self, found: HostComputeEndpoint, model: HostComputeEndpoint, *, exact: bool = False) -> Plan:
        left_out = {"Policies", "HostComputeNamespace"}
        wanted = {name: value for name, value in to_dict(model).items() if name not in left_out}
        return self._policy_plan(found, model, exact=exact) + Plan(fixed=lacking(wanted, to_dict(found)))

    def wait(
        self, ref: str | HostComputeEndpoint, until: Until = "ready", *, timeout: float = 60
    ) -> HostComputeEndpoint:
        """Wait until the endpoint is ready, attached or detached, or a predicate holds; ``timeout`` in seconds.

        Ready means neither uninitialized nor degraded nor destroyed.
        """
        return self._wait(ref, condition(until), timeout)

    def refresh(self, ref: str | HostComputeEndpoint) -> HostComputeEndpoint:
        """Have HCN bring the endpoint's port in line with the system, and return the endpoint as it is then.

        Raises EndpointNotFoundError if the endpoint's network is gone.
        """
        again = request("Port", REFRESH, {})
        return self._changed(ref, [Step(again, again)])

    # -- policies -----------------------------------------------------------------------------------------------

    def add_policies(self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy) -> HostComputeEndpoint:
        """Append policies to those that the endpoint has, and return it as it is then.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     endpoint = host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=network))
        ...     block = hcn.ACL(action="Block", direction="Out", remote_addresses=["169.254.169.254/32"], priority=200)
        ...     changed = host.hcn.endpoints.add_policies(endpoint, block)
        >>> changed.policies[-1].remote_addresses
        '169.254.169.254/32'
        """
        return super().add_policies(ref, *policies)

    def remove_policies(
        self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy, missing_ok: bool = False
    ) -> HostComputeEndpoint:
        """Remove the policies that have every member given, and return the endpoint as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one matches nothing, unless ``missing_ok``.
        """
        return super().remove_policies(ref, *policies, missing_ok=missing_ok)

    def replace_policies(self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy) -> HostComputeEndpoint:
        """Make these the endpoint's policies, all others go; return it as it is then.

        They are exchanged by one request, so that at no moment the endpoint is without rules.
        """
        return super().replace_policies(ref, *policies)

    def _replaced(self, handle: Any, before: HostComputeEndpoint, wanted: Sequence[Any]) -> HostComputeEndpoint:
        if not wanted or not list(self._exchange(before.policies, wanted)):
            return super()._replaced(handle, before, wanted)
        whole = request("Policy", UPDATE, self._settings(wanted))
        self.calls.modify(handle, dumps(whole), timeout=self._door.timeout)
        after = self._now(handle)
        # What "Update" has left alone of the policies that were there goes; what is new is of the service's own making.
        left = self._alone(self._alone(after.policies, wanted), self._alone(after.policies, before.policies))
        steps = list(self._exchange(left, self._alone(wanted, after.policies)))
        return self._made_so(handle, steps) if steps else after


def _id_of(ref: Any) -> str | None:
    return ref if isinstance(ref, str) else getattr(ref, "id", None)


def _number(flags: Any) -> int:
    return flags if isinstance(flags, int) else 0


def _has(entry: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Tell whether a document of HNS v1 names the addresses, wherever builds put them."""
    if "mac" in wanted and not same_mac(entry.get("MacAddress"), wanted["mac"]):
        return False
    return "ip" not in wanted or any(same_ip(text, wanted["ip"]) for text in _addresses(entry))


def _addresses(entry: Mapping[str, Any]) -> Iterable[Any]:
    yield from (entry.get("IPAddress"), entry.get("IPv6Address"))
    for held in entry.get("IpConfigurations") or ():
        if isinstance(held, dict):
            yield held.get("IpAddress")
