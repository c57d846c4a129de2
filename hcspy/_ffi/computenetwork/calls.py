"""One call of computenetwork.dll: encode, call, take what came out, and only then judge.

Most exports end in an error record, a string that the caller frees. A record that is not empty means
failure, whatever the HRESULT says (hcsshim takes it so), and its code is the better one of the two.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from hcspy._ffi import cdata
from hcspy._ffi.cdata import Pointer, Wide, ffi
from hcspy._ffi.strings import out_string
from hcspy._ffi.structs import number
from hcspy._ffi.tables import Tables
from hcspy.errors import HcspyError, UnspecifiedError, error_class, from_hresult, from_record
from hcspy.guid import GUID

# What says only that something failed: the other of HRESULT and record may know more.
_VAGUE: Final = (HcspyError, UnspecifiedError)
_GUID: Final = ffi.typeof("GUID *")
_DEBUG: Final = logging.DEBUG
_log: Final = logging.getLogger("hcspy.wire")

# A handle, the id of an object or a document: what the log says of a call's arguments.
Subject = Any


def guid_pointer(id: str) -> Pointer[cdata.GUID]:
    """Return an id as C has it, to be read only; InvalidGUIDError for anything that is not one."""
    pointer: Pointer[cdata.GUID] = ffi.from_buffer(_GUID, GUID(id).to_bytes_le())
    return pointer


def call(
    tables: Tables,
    export: str,
    *arguments: Any,
    answer: Pointer[Wide] | None = None,
    given: Pointer[Any] | None = None,
    subject: Subject = None,
    request: str | None = None,
    noun: str | None = None,
) -> str:
    """Make a call that ends in an error record, and judge it.

    `answer` is the cell of a document that the call gives as well: it is returned, empty if there is none. `given`
    is the cell of a handle among the arguments, for the log.
    """
    record = out_string()
    outs = (record,) if answer is None else (answer, record)
    verbose = _log.isEnabledFor(_DEBUG)
    if verbose:
        _log.debug("%s", _line(export, subject, request))
    document = complaint = None
    try:
        hresult = getattr(tables.computenetwork, export)(*arguments, *outs)
    finally:  # also when Ctrl-C strikes between the call and here
        try:
            if answer is not None:
                document = tables.take(answer)
        finally:
            complaint = tables.take(record)
    if verbose:
        _log.debug("%s -> %s", _line(export, subject), _outcome(hresult, given, document, complaint))
    if hresult < 0 or complaint:
        raise _failure(hresult, export, complaint, request, noun)
    return document or ""


def plain_call(
    tables: Tables,
    export: str,
    *arguments: Any,
    given: Pointer[Any] | None = None,
    subject: Subject = None,
    request: str | None = None,
    noun: str | None = None,
) -> None:
    """Make a call that gives no error record, and judge it."""
    function: Callable[..., int] = getattr(tables.computenetwork, export)
    hresult = function(*arguments)
    if _log.isEnabledFor(_DEBUG):
        _log.debug("%s -> %s", _line(export, subject, request), _outcome(hresult, given))
    if hresult < 0:
        raise from_hresult(hresult, call=export, request=request, noun=noun)


def _failure(hresult: int, export: str, complaint: str | None, request: str | None, noun: str | None) -> HcspyError:
    failed = hresult if hresult < 0 else 0  # a positive one is a success with something to say, no Win32 code
    error = from_record(complaint, call=export, hresult=failed, request=request, noun=noun)
    if failed and type(error) in _VAGUE and error_class(failed, noun) not in _VAGUE:
        return from_hresult(failed, call=export, record=complaint, request=request, noun=noun)
    return error


def _line(export: str, subject: Subject, request: str | None = None) -> str:
    said = subject if subject is None or isinstance(subject, str) else f"0x{number(subject):x}"
    parts = (export, said, request if request is not subject else None)
    return " ".join(part for part in parts if part)


def _outcome(hresult: int, given: Pointer[Any] | None, *texts: str | None) -> str:
    handle = f"0x{number(given[0]):x}" if given is not None and given[0] else None
    return " ".join(part for part in (f"0x{hresult & 0xFFFFFFFF:08x}", handle, *texts) if part)
