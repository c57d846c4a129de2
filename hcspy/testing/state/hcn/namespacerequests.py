"""Requests that change a namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.testing.state.documents import Document
from hcspy.testing.state.store import Object

from .namespace import RESOURCES, resource_request
from .requests import ADD, REFRESH, REMOVE, read, unsupported

if TYPE_CHECKING:
    from hcspy.testing.state.state import State


def modify(state: State, namespace: Object, document: Document) -> None:
    """Do what a request says to a namespace."""
    # fidelity: HCN-S04
    request = read(document, RESOURCES)
    if request.kind == REFRESH:
        return
    resource = resource_request(request.resource, request.content)
    if request.kind == ADD:
        state.namespaces.add_resource(namespace.id, resource)
    elif request.kind == REMOVE:
        state.namespaces.remove_resource(namespace.id, resource)
    else:
        raise unsupported(request)
