"""Requests that change an endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, listed, words
from hcspy.testing.state.endpoints import is_remote
from hcspy.testing.state.faults import (
    INTERFACE_PARAMETERS_TWICE,
    INVALID_REMOTE_ENDPOINT_OPERATION,
    NOT_LOCAL,
    POLICY_EXISTS,
    Fault,
)
from hcspy.testing.state.policies import policy_type
from hcspy.testing.state.store import Object

from .requests import ADD, REFRESH, REMOVE, UPDATE, Request, read, unsupported, without

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

_RESOURCES: Final = ("Port", "Policy")
# Policies that an endpoint has one of.
# fidelity: HCN-M04
_SINGLE: Final = frozenset(
    words("qos l2driver portname encapoverhead iov provideraddress interfaceconstraint encryption vlan firewall")
)


def modify(state: State, endpoint: Object, document: Document) -> None:
    """Do what a request says to an endpoint."""
    request = read(document, _RESOURCES)
    if request.resource == "Policy":
        _change_policies(state, endpoint, request)
    else:
        _change_port(state, endpoint, request)


def _change_policies(state: State, endpoint: Object, request: Request) -> None:
    # fidelity: HCN-M03 HCN-M04 HCN-M05
    stored = listed(endpoint.document.get("Policies"))
    new = request.policies
    if request.kind == ADD:
        check_single(stored, new, _SINGLE)
        state.endpoints.set_policies(endpoint, [*stored, *new], new)
    elif request.kind == UPDATE:
        state.endpoints.set_policies(endpoint, new, new, replace=True)
    elif request.kind == REMOVE:
        state.endpoints.set_policies(endpoint, without(stored, new), [])
    elif request.kind != REFRESH:
        raise unsupported(request)


def check_single(stored: list[Any], new: list[Document], single: frozenset[str]) -> None:
    """Refuse a second policy of a type that an object has one of."""
    # fidelity: HCN-M04 HNS-P06
    present = {policy_type(policy) for policy in stored if isinstance(policy, dict)}
    for policy in new:
        kind = policy_type(policy)
        if kind in present and kind == "interfaceparameters":
            raise Fault(INTERFACE_PARAMETERS_TWICE)
        if kind in present and kind in single:
            raise Fault(POLICY_EXISTS, f"there is a {policy.get('Type')} policy")


def _change_port(state: State, endpoint: Object, request: Request) -> None:
    # fidelity: HCN-M06
    remote = is_remote(endpoint.document)
    if request.kind == ADD:
        if remote:
            raise Fault(INVALID_REMOTE_ENDPOINT_OPERATION, "a remote endpoint has no port")
        state.attachments.attach_machine(endpoint, request.content)
    elif request.kind == REMOVE:
        state.attachments.detach(endpoint, {"SystemType": "VirtualMachine"})
    elif request.kind == REFRESH:
        if remote:
            raise Fault(NOT_LOCAL, "a remote endpoint is not refreshed")
    else:
        raise unsupported(request)
