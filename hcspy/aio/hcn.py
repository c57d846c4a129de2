"""The verbs of HCN, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

import builtins
from collections.abc import Awaitable, Collection, Iterable
from typing import Any, Unpack

from hcspy.aio.live import AsyncPortReservation, AsyncService, AsyncWatch
from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.features import SupportedFeatures
from hcspy.hcn import (
    EndpointPolicy,
    GuestNetworkService,
    HostComputeEndpoint,
    HostComputeLoadBalancer,
    HostComputeNamespace,
    HostComputeNetwork,
    HostComputeQuery,
    HostComputeRoute,
    LoadBalancerDistribution,
    LoadBalancerFlags,
    LoadBalancerPortMappingFlags,
    NetworkPolicy,
    PortAccess,
    PortProtocol,
    PortRangeEntry,
    Snapshot,
    Version,
)
from hcspy.hcn.events import Kind
from hcspy.hcn.services import endpoints, guestservices, loadbalancers, namespaces, networks, routes
from hcspy.hcn.services.endpoints import EndpointFilters
from hcspy.hcn.services.guestservices import GuestNetworkServiceFilters
from hcspy.hcn.services.loadbalancers import LoadBalancerFilters
from hcspy.hcn.services.namespaces import NamespaceFilters
from hcspy.hcn.services.networks import NetworkFilters
from hcspy.hcn.services.noun import Vanished
from hcspy.hcn.services.routes import RouteFilters
from hcspy.hcn.services.watch import QUEUE
from hcspy.hcn.stats import EndpointStats
from hcspy.verbs import Ensured, ref_id


class Networks(AsyncNoun):
    """``await host.hcn.networks``: switches with the address plans and policies behind them."""

    async def add_policies(self, ref: str | HostComputeNetwork, *policies: NetworkPolicy) -> HostComputeNetwork:
        """Append policies to those that the network has, and return it as it is then."""
        result: HostComputeNetwork = await self._call("add_policies", ref, *policies)
        return result

    async def create(self, model: HostComputeNetwork) -> HostComputeNetwork:
        """Create a network and return it as HCN filled it in."""
        result: HostComputeNetwork = await self._call("create", model)
        return result

    async def create_endpoint(
        self, network: str | HostComputeNetwork, endpoint: HostComputeEndpoint
    ) -> HostComputeEndpoint:
        """Create an endpoint on this network, whatever network its document names."""
        result: HostComputeEndpoint = await self._call("create_endpoint", network, endpoint)
        return result

    async def delete(self, ref: str | HostComputeNetwork, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HostComputeNetwork) -> HostComputeNetwork:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: HostComputeNetwork = await self._call("detailed", ref)
        return result

    async def ensure(self, model: HostComputeNetwork) -> Ensured[HostComputeNetwork]:
        """Make sure that a network of this name is as the model says; what the model leaves out may be anything."""
        result: Ensured[HostComputeNetwork] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[NetworkFilters]) -> HostComputeNetwork | None:
        """Return the only network that passes the filters, None if there is none; two are AmbiguousError."""
        result: HostComputeNetwork | None = await self._call("find", **filters)
        return result

    async def get(
        self, ref: str | HostComputeNetwork | None = None, **filters: Unpack[NetworkFilters]
    ) -> HostComputeNetwork:
        """Return the network by id, or the only one that passes the filters."""
        result: HostComputeNetwork = await self._call("get", ref, **filters)
        return result

    async def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[NetworkFilters]
    ) -> builtins.list[HostComputeNetwork]:
        """List the networks, oldest first, those that pass every filter given."""
        result: builtins.list[HostComputeNetwork] = await self._call("list", query=query, vanished=vanished, **filters)
        return result

    async def modify(self, ref: str | HostComputeNetwork, request: object) -> HostComputeNetwork:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: HostComputeNetwork = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | HostComputeNetwork) -> HostComputeNetwork:
        """Have HCN apply the network's policies again, and return it as it is then."""
        result: HostComputeNetwork = await self._call("refresh", ref)
        return result

    async def remove_policies(
        self, ref: str | HostComputeNetwork, *policies: NetworkPolicy, missing_ok: bool = False
    ) -> HostComputeNetwork:
        """Remove the policies that have every member given, and return the network as it is then."""
        result: HostComputeNetwork = await self._call("remove_policies", ref, *policies, missing_ok=missing_ok)
        return result

    async def replace_policies(self, ref: str | HostComputeNetwork, *policies: NetworkPolicy) -> HostComputeNetwork:
        """Make these the network's policies, all others go; return it as it is then."""
        result: HostComputeNetwork = await self._call("replace_policies", ref, *policies)
        return result

    async def update(self, model: HostComputeNetwork) -> HostComputeNetwork:
        """Change a network that exists into what the model says, and return it as it is then."""
        result: HostComputeNetwork = await self._call("update", model)
        return result

    async def wait(
        self, ref: str | HostComputeNetwork, until: networks.Until = "ready", *, timeout: float = 60
    ) -> HostComputeNetwork:
        """Wait until the network is ready, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "network")
        done = networks.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"network {ref}")
        found: HostComputeNetwork = await waited
        return found

    async def wait_deleted(self, ref: str | HostComputeNetwork, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "network")
        await self._poll(ref, lambda seen: seen is None, timeout, f"network {ref} to be gone")


class Endpoints(AsyncNoun):
    """``await host.hcn.endpoints``: what containers, virtual machines and the host plug into networks."""

    async def add_policies(self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy) -> HostComputeEndpoint:
        """Append policies to those that the endpoint has, and return it as it is then."""
        result: HostComputeEndpoint = await self._call("add_policies", ref, *policies)
        return result

    async def addresses(self, ref: str | HostComputeEndpoint) -> Any:
        """Return the addresses of an endpoint as HCN tells them: plain JSON values, whose shape is not documented."""
        result: Any = await self._call("addresses", ref)
        return result

    async def count(self, network: str | HostComputeNetwork) -> int:
        """Return how many endpoints a network has: one call, nothing is opened."""
        result: int = await self._call("count", network)
        return result

    async def create(
        self, model: HostComputeEndpoint, *, namespace: str | HostComputeNamespace | None = None
    ) -> HostComputeEndpoint:
        """Create an endpoint and return it as HCN filled it in; with ``namespace`` it is put there too."""
        result: HostComputeEndpoint = await self._call("create", model, namespace=namespace)
        return result

    async def create_remote(self, model: HostComputeEndpoint) -> HostComputeEndpoint:
        """Create an endpoint that stands for one on another host: no switch port, cannot be attached."""
        result: HostComputeEndpoint = await self._call("create_remote", model)
        return result

    async def delete(self, ref: str | HostComputeEndpoint, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HostComputeEndpoint) -> HostComputeEndpoint:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: HostComputeEndpoint = await self._call("detailed", ref)
        return result

    async def ensure(self, model: HostComputeEndpoint) -> Ensured[HostComputeEndpoint]:
        """Make sure that an endpoint is as the model says; what the model leaves out may be anything."""
        result: Ensured[HostComputeEndpoint] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[EndpointFilters]) -> HostComputeEndpoint | None:
        """Return the only endpoint that passes the filters, None if there is none; two are AmbiguousError."""
        result: HostComputeEndpoint | None = await self._call("find", **filters)
        return result

    async def get(
        self, ref: str | HostComputeEndpoint | None = None, **filters: Unpack[EndpointFilters]
    ) -> HostComputeEndpoint:
        """Return the endpoint by id, or the only one that passes the filters."""
        result: HostComputeEndpoint = await self._call("get", ref, **filters)
        return result

    async def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[EndpointFilters]
    ) -> builtins.list[HostComputeEndpoint]:
        """List the endpoints, oldest first, those that pass every filter given."""
        result: builtins.list[HostComputeEndpoint] = await self._call("list", query=query, vanished=vanished, **filters)
        return result

    async def modify(self, ref: str | HostComputeEndpoint, request: object) -> HostComputeEndpoint:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: HostComputeEndpoint = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | HostComputeEndpoint) -> HostComputeEndpoint:
        """Have HCN bring the endpoint's port in line with the system, and return the endpoint as it is then."""
        result: HostComputeEndpoint = await self._call("refresh", ref)
        return result

    async def remove_policies(
        self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy, missing_ok: bool = False
    ) -> HostComputeEndpoint:
        """Remove the policies that have every member given, and return the endpoint as it is then."""
        result: HostComputeEndpoint = await self._call("remove_policies", ref, *policies, missing_ok=missing_ok)
        return result

    async def replace_policies(self, ref: str | HostComputeEndpoint, *policies: EndpointPolicy) -> HostComputeEndpoint:
        """Make these the endpoint's policies, all others go; return it as it is then."""
        result: HostComputeEndpoint = await self._call("replace_policies", ref, *policies)
        return result

    async def stats(self, ref: str | HostComputeEndpoint) -> EndpointStats:
        """Return the traffic counters of an endpoint: bytes, packets, dropped packets."""
        result: EndpointStats = await self._call("stats", ref)
        return result

    async def update(self, model: HostComputeEndpoint) -> HostComputeEndpoint:
        """Change an endpoint that exists into what the model says, and return it as it is then."""
        result: HostComputeEndpoint = await self._call("update", model)
        return result

    async def wait(
        self, ref: str | HostComputeEndpoint, until: endpoints.Until = "ready", *, timeout: float = 60
    ) -> HostComputeEndpoint:
        """Wait until the endpoint is ready, attached or detached, or a predicate holds; ``timeout`` in seconds."""
        ref = ref_id(ref, "endpoint")
        done = endpoints.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"endpoint {ref}")
        found: HostComputeEndpoint = await waited
        return found

    async def wait_deleted(self, ref: str | HostComputeEndpoint, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "endpoint")
        await self._poll(ref, lambda seen: seen is None, timeout, f"endpoint {ref} to be gone")


class Namespaces(AsyncNoun):
    """``await host.hcn.namespaces``: the network compartments that containers live in."""

    async def add_container(self, ref: str | HostComputeNamespace, container_id: str) -> HostComputeNamespace:
        """Say that a container uses a namespace; the service does it by itself when a container starts."""
        result: HostComputeNamespace = await self._call("add_container", ref, container_id)
        return result

    async def add_endpoint(
        self, ref: str | HostComputeNamespace, endpoint: str | HostComputeEndpoint
    ) -> HostComputeNamespace:
        """Put an endpoint into a namespace, and return the namespace as it is then."""
        result: HostComputeNamespace = await self._call("add_endpoint", ref, endpoint)
        return result

    async def containers(self, ref: str | HostComputeNamespace) -> builtins.list[str]:
        """Return the ids of the containers in a namespace, in lower case."""
        result: builtins.list[str] = await self._call("containers", ref)
        return result

    async def create(self, model: HostComputeNamespace | None = None) -> HostComputeNamespace:
        """Create a namespace and return it as HCN filled it in; without a model, one for containers of this host."""
        result: HostComputeNamespace = await self._call("create", model)
        return result

    async def delete(self, ref: str | HostComputeNamespace, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HostComputeNamespace) -> HostComputeNamespace:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: HostComputeNamespace = await self._call("detailed", ref)
        return result

    async def endpoints(self, ref: str | HostComputeNamespace) -> builtins.list[str]:
        """Return the ids of the endpoints in a namespace, in lower case."""
        result: builtins.list[str] = await self._call("endpoints", ref)
        return result

    async def ensure(self, model: HostComputeNamespace) -> Ensured[HostComputeNamespace]:
        """Make sure that there is the namespace of this id, or, of type HostDefault or GuestDefault, the only one."""
        result: Ensured[HostComputeNamespace] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[NamespaceFilters]) -> HostComputeNamespace | None:
        """Return the only namespace that passes the filters, None if there is none; two are AmbiguousError."""
        result: HostComputeNamespace | None = await self._call("find", **filters)
        return result

    async def get(
        self, ref: str | HostComputeNamespace | None = None, **filters: Unpack[NamespaceFilters]
    ) -> HostComputeNamespace:
        """Return the namespace by id, or the only one that passes the filters."""
        result: HostComputeNamespace = await self._call("get", ref, **filters)
        return result

    async def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[NamespaceFilters]
    ) -> builtins.list[HostComputeNamespace]:
        """List the namespaces, oldest first, those that pass every filter given."""
        result: builtins.list[HostComputeNamespace] = await self._call(
            "list", query=query, vanished=vanished, **filters
        )
        return result

    async def modify(self, ref: str | HostComputeNamespace, request: object) -> HostComputeNamespace:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: HostComputeNamespace = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | HostComputeNamespace) -> HostComputeNamespace:
        """Have HCN apply again what the namespace holds, and return it as it is then."""
        result: HostComputeNamespace = await self._call("refresh", ref)
        return result

    async def remove_container(
        self, ref: str | HostComputeNamespace, container_id: str, *, missing_ok: bool = False
    ) -> None:
        """Say that a container uses a namespace no more; with ``missing_ok`` it is fine if either is not there."""
        await self._call("remove_container", ref, container_id, missing_ok=missing_ok)

    async def remove_endpoint(
        self, ref: str | HostComputeNamespace, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> None:
        """Take an endpoint out of a namespace; with ``missing_ok`` it is fine if either is not there."""
        await self._call("remove_endpoint", ref, endpoint, missing_ok=missing_ok)

    async def sync(self, ref: str | HostComputeNamespace) -> None:
        """Have the utility VM of a Guest namespace take over what was added to the namespace since it started."""
        await self._call("sync", ref)

    async def wait(
        self, ref: str | HostComputeNamespace, until: namespaces.Until = "ready", *, timeout: float = 60
    ) -> HostComputeNamespace:
        """Wait until the namespace is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "namespace")
        done = namespaces.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"namespace {ref}")
        found: HostComputeNamespace = await waited
        return found

    async def wait_deleted(self, ref: str | HostComputeNamespace, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "namespace")
        await self._poll(ref, lambda seen: seen is None, timeout, f"namespace {ref} to be gone")


class LoadBalancers(AsyncNoun):
    """``await host.hcn.load_balancers``: connections to virtual addresses, spread over endpoints."""

    async def add(
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
        """Create a load balancer of one port: connections to it go to the endpoints' ``internal_port``."""
        result: HostComputeLoadBalancer = await self._call(
            "add",
            endpoints,
            internal_port=internal_port,
            external_port=external_port,
            protocol=protocol,
            vips=vips,
            source_vip=source_vip,
            flags=flags,
            mapping_flags=mapping_flags,
            distribution=distribution,
        )
        return result

    async def add_endpoint(
        self, ref: str | HostComputeLoadBalancer, endpoint: str | HostComputeEndpoint
    ) -> HostComputeLoadBalancer:
        """Add an endpoint to those behind the load balancer; nothing happens if it is among them."""
        result: HostComputeLoadBalancer = await self._call("add_endpoint", ref, endpoint)
        return result

    async def create(self, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        """Create a load balancer and return it as HCN filled it in."""
        result: HostComputeLoadBalancer = await self._call("create", model)
        return result

    async def delete(self, ref: str | HostComputeLoadBalancer, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: HostComputeLoadBalancer = await self._call("detailed", ref)
        return result

    async def ensure(self, model: HostComputeLoadBalancer) -> Ensured[HostComputeLoadBalancer]:
        """Make sure that a load balancer is as the model says, for exactly its endpoints."""
        result: Ensured[HostComputeLoadBalancer] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[LoadBalancerFilters]) -> HostComputeLoadBalancer | None:
        """Return the only load balancer that passes the filters, None if there is none; two are AmbiguousError."""
        result: HostComputeLoadBalancer | None = await self._call("find", **filters)
        return result

    async def get(
        self, ref: str | HostComputeLoadBalancer | None = None, **filters: Unpack[LoadBalancerFilters]
    ) -> HostComputeLoadBalancer:
        """Return the load balancer by id, or the only one that passes the filters."""
        result: HostComputeLoadBalancer = await self._call("get", ref, **filters)
        return result

    async def list(
        self,
        *,
        query: HostComputeQuery | None = None,
        vanished: Vanished = "skip",
        **filters: Unpack[LoadBalancerFilters],
    ) -> builtins.list[HostComputeLoadBalancer]:
        """List the load balancers, oldest first, those that pass every filter given."""
        result: builtins.list[HostComputeLoadBalancer] = await self._call(
            "list", query=query, vanished=vanished, **filters
        )
        return result

    async def modify(self, ref: str | HostComputeLoadBalancer, request: object) -> HostComputeLoadBalancer:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: HostComputeLoadBalancer = await self._call("modify", ref, request)
        return result

    async def remove_endpoint(
        self, ref: str | HostComputeLoadBalancer, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> HostComputeLoadBalancer:
        """Remove an endpoint from those behind the load balancer. How: see ``update``."""
        result: HostComputeLoadBalancer = await self._call("remove_endpoint", ref, endpoint, missing_ok=missing_ok)
        return result

    async def update(self, model: HostComputeLoadBalancer) -> HostComputeLoadBalancer:
        """Make a load balancer that exists as the model says, and return it as it is then."""
        result: HostComputeLoadBalancer = await self._call("update", model)
        return result

    async def wait(
        self, ref: str | HostComputeLoadBalancer, until: loadbalancers.Until = "ready", *, timeout: float = 60
    ) -> HostComputeLoadBalancer:
        """Wait until the load balancer is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "load balancer")
        done = loadbalancers.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"load balancer {ref}")
        found: HostComputeLoadBalancer = await waited
        return found

    async def wait_deleted(self, ref: str | HostComputeLoadBalancer, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "load balancer")
        await self._poll(ref, lambda seen: seen is None, timeout, f"load balancer {ref} to be gone")


class Routes(AsyncNoun):
    """``await host.hcn.routes``: routes of prefixes for several endpoints."""

    async def add(
        self,
        endpoints: Iterable[HostComputeEndpoint | str],
        *,
        destination_prefix: str,
        next_hop: str | None = None,
        need_encap: bool = False,
    ) -> HostComputeRoute:
        """Create a route for the endpoints: traffic to the prefix goes to ``next_hop``, encapsulated if asked for."""
        result: HostComputeRoute = await self._call(
            "add", endpoints, destination_prefix=destination_prefix, next_hop=next_hop, need_encap=need_encap
        )
        return result

    async def add_endpoint(self, ref: str | HostComputeRoute, endpoint: str | HostComputeEndpoint) -> HostComputeRoute:
        """Add an endpoint to those that the route is for; nothing happens if it is among them."""
        result: HostComputeRoute = await self._call("add_endpoint", ref, endpoint)
        return result

    async def create(self, model: HostComputeRoute) -> HostComputeRoute:
        """Create a route and return it as HCN filled it in."""
        result: HostComputeRoute = await self._call("create", model)
        return result

    async def delete(self, ref: str | HostComputeRoute, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HostComputeRoute) -> HostComputeRoute:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: HostComputeRoute = await self._call("detailed", ref)
        return result

    async def ensure(self, model: HostComputeRoute) -> Ensured[HostComputeRoute]:
        """Make sure that a route is as the model says, for exactly its endpoints; it is known by its prefixes."""
        result: Ensured[HostComputeRoute] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[RouteFilters]) -> HostComputeRoute | None:
        """Return the only route that passes the filters, None if there is none; two are AmbiguousError."""
        result: HostComputeRoute | None = await self._call("find", **filters)
        return result

    async def get(self, ref: str | HostComputeRoute | None = None, **filters: Unpack[RouteFilters]) -> HostComputeRoute:
        """Return the route by id, or the only one that passes the filters."""
        result: HostComputeRoute = await self._call("get", ref, **filters)
        return result

    async def list(
        self, *, query: HostComputeQuery | None = None, vanished: Vanished = "skip", **filters: Unpack[RouteFilters]
    ) -> builtins.list[HostComputeRoute]:
        """List the routes, oldest first, those that pass every filter given."""
        result: builtins.list[HostComputeRoute] = await self._call("list", query=query, vanished=vanished, **filters)
        return result

    async def modify(self, ref: str | HostComputeRoute, request: object) -> HostComputeRoute:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: HostComputeRoute = await self._call("modify", ref, request)
        return result

    async def remove_endpoint(
        self, ref: str | HostComputeRoute, endpoint: str | HostComputeEndpoint, *, missing_ok: bool = False
    ) -> HostComputeRoute:
        """Remove an endpoint from those that the route is for. How: see ``update``."""
        result: HostComputeRoute = await self._call("remove_endpoint", ref, endpoint, missing_ok=missing_ok)
        return result

    async def update(self, model: HostComputeRoute) -> HostComputeRoute:
        """Make a route that exists as the model says, and return it as it is then."""
        result: HostComputeRoute = await self._call("update", model)
        return result

    async def wait(
        self, ref: str | HostComputeRoute, until: routes.Until = "ready", *, timeout: float = 60
    ) -> HostComputeRoute:
        """Wait until the route is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "route")
        done = routes.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"route {ref}")
        found: HostComputeRoute = await waited
        return found

    async def wait_deleted(self, ref: str | HostComputeRoute, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "route")
        await self._poll(ref, lambda seen: seen is None, timeout, f"route {ref} to be gone")


class GuestNetworkServices(AsyncNoun):
    """``await host.hcn.guest_network_services``: what gives a virtual machine the network of its host (WSL)."""

    async def create(self, model: GuestNetworkService) -> GuestNetworkService:
        """Create a guest network service and return it as HCN filled it in."""
        result: GuestNetworkService = await self._call("create", model)
        return result

    async def delete(self, ref: str | GuestNetworkService, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | GuestNetworkService) -> GuestNetworkService:
        """Return the object with what the service set aside for it, in ``health.extra.resources``."""
        result: GuestNetworkService = await self._call("detailed", ref)
        return result

    async def ensure(self, model: GuestNetworkService) -> Ensured[GuestNetworkService]:
        """Make sure that a virtual machine has its guest network service; it is known by the machine."""
        result: Ensured[GuestNetworkService] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[GuestNetworkServiceFilters]) -> GuestNetworkService | None:
        """Return the only guest network service that passes the filters, None if there is none."""
        result: GuestNetworkService | None = await self._call("find", **filters)
        return result

    async def get(
        self, ref: str | GuestNetworkService | None = None, **filters: Unpack[GuestNetworkServiceFilters]
    ) -> GuestNetworkService:
        """Return the guest network service by id, or the only one that passes the filters."""
        result: GuestNetworkService = await self._call("get", ref, **filters)
        return result

    async def list(
        self,
        *,
        query: HostComputeQuery | None = None,
        vanished: Vanished = "skip",
        **filters: Unpack[GuestNetworkServiceFilters],
    ) -> builtins.list[GuestNetworkService]:
        """List the guest network services, oldest first, those that pass every filter given."""
        result: builtins.list[GuestNetworkService] = await self._call("list", query=query, vanished=vanished, **filters)
        return result

    async def modify(self, ref: str | GuestNetworkService, request: object) -> GuestNetworkService:
        """Send a request that changes a part of the object, and return the object as it is then."""
        result: GuestNetworkService = await self._call("modify", ref, request)
        return result

    async def wait(
        self, ref: str | GuestNetworkService, until: guestservices.Until = "ready", *, timeout: float = 60
    ) -> GuestNetworkService:
        """Wait until the service is created, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "guest network service")
        done = guestservices.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"guest network service {ref}")
        found: GuestNetworkService = await waited
        return found

    async def wait_deleted(self, ref: str | GuestNetworkService, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "guest network service")
        await self._poll(ref, lambda seen: seen is None, timeout, f"guest network service {ref} to be gone")

    def watch(self, ref: str | GuestNetworkService, *, initial: bool = True, size: int = QUEUE) -> AsyncWatch:
        """Watch one guest network service: a context manager and an iterator of events."""
        return AsyncWatch(lambda: self._service.watch(ref, initial=initial, size=size), self._worker)


class PortReservations(AsyncNoun):
    """``await host.hcn.port_reservations``: ports of the host that guest network services set aside."""

    async def list(self) -> builtins.list[PortRangeEntry]:
        """List the ports that are set aside, for whatever guest."""
        result: builtins.list[PortRangeEntry] = await self._call("list")
        return result

    async def reserve(
        self,
        service: str | GuestNetworkService,
        port: int,
        *,
        protocol: PortProtocol | str = PortProtocol.TCP,
        access: PortAccess | str = PortAccess.EXCLUSIVE,
    ) -> AsyncPortReservation:
        """Set one port aside for a guest network service, until the reservation is closed."""
        return AsyncPortReservation(
            await self._call("reserve", service, port, protocol=protocol, access=access), self._worker
        )

    async def reserve_range(self, service: str | GuestNetworkService, count: int) -> AsyncPortReservation:
        """Set so many ports in a row aside for a guest network service; the service chooses which."""
        return AsyncPortReservation(await self._call("reserve_range", service, count), self._worker)


class HCN(AsyncNoun):
    """HCN of one host, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        super().__init__(service, worker)
        self.networks = Networks(service.networks, worker)
        self.endpoints = Endpoints(service.endpoints, worker)
        self.namespaces = Namespaces(service.namespaces, worker)
        self.load_balancers = LoadBalancers(service.load_balancers, worker)
        self.routes = Routes(service.routes, worker)
        self.guest_network_services = GuestNetworkServices(service.guest_network_services, worker)
        self.port_reservations = PortReservations(service.port_reservations, worker)

    @property
    def version(self) -> Awaitable[Version]:
        """The version of the host network service, asked each time."""
        return self._property("version")

    async def open_service(self) -> AsyncService:
        """Open the service itself and return what holds its handle, a context manager."""
        return AsyncService(await self._call("open_service"), self._worker)

    async def require(self, feature: str) -> None:
        """Raise FeatureMissingError, which says where the feature is, unless this host has it."""
        await self._call("require", feature)

    async def snapshot(self) -> Snapshot:
        """Return one picture of everything that exists now, to keep, compare and draw."""
        result: Snapshot = await self._call("snapshot")
        return result

    async def supported_features(self, *, refresh: bool = False) -> SupportedFeatures:
        """Return what this host can do; asked once per host, again with ``refresh``."""
        result: SupportedFeatures = await self._call("supported_features", refresh=refresh)
        return result

    async def wait_available(self, *, timeout: float = 60) -> Version:
        """Wait until the service answers, and return its version; ``timeout`` in seconds, then TimedOutError."""
        found: Version = await self._tried("_attempt", timeout, "the service to answer")
        return found

    def watch(self, *, initial: bool = True, kinds: Collection[Kind] | None = None, size: int = QUEUE) -> AsyncWatch:
        """Watch what happens: a context manager and an iterator of events (``hcspy.hcn.Event``)."""
        return AsyncWatch(lambda: self._service.watch(initial=initial, kinds=kinds, size=size), self._worker)
