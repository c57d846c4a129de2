"""Any model of any class: whatever its annotations allow, sense or not."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final, TypeVar, Union

import attrs
from hypothesis import strategies as st

from hcspy import hns
from hcspy.codec import TaggedUnion, ToldBy, from_json, members
from hcspy.codec.hints import Namespace, hint_of
from hcspy.codec.markers import Marker
from hcspy.codec.registry import is_model
from hcspy.testing.strategies.values import BY_WAY, UINT64, Strategy, json_values, objects

M = TypeVar("M")


def models(cls: type[M], **members: Strategy[Any]) -> Strategy[M]:
    """Make any model of a class, as reading a document could make it; `members` replaces what it has by attribute."""
    if cls is hns.UnknownPolicy:
        return unknown_policies()  # type: ignore[return-value]
    # mypy: attrs classes are hashable, their unfilled type variables are not
    attributes = {**_attributes(cls), **members}  # type: ignore[arg-type]
    told = {name: mark for name, mark in _told_members(cls).items() if name not in members}  # type: ignore[arg-type]
    if not told:
        return st.builds(cls, **attributes)
    [(name, mark)] = told.items()
    return st.one_of([st.builds(cls, **{**attributes, **pair}) for pair in _told(cls, name, mark)])


@cache
def _attributes(cls: type) -> dict[str, Strategy[Any]]:
    told = _told_members(cls)
    return {
        member.python_name: _member(cls, member.attribute) for member in members(cls) if member.python_name not in told
    }


@cache
def _told_members(cls: type) -> dict[str, ToldBy]:
    """Return the members whose class another one names."""
    found = {}
    for member in members(cls):
        hint, _ = hint_of(cls, member.attribute)
        for part in (hint, *typing.get_args(hint)):
            for mark in getattr(part, "__metadata__", ()):
                if isinstance(mark, ToldBy) and mark.classes:
                    found[member.python_name] = mark
    return found


def _told(cls: type, name: str, mark: ToldBy) -> list[dict[str, Strategy[Any]]]:
    """Return what the two members may be together: the one that tells, and the one that it tells about."""
    tag = next(member for member in members(cls) if member.name == mark.tag)
    hint, namespace = hint_of(cls, tag.attribute)
    choices = (leaf for leaf in typing.get_args(hint) if isinstance(leaf, type) and issubclass(leaf, enum.Enum))
    choice: type = next(choices, str)
    known = [
        {tag.python_name: st.just(choice(text)), name: st.none() | models(held)} for text, held in mark.classes.items()
    ]
    others = _values(hint, namespace).filter(lambda told: mark.class_for(told) is None)
    return [*known, {tag.python_name: st.just(tag.default) | others, name: st.none() | objects(json_values())}]


def _member(cls: type, attribute: attrs.Attribute[Any]) -> Strategy[Any]:
    if attribute.name == "type" and isinstance(attribute.default, enum.Enum):
        return st.just(attribute.default)  # In a union the type says which class it is.
    hint, namespace = hint_of(cls, attribute)
    given = _values(hint, namespace)
    default = attribute.default
    made = default is attrs.NOTHING or isinstance(default, attrs.Factory)  # type: ignore[arg-type]
    return given if made else st.just(default) | given


def _values(hint: Any, namespace: Namespace) -> Strategy[Any]:
    hint = namespace.resolve(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _marked(arguments[0], hint.__metadata__)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, namespace)
    if origin is Sequence:
        return st.lists(_values(arguments[0], namespace), max_size=3).map(tuple)
    if origin is Mapping:
        return objects(_values(arguments[1], namespace) if arguments else json_values())
    return _plain(hint)


def _one_of(hints: Sequence[Any], namespace: Namespace) -> Strategy[Any]:
    choice = next((hint for hint in hints if isinstance(hint, type) and issubclass(hint, enum.Enum)), None)
    if choice is None:
        if any(is_model(hint) for hint in hints):  # An object reads as the model.
            hints = [hint for hint in hints if typing.get_origin(hint) is not Mapping]
        return st.one_of([_values(hint, namespace) for hint in hints])
    return st.one_of([_values(hint, namespace).filter(_unknown_to(choice)) for hint in hints if hint is not choice]) | (
        st.sampled_from(list(choice))
    )


def _unknown_to(choice: type[enum.Enum]) -> Callable[[Any], bool]:
    """Reading makes members of what an enumeration knows, flags also of their names."""
    names = {spelling for name in choice.__members__ for spelling in (name.lower(), name.lower().replace("_", ""))}

    def unknown(value: Any) -> bool:
        if isinstance(value, str) and not issubclass(choice, str):
            return value.lower() not in names
        try:
            return value == choice(value).value and not isinstance(value, str)
        except ValueError:
            return True

    return unknown


_PLAIN: Final[dict[Any, Callable[[], Strategy[Any]]]] = {
    str: lambda: st.text(max_size=12),
    bool: st.booleans,
    float: lambda: st.floats(allow_nan=False, allow_infinity=False),
    int: lambda: st.integers(0, UINT64),
    type(None): st.none,
    Any: json_values,
}


def _plain(hint: Any) -> Strategy[Any]:
    # Later, since a model may hold some of its own class.
    return _PLAIN[hint]() if hint in _PLAIN else st.deferred(lambda: models(hint))


def _marked(inner: Any, marks: Sequence[Any]) -> Strategy[Any]:
    mark = next(mark for mark in marks if isinstance(mark, TaggedUnion | ToldBy | Marker))
    if isinstance(mark, ToldBy):
        return json_values()
    if isinstance(mark, Marker):
        return BY_WAY[mark.way]()
    if mark.content is None:
        return st.one_of([_plain(cls) for cls in typing.get_args(inner)])
    return st.one_of([*(models(cls) for cls in dict.fromkeys(mark.classes.values())), _others(mark)])


def _others(union: TaggedUnion) -> Strategy[Any]:
    """Make envelopes of kinds that a union does not know."""
    known = {text.lower() for text in union.classes}
    kinds = st.text(max_size=10).filter(lambda text: text.lower() not in known)
    return st.builds(union.other, type=kinds, settings=json_values())


def unknown_policies() -> Strategy[hns.UnknownPolicy]:
    """Make policies of kinds that are not known here."""
    known = {name.lower() for name in hns.POLICIES}
    kinds = st.text(max_size=10).filter(lambda text: text.lower() not in known)
    documents = st.builds(lambda kind, rest: {"Type": kind, **rest}, kinds, objects(json_values()))
    return documents.filter(lambda document: sum(name.lower() == "type" for name in document) == 1).map(
        lambda document: from_json(hns.UnknownPolicy, document)
    )
