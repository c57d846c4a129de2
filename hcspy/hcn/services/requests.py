"""Requests that change a part of an object, and what takes them back.

HCN changes objects part by part: ``{"ResourceType": ..., "RequestType": ..., "Settings": {...}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hcspy.codec import encode
from hcspy.errors import InvalidDocumentError

ADD: Final = "Add"
REMOVE: Final = "Remove"
UPDATE: Final = "Update"
REFRESH: Final = "Refresh"

Document = Mapping[str, Any]
OPPOSITE: Final = {"add": REMOVE, "remove": ADD}


class Step(NamedTuple):
    """One request, and the request that takes it back; None if there is none."""

    request: Document
    back: Document | None


def request(resource: str, kind: str, settings: Document) -> Document:
    """Return a request in the order in which hcsshim writes its members."""
    return {"ResourceType": resource, "RequestType": kind, "Settings": settings}


def there_and_back(resource: str, kind: str, settings: Document) -> Step:
    """Return a step that adds or removes something, and back."""
    return Step(request(resource, kind, settings), request(resource, OPPOSITE[kind.lower()], settings))


def step_of(raw: object) -> Step:
    """Return the step that a request of the caller's is: a model, or a mapping with wire names.

    What adds something is taken back by removing it, and the other way round. Of other requests nobody knows what
    was there before.
    """
    if isinstance(raw, str | bytes):
        raise InvalidDocumentError(f"a request is a model or a mapping, not text: {raw!r}")
    document = dict(raw) if isinstance(raw, Mapping) else encode(raw)
    members = {str(name).lower(): value for name, value in document.items()} if isinstance(document, dict) else {}
    opposite = OPPOSITE.get(str(members.get("requesttype")).lower())
    if opposite is None or not members.get("settings"):
        return Step(document, None)
    return Step(document, request(str(members.get("resourcetype")), opposite, members["settings"]))
