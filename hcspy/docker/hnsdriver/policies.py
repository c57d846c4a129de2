"""The HNS policies of an endpoint, out of what Docker and the options ask for.

They are read from documents, not written as models, so that what goes out has the spelling that Docker's own driver
sends (`tcp`, not `TCP`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from hcspy import from_json
from hcspy.docker.hnsdriver.options import EndpointOptions, NetworkOptions, PortBinding
from hcspy.errors import InvalidDocumentError
from hcspy.hns import ACLPolicy, EndpointPolicy, NatPolicy, OutboundNatPolicy, QosPolicy

HostAddresses = Literal["refuse", "any"]
"""What to do with a port that is to be published on one address of the host only: HNS v1 cannot."""

Port = tuple[str, int]
"""Protocol, `tcp` or `udp`, and number of a port of the host."""

# Docker's driver binds these ports of the host itself before it asks HNS, and so HNS need not. This driver leaves the
# port to HNS there: a port that nobody holds must not be called reserved.
HELD_BY_HNS: Final = frozenset({"l2bridge", "l2tunnel"})


def port_policies(
    bindings: Iterable[PortBinding], network_type: str, host_addresses: HostAddresses = "refuse"
) -> tuple[NatPolicy, ...]:
    """Return the NAT policies of port maps; one that is there for IPv4 and for IPv6 is one.

    >>> port_policies([PortBinding(protocol="tcp", port=80, host_port=8080)], "nat")[0].external_port
    8080
    """
    documents: list[dict[str, Any]] = []
    for binding in bindings:
        _check(binding, host_addresses)
        document: dict[str, Any] = {"Type": "NAT", "Protocol": binding.protocol, "InternalPort": binding.port}
        if binding.host_port:
            document["ExternalPort"] = binding.host_port
        if network_type not in HELD_BY_HNS:
            document["ExternalPortReserved"] = True
        if document not in documents:
            documents.append(document)
    return tuple(from_json(NatPolicy, document) for document in documents)


def _check(binding: PortBinding, host_addresses: HostAddresses) -> None:
    what = f"port {binding.port}/{binding.protocol}"
    if binding.host_port_end not in (0, binding.host_port):
        raise InvalidDocumentError(
            f"{what}: HNS maps it to one port of the host, not to one of {binding.host_port}-{binding.host_port_end}"
        )
    if host_addresses == "refuse" and binding.host_ip and not _everywhere(binding.host_ip):
        raise InvalidDocumentError(
            f"{what}: HNS publishes ports on all addresses of the host, it cannot on {binding.host_ip} alone",
            hint="publish it without an address, and say with an ACL policy who may reach it",
        )


def _everywhere(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_unspecified
    except ValueError:
        return False


def published(policies: Iterable[object]) -> tuple[NatPolicy, ...]:
    """Return those policies that publish a port."""
    return tuple(policy for policy in policies if isinstance(policy, NatPolicy))


def host_ports(policies: Iterable[NatPolicy]) -> frozenset[Port]:
    """Return the ports of the host that policies ask for; those that HNS is to choose are none yet."""
    return frozenset(
        (str(policy.protocol).lower(), policy.external_port) for policy in policies if policy.external_port
    )


def other_policies(network: NetworkOptions, endpoint: EndpointOptions) -> tuple[EndpointPolicy, ...]:
    """Return what an endpoint gets besides ports: QoS, OutBoundNAT, ACL. Its own options outdo the network's."""
    return (*_limits(endpoint.qos), *_outbound(network, endpoint), *_rules(network, endpoint))


def _limits(limits: Iterable[int]) -> Iterator[QosPolicy]:
    for limit in limits:
        yield from_json(QosPolicy, {"Type": "QOS", "MaximumOutgoingBandwidthInBytes": limit})


def _outbound(network: NetworkOptions, endpoint: EndpointOptions) -> Iterator[OutboundNatPolicy]:
    wanted = network.enable_outbound_nat if endpoint.enable_outbound_nat is None else endpoint.enable_outbound_nat
    whole = endpoint.outbound_nat or network.outbound_nat
    if whole is not None and endpoint.enable_outbound_nat is not False:
        yield from_json(OutboundNatPolicy, {**whole, "Type": "OutBoundNAT"})
    elif wanted:
        exceptions = endpoint.outbound_nat_exceptions or network.outbound_nat_exceptions
        document: dict[str, Any] = {"Type": "OutBoundNAT"}
        if exceptions:
            document["ExceptionList"] = list(exceptions)
        yield from_json(OutboundNatPolicy, document)


def _rules(network: NetworkOptions, endpoint: EndpointOptions) -> Iterator[ACLPolicy]:
    for rule in (*network.acls, *endpoint.acls):
        yield from_json(ACLPolicy, {**rule, "Type": "ACL"})
