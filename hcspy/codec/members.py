"""How a model says which JSON member each of its attributes is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

Wire: TypeAlias = dict[str, Any]
"""What a model remembers of the document it came from: the document itself, never changed."""

WIRE: Final = "_wire"
METADATA: Final = "hcspy.key"


class Key(NamedTuple):
    """What `key` says about one member."""

    name: str | None = None
    aliases: tuple[str, ...] = ()
    always: bool = False
    since: str | None = None


class Member(NamedTuple):
    """One JSON member of a model, with the attribute that holds it."""

    attribute: attrs.Attribute[Any]
    name: str
    key: Key

    @property
    def python_name(self) -> str:
        """The attribute's name."""
        return self.attribute.name

    @property
    def always(self) -> bool:
        """Whether a new document carries the member even if it holds its default."""
        return self.key.always

    @property
    def default(self) -> Any:
        """What a document without the member reads as."""
        return default_of(self.attribute)


def key(name: str | None = None, *aliases: str, always: bool = False, since: str | None = None) -> dict[str, Any]:
    """Return the metadata of an attribute whose JSON member needs more than PascalCase of its name.

    `aliases` are other names under which the member is read. `always` writes the member even if it holds
    its default, as Go does for members without `omitempty`. `since` names the build that brought the member.

    >>> import attrs
    >>> @attrs.frozen(kw_only=True, weakref_slot=False)
    ... class Disk:
    ...     id: str | None = attrs.field(default=None, metadata=key("ID"))
    >>> [member.name for member in members(Disk)]
    ['ID']
    """
    return {METADATA: Key(name, aliases, always, since)}


def pascal_case(python_name: str) -> str:
    """Return the JSON name that an attribute has unless `key` says otherwise.

    >>> pascal_case("address_prefix")
    'AddressPrefix'
    """
    return "".join(word[:1].upper() + word[1:] for word in python_name.split("_"))


@cache
def members(cls: type) -> tuple[Member, ...]:
    """Return the JSON members of a model class, in the order in which a new document has them."""
    return tuple(_member(attribute) for attribute in attrs.fields(cls) if attribute.name != WIRE)


def _member(attribute: attrs.Attribute[Any]) -> Member:
    said = attribute.metadata.get(METADATA) or Key()
    return Member(attribute, said.name or pascal_case(attribute.name), said)


def default_of(attribute: attrs.Attribute[Any]) -> Any:
    """Return the value of an attribute that nobody gave: None where the class insists on one."""
    factory = factory_of(attribute)
    if factory:
        return factory()
    return None if attribute.default is attrs.NOTHING else attribute.default


def factory_of(attribute: attrs.Attribute[Any]) -> Callable[[], Any] | None:
    """Return what makes an attribute's default, if it is made anew for each object."""
    default: Any = attribute.default
    return default.factory if isinstance(default, attrs.Factory) else None  # type: ignore[arg-type]
