"""Load balancers of HCN."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy.codec import encode
from hcspy.errors import InvalidDocumentError, LoadBalancerNotFoundError, NotSupportedError
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.loadbalancer import (
    HostComputeLoadBalancer,
    LoadBalancerDistribution,
    LoadBalancerFlags,
    LoadBalancerPortMapping,
    LoadBalancerPortMappingFlags,
)
from hcspy.hcn.query import HostComputeQuery
from hcspy.hcn.services.noun import Vanished, created
from hcspy.hcn.services.requests import Step
from hcspy.hcn.services.sharing import SharingNoun, endpoint_ids, flat_id
from hcspy.verbs import Ensured, only
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[HostComputeLoadBalancer], bool]


class LoadBalancerFilters(TypedDict, total=False):
    """What list, get and find of load balancers can be asked for."""

    endpoint: str | HostComputeEndpoint | None
    vip: object
    external_port: int | None
    protocol: int | str | None
    name: str | None
    owner: str | None


def _ports(balancer: HostComputeLoadBalancer) -> set[tuple[int, int]]:
    return {(_protocol(held.protocol), _number(held.external_port)) for held in balancer.port_mappings}


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _protocol(value: int | str | None) -> int:
    """Return the number of a protocol, given by number or name."""
    return value if isinstance(value, int) else _number(encode(LoadBalancerPortMapping(protocol=value)).get("Protocol"))


def _vips(balancer: HostComputeLoadBalancer) -> set[str]:
    return {str(vip).lower() for vip in balancer.frontend_vips}


class LoadBalancers(SharingNoun[HostComputeLoadBalancer]):
    """``host.hcn.load_balancers``: connections to virtual addresses, spread over endpoints.

    Filters of list, get and find: ``endpoint`` (a model or id), ``vip``, ``external_port``, ``protocol``, ``name``,
    ``owner``. HCN serves none: they are applied here.
    """

    model = HostComputeLoadBalancer
    noun = "load balancer"
    missing = LoadBalancerNotFoundError
    calls = computenetwork.load_balancers
    tests = {
        "endpoint": lambda balancer, ref: flat_id(ref, "endpoint") in endpoint_ids(balancer),
        "vip": lambda balancer, vip: str(vip).lower() in _vips(balancer),
        "external_port": lambda balancer, port: any(port == held for _, held in _ports(balancer)),
        "protocol": lambda balancer, protocol: any(_protocol(protocol) == held for held, _ in _ports(balancer)),
        "name": lambda balancer, name: balancer.name == name,
        "owner": lambda balancer, owner: balancer.owner == owner,
    }
    # Whether this host can change load balancers; None until it was tried.
    _modifies: bool | None = None

    def list(
        self,
        *,
        query: HostComputeQuery | None = None,
        vanished: Vanished = "skip",
        **filters: Unpack[LoadBalancerFilters],
    ) -> builtins.list[HostComputeLoadBalancer]:
        """List the load balancers, oldest first, those that pass every filter given.

        One that goes while the list is read is left out; ``vanished="raise"`` raises LoadBalancerNotFoundError.
        ``query`` is sent in place of the usual one.
        """
        return self._list(filters, query, vanished)

    def get(
        self, ref: str | HostComputeLoadBalancer | None = None, **filters: Unpack[LoadBalancerFilters]
    ) -> HostComputeLoadBalancer:
        """Return the load balancer by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[LoadBalancerFilters]) -> HostComputeLoadBalancer | None:
        """Return the only load balancer that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        """Create a load balancer and return it as HCN filled it in.

        Raises EndpointNotFoundError for an endpoint that is not there, AlreadyExistsError where another balancer has
        the same address, port and protocol, PortInUseError for a port of the host that is taken.
        """
        self._check(model)
        return self._create(model)

    def add(
        self,
        endpoints: Iterable[HostComputeEndpoint | str],
        *,
        internal_port: int,
        external_port: int,
        protocol: int | str = "tcp",
        vips: Iterable[str] = (),
        source_vip: str | None = None,
        flags: LoadBalancerFlags | int = 0,
        mapping_flags: LoadBalancerPortMappingFlags | int = 0,
        distribution: LoadBalancerDistribution | int = 0,
    ) -> HostComputeLoadBalancer:
        """Create a load balancer of one port: connections to it go to the endpoints' ``internal_port``.

        No ``vips`` means the host's own addresses: a node port. ``protocol`` is a number or a name (6, "tcp").

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     endpoint = host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=network))
        ...     balancer = host.hcn.load_balancers.add(
        ...         [endpoint], vips=["10.96.0.10"], internal_port=8080, external_port=80
        ...     )
        >>> balancer.port_mappings[0].external_port
        80
        """
        mapping = LoadBalancerPortMapping(
            protocol=protocol or None,
            internal_port=internal_port or None,
            external_port=external_port or None,
            distribution_type=distribution,
            flags=mapping_flags,
        )
        return self.create(
            HostComputeLoadBalancer(
                host_compute_endpoints=tuple(endpoints),
                source_vip=source_vip or None,
                frontend_vips=tuple(vips),
                port_mappings=(mapping,),
                flags=flags,
            )
        )

    def update(self, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        """Make a load balancer that exists as the model says, and return it as it is then.

        From HNS 15.4 on (Server 2025) it is changed. Before, and on builds that say yes and change nothing, it is
        deleted and created anew with the same id; if that fails, the old one is put back.
        """
        self._check(model)
        return self._put(self._read_one(model), model)

    def _put(self, before: HostComputeLoadBalancer, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        changed = self._modified(before, model) if self._modifies is not False else None
        return self._replace(before, model) if changed is None else changed

    def _modified(
        self, before: HostComputeLoadBalancer, model: HostComputeLoadBalancer
    ) -> HostComputeLoadBalancer | None:
        """Change a load balancer by its whole document; None if the host cannot do that, or has not done it."""
        try:
            after = self._changed(before, [Step(encode(model), encode(before))])
        except NotSupportedError:
            self._modifies = False
            return None
        self._modifies = True
        return after if _same_service(after, model) else None

    def ensure(self, model: HostComputeLoadBalancer) -> Ensured[HostComputeLoadBalancer]:
        """Make sure that a load balancer is as the model says, for exactly its endpoints.

        It is known by its virtual addresses and the protocols and external ports. How it is changed: see ``update``;
        the action is "modified" in either case if its id stays.
        """
        self._check(model)
        if not model.port_mappings:
            raise InvalidDocumentError("ensure() knows a load balancer by its ports, and the model has none")
        return self._ensured(model, self._known(model), lambda: "modified" if self._modifies else "recreated")

    def _known(self, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer | None:
        ports, vips = _ports(model), _vips(model)
        hits = [held for held in self._all({}) if _vips(held) == vips and _ports(held) & ports]
        return only(hits, self.noun, {"vips": sorted(vips), "ports": sorted(ports)}, self.missing) if hits else None

    def wait(
        self, ref: str | HostComputeLoadBalancer, until: Until = "ready", *, timeout: float = 60
    ) -> HostComputeLoadBalancer:
        """Wait until the load balancer is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        return self._wait(ref, condition(until), timeout)

    def add_endpoint(
        self, ref: str | HostComputeLoadBalancer, endpoint: str | HostComputeEndpoint
    ) -> HostComputeLoadBalancer:
        """Add an endpoint to those behind the load balancer; nothing happens if it is among them.

        A model is taken for what the service has; by id the load balancer is read first. How: see ``update``.
        """
        return self._joined(ref, endpoint)

    def remove_endpoint(
        self, ref: str | HostComputeLoadBalancer, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> HostComputeLoadBalancer:
        """Remove an endpoint from those behind the load balancer. How: see ``update``.

        Raises EndpointNotFoundError if it is not among them, unless ``missing_ok``.
        """
        return self._parted(ref, endpoint, missing_ok)


def _same_service(after: HostComputeLoadBalancer, wanted: HostComputeLoadBalancer) -> bool:
    """Tell whether a change took: some builds of HNS 15.4 answer a change with success and ignore it."""
    if endpoint_ids(after) != endpoint_ids(wanted):
        return False
    return (_vips(after), _ports(after)) == (_vips(wanted), _ports(wanted))


def condition(until: Until) -> Callable[[HostComputeLoadBalancer], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": created})
