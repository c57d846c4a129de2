"""What the service says of a call that failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.attribution import AttributionRecord


class EventDataType(WireEnum):
    """Types of data of events."""

    EMPTY = "Empty"
    """None."""

    STRING = "String"
    """Text."""

    ANSI_STRING = "AnsiString"
    """Text in the code page of the system."""

    SBYTE = "SByte"
    """A number of 8 bits with sign."""

    BYTE = "Byte"
    """A number of 8 bits."""

    INT16 = "Int16"
    """A number of 16 bits with sign."""

    UINT16 = "UInt16"
    """A number of 16 bits."""

    INT32 = "Int32"
    """A number of 32 bits with sign."""

    UINT32 = "UInt32"
    """A number of 32 bits."""

    INT64 = "Int64"
    """A number of 64 bits with sign."""

    UINT64 = "UInt64"
    """A number of 64 bits."""

    SINGLE = "Single"
    """A floating-point number of 32 bits."""

    DOUBLE = "Double"
    """A floating-point number of 64 bits."""

    BOOLEAN = "Boolean"
    """True or false."""

    BINARY = "Binary"
    """Bytes."""

    GUID = "Guid"
    """A GUID."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ResultError:
    """What went wrong.

    >>> ResultError(error=-1070137082, error_message="The compute system exited unexpectedly.").code
    3224830214
    """

    error: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The error, an HRESULT with its sign; `code` is the number as it is usually written."""

    error_message: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What that means, in the language of the system; may be empty."""

    error_events: Sequence[ErrorEvent] = attrs.field(default=(), metadata=key(since="HCS 2.4"))
    """What happened on the way, the outermost first."""

    attribution: Sequence[AttributionRecord] = attrs.field(default=(), metadata=key(since="HCS 2.4"))
    """What it is put down to."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def code(self) -> int | None:
        """The error as a number without sign, as error tables have it."""
        return self.error & 0xFFFFFFFF if isinstance(self.error, int) else None


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ErrorEvent:
    """Something that happened on the way to an error.

    >>> ErrorEvent(message="The layer was not found.", event_id=13).event_id
    13
    """

    message: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What happened, in the language of the system."""

    stack_trace: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Where in the service."""

    provider: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The GUID of the provider of the event."""

    event_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The number of the event at its provider."""

    flags: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Switches of the event, as bits."""

    source: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Which component says so."""

    data: Sequence[EventData] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The data of the event."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EventData:
    """A datum of an event.

    >>> EventData(type="String", value="C:\\\\layers\\\\base").type
    'String'
    """

    type: EventDataType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The type that it has."""

    value: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its value, as text."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


HcsResult = ResultError
