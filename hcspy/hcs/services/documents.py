"""What a caller hands over as a document, and what the service answers with, as text and as models."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from hcspy.codec import dumps, from_json, loads, to_json
from hcspy.errors import InvalidDocumentError, UnexpectedAnswerError
from hcspy.validate import validate

M = TypeVar("M")


def text_of(document: object) -> str:
    """Return a document as text: of a model, a mapping with wire names, or a text, which is taken as it is.

    >>> text_of({"PropertyTypes": ["Statistics"]})
    '{"PropertyTypes":["Statistics"]}'
    """
    if isinstance(document, str):
        return document
    return dumps(dict(document)) if isinstance(document, Mapping) else to_json(document)


def optional(document: object) -> str | None:
    """Return a document as text, None for none."""
    return None if document is None else text_of(document)


# What only a document of one schema has at its top, with small letters: the members that tell which one it is.
_SCHEMA_2: Final = frozenset({"container", "virtualmachine", "hostedsystem", "hostingsystemid"})
_SCHEMA_1: Final = frozenset({"systemtype", "layerfolderpath", "volumepath", "hvpartition", "hvruntime"})


def read_to_be_checked(document: object) -> object | None:
    """Return a document of a compute system as a model; None for a text, and where it is unclear which model it is.

    >>> read_to_be_checked({"SystemType": "Container", "Name": "web"}).name
    'web'
    >>> read_to_be_checked({"Owner": "me"}) is None
    True
    """
    if not isinstance(document, Mapping):
        return document if hasattr(document, "_wire") else None
    model = _model_for(document)
    return None if model is None else from_json(model, text_of(document))


def check(document: object, kind: str) -> None:
    """Refuse a request that the service would refuse, before the call; a text goes as it is.

    ``kind`` is the model that a mapping is read as, by its name in ``hcspy.hcs``.

    >>> check({"Operation": "ConsoleSize"}, "ProcessModifyRequest")
    Traceback (most recent call last):
        ...
    hcspy.errors.InvalidDocumentError: ConsoleSize is missing, allowed is the new size, for ConsoleSize
    """
    refuse(_read_as(document, kind))


def refuse(model: object | None) -> None:
    """Raise what is wrong with a model; None stands for a document that nobody can judge."""
    findings = [] if model is None else validate(model)
    if findings:
        raise InvalidDocumentError(findings=findings)


def kind_of_change(request: object) -> str:
    """Return as which model a request to change a system is read: schema 1 has a member of its own."""
    names = {str(name).lower() for name in request} if isinstance(request, Mapping) else frozenset[str]()
    return "schema1.ResourceModificationRequestResponse" if "resourcetype" in names else "ModifySettingRequest"


def _read_as(document: object, kind: str) -> object | None:
    if not isinstance(document, Mapping):
        return document if hasattr(document, "_wire") else None
    import hcspy.hcs as models

    model: type[Any] = operator.attrgetter(kind)(models)
    read: object = from_json(model, text_of(document))
    return read


def _model_for(document: Mapping[str, Any]) -> type[Any] | None:
    import hcspy.hcs as models

    names = {str(name).lower() for name in document}
    newer, older = not names.isdisjoint(_SCHEMA_2), not names.isdisjoint(_SCHEMA_1)
    if newer == older:
        return None
    return models.ComputeSystem if newer else models.schema1.ContainerConfig


def answered(model: type[M], text: str, call: str) -> M:
    """Return the answer of a call as a model; the service has to give one."""
    return from_json(model, _members(text, call))


def answered_list(model: type[M], text: str, call: str) -> list[M]:
    """Return the list that a call answered with as models."""
    found = _parsed(text, call)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise UnexpectedAnswerError(f"the answer of {call} is no list of objects: {text!r}", call=call, record=text)
    return [from_json(model, entry) for entry in found]


def model_of(schema: int) -> type[Any]:
    """Return the model that properties of a system are read as; it is loaded only now."""
    import hcspy.hcs as models

    if schema not in (1, 2):
        raise InvalidDocumentError(f"HCS has the schemas 1 and 2, not {schema!r}")
    return models.ContainerProperties if schema == 1 else models.Properties


def _members(text: str, call: str) -> dict[str, Any]:
    found = _parsed(text, call)
    if not isinstance(found, dict):
        raise UnexpectedAnswerError(f"the answer of {call} is not an object: {text!r}", call=call, record=text)
    return found


def _parsed(text: str, call: str) -> Any:
    if not text:
        raise UnexpectedAnswerError(f"{call} succeeded and answered nothing", call=call)
    try:
        return loads(text)
    except InvalidDocumentError as error:
        raise UnexpectedAnswerError(f"the answer of {call} is {error}", call=call, record=text) from None
