"""The base class of IPAM drivers, which hand out pools and addresses."""

from __future__ import annotations

from abc import ABC, abstractmethod

from hcspy.docker.base import Driver
from hcspy.docker.protocol import (
    GetAddressSpacesResponse,
    IpamCapabilities,
    ReleaseAddressRequest,
    ReleasePoolRequest,
    RequestAddressRequest,
    RequestAddressResponse,
    RequestPoolRequest,
    RequestPoolResponse,
)


class IpamDriver(Driver, ABC):
    """A Docker IPAM driver. It has to say which pools and addresses it gives; the rest has defaults.

    A request that the engine repeats has to get the same answer: the same pool id for the same pool, and a release of
    what was released is no failure.

    >>> import asyncio
    >>> class Fixed(IpamDriver):
    ...     async def request_pool(self, request: RequestPoolRequest) -> RequestPoolResponse:
    ...         pool = request.pool or "10.0.0.0/24"
    ...         return RequestPoolResponse(pool_id=f"{request.address_space}/{pool}", pool=pool)
    ...
    ...     async def request_address(self, request: RequestAddressRequest) -> RequestAddressResponse:
    ...         return RequestAddressResponse(address=f"{request.address or '10.0.0.2'}/24")
    >>> asyncio.run(Fixed().request_pool(RequestPoolRequest(address_space="local"))).pool_id
    'local/10.0.0.0/24'
    """

    async def get_capabilities(self) -> IpamCapabilities:
        """Say what the driver needs: neither MAC addresses nor a replay, unless it is overridden."""
        return IpamCapabilities()

    async def get_default_address_spaces(self) -> GetAddressSpacesResponse:
        """Name the address spaces of networks of this machine, and of a swarm."""
        return GetAddressSpacesResponse(local_default_address_space="local", global_default_address_space="global")

    @abstractmethod
    async def request_pool(self, request: RequestPoolRequest) -> RequestPoolResponse:
        """Take a pool for a network."""

    async def release_pool(self, request: ReleasePoolRequest) -> None:
        """Take a pool back."""

    @abstractmethod
    async def request_address(self, request: RequestAddressRequest) -> RequestAddressResponse:
        """Take an address of a pool."""

    async def release_address(self, request: ReleaseAddressRequest) -> None:
        """Take an address back."""
