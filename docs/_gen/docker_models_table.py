"""Render docs/reference/docker-models.md from the protocol's models: ``python docs/_gen/docker_models_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from model_page import classes, page
from pages import REFERENCE_PAGES

from hcspy.docker import protocol

PAGE = REFERENCE_PAGES / "docker-models.md"

HEAD = """# Documents of Docker drivers

<!-- Written by docs/_gen/docker_models_table.py: change the docstrings in hcspy/docker/protocol instead. -->

Every document that Docker's engine and a driver exchange, member by member. The key is what stands on the wire; the
name is the attribute. *Always* members are written even if nobody set them; all others are left out. All of them are
names of `hcspy.docker`.
"""

PARTS = {
    "Activation": ("Manifest", "Service"),
    "Networks": (
        *("NetworkCapabilities", "Scope", "CreateNetworkRequest", "IPAMData", "DeleteNetworkRequest"),
        *("GwAllocCheckerRequest", "GwAllocCheckerResponse"),
    ),
    "Endpoints": (
        *("CreateEndpointRequest", "EndpointInterface", "CreateEndpointResponse", "EndpointInfoRequest"),
        *("EndpointInfoResponse", "DeleteEndpointRequest"),
    ),
    "Containers": (
        *("JoinRequest", "JoinResponse", "InterfaceName", "StaticRoute", "RouteType", "LeaveRequest"),
        *("ProgramExternalConnectivityRequest", "RevokeExternalConnectivityRequest"),
    ),
    "Swarm": (
        *("AllocateNetworkRequest", "AllocateNetworkResponse", "FreeNetworkRequest", "DiscoveryNotification"),
        *("DiscoveryType", "NodeDiscoveryData"),
    ),
    "Addresses": (
        *("IpamCapabilities", "GetAddressSpacesResponse", "RequestPoolRequest", "RequestPoolResponse"),
        *("ReleasePoolRequest", "RequestAddressRequest", "RequestAddressResponse", "ReleaseAddressRequest"),
    ),
}


def render() -> str:
    """Return the whole page."""
    return page(protocol, HEAD, PARTS)


def models() -> set[str]:
    """Return the names of all models and enumerations."""
    return classes(protocol)


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8", newline="\n")
