"""Routes of HCN."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Literal, TypedDict, Unpack

from hcspy._ffi import computenetwork
from hcspy.errors import InvalidDocumentError, RouteNotFoundError
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.policy import SDNRoute
from hcspy.hcn.query import HostComputeQuery
from hcspy.hcn.route import HostComputeRoute
from hcspy.hcn.services.noun import Vanished, created
from hcspy.hcn.services.sharing import SharingNoun, endpoint_ids, flat_id
from hcspy.verbs import Ensured, only
from hcspy.verbs.wait import awaited

Until = Literal["ready"] | Callable[[HostComputeRoute], bool]


class RouteFilters(TypedDict, total=False):
    """What list, get and find of routes can be asked for."""

    endpoint: str | HostComputeEndpoint | None
    destination_prefix: object
    next_hop: object
    name: str | None
    owner: str | None


def _prefixes(route: HostComputeRoute) -> set[str]:
    return {str(held.destination_prefix or "") for held in route.setting}


class Routes(SharingNoun[HostComputeRoute]):
    """``host.hcn.routes``: routes of prefixes for several endpoints.

    Filters of list, get and find: ``endpoint`` (a model or id), ``destination_prefix``, ``next_hop``, ``name``,
    ``owner``. HCN serves none: they are applied here.

    ``modify`` sends HcnModifySdnRoute a document of yours: what it takes, and from which build on, is not public. The
    other verbs delete a route and create it anew with the same id, as hcsshim does.
    """

    model = HostComputeRoute
    noun = "route"
    missing = RouteNotFoundError
    calls = computenetwork.routes
    tests = {
        "endpoint": lambda route, ref: flat_id(ref, "endpoint") in endpoint_ids(route),
        "destination_prefix": lambda route, prefix: str(prefix) in _prefixes(route),
        "next_hop": lambda route, hop: any(str(held.next_hop) == str(hop) for held in route.setting),
        "name": lambda route, name: route.name == name,
        "owner": lambda route, owner: route.owner == owner,
    }

    def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[RouteFilters]
    ) -> builtins.list[HostComputeRoute]:
        """List the routes, oldest first, those that pass every filter given.

        One that goes while the list is read is left out; ``vanished="raise"`` raises RouteNotFoundError. ``query`` is
        sent in place of the usual one.
        """
        return self._list(filters, query, vanished)

    def get(self, ref: str | HostComputeRoute | None = None, **filters: Unpack[RouteFilters]) -> HostComputeRoute:
        """Return the route by id, or the only one that passes the filters."""
        return self._get(ref, filters)

    def find(self, **filters: Unpack[RouteFilters]) -> HostComputeRoute | None:
        """Return the only route that passes the filters, None if there is none; two are AmbiguousError."""
        return self._find(filters)

    def create(self, model: HostComputeRoute) -> HostComputeRoute:
        """Create a route and return it as HCN filled it in."""
        self._check(model)
        return self._create(model)

    def add(
        self,
        endpoints: Iterable[HostComputeEndpoint | str],
        *,
        destination_prefix: str,
        next_hop: str | None = None,
        need_encap: bool = False,
    ) -> HostComputeRoute:
        """Create a route for the endpoints: traffic to the prefix goes to ``next_hop``, encapsulated if asked for.

        >>> import hcspy
        >>> from hcspy import hcn
        >>> with hcspy.connect("fake") as host:
        ...     network = host.hcn.networks.create(hcn.HostComputeNetwork(name="web", type="NAT"))
        ...     endpoint = host.hcn.endpoints.create(hcn.HostComputeEndpoint(host_compute_network=network))
        ...     route = host.hcn.routes.add([endpoint], destination_prefix="192.168.77.0/24", need_encap=True)
        >>> route.setting[0].destination_prefix
        '192.168.77.0/24'
        """
        held = tuple(endpoints)
        if not held:
            raise InvalidDocumentError("a route is for endpoints, and there are none")
        setting = SDNRoute(
            destination_prefix=destination_prefix or None, next_hop=next_hop or None, need_encap=need_encap or None
        )
        return self.create(HostComputeRoute(host_compute_endpoints=held, setting=(setting,)))

    def update(self, model: HostComputeRoute) -> HostComputeRoute:
        """Make a route that exists as the model says, and return it as it is then.

        It is deleted and created anew with the same id; if that fails, the old one is put back.
        """
        self._check(model)
        return self._put(self._read_one(model), model)

    def _put(self, before: HostComputeRoute, model: HostComputeRoute) -> HostComputeRoute:
        return self._replace(before, model)

    def ensure(self, model: HostComputeRoute) -> Ensured[HostComputeRoute]:
        """Make sure that a route is as the model says, for exactly its endpoints; it is known by its prefixes.

        If something differs, it is deleted and created anew with the same id; if that fails, the old one is put back.
        """
        self._check(model)
        if not model.setting:
            raise InvalidDocumentError("ensure() knows a route by its prefixes, and the model has none")
        prefixes = _prefixes(model)
        hits = [held for held in self._all({}) if _prefixes(held) == prefixes]
        found = only(hits, self.noun, {"prefixes": sorted(prefixes)}, self.missing) if hits else None
        return self._ensured(model, found, lambda: "recreated")

    def wait(self, ref: str | HostComputeRoute, until: Until = "ready", *, timeout: float = 60) -> HostComputeRoute:
        """Wait until the route is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        return self._wait(ref, condition(until), timeout)

    def add_endpoint(self, ref: str | HostComputeRoute, endpoint: str | HostComputeEndpoint) -> HostComputeRoute:
        """Add an endpoint to those that the route is for; nothing happens if it is among them.

        A model is taken for what the service has; by id the route is read first. How: see ``update``.
        """
        return self._joined(ref, endpoint)

    def remove_endpoint(
        self, ref: str | HostComputeRoute, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> HostComputeRoute:
        """Remove an endpoint from those that the route is for. How: see ``update``.

        Raises EndpointNotFoundError if it is not among them, unless ``missing_ok``.
        """
        return self._parted(ref, endpoint, missing_ok)


def condition(until: Until) -> Callable[[HostComputeRoute], bool]:
    """Return what ``wait`` waits for."""
    return awaited(until, {"ready": created})
