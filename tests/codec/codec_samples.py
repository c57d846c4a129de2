"""Model classes with one of everything."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NewType, TypeAlias

import attrs

from hcspy.codec import (
    Address,
    Addresses,
    Commas,
    Guid,
    ProtocolList,
    ProtocolNumber,
    ProtocolText,
    Reference,
    Wire,
    WireEnum,
    key,
    tagged_union,
    told_by,
)

Port = NewType("Port", int)


class Colour(WireEnum):
    RED = "Red"
    GREEN = "Green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Marks(enum.IntFlag):
    A = 1
    B = 2
    NO_DNS = 4


NONE: Final = Marks(0)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Point:
    """What stands inside of other documents."""

    x: int | None = None
    y: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Plain:
    """Members of plain types, with each kind of default."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    name: str
    count: int = 0
    kind: str = attrs.field(default="plain", metadata=key("Type", always=True))
    enabled: bool | None = None
    ratio: float | None = None
    port: Port | None = None
    exceptions: Sequence[str] = attrs.field(default=(), metadata=key("ExceptionList", "Exceptions"))
    raw: Any = attrs.field(default=None, hash=False)
    extra: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    data: Any = attrs.field(default=None, hash=False, metadata=key(always=True))
    scratch: Any = attrs.field(factory=dict, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Marked:
    """Members of marked and enumerated types."""

    id: Guid | None = None
    ids: Sequence[Guid] = ()
    owner: Reference[Plain] | None = None
    owners: Sequence[Reference[Plain]] = ()
    ports: Commas | None = None
    address: Address | None = None
    addresses: Addresses | None = None
    address_list: Sequence[Address] = ()
    number: ProtocolNumber | None = None
    text: ProtocolText | None = None
    protocols: ProtocolList | None = None
    colour: Colour | str | None = None
    colours: Sequence[Colour | str] = ()
    level: Level | int | None = None
    marks: Marks = NONE
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Square:
    """A shape with its tag as a member."""

    type: str = attrs.field(default="Square", metadata=key(always=True))
    side: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Circle:
    """A shape whose tag only the union knows."""

    radius: int | None = None
    centre: Point | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OtherShape:
    """A shape that is not known here."""

    type: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


Shape: TypeAlias = Annotated[
    Square | Circle | OtherShape, tagged_union(classes={"Square": Square, "Circle": Circle}, other=OtherShape)
]


@attrs.frozen(kw_only=True, weakref_slot=False)
class Label:
    """What an envelope holds."""

    text: str | None = None
    point: Point | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Frame:
    """Something else that an envelope holds."""

    width: int | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class OtherSetting:
    """An envelope that is not known here."""

    type: str | None = None
    settings: Any = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


Setting: TypeAlias = Annotated[
    Label | Frame | OtherSetting,
    tagged_union(classes={"Label": Label, "Frame": Frame}, other=OtherSetting, content="Settings"),
]


@attrs.frozen(kw_only=True, weakref_slot=False)
class Drawing:
    """Models in models, in each way."""

    name: str | None = None
    origin: Point | None = None
    corners: Sequence[Point] = ()
    named: Mapping[str, Point] = attrs.field(default={}, hash=False)
    shapes: Sequence[Shape] = ()
    settings: Sequence[Setting] = ()
    version: Point = attrs.field(factory=Point, metadata=key(always=True))
    parts: Sequence[Drawing] = ()
    parent: Drawing | None = None
    either: Point | Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Told:
    """A model whose member is told what it is by the one beside it."""

    kind: str | None = None
    data: Annotated[Point | Label | Mapping[str, Any], told_by("Kind", {"Point": Point, "Label": Label})] | None = (
        attrs.field(default=None, hash=False)
    )
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Titled(Drawing):
    """A model derived from another."""

    title: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
