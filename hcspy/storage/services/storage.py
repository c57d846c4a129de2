"""``host.storage``: layers, base images and virtual disks."""

from __future__ import annotations

from collections.abc import Iterable

from hcspy.storage.images import BaseImage
from hcspy.storage.paths import LayerRef
from hcspy.storage.services.baseimages import BaseImages
from hcspy.storage.services.disks import Disks
from hcspy.storage.services.door import Door
from hcspy.storage.services.layers import Layers
from hcspy.storage.services.mounted import Mounted


class Storage:
    """What a host stores for its containers, through vmcompute.dll, computestorage.dll and virtdisk.dll."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.layers = Layers(door)
        self.base_images = BaseImages(door)
        self.disks = Disks(door)

    def mounted(self, layer: LayerRef, parents: Iterable[LayerRef] | None = None) -> Mounted:
        r"""Return a context manager in whose block the files of a scratch layer can be read and written.

        It gives the path of the volume, to be opened by this process. Without ``parents``, ``layerchain.json`` in the
        layer's folder says which layers are below. Whatever happens, the layer is afterwards as it was; if a step
        fails, those before it are taken back.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     image = host.storage.find_base_image("nanoserver")
        ...     host.storage.layers.create_scratch(r"C:\layers\web", [image.path])
        ...     with host.storage.mounted(r"C:\layers\web", [image.path]) as path:
        ...         size = (path / "hello.txt").write_text("hello")
        ...     with host.storage.mounted(r"C:\layers\web", [image.path]) as path:
        ...         (path / "hello.txt").read_text()
        'hello'
        """
        return Mounted(self.layers, layer, parents)

    def find_base_image(self, name: str, *, version: str | None = None) -> BaseImage:
        """Return the base image with a name, the newest of several versions.

        >>> import hcspy
        >>> with hcspy.connect("fake") as host:
        ...     host.storage.find_base_image("nanoserver").name
        'NanoServer'

        Raises NotFoundError, which names the images that there are, if there is none.
        """
        return self.base_images.get(name, version=version)
