"""Reading that insists on types: cattrs' own generated functions, and what they say in wire names.

Here nothing of the compiled functions is used but the reading of single values, so tests take it as an oracle, too.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import EnumType
from functools import cache
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, override

from hcspy.codec.documents import decode
from hcspy.codec.hints import Namespace
from hcspy.codec.kinds import SCALARS
from hcspy.codec.markers import Marker
from hcspy.codec.members import WIRE, Member, members
from hcspy.codec.origin import Names
from hcspy.codec.registry import codec_of, is_model, kind_of_hint
from hcspy.codec.union_kinds import named
from hcspy.codec.unions import TaggedUnion, ToldBy
from hcspy.errors import InvalidDocumentError

Hook = Callable[[Any, Any], Any]

_WORDS: Final = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "an array",
    dict: "an object",
    type(None): "null",
}


class Misfit(NamedTuple):
    """A value of another type than its member has."""

    path: str
    """Where, in wire names; empty for the document itself."""
    value: Any
    """What stands there."""
    allowed: str
    """What may stand there."""

    def __str__(self) -> str:
        return f"{self.path or 'the document'} is {self.value!r}, allowed is {self.allowed}"


class MisfitError(ValueError):
    """A value of another type than its member has, as it travels through cattrs."""

    def __init__(self, value: Any, allowed: str) -> None:
        super().__init__(value, allowed)
        self.value = value
        self.allowed = allowed


class InsideError(ValueError):
    """What is wrong with something that cattrs does not see: it stands in an envelope, or by a free name."""

    def __init__(self, member: str, errors: list[BaseException]) -> None:
        super().__init__(member, errors)
        self.member = member
        self.errors = errors


def structure(hint: Any, document: Any) -> Any:
    """Read a document with cattrs' functions; an `InvalidDocumentError` lists each value of a wrong type.

    >>> from hcspy.hns import HNSNetwork
    >>> structure(HNSNetwork, {"Name": "web", "Subnets": [{"AddressPrefix": 7}]})
    Traceback (most recent call last):
    hcspy.errors.InvalidDocumentError: Subnets[0].AddressPrefix is 7, allowed is a string
    """
    try:
        return strict.structure(document, hint)
    except FAULTS as error:
        raise InvalidDocumentError(findings=list(_misfits(error, ""))) from error


def _misfits(error: BaseException, path: str) -> Iterator[Misfit]:
    if isinstance(error, cattrs.ClassValidationError):
        names = {member.python_name: member.name for member in members(error.cl)}
        for inner, attribute in error.group_exceptions()[0]:
            yield from _misfits(inner, f"{path}.{names[attribute.name]}".lstrip("."))
    elif isinstance(error, cattrs.IterableValidationError):
        for inner, element in error.group_exceptions()[0]:
            yield from _misfits(inner, f"{path}[{element.index}]")
    elif isinstance(error, InsideError):
        for held in error.errors:
            yield from _misfits(held, f"{path}.{error.member}".lstrip("."))
    elif isinstance(error, MisfitError):
        yield Misfit(path, error.value, error.allowed)
    else:
        yield Misfit(path, None, "a value")  # a member that the class insists on is missing


def _fitting(*kinds: type) -> Hook:
    """Return the hook of values that read as they are, if they are of one of these types."""
    allowed = " or ".join(_WORDS[kind] for kind in kinds)
    taken = {*kinds, int} if float in kinds else {*kinds}

    def check(value: Any, _: Any) -> Any:
        if value.__class__ not in taken:
            raise MisfitError(value, allowed)
        return value

    return check


def _hook_of(hint: Any) -> Hook:
    # Not from the converter: it takes an enumeration of texts for a text, since it goes by base classes there.
    if hint in (str, int, float, bool):
        return _fitting(hint)
    if isinstance(hint, EnumType):
        return _enumeration_hook(hint)
    return strict.get_structure_hook(hint)


def _model_hook(cls: Any) -> Hook:
    names = codec_of(cls).names
    # As cattrs wants them: the types in place of the annotations' texts.
    attrs.resolve_types(cls, None, Namespace(cls.__module__))  # type: ignore[arg-type]
    told: dict[str, Any] = {
        member.python_name: override(rename=member.name, struct_hook=_hook_of(member.attribute.type))
        for member in members(cls)
    }
    generated = make_dict_structure_fn(cls, strict, **told)
    told_by = [(member, mark) for member in members(cls) if (mark := _told_by(member.attribute.type))]

    def read(document: Any, _: Any) -> Any:
        if document.__class__ is not dict:
            raise MisfitError(document, _WORDS[dict])
        present = {name: value for name, value in named(document, names).items() if value is not None}
        return attrs.evolve(generated(present, cls), **_told(told_by, present), **{WIRE: names.study(document)})

    return read


def _marked_hook(hint: Any) -> Hook:
    mark = next(mark for mark in hint.__metadata__ if isinstance(mark, _MARKS))
    if isinstance(mark, TaggedUnion):
        return _union_hook(mark)
    if isinstance(mark, ToldBy):
        return _as_it_is
    read, check = kind_of_hint(hint).read, _fitting(str, *((int,) if mark.way in _NUMBERS else ()))
    return lambda value, _: read(check(value, None)) if read else check(value, None)


def _union_hook(union: TaggedUnion) -> Hook:
    classes = {text.lower(): cls for text, cls in union.classes.items()}
    names = Names([(union.tag, ()), *([(union.content, ())] if union.content else [])])

    def read(document: Any, _: Any) -> Any:
        if document.__class__ is not dict:
            raise MisfitError(document, _WORDS[dict])
        view = named(document, names)
        text = view.get(union.tag)
        cls = classes.get(text.lower(), union.other) if isinstance(text, str) else union.other
        if union.content is None:
            return strict.structure(document, cls)
        if cls is union.other:
            strict.structure(document, cls)
        elif view.get(union.content) is not None:
            _read_inside(union.content, view[union.content], cls)
        return decode(Annotated[Any, union], document)

    return read


def _read_inside(member: str, value: Any, cls: Any) -> Any:
    """Read what an envelope holds, or what another member tells about."""
    try:
        return strict.structure(value, cls)
    except FAULTS as error:
        raise InsideError(member, [error]) from error


def _told_by(hint: Any) -> ToldBy | None:
    marks = (mark for one in (hint, *get_args(hint)) for mark in getattr(one, "__metadata__", ()))
    return next((mark for mark in marks if isinstance(mark, ToldBy)), None)


def _told(told_by: Iterable[tuple[Member, ToldBy]], present: Mapping[str, Any]) -> dict[str, Any]:
    """Read the members whose class another member tells."""
    told = ((member, mark.class_for(present.get(mark.tag))) for member, mark in told_by if member.name in present)
    return {
        member.python_name: _read_inside(member.name, present[member.name], cls)
        for member, cls in told
        if cls is not None
    }


def _either_hook(hint: Any) -> Hook:
    """Read as the one type that is not plain, else as it is."""
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    special = [choice for choice in choices if choice not in SCALARS]
    plain = [choice for choice in choices if choice in SCALARS]
    check = _as_it_is if Any in plain else _fitting(*plain)
    if not special:
        return check

    hook = cache(lambda: _hook_of(special[0]))  # later: a model may hold one of its own class

    def read(value: Any, _: Any) -> Any:
        try:
            return hook()(value, special[0])
        except MisfitError:
            if not plain:
                raise
            return check(value, None)

    return read


def _array_hook(hint: Any) -> Hook:
    inner: Any = types.GenericAlias(list, Annotated[get_args(hint)[0], _ELEMENT])

    def read(values: Any, _: Any) -> Any:
        if values.__class__ is not list:
            raise MisfitError(values, _WORDS[list])
        return tuple(strict.structure(values, inner))

    return read


def _object_hook(hint: Any) -> Hook:
    """Read objects with free names; their values, if those have a type."""
    values, check = (get_args(hint) or (Any, Any))[1], _fitting(dict)
    if values is Any:
        return check
    hook = cache(lambda: _hook_of(values))  # later: a model may hold one of its own class

    def read(held: Any, _: Any) -> Any:
        return {name: _inside(name, value, hook(), values) for name, value in check(held, None).items()}

    return read


def _inside(name: str, value: Any, hook: Hook, hint: Any) -> Any:
    try:
        return value if value is None else hook(value, hint)
    except FAULTS as error:
        raise InsideError(name, [error]) from error


def _enumeration_hook(cls: Any) -> Hook:
    read = kind_of_hint(cls).read
    assert read is not None
    check = _fitting(str) if all(isinstance(member.value, str) for member in cls) else _fitting(int, str)
    return lambda value, _: read(check(value, None))


def _as_it_is(value: Any, _: Any) -> Any:
    return value


def _origin(hint: Any) -> Any:
    return get_origin(hint)


FAULTS: Final = (cattrs.BaseValidationError, MisfitError, InsideError)
_MARKS: Final = (Marker, TaggedUnion, ToldBy)
_ELEMENT: Final = "element"
_NUMBERS: Final = frozenset({"protocol number", "protocol text"})


def _is_marked(hint: Any) -> bool:
    return get_origin(hint) is Annotated and any(isinstance(mark, _MARKS) for mark in hint.__metadata__)


def _is_element(hint: Any) -> bool:
    return get_origin(hint) is Annotated and _ELEMENT in hint.__metadata__


def _new_converter() -> cattrs.Converter:
    new = cattrs.Converter(detailed_validation=True)
    new.register_structure_hook_factory(lambda hint: _origin(hint) is Mapping, _object_hook)
    new.register_structure_hook_factory(lambda hint: _origin(hint) is Sequence, _array_hook)
    new.register_structure_hook_factory(lambda hint: _origin(hint) in (Union, types.UnionType), _either_hook)
    new.register_structure_hook_factory(_is_element, lambda hint: _hook_of(hint.__origin__))
    new.register_structure_hook_factory(_is_marked, _marked_hook)
    new.register_structure_hook_factory(is_model, _model_hook)
    return new


strict: Final = _new_converter()
"""The converter whose functions cattrs generated."""
