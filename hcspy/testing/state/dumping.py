"""Writing a machine down, and reading one: its own dump whole, or documents of a real host."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hcspy.testing.profiles import PROFILES, Profile, profile

from .compute import dumping as compute
from .containers import Container
from .documents import Document, Style, copied, guid_key, listed
from .faults import Fault
from .hcn.recorded import stored
from .policies import mapped_ports
from .recorded import Found, recognise
from .reservations import Reservation
from .state import State
from .store import Object, Table

FORMAT: Final = 1
NOUNS: Final = {
    "network": "networks",
    "endpoint": "endpoints",
    "policylist": "policylists",
    "namespace": "namespaces",
    "guestservice": "guestservices",
}


def dump(state: State) -> Document:
    """Write a whole machine: its documents, and what it takes to go on from here."""
    # fidelity: HNS-X06
    lists = {name: [copied(object.document) for object in getattr(state, name).table] for name in NOUNS.values()}
    return {
        "profile": state.profile.name,
        "seed": state.seed,
        **lists,
        "accelnet": [dict(entry) for entry in state.accelnet],
        "containers": [dataclasses.asdict(container) for container in state.containers],
        "host": state.host.dump(),
        "machine": {
            "format": FORMAT,
            "attachments": copied(state.attachments.others),
            "clock": state.clock.now,
            "compute": compute.dump(state),
            "compartment": state.next_compartment,
            "generation": state.generation,
            "more": more_of(state),
            "put_aside": copied(state.put_aside),
            "put_aside_more": copied(state.put_aside_more),
            "profile_changes": _changes(state.profile),
            "random": state.chance.position,
            "reservations": [dataclasses.asdict(reservation) for reservation in state.reservations],
            "reserved_names": state.networks.reserved_names(),
            "storage": state.storage.dump(),
            "switches": dataclasses.asdict(state.switches),
            "traffic": copied(state.traffic),
        },
    }


def more_of(state: State) -> dict[str, dict[str, Document]]:
    """List what objects were sent in the shape of version 2, by the name of their list and by id."""
    tables = {name: getattr(state, name).table for name in NOUNS.values()}
    found = {name: {o.id: copied(o.more) for o in table if o.more} for name, table in tables.items()}
    return {name: more for name, more in found.items() if more}


def _changes(changed: Profile) -> Document:
    base = dataclasses.asdict(PROFILES.get(changed.name, changed))
    return {name: value for name, value in dataclasses.asdict(changed).items() if value != base[name]}


def load(state: State, documents: Any) -> None:
    """Read a dump, which replaces everything, or recorded documents, which are added."""
    if isinstance(documents, dict) and "machine" in documents:
        try:
            fresh = State(_profile(documents), documents["seed"])
            _restore(fresh, documents)
        except (KeyError, TypeError, AttributeError, Fault) as error:
            raise ValueError(f"the dump is damaged: {type(error).__name__} {error}") from error
        state.__dict__.update(fresh.__dict__)
        _rebind(state)
    else:
        add(state, recognise(documents), profile_name=_named_profile(documents))
    state.revision += 1


def _rebind(state: State) -> None:
    parts = ("attachments", "containers", "reservations", "storage", "systems", "compute_service")
    for part in (*NOUNS.values(), *parts):
        getattr(state, part)._state = state


def _profile(documents: Document) -> Profile:
    changes = documents["machine"].get("profile_changes") or {}
    changes = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    return dataclasses.replace(profile(documents["profile"]), **changes)


def _restore(state: State, documents: Document) -> None:
    machine = documents["machine"]
    if machine.get("format") != FORMAT:
        raise ValueError(f"the dump has format {machine.get('format')!r}; this version reads {FORMAT}")
    state.host.load(documents["host"])
    for kind, name in NOUNS.items():
        more = machine.get("more", {}).get(name, {})
        for document in documents.get(name, ()) if kind == "guestservice" else documents[name]:
            _store(state, kind, copied(document), more)
    state.accelnet = [dict(entry) for entry in documents["accelnet"]]
    for container in documents["containers"]:
        state.containers.remember(Container(**container))
    if "compute" in machine:
        compute.load(state, machine["compute"])
    state.attachments.others = copied(machine["attachments"])
    state.clock.now = machine["clock"]
    state.next_compartment = machine["compartment"]
    state.generation = machine["generation"]
    state.put_aside = copied(machine["put_aside"])
    state.put_aside_more = copied(machine.get("put_aside_more", {}))
    for reservation in machine.get("reservations", ()):
        state.reservations.remember(Reservation(**reservation))
    state.networks.reserve_names(machine["reserved_names"])
    if "storage" in machine:
        state.storage.load(machine["storage"])
    state.traffic = copied(machine["traffic"])
    for name, value in machine["switches"].items():
        setattr(state.switches, name, value)
    state.chance.position = machine["random"]


def _named_profile(documents: Any) -> str | None:
    name = documents.get("profile") if isinstance(documents, dict) else None
    return name if isinstance(name, str) and name in PROFILES else None


def add(
    state: State,
    found: Iterable[Found],
    *,
    profile_name: str | None = None,
    more: Mapping[str, Document] | None = None,
) -> None:
    """Add recorded documents to what is there; all of them or, when one is refused, none."""
    # fidelity: HNS-X07
    found = list(found)
    more = dict(more or {})
    if profile_name and not any(len(getattr(state, name).table) for name in NOUNS.values()):
        state.profile = PROFILES[profile_name]
        state.style = Style(state.profile)
    found = [_as_stored(state, kind, document, more) for kind, document in found]
    ids = [_check(state, kind, document) for kind, document in found]
    twice = {id for id in ids if id and ids.count(id) > 1} if len(set(ids)) < len(ids) else set()
    if twice:
        raise ValueError(f"the id {min(twice)} is in the documents twice")
    for kind, document in found:
        _add(state, kind, copied(document), more)


def _as_stored(state: State, kind: str, document: Document, more: dict[str, Document]) -> Found:
    """Turn a document of version 2 into one of the store, and put down what that has no place for."""
    noun = kind.removeprefix("v2.")
    if noun == kind:
        return kind, document
    kind, result, rest = stored(state, noun, document)
    if not result.get("ID"):
        result["ID"] = state.style.id(kind, state.chance.guid())
    more[str(result["ID"]).strip("{}").lower()] = rest
    return kind, result


def _check(state: State, kind: str, document: Document) -> str:
    if kind not in NOUNS or "ID" not in document:
        return ""
    try:
        id = guid_key(document["ID"])
    except Fault:
        raise ValueError(f"the ID of a {kind} is {document['ID']!r}, which is not a GUID") from None
    table: Table = getattr(state, NOUNS[kind]).table
    if id in table:
        raise ValueError(f"{kind} {id} is there already")
    return id


def _add(state: State, kind: str, document: Document, more: Mapping[str, Document]) -> None:
    if kind == "accelnet":
        state.accelnet = [entry for entry in document["MacAddressList"] if isinstance(entry, dict)]
        return
    if "ID" not in document:
        state.style.place(kind, document, "ID", state.style.id(kind, state.chance.guid()))
    network = state.networks.table.get(str(document.get("VirtualNetwork")).lower()) if kind == "endpoint" else None
    if network is not None and "VirtualNetworkName" not in document:
        state.style.place(kind, document, "VirtualNetworkName", network.document.get("Name", ""))
    object = _store(state, kind, document, more)
    if kind in ("endpoint", "namespace"):
        _remember_containers(state, kind, object)


def _store(state: State, kind: str, document: Document, more: Mapping[str, Document]) -> Object:
    id = guid_key(document["ID"])
    object = Object(id, document, copied(more.get(id)))
    noun = getattr(state, NOUNS[kind])
    noun.store(object)
    if kind == "endpoint":
        state.ports.take(mapped_ports(document.get("Policies")), object.id)
    elif kind == "policylist":
        state.ports.take(state.policylists.ports_of(object), object.id)
    return object


def _remember_containers(state: State, kind: str, object: Object) -> None:
    names = object.document.get("SharedContainers" if kind == "endpoint" else "Containers")
    number = object.document.get("CompartmentId")
    compartment = number if kind == "namespace" and isinstance(number, int) else 0
    state.next_compartment = max(state.next_compartment, compartment + 1)
    for name in listed(names):
        namespace = object.id if kind == "namespace" else ""
        state.containers.remember(Container(str(name), compartment, "", namespace))
