"""What the annotations of a model say about the values of its members."""

from __future__ import annotations

import enum
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

import attrs

from hcspy.codec import Member, TaggedUnion, ToldBy, WireEnum, members
from hcspy.codec.enums import number_reader
from hcspy.codec.hints import hint_of
from hcspy.codec.markers import Marker
from hcspy.validate.registry import CHECKS, name_of
from hcspy.validate.syntax import A_GUID, ADDRESS_OR_PREFIX, Check, is_integer, listed

_BY_MARKER: Final[dict[str, Check]] = {"guid": A_GUID, "reference": A_GUID, "address": ADDRESS_OR_PREFIX}
_BY_TYPE: Final[dict[Any, Check]] = {
    str: Check("text", lambda value: isinstance(value, str)),
    bool: Check("true or false", lambda value: isinstance(value, bool)),
    int: Check("a whole number", lambda value: is_integer(value, -(1 << 63), (1 << 64) - 1)),
}


@dataclass(frozen=True)
class Expected:
    """What one member of a class may hold."""

    attribute: str
    default: Any
    since: str | None
    array: bool
    check: Check | None
    choice: type[enum.Enum] | None
    reference: bool
    holds: Any = None
    """What a document there is read as: a class of models, or an annotation with a mark of the codec."""
    union: TaggedUnion | None = None
    told: ToldBy | None = None

    def inside(self, model: Any) -> tuple[str, ...]:
        """Return the way from a place in the document to the members of a model there: some stand in an envelope."""
        if self.union is None or self.union.content is None or model.__class__ not in self.union.classes.values():
            return ()
        return (self.union.content,)


def expectations(cls: type) -> tuple[Expected, ...]:
    """Return what each member of a model class may hold: from the table of checks, else from its annotation."""
    table = CHECKS.get(name_of(cls), {})
    return tuple(_expected(member, hint_of(cls, member.attribute)[0], table) for member in members(cls))


def _expected(member: Member, hint: Any, table: Mapping[str, Check]) -> Expected:
    leaves = list(_leaves(hint))
    array = any(typing.get_origin(leaf) is Sequence for leaf in leaves)
    if array:
        leaves = [inner for leaf in leaves for argument in typing.get_args(leaf) for inner in _leaves(argument)]
    choice = next((leaf for leaf in leaves if isinstance(leaf, type) and issubclass(leaf, enum.Enum)), None)
    if choice and issubclass(choice, WireEnum) and int in leaves:
        table = {member.python_name: _text_or_number(choice), **table}
        choice = None
    check = table.get(member.python_name) or (None if choice else _check_of(leaves))
    reference = any(_way(leaf) == "reference" for leaf in leaves)
    marks = [mark for leaf in leaves for mark in _marks(leaf)]
    return Expected(
        attribute=member.python_name,
        default=member.default,
        since=member.key.since,
        array=array,
        check=check,
        choice=choice,
        reference=reference,
        holds=None if reference else next(filter(_is_of_models, leaves), None),
        union=next((mark for mark in marks if isinstance(mark, TaggedUnion)), None),
        told=next((mark for mark in marks if isinstance(mark, ToldBy)), None),
    )


def _text_or_number(choice: type[WireEnum]) -> Check:
    """Return the check for one of some texts, in whose place there may be a number."""
    return Check(
        f"{choices(choice)}, or a number", lambda value: is_integer(value, 0, 0xFFFFFFFF) or is_choice(value, choice)
    )


def _is_of_models(leaf: Any) -> bool:
    return attrs.has(leaf) if isinstance(leaf, type) else any(isinstance(mark, TaggedUnion) for mark in _marks(leaf))


def _leaves(hint: Any) -> Iterator[Any]:
    """Take unions apart; an annotated type comes out whole."""
    if typing.get_origin(hint) is Annotated or not typing.get_args(hint) or typing.get_origin(hint) is Sequence:
        yield hint
    elif typing.get_origin(hint) is not Mapping:
        for argument in typing.get_args(hint):
            yield from _leaves(argument)


def _check_of(leaves: list[Any]) -> Check | None:
    marked = [leaf for leaf in leaves if typing.get_origin(leaf) is Annotated]
    if marked:
        return next((_BY_MARKER[way] for leaf in marked if (way := _way(leaf)) in _BY_MARKER), None)
    plain = [leaf for leaf in leaves if leaf is not type(None)]
    return _BY_TYPE.get(plain[0]) if len(plain) == 1 else None


def _way(leaf: Any) -> str:
    return next((mark.way for mark in _marks(leaf) if isinstance(mark, Marker)), "")


def _marks(leaf: Any) -> tuple[Any, ...]:
    return getattr(leaf, "__metadata__", ())


def choices(choice: type[enum.Enum]) -> str:
    """Return the words for the values of an enumeration."""
    if issubclass(choice, WireEnum):
        return listed(member.value for member in choice)
    return listed(f"{member.value} ({member.name})" for member in choice)


def meant(value: Any, choice: type[enum.Enum]) -> Any:
    """Return what a value stands for: a number may be said by its name."""
    return value if issubclass(choice, WireEnum) or not isinstance(value, str) else _by_name(choice)(value)


@cache
def _by_name(choice: type[enum.Enum]) -> Callable[[Any], Any]:
    return number_reader(choice)


def is_choice(value: Any, choice: type[enum.Enum]) -> bool:
    """Tell whether an enumeration has a value; flags may have bits that are not known here."""
    if issubclass(choice, enum.Flag):
        return is_integer(value, 0, 0xFFFFFFFF)
    if not isinstance(value, str if issubclass(choice, WireEnum) else int) or isinstance(value, bool):
        return False
    try:
        choice(value)
    except ValueError:
        return False
    return True
