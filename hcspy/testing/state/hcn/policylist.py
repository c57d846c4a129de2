"""Load balancers and routes in version 2: the policy lists of version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, check_members, copied, guid_key, listed, without_nulls
from hcspy.testing.state.faults import INVALID_POLICY, INVALID_REFERENCE, Fault
from hcspy.testing.state.policies import policy_type, settings
from hcspy.testing.state.store import Object

from .shape import base_view, flags, number_of, unplaced

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

BALANCER: Final = "loadbalancer"
ROUTE: Final = "route"
_REFERENCE: Final = "/endpoints/"
_BALANCER_MEMBERS: Final[dict[str, type]] = {
    "SourceVIP": str,
    **dict.fromkeys(("FrontendVIPs", "PortMappings", "HostComputeEndpoints"), list),
}
_SENT: Final = ("SourceVIP", "FrontendVIPs", "PortMappings", "Flags")
_ROUTE_MEMBERS: Final[dict[str, type]] = dict.fromkeys(("Setting", "Routes", "HostComputeEndpoints"), list)
_BASE: Final = frozenset({"ID", "Owner", "Name", "AdditionalParams", "HostComputeEndpoints"})
_BALANCER_FLAGS: Final = {"none": 0, "enabledirectserverreturn": 1, "ipv6": 2}
_MAPPING_FLAGS: Final = {
    "none": 0,
    "enableinternalloadbalancer": 1,
    "localroutedvip": 2,
    "notused": 4,
    "enablepreservedip": 8,
}
_DISTRIBUTIONS: Final = ("None", "SourceIPProtocol", "SourceIP")
_DSR: Final = 1
_IPV6: Final = 2
_ILB: Final = 1
_PROTOCOLS: Final = {"tcp": 6, "udp": 17, "icmpv4": 1, "igmp": 2, "icmpv6": 58, "unknown": 0}


def kind_of(policylist: Object) -> str:
    """Tell what a policy list is: a balancer, a route, or (empty) neither."""
    # fidelity: HCN-L01
    if policylist.more.get("Kind"):
        return str(policylist.more["Kind"])
    kinds = {policy_type(policy) for policy in listed(policylist.document.get("Policies")) if isinstance(policy, dict)}
    return BALANCER if "elb" in kinds else ROUTE if kinds & {"route", "sdnroute"} else ""


def _references(document: Document) -> list[str]:
    found = []
    for id in document.get("HostComputeEndpoints") or []:
        if not isinstance(id, str):
            raise Fault(INVALID_REFERENCE, f"{id!r} is not the id of an endpoint")
        guid_key(id)
        found.append(_REFERENCE + id)
    return found


def _common(document: Document, kind: str) -> tuple[Document, Document]:
    request: Document = {name: document[name] for name in ("Name", "AdditionalParams") if name in document}
    if "HostComputeEndpoints" in document:
        request["References"] = _references(document)
    more: Document = {"Kind": kind}
    if document.get("Owner"):
        more["Owner"] = document["Owner"]
    return request, more


# Balancers


def balancer_request(document: Document) -> tuple[Document, Document]:
    """Read a balancer: one policy of version 1 for each port; what that cannot say is remembered."""
    # fidelity: HCN-L02
    document = without_nulls(copied(document))
    check_members(document, _BALANCER_MEMBERS, INVALID_POLICY)
    request, more = _common(document, BALANCER)
    sent: Document = {
        name: document[name] for name in ("SourceVIP", "FrontendVIPs", "PortMappings", "Flags") if name in document
    }
    if sent.get("PortMappings") is not None:
        sent["PortMappings"] = [_mapping(mapping) for mapping in sent["PortMappings"]]
    if "Flags" in sent:
        sent["Flags"] = flags(sent["Flags"], _BALANCER_FLAGS, INVALID_POLICY)
    more["Sent"] = sent
    request["Policies"] = balancer_policies(sent)
    rest = unplaced(document, _BASE | set(_BALANCER_MEMBERS) | {"Flags"})
    return request, {**more, **({"Rest": rest} if rest else {})}


def _mapping(mapping: Any) -> Document:
    if not isinstance(mapping, dict):
        raise Fault(INVALID_POLICY, "PortMappings is a list of objects")
    mapping = without_nulls(mapping)
    protocol = mapping.get("Protocol", 0)
    if isinstance(protocol, str):
        protocol = _PROTOCOLS.get(protocol.lower(), int(protocol) if protocol.isdecimal() else -1)
    shown = {**mapping, "Protocol": protocol}
    if "Flags" in mapping:
        shown["Flags"] = flags(mapping["Flags"], _MAPPING_FLAGS, INVALID_POLICY)
    if isinstance(mapping.get("DistributionType"), str):
        name = number_of(mapping["DistributionType"], _DISTRIBUTIONS)
        if name not in _DISTRIBUTIONS:
            raise Fault(INVALID_POLICY, f"DistributionType is {name!r}")
        shown["DistributionType"] = _DISTRIBUTIONS.index(name)
    return {name: member for name, member in shown.items() if member not in (0, None)}


def balancer_policies(sent: Document) -> list[Document]:
    """Write the policies of version 1 for a balancer."""
    number = sent.get("Flags") or 0
    shared: Document = {}
    if sent.get("SourceVIP"):
        shared["SourceVIP"] = sent["SourceVIP"]
    if sent.get("FrontendVIPs"):
        shared["VIPs"] = sent["FrontendVIPs"]
    if number & _DSR:
        shared["IsDSR"] = True
    if number & _IPV6:
        shared["IPv6"] = True
    return [_policy(mapping, shared) for mapping in sent.get("PortMappings") or []]


def _policy(mapping: Document, shared: Document) -> Document:
    policy: Document = {"Type": "ELB", **copied(shared)}
    for name in ("Protocol", "InternalPort", "ExternalPort"):
        policy[name] = mapping.get(name, 0)
    if (mapping.get("Flags") or 0) & _ILB:
        policy["ILB"] = True
    return policy


def merged(policylist: Object, document: Document) -> Document:
    """Complete a document that changes a balancer with what it leaves out."""
    current = _balancer(policylist)
    kept: Document = {
        name: current[name] for name in ("SourceVIP", "FrontendVIPs", "PortMappings", "Flags") if name in current
    }
    return {**kept, **without_nulls(document)}


def balancer_view(state: State, policylist: Object, resources: Document | None = None) -> Document:
    """Show a balancer."""
    # fidelity: HCN-L02
    shown = _head(state, policylist)
    for name, member in _balancer(policylist).items():
        if member not in (0, "", [], None):
            shown[name] = member
    return _tail(shown, policylist, resources)


def _balancer(policylist: Object) -> Document:
    policies = [p for p in listed(policylist.document.get("Policies")) if isinstance(p, dict)]
    sent: Document | None = policylist.more.get("Sent")
    if sent is not None and balancer_policies(sent) == policies:
        return sent
    balancers = [settings(policy) for policy in policies if policy_type(policy) == "elb"]
    first = balancers[0] if balancers else {}
    number = (_DSR if first.get("IsDSR") else 0) | (_IPV6 if first.get("IPv6") else 0)
    return {
        "SourceVIP": first.get("SourceVIP"),
        "FrontendVIPs": listed(first.get("VIPs")),
        "PortMappings": [_shown_mapping(policy) for policy in balancers],
        "Flags": number,
    }


def _shown_mapping(policy: Document) -> Document:
    shown = {name: policy.get(name, 0) for name in ("Protocol", "InternalPort", "ExternalPort")}
    return {name: member for name, member in {**shown, "Flags": _ILB if policy.get("ILB") else 0}.items() if member}


# Routes


def route_request(document: Document) -> tuple[Document, Document]:
    """Read a route: hcsshim calls its list `Setting`, Microsoft `Routes`."""
    # fidelity: HCN-L03
    document = without_nulls(copied(document))
    check_members(document, _ROUTE_MEMBERS, INVALID_POLICY)
    request, more = _common(document, ROUTE)
    listed_routes = document["Setting"] if "Setting" in document else document.get("Routes")
    if listed_routes is not None:
        if not all(isinstance(route, dict) for route in listed_routes):
            raise Fault(INVALID_POLICY, "Setting is a list of objects")
        request["Policies"] = [{"Type": "ROUTE", **without_nulls(route)} for route in listed_routes]
    rest = unplaced(document, _BASE | set(_ROUTE_MEMBERS))
    return request, {**more, **({"Rest": rest} if rest else {})}


def route_view(state: State, policylist: Object, resources: Document | None = None) -> Document:
    """Show a route."""
    # fidelity: HCN-L03
    shown = _head(state, policylist)
    routes = [settings(p) for p in listed(policylist.document.get("Policies")) if isinstance(p, dict)]
    if routes:
        shown["Setting"] = [{name: member for name, member in route.items() if name != "Type"} for route in routes]
    return _tail(shown, policylist, resources)


def _head(state: State, policylist: Object) -> Document:
    document = policylist.document
    shown = base_view(state, "policylist", policylist.id, document, policylist.more)
    references = [str(reference) for reference in listed(document.get("References"))]
    if references:
        shown["HostComputeEndpoints"] = [reference.rpartition("/")[2] for reference in references]
    return shown


def _tail(shown: Document, policylist: Object, resources: Document | None) -> Document:
    extra = {"Health": {"Extra": {"Resources": resources}}} if resources else {}
    return {**shown, **policylist.more.get("Rest", {}), **extra}
