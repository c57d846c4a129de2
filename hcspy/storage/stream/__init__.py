"""Layers on their way: tar archives, folders, and the streams of Windows' files, on any system.

`unpack_layer` and `pack_layer` go from an archive to a folder and back. `read_archive`, `read_folder` and, for a base
layer as it lies on the disk, `read_base_folder` yield the entries of a layer; `ArchiveWriter` and `FolderWriter` take
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.storage.stream.archive import read_archive as read_archive
    from hcspy.storage.stream.archivewriter import ArchiveWriter as ArchiveWriter
    from hcspy.storage.stream.backup import Stream as Stream
    from hcspy.storage.stream.backup import StreamHead as StreamHead
    from hcspy.storage.stream.backup import StreamId as StreamId
    from hcspy.storage.stream.base import read_base_folder as read_base_folder
    from hcspy.storage.stream.entry import Alternate as Alternate
    from hcspy.storage.stream.entry import Entry as Entry
    from hcspy.storage.stream.entry import Times as Times
    from hcspy.storage.stream.errors import LayerStreamError as LayerStreamError
    from hcspy.storage.stream.folder import read_folder as read_folder
    from hcspy.storage.stream.folderwriter import FolderWriter as FolderWriter
    from hcspy.storage.stream.layer import LayerContents as LayerContents
    from hcspy.storage.stream.layer import pack_layer as pack_layer
    from hcspy.storage.stream.layer import unpack_layer as unpack_layer
    from hcspy.storage.stream.reparse import ReparsePoint as ReparsePoint

_HOME: dict[str, str] = {
    "archive": "read_archive",
    "archivewriter": "ArchiveWriter",
    "backup": "Stream StreamHead StreamId",
    "base": "read_base_folder",
    "entry": "Alternate Entry Times",
    "errors": "LayerStreamError",
    "folder": "read_folder",
    "folderwriter": "FolderWriter",
    "layer": "LayerContents pack_layer unpack_layer",
    "reparse": "ReparsePoint",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
