"""What a container got, out of what HCN says of its endpoint."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from hcspy import evolve
from hcspy.cni.hcnplugin.dns import from_hcn
from hcspy.cni.hcnplugin.networks import subnets_of
from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.cni.request import AddRequest
from hcspy.cni.result import Interface, IPConfig, Result, Route
from hcspy.hcn import HostComputeEndpoint, HostComputeNetwork


def answer(request: AddRequest[HCNConf], network: HostComputeNetwork, endpoint: HostComputeEndpoint) -> Result:
    """Return the result of ADD: ours, after that of the plugins before in the list."""
    own = Interface(name=request.ifname, mac=mac_of(endpoint), sandbox=request.netns)
    before = request.prev_result or Result()
    # A plugin may stand in a list twice, and the interface is then the same.
    others = [held for held in before.interfaces if (held.name, held.sandbox) != (own.name, own.sandbox)]
    index = len(others)
    ips = addresses_of(network, endpoint)
    known = {str(ip.address) for ip in ips}
    return Result(
        interfaces=[*others, own],
        ips=[
            *(held for held in before.ips if str(held.address) not in known),
            *(evolve(ip, interface=index) for ip in ips),
        ],
        routes=_joined(before.routes, routes_of(network, endpoint)),
        dns=from_hcn(endpoint.dns),
    )


def mac_of(endpoint: HostComputeEndpoint) -> str | None:
    """Return an endpoint's MAC address as the protocol writes it."""
    return endpoint.mac_address.replace("-", ":").lower() if endpoint.mac_address else None


def addresses_of(network: HostComputeNetwork, endpoint: HostComputeEndpoint) -> list[IPConfig]:
    """Return an endpoint's addresses with their prefix lengths and gateways."""
    configs = [held for held in endpoint.ip_configurations if held.ip_address]
    return [
        IPConfig(
            address=f"{held.ip_address}/{held.prefix_length}" if held.prefix_length else str(held.ip_address),
            gateway=_gateway(str(held.ip_address), network, endpoint),
        )
        for held in configs
    ]


def routes_of(network: HostComputeNetwork, endpoint: HostComputeEndpoint) -> list[Route]:
    """Return an endpoint's routes: its own, or those of the network's subnets."""
    held = endpoint.routes or [route for subnet in subnets_of(network) for route in subnet.routes]
    return [Route(dst=route.destination_prefix or "", gw=route.next_hop) for route in held if route.destination_prefix]


def _gateway(address: str, network: HostComputeNetwork, endpoint: HostComputeEndpoint) -> str | None:
    default = next(
        (route for route in endpoint.routes if route.is_default and (":" in str(route.next_hop)) == (":" in address)),
        None,
    )
    if default is not None and default.next_hop:
        return str(default.next_hop)
    subnets = ((ipaddress.ip_network(str(held.ip_address_prefix), strict=False), held) for held in subnets_of(network))
    gateways = (held.gateway for prefix, held in subnets if ipaddress.ip_address(address) in prefix and held.gateway)
    return next((str(gateway) for gateway in gateways), None)


def _joined(before: Sequence[Route], own: Sequence[Route]) -> list[Route]:
    """Return the routes of plugins before and ours, each destination once."""
    ours = {str(route.dst) for route in own}
    return [*(route for route in before if str(route.dst) not in ours), *own]
