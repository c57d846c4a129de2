"""The base images that a machine has: their descriptions, and a small tree of files for each.

The files have the names that matter to programs and next to nothing in them.
"""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Final

from hcspy.testing.profiles import Profile

from .hives import BASE_HIVES, HIVE, write_hives

HOME: Final = r"C:\ProgramData\Microsoft\Windows\Images"
CREATED: Final = 1_546_300_800
"""When the files of an image were made: 1 January 2019."""

_SYSTEM: Final = {
    "License.txt": b"MICROSOFT SOFTWARE LICENSE TERMS\r\n",
    "Windows/System32/cmd.exe": b"MZ",
    "Windows/System32/ntoskrnl.exe": b"MZ",
    "Windows/System32/drivers/etc/hosts": b"# 127.0.0.1 localhost\r\n",
    "Users/Public/desktop.ini": b"",
}
_FULL: Final = {
    "Windows/System32/WindowsPowerShell/v1.0/powershell.exe": b"MZ",
    "Windows/Microsoft.NET/Framework64/v4.0.30319/csc.exe": b"MZ",
}
_UTILITY_VM: Final = {
    "EFI/Microsoft/Boot/BCD": HIVE,
    "EFI/Microsoft/Boot/bootmgfw.efi": b"MZ",
    "Windows/System32/vmcompute.exe": b"MZ",
}


@dataclasses.dataclass
class Image:
    """A base image, as the list of base images shows it."""

    name: str
    version: str
    path: str
    size: int
    created: str


def default_images(profile: Profile) -> list[Image]:
    """Return the images of a new machine."""
    # fidelity: HCS-L02
    version = f"10.0.{profile.build}.1"
    return [
        image("WindowsServerCore", version, size=5_268_045_824),
        image("NanoServer", version, size=278_921_216),
    ]


def image(name: str, version: str, *, size: int) -> Image:
    """Describe an image that lies where Windows keeps them."""
    return Image(name, version, rf"{HOME}\CN=Microsoft_{name}_{version}", size, "2019-01-01T00:00:00Z")


def build(folder: Path, *, full: bool) -> None:
    """Put the tree of an image into a folder; `full` is Server Core's."""
    # fidelity: HCS-L03
    files = {**_SYSTEM, **(_FULL if full else {})}
    files |= {f"Windows/System32/config/{hive}": HIVE for hive in BASE_HIVES}
    _write(folder / "Files", files)
    _write(folder / "UtilityVM" / "Files", {**_UTILITY_VM, "Windows/System32/config/SYSTEM": HIVE})
    write_hives(folder / "Hives", "Base")
    for name in ("blank-base.vhdx", "blank.vhdx", "UtilityVM/SystemTemplateBase.vhdx", "UtilityVM/SystemTemplate.vhdx"):
        (folder / name).write_bytes(b"vhdxfile")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        file = folder.joinpath(*name.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (CREATED, CREATED))
