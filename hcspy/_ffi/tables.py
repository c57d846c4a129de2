"""The functions of all DLLs, as callables.

A `Tables` holds one C structure of function pointers for each DLL. On Windows `native.load` fills
them with the addresses that the loader gave; for a fake `filler.fill` fills them with closures.
Nothing above can tell which.

Who owns what. The closures belong to the structure's owner, and C keeps nothing alive: a call
through the pointer of a closure that was collected does not crash, it runs whatever closure took
its place. So each callable handed out here holds the owner, and with it every closure of the table:
as long as anybody can call a slot, it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from hcspy.errors import ExportMissingError, LibraryMissingError

from .cdata import NULL, Pointer, Wide, ffi
from .stash import KEPT, clear, reraise

if TYPE_CHECKING:
    from .protocols import (
        Combase,
        Computecore,
        Computenetwork,
        Computestorage,
        Iphlpapi,
        Kernel32,
        Ntdll,
        Virtdisk,
        Vmcompute,
    )

_string: Final = ffi.string

DLLS: Final = (
    "vmcompute",
    "computenetwork",
    "computecore",
    "computestorage",
    "combase",
    "iphlpapi",
    "kernel32",
    "ntdll",
    "virtdisk",
)


class Functions:
    """The functions of one DLL; each callable is made when it is first asked for."""

    def __init__(self, dll: str, table: Any, owner: object, reason: str | None) -> None:
        self._dll = dll
        self._table = table
        self._owner = owner
        self._reason = reason

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        slot = getattr(self._table, name)
        function = guarded(slot, self._owner) if slot else missing(self._dll, name, self._reason)
        setattr(self, name, function)
        return function


def guarded(slot: Callable[..., Any], owner: object) -> Callable[..., Any]:
    """Wrap a function pointer so that an exception from behind it arrives, and its owner stays alive."""

    def call(*args: Any, _owner: object = owner) -> Any:
        if KEPT:
            clear()
        result = slot(*args)
        if KEPT:
            reraise()
        return result

    return call


def missing(dll: str, name: str, reason: str | None) -> Callable[..., Any]:
    """Return what stands in an empty slot: a function that says why it cannot be called."""

    def call(*args: Any) -> Any:
        from .exports import EXPORTS  # only here, where nothing is in a hurry

        arrival = EXPORTS[dll][name].arrival
        if reason is not None:
            raise LibraryMissingError(f"{name} needs {dll}.dll: {reason}; {name} came with {arrival}", call=name)
        raise ExportMissingError(f"this Windows has no {name} in its {dll}.dll; it came with {arrival}", call=name)

    return call


class Tables:
    """One function table for each DLL, and the release of the strings that they give.

    A slot is a callable that takes and returns C data: ``tables.vmcompute.HNSCall(...)``. Calling an empty
    one raises NotSupportedError. Safe from many threads.
    """

    vmcompute: Vmcompute
    computenetwork: Computenetwork
    computecore: Computecore
    computestorage: Computestorage
    combase: Combase
    iphlpapi: Iphlpapi
    kernel32: Kernel32
    ntdll: Ntdll
    virtdisk: Virtdisk
    take: Callable[[Pointer[Wide]], str | None]
    """Copy the string in a cell and free it with CoTaskMemFree; the cell is empty then. None for an empty cell."""
    take_local: Callable[[Pointer[Wide]], str | None]
    """Copy the string in a cell and free it with LocalFree, as computecore and computestorage want it."""

    def __init__(
        self, structures: Mapping[str, Any], *, closures: object = None, absent: Mapping[str, str] | None = None
    ) -> None:
        """Take the filled structures by DLL, the closures in them, and why a DLL is not there."""
        self._structures = structures
        reasons = absent or {}
        for dll in DLLS:
            setattr(self, dll, Functions(dll, structures[dll], (structures, closures), reasons.get(dll)))
        # Not methods, since every call takes a string: a partial saves a step.
        self.take = partial(_take, self.combase.CoTaskMemFree)
        self.take_local = partial(_take, self.kernel32.LocalFree)

    def has(self, dll: str, export: str) -> bool:
        """Say whether this machine has an export."""
        return bool(getattr(self._structures[dll], export))

    def close(self) -> None:
        """Let go of what is behind the tables. System DLLs stay loaded as long as the process lives."""


def _take(release: Callable[[Any], Any], cell: Pointer[Wide]) -> str | None:
    pointer = cell[0]
    if not pointer:
        return None
    cell[0] = NULL
    try:
        text: str = _string(pointer)
        return text
    finally:
        release(pointer)


def empty(dll: str) -> Any:
    """Return a table of a DLL with nothing but NULL in its slots."""
    return ffi.new(f"{dll}_table *")
