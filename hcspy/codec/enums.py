"""Enumerations whose values are what the wire says."""

from __future__ import annotations

from enum import StrEnum


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
