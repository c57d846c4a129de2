"""What the annotations of a model mean, worked out when the class is first read or written.

Model modules name one another in annotations that they import for the type checker only. So a name is looked up in the
class's module first, then in the packages around it, which load their names on demand. Thirteen classes of policies
need not be loaded to read an endpoint's name; so there is also a way to see what an annotation says without that.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator, Mapping
from typing import Any, ForwardRef, get_type_hints

import attrs


class Unloaded:
    """Base of the classes that stand for a name which is not looked up yet."""


class Namespace(Mapping[str, Any]):
    """The names that annotations of one module may use.

    With `load` false those that only the packages around the module know are `Unloaded`.
    """

    def __init__(self, module: str, *, load: bool = True) -> None:
        self.module = module
        self.load = load

    def __getitem__(self, name: str) -> Any:
        for owner in self._owners():
            try:
                return getattr(owner, name)
            except AttributeError:
                continue
        raise KeyError(name)

    def _owners(self) -> Iterator[object]:
        yield sys.modules[self.module]
        yield builtins
        if not self.load:
            yield _Stand()
        package = self.module
        while "." in package:
            package = package.rpartition(".")[0]
            yield sys.modules[package]

    def __iter__(self) -> Iterator[str]:
        return iter(vars(sys.modules[self.module]))

    def __len__(self) -> int:
        return len(vars(sys.modules[self.module]))

    def resolve(self, hint: Any) -> Any:
        """Return what an annotation stands for; a text is evaluated."""
        text = hint.__forward_arg__ if isinstance(hint, ForwardRef) else hint
        return eval(text, {}, self) if isinstance(text, str) else hint


class _Stand:
    def __getattr__(self, name: str) -> Any:
        return type(name, (Unloaded,), {})


def hint_of(cls: type, attribute: attrs.Attribute[Any], *, load: bool = True) -> tuple[Any, Namespace]:
    """Return the annotation of an attribute, and the names to read forward references in it with."""
    namespace = Namespace(_owner(cls, attribute.name).__module__, load=load)
    try:
        return namespace.resolve(attribute.type), namespace
    except NameError as error:
        raise TypeError(f"{cls.__qualname__}.{attribute.name}: {error} (annotation {attribute.type!r})") from error


def _owner(cls: type, name: str) -> type:
    # attrs lists inherited attributes too, but their annotations belong to the class that wrote them.
    for base in cls.__mro__:
        if attrs.has(base) and any(a.name == name and not a.inherited for a in attrs.fields(base)):
            return base
    return cls


def types_of(cls: type) -> dict[str, Any]:
    """Return what each attribute of a model may hold: its annotations worked out, the codec's marks left out.

    >>> from hcspy import hns
    >>> types_of(hns.MacPool)["start_mac_address"]
    str | None
    """
    return get_type_hints(cls, localns=Namespace(cls.__module__), include_extras=False)
