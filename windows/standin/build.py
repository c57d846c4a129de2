"""Build the stand-in DLLs from standin.c and what hcspy knows about each export.

usage: python build.py FOLDER INSTALL

FOLDER receives the DLLs, the generated C tables and the variants that tests plant; the DLLs are also
copied to INSTALL, the System32 of a Wine prefix. Needs x86_64-w64-mingw32-gcc.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hcspy._ffi.cdata import ffi
from hcspy._ffi.exports import EXPORTS, Export, Param

HERE = Path(__file__).parent
DLLS = ("vmcompute", "computenetwork", "computecore", "computestorage", "virtdisk")
# A computenetwork.dll as old as Windows Server 2019, which lacks an export that the newer one has.
OLDER_LACKS = "HcnQueryEndpointStats"

# The C type behind a parameter where the one in its declaration says less.
BEHIND = {"HCS_CREATE_OPTIONS": "HCS_CREATE_OPTIONS_1"}
# What the server calls the parameters of a callback.
CALLBACKS = {
    "HCS_NOTIFICATION_CALLBACK": ("type", "context", "status", "data"),
    "HCN_NOTIFICATION_CALLBACK": ("type", "context", "status", "data"),
    "HCS_EVENT_CALLBACK": ("event", "context"),
    "HCS_OPERATION_COMPLETION": ("operation", "context"),
}
# The members of HCS_PROCESS_INFORMATION that are pipes, and what the program does with them.
PIPES = {"StdInput": "GENERIC_WRITE", "StdOutput": "GENERIC_READ", "StdError": "GENERIC_READ"}
TARGET = {"in": "IN_TARGET", "out": "OUT_TARGET", "inout": "INOUT_TARGET"}


def value(
    name: str, kind: str, way: str = "IN_SLOT", size: int | str = 8, offset: int = 0, layout: str | None = None
) -> str:
    """Return the initializer of a ``value`` of values.h."""
    return f'{{"{name}", {kind}, {way}, {size}, {offset}, {f"&{layout}_layout" if layout else "NULL"}}}'


def table(c_type: str, name: str, rows: Iterable[str]) -> str:
    """Return a C array that ends with an empty element."""
    return f"static const {c_type} {name}[] = {{{''.join(f'{row}, ' for row in rows)}{{0}}}};"


def of_param(param: Param) -> str:
    """Describe a parameter: what it is, and whether it lies in the slot or behind it."""
    base, way = BEHIND.get(param.base, param.base), TARGET[param.direction]
    by_value = param.direction == "in"
    match param.kind:
        case "string":
            return value(param.name, "TEXT", "IN_SLOT" if by_value else way)
        case "handle" if param.base == "HANDLE":  # of the operating system
            return value(param.name, "PIPE", "IN_SLOT" if by_value else way, "GENERIC_READ")
        case "handle":
            return value(param.name, "NUMBER", "IN_SLOT" if by_value else way)
        case "integer":
            return value(param.name, "NUMBER", "IN_SLOT" if by_value else way, ffi.sizeof(base))
        case "array":
            return value(param.name, "ARRAY", "IN_SLOT" if by_value else way, layout=base)
        case "guid":
            return value(param.name, "GUID16", way, 16)
        case "callback":
            return value(param.name, "FUNCTION")
        case "buffer":
            unit = 1 if str(param.counted_by).endswith("InBytes") else 2
            return value(param.name, "ROOM", size=unit)
        case "struct" if param.direction == "inout":
            return value(param.name, "RELEASE")
        case "struct":
            return value(param.name, "RECORD", way, layout=base)
        case "pointer":
            return value(param.name, "NUMBER" if base == "void" else "POINTER")
    raise AssertionError(param)


def of_field(struct: str, name: str, field: Any) -> str:
    """Describe a member of a struct."""
    kind, offset, size = field.type.kind, field.offset, ffi.sizeof(field.type)
    if field.type.cname == "GUID":
        return value(name, "GUID16", size=size, offset=offset)
    if name in PIPES:
        return value(name, "PIPE", size=PIPES[name], offset=offset)
    if kind == "pointer" and field.type.item.cname == "char16_t":
        return value(name, "TEXT", offset=offset)
    if kind == "function":
        return value(name, "FUNCTION", offset=offset)
    if kind == "struct":
        return value(name, "RECORD", size=size, offset=offset, layout=layout_of(struct, name, field.type))
    return value(name, "NUMBER", size=size, offset=offset)


def of_argument(name: str, c_type: Any) -> str:
    """Describe a parameter of a callback."""
    if c_type.kind == "pointer" and c_type.item.kind == "struct" and not c_type.item.cname.startswith("struct "):
        return value(name, "RECORD", "IN_TARGET", layout=c_type.item.cname)
    if c_type.kind == "pointer" and c_type.item.cname == "char16_t":
        return value(name, "TEXT")
    return value(name, "NUMBER", size=ffi.sizeof(c_type))


def callbacks() -> Iterator[str]:
    """Describe the types of callbacks."""
    for name, parameters in CALLBACKS.items():
        yield table("value", f"{name}_params", map(of_argument, parameters, ffi.typeof(name).args))
    yield table("signature", "callback_types", (f'{{"{name}", {name}_params}}' for name in CALLBACKS))


def layout_of(struct: str, member: str, c_type: Any) -> str:
    """Name the layout of a struct inside a struct, which may have no name of its own."""
    return f"{struct}_{member}" if " " in c_type.cname else str(c_type.cname)


def inside_out(structs: dict[str, Any]) -> dict[str, Any]:
    """Return structs by name, those that lie in others before these."""
    found: dict[str, Any] = {}
    for name, c_type in sorted(structs.items()):
        inner = {
            layout_of(name, member, field.type): field.type
            for member, field in c_type.fields
            if field.type.kind == "struct" and field.type.cname != "GUID"
        }
        found |= inside_out(inner)
        found[name] = c_type
    return found


def layouts(names: Iterable[str]) -> Iterator[str]:
    """Describe structs."""
    for name, c_type in inside_out({name: ffi.typeof(name) for name in names}).items():
        yield table("value", f"{name}_members", (of_field(name, *item) for item in c_type.fields))
        yield f"static const layout {name}_layout = {{{ffi.sizeof(c_type)}, {name}_members}};"


def result(export: Export) -> str:
    """Say how an export returns, and so what it returns when the server is gone."""
    if export.returns == "HRESULT":
        return "AN_HRESULT"
    return "A_STATUS" if export.returns == "void" or ffi.sizeof(export.returns) == 4 else "WIDE"


def c_tables(exports: Iterable[Export]) -> str:
    """Return the text of exports.h for one DLL."""
    lines, structs = [], {"HCS_EVENT"}
    for export in exports:
        structs |= {BEHIND.get(p.base, p.base) for p in export.params if p.kind in ("struct", "array")}
        give = "give_local" if export.release == "LocalFree" else "give_task"
        lines.append(table("value", f"{export.name}_params", map(of_param, export.params)))
        lines.append(f"EXPORT({export.name}, {result(export)}, {give})")
    return "\n".join([*layouts(structs), *callbacks(), *lines, ""])


def compile_dll(folder: Path, dll: str, exports: Iterable[Export]) -> Path:
    """Build one stand-in DLL."""
    folder.mkdir(parents=True, exist_ok=True)
    tables, text = folder / f"{dll}_exports.h", c_tables(exports)
    if not tables.exists() or tables.read_text(encoding="utf-8") != text:
        tables.write_text(text, encoding="utf-8")
    options = [f'-DDLL_NAME="{dll}"', f'-DEXPORTS_H="{dll}_exports.h"', f"-I{folder}", "-lws2_32", "-lole32"]
    return link(folder / f"{dll}.dll", HERE / "standin.c", *options, reads=[tables, *HERE.glob("*.h")])


def link(dll: Path, source: Path, *arguments: str, reads: Iterable[Path] = ()) -> Path:
    """Run the compiler, unless the DLL is newer than all that it is made from."""
    inputs = [source, Path(__file__), *reads]
    if not dll.exists() or dll.stat().st_mtime < max(path.stat().st_mtime for path in inputs):
        gcc = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-static-libgcc"]
        subprocess.run([*gcc, "-o", str(dll), str(source), *arguments], check=True)
    return dll


def main(folder: str, install: str) -> None:
    """Build everything, and install what the loader is to find."""
    out = Path(folder)
    for dll in DLLS:
        shutil.copy(compile_dll(out, dll, EXPORTS[dll].values()), install)
    older = [export for export in EXPORTS["computenetwork"].values() if export.name != OLDER_LACKS]
    compile_dll(out / "older", "computenetwork", older)
    (out / "poison").mkdir(exist_ok=True)
    link(out / "poison" / "vmcompute.dll", HERE / "poison.c")
    print(f"{sum(len(EXPORTS[dll]) for dll in DLLS)} exports in {len(DLLS)} DLLs")


main(*sys.argv[1:])
