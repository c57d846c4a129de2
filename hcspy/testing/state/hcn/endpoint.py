"""Endpoints in version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, check_members, copied, listed, without_nulls, words
from hcspy.testing.state.faults import INVALID_ENDPOINT, Fault
from hcspy.testing.state.policyshapes import to_v2, translated
from hcspy.testing.state.store import Object, Table

from .network import dns_settings
from .shape import (
    ENDPOINT_FLAGS,
    NO_ID,
    base_view,
    dns_view,
    flags,
    health_view,
    routes_request,
    routes_view,
    unplaced,
)

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_KNOWN: Final = frozenset(
    words(
        "ID Owner Name AdditionalParams HostComputeNetwork HostComputeNamespace Policies IpConfigurations Dns Routes "
        "MacAddress Flags"
    )
)
_MEMBERS: Final[dict[str, type]] = {
    **dict.fromkeys(("Name", "MacAddress", "HostComputeNetwork", "HostComputeNamespace"), str),
    "Dns": dict,
    **dict.fromkeys(("Policies", "IpConfigurations", "Routes"), list),
}
_CONFIG_MEMBERS: Final[dict[str, type]] = {"IpAddress": str, "PrefixLength": int, "IpSubnetId": str}
# Flags of version 2 that are members of version 1's document.
# fidelity: HCN-E02
_AS_MEMBERS: Final = {1: "IsRemoteEndpoint", 2: "DisableICC", 8: "EnableLowMetric"}


def request_of(document: Document) -> tuple[Document, Document]:
    """Read a document of version 2: the request in version 1's shape, and what that has no place for."""
    # fidelity: HCN-E01 HCN-E02
    document = without_nulls(copied(document))
    check_members(document, _MEMBERS, INVALID_ENDPOINT)
    more: Document = {}
    request: Document = {name: document[name] for name in ("Name", "AdditionalParams") if name in document}
    for name, old in (("HostComputeNetwork", "VirtualNetwork"), ("MacAddress", "MacAddress")):
        if document.get(name):
            request[old] = document[name]
    if document.get("Policies"):
        request["Policies"] = document["Policies"]
    request.update(_addresses(document.get("IpConfigurations") or []))
    request.update(dns_settings(document.get("Dns") or {}, more))
    routes = document.get("Routes") or []
    request.update(routes_request(routes, INVALID_ENDPOINT))
    if routes:
        more["Routes"] = routes
    request.update(_switches(flags(document.get("Flags"), ENDPOINT_FLAGS, INVALID_ENDPOINT)))
    if document.get("Owner"):
        more["Owner"] = document["Owner"]
    rest = unplaced(document, _KNOWN)
    return request, {**more, **({"Rest": rest} if rest else {})}


def _switches(number: int) -> Document:
    request: Document = {member: True for bit, member in _AS_MEMBERS.items() if number & bit}
    rest = number & ~sum(_AS_MEMBERS)
    if rest:
        request["Flags"] = rest
    return request


def _addresses(configurations: list[Any]) -> Document:
    request: Document = {}
    for configuration in configurations:
        if not isinstance(configuration, dict):
            raise Fault(INVALID_ENDPOINT, "IpConfigurations is a list of objects")
        configuration = without_nulls(configuration)
        check_members(configuration, _CONFIG_MEMBERS, INVALID_ENDPOINT)
        address = configuration.get("IpAddress")
        if not address:
            continue
        names = ("IPv6Address", "IPv6PrefixLength") if ":" in address else ("IPAddress", "PrefixLength")
        if names[0] in request:
            raise Fault(INVALID_ENDPOINT, "an endpoint has one address of each IP version")
        request[names[0]] = address
        if configuration.get("PrefixLength"):
            request[names[1]] = configuration["PrefixLength"]
    return request


# Showing


def view(state: State, endpoint: Object, resources: Document | None = None) -> Document:
    """Show an endpoint in the shape of version 2; with its resources, if they are given."""
    # fidelity: HCN-E01 HCN-E02 HCN-E03
    document, more = endpoint.document, endpoint.more
    shown = base_view(state, "endpoint", endpoint.id, document, more)
    if document.get("VirtualNetwork"):
        shown["HostComputeNetwork"] = _as_written(state.networks.table, document["VirtualNetwork"])
    shown["HostComputeNamespace"] = _as_written(state.namespaces.table, namespace_of(document))
    policies = translated(document.get("Policies"), to_v2)
    if policies:
        shown["Policies"] = policies
    configurations = _configurations(document)
    if configurations:
        shown["IpConfigurations"] = configurations
    dns = dns_view(document, more)
    if dns:
        shown["Dns"] = dns
    gateways = [document.get("GatewayAddress"), document.get("GatewayAddressV6")]
    routes = routes_view(more.get("Routes"), gateways)
    if routes:
        shown["Routes"] = routes
    if document.get("MacAddress"):
        shown["MacAddress"] = document["MacAddress"]
    number = flags_of(document)
    if number:
        shown["Flags"] = number
    return {**shown, **more.get("Rest", {}), "Health": health_view(document, _extra(state, endpoint, resources))}


def _as_written(table: Table, id: Any) -> str:
    """Write an id as its object does: clients compare the two as texts."""
    # fidelity: HCN-E06
    held = table.get(str(id).lower())
    return str(id if held is None else held.document.get("ID", id))


def namespace_of(document: Document) -> str:
    """Name the namespace that an endpoint is in; zeros for none."""
    inside = document.get("Namespace")
    if isinstance(inside, dict) and inside.get("ID"):
        return str(inside["ID"])
    return NO_ID


def flags_of(document: Document) -> int:
    """Write an endpoint's switches as flags."""
    rest = document.get("Flags")
    number = rest if isinstance(rest, int) else 0
    return number | sum(bit for bit, member in _AS_MEMBERS.items() if document.get(member))


def _configurations(document: Document) -> list[Document]:
    found = []
    for address, prefix, subnet in (
        ("IPAddress", "PrefixLength", "IPSubnetId"),
        ("IPv6Address", "IPv6PrefixLength", "IPv6SubnetId"),
    ):
        if document.get(address):
            pairs = {"IpAddress": address, "PrefixLength": prefix, "IpSubnetId": subnet}
            found.append({name: document[old] for name, old in pairs.items() if document.get(old)})
    return found


def _extra(state: State, endpoint: Object, resources: Document | None) -> Document:
    place = state.attachments.others.get(endpoint.id, {})
    return {
        "Resources": resources,
        "SharedContainers": listed(endpoint.document.get("SharedContainers")),
        "VirtualMachine": place.get("VirtualMachineId"),
    }
