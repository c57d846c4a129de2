"""A program that calls the layer functions through C, as container engines do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hcspy import HcspyError
from hcspy._ffi.vmcompute import layers as native
from hcspy._ffi.vmcompute.layers import Parent
from hcspy.testing import FakeHost

SCRATCH = r"C:\ProgramData\docker\windowsfilter\scratch"
NOTHING = r"C:\nothing\here"

NOT_FOUND = 0x80070002
NO_PATH = 0x80070003
IN_USE = 0x80070020
NOT_READY = 0x80070015
THERE = 0x800700B7


def code(call: Callable[..., object], *args: Any) -> int:
    """Return the HRESULT of a call: 0 when it works."""
    try:
        call(*args)
    except HcspyError as error:
        return error.hresult or 0
    return 0


class Program:
    """Calls the layer functions of vmcompute.dll, as a container engine does."""

    def __init__(self, fake: FakeHost) -> None:
        self.fake = fake
        self.image = next(path for path in fake.storage.base_images if "NanoServer" in path)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(native, name)
        return lambda *args: function(self.fake.tables, *args)

    def parents(self, *paths: str) -> list[Parent]:
        """Return layers as the functions take them; the base image if none are named."""
        return [Parent(native.name_to_guid(self.fake.tables, path), path) for path in paths or (self.image,)]

    def scratch(self, path: str = SCRATCH, *below: str) -> Path:
        """Make a scratch space, mount it, and return where it really lies."""
        self.create_sandbox_layer(path, self.parents(*below))
        return self.mount(path, *below)

    def mount(self, path: str = SCRATCH, *below: str) -> Path:
        """Activate and prepare a scratch space, and return where it really lies."""
        self.activate_layer(path)
        self.prepare_layer(path, self.parents(*below))
        return self.fake.storage.path(self.get_layer_mount_path(path))

    def unmount(self, path: str = SCRATCH) -> None:
        """Go back."""
        self.unprepare_layer(path)
        self.deactivate_layer(path)

    def exported(self, path: str, *below: str, to: str = r"C:\out") -> Path:
        """Export a layer into a new folder, and return where that really lies."""
        folder = self.fake.storage.path(to)
        folder.mkdir(parents=True)
        self.export_layer(path, to, self.parents(*below))
        return folder


def names(folder: Path) -> set[str]:
    """Return what is in a folder, at any depth, with slashes."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
