"""What happens to the state when the service, or the machine, is started anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .documents import guid_key
from .dumping import NOUNS, add, more_of
from .networks import NON_PERSISTENT, PERSISTENT
from .networktypes import network_type
from .store import Object

if TYPE_CHECKING:
    from .state import State

_BOOT_SECONDS: Final = 60
_NAMES: Final = {name: kind for kind, name in NOUNS.items()}


def restart(state: State, *, rehydrated: bool = True) -> None:
    """Start the service anew: it reads its objects back from its own backup, ids and all.

    Not rehydrated, it answers at first as if it had none of them, until `rehydrate` is called: clients that take
    this for "deleted" make duplicates.
    """
    # fidelity: HNS-X01 HNS-X02
    state.notices.disconnect()
    state.generation += 1
    state.switches.service = "running"
    if not rehydrated:
        state.put_aside_more = more_of(state)
        state.put_aside = {name: [object.document for object in getattr(state, name).table] for name in _NAMES}
        containers, others = list(state.containers), state.attachments.others
        state.clear()
        state.attachments.others = others
        for container in containers:
            state.containers.remember(container)


def rehydrate(state: State) -> None:
    """Let the objects come back that a restarted service did not show yet."""
    # fidelity: HNS-X02
    aside, state.put_aside = state.put_aside, {}
    more, state.put_aside_more = state.put_aside_more, {}
    for name, documents in aside.items():
        table = getattr(state, name).table
        back = [document for document in documents if guid_key(document["ID"]) not in table]
        add(state, [(_NAMES[name], document) for document in back], more=more.get(name, {}))


def reboot(state: State) -> None:
    """Switch the machine off and on: containers are gone, and what is not persistent with them."""
    # fidelity: HNS-X03 HNS-X04 HNS-X05
    state.notices.disconnect()
    state.clock.advance(_BOOT_SECONDS)
    state.generation += 1
    state.switches.service = "running"
    for system in list(state.systems):
        state.systems.remove(system)
    for container in list(state.containers):
        state.containers.remove(container.id)
    for policylist in list(state.policylists.table):
        state.policylists.delete(policylist.id)
    for namespace in list(state.namespaces.table):
        state.namespaces.empty(namespace)
        if not namespace.document.get("IsDefault"):
            state.namespaces.remove(namespace)
    for network in list(state.networks.table):
        if not _survives(state, network):
            state.networks.delete(network.id)
    for service in list(state.guestservices.table):
        state.guestservices.delete(service.id)
    _unplug_all(state)
    state.storage.reboot()
    state.traffic.clear()


def _survives(state: State, network: Object) -> bool:
    flags = network.document.get("Flags")
    flags = flags if isinstance(flags, int) else 0
    if flags & PERSISTENT:
        return True
    if flags & NON_PERSISTENT:
        return False
    return state.profile.nat_survives_reboot or network_type(network.document) != "NAT"


def _unplug_all(state: State) -> None:
    state.attachments.others.clear()
    for endpoint in list(state.endpoints.table):
        if endpoint.document.get("State") != 1 or endpoint.document.get("SharedContainers"):
            state.endpoints.set(endpoint, State=1, SharedContainers=[])
