"""The methods of the protocol: what is called, with which document, and what answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hcspy.docker.protocol import endpoint, ipam, network
from hcspy.docker.protocol.plugin import Service

ACTIVATE: Final = "Plugin.Activate"
"""The first call of the engine, which belongs to no service."""


class Method(NamedTuple):
    """One call of the engine.

    >>> METHODS["NetworkDriver.EndpointOperInfo"].attribute
    'endpoint_oper_info'
    """

    service: Service
    name: str
    request: type[Any] | None
    """The model of what is asked; None for a call without a body."""
    response: type[Any] | None
    """The model of the answer; None for an empty one."""

    @property
    def path(self) -> str:
        """The two names as they stand in the URL."""
        return f"{self.service}.{self.name}"

    @property
    def attribute(self) -> str:
        """The name of the driver's method."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.name).lower()


_NETWORK: Final = {
    "GetCapabilities": (None, network.NetworkCapabilities),
    "GwAllocCheck": (network.GwAllocCheckerRequest, network.GwAllocCheckerResponse),
    "AllocateNetwork": (network.AllocateNetworkRequest, network.AllocateNetworkResponse),
    "FreeNetwork": (network.FreeNetworkRequest, None),
    "CreateNetwork": (network.CreateNetworkRequest, None),
    "DeleteNetwork": (network.DeleteNetworkRequest, None),
    "CreateEndpoint": (endpoint.CreateEndpointRequest, endpoint.CreateEndpointResponse),
    "EndpointOperInfo": (endpoint.EndpointInfoRequest, endpoint.EndpointInfoResponse),
    "DeleteEndpoint": (endpoint.DeleteEndpointRequest, None),
    "Join": (endpoint.JoinRequest, endpoint.JoinResponse),
    "Leave": (endpoint.LeaveRequest, None),
    "ProgramExternalConnectivity": (endpoint.ProgramExternalConnectivityRequest, None),
    "RevokeExternalConnectivity": (endpoint.RevokeExternalConnectivityRequest, None),
    "DiscoverNew": (network.DiscoveryNotification, None),
    "DiscoverDelete": (network.DiscoveryNotification, None),
}
_IPAM: Final = {
    "GetCapabilities": (None, ipam.IpamCapabilities),
    "GetDefaultAddressSpaces": (None, ipam.GetAddressSpacesResponse),
    "RequestPool": (ipam.RequestPoolRequest, ipam.RequestPoolResponse),
    "ReleasePool": (ipam.ReleasePoolRequest, None),
    "RequestAddress": (ipam.RequestAddressRequest, ipam.RequestAddressResponse),
    "ReleaseAddress": (ipam.ReleaseAddressRequest, None),
}


def _all() -> Iterator[Method]:
    for service, methods in ((Service.NETWORK_DRIVER, _NETWORK), (Service.IPAM_DRIVER, _IPAM)):
        for name, (request, response) in methods.items():
            yield Method(service, name, request, response)


METHODS: Final[Mapping[str, Method]] = MappingProxyType({method.path: method for method in _all()})
"""Every method, by its path."""
