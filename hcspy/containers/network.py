"""The network of a container: an endpoint that is made for it and goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hcspy.containers.ports import Port, read_ports
from hcspy.errors import InvalidDocumentError
from hcspy.guid import GUID
from hcspy.hns import HNSEndpoint, HNSNetwork

if TYPE_CHECKING:
    from hcspy.containers.options import ContainerOptions
    from hcspy.hns.services import HNS
    from hcspy.verbs.rollback import Rollback


def make_endpoint(
    hns: HNS, name: str, network: Any, ports: Iterable[Port], address: Any, undo: Rollback
) -> HNSEndpoint | None:
    """Create an endpoint on a network, which is given by name, id or model; None where there is to be no network."""
    policies = read_ports(ports)
    if network is None:
        if policies or address is not None:
            argument, value = ("ports", ports) if policies else ("ip_address", address)
            raise InvalidDocumentError(f"{argument} is {value!r}, and there is no network", hint="network='nat'")
        return None
    found = find_network(hns, network)
    model = HNSEndpoint(name=name, virtual_network=found, ip_address=address, policies=policies)
    endpoint = hns.endpoints.create(model)
    undo.on_failure(f"endpoint {endpoint.id} is there", hns.endpoints.delete, endpoint, missing_ok=True)
    return endpoint


def shared_endpoints(hns: HNS, options: ContainerOptions) -> list[str]:
    """Return the ids of the endpoints of the container whose network is to be shared: documents name them, too."""
    sharing = options.get("network_of")
    if not sharing:
        return []
    held = (one for one in hns.endpoints.list() if sharing.lower() in map(str.lower, one.shared_containers))
    return [str(endpoint.id) for endpoint in held]


def find_network(hns: HNS, network: Any) -> HNSNetwork:
    """Return the network with a name, the one with an id, or the one that a model of either version stands for."""
    id = network if isinstance(network, str) else getattr(network, "id", None)
    if not isinstance(id, str) or not id:
        raise InvalidDocumentError(f"network is {network!r}; allowed is a name, an id or a network")
    named = hns.networks.find(name=network) if isinstance(network, str) else None
    return named or (hns.networks.get(id) if _is_guid(id) else hns.networks.get(name=id))


def _is_guid(text: str) -> bool:
    try:
        GUID(text)
    except ValueError:
        return False
    return True
