"""The cattrs converter that everything goes through, and the compiled functions that it hands out.

`converter` knows each model class and each tagged union. A hook that somebody registers on it for a class of their own, or
instead of ours, is used wherever such a member stands in a model that was not used before.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from threading import RLock
from typing import Annotated, Any, Final, get_origin

import attrs
import cattrs

from hcspy.codec.compiled import ModelCodec
from hcspy.codec.kinds import Kind, kind_of
from hcspy.codec.hints import Namespace
from hcspy.codec.members import WIRE
from hcspy.codec.union_kinds import told_kind, union_kind
from hcspy.codec.unions import TaggedUnion, ToldBy
from hcspy.codec.ways import JSON_TYPES

Function = Callable[[Any], Any]

_codecs: Final[dict[type, ModelCodec]] = {}
_unions: Final[dict[TaggedUnion, Kind]] = {}
_lock: Final = RLock()


def codec_of(cls: type) -> ModelCodec:
    """Return the one codec of a model class."""
    found = _codecs.get(cls)
    if found is None:
        with _lock:
            found = _codecs.get(cls) or _new_codec(cls)
    return found


def _new_codec(cls: type) -> ModelCodec:
    if not is_model(cls):
        raise TypeError(f"{cls.__qualname__} is no model: an attrs class with a member _wire")
    codec = _codecs[cls] = ModelCodec(cls, kind_of_model)
    return codec


def is_model(hint: Any) -> bool:
    """Tell whether a type is a model class: an attrs class with a place for what came off the wire."""
    return isinstance(hint, type) and attrs.has(hint) and any(a.name == WIRE for a in attrs.fields(hint))


def kind_of_model(hint: Any) -> Kind:
    """Return how models, unions and types that the converter has hooks for are read and written."""
    if isinstance(hint, TaggedUnion):
        if hint not in _unions:
            _unions[hint] = union_kind(hint, codec_of, write)
        return _unions[hint]
    if isinstance(hint, ToldBy):
        return told_kind(hint, codec_of, write)
    codec = _codec_behind(hint)
    if codec:
        return Kind(codec.read_element, write, is_, holds_models=True)
    return Kind(_forgiving(converter.get_structure_hook(hint), hint), write)


def _forgiving(hook: Callable[[Any, Any], Any], hint: Any) -> Function:
    def read(value: Any) -> Any:
        try:
            return hook(value, hint)
        except Exception:  # reading never raises: what the hook cannot read is kept
            return value

    return read


def _as_it_is(value: Any) -> Any:
    return value


class Writers(dict[type, Function]):
    """The writing function of each class that was written."""

    def __missing__(self, cls: type) -> Function:
        self[cls] = function = converter.get_unstructure_hook(cls)
        return function


_writers: Final = Writers(dict.fromkeys(JSON_TYPES, _as_it_is))


def write(value: Any) -> Any:
    """Return what stands on the wire for a model, or for anything that may stand in its place."""
    return _writers[value.__class__](value)


def reader(hint: Any) -> Function:
    """Return the function that reads documents of a model class, a union, or any annotation made of them."""
    codec = _codec_behind(hint)
    return codec.read if codec else element_reader(hint)


def element_reader(hint: Any) -> Function:
    """Return the function that reads what stands in a list: what is no object stays as it is."""
    return kind_of(hint, Namespace(__name__), kind_of_model).read or _as_it_is


def _codec_behind(hint: Any) -> ModelCodec | None:
    if not is_model(hint):
        return None
    codec = getattr(converter.get_structure_hook(hint), "__self__", None)
    return codec if isinstance(codec, ModelCodec) else None


def _union_of(hint: Any) -> TaggedUnion | None:
    marks = getattr(hint, "__metadata__", ()) if get_origin(hint) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, TaggedUnion)), None)


def _new_converter() -> cattrs.Converter:
    new = cattrs.Converter()
    new.register_structure_hook_factory(is_model, lambda cls: codec_of(cls).structure)
    new.register_unstructure_hook_factory(is_model, lambda cls: codec_of(cls).write)
    new.register_structure_hook_factory(_union_of, _union_hook)
    return new


def _union_hook(hint: Any) -> Callable[[Any, Any], Any]:
    union = _union_of(hint)
    assert union is not None
    read = kind_of_model(union).read
    assert read is not None
    return lambda document, _: read(document)


converter: Final = _new_converter()
