"""Endpoints of HNS v1."""

from __future__ import annotations

import builtins
import ipaddress
from collections.abc import Callable
from typing import Any, Final, Literal, TypedDict, Unpack

from hcspy.codec import decode, evolve, to_dict, to_json
from hcspy.errors import (
    EndpointNotFoundError,
    InUseError,
    InvalidDocumentError,
    NotAttachedError,
    NotFoundError,
    UnexpectedAnswerError,
)
from hcspy.hns.attachment import EndpointAttachDetachRequest, SystemType
from hcspy.hns.endpoint import EndpointState, HNSEndpoint
from hcspy.hns.namespace import Namespace
from hcspy.hns.network import HNSNetwork
from hcspy.hns.policy import EndpointPolicy
from hcspy.hns.services.namespaces import Namespaces
from hcspy.hns.services.policies import POLICIES, PolicyNoun
from hcspy.hns.stats import EndpointStats
from hcspy.verbs import Ensured, poll, ref_id, same_id
from hcspy.verbs.ensured import differences
from hcspy.verbs.rollback import Rollback
from hcspy.verbs.settle import changed_member, over
from hcspy.verbs.wait import awaited

Until = Literal["ready", "attached", "detached"] | Callable[[HNSEndpoint], bool]

ATTACHED: Final = frozenset({EndpointState.ATTACHED, EndpointState.ATTACHED_SHARING})
BROKEN: Final = frozenset({EndpointState.UNINITIALIZED, EndpointState.DEGRADED, EndpointState.DESTROYED})
# HNS takes these at creation only; the rest can be posted to an endpoint that exists.
FIXED: Final = frozenset(
    {"VirtualNetwork", "VirtualNetworkName", "MacAddress", "IPAddress", "IPv6Address", "PrefixLength",
     "IPv6PrefixLength", "GatewayAddress", "GatewayAddressV6", "IsRemoteEndpoint", "EnableLowMetric"}
)  # fmt: skip


def attached(endpoint: HNSEndpoint) -> bool:
    """Tell whether something is plugged into the endpoint."""
    return endpoint.state in ATTACHED or bool(endpoint.shared_containers)


def holds(endpoint: HNSEndpoint, container_id: str) -> bool:
    """Tell whether a container's id is among those that the endpoint is attached to."""
    return any(shared.lower() == container_id.lower() for shared in endpoint.shared_containers)


CONDITIONS: Final[dict[str, Callable[[HNSEndpoint], bool]]] = {
    "ready": lambda endpoint: endpoint.state is None or endpoint.state not in BROKEN,
    "attached": attached,
    "detached": lambda endpoint: not attached(endpoint),
}


def condition(until: Until) -> Callable[[HNSEndpoint], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, CONDITIONS)


class EndpointFilters(TypedDict, total=False):
    """What list, get and find of endpoints can be asked for."""

    name: str | None
    network: str | HNSNetwork | None
    network_name: str | None
    ip: object
    mac: str | None
    container: str | None
    namespace: str | Namespace | None
    remote: bool | None
    state: EndpointState | int | None


def _same_ip(text: object, wanted: object) -> bool:
    try:
        return bool(text) and ipaddress.ip_address(str(text)) == ipaddress.ip_address(str(wanted))
    except ValueError:
        return str(text) == str(wanted)


def _same_mac(text: str | None, wanted: str) -> bool:
    return (text or "").replace(":", "-").lower() == wanted.replace(":", "-").lower()


class Endpoints(PolicyNoun[HNSEndpoint]):
    """``host.hns.endpoints``: what containers, virtual machines and the host plug into networks.

    Filters of list, get and find: ``name`` (exact; names are not unique), ``network`` (a model or id),
    ``network_name``, ``ip`` (IPv4 or IPv6), ``mac``, ``container`` (an id that the endpoint is attached to),
    ``namespace`` (a model or id), ``remote``, ``state``. HNS v1 serves none: they are applied here, on one
    listing.
    """

    model = HNSEndpoint
    noun = "endpoint"
    path = "/endpoints"
    missing = EndpointNotFoundError
    tests = {
        "name": lambda endpoint, name: endpoint.name == name,
        "network": lambda endpoint, ref: same_id(endpoint.virtual_network, ref_id(ref, "network")),
        "network_name": lambda endpoint, name: endpoint.virtual_network_name == name,
        "ip": lambda endpoint, ip: _same_ip(endpoint.ip_address, ip) or _same_ip(endpoint.ipv6_address, ip),
        "mac": lambda endpoint, mac: _same_mac(endpoint.mac_address, mac),
        "container": holds,
        "namespace": lambda endpoint, ref: (
            endpoint.namespace is not None and same_id(endpoint.namespace.id, ref_id(ref, "namespace"))
        ),
        "remote": lambda endpoint, remote: bool(endpoint.is_remote_endpoint) is remote,
        "state": lambda endpoint, state: endpoint.state == state,
    }

    def list(self, **filters: Unpack[EndpointFilters]) -> builtins.list[HNSEndpoint]:
        """List the endpoints, oldest first, those that pass every filter given.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        ...     created = host.hns.endpoints.create(hns.HNSEndpoint(name="web-0", virtual_network=network))
        ...     [endpoint.name for endpoint in host.hns.endpoints.list(network=network)]
        ['web-0']
        """
        return self._list(filters)

    def get(self, ref: str | HNSEndpoint | None = None, **filters: Unpack[EndpointFilters]) -> HNSEndpoint:
        """Return the endpoint by id, or the only one that passes the filters.

        Raises EndpointNotFoundError, and AmbiguousError where the filters leave more than one: names are not
        unique.
        """
        return self._get(ref, filters)

    def find(self, **filters: Unpack[EndpointFilters]) -> HNSEndpoint | None:
        """Return the only endpoint that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def detailed(self, ref: str | HNSEndpoint) -> HNSEndpoint:
        """Return the endpoint with the whole tree of its resources (``GET /endpoints/{id}/detailed``)."""
        return self._read(self._door.request("GET", self._at(ref, "detailed"), noun=self.noun), None)

    def stats(self, ref: str | HNSEndpoint) -> EndpointStats:
        """Return the traffic counters of an endpoint: bytes, packets, dropped packets."""
        path = f"/endpointstats/{ref_id(ref, self.noun)}"
        output = self._door.request("GET", path, noun=self.noun)
        if not isinstance(output, dict):
            raise UnexpectedAnswerError(f"the answer holds no counters: {output!r}", call="HNSCall")
        return decode(EndpointStats, output)

    def create(self, model: HNSEndpoint, *, namespace: str | Namespace | None = None) -> HNSEndpoint:
        """Create an endpoint and return it as HNS filled it in; with ``namespace`` it is put there too.

        If it cannot be put into the namespace, it is removed again. Raises NetworkNotFoundError for an unknown
        network, InvalidAddressError for an address outside of the subnets, AlreadyExistsError for one that is in
        use, PortInUseError for an external port that is taken.

        >>> import hcspy
        >>> from hcspy import hns
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
        ...     nat = hns.NAT(protocol="TCP", internal_port=80, external_port=8080)
        ...     endpoint = host.hns.endpoints.create(hns.HNSEndpoint(virtual_network=network, policies=[nat]))
        >>> endpoint.policies[0].external_port
        8080
        """
        if namespace is None:
            return self._create(model)
        space = ref_id(namespace, "namespace")
        with Rollback() as undo:
            endpoint = self._create(model)
            undo.on_failure(f"endpoint {endpoint.id}", self.delete, endpoint, missing_ok=True)
            Namespaces(self._door).add_endpoint(space, endpoint)
            return self._get(endpoint, {})

    def create_remote(self, model: HNSEndpoint) -> HNSEndpoint:
        """Create an endpoint that stands for one on another host: no switch port, cannot be attached."""
        return self.create(evolve(model, is_remote_endpoint=True))

    def update(self, model: HNSEndpoint) -> HNSEndpoint:
        """Post the whole document of an endpoint that exists and return it as it is then.

        HNS replaces the policies by those of the document.
        """
        return self._update(model)

    def ensure(self, model: HNSEndpoint) -> Ensured[HNSEndpoint]:
        """Make sure that an endpoint is as the model says; what the model leaves out may be anything.

        It is known by its network and name, a remote one by its network and address. A change of what HNS takes
        at creation only (network, addresses, MAC) makes it create the endpoint anew, which is refused with
        InUseError while something is attached. If the new one cannot be created, the old one is put back.
        """
        self._check(model)
        found = self._known(model)
        if found is None:
            return Ensured(object=self.create(model), action="created")
        policies, changes = POLICIES.merge(found.policies, model.policies)
        wanted = {name: value for name, value in to_dict(model).items() if name not in {"Policies", "ID"}}
        changes += differences(wanted, to_dict(found))
        if not changes:
            return Ensured(object=found, action="unchanged")
        if any(changed_member(change) in FIXED for change in changes):
            return Ensured(
                object=self._recreate(found, model), action="recreated", changes=tuple(changes), before=found
            )
        result = self._update(evolve(over(found, model), policies=policies))
        return Ensured(object=result, action="modified", changes=tuple(changes), before=found)

    def _known(self, model: HNSEndpoint) -> HNSEndpoint | None:
        network: Any = {"network": model.virtual_network}
        if not model.virtual_network:
            network = {"network_name": model.virtual_network_name}
        if model.is_remote_endpoint and model.ip_address:
            return self._find({**network, "remote": True, "ip": model.ip_address})
        if not model.name:
            raise InvalidDocumentError("ensure() knows an endpoint by its network and name, and the model has no name")
        return self._find({**network, "name": model.name})

    def _recreate(self, old: HNSEndpoint, new: HNSEndpoint) -> HNSEndpoint:
        if attached(old):
            users = ", ".join(old.shared_containers) or "the host or a virtual machine"
            raise InUseError(f"endpoint {old.name!r} must be created anew, but is attached to {users}")
        with Rollback() as undo:
            self.delete(old)
            undo.on_failure(f"endpoint {old.name} was deleted", self._create, old)
            return self.create(new)

    def wait(self, ref: str | HNSEndpoint, until: Until = "ready", *, timeout: float = 60) -> HNSEndpoint:
        """Wait until the endpoint is ready, attached or detached, or a predicate holds; ``timeout`` in seconds.

        Ready means neither uninitialized nor degraded nor destroyed.
        """
        ref = ref_id(ref, self.noun)
        return poll(lambda: self._look(ref), condition(until), timeout=timeout, what=f"endpoint {ref}")

    # -- policies -----------------------------------------------------------------------------------------------

    def add_policies(self, ref: str | HNSEndpoint, *policies: EndpointPolicy) -> HNSEndpoint:
        """Append policies to those that the endpoint has now and return it as it is then."""
        return super().add_policies(ref, *policies)

    def remove_policies(
        self, ref: str | HNSEndpoint, *policies: EndpointPolicy, missing_ok: bool = False
    ) -> HNSEndpoint:
        """Remove the policies that have every member given, and return the endpoint as it is then.

        Raises PolicyNotFoundError, before anything is changed, if one matches nothing, unless ``missing_ok``.
        """
        return super().remove_policies(ref, *policies, missing_ok=missing_ok)

    def replace_policies(self, ref: str | HNSEndpoint, *policies: EndpointPolicy) -> HNSEndpoint:
        """Make these the endpoint's policies, all others go; return it as it is then."""
        return super().replace_policies(ref, *policies)

    # -- attaching ----------------------------------------------------------------------------------------------

    def attach_container(self, ref: str | HNSEndpoint, container_id: str, *, compartment_id: int = 0) -> None:
        """Attach the endpoint to a container; compartment 0 leaves the choice to HNS.

        Several containers may share an endpoint. Raises SystemNotFoundError for an unknown container.
        """
        self._attach(ref, "attach", SystemType.CONTAINER, container_id=container_id, compartment_id=compartment_id)

    def attach_host(self, ref: str | HNSEndpoint, *, compartment_id: int = 1) -> None:
        """Attach the endpoint to the host, which gets a virtual adapter in the compartment (1: the default one).

        Raises AlreadyAttachedError the second time.
        """
        self._attach(ref, "attach", SystemType.HOST, compartment_id=compartment_id)

    def attach_vm(self, ref: str | HNSEndpoint, nic: str) -> None:
        """Attach the endpoint to an adapter of a virtual machine, named ``{vm id}--{adapter id}``."""
        self._attach(ref, "attach", SystemType.VIRTUAL_MACHINE, virtual_nic_name=nic)

    def detach_container(self, ref: str | HNSEndpoint, container_id: str, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from a container; with ``missing_ok`` it is fine if it was not attached."""
        self._detach(ref, SystemType.CONTAINER, missing_ok, container_id=container_id)

    def detach_host(self, ref: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from the host; with ``missing_ok`` it is fine if it was not attached."""
        self._detach(ref, SystemType.HOST, missing_ok)

    def detach_vm(self, ref: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from its virtual machine; with ``missing_ok`` it is fine if it was not attached."""
        self._detach(ref, SystemType.VIRTUAL_MACHINE, missing_ok)

    def is_attached(self, ref: str | HNSEndpoint, container_id: str) -> bool:
        """Tell whether the endpoint is attached to the container of this id, in any letter case."""
        return holds(self._get(ref, {}), container_id)

    def _attach(self, ref: str | HNSEndpoint, verb: str, kind: SystemType, **members: Any) -> None:
        request = EndpointAttachDetachRequest(
            system_type=kind, **{name: value for name, value in members.items() if value}
        )
        self._check(request)
        self._door.request("POST", self._at(ref, verb), to_json(request), noun=self.noun)

    def _detach(self, ref: str | HNSEndpoint, kind: SystemType, missing_ok: bool, **members: Any) -> None:
        try:
            self._attach(ref, "detach", kind, **members)
        except (NotFoundError, NotAttachedError):
            if not missing_ok:
                raise
