"""The codecs of all classes, and how types find theirs.

The registry proper is the cattrs converter of `hooks`. It takes a fifth of the time that a program needs to read its
first document, so it is asked only where it can know better: for types that are not known here, and for models once
somebody has loaded it, who may have registered other hooks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from operator import is_
from threading import RLock
from typing import Annotated, Any, Final, get_origin

import attrs

from hcspy.codec.compiled import ModelCodec
from hcspy.codec.hints import Namespace
from hcspy.codec.kinds import Kind, kind_of
from hcspy.codec.members import WIRE
from hcspy.codec.union_kinds import told_kind, union_kind
from hcspy.codec.unions import TaggedUnion, ToldBy
from hcspy.codec.ways import JSON_TYPES

Function = Callable[[Any], Any]

_codecs: Final[dict[type, ModelCodec]] = {}
_unions: Final[dict[TaggedUnion, Kind]] = {}
_lock: Final = RLock()


def is_model(hint: Any) -> bool:
    """Tell whether a type is a model class: an attrs class with a place for what came off the wire."""
    return isinstance(hint, type) and attrs.has(hint) and any(a.name == WIRE for a in attrs.fields(hint))


def is_union(hint: Any) -> bool:
    """Tell whether an annotation is a tagged union."""
    return get_origin(hint) is Annotated and any(isinstance(mark, TaggedUnion) for mark in hint.__metadata__)


def codec_of(cls: type) -> ModelCodec:
    """Return the one codec of a model class."""
    found = _codecs.get(cls)
    if found is None:
        if not is_model(cls):
            raise TypeError(f"{cls.__qualname__} is no model: an attrs class with a member _wire")
        with _lock:
            found = _codecs.setdefault(cls, ModelCodec(cls, _kind_of_other))
    return found


def _kind_of_other(hint: Any) -> Kind:
    """Return how models, unions and types that the converter has hooks for are read and written."""
    if isinstance(hint, TaggedUnion):
        if hint not in _unions:
            _unions[hint] = union_kind(hint, codec_of, write)._replace(**(QUICKLY if hint.content is None else {}))
        return _unions[hint]
    if isinstance(hint, ToldBy):
        return told_kind(hint, codec_of, write)
    codec = _codec_behind(hint)
    if codec:
        aids = {**QUICKLY["aids"], "aid_shapes": codec.shapes}
        kind = Kind(codec.read_element, write, is_, None, QUICK_READ, QUICKLY["quick_write"], aids)
        return kind._replace(holds_models=True, classes=(codec.cls,))
    from hcspy.codec.hooks import converter

    return Kind(_forgiving(converter.get_structure_hook(hint), hint), write)


def _codec_behind(hint: Any) -> ModelCodec | None:
    if not is_model(hint):
        return None
    hooks = sys.modules.get("hcspy.codec.hooks")
    if hooks is None:
        return codec_of(hint)
    codec = getattr(hooks.converter.get_structure_hook(hint), "__self__", None)
    return codec if isinstance(codec, ModelCodec) else None


def _forgiving(hook: Callable[[Any, Any], Any], hint: Any) -> Function:
    def read(value: Any) -> Any:
        try:
            return hook(value, hint)
        except Exception:  # reading never raises: what the hook cannot read is kept
            return value

    return read


def kind_of_hint(hint: Any) -> Kind:
    """Return how what an annotation stands for is read and written."""
    return kind_of(hint, Namespace(__name__), _kind_of_other)


def reader(hint: Any) -> Function:
    """Return the function that reads documents of a model class or a union."""
    codec = _codec_behind(hint)
    return codec.read if codec else element_reader(hint)


def list_reader(hint: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """Return the function that reads a list of documents of a model class or a union."""
    codec = _codec_behind(hint)
    if codec:
        return codec.read_list
    read = element_reader(hint)
    return lambda documents: [read(one) for one in documents]


def element_reader(hint: Any) -> Function:
    """Return the function that reads what stands in a list: what is no object stays as it is."""
    if not (is_model(hint) or is_union(hint)):
        raise TypeError(f"{getattr(hint, '__qualname__', hint)} is no model: an attrs class with a member _wire")
    return kind_of_hint(hint).read or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


class Writers(dict[Any, Function]):
    """The writing function of each class that was written."""

    def __missing__(self, cls: type) -> Function:
        codec = _codec_behind(cls)
        if codec:
            function: Function = codec.write
        else:
            from hcspy.codec.hooks import converter

            function = converter.get_unstructure_hook(cls)
        self[cls] = function
        return function


_writers: Final = Writers(dict.fromkeys(JSON_TYPES, _as_it_is))


QUICK_READ: Final = "aid_shapes.read(v) if v.__class__ is dict"
QUICKLY: Final[Any] = {"quick_write": "aid_writers[v.__class__](v) if v is not None", "aids": {"aid_writers": _writers}}


def write(value: Any) -> Any:
    """Return what stands on the wire for a model, or for anything that may stand in its place."""
    return _writers[value.__class__](value)
