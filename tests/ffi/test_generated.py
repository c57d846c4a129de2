"""The checked-in files against the generator, and what importing them costs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hcspy._ffi import build, cdata, protocols
from hcspy._ffi.tables import DLLS

from .reference import tables

ANNOTATION = re.compile(r"Pointer\[(.*)\]")


@pytest.mark.parametrize(("path", "text"), list(build.modules()), ids=lambda value: getattr(value, "name", ""))
def test_generated_file_is_what_the_generator_writes(path: Path, text: str) -> None:
    """Somebody changed the C text and forgot to run ``python -m hcspy._ffi.build``, or edited the result."""
    assert path.read_text(encoding="utf-8") == text


def test_generator_writes_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Running it is the whole of changing a declaration."""
    monkeypatch.setattr(build, "modules", lambda: iter([(tmp_path / "one.py", "text\n")]))
    build.main()
    assert (tmp_path / "one.py").read_bytes() == b"text\n"


def test_import_needs_no_parser() -> None:
    """cffi's parser takes 50 ms to load, and pycparser is no dependency of the package."""
    code = (
        "import sys; sys.modules['pycparser'] = None; sys.modules['cffi'] = None\n"
        "import hcspy._ffi.filler, hcspy._ffi.vmcompute, hcspy._ffi.native, hcspy._ffi.foreign\n"
        "print('tomllib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"


def test_hcspy_is_imported_without_cffi() -> None:
    """Programs that only read documents should not pay for C."""
    code = "import hcspy, sys; print([m for m in ('cffi', '_cffi_backend', 'hcspy._ffi.cdata') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("dll", DLLS)
def test_protocol_has_the_methods_of_the_c_text(dll: str) -> None:
    """The type checker knows only the Protocol: where it differs from C, it approves of wrong calls."""
    protocol = getattr(protocols, dll.capitalize())
    methods = {name: value for name, value in vars(protocol).items() if inspect.isfunction(value) and name[0] != "_"}
    assert list(methods) == list(tables()[dll])
    for name, slot in tables()[dll].items():
        _, *params = inspect.signature(methods[name]).parameters.values()
        assert [p.name for p in params] == [param for param, _ in slot.params], name
        assert [_c_type(p.annotation) for p in params] == [_bare(ctype) for _, ctype in slot.params], name
        assert all(p.kind is p.POSITIONAL_ONLY for p in params), name
        assert _c_type(inspect.signature(methods[name]).return_annotation) == _bare(slot.returns), name


INTEGERS = {"HRESULT", "NTSTATUS", "BOOL", "USHORT", "DWORD", "ULONG", "UINT32", "UINT64", "ULARGE_INTEGER", "SIZE_T"}
ENUMS = {"HCS_EVENT_OPTIONS", "HCS_OPERATION_TYPE", "HCN_PORT_PROTOCOL", "HCN_PORT_ACCESS"}
SPELLINGS = {"None": "void", "VoidPointer": "void*", "Wide": "text"}


def _c_type(annotation: str) -> str:
    """Spell a Python annotation in C; all integers are one."""
    if match := ANNOTATION.fullmatch(annotation):
        return f"{_c_type(match[1])}*"
    return SPELLINGS.get(annotation, annotation)


def _bare(ctype: str) -> str:
    """Return a C type without what Python does not tell apart."""
    plain = ctype.removeprefix("const ")
    base, stars = plain.rstrip("*"), "*" * plain.count("*")
    if base in INTEGERS | ENUMS:
        return f"int{stars}"
    aliases = {"PCWSTR": "text", "PWSTR": "text", "PSECURITY_DESCRIPTOR": "SECURITY_DESCRIPTOR*"}
    return f"{aliases.get(base, base)}{stars}"


def test_protocols_use_only_names_that_exist() -> None:
    """Annotations are never evaluated, so a wrong one would not fail by itself."""
    names: set[str] = set()
    for dll in DLLS:
        for slot in tables()[dll].values():
            types: list[Any] = [slot.returns, *(ctype for _, ctype in slot.params)]
            names |= {re.sub(r"Pointer\[|\]", "", build.annotation(ctype)) for ctype in types}
    assert {name for name in names if not hasattr(cdata, name)} == {"int", "None"}
