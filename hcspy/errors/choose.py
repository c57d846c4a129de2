"""From what the service answered to the exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .base import HcspyError, Request, canonical, to_unsigned
from .table import error_class

if TYPE_CHECKING:
    from .data import Entry

UNKNOWN_TEXT: Final = (
    "The service sent no code, and its text is not a known English one; builds from Windows Server 2019 on send codes"
)
UNKNOWN_CODE: Final = "Look at the service's own text in .record; `net helpmsg` knows codes of the form 0x8007...."


def from_hresult(
    hresult: int,
    *,
    call: str | None,
    record: str | None = None,
    request: Request | None = None,
    message: str | None = None,
    noun: str | None = None,
) -> HcspyError:
    """Return the exception for a result: signed, unsigned, or a bare Win32 code.

    `message` is what the service says in words; ours take its place when it is missing. `noun` is what the
    call was about ("network", "endpoint", ...): it turns a general "not found" into that noun's class.

    >>> from_hresult(-2143617023, call="HcnOpenNetwork")
    NetworkNotFoundError('HcnOpenNetwork: no network has that id', call='HcnOpenNetwork', hresult=0x803B0001, ...
    """
    number, entry = canonical(hresult), _entry(hresult)
    return error_class(number, noun)(
        _sentence(message or _meaning(entry), call, request),
        call=call,
        hresult=number,
        symbol=entry.symbol if entry else None,
        record=record,
        request=request,
        hint=_advice(entry, call) if entry else UNKNOWN_CODE,
    )


def from_text(
    text: str,
    *,
    call: str | None,
    record: str | None = None,
    request: Request | None = None,
    noun: str | None = None,
) -> HcspyError:
    """Return the exception for an answer that carries a text and no code.

    A known English text counts as its code; any other text, a localized one too, is a HcspyError.
    """
    from .texts import code_of

    code = code_of(text)
    if code is not None:
        return from_hresult(code, call=call, record=record, request=request, message=text, noun=noun)
    said = text.strip() or "the service reports a failure and gives neither code nor text"
    return HcspyError(_sentence(said, call, request), call=call, record=record, request=request, hint=UNKNOWN_TEXT)


def from_record(
    record: str | None,
    *,
    call: str | None,
    hresult: int = 0,
    request: Request | None = None,
    noun: str | None = None,
) -> HcspyError:
    """Return the exception for a failed call that left an error record: the record's code first, then the HRESULT.

    Records of HNS and HCN are ``{"Success": false, "Error": text, "ErrorCode": number}``; any other text is
    kept in `.record` and not read.
    """
    members = _members(record)
    code, text = members.get("errorcode"), members.get("error")
    said = text.strip() if isinstance(text, str) else ""
    number = code if type(code) is int and code else hresult
    if number:
        return from_hresult(number, call=call, record=record, request=request, message=said or None, noun=noun)
    return from_text(said or (record or ""), call=call, record=record, request=request, noun=noun)


def _entry(hresult: int) -> Entry | None:
    from .data import BY_VALUE

    number = canonical(hresult)
    # HCN answers S_OK with an error record at times: the number 0 then explains nothing.
    return BY_VALUE.get(number) if to_unsigned(number) else None


def _advice(entry: Entry, call: str | None) -> str:
    from .advice import advice_for

    return advice_for(entry, call)


def _meaning(entry: Entry | None) -> str:
    if entry is None:
        return "the call failed with a code that is not in the table"
    return entry.meaning[0].lower() + entry.meaning[1:]


def _sentence(said: str, call: str | None, request: Request | None) -> str:
    subject = _subject(call, request)
    return f"{subject}: {said.rstrip('. ')}" if subject else said.rstrip(". ")


def _subject(call: str | None, request: Request | None) -> str:
    """Say what was asked: ``POST /networks (web)``, or ``HcnCreateNetwork (web)``."""
    if isinstance(request, tuple) and len(request) >= 2:
        name = _name(request[2] if len(request) > 2 else None)
        return f"{request[0]} {request[1]}{name}"
    return f"{call}{_name(request if isinstance(request, str) else None)}" if call else ""


def _name(body: str | None) -> str:
    name = _members(body).get("name")
    return f" ({name})" if isinstance(name, str) and name else ""


def _members(text: str | None) -> dict[str, Any]:
    """Read a document's members by lower-case name; nothing for what is not a JSON object."""
    if not text or not text.lstrip().startswith("{"):
        return {}
    import json

    try:
        return {key.lower(): value for key, value in json.loads(text).items()}
    except ValueError:
        return {}
