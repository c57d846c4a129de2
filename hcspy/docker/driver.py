"""The base class of network drivers: one awaited method for each call of the engine."""

from __future__ import annotations

from hcspy.docker.base import Driver
from hcspy.docker.protocol import (
    AllocateNetworkRequest,
    AllocateNetworkResponse,
    CreateEndpointRequest,
    CreateEndpointResponse,
    CreateNetworkRequest,
    DeleteEndpointRequest,
    DeleteNetworkRequest,
    DiscoveryNotification,
    EndpointInfoRequest,
    EndpointInfoResponse,
    FreeNetworkRequest,
    GwAllocCheckerRequest,
    GwAllocCheckerResponse,
    JoinRequest,
    JoinResponse,
    LeaveRequest,
    NetworkCapabilities,
    ProgramExternalConnectivityRequest,
    RevokeExternalConnectivityRequest,
)


class NetworkDriver(Driver):
    """A Docker network driver. Override what it does; each method that is not overridden agrees and does nothing.

    The methods are called from one event loop, many at a time. A call that the engine repeats, because it or the driver
    was restarted, has to succeed again. What a method raises is what the engine's user reads: a `DriverError`, or any
    other error of the library.

    >>> import asyncio
    >>> class Quiet(NetworkDriver):
    ...     async def endpoint_oper_info(self, request: EndpointInfoRequest) -> EndpointInfoResponse:
    ...         return EndpointInfoResponse(value={"hnsid": "9DD95ECE-3B9B-417B-9F43-7B58F5B390D1"})
    >>> asyncio.run(Quiet().get_capabilities()).scope
    <Scope.LOCAL: 'local'>
    """

    async def get_capabilities(self) -> NetworkCapabilities:
        """Say what the driver can do: networks of this machine, unless it is overridden."""
        return NetworkCapabilities()

    async def gw_alloc_check(self, request: GwAllocCheckerRequest) -> GwAllocCheckerResponse:
        """Say whether a network needs gateways; asked only if the capabilities have `gw_alloc_checker`."""
        return GwAllocCheckerResponse()

    async def allocate_network(self, request: AllocateNetworkRequest) -> AllocateNetworkResponse:
        """Choose, on a swarm's manager, the options that each node gets for a network: the user's own."""
        return AllocateNetworkResponse(options=request.options)

    async def free_network(self, request: FreeNetworkRequest) -> None:
        """Take back, on a swarm's manager, what was allocated for a network."""

    async def create_network(self, request: CreateNetworkRequest) -> None:
        """Make a network."""

    async def delete_network(self, request: DeleteNetworkRequest) -> None:
        """Remove a network. The engine forgets it even if this fails, and does not ask twice."""

    async def create_endpoint(self, request: CreateEndpointRequest) -> CreateEndpointResponse:
        """Make an endpoint, and answer those of its addresses that the engine left to the driver."""
        return CreateEndpointResponse()

    async def endpoint_oper_info(self, request: EndpointInfoRequest) -> EndpointInfoResponse:
        """Tell what there is to know of an endpoint; on Windows its `hnsid`."""
        return EndpointInfoResponse()

    async def delete_endpoint(self, request: DeleteEndpointRequest) -> None:
        """Remove an endpoint."""

    async def join(self, request: JoinRequest) -> JoinResponse:
        """Bring a container into the network: with no interface of the engine's, and without its gateway service."""
        return JoinResponse(disable_gateway_service=True)

    async def leave(self, request: LeaveRequest) -> None:
        """Take a container out of the network."""

    async def program_external_connectivity(self, request: ProgramExternalConnectivityRequest) -> None:
        """Let the published ports of the host lead to an endpoint."""

    async def revoke_external_connectivity(self, request: RevokeExternalConnectivityRequest) -> None:
        """Let no port of the host lead to an endpoint any more."""

    async def discover_new(self, notification: DiscoveryNotification) -> None:
        """Take note of a node that came into the swarm."""

    async def discover_delete(self, notification: DiscoveryNotification) -> None:
        """Take note of a node that left the swarm."""
