"""The way to the service: one HNSCall, and what its answer means.

HNS answers in an envelope: ``{"Success": true, "Output": ...}``, or ``{"Success": false, "Error": text,
"ErrorCode": number}``. Which of the two failed, the HRESULT or the envelope, depends on the build and on the
method, so both are looked at, the envelope first: it has the better code. Builds before HNS 9 send no code
but a text; only there the text decides which error it is (``hcspy.errors.from_text``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hcspy._ffi import vmcompute
from hcspy.codec import dumps, loads
from hcspy.errors import HcspyError, InvalidDocumentError, UnexpectedAnswerError, from_hresult, from_text

if TYPE_CHECKING:
    from hcspy._ffi.tables import Tables

Request = tuple[str, str, str]


class Door:
    """What every service of one host shares: the tables, the time allowed, whether documents are checked first."""

    __slots__ = ("tables", "timeout", "validate")

    def __init__(self, tables: Tables, *, timeout: float | None = None, validate: bool = True) -> None:
        self.tables = tables
        self.timeout = timeout
        self.validate = validate

    def request(self, method: str, path: str, body: str = "", *, noun: str | None = None) -> Any:
        """Make one request and return its Output, parsed; None where the service gave none."""
        request = (method, path, body)
        try:
            text = vmcompute.hns_call(self.tables, method, path, body, timeout=self.timeout)
        except HcspyError as error:
            raise _better(error, request, noun) from None
        return _output(text, request, noun)

    def call(self, method: str, path: str, body: str | bytes | Mapping[str, Any] | None = None) -> Any:
        """Make a raw request; a mapping is sent as compact JSON. Returns the Output as plain Python values."""
        text = "" if body is None else body if isinstance(body, str) else _text(body)
        return self.request(method, path, text)


def _text(body: bytes | Mapping[str, Any]) -> str:
    if isinstance(body, bytes):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidDocumentError(f"the request is not UTF-8: {error}") from None
    return dumps(body)


def _better(error: HcspyError, request: Request, noun: str | None) -> HcspyError:
    """Return the error of the envelope that came with a failed HRESULT, else the error itself."""
    if not error.record:
        if noun and error.hresult is not None:
            return from_hresult(error.hresult, call=error.call or "HNSCall", request=request, noun=noun)
        return error
    try:
        answer = loads(error.record)
    except ValueError:
        return error
    if not isinstance(answer, dict) or not _member(answer, "ErrorCode"):
        return error
    return _failure(answer, error.record, request, noun)


def _output(text: str, request: Request, noun: str | None) -> Any:
    try:
        answer = loads(text)
    except ValueError as error:
        raise UnexpectedAnswerError(
            f"the answer to {request[0]} {request[1]} is not JSON: {error}",
            call="HNSCall",
            record=text,
            request=request,
        ) from None
    if answer.__class__ is not dict:
        raise UnexpectedAnswerError(
            f"the answer to {request[0]} {request[1]} is not an object", call="HNSCall", record=text, request=request
        )
    if answer.get("Success") is True and "Output" in answer:  # nearly always
        return answer["Output"]
    if _member(answer, "Success") is not True:
        raise _failure(answer, text, request, noun)
    return _member(answer, "Output")


def _failure(answer: dict[str, Any], record: str, request: Request, noun: str | None) -> HcspyError:
    code, text = _member(answer, "ErrorCode"), _member(answer, "Error")
    message = text.strip() if isinstance(text, str) else ""
    if isinstance(code, int) and code:
        return from_hresult(code, call="HNSCall", record=record, request=request, message=message or None, noun=noun)
    return from_text(message, call="HNSCall", record=record, request=request, noun=noun)


def _member(answer: dict[str, Any], name: str) -> Any:
    """Read a member in any letter case, the last one winning, as the service's own client does."""
    if name in answer:
        return answer[name]
    return next((value for key, value in reversed(answer.items()) if key.lower() == name.lower()), None)
