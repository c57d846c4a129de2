"""What an endpoint of HCN is in, and what is plugged into it."""

from __future__ import annotations

from typing import Final

from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.verbs.refs import same_id
from hcspy.verbs.stale import NOWHERE

# States of an endpoint, numbered as in HNS v1: attached, attached and shared.
ATTACHED: Final = frozenset({2, 3})


def namespace_of(endpoint: HostComputeEndpoint) -> str | None:
    """Return the id of the namespace that an endpoint is in; None if it is in none, which HCN says by zeros.

    >>> from hcspy.hcn import HostComputeEndpoint, namespace_of
    >>> namespace_of(HostComputeEndpoint(host_compute_namespace="00000000-0000-0000-0000-000000000000")) is None
    True
    """
    held = endpoint.host_compute_namespace
    id = held if isinstance(held, str) else getattr(held, "id", None)
    return None if not id or same_id(id, NOWHERE) else id


def containers_of(endpoint: HostComputeEndpoint) -> tuple[str, ...]:
    """Return the ids of the containers that an endpoint is plugged into, where the service says them."""
    shared = endpoint.health.extra.shared_containers
    return tuple(map(str, shared)) if isinstance(shared, list | tuple) else ()


def attached(endpoint: HostComputeEndpoint) -> bool:
    """Tell whether something is plugged into the endpoint; being in a namespace alone is not that."""
    return endpoint.state in ATTACHED or bool(containers_of(endpoint))
