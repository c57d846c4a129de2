"""Write the checked-in modules from the C text: ``python -m hcspy._ffi.build``.

Three files come out of ``cdef/*.h`` and ``cdef/exports.toml``:

- ``_generated.py``: the types for cffi (out-of-line, ABI mode), which needs no compiler and no
  parser at run time;
- ``_signatures.py``: what cffi forgets, the names of parameters and which way they point;
- ``protocols.py``: one typed Protocol for each table.

This module alone needs pycparser. Nothing imports it at run time.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import cffi
from pycparser import c_ast, c_parser  # type: ignore[import-untyped,unused-ignore]

HERE: Final = Path(__file__).parent
HEADERS: Final = (
    "types",
    "vmcompute",
    "computenetwork",
    "computecore",
    "computestorage",
    "combase",
    "iphlpapi",
    "kernel32",
    "ntdll",
    "virtdisk",
    "runtime",
)

# cffi knows these by itself; pycparser alone does not.
_BASE_TYPES: Final = "typedef int int32_t, uint8_t, uint16_t, uint32_t, uint64_t, char16_t, size_t, uintptr_t;"


class Slot(NamedTuple):
    """One function pointer of a table, as the C text has it."""

    returns: str
    params: tuple[tuple[str, str], ...]  # (name, C type)


Tables = dict[str, dict[str, Slot]]


def c_text() -> str:
    """Return all headers as one text, comments included."""
    return "\n".join((HERE / "cdef" / f"{name}.h").read_text(encoding="utf-8") for name in HEADERS)


def facts() -> dict[str, Any]:
    """Return what ``exports.toml`` adds to the C text."""
    return tomllib.loads((HERE / "cdef" / "exports.toml").read_text(encoding="utf-8"))


def parse_tables(text: str) -> Tables:
    """Return the slots of every ``<dll>_table`` structure in the C text."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    tree = c_parser.CParser().parse(_BASE_TYPES + bare)
    tables: Tables = {}
    for node in tree.ext:
        if isinstance(node, c_ast.Typedef) and node.name.endswith("_table"):
            slots = {field.name: _slot(field.type.type) for field in node.type.type.decls}
            tables[node.name.removesuffix("_table")] = slots
    return tables


def _slot(function: Any) -> Slot:
    params = [(p.name, _spell(p.type)) for p in function.args.params]
    return Slot(_spell(function.type), tuple(p for p in params if p != (None, "void")))


def _spell(node: Any) -> str:
    """Spell a type as the reference data does: ``const GUID*``, ``PWSTR*``."""
    if isinstance(node, c_ast.PtrDecl):
        return f"{_spell(node.type)}*"
    return " ".join([*node.quals, *node.type.names])


def direction(export: str, name: str, ctype: str, inout: Mapping[str, list[str]]) -> str:
    """Derive which way a parameter points from its C type."""
    if name in inout.get(export, ()):
        return "inout"
    points_out = (ctype.endswith("*") and not ctype.startswith("const ") and ctype != "void*") or ctype == "PWSTR"
    return "out" if points_out else "in"


def cffi_module(text: str) -> str:
    """Return the text of ``_generated.py``."""
    ffi = cffi.FFI()
    ffi.cdef(text)
    ffi.set_source("hcspy._ffi._generated", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "_generated.py")
        ffi.emit_python_code(str(path))
        return path.read_text(encoding="utf-8")


def signatures_module(tables: Tables, known: Mapping[str, Any]) -> str:
    """Return the text of ``_signatures.py``: a line for each export, its fields divided by ``|``."""
    lines = [_signature_line(dll, name, slot, known) for dll, slots in tables.items() for name, slot in slots.items()]
    closers = [f"{handle}|{' '.join(names)}" for handle, names in sorted(known["closes"].items())]
    return (
        '"""Signatures with names and directions. Written by build.py; ``exports`` reads it."""\n\n'
        "# ruff: noqa: E501\n"
        'EXPORTS = """\\\n' + "".join(f"{line}\n" for line in lines) + '"""\n'
        'CLOSERS = """\\\n' + "".join(f"{line}\n" for line in closers) + '"""\n'
    )


def _signature_line(dll: str, name: str, slot: Slot, known: Mapping[str, Any]) -> str:
    export = f"{dll}.{name}"
    undated = known["undated"].get(dll, ())
    dated = "" if undated == "all" or name in undated else "="
    since = known["since"].get(export, known["dlls"][dll])
    release = known["release"]
    freed_by = release["exports"].get(export, release["dlls"].get(dll, "CoTaskMemFree"))
    counts = known["counts"].get(export, {})
    params = ",".join(
        f"{direction(export, p, ctype, known['inout'])}:{ctype}:{p}:{counts.get(p, '')}" for p, ctype in slot.params
    )
    return f"{dll}|{name}|{slot.returns}|{dated}{since}|{freed_by}|{params}"


_INTEGERS: Final = (
    "HRESULT",
    "NTSTATUS",
    "BOOL",
    "USHORT",
    "DWORD",
    "ULONG",
    "UINT32",
    "UINT64",
    "ULARGE_INTEGER",
    "SIZE_T",
)
_ENUMS: Final = ("HCS_EVENT_OPTIONS", "HCS_OPERATION_TYPE", "HCN_PORT_PROTOCOL", "HCN_PORT_ACCESS")
_BY_VALUE: Final = {
    "void": "None",
    "void*": "VoidPointer",
    "PCWSTR": "Wide",
    "PWSTR": "Wide",
    "PSECURITY_DESCRIPTOR": "Pointer[SECURITY_DESCRIPTOR]",
}


def annotation(ctype: str) -> str:
    """Return what a Protocol writes for a C type: names from the module ``cdata``, or int."""
    bare = ctype.removeprefix("const ")
    if bare in _BY_VALUE:
        return _BY_VALUE[bare]
    if bare.endswith("*"):
        return f"Pointer[{annotation(bare[:-1])}]"
    return "int" if bare in _INTEGERS + _ENUMS else bare


def protocols_module(tables: Tables) -> str:
    """Return the text of ``protocols.py``."""
    body = "".join(_protocol(dll, slots) for dll, slots in tables.items())
    found = set(re.findall(r"\b(?:[A-Z][A-Z_]+|Pointer|VoidPointer|Wide)\b(?=[\[\],) :])", body))
    names = sorted(found, key=lambda name: (not name.isupper(), name))
    return (
        '"""A Protocol for each function table. Written by build.py from the C text."""\n\n'
        "from __future__ import annotations\n\n"
        "from typing import Protocol\n\n"
        "from .cdata import (\n" + "".join(f"    {name},\n" for name in names) + ")\n" + body
    )


def _protocol(dll: str, slots: Mapping[str, Slot]) -> str:
    methods = "".join(_method(name, slot) for name, slot in slots.items())
    return f'\n\nclass {dll.capitalize()}(Protocol):\n    """The functions of {dll}.dll."""\n\n{methods}'


def _method(name: str, slot: Slot) -> str:
    """Lay a method out as the formatter would."""
    params = ["self", *(f"{p}: {annotation(ctype)}" for p, ctype in slot.params), *(["/"] if slot.params else [])]
    one_line = f"    def {name}({', '.join(params)}) -> {annotation(slot.returns)}: ...\n"
    if len(one_line) <= 121:
        return one_line
    inner = ", ".join(params)
    head, tail = f"    def {name}(\n", f"    ) -> {annotation(slot.returns)}: ...\n"
    if len(inner) <= 112:
        return f"{head}        {inner}\n{tail}"
    return head + "".join(f"        {p},\n" for p in params) + tail


def modules() -> Iterator[tuple[Path, str]]:
    """Yield each generated file and the text that belongs into it."""
    text, known = c_text(), facts()
    tables = parse_tables(text)
    yield HERE / "_generated.py", cffi_module(text)
    yield HERE / "_signatures.py", signatures_module(tables, known)
    yield HERE / "protocols.py", protocols_module(tables)


def main() -> None:
    """Write all generated files."""
    for path, text in modules():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
