"""vmcompute.dll: HNSCall, and the part of the first HCS interface that container networking needs.

Each function makes one native call: encode, call, take and free what came out, and only then judge; a
failed call may carry the better error in its text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final

from .callbacks import Handler, Registration, hcs_notifications
from .cdata import HCS_NOTIFICATION_CALLBACK, VMCOMPUTE_HCS_CALLBACK, VMCOMPUTE_HCS_SYSTEM, Pointer, VoidPointer, ffi
from .handles import SystemHandle
from .hresult import check
from .strings import out_string, wide
from .tables import Tables
from .timeouts import run_with_timeout

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


def open_compute_system(tables: Tables, id: str) -> SystemHandle:
    """Open a compute system by its id; the caller closes the handle."""
    system: Pointer[VMCOMPUTE_HCS_SYSTEM] = ffi.new("VMCOMPUTE_HCS_SYSTEM *")
    try:
        _call(tables, tables.vmcompute.HcsOpenComputeSystem, "HcsOpenComputeSystem", wide(id), system, request=id)
    except BaseException:
        if system[0]:  # it was opened, and then Ctrl-C struck
            tables.vmcompute.HcsCloseComputeSystem(system[0])
        raise
    return SystemHandle(system[0])


def close_compute_system(tables: Tables, system: SystemHandle) -> None:
    """Close a handle; the compute system goes on. Twice is fine."""
    handle = system.surrender()
    if handle is not None:
        check(tables.vmcompute.HcsCloseComputeSystem(handle), "HcsCloseComputeSystem")


def get_compute_system_properties(tables: Tables, system: SystemHandle, query: str = "") -> str:
    """Return the properties document of a compute system; the query names which, an empty one the usual ones."""
    properties = out_string()
    function = tables.vmcompute.HcsGetComputeSystemProperties
    try:
        _call(tables, function, "HcsGetComputeSystemProperties", system.value(), wide(query), properties, request=query)
    finally:
        document = tables.take(properties)
    return document or ""


def modify_compute_system(tables: Tables, system: SystemHandle, configuration: str) -> None:
    """Change a running compute system as a document says."""
    function = tables.vmcompute.HcsModifyComputeSystem
    _call(tables, function, "HcsModifyComputeSystem", system.value(), wide(configuration), request=configuration)


def enumerate_compute_systems(tables: Tables, query: str = "") -> str:
    """Return the document that lists the compute systems which match a query."""
    systems = out_string()
    function = tables.vmcompute.HcsEnumerateComputeSystems
    try:
        _call(tables, function, "HcsEnumerateComputeSystems", wide(query), systems, request=query)
    finally:
        document = tables.take(systems)
    return document or ""


def register_compute_system_callback(tables: Tables, system: SystemHandle, handler: Handler) -> Registration:
    """Have a handler called with (type, status, data or None) for each notification, on threads of Windows."""
    cell: Pointer[VMCOMPUTE_HCS_CALLBACK] = ffi.new("VMCOMPUTE_HCS_CALLBACK *")

    def register(function: HCS_NOTIFICATION_CALLBACK, context: VoidPointer) -> None:
        name = "HcsRegisterComputeSystemCallback"
        check(tables.vmcompute.HcsRegisterComputeSystemCallback(system.value(), function, context, cell), name)

    def unregister() -> None:
        if cell[0]:
            name = "HcsUnregisterComputeSystemCallback"
            check(tables.vmcompute.HcsUnregisterComputeSystemCallback(cell[0]), name)

    return Registration(hcs_notifications(), handler, register, unregister)


def _call(tables: Tables, function: Callable[..., int], call: str, *args: Any, request: str | None = None) -> None:
    """Make a call whose last parameter is the result document, and judge it."""
    result = out_string()
    try:
        hresult = function(*args, result)
    finally:
        record = tables.take(result)
    _log.debug("%s %s -> 0x%08x %s", call, request, hresult & 0xFFFFFFFF, record)
    check(hresult, call, record=record, request=request)
