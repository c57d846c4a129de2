"""The endpoint that is a container's place in the network."""

from __future__ import annotations

import ipaddress

from hcspy import Host, Transaction
from hcspy.cni.hcnplugin.dns import endpoint_dns
from hcspy.cni.hcnplugin.names import OWNER, EndpointName
from hcspy.cni.hcnplugin.networks import subnets_of
from hcspy.cni.hcnplugin.policies import endpoint_policies, lacking
from hcspy.cni.hcnplugin.settings import DEFAULT_ROUTES, HCNConf
from hcspy.cni.request import AddRequest, CNIRequest
from hcspy.cni.result import Result
from hcspy.hcn import HostComputeEndpoint, HostComputeNetwork, IpConfig, Route, namespace_of


class Endpoints:
    """The plugin's endpoints on a host."""

    def __init__(self, host: Host) -> None:
        self._hcn = host.hcn

    def named(self, name: EndpointName) -> list[HostComputeEndpoint]:
        """Return our endpoints of a name: one, none, or, where an ADD was killed, more."""
        return self._hcn.endpoints.list(name=str(name), owner=OWNER)

    def of_network(self, network: str) -> list[tuple[EndpointName, HostComputeEndpoint]]:
        """Return our endpoints in a network of the configuration's, whatever container they are for."""
        pairs = [(EndpointName.read(found.name), found) for found in self._hcn.endpoints.list(owner=OWNER)]
        return [(name, found) for name, found in pairs if name is not None and name.network == network]

    def add(self, model: HostComputeEndpoint, namespace: str, tx: Transaction) -> HostComputeEndpoint:
        """Create an endpoint and put it into a namespace; if the transaction fails, nothing is left of it."""
        made = tx.hcn.endpoints.create(model)
        tx.hcn.namespaces.add_endpoint(namespace, made)
        return self._hcn.endpoints.get(made)

    def top_up(self, endpoint: HostComputeEndpoint, config: HCNConf) -> HostComputeEndpoint:
        """Add what an endpoint lacks of the policies that it is to have."""
        missing = lacking(endpoint_policies(config), endpoint.policies)
        return self._hcn.endpoints.add_policies(endpoint, *missing) if missing else endpoint

    def remove(self, endpoint: HostComputeEndpoint) -> None:
        """Take an endpoint out of its namespace and delete it; either may be gone already."""
        namespace = namespace_of(endpoint)
        if namespace is not None:
            self._hcn.namespaces.remove_endpoint(namespace, endpoint, missing_ok=True)
        self._hcn.endpoints.delete(endpoint, missing_ok=True)


def endpoint_model(
    request: AddRequest[HCNConf], network: HostComputeNetwork, given: Result | None
) -> HostComputeEndpoint:
    """Return the endpoint that a container is to get."""
    config = request.config
    return HostComputeEndpoint(
        name=str(name_of(request)),
        host_compute_network=network,
        policies=endpoint_policies(config),
        ip_configurations=[] if given is None else [_ip_config(str(ip.address), network) for ip in given.ips],
        dns=endpoint_dns(config, given),
        routes=routes_of(config, given, network),
        mac_address=_mac(request),
        owner=OWNER,
    )


def name_of(request: CNIRequest[HCNConf]) -> EndpointName:
    """Return the name of a request's endpoint."""
    return EndpointName(request.container_id, request.config.name, request.ifname)


def routes_of(config: HCNConf, given: Result | None, network: HostComputeNetwork) -> list[Route]:
    """Return an endpoint's routes: the default ones to the gateways, and those of `ipam`."""
    gateways = gateways_of(network, given)
    routes = [Route(next_hop=gateway, destination_prefix=DEFAULT_ROUTES[":" in gateway]) for gateway in gateways]
    extra = (*config.ipam.routes, *(given.routes if given is not None else ()))
    for route in extra:
        hop = str(route.gw or next((held for held in gateways if (":" in held) == (":" in str(route.dst))), ""))
        if route.dst and hop and not any(str(held.destination_prefix) == str(route.dst) for held in routes):
            routes.append(Route(next_hop=hop, destination_prefix=route.dst, metric=route.priority))
    return routes


def gateways_of(network: HostComputeNetwork, given: Result | None) -> list[str]:
    """Return the gateways, one of each IP version: those that came with the addresses, else the network's."""
    told = [str(ip.gateway) for ip in given.ips if ip.gateway] if given is not None else []
    own = [str(subnet.gateway) for subnet in subnets_of(network) if subnet.gateway]
    found: dict[bool, str] = {}
    for gateway in (*told, *own):
        found.setdefault(":" in gateway, gateway)
    return list(found.values())


def _ip_config(text: str, network: HostComputeNetwork) -> IpConfig:
    """Return an address as HCN has it; without a prefix length it is that of its subnet."""
    address = ipaddress.ip_interface(text)
    if "/" in text:
        return IpConfig(ip_address=str(address.ip), prefix_length=address.network.prefixlen)
    subnets = (ipaddress.ip_network(str(held.ip_address_prefix), strict=False) for held in subnets_of(network))
    length = next((subnet.prefixlen for subnet in subnets if address.ip in subnet), None)
    return IpConfig(ip_address=str(address.ip), prefix_length=length)


def _mac(request: CNIRequest[HCNConf]) -> str | None:
    asked = request.config.runtime_config.mac or request.args.get("MAC")
    return asked.replace(":", "-").upper() if asked else None
