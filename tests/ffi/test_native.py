"""Binding to the DLLs of a machine, with a loader of ours in the place of Windows's."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Container
from types import SimpleNamespace
from typing import Any

import pytest

from hcspy._ffi import native
from hcspy._ffi.cdata import NULL, ffi
from hcspy._ffi.exports import EXPORTS
from hcspy._ffi.tables import DLLS
from hcspy.errors import InvalidDocumentError, LibraryMissingError, NotSupportedError

SYSTEM32 = "C:\\Windows\\System32"
ANSWER = ffi.callback("HRESULT(*)(void *)", lambda argument: 7)


class Kernel:
    """A loader that finds what a test wants it to find; all functions are one."""

    def __init__(self, *, missing: Container[str] = (), folder: str = SYSTEM32) -> None:
        self.missing = missing
        self.folder = folder
        self.loaded: list[tuple[str, Any, int]] = []
        self.sizes: list[int] = []

    def GetSystemDirectoryW(self, buffer: Any, size: int) -> int:
        """Write the folder if there is room, else say how much it takes."""
        self.sizes.append(size)
        if not self.folder or len(self.folder) >= size:
            return len(self.folder) + bool(self.folder)
        buffer[0 : len(self.folder)] = self.folder
        return len(self.folder)

    def LoadLibraryExW(self, path: Any, file: Any, flags: int) -> Any:
        """Return the number of the DLL in our list as its module."""
        text = ffi.string(path)
        dll = text.rpartition("\\")[2].removesuffix(".dll")
        self.loaded.append((text, file, flags))
        return NULL if dll in self.missing else ffi.cast("void *", DLLS.index(dll) + 1)

    def GetProcAddress(self, module: Any, name: bytes) -> Any:
        """Find every export that is not missing."""
        dll = DLLS[int(ffi.cast("uintptr_t", module)) - 1]
        assert name.decode() in EXPORTS[dll]
        return NULL if name.decode() in self.missing else ffi.cast("void *", ANSWER)


def test_dlls_are_loaded_by_full_path_and_only_from_system32() -> None:
    """A bare name finds a planted file in the current folder or on PATH."""
    kernel = Kernel()
    native.bind(kernel)
    assert kernel.loaded == [(f"{SYSTEM32}\\{dll}.dll", NULL, 0x800) for dll in DLLS]


def test_slots_are_what_the_loader_found() -> None:
    """A call goes to the address that it gave."""
    tables = native.bind(Kernel())
    assert all(tables.has(dll, name) for dll, exports in EXPORTS.items() for name in exports)
    assert tables.vmcompute.HcsCloseProcess(NULL) == 7


def test_export_that_the_loader_does_not_find_is_an_empty_slot() -> None:
    """An older Windows has fewer."""
    tables = native.bind(Kernel(missing={"HcnOpenSdnRoute"}))
    assert not tables.has("computenetwork", "HcnOpenSdnRoute")
    assert tables.has("computenetwork", "HcnOpenNetwork")


def test_dll_that_is_not_there_leaves_all_slots_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Containers feature is not installed; the rest of the machine works."""
    monkeypatch.setattr(native, "_last_error", lambda: (126, "Module not found."))
    tables = native.bind(Kernel(missing={"vmcompute"}))
    with pytest.raises(LibraryMissingError, match=r"there is no C:\\Windows\\System32\\vmcompute\.dll"):
        tables.vmcompute.HNSCall(NULL, NULL, NULL, NULL)
    assert tables.has("combase", "CoTaskMemFree")


def test_dll_that_cannot_be_loaded_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file is not a missing one."""
    monkeypatch.setattr(native, "_last_error", lambda: (193, "%1 is not a valid Win32 application.\r\n"))
    tables = native.bind(Kernel(missing={"vmcompute"}))
    with pytest.raises(
        LibraryMissingError, match=r"refuses to load .*: error 193, %1 is not a valid Win32 application"
    ):
        tables.vmcompute.HNSCall(NULL, NULL, NULL, NULL)


def test_long_system_folder_is_read_whole() -> None:
    """Cut off, it would name another folder."""
    kernel = Kernel(folder="C:\\" + "n" * 500)
    assert native.system_folder(kernel) == kernel.folder
    assert kernel.sizes == [260, 504]


def test_machine_that_does_not_say_where_its_dlls_are_is_not_supported() -> None:
    """Guessing would be a hole."""
    with pytest.raises(NotSupportedError, match="System32"):
        native.bind(Kernel(folder=""))


@pytest.mark.skipif(sys.platform == "win32", reason="there it works")
def test_other_system_is_not_supported_and_is_told_of_the_fake() -> None:
    """The commonest first experience on a laptop."""
    with pytest.raises(NotSupportedError, match="part of Windows") as error:
        native.load()
    assert error.value.hint == 'hcspy.connect("fake") works on any system'


def test_this_machine_as_a_target_has_tables_and_can_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What connect() opens without a target."""
    monkeypatch.setattr(native, "_is_windows", lambda: True)
    monkeypatch.setattr(native, "_kernel", Kernel)
    target = native.open_native()
    assert target.tables.has("vmcompute", "HNSCall")
    target.close()


class Registry:
    """A registry with one value, or without."""

    HKEY_LOCAL_MACHINE = 0

    def __init__(self, value: object) -> None:
        self.value = value

    def OpenKey(self, root: int, path: str) -> contextlib.AbstractContextManager[str]:
        assert path.endswith("CurrentVersion")
        return contextlib.nullcontext(path)

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:
        if self.value is None:
            raise FileNotFoundError(name)
        return self.value, 4


@pytest.mark.parametrize(("value", "revision"), [(2113, 2113), (None, None), ("?", None)])
def test_this_machine_says_which_windows_it_is(
    monkeypatch: pytest.MonkeyPatch, value: object, revision: int | None
) -> None:
    """The build decides which images run; the revision is in the registry, if anywhere."""
    monkeypatch.setattr(native, "_is_windows", lambda: True)
    monkeypatch.setattr(native, "_kernel", Kernel)
    version = SimpleNamespace(platform_version=(10, 0, 20348))
    monkeypatch.setattr(sys, "getwindowsversion", lambda: version, raising=False)
    monkeypatch.setitem(sys.modules, "winreg", Registry(value))  # type: ignore[arg-type]
    assert native.open_native().windows == (10, 0, 20348, revision)


@pytest.mark.skipif(sys.platform == "win32", reason="there it works")
def test_other_system_has_no_windows_version() -> None:
    """Rather than something made up."""
    with pytest.raises(NotSupportedError, match="no Windows"):
        native.windows_version()


@pytest.mark.skipif(sys.platform != "win32", reason="needs a real Windows, or Wine")
def test_real_windows_says_its_build() -> None:
    """What the interpreter itself says of it."""
    assert native.windows_version()[:3] == sys.getwindowsversion().platform_version  # type: ignore[attr-defined]


@pytest.mark.parametrize(("path", "profile"), [("x", None), (None, "2019")])
def test_this_machine_has_no_profile(path: str | None, profile: str | None) -> None:
    """A program that asks for one believes it has a fake."""
    with pytest.raises(InvalidDocumentError, match="no path and no profile"):
        native.open_native(path, profile)


@pytest.mark.skipif(sys.platform != "win32", reason="needs a real loader")
def test_real_loader_fills_the_tables_of_windows_itself() -> None:
    """kernel32, combase and iphlpapi are on every Windows, Wine included."""
    tables = native.load()
    assert tables.has("combase", "CoTaskMemFree")
    assert tables.has("kernel32", "LocalFree")
    block = tables.combase.CoTaskMemAlloc(16)
    assert block != NULL
    tables.combase.CoTaskMemFree(block)
