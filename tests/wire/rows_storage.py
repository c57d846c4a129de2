"""Counterparts of storage: hcsshim's public layer functions, and all of its package computestorage."""

from __future__ import annotations

import ntpath
from typing import Any, Final

from hcspy import to_json
from hcspy.storage import BaseImages

from . import models
from .counterparts import Argument, Counterpart, Inputs, guid_as_go, nothing, value

LAYERS: Final = "host.storage.layers"
IMAGES: Final = "host.storage.base_images"
DATA: Final = "computestorage.LayerData"


def _path(*names: str) -> Argument:
    """Join a layer's id to the home folder of the driver; hcsshim passes the whole path on as the id."""
    return lambda inputs: ntpath.join(inputs["info"]["HomeDir"], value(*names)(inputs))


def _parents(inputs: Inputs) -> Any:
    return inputs["parentLayerPaths"]


def _data(inputs: Inputs) -> Any:
    return models.build(DATA, inputs["layerData"])


def _options(go_type: str) -> Argument:
    return lambda inputs: models.build(f"computestorage.{go_type}", inputs["options"])


def _listed(images: Any) -> str:
    return to_json(BaseImages(images=images))


LAYER: Final = {"layer": _path("layerId", "id", "layerID")}

VMCOMPUTE: Final = (
    Counterpart("hcsshim.ActivateLayer", f"{LAYERS}.activate", LAYER, nothing),
    Counterpart("hcsshim.DeactivateLayer", f"{LAYERS}.deactivate", LAYER, nothing),
    Counterpart("hcsshim.CreateLayer", f"{LAYERS}.create", {**LAYER, "parent": value("parent")}, nothing),
    Counterpart("hcsshim.DestroyLayer", f"{LAYERS}.destroy", LAYER, nothing),
    Counterpart("hcsshim.UnprepareLayer", f"{LAYERS}.unprepare", LAYER, nothing),
    *(
        Counterpart(f"hcsshim.{name}", f"{LAYERS}.create_scratch", {**LAYER, "parents": _parents}, nothing)
        for name in ("CreateSandboxLayer", "CreateScratchLayer")
    ),
    *(
        Counterpart(f"hcsshim.{name}", f"{LAYERS}.expand_scratch", {**LAYER, "size": value("size")}, nothing)
        for name in ("ExpandSandboxSize", "ExpandScratchSize")
    ),
    Counterpart("hcsshim.PrepareLayer", f"{LAYERS}.prepare", {**LAYER, "parents": _parents}, nothing),
    Counterpart(
        "hcsshim.ExportLayer",
        f"{LAYERS}.export",
        {**LAYER, "target": value("exportFolderPath"), "parents": _parents},
        nothing,
        note="into a folder, or as a tar stream",
    ),
    Counterpart(
        "hcsshim.ImportLayer",
        f"{LAYERS}.import_",
        {**LAYER, "source": value("importFolderPath"), "parents": _parents},
        nothing,
        note="from a folder, or from a tar stream",
    ),
    Counterpart("hcsshim.GetLayerMountPath", f"{LAYERS}.mount_path", LAYER),
    Counterpart("hcsshim.LayerExists", f"{LAYERS}.exists", LAYER),
    Counterpart("hcsshim.NameToGuid", f"{LAYERS}.name_to_guid", {"name": value("name")}, guid_as_go),
    Counterpart("hcsshim.GetSharedBaseImages", f"{IMAGES}.list", {}, _listed, note="models instead of the document"),
    Counterpart("hcsshim.ProcessBaseLayer", f"{LAYERS}.process_base", {"layer": value("path")}, nothing),
    Counterpart("hcsshim.ProcessUtilityVMImage", f"{LAYERS}.process_utility_vm", {"folder": value("path")}, nothing),
    Counterpart("hcsshim.ConvertToBaseLayer", f"{LAYERS}.convert_to_base", {"layer": value("path")}, nothing),
    Counterpart("hcsshim.NewLayerReader", f"{LAYERS}.reader", {**LAYER, "parents": _parents}, note="a context manager"),
    Counterpart("hcsshim.NewLayerWriter", f"{LAYERS}.writer", {**LAYER, "parents": _parents}, note="a context manager"),
)

FOLDER: Final = {"layer": value("layerPath")}
VOLUME: Final = {"volume": value("volumePath")}
OVER: Final = {**FOLDER, "parents": _data}
DISKS: Final = {
    "base_disk": value("baseVhdPath"),
    "scratch_disk": value("diffVhdPath"),
    "size": lambda i: i["sizeInGB"] << 30,
}

COMPUTESTORAGE: Final = (
    Counterpart("computestorage.AttachLayerStorageFilter", f"{LAYERS}.attach_filter", OVER, nothing),
    Counterpart("computestorage.DetachLayerStorageFilter", f"{LAYERS}.detach_filter", FOLDER, nothing),
    Counterpart(
        "computestorage.AttachOverlayFilter", f"{LAYERS}.attach_overlay", {**VOLUME, "parents": _data}, nothing
    ),
    Counterpart(
        "computestorage.DetachOverlayFilter",
        f"{LAYERS}.detach_overlay",
        {**VOLUME, "filter_type": value("filterType")},
        nothing,
    ),
    Counterpart("computestorage.DestroyLayer", f"{LAYERS}.destroy_folder", FOLDER, nothing),
    Counterpart(
        "computestorage.ExportLayer",
        f"{LAYERS}.export_folder",
        {**OVER, "target": value("exportFolderPath"), "options": _options("ExportLayerOptions")},
        nothing,
    ),
    Counterpart(
        "computestorage.ImportLayer", f"{LAYERS}.import_folder", {**OVER, "source": value("sourceFolderPath")}, nothing
    ),
    Counterpart("computestorage.FormatWritableLayerVhd", f"{LAYERS}.format_vhd", {"disk": value("vhdHandle")}, nothing),
    Counterpart("computestorage.GetLayerVhdMountPath", f"{LAYERS}.vhd_mount_path", {"disk": value("vhdHandle")}),
    Counterpart("computestorage.InitializeWritableLayer", f"{LAYERS}.initialize_writable", OVER, nothing),
    Counterpart(
        "computestorage.SetupBaseOSLayer",
        f"{IMAGES}.setup_layer",
        {**FOLDER, "disk": value("vhdHandle"), "options": _options("OsLayerOptions")},
        nothing,
    ),
    Counterpart(
        "computestorage.SetupBaseOSVolume",
        f"{IMAGES}.setup_volume",
        {**FOLDER, **VOLUME, "options": _options("OsLayerOptions")},
        nothing,
    ),
    Counterpart(
        "computestorage.SetupContainerBaseLayer", f"{IMAGES}.setup_container_layer", {**FOLDER, **DISKS}, nothing
    ),
    Counterpart(
        "computestorage.SetupUtilityVMBaseLayer",
        f"{IMAGES}.setup_utility_vm_layer",
        {"folder": value("uvmPath"), **DISKS},
        nothing,
    ),
)

ROWS: Final = (*VMCOMPUTE, *COMPUTESTORAGE)

INTERNAL: Final = (
    Counterpart(
        "hcsshim.GrantVmAccess", f"{LAYERS}.grant_access", {"vm": value("vmid"), "path": value("filepath")}, nothing
    ),
)
"""Functions that are recorded and not public: hcsshim's documentation does not name them, and ours need not."""
