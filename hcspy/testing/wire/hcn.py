"""The door of version 2: what stands behind the exports of computenetwork.dll.

Handles are no matter of the machine: whoever hands them out asks here by the object's id.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from hcspy.testing.state import Fault, State, views
from hcspy.testing.state.documents import Document, guid_key
from hcspy.testing.state.faults import INVALID_JSON, REQUEST_UNSUPPORTED
from hcspy.testing.state.hcn import filters, nouns
from hcspy.testing.state.hcn.version1 import v1_view
from hcspy.testing.state.reservations import Reservation
from hcspy.testing.state.store import Object

from .jsontext import compact, parse
from .routes import request_document

DETAILED: Final = 1
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"
_SHARED: Final = 2


class Query(NamedTuple):
    """What a query asks for: which shape, how much, and which objects."""

    version: int
    detailed: bool
    filter: Document


def read_query(text: str | None) -> Query:
    """Read a query; nothing asks for everything, in the shape of version 1."""
    # fidelity: HCN-Q01 HCN-Q02 HCN-Q03
    if not text:
        return Query(1, False, {})
    document = request_document(text)
    schema = document.get("SchemaVersion")
    major = schema.get("Major", 0) if isinstance(schema, dict) else 0
    if major not in (0, 1, 2):
        raise Fault(REQUEST_UNSUPPORTED, f"schema version {major!r}")
    flags = document.get("Flags") or 0
    detailed = flags.strip().lower() == "detailed" if isinstance(flags, str) else bool(int(flags) & DETAILED)
    return Query(2 if major == 2 else 1, detailed, _filter(document.get("Filter")))


def _filter(value: Any) -> Document:
    # fidelity: HCN-Q04
    if not value:
        return {}
    if isinstance(value, str):
        try:
            value = parse(value)
        except ValueError as error:
            raise Fault(INVALID_JSON, str(error)) from None
    if not isinstance(value, dict):
        raise Fault(INVALID_JSON, "a filter is an object")
    return value


class Hcn:
    """Answers in documents; a `Fault` is for the caller to word."""

    def __init__(self, state: State) -> None:
        self._state = state

    def enumerate(self, noun: str, query: str | None) -> str:
        """List the ids of the objects that a query asks for."""
        # fidelity: HCN-Q05
        wanted = read_query(query).filter
        found = filters.matching(self._state, nouns.NOUNS[noun], wanted)
        return compact([nouns.written_id(self._state, noun, object) for object in found])

    def open(self, noun: str, id: str) -> str:
        """Find an object; return its id as the store has it."""
        object = self._get(noun, id)
        if self._state.switches.spend("vanish"):
            nouns.delete(self._state, noun, object)
            object = self._get(noun, id)
        return object.id

    def create(self, noun: str, id: str, settings: str | None, network: str | None = None) -> str:
        """Make an object; return its id as the store has it."""
        document = request_document(settings or "")
        return nouns.create(self._state, noun, id, document, network).id

    def query(self, noun: str, id: str, query: str | None) -> str:
        """Show an object in the shape, and in the detail, that a query asks for."""
        # fidelity: HCN-Q01 HCN-Q06
        wanted = read_query(query)
        object = self._get(noun, id)
        key = (wanted.version, wanted.detailed)
        if wanted.detailed:  # the resources are worked out, and follow more than the object's own document
            return compact(self._shown(noun, object, wanted))
        if key not in object.renderings:
            object.renderings[key] = compact(self._shown(noun, object, wanted))
        return object.renderings[key]

    def _shown(self, noun: str, object: Object, wanted: Query) -> Document:
        if wanted.version == 2:
            return nouns.view(self._state, noun, object, wanted.detailed)
        return v1_view(nouns.detailed(self._state, noun, object) if wanted.detailed else object.document)

    def modify(self, noun: str, id: str, settings: str | None) -> None:
        """Change an object as a request says."""
        object = self._get(noun, id)
        nouns.modify(self._state, noun, object, request_document(settings or ""))

    def delete(self, noun: str, id: str) -> None:
        """Delete an object."""
        nouns.delete(self._state, noun, self._get(noun, id))

    def stats(self, id: str, query: str | None) -> str:
        """Count an endpoint's traffic."""
        return self._about_endpoint(views.stats, id, query)

    def addresses(self, id: str, query: str | None) -> str:
        """List an endpoint's addresses."""
        return self._about_endpoint(views.addresses, id, query)

    def reserve(self, service: str, protocol: int, access: int, port: int) -> Reservation:
        """Reserve a port for a guest network service."""
        return self._state.reservations.reserve(self._state.guestservices.get(service), protocol, access, port)

    def reserve_range(self, service: str, count: int) -> Reservation:
        """Reserve ports in a row for a guest network service."""
        return self._state.reservations.reserve_range(self._state.guestservices.get(service), count)

    def reservations(self) -> list[Document]:
        """List the reservations, as the structures that the DLL gives."""
        # fidelity: HCN-V07
        return [
            {
                "OwningPartitionId": _NOBODY,
                "TargetPartitionId": guid_key(reservation.machine),
                "Protocol": reservation.protocol,
                "Priority": 0,
                "ReservationType": 0,
                "SharingFlags": int(reservation.access == _SHARED),
                "DeliveryMode": 0,
                "StartingPort": reservation.first,
                "EndingPort": reservation.last,
            }
            for reservation in self._state.reservations
        ]

    def _about_endpoint(self, view: Callable[[State, Object], Any], id: str, query: str | None) -> str:
        read_query(query)
        return compact(view(self._state, self._state.endpoints.get(id)))

    def _get(self, noun: str, id: str) -> Object:
        return nouns.get(self._state, noun, guid_key(id))
