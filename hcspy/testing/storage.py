"""What tests see of a fake machine's disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hcspy.testing.node import Node
from hcspy.testing.state.storage import Storage
from hcspy.testing.state.storage.images import image

__all__ = ["FakeStorage"]

Answer = TypeVar("Answer")


class FakeStorage:
    r"""The disk of a fake host, for tests: Windows paths on one side, real files on the other.

    >>> from hcspy.testing import FakeHost
    >>> with FakeHost() as fake:
    ...     [image] = [path for path in fake.storage.base_images if "NanoServer" in path]
    ...     (fake.storage.path(image) / "Files" / "License.txt").exists()
    True
    """

    def __init__(self, node: Node) -> None:
        self._node = node

    def path(self, windows_path: str) -> Path:
        r"""Return where a Windows path really lies, whether or not there is anything yet.

        Paths of drives (``C:\layers\base``) and of volumes (``\\?\Volume{...}``) are understood, in any letter case.
        """
        return self._use(lambda storage: storage.disk.locate(windows_path))

    def windows_path(self, real: str | os.PathLike[str]) -> str:
        """Return the Windows path of a real file or folder on this host's disk."""
        return self._use(lambda storage: storage.disk.windows_path(real))

    @property
    def base_images(self) -> list[str]:
        """The paths of the base images that the host lists."""
        return self._use(lambda storage: [image.path for image in storage.base_images()])

    def add_base_image(self, name: str, version: str, *, size: int = 1 << 30) -> str:
        """Give the host one more base image, and return its path."""
        added = image(name, version, size=size)
        self._use(lambda storage: storage.add_image(added))
        return added.path

    @property
    def layers(self) -> list[str]:
        """The paths of the layers that were made, imported or used."""
        return self._use(lambda storage: [layer.path for layer in storage.layers])

    @property
    def attached(self) -> list[str]:
        """The paths of the virtual disks whose volumes are there now."""
        return self._use(lambda storage: [vhd.path for vhd in storage.vhds if vhd.number])

    def _use(self, step: Callable[[Storage], Answer]) -> Answer:
        return self._node.use(lambda machine: step(machine.state.storage))
