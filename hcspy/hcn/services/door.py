"""What every service of one host shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from hcspy.codec import loads, to_json
from hcspy.errors import InvalidDocumentError, UnexpectedAnswerError
from hcspy.hcn.query import HostComputeQuery

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables

# What is asked of one object: all of it, in the format of version 2.
QUERY: Final = to_json(HostComputeQuery())

Request = Callable[[str, str], Any]


class Door:
    """The tables, the time allowed for a call, whether documents are checked first, and the way to HNS v1.

    ``request(method, path)`` makes a request of HNS v1 and returns its Output: HCN has neither a call for the
    version of the service nor one that lists whole objects. ``local`` says that it is this machine's own service,
    not a fake.
    """

    __slots__ = ("local", "request", "tables", "timeout", "validate")

    def __init__(
        self,
        tables: Tables,
        request: Request,
        *,
        timeout: float | None = None,
        validate: bool = True,
        local: bool = False,
    ) -> None:
        self.local = local
        self.tables = tables
        self.request = request
        self.timeout = timeout
        self.validate = validate


def parsed(text: str, call: str) -> Any:
    """Read the document that a call answered with."""
    try:
        return loads(text)
    except InvalidDocumentError as error:
        raise UnexpectedAnswerError(f"the answer of {call} is {error}", call=call, record=text) from None


def parsed_object(text: str, call: str) -> dict[str, Any]:
    """Read an answer that has to be one object."""
    document = parsed(text, call)
    if not isinstance(document, dict):
        raise UnexpectedAnswerError(f"the answer of {call} is not an object: {text!r}", call=call, record=text)
    return document
