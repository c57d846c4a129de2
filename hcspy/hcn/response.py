"""What the service says about how a call went."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class Response:
    """The error record of a call that failed; a call that went well has none.

    >>> Response(success=False, error="Element not found. ", error_code=0x80070490).error_code
    2147943568
    """

    success: bool | None = None
    """Whether the request was served."""

    error: str | None = None
    """Why not: the system's message in the system's language, with a blank at its end (recorded)."""

    error_code: int | None = None
    """The HRESULT as an unsigned number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifySettingResponse(Response):
    """The answer to a request to change an object.

    >>> ModifySettingResponse(success=True).data is None
    True
    """

    data: Any = attrs.field(default=None, hash=False)
    """What the request brought up, as raw JSON."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifyNamespaceSettingResponse(Response):
    """The answer to a request to change a namespace.

    >>> ModifyNamespaceSettingResponse(success=True, compartment_id=2).compartment_id
    2
    """

    compartment_id: int | None = None
    """The number of the namespace's compartment, 32 bits."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class HNSResponse:
    """The envelope of an answer of `HNSCall`, through which the version of the service is asked.

    >>> HNSResponse(success=True, output={"Major": 13, "Minor": 3}).output["Major"]
    13
    """

    success: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether the request was served."""

    error: str = attrs.field(default="", metadata=key(always=True))
    """Why not."""

    output: Any = attrs.field(default=None, hash=False, metadata=key(always=True))
    """What was asked for, as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
