"""The function tables of this machine's own DLLs.

A program that asks for vmcompute.dll by its bare name may get one that lies in the current folder or
on PATH, all the more so where the Containers feature is not installed and System32 has none. So DLLs
are asked for by full path, with the flag that limits the search for what they need in turn to
System32. `ffi.dlopen` is not used for them: what it does after a failure is to look along PATH. Only
kernel32.dll is opened by its name, as it is in every process from the start.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

from hcspy.errors import InvalidDocumentError, NotSupportedError

from .cdata import NULL, ffi
from .strings import wide
from .tables import DLLS, Tables, empty

LOAD_LIBRARY_SEARCH_SYSTEM32: Final = 0x800
ERROR_MOD_NOT_FOUND: Final = 126
CURRENT_VERSION: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"


class Native:
    """This machine as a target to connect to."""

    def __init__(self) -> None:
        self.tables = load()

    @property
    def windows(self) -> tuple[int, int, int, int | None]:
        """The version of Windows: major, minor, build, and the revision, which updates count up (UBR)."""
        return windows_version()

    def close(self) -> None:
        """Let go of it; the DLLs stay loaded."""
        self.tables.close()


def open_native(path: str | None = None, profile: str | None = None) -> Native:
    """Open this machine. It has no path and is what it is: a profile is for fakes."""
    if path is not None or profile is not None:
        raise InvalidDocumentError("this machine takes no path and no profile", hint="Those are for the fake")
    return Native()


def load() -> Tables:
    """Return the tables of the DLLs in System32; what is missing there leaves empty slots.

    Raises NotSupportedError anywhere but on Windows.
    """
    if not _is_windows():
        raise NotSupportedError(
            "this machine has no HNS and no HCS: they are part of Windows",
            hint='hcspy.connect("fake") works on any system',
        )
    return bind(_kernel())


def windows_version() -> tuple[int, int, int, int | None]:
    """Return the version of this Windows, whatever a manifest makes it pretend to be."""
    if not _is_windows():
        raise NotSupportedError("this machine is no Windows")
    system: Any = sys  # what follows is there on Windows only
    major, minor, build = system.getwindowsversion().platform_version
    return major, minor, build, _revision()


def _revision() -> int | None:
    registry: Any = import_module("winreg")
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, CURRENT_VERSION) as key:
            return int(registry.QueryValueEx(key, "UBR")[0])
    except (OSError, ValueError):
        return None


def _is_windows() -> bool:
    return sys.platform == "win32"


def _kernel() -> Any:
    return ffi.dlopen("kernel32.dll", LOAD_LIBRARY_SEARCH_SYSTEM32)


def bind(kernel: Any) -> Tables:
    """Return the tables that a loader, kernel32.dll, finds."""
    folder = system_folder(kernel)
    structures = {dll: empty(dll) for dll in DLLS}
    absent: dict[str, str] = {}
    for dll, structure in structures.items():
        path = f"{folder}\\{dll}.dll"
        module = kernel.LoadLibraryExW(wide(path), NULL, LOAD_LIBRARY_SEARCH_SYSTEM32)
        if module:
            _fill(structure, module, kernel)
        else:
            absent[dll] = _reason(path)
    return Tables(structures, absent=absent)


def system_folder(kernel: Any) -> str:
    """Return the path of System32."""
    size = 260
    while True:
        buffer = ffi.new("char16_t[]", size)
        needed = kernel.GetSystemDirectoryW(buffer, size)
        if not needed:
            raise NotSupportedError("Windows does not say where its System32 is", call="GetSystemDirectoryW")
        if needed < size:
            folder: str = ffi.string(buffer)
            return folder
        size = needed


def _fill(structure: Any, module: Any, kernel: Any) -> None:
    for name, field in ffi.typeof(structure).item.fields:
        address = kernel.GetProcAddress(module, name.encode("ascii"))
        setattr(structure, name, ffi.cast(field.type, address))


def _reason(path: str) -> str:
    code, message = _last_error()
    if code == ERROR_MOD_NOT_FOUND:
        return f"there is no {path}"
    return f"Windows refuses to load {path}: error {code}, {message.strip()}"


def _last_error() -> tuple[int, str]:
    found: tuple[int, str] = ffi.getwinerror() if _is_windows() else (ERROR_MOD_NOT_FOUND, "")
    return found
