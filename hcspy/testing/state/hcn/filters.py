"""Filters of enumerations: the members of version 1's documents, all of them equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from hcspy.testing.state.documents import Document, guid_key
from hcspy.testing.state.faults import Fault
from hcspy.testing.state.networktypes import network_type
from hcspy.testing.state.store import Object, Table

if TYPE_CHECKING:
    from hcspy.testing.state.state import State

    from .nouns import Noun

# Stored as lists of objects, which equal no text.
# fidelity: HCN-Q07
_LISTS: Final = frozenset({"IPAddress", "IPv6Address"})
# What objects are filed under, so that nobody looks through all of them.
_INDEXES: Final = {"Name": "name", "VirtualNetwork": "network"}


def matching(state: State, noun: Noun, wanted: Document) -> list[Object]:
    """List the objects that a filter lets through, in order of creation."""
    # fidelity: HCN-Q04 HCN-Q05
    table: Table = getattr(state, noun.table).table
    found = _candidates(table, noun, wanted) if wanted else table
    if noun.belongs is not None:
        found = [object for object in found if noun.belongs(object)]
    if not wanted:
        return list(found)
    return [o for o in found if all(_matches(o, noun, name, value) for name, value in wanted.items())]


def _candidates(table: Table, noun: Noun, wanted: Document) -> Iterable[Object]:
    if "ID" in wanted:
        found = table.get(_key(wanted["ID"]))
        return [found] if found is not None else []
    for name, index in _INDEXES.items():
        if isinstance(wanted.get(name), str) and noun.kind in ("network", "endpoint") and index in _indexed(noun):
            value = wanted[name]
            return table.by(index, _key(value) if index == "network" else value.lower())
    return table


def _indexed(noun: Noun) -> tuple[str, ...]:
    return ("name", "network") if noun.kind == "endpoint" else ("name",)


def _key(value: Any) -> str:
    try:
        return guid_key(value)
    except Fault:
        return str(value).lower()


def _matches(object: Object, noun: Noun, name: str, value: Any) -> bool:
    stored = object.document.get(name)
    if name == "ID":
        return _key(stored) == _key(value)
    if name in _LISTS or stored is None:
        return False
    if name == "Type" and noun.kind == "network" and not isinstance(value, dict):
        return network_type({"Type": value}) == network_type(object.document) and _is_type(value)
    return _equal(stored, value)


def _is_type(value: Any) -> bool:
    return network_type({"Type": value}) != "NAT" or str(value).lower() in ("nat", "0")


def _equal(stored: Any, value: Any) -> bool:
    if isinstance(stored, str) and isinstance(value, str):
        return _key(stored) == _key(value)
    if isinstance(stored, bool) or isinstance(value, bool):
        return stored is value
    return isinstance(stored, int) and isinstance(value, int) and stored == value
