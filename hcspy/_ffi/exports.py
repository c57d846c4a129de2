"""What is known about each export: parameters by name, which way they point, who frees what.

The C types live in ``_generated``; cffi forgets the names of parameters and the const of a
pointer, and the C text cannot say who frees a string. Whoever needs that asks here: the filler
of the fake, the generator of the stand-in DLLs, the message about a missing export, the tests.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from . import _signatures
from .cdata import ffi
from .tables import DLLS

Direction: TypeAlias = Literal["in", "out", "inout"]
Kind: TypeAlias = Literal["string", "buffer", "handle", "guid", "integer", "callback", "struct", "array", "pointer"]

BUILDS: Final = {
    9200: "Windows 8",
    14393: "Windows Server 2016",
    17763: "Windows Server 2019",
    19041: "Windows 10, version 2004",
    20348: "Windows Server 2022",
}

# HCS_CREATE_OPTIONS is an enumeration, but a pointer to it is a pointer to a structure that begins with it.
_OPAQUE: Final = (
    "void",
    "PSECURITY_DESCRIPTOR",
    "SECURITY_DESCRIPTOR",
    "OVERLAPPED",
    "ATTACH_VIRTUAL_DISK_PARAMETERS",
)


class Param(NamedTuple):
    """A parameter. ``counted_by`` names the parameter with the number of elements of an array or buffer."""

    name: str
    ctype: str
    kind: Kind
    direction: Direction
    counted_by: str | None

    @property
    def base(self) -> str:
        """The C type behind const and the stars."""
        return _base(self.ctype)


class Export(NamedTuple):
    """An exported function.

    ``since`` is the build that brought it; where the documents give no date (``dated`` is false), the
    build that brought the DLL. ``release`` names what frees the strings it gives: "any" where nobody says.
    """

    dll: str
    name: str
    returns: str
    params: tuple[Param, ...]
    since: int
    dated: bool
    release: str

    @property
    def arrival(self) -> str:
        """Say which Windows build brought the export."""
        build = f"build {self.since} ({BUILDS[self.since]})"
        return build if self.dated else f"{build} or a later one"


def _export(dll: str, name: str, returns: str, since: str, release: str, params: str) -> Export:
    found = tuple(_param(*text.split(":")) for text in params.split(",")) if params else ()
    return Export(dll, name, returns, found, int(since.lstrip("=")), since.startswith("="), release)


def _param(direction: str, ctype: str, name: str, count: str) -> Param:
    return Param(name, ctype, _kind(ctype, count), cast(Direction, direction), count or None)


def _base(ctype: str) -> str:
    return ctype.removeprefix("const ").rstrip("*")


@cache
def _kind(ctype: str, count: str) -> Kind:
    base = _base(ctype)
    if base in ("PCWSTR", "PWSTR"):
        return "buffer" if count else "string"
    if base in CLOSERS:
        return "handle"
    if base == "GUID":
        return "guid"
    if base.endswith(("_CALLBACK", "_COMPLETION")):
        return "callback"
    if base in _OPAQUE:
        return "pointer"
    if base != "HCS_CREATE_OPTIONS" and ffi.typeof(base).kind in ("primitive", "enum"):
        return "integer"
    return "array" if count else "struct"


def _closers() -> dict[str, tuple[str, ...]]:
    rows = (line.split("|") for line in _signatures.CLOSERS.splitlines())
    return {handle: tuple(names.split()) for handle, names in rows}


def _exports() -> dict[str, dict[str, Export]]:
    table: dict[str, dict[str, Export]] = {dll: {} for dll in DLLS}
    for line in _signatures.EXPORTS.splitlines():
        export = _export(*line.split("|"))
        table[export.dll][export.name] = export
    return table


# The functions that close each type of handle.
CLOSERS: Final = _closers()

# Every export that we know, by DLL and name.
EXPORTS: Final = _exports()
