"""computenetwork.dll: HNS version 2 (HCN).

A module per noun, and in each the same functions: ``networks.open(tables, id)``, ``endpoints.query(handle, query)``.
Text, numbers and typed handles go in and come out; what a call allocates is freed once and what it opens is
closed once, on every path.
"""

from .endpoint import EndpointCalls, EndpointHandle, endpoints
from .guestservice import (
    GuestNetworkServiceCalls,
    GuestNetworkServiceHandle,
    guest_network_services,
    register_guest_network_service_callback,
)
from .handles import LiveHandle, Opened
from .loadbalancer import LoadBalancerCalls, LoadBalancerHandle, load_balancers
from .namespace import NamespaceCalls, NamespaceHandle, namespaces
from .network import NetworkCalls, NetworkHandle, networks
from .nouns import NO_ID, Exports, HostNounCalls, NounCalls
from .ports import (
    PortAccess,
    PortProtocol,
    PortReservation,
    PortReservationHandle,
    enumerate_port_reservations,
    reserve_port,
    reserve_port_range,
)
from .route import RouteCalls, RouteHandle, routes
from .service import ServiceHandle, open_service, register_service_callback

__all__ = [
    "NO_ID",
    "EndpointCalls",
    "EndpointHandle",
    "Exports",
    "GuestNetworkServiceCalls",
    "GuestNetworkServiceHandle",
    "HostNounCalls",
    "LiveHandle",
    "LoadBalancerCalls",
    "LoadBalancerHandle",
    "NamespaceCalls",
    "NamespaceHandle",
    "NetworkCalls",
    "NetworkHandle",
    "NounCalls",
    "Opened",
    "PortAccess",
    "PortProtocol",
    "PortReservation",
    "PortReservationHandle",
    "RouteCalls",
    "RouteHandle",
    "ServiceHandle",
    "endpoints",
    "enumerate_port_reservations",
    "guest_network_services",
    "load_balancers",
    "namespaces",
    "networks",
    "open_service",
    "register_guest_network_service_callback",
    "register_service_callback",
    "reserve_port",
    "reserve_port_range",
    "routes",
]
