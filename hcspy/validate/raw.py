"""Raw JSON where models are expected: whoever writes policies as dicts has them checked all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hcspy.codec import evolve, from_json, members
from hcspy.validate.hints import Expected


def typed(model: Any, expected: Iterable[Expected]) -> Any:
    """Return a model whose raw parts are read as what they stand for; the very same one if nothing is raw."""
    read = {one.attribute: value for one in expected if (value := _read(model, one)) is not None}
    return evolve(model, **read) if read else model


def _read(model: Any, expected: Expected) -> Any:
    """Return what a member holds, if some of it is raw and can be read; else None."""
    value = getattr(model, expected.attribute)
    if expected.array:
        raw = value.__class__ is tuple and any(isinstance(element, Mapping) for element in value)
    else:
        raw = isinstance(value, Mapping)
    hint = _hint(model, expected) if raw else None
    if hint is None:
        return None
    return tuple(_model(hint, element) for element in value) if expected.array else _model(hint, value)


def _hint(model: Any, expected: Expected) -> Any:
    if expected.told is None:
        return expected.holds
    tag = expected.told.tag
    told = (getattr(model, member.python_name) for member in members(model.__class__) if member.name == tag)
    return expected.told.class_for(next(told, None))


def _model(hint: Any, value: Any) -> Any:
    return from_json(hint, value) if isinstance(value, Mapping) else value
