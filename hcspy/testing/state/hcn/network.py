"""Networks in version 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, check_members, copied, listed, without_nulls
from hcspy.testing.state.faults import INVALID_NETWORK, INVALID_SUBNET, Fault
from hcspy.testing.state.networktypes import network_type
from hcspy.testing.state.policyshapes import to_v2, translated
from hcspy.testing.state.store import Object

from .shape import (
    NETWORK_FLAGS,
    base_view,
    dns_request,
    dns_view,
    flags,
    health_view,
    routes_request,
    routes_view,
    unplaced,
)
from .version1 import AS_MEMBERS, members_of

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_KNOWN: Final = frozenset({"ID", "Owner", "Name", "Type", "AdditionalParams", "Policies", "MacPool", "Dns", "Ipams"})
_MEMBERS: Final[dict[str, type]] = {
    **dict.fromkeys(("Name",), str),
    **dict.fromkeys(("MacPool", "Dns"), dict),
    **dict.fromkeys(("Ipams", "Policies"), list),
}
_DNS_MEMBERS: Final[dict[str, type]] = {"Domain": str, "Search": list, "ServerList": list, "Options": list}
_SUBNET_MEMBERS: Final[dict[str, type]] = {
    **dict.fromkeys(("IpAddressPrefix", "ID"), str),
    **dict.fromkeys(("Policies", "Routes", "IpSubnets"), list),
}
_SUBNET_FLAGS: Final = {"none": 0, "donotreservegatewayaddress": 1}
_NOT_OF_SUBNETS: Final = frozenset({"Health", "SchemaVersion", "State", "Telemetry", "Version", "IpAddressPrefix"})

_SHOWN: Final = (*AS_MEMBERS.values(), ("ProviderAddress", "ManagementIP", "ProviderAddress"))


def request_of(document: Document) -> tuple[Document, Document]:
    """Read a document of version 2: the request in version 1's shape, and what that has no place for."""
    # fidelity: HCN-N01 HCN-N02
    document = without_nulls(copied(document))
    check_members(document, _MEMBERS, INVALID_NETWORK)
    more: Document = {}
    request: Document = {name: document[name] for name in ("Name", "Type", "AdditionalParams") if name in document}
    number = flags(document.get("Flags"), NETWORK_FLAGS, INVALID_NETWORK)
    if number:
        request["Flags"] = number
    ranges = listed((document.get("MacPool") or {}).get("Ranges"))
    if ranges:
        request["MacPools"] = ranges
    request.update(dns_settings(document.get("Dns") or {}, more))
    if document.get("Policies"):
        request["Policies"] = document["Policies"]
        request.update(members_of(document["Policies"]))
    subnets = list(_subnets(document.get("Ipams") or [], more))
    if subnets:
        request["Subnets"] = subnets
    if document.get("Owner"):
        more["Owner"] = document["Owner"]
    rest = unplaced(document, _KNOWN | {"Flags"})
    return request, {**more, **({"Rest": rest} if rest else {})}


def dns_settings(dns: Document, more: Document) -> Document:
    """Read and check the name resolution of a network or an endpoint."""
    check_members(dns, _DNS_MEMBERS, INVALID_NETWORK)
    return dns_request(dns, more)


def _subnets(ipams: list[Any], more: Document) -> Iterator[Document]:
    plans = []
    for ipam in ipams:
        if not isinstance(ipam, dict) or not isinstance(ipam.get("Subnets") or [], list):
            raise Fault(INVALID_NETWORK, "Ipams is a list of objects with Subnets")
        subnets = [subnet_request(subnet, more) for subnet in ipam.get("Subnets") or []]
        plan = {"Type": ipam["Type"]} if ipam.get("Type") else {}
        plans.append({**plan, "Prefixes": [subnet.get("AddressPrefix", "") for subnet in subnets]})
        yield from subnets
    if plans:
        more["Ipams"] = plans


def subnet_request(subnet: Any, more: Document) -> Document:
    """Read a subnet: its default route's next hop is the gateway."""
    if not isinstance(subnet, dict):
        raise Fault(INVALID_SUBNET, "a subnet is an object")
    subnet = without_nulls(subnet)
    check_members(subnet, _SUBNET_MEMBERS, INVALID_SUBNET)
    request = {name: member for name, member in subnet.items() if name not in _NOT_OF_SUBNETS}
    routes = request.pop("Routes", [])
    prefix = subnet.get("IpAddressPrefix")
    if prefix is not None:
        request["AddressPrefix"] = prefix
    gateways = routes_request(routes, INVALID_SUBNET)
    if gateways:
        request["GatewayAddress"] = next(iter(gateways.values()))
    if routes and prefix:
        more.setdefault("Routes", {})[prefix] = copied(routes)
    if "Flags" in request:
        request["Flags"] = flags(request["Flags"], _SUBNET_FLAGS, INVALID_SUBNET)
    return request


# Showing


def view(state: State, network: Object, resources: Document | None = None) -> Document:
    """Show a network in the shape of version 2; with its resources, if they are given."""
    # fidelity: HCN-N02 HCN-N03 HCN-N04
    document, more = network.document, network.more
    shown = base_view(state, "network", network.id, document, more)
    kind = network_type(document)
    if kind != "NAT":  # fidelity: HCN-G04
        shown["Type"] = document.get("Type", kind)
    policies = _policies(document)
    if policies:
        shown["Policies"] = policies
    pools = listed(document.get("MacPools"))
    if pools:
        shown["MacPool"] = {"Ranges": pools}
    dns = dns_view(document, more)
    if dns:
        shown["Dns"] = dns
    ipams = _ipams(document, more)
    if ipams:
        shown["Ipams"] = ipams
    if document.get("Flags"):
        shown["Flags"] = document["Flags"]
    extra = {"Resources": resources, "LayeredOn": document.get("LayeredOn"), **_switch(document, kind)}
    return {**shown, **more.get("Rest", {}), "Health": health_view(document, extra)}


def _switch(document: Document, kind: str) -> Document:
    return {} if kind == "NAT" else {"SwitchGuid": document.get("SwitchGuid")}


def _policies(document: Document) -> list[Any]:
    stored = translated(document.get("Policies"), to_v2)
    present = {str(policy.get("Type")).lower() for policy in stored if isinstance(policy, dict)}
    members = [
        {"Type": name, "Settings": {setting: document[member]}}
        for name, member, setting in _SHOWN
        if document.get(member) and name.lower() not in present
    ]
    return [*stored, *members]


def _ipams(document: Document, more: Document) -> list[Document]:
    subnets = [(str(s.get("AddressPrefix")), _subnet(s, more)) for s in listed(document.get("Subnets")) if _is(s)]
    plans = []
    for plan in more.get("Ipams", ()):
        inside = [pair for pair in subnets if pair[0] in plan["Prefixes"]]
        subnets = [pair for pair in subnets if pair not in inside]
        plans.append(({"Type": plan["Type"]} if "Type" in plan else {}, inside))
    if subnets and not plans:
        plans.append(({}, []))
    if subnets:  # chosen by the service, or added since
        plans[0][1].extend(subnets)
    return [{**head, **({"Subnets": [shown for _, shown in inside]} if inside else {})} for head, inside in plans]


def _is(subnet: Any) -> bool:
    return isinstance(subnet, dict)


def _subnet(subnet: Document, more: Document) -> Document:
    shown: Document = {}
    for name, old in (("ID", "ID"), ("Name", "Name"), ("AdditionalParams", "AdditionalParams")):
        if subnet.get(old):
            shown[name] = subnet[old]
    shown["IpAddressPrefix"] = subnet.get("AddressPrefix", "")
    policies = translated(subnet.get("Policies"), to_v2)
    if policies:
        shown["Policies"] = policies
    routes = routes_view(more.get("Routes", {}).get(subnet.get("AddressPrefix")), [subnet.get("GatewayAddress")])
    if routes:
        shown["Routes"] = routes
    for name in ("IpSubnets", "Flags"):
        if subnet.get(name):
            shown[name] = subnet[name]
    return shown
