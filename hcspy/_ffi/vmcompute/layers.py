"""The layer functions of vmcompute.dll.

The DLL knows a layer by a folder and a name in it. As hcsshim does, the folder is left empty and the name is the
layer's whole path. Parents go along as an array, the nearest one first, each with the id that `name_to_guid` gives.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Final, NamedTuple

from hcspy._ffi.cdata import DRIVER_INFO, GUID, WC_LAYER_DESCRIPTOR, Pointer, Wide, ffi
from hcspy._ffi.hresult import check
from hcspy._ffi.strings import out_string, text_at, wide
from hcspy._ffi.structs import guid_text, put_guid
from hcspy._ffi.tables import Tables
from hcspy._ffi.timeouts import run_with_timeout

FILTER_DRIVER: Final = 1
_log: Final = logging.getLogger("hcspy.wire")

# Windows fails when two layers are prepared at the same moment, so one at a time in this process.
_preparing: Final = threading.Lock()


class Parent(NamedTuple):
    """A layer below another one: its id and its folder."""

    id: str
    path: str


class _Driver:
    """The driver as C has it; what it points to lives as long as this does."""

    def __init__(self) -> None:
        self._home = wide("")
        self.info: Pointer[DRIVER_INFO] = ffi.new("DRIVER_INFO *", {"Flavour": FILTER_DRIVER, "HomeDir": self._home})


class _Parents:
    """An array of descriptors as C has it; what it points to lives as long as this does."""

    def __init__(self, parents: Sequence[Parent]) -> None:
        self._texts = [wide(parent.path) for parent in parents]
        self.array: Pointer[WC_LAYER_DESCRIPTOR] = ffi.new("WC_LAYER_DESCRIPTOR[]", len(parents))
        for index, parent in enumerate(parents):
            entry: Any = self.array[index]
            put_guid(ffi.addressof(entry, "LayerId"), parent.id)
            entry.Path = self._texts[index]
        self.pointer = self.array if parents else ffi.NULL


def activate_layer(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Attach a layer's disk; nothing happens for a read-only layer."""
    _on_layer(tables, "ActivateLayer", path, timeout=timeout)


def deactivate_layer(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Detach a layer's disk."""
    _on_layer(tables, "DeactivateLayer", path, timeout=timeout)


def unprepare_layer(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Take the parents away from below an active layer."""
    _on_layer(tables, "UnprepareLayer", path, timeout=timeout)


def destroy_layer(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Remove a layer and all that is in it from the disk."""
    _on_layer(tables, "DestroyLayer", path, timeout=timeout)


def create_layer(tables: Tables, path: str, parent: str, *, timeout: float | None = None) -> None:
    """Make a read-only layer on top of a parent; an empty text is none."""
    _on_layer(tables, "CreateLayer", path, wide(parent), timeout=timeout)


def expand_sandbox_size(tables: Tables, path: str, size: int, *, timeout: float | None = None) -> None:
    """Make the disk of a scratch layer so many bytes large."""
    _on_layer(tables, "ExpandSandboxSize", path, size, timeout=timeout)


def create_sandbox_layer(tables: Tables, path: str, parents: Sequence[Parent], *, timeout: float | None = None) -> None:
    """Make a scratch layer, which can be written to, on top of its parents."""
    _with_parents(tables, "CreateSandboxLayer", path, ffi.NULL, parents=parents, timeout=timeout)


def prepare_layer(tables: Tables, path: str, parents: Sequence[Parent], *, timeout: float | None = None) -> None:
    """Put its parents below an active layer; one call at a time in this process."""
    _with_parents(tables, "PrepareLayer", path, parents=parents, timeout=timeout, lock=_preparing)


def import_layer(
    tables: Tables, path: str, folder: str, parents: Sequence[Parent], *, timeout: float | None = None
) -> None:
    """Make a read-only layer of a folder in the transport format."""
    _with_parents(tables, "ImportLayer", path, wide(folder), parents=parents, timeout=timeout)


def export_layer(
    tables: Tables, path: str, folder: str, parents: Sequence[Parent], *, timeout: float | None = None
) -> None:
    """Write what a layer adds to its parents into a folder, in the transport format."""
    _with_parents(tables, "ExportLayer", path, wide(folder), parents=parents, timeout=timeout)


def copy_layer(
    tables: Tables, source: str, destination: str, parents: Sequence[Parent], *, timeout: float | None = None
) -> None:
    """Copy a layer."""
    _with_parents(tables, "CopyLayer", source, wide(destination), parents=parents, timeout=timeout)


def layer_exists(tables: Tables, path: str, *, timeout: float | None = None) -> bool:
    """Tell whether a layer is registered at a path."""
    exists: Pointer[int] = ffi.new("DWORD *")
    _on_layer(tables, "LayerExists", path, exists, timeout=timeout)
    return bool(exists[0])


def get_layer_mount_path(tables: Tables, path: str, *, timeout: float | None = None) -> str:
    """Return where the files of a layer are: a volume if it is active and can be written to, else its folder."""
    export, driver, id = "GetLayerMountPath", _Driver(), wide(path)

    def work() -> str:
        length: Pointer[int] = ffi.new("SIZE_T *")
        _judged(tables, export, driver.info, id, length, ffi.NULL, request=path)
        if not length[0]:
            return ""
        # One more than asked for: whatever the DLL writes there, the text has an end.
        buffer: Wide = ffi.new("char16_t[]", length[0] + 1)
        _judged(tables, export, driver.info, id, length, buffer, request=path)
        return text_at(buffer)

    return run_with_timeout(work, timeout, call=export, request=path)


def get_base_images(tables: Tables, *, timeout: float | None = None) -> str:
    """Return the document that lists the base images of this machine."""
    export = "GetBaseImages"

    def work() -> str:
        cell, document = out_string(), None
        try:
            hresult = tables.vmcompute.GetBaseImages(cell)
        finally:  # also when Ctrl-C strikes between the call and here
            document = tables.take(cell)
        _log.debug("%s -> 0x%08x %s", export, hresult & 0xFFFFFFFF, document)
        check(hresult, export)
        return document or ""

    return run_with_timeout(work, timeout, call=export)


def name_to_guid(tables: Tables, name: str, *, timeout: float | None = None) -> str:
    """Return the id that Windows derives from a name, as lower-case text."""
    guid: Pointer[GUID] = ffi.new("GUID *")
    _plain(tables, "NameToGuid", wide(name), guid, request=name, timeout=timeout)
    return guid_text(guid)


def grant_vm_access(tables: Tables, vm: str, path: str, *, timeout: float | None = None) -> None:
    """Let a virtual machine open a file."""
    _plain(tables, "GrantVmAccess", wide(vm), wide(path), request=f"{vm} {path}", timeout=timeout)


def process_base_image(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Make the files of a base layer usable for containers."""
    _plain(tables, "ProcessBaseImage", wide(path), request=path, timeout=timeout)


def process_utility_image(tables: Tables, path: str, *, timeout: float | None = None) -> None:
    """Make the files of a utility VM bootable."""
    _plain(tables, "ProcessUtilityImage", wide(path), request=path, timeout=timeout)


# -- one call -----------------------------------------------------------------------------------------------------


def _judged(tables: Tables, export: str, *arguments: Any, request: str) -> None:
    hresult: int = getattr(tables.vmcompute, export)(*arguments)
    _log.debug("%s %s -> 0x%08x", export, request, hresult & 0xFFFFFFFF)
    check(hresult, export, request=request)


def _plain(tables: Tables, export: str, *arguments: Any, request: str, timeout: float | None) -> None:
    work = partial(_judged, tables, export, *arguments, request=request)
    run_with_timeout(work, timeout, call=export, request=request)


def _on_layer(tables: Tables, export: str, path: str, *arguments: Any, timeout: float | None) -> None:
    driver, id = _Driver(), wide(path)

    # A function, which holds the driver: a call that is given up outlasts this one.
    def work() -> None:
        _judged(tables, export, driver.info, id, *arguments, request=path)

    run_with_timeout(work, timeout, call=export, request=path)


def _with_parents(
    tables: Tables,
    export: str,
    path: str,
    *arguments: Any,
    parents: Sequence[Parent],
    timeout: float | None,
    lock: AbstractContextManager[object] | None = None,
) -> None:
    driver, id, below = _Driver(), wide(path), _Parents(parents)

    def work() -> None:
        with lock or nullcontext():
            _judged(tables, export, driver.info, id, *arguments, below.pointer, len(parents), request=path)

    run_with_timeout(work, timeout, call=export, request=path)
