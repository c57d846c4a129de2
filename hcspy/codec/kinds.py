"""From an annotation to the functions that read and write such a member.

Reading never raises: a value that does not fit its annotation (a text where a list should be) is kept as it came, so
that nothing is lost and it goes back out unchanged.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import Enum
from functools import cache
from operator import eq, is_
from typing import Annotated, Any, Final, Literal, NamedTuple, NewType, TypeVar, Union, get_args, get_origin

import attrs

from hcspy.codec.arrays import is_array
from hcspy.codec.enums import number_reader, number_writer, text_reader, text_writer, values
from hcspy.codec.hints import Namespace, Unloaded, hint_of
from hcspy.codec.markers import Marker
from hcspy.codec.unions import TaggedUnion, ToldBy
from hcspy.codec.ways import WAYS

Function = Callable[[Any], Any]
Hooks = Callable[[Any], "Kind"]
"""How types that this module does not know are read and written; models and unions among them."""

SCALARS = frozenset({str, int, float, bool, object, type(None), Any})
ARRAYS = frozenset({Sequence, Collection, Iterable, list, tuple})
OBJECTS = frozenset({Mapping, dict})


class Kind(NamedTuple):
    """How a member is read and written.

    `read` and `write` are None where the value is the same on both sides; neither sees None. `same` tells whether what
    would be written differs in nothing but spelling from what stands in the document.
    """

    read: Function | None = None
    write: Function | None = None
    same: Callable[[Any, Any], bool] = is_
    respell: Callable[[Any, Any], Any] | None = None
    quick_read: str = ""
    """The usual case in line, as an expression of `v` that is open at its `else`: saves a call where it counts."""
    quick_write: str = ""
    aids: Mapping[str, Any] = {}
    """What the expressions use, by names that begin with `aid`."""
    read_all: Callable[[list[Any]], list[Any]] | None = None
    """Read the elements of an array, where that is cheaper than one by one."""
    holds_models: bool = False
    """Whether the member is read when somebody looks."""
    read_beside: Callable[[Any, Mapping[str, Any]], Any] | None = None
    """Read the member with a view of those beside it, where they tell what it is."""
    waits: bool = False
    """Whether what the annotation names is not loaded: then another kind reads the member, once somebody looks."""
    classes: tuple[type, ...] = ()
    """The model classes that the member may hold."""


PLAIN = Kind()


class NotLoadedError(Exception):
    """The kind depends on a class that is not loaded yet."""


def kind_of_attribute(cls: type, attribute: attrs.Attribute[Any], hooks: Hooks) -> Kind:
    """Return how an attribute of a model is read and written.

    Where its annotation names what is not loaded yet, that waits until somebody looks at the attribute.
    """
    try:
        return kind_of(*hint_of(cls, attribute, load=False), hooks)
    except NotLoadedError:
        return _kind_when_needed(cache(lambda: loaded_kind_of_attribute(cls, attribute, hooks)))


def loaded_kind_of_attribute(cls: type, attribute: attrs.Attribute[Any], hooks: Hooks) -> Kind:
    """Return how an attribute of a model is read and written; what its annotation names is loaded."""
    return kind_of(*hint_of(cls, attribute), hooks)


def _kind_when_needed(kind: Callable[[], Kind]) -> Kind:
    def write(value: Any) -> Any:
        function = kind().write
        return function(value) if function else value

    def same(written: Any, there: Any) -> bool:
        return kind().same(written, there)

    def respell(written: Any, there: Any) -> Any:
        function = kind().respell
        return function(written, there) if function else written

    return Kind(None, write, same, respell, holds_models=True, waits=True)


def kind_of(hint: Any, namespace: Namespace, hooks: Hooks) -> Kind:
    """Return how a member with this annotation is read and written."""
    hint = namespace.resolve(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(arguments[0], hint.__metadata__, namespace, hooks)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, namespace, hooks)
    if (origin or hint) in ARRAYS:
        return _array(kind_of(arguments[0], namespace, hooks) if arguments else PLAIN)
    if (origin or hint) in OBJECTS:
        return _object(kind_of(arguments[1], namespace, hooks) if arguments else PLAIN)
    if isinstance(hint, NewType):
        return kind_of(hint.__supertype__, namespace, hooks)
    if origin is Literal or isinstance(hint, TypeVar) or hint in SCALARS:
        return PLAIN
    if isinstance(hint, type) and issubclass(hint, Unloaded):
        raise NotLoadedError(hint.__name__)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enumeration(hint)
    return hooks(hint)


def _marked(inner: Any, marks: tuple[Any, ...], namespace: Namespace, hooks: Hooks) -> Kind:
    for mark in marks:
        if isinstance(mark, Marker):
            way = WAYS[mark.way]
            same = _alike(way.normal) if way.normal else eq
            return Kind(way.read, way.write, same, quick_read=way.quick_read, quick_write=way.quick_write)
        if isinstance(mark, TaggedUnion | ToldBy):
            return hooks(mark)
    return kind_of(inner, namespace, hooks)


def _alike(normal: Function) -> Callable[[Any, Any], bool]:
    return lambda written, there: bool(normal(written) == normal(there))


def _one_of(hints: Iterable[Any], namespace: Namespace, hooks: Hooks) -> Kind:
    """Of several types at most one can need more than passing on; the others take what cannot be read as that."""
    special = [kind for hint in hints if (kind := kind_of(hint, namespace, hooks)) is not PLAIN]
    if len(special) > 1:
        raise TypeError(f"{' | '.join(map(str, hints))}: tell the classes apart with tagged_union")
    return special[0] if special else PLAIN


def _enumeration(cls: type[Enum]) -> Kind:
    table = values(cls)
    if all(isinstance(value, str) for value in table):
        read = text_reader(cls, table)
        return Kind(
            read, text_writer, _alike(read), None, _TEXT_LOOKUP, _TEXT_OF, {"aid_table": table, "aid_class": cls}
        )
    read = number_reader(cls, table)
    return Kind(read, number_writer(read), _alike(read), None, _NUMBER_LOOKUP, "", {"aid_table": table})


_TEXT_OF: Final = "v._value_ if v.__class__ is aid_class else v if v.__class__ is str"
_TEXT_LOOKUP: Final = "aid_table[v] if v.__class__ is str and v in aid_table"
_NUMBER_LOOKUP: Final = "aid_table[v] if v.__class__ is int and v in aid_table"


def _array(element: Kind) -> Kind:
    """Arrays read as tuples; any iterable goes out."""
    read, write = element.read, element.write
    read_all = element.read_all or (lambda values: [x if x is None or read is None else read(x) for x in values])

    def read_array(value: Any) -> Any:
        return tuple(read_all(value)) if value.__class__ is list else value

    def write_array(value: Any) -> Any:
        if value.__class__ is not tuple and not is_array(value):
            return value
        return list(value) if write is None else [x if x is None else write(x) for x in value]

    quick, aids = _quick_array(element)
    same, respell = _same_array(element), _respelling(element) if write else None
    quick_read = _quick_reading(element)
    aids = {**aids, "aid_read_all": element.read_all, "aid_read": read}
    kind = Kind(read_array, write_array, same, respell, quick_read, quick, aids)
    return kind._replace(holds_models=element.holds_models, classes=element.classes)


def _quick_reading(element: Kind) -> str:
    if element.read is None:
        return "tuple(v) if v.__class__ is list"
    if element.read_all:
        return "tuple(aid_read_all(v)) if v.__class__ is list"
    if not element.quick_read or not element.holds_models:
        return ""
    single = called("v[0]", element.quick_read)
    if " for " in element.quick_read:
        return f"({single} else aid_read(v[0]),) if v.__class__ is list and len(v) == 1"
    several = called("x", element.quick_read)
    # Most arrays of models have one, and then a loop costs more than what it does.
    return f"(({single} else v[0],) if len(v) == 1 else tuple([{several} else x for x in v])) if v.__class__ is list"


def called(name: str, quick: str) -> str:
    """Return a quick expression with another name for the value."""
    return re.sub(r"\bv\b", name, quick)


IF_TUPLE: Final = " if v.__class__ is tuple"


def _quick_array(element: Kind) -> tuple[str, Mapping[str, Any]]:
    if element.write is None:
        return f"list(v){IF_TUPLE}", {}
    quick = called("x", element.quick_write)
    call = "aid_write(x)"
    return f"[{f'{quick} else {call}' if quick else call} for x in v]{IF_TUPLE}", {
        **element.aids,
        "aid_write": _if_any(element.write),
    }


def _if_any(function: Function) -> Function:
    return lambda value: None if value is None else function(value)


def _same_array(element: Kind) -> Callable[[Any, Any], bool]:
    same = element.same

    def same_array(written: Any, there: Any) -> bool:
        if written.__class__ is not list or there.__class__ is not list:
            return written is there
        return len(written) == len(there) and all(map(same, written, there))

    return same_array


def _respelling(element: Kind) -> Callable[[Any, Any], Any] | None:
    """Return a function that keeps the spelling of those elements that were in the document before."""
    if element.same in (eq, is_):
        return None

    def respell(written: Any, there: Any) -> Any:
        if written.__class__ is not list or there.__class__ is not list:
            return written
        return [next((old for old in there if element.same(new, old)), new) for new in written]

    return respell


def _object(value: Kind) -> Kind:
    """Objects with free names read as dicts; where their values need nothing, as the very dict of the document."""
    if value is PLAIN:
        return PLAIN
    read, write = value.read or _identity, value.write or _identity

    def read_object(held: Any) -> Any:
        return {k: v if v is None else read(v) for k, v in held.items()} if held.__class__ is dict else held

    def write_object(held: Any) -> Any:
        return {k: v if v is None else write(v) for k, v in held.items()} if isinstance(held, Mapping) else held

    def same_object(written: Any, there: Any) -> bool:
        if written.__class__ is not dict or there.__class__ is not dict or list(written) != list(there):
            return False
        return all(map(value.same, written.values(), there.values()))

    quick = ""
    if value.quick_read and value.holds_models and " for " not in value.quick_read:
        quick = f"{{k: {called('x', value.quick_read)} else x for k, x in v.items()}} if v.__class__ is dict"
    kind = Kind(read_object, write_object, same_object, quick_read=quick, aids=value.aids if quick else {})
    return kind._replace(holds_models=value.holds_models, classes=value.classes)


def _identity(value: Any) -> Any:
    return value
