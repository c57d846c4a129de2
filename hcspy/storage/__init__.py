"""Storage of containers: layers, base images and virtual disks, and the documents that name them.

Everything is loaded on demand. The verbs are those of ``host.storage``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.storage.chain import parse_layer_chain as parse_layer_chain
    from hcspy.storage.chain import read_layer_chain as read_layer_chain
    from hcspy.storage.chain import write_layer_chain as write_layer_chain
    from hcspy.storage.disk import DiskSpace as DiskSpace
    from hcspy.storage.disk import VirtualDisk as VirtualDisk
    from hcspy.storage.images import BaseImage as BaseImage
    from hcspy.storage.images import BaseImages as BaseImages
    from hcspy.storage.models import CacheMode as CacheMode
    from hcspy.storage.models import ExportLayerOptions as ExportLayerOptions
    from hcspy.storage.models import FileSystemFilterType as FileSystemFilterType
    from hcspy.storage.models import Layer as Layer
    from hcspy.storage.models import LayerData as LayerData
    from hcspy.storage.models import OsLayerOptions as OsLayerOptions
    from hcspy.storage.models import OsLayerType as OsLayerType
    from hcspy.storage.models import PathType as PathType
    from hcspy.storage.models import Version as Version

_HOME: dict[str, str] = {
    "chain": "parse_layer_chain read_layer_chain write_layer_chain",
    "disk": "DiskSpace VirtualDisk",
    "images": "BaseImage BaseImages",
    "models": "CacheMode ExportLayerOptions FileSystemFilterType Layer LayerData OsLayerOptions OsLayerType PathType"
    " Version",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
