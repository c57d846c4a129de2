"""Who may do what on Windows: security descriptors, in their text form (SDDL), for what a server makes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

ADMINISTRATORS_ONLY: Final = "D:P(A;;GA;;;SY)(A;;GA;;;BA)"
"""Full access for SYSTEM, which the engine runs as, and for administrators; nothing is inherited."""

ADMINISTRATORS_FOLDER: Final = "D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)"
"""The same for a folder and all that comes to be in it."""


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing.

    On Windows only SYSTEM and administrators may use them: what stands in `%ProgramData%` inherits that every user
    may put files there, and whoever can put a spec file there chooses what the engine connects to.
    """
    for folder in reversed([one for one in (path, *path.parents) if not one.exists()]):
        if sys.platform == "win32":
            _make_closed(folder)
        else:
            folder.mkdir(mode=0o755, exist_ok=True)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from hcspy.docker.errors import ServeError

    SDDL_REVISION_1: Final = 1
    ERROR_ALREADY_EXISTS: Final = 183

    class SecurityAttributes(ctypes.Structure):
        """SECURITY_ATTRIBUTES, with the descriptor that it points to."""

        nLength: int
        lpSecurityDescriptor: int | None
        bInheritHandle: int

        _fields_ = (
            ("nLength", wintypes.DWORD),
            ("lpSecurityDescriptor", wintypes.LPVOID),
            ("bInheritHandle", wintypes.BOOL),
        )

        @classmethod
        def of(cls, sddl: str) -> SecurityAttributes:
            """Return the attributes that a text of the descriptor stands for; the system keeps no hold of them."""
            convert = ctypes.WinDLL(
                "advapi32", use_last_error=True
            ).ConvertStringSecurityDescriptorToSecurityDescriptorW
            convert.argtypes = (wintypes.LPCWSTR, wintypes.DWORD, ctypes.POINTER(wintypes.LPVOID), wintypes.LPVOID)
            convert.restype = wintypes.BOOL
            descriptor = wintypes.LPVOID()
            if not convert(sddl, SDDL_REVISION_1, ctypes.byref(descriptor), None):
                reason = ctypes.FormatError(ctypes.get_last_error())
                raise ServeError(f"{sddl!r} is no security descriptor: {reason}")
            return cls(ctypes.sizeof(cls), descriptor.value, False)

        def free(self) -> None:
            """Give the descriptor back to the system."""
            release = ctypes.WinDLL("kernel32").LocalFree
            release.argtypes, release.restype = (wintypes.HLOCAL,), wintypes.HLOCAL
            release(self.lpSecurityDescriptor)
            self.lpSecurityDescriptor = None

    def _make_closed(folder: Path) -> None:
        security = SecurityAttributes.of(ADMINISTRATORS_FOLDER)
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateDirectoryW
        create.argtypes, create.restype = (wintypes.LPCWSTR, ctypes.POINTER(SecurityAttributes)), wintypes.BOOL
        try:
            if not create(str(folder), ctypes.byref(security)):
                code = ctypes.get_last_error()
                if code != ERROR_ALREADY_EXISTS:
                    raise ctypes.WinError(code)
        finally:
            security.free()
