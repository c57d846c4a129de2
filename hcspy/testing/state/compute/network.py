"""Compute systems and the network: plugging endpoints and namespaces in when one starts, out when it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy.testing.state.documents import guid_key
from hcspy.testing.state.faults import (
    COMPUTE_SYSTEM_NOT_FOUND,
    ELEMENT_NOT_FOUND,
    NAMESPACE_ATTACH_FAILED,
    Fault,
)
from hcspy.testing.state.store import Object
from hcspy.testing.state.views import addresses

from .system import System

if TYPE_CHECKING:
    from hcspy.testing.state.containers import Container
    from hcspy.testing.state.state import State


def endpoint(state: State, id: str) -> Object:
    """Find an endpoint that a document names."""
    found = state.endpoints.table.get(id.lower().strip("{}"))
    if found is None:
        raise Fault(ELEMENT_NOT_FOUND, f"no endpoint {id}")
    return found


def check(state: State, system: System) -> None:
    """Refuse a system whose namespace or endpoints are not there."""
    # fidelity: HCS-N01 HCS-N02
    if system.namespace:
        try:
            known = state.namespaces.table.get(guid_key(system.namespace))
        except Fault:
            known = None
        if known is None:
            raise Fault(NAMESPACE_ATTACH_FAILED, f"no namespace {system.namespace}")
    for id in system.endpoints:
        endpoint(state, id)
    _shared(state, system)


def _shared(state: State, system: System) -> Container | None:
    """Find the container whose network a system shares; None where it has its own."""
    # fidelity: HCS-N06
    if not system.shares:
        return None
    found: Container | None = state.containers.find(system.shares)
    if found is None:
        raise Fault(COMPUTE_SYSTEM_NOT_FOUND, f"no container {system.shares!r} to share the network of")
    return found


def connect(state: State, system: System) -> None:
    """Plug a system that starts into what its document names: all of it, or none."""
    # fidelity: HCS-N03 HCS-N04
    if system.is_machine:
        _connect_machine(state, system)
        return
    shared = _shared(state, system)
    state.containers.add(
        system.id,
        namespace=system.namespace or None,
        owner=system.owner,
        has_guest=system.has_guest,
        compartment=None if shared is None else shared.compartment,
    )
    try:
        for id in system.endpoints:
            state.attachments.attach_container(endpoint(state, id), system.id)
    except Fault:
        state.containers.take_out(system.id)
        raise


def _connect_machine(state: State, system: System) -> None:
    done: list[Object] = []
    try:
        for id in system.endpoints:
            found = endpoint(state, id)
            state.attachments.attach_machine(found, {"VirtualMachineId": system.guid})
            done.append(found)
    except Fault:
        for found in done:
            state.attachments.unplug(found)
        raise


def plug(state: State, system: System, id: str, *, plug_in: bool) -> None:
    """Plug an endpoint into a system that runs, or out of it."""
    # fidelity: HCS-H06
    found = endpoint(state, id)
    if not system.is_machine:
        step = state.attachments.attach_container if plug_in else state.attachments.detach_container
        step(found, system.id)
    elif plug_in:
        state.attachments.attach_machine(found, {"VirtualMachineId": system.guid})
    else:
        state.attachments.unplug(found)


def disconnect(state: State, system: System) -> None:
    """Unplug a system that stops."""
    # fidelity: HCS-N05
    if not system.is_machine:
        if state.containers.find(system.id) is not None:
            state.containers.take_out(system.id)
        return
    for id, fact in list(state.attachments.others.items()):
        if fact.get("VirtualMachineId") == system.guid:
            found = state.endpoints.table.get(id)
            if found is not None:
                state.attachments.unplug(found)


def interfaces(state: State, id: str) -> list[dict[str, object]]:
    """List the network interfaces that a container has: one for each address of its endpoints."""
    return [
        {
            "name": f"vEthernet ({object.document.get('Name') or object.document.get('ID')})",
            "address": pair["Address"],
            "prefix_length": pair["PrefixLength"],
            "gateway": object.document.get("GatewayAddress") or "",
            "dns_suffix": object.document.get("DNSSuffix") or "",
        }
        for object in state.endpoints.table.by("container", id.lower())
        for pair in addresses(state, object)
    ]
