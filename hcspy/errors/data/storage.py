"""Codes of Windows that layers and virtual disks answer with."""

from __future__ import annotations

from typing import Final

from .entry import Entry, win32

ENTRIES: Final[tuple[Entry, ...]] = (
    win32(
        0x0015,
        "ERROR_NOT_READY",
        "The device is not ready",
        meaning="A disk is not attached",
        when="Detaching or exporting a scratch layer that is not active, or asking a disk that is not for its volume",
        advice="Attach the disk, or activate the layer, first",
    ),
    win32(
        0x0035,
        "ERROR_BAD_NETPATH",
        "The network path was not found",
        meaning="A path on the network is not there",
        when="A layer or a disk lies on a share that cannot be reached",
        advice="Use a path with a drive letter, or one of a volume",
    ),
    win32(
        0x0050,
        "ERROR_FILE_EXISTS",
        "The file exists",
        meaning="A file or a layer is there already",
        when="Making a scratch layer or a virtual disk where there is one",
        advice="Destroy the layer or remove the file, or choose another path",
    ),
    win32(
        0x007B,
        "ERROR_INVALID_NAME",
        "The filename, directory name, or volume label syntax is incorrect",
        meaning="A path has characters that no file name has",
        when="A layer's path with a colon, a star or a quote in it",
        advice="Correct the path",
    ),
    win32(
        0x03ED,
        "ERROR_UNRECOGNIZED_VOLUME",
        "The volume does not contain a recognized file system",
        meaning="A disk has no file system",
        when="Asking for the volume of a virtual disk that is not formatted",
        advice="Format it first: `host.storage.layers.format_vhd(disk)`",
    ),
)
