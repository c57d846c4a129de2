"""Members that no model knows. That is no error: the service grows faster than its clients; but it may be a slip."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from hcspy.codec import members
from hcspy.lint.finding import Effect, LintFinding


def unknown(model: Any, document: Mapping[str, Any], path: str = "") -> Iterator[LintFinding]:
    """Return the members of a document, and of what it holds, that its model does not know."""
    cls: type = model.__class__
    if cls.__name__ == "UnknownPolicy":
        return  # whatever it has, nobody knows it
    known = {name.lower(): member for member in members(cls) for name in (member.name, *member.key.aliases)}
    for name, held in document.items():
        member = known.get(str(name).lower())
        if member is None:
            yield _finding(cls, str(name), held, _step(path, str(name)))
        else:
            yield from _below(getattr(model, member.python_name), held, _step(path, member.name))


def _step(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _below(value: Any, held: Any, path: str) -> Iterator[LintFinding]:
    if isinstance(value, tuple | list) and isinstance(held, list):
        for index, (element, raw) in enumerate(zip(value, held, strict=False)):
            yield from _below(element, raw, f"{path}[{index}]")
    elif isinstance(value, Mapping) and isinstance(held, Mapping):
        for name, element in value.items():
            yield from _below(element, held.get(name), f"{path}.{name}")
    elif isinstance(held, Mapping) and attrs.has(value.__class__):
        settings = _inside(value.__class__, held)
        yield from unknown(
            value, held if settings is None else settings, path if settings is None else f"{path}.Settings"
        )


def _inside(cls: type, held: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what an envelope holds, where the model is of that and not of the envelope."""
    folded = {str(name).lower(): value for name, value in held.items()}
    if "type" not in folded or any(member.name == "Type" for member in members(cls)):
        return None
    settings = folded.get("settings")
    return settings if isinstance(settings, Mapping) else {}


def _finding(cls: type, name: str, value: Any, path: str) -> LintFinding:
    near = difflib.get_close_matches(name, [member.name for member in members(cls)], n=1, cutoff=0.7)
    why = f"hcspy knows no such member of {cls.__name__}"
    return LintFinding(path, value, why, effect=Effect.UNKNOWN, instead=f"{near[0]}?" if near else None)
