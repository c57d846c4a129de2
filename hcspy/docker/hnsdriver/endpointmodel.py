"""From an endpoint of Docker to one of HNS, and what the engine is told of it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hcspy.docker.hnsdriver.options import (
    EXPOSED_PORTS,
    PORT_MAP,
    EndpointOptions,
    NetworkOptions,
    PortBinding,
)
from hcspy.docker.hnsdriver.policies import other_policies
from hcspy.docker.protocol.ipam import MAC_ADDRESS
from hcspy.errors import InvalidDocumentError
from hcspy.hns import HNSEndpoint, NatPolicy

HNS_ID: Final = "hnsid"
"""By this name the engine on Windows looks for the endpoint that it plugs into the container."""

UNQUALIFIED_NAMES: Final = "AllowUnqualifiedDNSQuery"
PROTOCOL_NUMBERS: Final = {"tcp": 6, "udp": 17}


def hns_endpoint(
    endpoint_id: str,
    network_type: str,
    network: NetworkOptions,
    options: EndpointOptions,
    *,
    addresses: Sequence[str],
    mac_address: str | None,
    ports: Sequence[NatPolicy],
) -> HNSEndpoint:
    """Return the document that Docker's own driver would send for the same options, and the Docker id as its name.

    The network is left open: who makes the endpoint knows it.
    """
    disable_dns = network.disable_gateway_dns or _first(options.disable_dns, network.disable_dns)
    mac = mac_address or options.mac_address
    return HNSEndpoint(
        name=endpoint_id,
        policies=(*ports, *other_policies(network, options)),
        mac_address=mac.replace(":", "-") if mac else None,
        ip_address=_of_version(4, addresses),
        ipv6_address=_of_version(6, addresses),
        dns_server_list=",".join(options.dns_servers) or None,
        enable_internal_dns=True if network_type == "nat" and not disable_dns else None,
        disable_icc=True if _first(options.disable_icc, network.disable_icc) else None,
    )


def _first(own: bool | None, inherited: bool) -> bool:
    return inherited if own is None else own


def _of_version(version: int, addresses: Iterable[str]) -> str | None:
    """Return the address of a version without the prefix length that Docker writes behind it."""
    for text in addresses:
        try:
            address = ipaddress.ip_interface(text).ip
        except ValueError as error:
            raise InvalidDocumentError(f"address {text!r}: {error}") from None
        if address.version == version:
            return str(address)
    return None


# -- what the engine is told --------------------------------------------------------------------------------------


def with_colons(mac: str | None) -> str:
    """Return a MAC address as Docker writes it.

    >>> with_colons("00-15-5D-AB-CD-EF")
    '00:15:5d:ab:cd:ef'
    """
    return (mac or "").replace("-", ":").lower()


def address_with_prefix(address: object, length: int | None) -> str:
    """Return an address as Docker writes it, with the length of the prefix; nothing where there is no address."""
    if not address:
        return ""
    whole = ipaddress.ip_address(str(address))
    return f"{whole}/{whole.max_prefixlen if length is None else length}"


def operational(
    endpoint: HNSEndpoint, network_type: str, options: EndpointOptions, policies: Iterable[NatPolicy]
) -> dict[str, Any]:
    """Return what EndpointOperInfo says: the id by which HNS knows the endpoint, its ports and its MAC address."""
    value: dict[str, Any] = {HNS_ID: endpoint.id}
    if network_type == "nat":
        value[UNQUALIFIED_NAMES] = True
    if options.exposed:
        value[EXPOSED_PORTS] = [dict(port) for port in options.exposed]
    mapped = [_binding(endpoint, policy, options.ports) for policy in policies]
    if mapped:
        value[PORT_MAP] = mapped
    if endpoint.mac_address:
        value[MAC_ADDRESS] = with_colons(endpoint.mac_address)
    return value


def _binding(endpoint: HNSEndpoint, policy: NatPolicy, asked: Iterable[PortBinding]) -> Mapping[str, Any]:
    """Return a port map as Docker writes it, with the port of the host that HNS really gave."""
    protocol = str(policy.protocol).lower()
    host_ip = next((one.host_ip for one in asked if (one.protocol, one.port) == (protocol, policy.internal_port)), "")
    return {
        "Proto": PROTOCOL_NUMBERS.get(protocol, 0),
        "IP": str(endpoint.ip_address or ""),
        "Port": policy.internal_port,
        "HostIP": host_ip or "0.0.0.0",
        "HostPort": policy.external_port or 0,
        "HostPortEnd": policy.external_port or 0,
    }
