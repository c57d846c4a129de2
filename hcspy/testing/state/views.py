"""What the service tells about its objects beyond their documents; all of it is worked out, none of it stored."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from .attach import containers_of
from .chance import derived_guid
from .clock import SECOND, START
from .documents import Document, copied, guid_key, listed
from .faults import ELEMENT_NOT_FOUND, Fault
from .natallocators import host_vnic
from .networktypes import EXTERNAL, TRANSLATING, network_type
from .policies import policy_type
from .store import Object

if TYPE_CHECKING:
    from .state import State

COUNTERS: Final = (
    "BytesReceived",
    "BytesSent",
    "DroppedPacketsIncoming",
    "DroppedPacketsOutgoing",
    "PacketsReceived",
    "PacketsSent",
)
_ACL_PRIORITY: Final = 65500


def stats(state: State, endpoint: Object) -> Document:
    """Count an endpoint's traffic: nothing until it is attached, then a steady trickle that its id decides."""
    # fidelity: HNS-E27
    numbers = dict.fromkeys(COUNTERS, 0)
    if state.attachments.is_plugged(endpoint):
        rate = 1 + zlib.crc32(endpoint.id.encode()) % 97
        packets = (state.clock.now - START) // SECOND * rate
        size = 60 + rate
        numbers.update(PacketsReceived=packets, PacketsSent=packets // 2)
        numbers.update(BytesReceived=packets * size, BytesSent=packets // 2 * size)
    for name, count in state.traffic.get(endpoint.id, {}).items():
        numbers[name] += count
    ids = {
        "EndpointId": state.style.id("endpoint", endpoint.id),
        "InstanceId": state.style.id("endpoint", derived_guid("instance", endpoint.id)),
    }
    return dict(sorted({**numbers, **ids}.items()))


def addresses(state: State, endpoint: Object) -> list[Document]:
    """List an endpoint's addresses."""
    # fidelity: HNS-R10
    document = endpoint.document
    pairs = (("IPAddress", "PrefixLength"), ("IPv6Address", "IPv6PrefixLength"))
    return [
        {"Address": document[address], "PrefixLength": document.get(prefix, 0)}
        for address, prefix in pairs
        if document.get(address)
    ]


def detailed_resources(state: State, name: str, object: Object) -> Document | None:
    """Show what the service set aside for an object that is no endpoint."""
    # fidelity: HCN-Q06
    resources = object.document.get("Resources")
    if not isinstance(resources, dict):
        return None
    shown: Document = copied(resources)
    if "Allocators" not in shown:
        allocators = _network_allocators(state, object) if name == "network" else []
        state.style.place("resources", shown, "Allocators", allocators)
        shown["AllocationOrder"] = len(allocators)
    return shown


def _network_allocators(state: State, network: Object) -> list[Document]:
    kind = network_type(network.document)
    layer = str(network.document.get("LayeredOn", ""))
    if kind in TRANSLATING:
        return [host_vnic(state, network.document, layer)]
    if kind not in EXTERNAL:
        return []
    adapter = next((card for card in state.host.adapters if card.switch and card.switch == layer.lower()), None)
    name = adapter.name if adapter is not None else ""
    info = {
        "AllocationOrder": 0,
        "ID": state.style.inner_id(derived_guid("external", network.id)),
        "IsPolicy": False,
        "NetworkAdapterName": name,
        "SwitchId": layer,
        "Tag": "External Adapter Info",
    }
    return (
        [info] if kind == "Transparent" else [info, {**host_vnic(state, network.document, layer), "AllocationOrder": 1}]
    )


def detailed_endpoint(state: State, endpoint: Object) -> Document:
    """Show an endpoint with its allocators: the switch port and the policies on it, once it is plugged."""
    # fidelity: HNS-N26 HNS-A14
    document: Document = copied(endpoint.document)
    resources = document.get("Resources")
    if isinstance(resources, dict) and "Allocators" not in resources:
        allocators = _allocators(state, endpoint) if state.attachments.is_plugged(endpoint) else []
        state.style.place("resources", resources, "Allocators", allocators)
        resources["AllocationOrder"] = len(allocators)
    return document


def _allocators(state: State, endpoint: Object) -> list[Document]:
    allocators = [_port(state, endpoint)]
    policies = listed(endpoint.document.get("Policies"))
    rules = [policy for policy in policies if isinstance(policy, dict) and policy_type(policy) == "acl"]
    if rules:
        allocators.append(_acl(state, endpoint, rules))
    return allocators


def _port(state: State, endpoint: Object) -> Document:
    network = state.endpoints.network_of(endpoint)
    layer = network.document.get("LayeredOn") if network is not None else None
    place = state.attachments.others.get(endpoint.id, {})
    holders = containers_of(endpoint)
    container = state.containers.find(holders[0]) if holders else None
    number = container.compartment if container is not None else place.get("CompartmentId", 0)
    return {
        "AllocationOrder": 0,
        "CompartmentId": number,
        "Connected": True,
        "DevicelessNic": False,
        "EndpointNicGuid": _inner(state, endpoint, "nic"),
        "EndpointPortGuid": _inner(state, endpoint, "port"),
        "Hidden": False,
        "ID": _inner(state, endpoint, "allocator"),
        "InterfaceGuid": _inner(state, endpoint, "interface"),
        "IsPolicy": False,
        "IsolationId": 0,
        "MacAddress": endpoint.document.get("MacAddress", ""),
        "ManagementPort": False,
        "NicFriendlyName": endpoint.document.get("Name", ""),
        "SwitchId": layer or _inner(state, endpoint, "switch"),
        "Tag": "Endpoint Port",
        "nonPersistentPort": False,
    }


def _acl(state: State, endpoint: Object, rules: list[Document]) -> Document:
    defaults = [
        {"Action": "Allow", "Direction": direction, "Priority": _ACL_PRIORITY, "Type": "ACL"}
        for direction in ("In", "Out")
    ]
    return {
        "AllocationOrder": 1,
        "ID": _inner(state, endpoint, "acl"),
        "IsPolicy": True,
        "Rules": [*rules, *defaults],
        "Tag": "ACL Policy",
    }


def _inner(state: State, endpoint: Object, what: str) -> str:
    return state.style.inner_id(derived_guid(what, endpoint.id))


def _all_objects(state: State) -> Iterator[Object]:
    for noun in (state.networks, state.endpoints, state.policylists, state.namespaces):
        yield from noun.table


def activities(state: State) -> list[Document]:
    """List what the service allocated for its objects: the `Resources` of each."""
    # fidelity: HNS-R11
    found = (object.document.get("Resources") for object in _all_objects(state))
    return [copied(resources) for resources in found if isinstance(resources, dict)]


def activity(state: State, id: str) -> Document:
    """Show one of them."""
    key = guid_key(id)
    for resources in activities(state):
        if str(resources.get("ID")).lower() == key:
            return resources
    raise Fault(ELEMENT_NOT_FOUND, f"no activity {id}")


def plugins(state: State) -> list[Any]:
    """List the plugins of the service: a plain machine has none."""
    # fidelity: HNS-R12
    return []


def portpools(state: State) -> list[Document]:
    """List the external ports that are taken, and by which object."""
    # fidelity: HNS-R13
    pools = []
    for (protocol, port), user in state.ports.users():
        kind = "endpoints" if user in state.endpoints.table else "policylists"
        pools.append(
            {"EndPort": port, "Protocol": protocol.upper(), "References": [f"/{kind}/{user}"], "StartPort": port}
        )
    for reservation in state.reservations:
        for protocol in dict.fromkeys(name for name, _ in reservation.ports):
            span = {"EndPort": reservation.last, "Protocol": protocol.upper(), "StartPort": reservation.first}
            pools.append({**span, "References": [f"/guestnetworkservices/{reservation.service}"]})
    return pools
