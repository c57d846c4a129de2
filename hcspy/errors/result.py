"""Result documents of the compute service: what a failed call says of itself, with the events that led to it."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from .base import HcspyError, Request
from .choose import from_hresult
from .table import error_class
from .tree import UnspecifiedError

# What says only that something failed: the other of HRESULT and document may know more.
_VAGUE: Final = (HcspyError, UnspecifiedError)


class ErrorEvent(NamedTuple):
    """Something that happened on the way to a failure, as the compute service logged it."""

    message: str
    stack_trace: str = ""
    provider: str = ""
    event_id: int = 0
    flags: int = 0
    source: str = ""
    data: tuple[tuple[str, str], ...] = ()
    """Type and value of each thing that the message speaks of."""


def from_result(
    hresult: int,
    *,
    call: str | None,
    record: str | None = None,
    request: Request | None = None,
    noun: str | None = None,
) -> HcspyError:
    """Return the exception for a failed call of the compute service: its words and events are in the document.

    >>> error = from_result(0x80070002, call="HcsCreateProcess", record='{"Error":-2147024894,"ErrorMessage":"Gone."}')
    >>> error
    PathNotFoundError('HcsCreateProcess: Gone', call='HcsCreateProcess', hresult=0x80070002, ...
    """
    members = _document(record)
    code, number = members.get("error"), hresult
    if type(code) is int and code and error_class(hresult, noun) in _VAGUE and error_class(code, noun) not in _VAGUE:
        number = code
    return from_hresult(number, call=call, record=record, request=request, message=_message(members, record), noun=noun)


def events_of(record: str | None) -> tuple[ErrorEvent, ...]:
    """Return the events in a result document; none for anything else.

    >>> [event.message for event in events_of('{"Error":-1,"ErrorEvents":[{"Message":"The hypervisor is off"}]}')]
    ['The hypervisor is off']
    """
    found = _document(record).get("errorevents")
    return tuple(_event(entry) for entry in found if isinstance(entry, dict)) if isinstance(found, list) else ()


def _message(members: dict[str, Any], record: str | None) -> str | None:
    said = members.get("errormessage")
    said = said.strip() if isinstance(said, str) else ""
    first = next((event.message.strip() for event in events_of(record) if event.message.strip()), "")
    return f"{said.rstrip('. ')}: {first}" if said and first else said or first or None


def _event(entry: dict[str, Any]) -> ErrorEvent:
    members = _lower(entry)
    data = members.get("data")
    pairs = [_lower(pair) for pair in data if isinstance(pair, dict)] if isinstance(data, list) else []
    return ErrorEvent(
        message=str(members.get("message") or ""),
        stack_trace=str(members.get("stacktrace") or ""),
        provider=str(members.get("provider") or ""),
        event_id=_number(members.get("eventid")),
        flags=_number(members.get("flags")),
        source=str(members.get("source") or ""),
        data=tuple((str(pair.get("type") or ""), str(pair.get("value") or "")) for pair in pairs),
    )


def _number(value: Any) -> int:
    return value if type(value) is int else 0


def _document(record: str | None) -> dict[str, Any]:
    """Read a document's members by lower-case name; nothing for what is not a JSON object."""
    if not record or not record.lstrip().startswith("{"):
        return {}
    try:
        return _lower(json.loads(record))
    except ValueError:
        return {}


def _lower(members: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): value for key, value in members.items()}
