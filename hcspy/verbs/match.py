"""Filters that are applied on this side, and the rule of exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from hcspy.errors import AmbiguousError, HcspyError, InvalidDocumentError

M = TypeVar("M")
Filters = Mapping[str, Callable[[Any, Any], bool]]


def matching(models: Iterable[M], tests: Filters, filters: Mapping[str, Any]) -> list[M]:
    """Return the models that pass every filter given; a filter of None is left out.

    Raises TypeError for a filter that the noun does not know, naming those that it does.
    """
    known(filters, tests)
    wanted = [(tests[name], value) for name, value in filters.items() if value is not None]
    return [model for model in models if all(test(model, value) for test, value in wanted)]


def known(filters: Mapping[str, Any], tests: Iterable[str]) -> None:
    """Raise TypeError for a filter that is not among the known ones: one that was ignored would find everything."""
    unknown = sorted(set(filters) - set(tests))
    if unknown:
        raise TypeError(f"unknown filter {unknown[0]!r}; known are {', '.join(sorted(tests))}")


def given(filters: Mapping[str, Any]) -> str:
    """Say the filters in words, for messages."""
    return ", ".join(f"{name} {value!r}" for name, value in filters.items() if value is not None)


def require_filters(filters: Mapping[str, Any], noun: str) -> None:
    """Refuse a look-up by nothing: it would pick an object by chance."""
    if all(value is None for value in filters.values()):
        raise InvalidDocumentError(f"neither an id nor a filter says which {noun} is meant")


def only(found: Sequence[M], noun: str, filters: Mapping[str, Any], missing: type[HcspyError]) -> M:
    """Return the one element, else raise ``missing`` or AmbiguousError.

    >>> from hcspy.errors import NotFoundError
    >>> only(["a"], "network", {"name": "a"}, NotFoundError)
    'a'
    """
    if not found:
        raise missing(f"no {noun} with {given(filters)}")
    if len(found) > 1:
        ids = ", ".join(str(getattr(model, "id", model)) for model in found)
        raise AmbiguousError(f"{len(found)} {noun}s with {given(filters)}: {ids}", hint="choose one by its id")
    return found[0]
