"""Where the DLLs come from: System32, and from nowhere else."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import hcspy
from hcspy._ffi import native
from hcspy._ffi.exports import EXPORTS
from hcspy.errors import ExportMissingError, LibraryMissingError

from .remote import Remote

DLLS = ("vmcompute", "computenetwork", "computecore", "computestorage", "virtdisk")
POISONED = 66  # the status of a process that has loaded the planted DLL
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_beside_poison(variants: Path, tmp_path: Path) -> Run:
    """Run Python code in a folder with a planted vmcompute.dll that is also first on PATH."""

    def run(code: str) -> subprocess.CompletedProcess[str]:
        poison = variants / "poison"
        environment = {**os.environ, "PATH": f"{poison}{os.pathsep}{os.environ['PATH']}"}
        return subprocess.run(
            [sys.executable, "-c", code], cwd=poison, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )

    return run


@pytest.mark.parametrize("dll", DLLS)
def test_dll_is_loaded_from_system32_with_all_exports(dll: str, host: hcspy.Host) -> None:
    """The stand-in is only a proof of the loader if it is the loader's System32 that it came from."""
    assert [name for name in EXPORTS[dll] if not host.tables.has(dll, name)] == []
    path = ctypes.create_unicode_buffer(1000)
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetModuleHandleW.restype = ctypes.c_void_p
    kernel32.GetModuleFileNameW.argtypes = [ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_uint32]
    kernel32.GetModuleFileNameW(kernel32.GetModuleHandleW(f"{dll}.dll"), path, 1000)
    assert path.value.lower() == rf"c:\windows\system32\{dll}.dll"


def test_planted_dll_is_poison(run_beside_poison: Run) -> None:
    """The tests below prove something only if loading the planted DLL would show."""
    code = "import ctypes, os; ctypes.WinDLL(os.path.abspath('vmcompute.dll'))"
    assert run_beside_poison(code).returncode == POISONED


def test_planted_dll_is_not_loaded(run_beside_poison: Run, remote: Remote) -> None:
    """Who can write to the working directory or to a folder on PATH would run code as an administrator."""
    done = run_beside_poison("import hcspy; print(hcspy.connect().hns.networks.list())")
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_planted_dll_is_not_loaded_where_system32_has_none(run_beside_poison: Run, tmp_path: Path) -> None:
    """Without the Containers feature a search for the DLL's name ends on PATH."""
    code = f"""if True:
        import hcspy
        from hcspy._ffi import native
        native.system_folder = lambda kernel: {str(tmp_path)!r}
        try:
            hcspy.connect().hns.networks.list()
        except hcspy.NotSupportedError as error:
            print(type(error).__name__)
    """
    done = run_beside_poison(code)
    assert (done.returncode, done.stdout.strip()) == (0, "LibraryMissingError"), done.stderr


def test_missing_dll_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Windows without the Containers feature has to hear what it lacks."""
    monkeypatch.setattr(native, "system_folder", lambda kernel: str(tmp_path))
    with hcspy.connect() as host, pytest.raises(LibraryMissingError, match=r"vmcompute\.dll"):
        host.hns.networks.list()


def test_missing_export_is_named_with_the_build_that_brings_it(variants: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older Windows has the DLL without the export: the slot is empty, and calling it says so."""
    monkeypatch.setattr(native, "system_folder", lambda kernel: str(variants / "older"))
    tables = native.load()
    assert tables.has("computenetwork", "HcnOpenEndpoint")
    with pytest.raises(ExportMissingError, match=r"HcnQueryEndpointStats.*build 17763"):
        tables.computenetwork.HcnQueryEndpointStats(None, None, None, None)


def test_import_loads_no_dll() -> None:
    """A program that only wants models or the fake must not touch the services of the machine."""
    code = "import ctypes, hcspy, hcspy.hns; print(ctypes.WinDLL('kernel32').GetModuleHandleW('vmcompute.dll'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
    assert done.stdout.strip() == "0", done.stderr
