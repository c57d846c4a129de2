"""Enumerations whose values are what the wire says, and how their members are read and written.

Text enumerations are read in any letter case. Numbers may come as the name of the member, too. What no member stands
for is kept as it is: the services grow values faster than clients do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, Flag, StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

MOST_LEARNED: Final = 256
"""How many spellings of a class's values are remembered; documents may come from anybody."""

E = TypeVar("E", bound=Enum)
Reader = Callable[[Any], Any]


class WireEnum(StrEnum):
    """An enumeration of texts; the services and this library take them in any letter case.

    >>> class Direction(WireEnum):
    ...     IN = "In"
    ...     OUT = "Out"
    >>> Direction("in") is Direction.IN
    True
    """

    @classmethod
    def _missing_(cls, value: object) -> WireEnum | None:
        if isinstance(value, str):
            folded = value.lower()
            return next((member for member in cls if member.value.lower() == folded), None)
        return None


def values(cls: type[Enum]) -> dict[Any, Any]:
    """Return the members of an enumeration by value: the table that a reader looks up, and learns into."""
    return {member.value: member for member in cls}


def text_reader(cls: type[Enum], table: dict[Any, Any] | None = None) -> Reader:
    """Return a function from wire text to member.

    >>> class Direction(WireEnum):
    ...     IN = "In"
    >>> read = text_reader(Direction)
    >>> read("IN"), read("Sideways")
    (<Direction.IN: 'In'>, 'Sideways')
    """
    return _reader(cls, values(cls) if table is None else table, str)


def number_reader(cls: type[Enum], table: dict[Any, Any] | None = None) -> Reader:
    """Return a function from wire number, or name, to member.

    >>> from enum import IntEnum
    >>> class State(IntEnum):
    ...     READY = 2
    >>> read = number_reader(State)
    >>> read(2), read("ready"), read(99)
    (<State.READY: 2>, <State.READY: 2>, 99)
    """
    return _reader(cls, values(cls) if table is None else table, int)


def _reader(cls: type[Enum], table: dict[Any, Any], kind: type) -> Reader:
    names = cls.__members__.items() if kind is int else ()
    folded = {spelling: member for name, member in names for spelling in (name.lower(), name.lower().replace("_", ""))}
    folded |= {member.value.lower(): member for member in cls if kind is str}
    makes_members = issubclass(cls, Flag)

    def named(text: str) -> Any:
        found = folded.get(text.lower(), text)
        if found is text and makes_members and "," in text:  # as .NET writes several flags
            parts = [folded.get(part.strip().lower()) for part in text.split(",")]
            return text if None in parts else reduce(or_, parts)
        return found

    def learn(value: Any) -> Any:
        found = value
        if value.__class__ is str:
            found = named(value)
        elif makes_members and value.__class__ is int and value >= 0:
            found = cls(value)
        if found is not value and len(table) < MOST_LEARNED:
            table[value] = found
        return found

    def read(value: Any) -> Any:
        if value.__class__ is kind or value.__class__ is str or value.__class__ is cls:
            found = table.get(value)
            return found if found is not None else learn(value)
        return value

    return read


def text_writer(value: Any) -> Any:
    """Return what stands on the wire for a member of a text enumeration; a text goes out in the letter case it has.

    The services take any case, and some echo what they were sent: docker's networks are of type "nat".

    >>> class Direction(WireEnum):
    ...     IN = "In"
    >>> text_writer(Direction.IN), text_writer("in")
    ('In', 'in')
    """
    return value._value_ if isinstance(value, Enum) else value


def number_writer(read: Reader) -> Reader:
    """Return a function from a member, its name, its value, or anything, to what stands on the wire.

    >>> from enum import IntEnum
    >>> class State(IntEnum):
    ...     READY = 2
    >>> write = number_writer(number_reader(State))
    >>> write(State.READY), write("ready"), write(99)
    (2, 2, 99)
    """

    def write(value: Any) -> Any:
        found = read(value)
        return found.value if isinstance(found, Enum) else found

    return write
