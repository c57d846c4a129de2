"""CHECK: is a container's place in the network still what ADD said?"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from hcspy.cni.errors import CNIError
from hcspy.cni.hcnplugin.answer import addresses_of, mac_of, routes_of
from hcspy.cni.hcnplugin.namespaces import Namespaces
from hcspy.cni.hcnplugin.policies import describe, endpoint_policies, lacking
from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.cni.request import CheckRequest
from hcspy.cni.result import Interface
from hcspy.hcn import HostComputeEndpoint, HostComputeNetwork, namespace_of


def inspect(
    request: CheckRequest[HCNConf],
    network: HostComputeNetwork | None,
    endpoints: list[HostComputeEndpoint],
    namespaces: Namespaces,
) -> None:
    """Raise an error that names everything that is not as ADD left it."""
    who = f"container {request.container_id} on network {request.config.name}"
    if network is None or not endpoints:
        missing = "network" if network is None else "endpoint"
        raise CNIError(f"{who}: the {missing} is gone")
    differences = list(_differences(request, network, endpoints[0], namespaces))
    if differences:
        raise CNIError(f"{who}: {differences[0]}", details="; ".join(differences[1:]))


def _differences(
    request: CheckRequest[HCNConf], network: HostComputeNetwork, endpoint: HostComputeEndpoint, namespaces: Namespaces
) -> Iterator[str]:
    yield from _namespace(request, endpoint, namespaces)
    own = _own_interface(request)
    if own is None:
        yield f"prevResult has no interface {request.ifname} in {request.netns}"
        return
    interface = request.prev_result.interfaces[own]
    yield from _mac(interface, endpoint)
    there = {_interface(ip.address) for ip in addresses_of(network, endpoint)}
    told = [ip for ip in request.prev_result.ips if ip.interface in (None, own)]
    yield from (f"address {ip.address} is gone" for ip in told if _interface(ip.address) not in there)
    yield from _routes(request, network, endpoint)
    missing = lacking(endpoint_policies(request.config), endpoint.policies)
    yield from (f"policy {describe(policy)} is gone" for policy in missing)


def _namespace(request: CheckRequest[HCNConf], endpoint: HostComputeEndpoint, namespaces: Namespaces) -> Iterable[str]:
    wanted = namespaces.id_of(request.netns, request.container_id)
    held = namespace_of(endpoint)
    if held is None or held.lower() != wanted:
        yield f"the endpoint is in {f'namespace {held}' if held else 'no namespace'}, not in {wanted}"
    elif not namespaces.holds(wanted, str(endpoint.id)):
        yield f"namespace {wanted} does not have the endpoint"


def _own_interface(request: CheckRequest[HCNConf]) -> int | None:
    interfaces = enumerate(request.prev_result.interfaces)
    return next(
        (index for index, held in interfaces if held.name == request.ifname and held.sandbox == request.netns), None
    )


def _mac(interface: Interface, endpoint: HostComputeEndpoint) -> Iterable[str]:
    there = mac_of(endpoint)
    if interface.mac and interface.mac.replace("-", ":").lower() != there:
        yield f"the MAC address is {there}, not {interface.mac}"


def _routes(
    request: CheckRequest[HCNConf], network: HostComputeNetwork, endpoint: HostComputeEndpoint
) -> Iterable[str]:
    there = {(_prefix(route.dst), str(route.gw or "")) for route in routes_of(network, endpoint)}
    for route in request.prev_result.routes:
        hops = {hop for destination, hop in there if destination == _prefix(route.dst)}
        if not hops or (route.gw and str(route.gw) not in hops):
            yield f"route {route.dst} by {route.gw or 'the gateway'} is gone"


def _interface(text: object) -> object:
    try:
        return ipaddress.ip_interface(str(text))
    except ValueError:
        return text


def _prefix(text: object) -> object:
    try:
        return ipaddress.ip_network(str(text), strict=False)
    except ValueError:
        return text
