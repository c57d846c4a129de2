"""Which JSON types a member of a model is made for, to be compared with what hcsshim and Microsoft have there."""

from __future__ import annotations

import enum
from typing import Any, Final, get_args

import attrs

from hcspy.codec import Member
from hcspy.codec.hints import hint_of

WAYS: Final = {"commas": "string", "address": "string", "guid": "string", "reference": "string"}
PLAIN: Final[dict[Any, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def json_types(cls: type, member: Member) -> set[str]:
    """Return which JSON types a member is made for."""
    return _types(hint_of(cls, member.attribute)[0])


def _types(hint: Any) -> set[str]:
    for mark in getattr(hint, "__metadata__", ()):
        if getattr(mark, "classes", None) is not None:
            return {"object", "string", "any"}
        return {WAYS.get(mark.way, "integer" if mark.way == "protocol number" else "string"), "string"}
    if hint is Any:
        return {"string", "any", "object"}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return {"integer"} if issubclass(hint, int) else {"string"}
    if hint in PLAIN:
        return {PLAIN[hint]}
    if isinstance(hint, type) and attrs.has(hint):
        return {"object"}
    origin = getattr(hint, "__origin__", None)
    if origin is not None and "Sequence" in str(origin):
        return {"array"}
    if origin is not None and "Mapping" in str(origin):
        return {"object", "any", "map"}
    return {found for argument in get_args(hint) if argument is not type(None) for found in _types(argument)}
