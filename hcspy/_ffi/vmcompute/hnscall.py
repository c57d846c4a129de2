"""HNSCall: the whole of HNS version 1 in one function."""

from __future__ import annotations

import logging
from functools import lru_cache, partial
from typing import Final

from hcspy._ffi.hresult import check
from hcspy._ffi.strings import out_string, wide
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

_log: Final = logging.getLogger("hcspy.wire")

# The same few words in every call: the methods, and the body that says nothing.
_word: Final = lru_cache(8)(wide)


def hns_call(
    tables: Tables, method: str, path: str, body: str = "", *, timeout: float | None = None, noun: str | None = None
) -> str:
    """Make one HNS request; return its response document, empty if there is none.

    With a timeout the call runs on another thread; TimedOutError then says that it may still complete.
    """
    request = (method, path, body)
    if timeout is not None:
        # No lambda: it would turn the arguments into cells, in every call.
        call = partial(hns_call, tables, method, path, body, noun=noun)
        return run_with_timeout(call, timeout, call="HNSCall", request=request)
    arguments = _word(method), wide(path), wide(body) if body else _word("")
    response = out_string()
    if verbose := _log.isEnabledFor(logging.DEBUG):
        _log.debug("HNSCall %s %s %s", method, path, body)
    try:
        hresult = tables.vmcompute.HNSCall(*arguments, response)
    finally:  # also when Ctrl-C strikes between the call and here
        document = tables.take(response)
    if verbose:
        _log.debug("HNSCall %s %s -> 0x%08x %s", method, path, hresult & 0xFFFFFFFF, document)
    if hresult < 0:
        check(hresult, "HNSCall", record=document, request=request, noun=noun)
    return document or ""
