"""Docker remote drivers in Python: networks and addresses for Docker's daemon.

A driver is a class with one awaited method for each call that the engine makes; what it does not override has a
default. Served, it is a plugin that `docker network create -d NAME` finds.

>>> import asyncio
>>> from hcspy.docker import CreateNetworkRequest, IPAMData, NetworkDriver
>>> class Drawing(NetworkDriver):
...     async def create_network(self, request: CreateNetworkRequest) -> None:
...         print("a network on", request.ipv4_data[0].pool)
>>> pool = IPAMData(pool="10.0.0.0/24")
>>> asyncio.run(Drawing().create_network(CreateNetworkRequest(network_id="9dea", ipv4_data=[pool])))
a network on 10.0.0.0/24
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.docker.driver import NetworkDriver as NetworkDriver
    from hcspy.docker.engine.client import Engine as Engine
    from hcspy.docker.engine.container import ContainerSummary as ContainerSummary
    from hcspy.docker.engine.container import EndpointSettings as EndpointSettings
    from hcspy.docker.engine.container import NetworkSettingsSummary as NetworkSettingsSummary
    from hcspy.docker.engine.container import PortSummary as PortSummary
    from hcspy.docker.engine.errors import EngineError as EngineError
    from hcspy.docker.engine.errors import EngineUnavailableError as EngineUnavailableError
    from hcspy.docker.engine.map import DockerMap as DockerMap
    from hcspy.docker.engine.map import docker_map as docker_map
    from hcspy.docker.engine.network import IPAM as IPAM
    from hcspy.docker.engine.network import IPAMConfig as IPAMConfig
    from hcspy.docker.engine.network import NetworkResource as NetworkResource
    from hcspy.docker.engine.pair import ContainerPair as ContainerPair
    from hcspy.docker.engine.pair import EndpointPair as EndpointPair
    from hcspy.docker.engine.pair import NetworkPair as NetworkPair
    from hcspy.docker.engine.pair import Pair as Pair
    from hcspy.docker.engine.version import VersionResponse as VersionResponse
    from hcspy.docker.errors import DriverError as DriverError
    from hcspy.docker.errors import ServeError as ServeError
    from hcspy.docker.ipam import IpamDriver as IpamDriver
    from hcspy.docker.protocol.endpoint import CreateEndpointRequest as CreateEndpointRequest
    from hcspy.docker.protocol.endpoint import CreateEndpointResponse as CreateEndpointResponse
    from hcspy.docker.protocol.endpoint import DeleteEndpointRequest as DeleteEndpointRequest
    from hcspy.docker.protocol.endpoint import EndpointInfoRequest as EndpointInfoRequest
    from hcspy.docker.protocol.endpoint import EndpointInfoResponse as EndpointInfoResponse
    from hcspy.docker.protocol.endpoint import EndpointInterface as EndpointInterface
    from hcspy.docker.protocol.endpoint import InterfaceName as InterfaceName
    from hcspy.docker.protocol.endpoint import JoinRequest as JoinRequest
    from hcspy.docker.protocol.endpoint import JoinResponse as JoinResponse
    from hcspy.docker.protocol.endpoint import LeaveRequest as LeaveRequest
    from hcspy.docker.protocol.endpoint import ProgramExternalConnectivityRequest as ProgramExternalConnectivityRequest
    from hcspy.docker.protocol.endpoint import RevokeExternalConnectivityRequest as RevokeExternalConnectivityRequest
    from hcspy.docker.protocol.endpoint import RouteType as RouteType
    from hcspy.docker.protocol.endpoint import StaticRoute as StaticRoute
    from hcspy.docker.protocol.ipam import GetAddressSpacesResponse as GetAddressSpacesResponse
    from hcspy.docker.protocol.ipam import IpamCapabilities as IpamCapabilities
    from hcspy.docker.protocol.ipam import ReleaseAddressRequest as ReleaseAddressRequest
    from hcspy.docker.protocol.ipam import ReleasePoolRequest as ReleasePoolRequest
    from hcspy.docker.protocol.ipam import RequestAddressRequest as RequestAddressRequest
    from hcspy.docker.protocol.ipam import RequestAddressResponse as RequestAddressResponse
    from hcspy.docker.protocol.ipam import RequestPoolRequest as RequestPoolRequest
    from hcspy.docker.protocol.ipam import RequestPoolResponse as RequestPoolResponse
    from hcspy.docker.protocol.network import AllocateNetworkRequest as AllocateNetworkRequest
    from hcspy.docker.protocol.network import AllocateNetworkResponse as AllocateNetworkResponse
    from hcspy.docker.protocol.network import CreateNetworkRequest as CreateNetworkRequest
    from hcspy.docker.protocol.network import DeleteNetworkRequest as DeleteNetworkRequest
    from hcspy.docker.protocol.network import DiscoveryNotification as DiscoveryNotification
    from hcspy.docker.protocol.network import DiscoveryType as DiscoveryType
    from hcspy.docker.protocol.network import FreeNetworkRequest as FreeNetworkRequest
    from hcspy.docker.protocol.network import GwAllocCheckerRequest as GwAllocCheckerRequest
    from hcspy.docker.protocol.network import GwAllocCheckerResponse as GwAllocCheckerResponse
    from hcspy.docker.protocol.network import IPAMData as IPAMData
    from hcspy.docker.protocol.network import NetworkCapabilities as NetworkCapabilities
    from hcspy.docker.protocol.network import NodeDiscoveryData as NodeDiscoveryData
    from hcspy.docker.protocol.network import Scope as Scope
    from hcspy.docker.protocol.plugin import Manifest as Manifest
    from hcspy.docker.protocol.plugin import Service as Service
    from hcspy.docker.server import TLS as TLS
    from hcspy.docker.server import Server as Server
    from hcspy.docker.server import serve as serve

_HOME = {
    "driver": "NetworkDriver",
    "engine.client": "Engine",
    "engine.container": "ContainerSummary EndpointSettings NetworkSettingsSummary PortSummary",
    "engine.errors": "EngineError EngineUnavailableError",
    "engine.map": "DockerMap docker_map",
    "engine.network": "IPAM IPAMConfig NetworkResource",
    "engine.pair": "ContainerPair EndpointPair NetworkPair Pair",
    "engine.version": "VersionResponse",
    "errors": "DriverError ServeError",
    "ipam": "IpamDriver",
    "protocol.endpoint": (
        "CreateEndpointRequest CreateEndpointResponse DeleteEndpointRequest EndpointInfoRequest "
        "EndpointInfoResponse EndpointInterface InterfaceName JoinRequest JoinResponse LeaveRequest "
        "ProgramExternalConnectivityRequest RevokeExternalConnectivityRequest RouteType StaticRoute"
    ),
    "protocol.ipam": (
        "GetAddressSpacesResponse IpamCapabilities ReleaseAddressRequest ReleasePoolRequest "
        "RequestAddressRequest RequestAddressResponse RequestPoolRequest RequestPoolResponse"
    ),
    "protocol.network": (
        "AllocateNetworkRequest AllocateNetworkResponse CreateNetworkRequest DeleteNetworkRequest "
        "DiscoveryNotification DiscoveryType FreeNetworkRequest GwAllocCheckerRequest GwAllocCheckerResponse "
        "IPAMData NetworkCapabilities NodeDiscoveryData Scope"
    ),
    "protocol.plugin": "Manifest Service",
    "server": "Server TLS serve",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
