"""The nouns of version 2, and what each verb does to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hcspy.testing.state import views
from hcspy.testing.state.documents import Document
from hcspy.testing.state.faults import ELEMENT_NOT_FOUND, Fault
from hcspy.testing.state.store import Object

from . import (
    endpoint,
    endpointrequests,
    guestservice,
    namespace,
    namespacerequests,
    network,
    networkrequests,
    policylist,
)
from .shape import given_id

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

Modify = Callable[["State", Object, Document], None]


class Noun(NamedTuple):
    """One noun: its table, the kind of its ids, and how its documents are read, shown and changed."""

    table: str
    kind: str
    request: Callable[[Document], tuple[Document, Document]]
    view: Callable[..., Document]
    modify: Modify
    marks: frozenset[str] = frozenset()
    """Members that only documents of version 2 have."""
    belongs: Callable[[Object], bool] | None = None
    """Whether an object of the table is one of this noun; None where the table is the noun's own."""


def _modify_balancer(state: State, object: Object, document: Document) -> None:
    if not is_v2(NOUNS["loadbalancer"], document):
        state.policylists.modify(object.id, document)
        return
    _modify_list(state, object, *policylist.balancer_request(policylist.merged(object, document)))


def _modify_route(state: State, object: Object, document: Document) -> None:
    _modify_list(state, object, *policylist.route_request(document))


def _modify_list(state: State, object: Object, request: Document, more: Document) -> None:
    # fidelity: HCN-L04
    if state.switches.ignore_balancer_updates and state.profile.modify_policy_list:
        return
    state.policylists.modify(object.id, request)
    object.more.update(more)
    object.changed()


NOUNS: Final = {
    "network": Noun(
        "networks",
        "network",
        network.request_of,
        network.view,
        networkrequests.modify,
        frozenset({"Ipams", "MacPool", "Dns"}),
    ),
    "endpoint": Noun(
        "endpoints",
        "endpoint",
        endpoint.request_of,
        endpoint.view,
        endpointrequests.modify,
        frozenset({"HostComputeNetwork", "IpConfigurations", "Dns"}),
    ),
    "namespace": Noun(
        "namespaces",
        "namespace",
        namespace.request_of,
        namespace.view,
        namespacerequests.modify,
        frozenset({"Type", "NamespaceId", "CreateWithCompartment"}),
    ),
    "loadbalancer": Noun(
        "policylists",
        "policylist",
        policylist.balancer_request,
        policylist.balancer_view,
        _modify_balancer,
        frozenset({"HostComputeEndpoints", "PortMappings", "FrontendVIPs", "SourceVIP"}),
        lambda object: policylist.kind_of(object) == policylist.BALANCER,
    ),
    "route": Noun(
        "policylists",
        "policylist",
        policylist.route_request,
        policylist.route_view,
        _modify_route,
        frozenset({"HostComputeEndpoints", "Setting", "Routes"}),
        lambda object: policylist.kind_of(object) == policylist.ROUTE,
    ),
    "guestservice": Noun(
        "guestservices", "guestservice", guestservice.request_of, guestservice.view, guestservice.modify
    ),
}


def is_v2(noun: Noun, document: Document) -> bool:
    """Tell which version's shape a document has: it says so, or its members do."""
    # fidelity: HCN-G03
    schema = document.get("SchemaVersion")
    major = schema.get("Major") if isinstance(schema, dict) else None
    return major == 2 or (not major and bool(noun.marks & document.keys()))


def create(state: State, name: str, id: str, document: Document, within: str | None = None) -> Object:
    """Make an object of a document in either shape, in a network if it belongs to one."""
    # fidelity: HCN-G02 HCN-G03
    noun = NOUNS[name]
    wanted = given_id(id, document)
    more: Document | None = None
    if is_v2(noun, document):
        request, more = noun.request(document)
    else:
        request = {key: member for key, member in document.items() if key != "ID"}
    if wanted:
        request["ID"] = wanted
    if within is not None:  # fidelity: HCN-E04
        request["VirtualNetwork"] = within
        request.pop("VirtualNetworkName", None)
    created: Object = getattr(state, noun.table).create(request, more)
    return created


def get(state: State, name: str, id: str) -> Object:
    """Find an object of a noun."""
    # fidelity: HCN-G01
    noun = NOUNS[name]
    found: Object = getattr(state, noun.table).get(id)
    if noun.belongs is not None and not noun.belongs(found):
        raise Fault(ELEMENT_NOT_FOUND, f"no {name} {id}")
    return found


def view(state: State, name: str, object: Object, detailed: bool) -> Document:
    """Show an object in the shape of version 2."""
    resources = detailed_resources(state, name, object) if detailed else None
    return NOUNS[name].view(state, object, resources)


def detailed(state: State, name: str, object: Object) -> Document:
    """Show an object's own document with all its resources."""
    resources = detailed_resources(state, name, object)
    return {**object.document, "Resources": resources} if resources else object.document


def detailed_resources(state: State, name: str, object: Object) -> Document | None:
    """Show what the service set aside for an object."""
    # fidelity: HCN-Q06
    if name == "endpoint":
        shown = views.detailed_endpoint(state, object).get("Resources")
    else:
        shown = views.detailed_resources(state, name, object)
    return shown if isinstance(shown, dict) else None


def modify(state: State, name: str, object: Object, document: Document) -> None:
    """Change an object as a request says."""
    NOUNS[name].modify(state, object, document)


def delete(state: State, name: str, object: Object) -> None:
    """Delete an object."""
    getattr(state, NOUNS[name].table).delete(object.id)


def written_id(state: State, name: str, object: Object) -> str:
    """Write an object's id as its document does."""
    id: Any = object.document.get("ID")
    return id if type(id) is str else state.style.id(NOUNS[name].kind, object.id)
