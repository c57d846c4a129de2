"""What a driver is told when it is made, and what its parts share."""

from __future__ import annotations

import re
import sys
from typing import Final

import attrs

from hcspy.aio import AsyncHost
from hcspy.docker.hnsdriver.networkmodel import TYPES
from hcspy.docker.hnsdriver.policies import HostAddresses
from hcspy.docker.hnsdriver.store import Store
from hcspy.errors import InvalidDocumentError

DOCKER_ID: Final = re.compile(r"[0-9a-f]{64}")


@attrs.frozen(kw_only=True, weakref_slot=False)
class Settings:
    """How a driver behaves."""

    network_type: str = "nat"
    """The HNS type of its networks."""

    scope: str = "local"
    """Whether a network is of this machine or, in a swarm, of all: `local` or `global`."""

    host_addresses: HostAddresses = "refuse"
    """What to do with a port for one address of the host: `refuse` it, or publish it on `any`."""

    gateways: bool = sys.platform == "win32"
    """Whether the engine is told the gateway. On Linux it would set a route through an interface that is not there."""

    def __attrs_post_init__(self) -> None:
        kinds = {"network_type": TYPES, "scope": ("local", "global"), "host_addresses": ("refuse", "any")}
        for name, allowed in kinds.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}, not one of {', '.join(allowed)}")


@attrs.frozen(kw_only=True, weakref_slot=False)
class Backing:
    """Where a driver keeps its networks and endpoints: HNS, and its store."""

    host: AsyncHost
    store: Store
    settings: Settings


def carries_docker_id(name: object) -> bool:
    """Tell whether a name in HNS is an id of Docker: 64 hexadecimal digits."""
    return isinstance(name, str) and DOCKER_ID.fullmatch(name) is not None


def needed(name: str, value: str) -> str:
    """Return an id of a request, which must not be empty: it becomes a name in HNS."""
    if not value:
        raise InvalidDocumentError(f"the request has no {name}")
    return value
