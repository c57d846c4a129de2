"""Namespaces in version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, check_members, copied, guid_key, listed, without_nulls
from hcspy.testing.state.faults import INVALID_JSON, INVALID_PARAMETER, REQUEST_UNSUPPORTED, Fault
from hcspy.testing.state.store import Object

from .shape import base_view, number_of, unplaced

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

# fidelity: HCN-S01
TYPES: Final = ("Host", "HostDefault", "Guest", "GuestDefault")
GUESTS: Final = frozenset(TYPES[2:])
RESOURCES: Final = ("Container", "Endpoint")
_KNOWN: Final = frozenset({"ID", "Owner", "Name", "AdditionalParams", "NamespaceId", "NamespaceGuid", "Type"})
_MEMBERS: Final[dict[str, type]] = {"NamespaceId": int, "Resources": list}


def request_of(document: Document) -> tuple[Document, Document]:
    """Read a document of version 2: the request in version 1's shape, and what that has no place for."""
    # fidelity: HCN-S01 HCN-S02
    sent = copied(document)
    document = without_nulls(sent)
    check_members(document, _MEMBERS, INVALID_PARAMETER)
    more: Document = {}
    request: Document = {name: document[name] for name in ("Name", "AdditionalParams") if name in document}
    kind = number_of(document.get("Type") or TYPES[0], TYPES)
    if kind not in TYPES:
        raise Fault(INVALID_PARAMETER, f"Type is {kind!r}")
    if document.get("Type"):
        more["Type"] = kind
    request["IsDefault"] = kind == "HostDefault"
    if kind in GUESTS and document.get("NamespaceId"):
        more["NamespaceId"] = document["NamespaceId"]
    if document.get("CreateWithCompartment"):
        request["CreateWithCompartment"] = True
    if "SchemaVersion" in document and kind != "HostDefault":
        request["SchemaVersion"] = document["SchemaVersion"]
    if document.get("Owner"):
        more["Owner"] = document["Owner"]
    rest = unplaced(document, _KNOWN | {"Resources", "CreateWithCompartment"})
    return request, {**more, **({"Rest": rest} if rest else {})}


def kind_of(namespace: Object) -> str:
    """Name a namespace's type."""
    if namespace.document.get("IsDefault"):
        return "HostDefault"
    kind = str(namespace.more.get("Type", TYPES[0]))
    return kind if kind in GUESTS else TYPES[0]


def is_guest(namespace: Object) -> bool:
    """Tell whether a namespace's compartment is inside of a virtual machine."""
    return kind_of(namespace) in GUESTS


def view(state: State, namespace: Object, resources: Document | None = None) -> Document:
    """Show a namespace in the shape of version 2; with its resources, if they are given."""
    # fidelity: HCN-S01 HCN-S03
    document, more = namespace.document, namespace.more
    shown = base_view(state, "namespace", namespace.id, document, more)
    number = more.get("NamespaceId") or document.get("CompartmentId")
    if number:
        shown["NamespaceId"] = number
    if document.get("CompartmentGuid"):
        shown["NamespaceGuid"] = document["CompartmentGuid"]
    kind = kind_of(namespace)
    if kind != "Host" or more.get("Type") == "Host":
        shown["Type"] = kind
    inside = [resource for resource in listed(document.get("ResourceList")) if isinstance(resource, dict)]
    if inside:
        shown["Resources"] = [{"Type": resource.get("Type"), "Data": resource.get("Data")} for resource in inside]
    extra = {"Health": {"Extra": {"Resources": resources}}} if resources else {}
    return {**shown, **more.get("Rest", {}), **extra}


def resource_request(kind: Any, content: Any) -> Document:
    """Read which endpoint or container a request is about, in the shape of version 1."""
    name = {"Endpoint": "EndpointId", "Container": "ContainerId"}.get(str(number_of(kind, RESOURCES)))
    if name is None:
        raise Fault(REQUEST_UNSUPPORTED, f"resource type {kind!r}")
    id = content.get(name) if isinstance(content, dict) else None
    if not isinstance(id, str) or not id:
        raise Fault(INVALID_JSON, f"{name} is missing")
    if name == "EndpointId":
        guid_key(id)
    return {"Type": name.removesuffix("Id"), "Data": {"Id": id}}
