"""Members of a document that no model knows, by their paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from hcspy.codec import members


def unknown_members(model: Any, path: str = "") -> Iterator[str]:
    """Return the paths of the members that a model, and those in it, remember and do not know.

    >>> from hcspy import from_json, hcs
    >>> list(unknown_members(from_json(hcs.ComputeSystem, {"Owner": "me", "Container": {"Colour": "red"}})))
    ['Container.Colour']
    """
    known = {name.lower() for member in members(model.__class__) for name in (member.name, *member.key.aliases)}
    yield from (_step(path, str(name)) for name in model._wire or {} if str(name).lower() not in known)
    for member in members(model.__class__):
        yield from _below(getattr(model, member.python_name), _step(path, member.name))


def _step(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _below(value: Any, path: str) -> Iterator[str]:
    if attrs.has(value.__class__):
        yield from unknown_members(value, path)
    elif isinstance(value, tuple):
        for place, element in enumerate(value):
            yield from _below(element, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        for name, element in value.items():
            yield from _below(element, _step(path, str(name)))
