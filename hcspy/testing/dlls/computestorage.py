"""computestorage.dll: layers by their paths, and what is on virtual disks, as far as C is concerned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.storage import ask
from hcspy.testing.dlls.virtdisk import VirtualDisks
from hcspy.testing.node import Node
from hcspy.testing.state import Fault
from hcspy.testing.state.storage import Storage
from hcspy.testing.state.storage.codes import INVALID_PARAMETER
from hcspy.testing.wire.storage import os_layer_type, parents, read

__all__ = ["ComputeStorage"]

E_HANDLE: Final = 0x80070006
E_POINTER: Final = 0x80004003

Reply = Mapping[str, Any]
Step = Callable[[Call, Storage], object]


class ComputeStorage:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, node: Node, disks: VirtualDisks) -> None:
        self._node = node
        self._disks = disks
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsAttachLayerStorageFilter": self._plain(attach_filter),
            "HcsAttachOverlayFilter": self._plain(attach_overlay),
            "HcsDestroyLayer": self._plain(lambda call, storage: storage.layers.destroy(text(call, "layerPath"))),
            "HcsDetachLayerStorageFilter": self._plain(
                lambda call, storage: storage.filters.detach(text(call, "layerPath"))
            ),
            "HcsDetachOverlayFilter": self._plain(detach_overlay),
            "HcsExportLayer": self._plain(export),
            "HcsExportLegacyWritableLayer": self._plain(export_legacy),
            "HcsFormatWritableLayerVhd": self._format,
            "HcsGetLayerVhdMountPath": self._mount_path,
            "HcsImportLayer": self._plain(import_),
            "HcsInitializeLegacyWritableLayer": self._plain(initialize_legacy),
            "HcsInitializeWritableLayer": self._plain(initialize),
            "HcsSetupBaseOSLayer": self._set_up_layer,
            "HcsSetupBaseOSVolume": self._plain(set_up_volume),
        }

    def _plain(self, step: Step) -> Callable[[Call], Reply]:
        return lambda call: {"hresult": ask(self._node, lambda storage: step(call, storage))[0]}

    # -- by the handle of a virtual disk ----------------------------------------------------------------------------

    def _format(self, call: Call) -> Reply:
        handle = self._disks.find(call.args["vhdHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        path = handle.target.path
        return {"hresult": ask(self._node, lambda storage: storage.vhds.format(storage.vhds.get(path)))[0]}

    def _mount_path(self, call: Call) -> Reply:
        if call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        handle = self._disks.find(call.args["vhdHandle"], call)
        if handle is None:
            return {"hresult": E_HANDLE}
        path = handle.target.path
        hresult, found = ask(self._node, lambda storage: storage.vhds.mount_path(storage.vhds.get(path)))
        return {"hresult": hresult} if found is None else {"hresult": 0, "mountPath": found}

    def _set_up_layer(self, call: Call) -> Reply:
        # A container's base layer has no disk of its own yet, so there is no handle either.
        if call.args["vhdHandle"] and self._disks.find(call.args["vhdHandle"], call) is None:
            return {"hresult": E_HANDLE}
        return self._plain(set_up_layer)(call)


def text(call: Call, name: str) -> str:
    """Return a text that must be there."""
    value = call.args[name]
    if not value:
        raise Fault(INVALID_PARAMETER, f"{call.export} without {name}")
    return str(value)


def attach_filter(call: Call, storage: Storage) -> None:
    """Let the files of the layers below be seen in a scratch space."""
    path, below = text(call, "layerPath"), parents(call.args["layerData"])
    storage.layers.check_parents(below)
    storage.filters.attach(path, below)


def attach_overlay(call: Call, storage: Storage) -> None:
    """Let the files of layers be seen on a volume."""
    path, below = text(call, "volumePath"), parents(call.args["layerData"])
    storage.layers.check_parents(below)
    storage.filters.attach(path, below)


def detach_overlay(call: Call, storage: Storage) -> None:
    """End that; the document says which kind of filter it was."""
    parents(call.args["layerData"])
    storage.filters.detach(text(call, "volumePath"))


def export(call: Call, storage: Storage) -> None:
    """Write a layer into a folder; the options say whether it is a scratch space."""
    path, folder, below = text(call, "layerPath"), text(call, "exportFolderPath"), parents(call.args["layerData"])
    if read(call.args["options"]).get("IsWritableLayer") and storage.layers.find(path) is None:
        storage.travel.export_scratch(path, folder)
    else:
        storage.travel.export(path, folder, below)


def export_legacy(call: Call, storage: Storage) -> None:
    """Write a scratch space of the old kind, which has a volume and a folder, into a folder."""
    parents(call.args["layerData"])
    storage.layers.get(text(call, "writableLayerFolderPath"))
    storage.travel.export_scratch(text(call, "writableLayerMountPath"), text(call, "exportFolderPath"))


def import_(call: Call, storage: Storage) -> None:
    """Make a layer of what lies in a folder."""
    path, folder = text(call, "layerPath"), text(call, "sourceFolderPath")
    storage.travel.import_(path, folder, parents(call.args["layerData"]))


def initialize(call: Call, storage: Storage) -> None:
    """Make a folder or volume a scratch space."""
    read(call.args["options"])
    storage.layers.initialize(text(call, "writableLayerPath"), parents(call.args["layerData"]))


def initialize_legacy(call: Call, storage: Storage) -> None:
    """Make a scratch space of the old kind, which has a volume and a folder."""
    read(call.args["options"])
    mount, folder = text(call, "writableLayerMountPath"), text(call, "writableLayerFolderPath")
    storage.layers.initialize_legacy(mount, folder, parents(call.args["layerData"]))


def set_up_layer(call: Call, storage: Storage) -> None:
    """Make a folder with files a base layer, or the image of a utility virtual machine."""
    path, kind = text(call, "layerPath"), os_layer_type(call.args["options"])
    if kind == "Vm":
        storage.layers.process_utility_vm(path)
    else:
        storage.layers.process_base(path)


def set_up_volume(call: Call, storage: Storage) -> None:
    """Make the base layer's system start from a volume."""
    path, kind = text(call, "layerPath"), os_layer_type(call.args["options"])
    storage.layers.set_up_volume(path, text(call, "volumePath"), vm=kind == "Vm")
