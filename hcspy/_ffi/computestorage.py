"""computestorage.dll: container layers, as documents and paths; no call gives a result document.

A layer's parents are in a document (`LayerData`), and a virtual disk is a handle: its number, 0 where there is none.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from .cdata import HANDLE, ffi
from .hresult import check
from .strings import out_string, wide, wide_or_null
from .tables import Tables
from .timeouts import run_with_timeout

_log: Final = logging.getLogger("hcspy.wire")


def attach_layer_storage_filter(tables: Tables, layer: str, data: str, *, timeout: float | None = None) -> None:
    """Put its parents below a writable layer."""
    _call(tables, "HcsAttachLayerStorageFilter", wide(layer), wide(data), request=(layer, data), timeout=timeout)


def detach_layer_storage_filter(tables: Tables, layer: str, *, timeout: float | None = None) -> None:
    """Take the parents away from below a writable layer."""
    _call(tables, "HcsDetachLayerStorageFilter", wide(layer), request=(layer,), timeout=timeout)


def attach_overlay_filter(tables: Tables, volume: str, data: str, *, timeout: float | None = None) -> None:
    """Put layers below a volume."""
    _call(tables, "HcsAttachOverlayFilter", wide(volume), wide(data), request=(volume, data), timeout=timeout)


def detach_overlay_filter(tables: Tables, volume: str, data: str, *, timeout: float | None = None) -> None:
    """Take the layers away from below a volume; the document says only which filter."""
    _call(tables, "HcsDetachOverlayFilter", wide(volume), wide(data), request=(volume, data), timeout=timeout)


def destroy_layer(tables: Tables, layer: str, *, timeout: float | None = None) -> None:
    """Remove a layer from the disk."""
    _call(tables, "HcsDestroyLayer", wide(layer), request=(layer,), timeout=timeout)


def export_layer(
    tables: Tables, layer: str, folder: str, data: str, options: str, *, timeout: float | None = None
) -> None:
    """Write a layer into a folder, in the transport format."""
    request = layer, folder, data, options
    _call(tables, "HcsExportLayer", *map(wide, request), request=request, timeout=timeout)


def export_legacy_writable_layer(
    tables: Tables, mount: str, layer: str, folder: str, data: str, *, timeout: float | None = None
) -> None:
    """Write a writable layer of vmcompute.dll, mounted, into a folder."""
    request = mount, layer, folder, data
    _call(tables, "HcsExportLegacyWritableLayer", *map(wide, request), request=request, timeout=timeout)


def import_layer(tables: Tables, layer: str, folder: str, data: str, *, timeout: float | None = None) -> None:
    """Make a layer of a folder in the transport format."""
    request = layer, folder, data
    _call(tables, "HcsImportLayer", *map(wide, request), request=request, timeout=timeout)


def initialize_writable_layer(
    tables: Tables, layer: str, data: str, options: str | None = "", *, timeout: float | None = None
) -> None:
    """Make a folder into a writable layer."""
    arguments = wide(layer), wide(data), wide_or_null(options)
    _call(tables, "HcsInitializeWritableLayer", *arguments, request=(layer, data), timeout=timeout)


def initialize_legacy_writable_layer(
    tables: Tables, mount: str, layer: str, data: str, options: str | None = "", *, timeout: float | None = None
) -> None:
    """Make a mounted volume into a writable layer of the kind that vmcompute.dll has."""
    arguments = wide(mount), wide(layer), wide(data), wide_or_null(options)
    _call(tables, "HcsInitializeLegacyWritableLayer", *arguments, request=(mount, layer, data), timeout=timeout)


def setup_base_os_layer(tables: Tables, layer: str, vhd: int, options: str, *, timeout: float | None = None) -> None:
    """Make the files of a base layer usable, on a virtual disk where it is a virtual machine's."""
    arguments = wide(layer), _handle(vhd), wide(options)
    _call(tables, "HcsSetupBaseOSLayer", *arguments, request=(layer, f"0x{vhd:x}", options), timeout=timeout)


def setup_base_os_volume(
    tables: Tables, layer: str, volume: str, options: str, *, timeout: float | None = None
) -> None:
    """Make the files of a base layer usable, on a volume."""
    request = layer, volume, options
    _call(tables, "HcsSetupBaseOSVolume", *map(wide, request), request=request, timeout=timeout)


def format_writable_layer_vhd(tables: Tables, vhd: int, *, timeout: float | None = None) -> None:
    """Make a partition with an empty file system on a virtual disk."""
    _call(tables, "HcsFormatWritableLayerVhd", _handle(vhd), request=(f"0x{vhd:x}",), timeout=timeout)


def get_layer_vhd_mount_path(tables: Tables, vhd: int, *, timeout: float | None = None) -> str:
    """Return the path of the volume on an attached virtual disk."""
    export = "HcsGetLayerVhdMountPath"

    def work() -> str:
        cell, path = out_string(), None
        try:
            hresult = tables.computestorage.HcsGetLayerVhdMountPath(_handle(vhd), cell)
        finally:  # also when Ctrl-C strikes between the call and here
            path = tables.take_local(cell)
        _log.debug("%s 0x%x -> 0x%08x %s", export, vhd, hresult & 0xFFFFFFFF, path)
        check(hresult, export, request=f"0x{vhd:x}")
        return path or ""

    return run_with_timeout(work, timeout, call=export, request=f"0x{vhd:x}")


def _call(tables: Tables, export: str, *arguments: Any, request: tuple[str, ...], timeout: float | None) -> None:
    def work() -> None:
        hresult: int = getattr(tables.computestorage, export)(*arguments)
        _log.debug("%s %s -> 0x%08x", export, " ".join(request), hresult & 0xFFFFFFFF)
        check(hresult, export, request=request)

    run_with_timeout(work, timeout, call=export, request=request)


def _handle(number: int) -> HANDLE:
    handle: HANDLE = ffi.cast("HANDLE", number)
    return handle
