"""The verbs of HNS v1, awaited. Written by ``build.py`` from the blocking ones: do not edit."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from hcspy.aio.worker import AsyncNoun, Worker
from hcspy.hns import (
    Activity,
    EndpointPolicy,
    EndpointStats,
    HNSEndpoint,
    HNSGlobals,
    HNSNetwork,
    HNSNnvManagementMacList,
    HNSSupportedFeatures,
    Namespace,
    NetworkPolicy,
    PolicyList,
)
from hcspy.hns.services import endpoints, networks
from hcspy.hns.services.endpoints import EndpointFilters
from hcspy.hns.services.namespaces import NamespaceFilters
from hcspy.hns.services.networks import NetworkFilters
from hcspy.hns.services.policylists import PolicyListFilters
from hcspy.verbs import Ensured, ref_id


class Networks(AsyncNoun):
    """``await host.hns.networks``: switches with the subnets, address pools and policies behind them."""

    async def add_policies(self, ref: str | HNSNetwork, *policies: NetworkPolicy) -> HNSNetwork:
        """Append policies to those that the network has now and return it as it is then."""
        result: HNSNetwork = await self._call("add_policies", ref, *policies)
        return result

    async def create(self, model: HNSNetwork) -> HNSNetwork:
        """Create a network and return it as HNS filled it in."""
        result: HNSNetwork = await self._call("create", model)
        return result

    async def create_endpoint(self, network: str | HNSNetwork, endpoint: HNSEndpoint) -> HNSEndpoint:
        """Create an endpoint on this network, whatever network its document names."""
        result: HNSEndpoint = await self._call("create_endpoint", network, endpoint)
        return result

    async def delete(self, ref: str | HNSNetwork, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def ensure(self, model: HNSNetwork) -> Ensured[HNSNetwork]:
        """Make sure that a network of this name is as the model says; what the model leaves out may be anything."""
        result: Ensured[HNSNetwork] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[NetworkFilters]) -> HNSNetwork | None:
        """Return the only network that passes the filters, None if there is none; two are AmbiguousError."""
        result: HNSNetwork | None = await self._call("find", **filters)
        return result

    async def get(self, ref: str | HNSNetwork | None = None, **filters: Unpack[NetworkFilters]) -> HNSNetwork:
        """Return the network by id, or the only one that passes the filters."""
        result: HNSNetwork = await self._call("get", ref, **filters)
        return result

    async def list(self, **filters: Unpack[NetworkFilters]) -> builtins.list[HNSNetwork]:
        """List the networks, oldest first, those that pass every filter given."""
        result: builtins.list[HNSNetwork] = await self._call("list", **filters)
        return result

    async def modify(self, ref: str | HNSNetwork, request: object) -> HNSNetwork:
        """Post a raw request to the object and return it as it is then."""
        result: HNSNetwork = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | HNSNetwork) -> HNSNetwork:
        """Ask HNS to bring the object in line with the system and return it as it is then."""
        result: HNSNetwork = await self._call("refresh", ref)
        return result

    async def remove_policies(
        self, ref: str | HNSNetwork, *policies: NetworkPolicy, missing_ok: bool = False
    ) -> HNSNetwork:
        """Remove the policies that have every member given, and return the network as it is then."""
        result: HNSNetwork = await self._call("remove_policies", ref, *policies, missing_ok=missing_ok)
        return result

    async def replace_policies(self, ref: str | HNSNetwork, *policies: NetworkPolicy) -> HNSNetwork:
        """Make these the network's policies, all others go; return it as it is then."""
        result: HNSNetwork = await self._call("replace_policies", ref, *policies)
        return result

    async def update(self, model: HNSNetwork) -> HNSNetwork:
        """Post the whole document of a network that exists and return it as it is then."""
        result: HNSNetwork = await self._call("update", model)
        return result

    async def wait(self, ref: str | HNSNetwork, until: networks.Until = "ready", *, timeout: float = 60) -> HNSNetwork:
        """Wait until the network is ready, or a predicate holds; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "network")
        done = networks.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"network {ref}")
        found: HNSNetwork = await waited
        return found

    async def wait_deleted(self, ref: str | HNSNetwork, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "network")
        await self._poll(ref, lambda seen: seen is None, timeout, f"network {ref} to be gone")


class Endpoints(AsyncNoun):
    """``await host.hns.endpoints``: what containers, virtual machines and the host plug into networks."""

    async def add_policies(self, ref: str | HNSEndpoint, *policies: EndpointPolicy) -> HNSEndpoint:
        """Append policies to those that the endpoint has now and return it as it is then."""
        result: HNSEndpoint = await self._call("add_policies", ref, *policies)
        return result

    async def attach_container(self, ref: str | HNSEndpoint, container_id: str, *, compartment_id: int = 0) -> None:
        """Attach the endpoint to a container; compartment 0 leaves the choice to HNS."""
        await self._call("attach_container", ref, container_id, compartment_id=compartment_id)

    async def attach_host(self, ref: str | HNSEndpoint, *, compartment_id: int = 1) -> None:
        """Attach the endpoint to the host, which gets a virtual adapter in the compartment (1: the default one)."""
        await self._call("attach_host", ref, compartment_id=compartment_id)

    async def attach_vm(self, ref: str | HNSEndpoint, nic: str) -> None:
        """Attach the endpoint to an adapter of a virtual machine, named ``{vm id}--{adapter id}``."""
        await self._call("attach_vm", ref, nic)

    async def create(self, model: HNSEndpoint, *, namespace: str | Namespace | None = None) -> HNSEndpoint:
        """Create an endpoint and return it as HNS filled it in; with ``namespace`` it is put there too."""
        result: HNSEndpoint = await self._call("create", model, namespace=namespace)
        return result

    async def create_remote(self, model: HNSEndpoint) -> HNSEndpoint:
        """Create an endpoint that stands for one on another host: no switch port, cannot be attached."""
        result: HNSEndpoint = await self._call("create_remote", model)
        return result

    async def delete(self, ref: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def detach_container(self, ref: str | HNSEndpoint, container_id: str, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from a container; with ``missing_ok`` it is fine if it was not attached."""
        await self._call("detach_container", ref, container_id, missing_ok=missing_ok)

    async def detach_host(self, ref: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from the host; with ``missing_ok`` it is fine if it was not attached."""
        await self._call("detach_host", ref, missing_ok=missing_ok)

    async def detach_vm(self, ref: str | HNSEndpoint, *, missing_ok: bool = False) -> None:
        """Detach the endpoint from its virtual machine; with ``missing_ok`` it is fine if it was not attached."""
        await self._call("detach_vm", ref, missing_ok=missing_ok)

    async def detailed(self, ref: str | HNSEndpoint) -> HNSEndpoint:
        """Return the endpoint with the whole tree of its resources (``GET /endpoints/{id}/detailed``)."""
        result: HNSEndpoint = await self._call("detailed", ref)
        return result

    async def ensure(self, model: HNSEndpoint) -> Ensured[HNSEndpoint]:
        """Make sure that an endpoint is as the model says; what the model leaves out may be anything."""
        result: Ensured[HNSEndpoint] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[EndpointFilters]) -> HNSEndpoint | None:
        """Return the only endpoint that passes the filters, None if there is none; two are AmbiguousError."""
        result: HNSEndpoint | None = await self._call("find", **filters)
        return result

    async def get(self, ref: str | HNSEndpoint | None = None, **filters: Unpack[EndpointFilters]) -> HNSEndpoint:
        """Return the endpoint by id, or the only one that passes the filters."""
        result: HNSEndpoint = await self._call("get", ref, **filters)
        return result

    async def is_attached(self, ref: str | HNSEndpoint, container_id: str) -> bool:
        """Tell whether the endpoint is attached to the container of this id, in any letter case."""
        result: bool = await self._call("is_attached", ref, container_id)
        return result

    async def list(self, **filters: Unpack[EndpointFilters]) -> builtins.list[HNSEndpoint]:
        """List the endpoints, oldest first, those that pass every filter given."""
        result: builtins.list[HNSEndpoint] = await self._call("list", **filters)
        return result

    async def modify(self, ref: str | HNSEndpoint, request: object) -> HNSEndpoint:
        """Post a raw request to the object and return it as it is then."""
        result: HNSEndpoint = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | HNSEndpoint) -> HNSEndpoint:
        """Ask HNS to bring the object in line with the system and return it as it is then."""
        result: HNSEndpoint = await self._call("refresh", ref)
        return result

    async def remove_policies(
        self, ref: str | HNSEndpoint, *policies: EndpointPolicy, missing_ok: bool = False
    ) -> HNSEndpoint:
        """Remove the policies that have every member given, and return the endpoint as it is then."""
        result: HNSEndpoint = await self._call("remove_policies", ref, *policies, missing_ok=missing_ok)
        return result

    async def replace_policies(self, ref: str | HNSEndpoint, *policies: EndpointPolicy) -> HNSEndpoint:
        """Make these the endpoint's policies, all others go; return it as it is then."""
        result: HNSEndpoint = await self._call("replace_policies", ref, *policies)
        return result

    async def stats(self, ref: str | HNSEndpoint) -> EndpointStats:
        """Return the traffic counters of an endpoint: bytes, packets, dropped packets."""
        result: EndpointStats = await self._call("stats", ref)
        return result

    async def update(self, model: HNSEndpoint) -> HNSEndpoint:
        """Post the whole document of an endpoint that exists and return it as it is then."""
        result: HNSEndpoint = await self._call("update", model)
        return result

    async def wait(
        self, ref: str | HNSEndpoint, until: endpoints.Until = "ready", *, timeout: float = 60
    ) -> HNSEndpoint:
        """Wait until the endpoint is ready, attached or detached, or a predicate holds; ``timeout`` in seconds."""
        ref = ref_id(ref, "endpoint")
        done = endpoints.condition(until)
        waited = self._poll(ref, lambda seen: seen is not None and done(seen), timeout, f"endpoint {ref}")
        found: HNSEndpoint = await waited
        return found

    async def wait_deleted(self, ref: str | HNSEndpoint, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "endpoint")
        await self._poll(ref, lambda seen: seen is None, timeout, f"endpoint {ref} to be gone")


class PolicyLists(AsyncNoun):
    """``await host.hns.policy_lists``: load balancers (type ELB) and routes (type ROUTE) over endpoints."""

    async def add_endpoint(self, ref: str | PolicyList, endpoint: str | HNSEndpoint) -> PolicyList:
        """Add an endpoint to those that the policies hold for; nothing happens if it is among them."""
        result: PolicyList = await self._call("add_endpoint", ref, endpoint)
        return result

    async def add_load_balancer(
        self,
        endpoints: Iterable[HNSEndpoint | str],
        *,
        internal_port: int,
        external_port: int,
        protocol: int | str = 6,
        vip: str | None = None,
        source_vip: str | None = None,
        ilb: bool = False,
        dsr: bool = False,
    ) -> PolicyList:
        """Create a load balancer: connections to ``vip``:``external_port`` go to the endpoints' ``internal_port``."""
        result: PolicyList = await self._call(
            "add_load_balancer",
            endpoints,
            internal_port=internal_port,
            external_port=external_port,
            protocol=protocol,
            vip=vip,
            source_vip=source_vip,
            ilb=ilb,
            dsr=dsr,
        )
        return result

    async def add_route(
        self,
        endpoints: Iterable[HNSEndpoint | str],
        *,
        destination_prefix: str,
        next_hop: str | None = None,
        need_encap: bool = False,
    ) -> PolicyList:
        """Create a route for the endpoints: traffic to the prefix goes to ``next_hop``, encapsulated if asked for."""
        result: PolicyList = await self._call(
            "add_route", endpoints, destination_prefix=destination_prefix, next_hop=next_hop, need_encap=need_encap
        )
        return result

    async def create(self, model: PolicyList) -> PolicyList:
        """Create a policy list and return it as HNS filled it in."""
        result: PolicyList = await self._call("create", model)
        return result

    async def delete(self, ref: str | PolicyList, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def ensure(self, model: PolicyList) -> Ensured[PolicyList]:
        """Make sure that a policy list is as the model says: its policies are there, for exactly its endpoints."""
        result: Ensured[PolicyList] = await self._call("ensure", model)
        return result

    async def find(self, **filters: Unpack[PolicyListFilters]) -> PolicyList | None:
        """Return the only policy list that passes the filters, None if there is none; two are AmbiguousError."""
        result: PolicyList | None = await self._call("find", **filters)
        return result

    async def get(self, ref: str | PolicyList | None = None, **filters: Unpack[PolicyListFilters]) -> PolicyList:
        """Return the policy list by id, or the only one that passes the filters."""
        result: PolicyList = await self._call("get", ref, **filters)
        return result

    async def list(self, **filters: Unpack[PolicyListFilters]) -> builtins.list[PolicyList]:
        """List the policy lists, oldest first, those that pass every filter given."""
        result: builtins.list[PolicyList] = await self._call("list", **filters)
        return result

    async def modify(self, ref: str | PolicyList, request: object) -> PolicyList:
        """Post a raw request to the object and return it as it is then."""
        result: PolicyList = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | PolicyList) -> PolicyList:
        """Ask HNS to bring the object in line with the system and return it as it is then."""
        result: PolicyList = await self._call("refresh", ref)
        return result

    async def remove_endpoint(
        self, ref: str | PolicyList, endpoint: str | HNSEndpoint, *, missing_ok: bool = False
    ) -> PolicyList:
        """Remove an endpoint from those that the policies hold for; how: see ``add_endpoint``."""
        result: PolicyList = await self._call("remove_endpoint", ref, endpoint, missing_ok=missing_ok)
        return result

    async def update(self, model: PolicyList) -> PolicyList:
        """Make a policy list that exists as the model says, and return it as it is then."""
        result: PolicyList = await self._call("update", model)
        return result

    async def wait_deleted(self, ref: str | PolicyList, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "policylist")
        await self._poll(ref, lambda seen: seen is None, timeout, f"policylist {ref} to be gone")


class Namespaces(AsyncNoun):
    """``await host.hns.namespaces``: the network compartments that containers live in."""

    async def add_endpoint(self, ref: str | Namespace, endpoint: str | HNSEndpoint) -> None:
        """Put an endpoint into a namespace. Raises EndpointInNamespaceError if it is in another one."""
        await self._call("add_endpoint", ref, endpoint)

    async def create(self, model: Namespace | None = None) -> Namespace:
        """Create a namespace and return it as HNS filled it in."""
        result: Namespace = await self._call("create", model)
        return result

    async def delete(self, ref: str | Namespace, *, missing_ok: bool = False) -> None:
        """Delete the object. With ``missing_ok`` it is fine if there is none by that id."""
        await self._call("delete", ref, missing_ok=missing_ok)

    async def endpoints(self, ref: str | Namespace) -> builtins.list[str]:
        """Return the ids of the endpoints in a namespace, as HNS spells them."""
        result: builtins.list[str] = await self._call("endpoints", ref)
        return result

    async def find(self, **filters: Unpack[NamespaceFilters]) -> Namespace | None:
        """Return the only namespace that passes the filters, None if there is none; two are AmbiguousError."""
        result: Namespace | None = await self._call("find", **filters)
        return result

    async def get(self, ref: str | Namespace | None = None, **filters: Unpack[NamespaceFilters]) -> Namespace:
        """Return the namespace by id, or the only one that passes the filters."""
        result: Namespace = await self._call("get", ref, **filters)
        return result

    async def list(self, **filters: Unpack[NamespaceFilters]) -> builtins.list[Namespace]:
        """List the namespaces, oldest first, those that pass every filter given."""
        result: builtins.list[Namespace] = await self._call("list", **filters)
        return result

    async def modify(self, ref: str | Namespace, request: object) -> Namespace:
        """Post a raw request to the object and return it as it is then."""
        result: Namespace = await self._call("modify", ref, request)
        return result

    async def refresh(self, ref: str | Namespace) -> Namespace:
        """Ask HNS to bring the object in line with the system and return it as it is then."""
        result: Namespace = await self._call("refresh", ref)
        return result

    async def remove_endpoint(
        self, ref: str | Namespace, endpoint: str | HNSEndpoint, *, missing_ok: bool = False
    ) -> None:
        """Take an endpoint out of a namespace; with ``missing_ok`` it is fine if either is not there."""
        await self._call("remove_endpoint", ref, endpoint, missing_ok=missing_ok)

    async def wait_deleted(self, ref: str | Namespace, *, timeout: float = 60) -> None:
        """Wait until no object has that id; ``timeout`` in seconds, then TimedOutError."""
        ref = ref_id(ref, "namespace")
        await self._poll(ref, lambda seen: seen is None, timeout, f"namespace {ref} to be gone")


class AccelNet(AsyncNoun):
    """``await host.hns.accelnet``: the adapters that accelerated networking must leave to the host (Server 2025)."""

    async def delete(self) -> None:
        """Clear the list."""
        await self._call("delete")

    async def get(self) -> HNSNnvManagementMacList:
        """Return the list of management MAC addresses; it may be empty."""
        result: HNSNnvManagementMacList = await self._call("get")
        return result

    async def set(self, addresses: Iterable[str]) -> HNSNnvManagementMacList:
        """Make these MAC addresses the list and return it as HNS took it; an empty list is refused: use delete()."""
        result: HNSNnvManagementMacList = await self._call("set", addresses)
        return result


class HNS(AsyncNoun):
    """HNS v1 of one host, awaited."""

    def __init__(self, service: Any, worker: Worker) -> None:
        super().__init__(service, worker)
        self.networks = Networks(service.networks, worker)
        self.endpoints = Endpoints(service.endpoints, worker)
        self.policy_lists = PolicyLists(service.policy_lists, worker)
        self.namespaces = Namespaces(service.namespaces, worker)
        self.accelnet = AccelNet(service.accelnet, worker)

    async def activities(self) -> list[Activity]:
        """Return what HNS set aside for its objects: one activity an object, with its tree of allocators."""
        result: list[Activity] = await self._call("activities")
        return result

    async def call(self, method: str, path: str, body: str | bytes | Mapping[str, Any] | None = None) -> Any:
        """Make a raw request and return the Output of the answer as plain Python values."""
        result: Any = await self._call("call", method, path, body)
        return result

    async def globals(self) -> HNSGlobals:
        """Return the service-wide values: the version of HNS."""
        result: HNSGlobals = await self._call("globals")
        return result

    async def supported_features(self, *, refresh: bool = False) -> HNSSupportedFeatures:
        """Return what this host's ACL policies may say; asked once per host, again with ``refresh``."""
        result: HNSSupportedFeatures = await self._call("supported_features", refresh=refresh)
        return result
