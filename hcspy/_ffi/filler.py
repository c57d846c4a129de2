"""A fake of the DLLs: function tables whose slots are closures around one Python function.

The responder is that function. It is asked ``responder(dll, export, args)`` for every call and
returns a mapping. `args` has the inputs by the names of the parameters:

- text or None, numbers, handles and contexts as numbers, GUIDs as lower-case text;
- structures as dicts, arrays of them as lists, by the names of their members;
- callbacks as `notify.Callback` objects, which can be called from any thread;
- and, only where the caller passed NULL for something that the callee writes, ``null_outs`` with the names.

The mapping has ``hresult`` (signed or unsigned; ``ret`` for exports that return something else, and
``last_error`` with why a BOOL is 0) and outputs by name; what is absent is left alone, a missing result
means success. Strings and arrays are put into memory that the program has to free, as with the real
DLLs; the ledger keeps account. The functions that free are the filler's own: the responder never sees
them.

What the responder raises, KeyboardInterrupt too, reaches the caller of the slot (see `stash`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Container, Mapping
from functools import partial
from typing import Any, TypeAlias

from hcspy.errors import ClosedError

from .cdata import NULL, ffi
from .exports import EXPORTS
from .ledger import Ledger
from .marshal import Plan, failure, plan
from .stash import keep
from .tables import DLLS, Tables, empty

Responder: TypeAlias = Callable[[str, str, dict[str, Any]], Mapping[str, Any]]


class Seam:
    """What the slots of one fake share: the responder, the ledger, the numbering of calls."""

    __slots__ = ("ledger", "numbers", "responder")

    def __init__(self, responder: Responder) -> None:
        self.responder = responder
        self.ledger = Ledger()
        self.numbers = itertools.count(1)


class FilledTables(Tables):
    """Tables with a responder behind them. `ledger` has the memory that the program under test was given."""

    def __init__(self, seam: Seam, structures: Mapping[str, Any], closures: object, absent: Mapping[str, str]) -> None:
        super().__init__(structures, closures=closures, absent=absent)
        self._seam = seam
        self.ledger = seam.ledger

    def close(self) -> None:
        """Let go of the responder: later calls raise ClosedError, but memory can still be freed."""
        self._seam.responder = _closed


def fill(responder: Responder, *, dlls: Collection[str] | None = None, missing: Container[str] = ()) -> FilledTables:
    """Return tables that put every call to the responder.

    `dlls` limits which DLLs are there; `missing` names exports that are not, as ``HcnOpenService`` or,
    where two DLLs have the name, ``computecore.HcsOpenProcess``.
    """
    seam = Seam(responder)
    structures = {dll: empty(dll) for dll in DLLS}
    present = [dll for dll in DLLS if dlls is None or dll in dlls]
    slots = {
        (dll, name): _closure(seam, dll, name)
        for dll in DLLS
        for name in EXPORTS[dll]
        if _is_there(dll, name, present, missing)
    }
    for (dll, name), closure in slots.items():
        setattr(structures[dll], name, closure)
    absent = {dll: "this machine does not have it" for dll in DLLS if dll not in present}
    return FilledTables(seam, structures, slots, absent)


def _is_there(dll: str, name: str, present: Collection[str], missing: Container[str]) -> bool:
    if name in missing or f"{dll}.{name}" in missing:
        return False
    return dll in present or name in _MEMORY


def _closure(seam: Seam, dll: str, name: str) -> Any:
    export = EXPORTS[dll][name]
    function = _MEMORY[name](seam) if name in _MEMORY else _slot(seam, dll, name)
    ctype = _FIELDS[dll][name].type
    if export.returns == "void":
        return ffi.callback(ctype, function, onerror=keep)
    return ffi.callback(ctype, function, error=failure(export), onerror=keep)


def _slot(seam: Seam, dll: str, name: str) -> Callable[..., Any]:
    """Make the function behind one slot."""
    ledger, numbers = seam.ledger, seam.numbers
    steps: Plan | None = None

    def slot(*values: Any) -> Any:
        nonlocal steps
        if steps is None:  # most slots are never called
            steps = plan(dll, name)
        collect, writers, result = steps
        args = collect(values, ledger)
        call = (next(numbers), dll, name, args)
        reply = seam.responder(dll, name, args)
        for member, value in reply.items():
            if member in writers:
                writers[member](values, value, ledger, call)
            elif member not in _RESULTS:
                raise TypeError(f"{name} has no output named {member!r}; it has {', '.join(writers) or 'none'}")
        return result(reply)

    return slot


_RESULTS = ("hresult", "ret", "last_error")
_FIELDS = {dll: dict(ffi.typeof(f"{dll}_table").fields) for dll in DLLS}


def _free(by: str) -> Callable[[Seam], Callable[[Any], None]]:
    return lambda seam: partial(seam.ledger.free, by)


def _local_free(seam: Seam) -> Callable[[Any], Any]:
    def local_free(pointer: Any) -> Any:
        seam.ledger.free("LocalFree", pointer)
        return NULL

    return local_free


def _allocate(seam: Seam) -> Callable[[int], Any]:
    def allocate(size: int) -> Any:
        block = ffi.new("uint8_t[]", max(size, 2))
        call = (next(seam.numbers), "combase", "CoTaskMemAlloc", {"size": size})
        seam.ledger.give(block, "CoTaskMemFree", call)
        return block

    return allocate


_MEMORY: dict[str, Callable[[Seam], Callable[..., Any]]] = {
    "CoTaskMemAlloc": _allocate,
    "CoTaskMemFree": _free("CoTaskMemFree"),
    "LocalFree": _local_free,
    "HcnFreeGuestNetworkPortReservations": _free("HcnFreeGuestNetworkPortReservations"),
}


def _closed(dll: str, export: str, args: dict[str, Any]) -> Mapping[str, Any]:
    raise ClosedError(f"{export} was called after the fake was closed", call=export)
