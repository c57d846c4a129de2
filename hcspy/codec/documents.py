"""Documents to models and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final, TypeVar, overload

import attrs

from hcspy.codec.compiled import Compiled
from hcspy.codec.members import members
from hcspy.codec.pause import collector_paused
from hcspy.codec.registry import codec_of, list_reader, reader, write
from hcspy.codec.text import dumps, loads
from hcspy.errors import InvalidDocumentError

T = TypeVar("T")
M = TypeVar("M", bound=attrs.AttrsInstance)


_readers: Final = Compiled(reader)
_list_readers: Final = Compiled(list_reader)


@overload
def from_json(cls: type[T], document: str | bytes | Mapping[str, Any], *, strict: bool = False) -> T: ...
@overload
def from_json(cls: Any, document: str | bytes | Mapping[str, Any], *, strict: bool = False) -> Any: ...
def from_json(cls: Any, document: str | bytes | Mapping[str, Any], *, strict: bool = False) -> Any:
    """Read a document as a model.

    Whatever object it is, it reads: members that are missing have their defaults, members that are not known are
    kept and go back out, and a value of another type than expected is kept as it is. `strict` refuses the
    latter with an `InvalidDocumentError` that lists each place.

    >>> from hcspy.hns import HNSNetwork
    >>> network = from_json(HNSNetwork, '{"Name":"web","Type":"NAT","Future":[1,2]}')
    >>> network.name, to_json(network)
    ('web', '{"Name":"web","Type":"NAT","Future":[1,2]}')
    """
    parsed = loads(document) if isinstance(document, str | bytes) else own_copy(document)
    if parsed.__class__ is not dict:
        raise InvalidDocumentError(f"{_name(cls)} is an object, not {_json_type(parsed)}")
    if strict:
        from hcspy.codec.strict import structure

        structure(cls, parsed)
    return _readers[cls](parsed)


@overload
def decode(cls: type[T], document: dict[str, Any]) -> T: ...
@overload
def decode(cls: Any, document: dict[str, Any]) -> Any: ...
def decode(cls: Any, document: dict[str, Any]) -> Any:
    """Read a document that is parsed already, as `loads` returns it, as a model.

    The model keeps the very dict: it must not be changed afterwards. `from_json` takes a copy instead.
    """
    if document.__class__ is not dict:
        raise InvalidDocumentError(f"{_name(cls)} is an object, not {_json_type(document)}")
    return _readers[cls](document)


@overload
def decode_list(cls: type[T], documents: Iterable[Any]) -> tuple[T, ...]: ...
@overload
def decode_list(cls: Any, documents: Iterable[Any]) -> tuple[Any, ...]: ...
def decode_list(cls: Any, documents: Iterable[Any]) -> tuple[Any, ...]:
    """Read parsed documents as models, which are filled when somebody looks; what is no object stays as it is."""
    read_all = _list_readers[cls]
    with collector_paused():
        return tuple(read_all(documents))


def _name(cls: Any) -> str:
    return str(getattr(cls, "__name__", cls))


def _json_type(value: Any) -> str:
    names = {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else type(value).__name__)


def encode(model: Any) -> Any:
    """Return the document of a model for `dumps`.

    It may share parts with what the model remembers, and must not be changed; `to_dict` returns a copy.
    """
    return write(model)


def to_json(model: Any) -> str:
    """Write a model as a compact document.

    A new model has its members in the order of its class. One that was read has them as they came, with what is
    different now in place; what was not touched is as it was, known here or not.

    >>> from hcspy.hns import Subnet
    >>> to_json(Subnet(address_prefix="10.0.0.0/24"))
    '{"AddressPrefix":"10.0.0.0/24"}'
    """
    return dumps(write(model))


def to_dict(model: Any) -> dict[str, Any]:
    """Write a model as a dict of plain JSON values, which is the caller's own.

    >>> from hcspy.hns import Subnet
    >>> to_dict(Subnet(address_prefix="10.0.0.0/24"))
    {'AddressPrefix': '10.0.0.0/24'}
    """
    copy: dict[str, Any] = own_copy(write(model))
    return copy


def own_copy(value: Any) -> Any:
    """Return a copy of a JSON value made of plain dicts, lists, texts and numbers."""
    if isinstance(value, Mapping):
        return {str(name): own_copy(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [own_copy(held) for held in value]
    return value.value if isinstance(value, Enum) else value


def evolve(model: M, **changes: Any) -> M:
    """Return a model with some attributes changed; the rest, and what it remembers of its document, stays.

    >>> from hcspy.hns import Subnet
    >>> evolve(Subnet(address_prefix="10.0.0.0/24"), gateway_address="10.0.0.1").gateway_address
    '10.0.0.1'
    >>> evolve(Subnet(), gateway="10.0.0.1")
    Traceback (most recent call last):
    TypeError: Subnet has no attribute 'gateway'; did you mean 'gateway_address'?
    """
    cls = model.__class__
    codec = codec_of(cls)
    if changes.keys() <= codec.evolvable:
        evolved: M = codec.evolve(model, changes)
        return evolved
    _check_names(cls, changes)
    evolve_anyhow: Any = attrs.evolve  # its plugin in mypy knows no type variables
    remade: M = evolve_anyhow(model, **changes)
    return remade


def _check_names(cls: type, changes: Iterable[str]) -> None:
    known = {attribute.alias for attribute in attrs.fields(cls)}
    for name in changes:
        if name not in known:
            raise TypeError(f"{cls.__qualname__} has no attribute {name!r}{_suggestion(cls, name)}")


def _suggestion(cls: type, name: str) -> str:
    """Find the attribute that was meant: by its name on the wire, or by likeness."""
    from difflib import get_close_matches

    of_wire = {member.name: member.python_name for member in members(cls)}
    names = list(of_wire.values())
    meant = of_wire.get(name) or next(iter(get_close_matches(name, names, 1)), None)
    meant = meant or next((known for known in names if known.startswith(name) or name.startswith(known)), None)
    return f"; did you mean {meant!r}?" if meant else f"; it has {', '.join(names)}"
