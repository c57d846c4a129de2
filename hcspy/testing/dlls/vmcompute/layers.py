"""The layer functions of vmcompute.dll."""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Mapping
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.storage import ask
from hcspy.testing.node import Node
from hcspy.testing.state import Fault
from hcspy.testing.state.names import name_to_guid
from hcspy.testing.state.storage import Storage
from hcspy.testing.state.storage.codes import INSUFFICIENT_BUFFER, INVALID_PARAMETER
from hcspy.testing.wire.storage import image_list

__all__ = ["LayerFunctions"]

E_POINTER: Final = 0x80004003

Reply = Mapping[str, Any]


def layer_path(call: Call, name: str = "id") -> str:
    """Return the path of the layer that a call is about: its id, in the home folder of the driver if it has one."""
    id = call.args[name]
    if not id:
        raise Fault(INVALID_PARAMETER, f"{call.export} without {name}")
    info = call.args["info"] or {}
    return ntpath.join(info.get("HomeDir") or "", id)


def parents(call: Call) -> list[str]:
    """Return the paths of the layers below, the newest first."""
    return [descriptor["Path"] or "" for descriptor in call.args["descriptors"]]


class LayerFunctions:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "ActivateLayer": self._plain(lambda call, storage: storage.mounts.activate(layer_path(call))),
            "CopyLayer": self._plain(
                lambda call, storage: storage.layers.copy(
                    layer_path(call, "srcId"), layer_path(call, "dstId"), parents(call)
                )
            ),
            "CreateLayer": self._plain(create),
            "CreateSandboxLayer": self._plain(create_sandbox),
            "DeactivateLayer": self._plain(lambda call, storage: storage.mounts.deactivate(layer_path(call))),
            "DestroyLayer": self._plain(lambda call, storage: storage.layers.destroy(layer_path(call))),
            "ExpandSandboxSize": self._plain(
                lambda call, storage: storage.mounts.expand(layer_path(call), call.args["size"])
            ),
            "ExportLayer": self._plain(
                lambda call, storage: storage.travel.export(layer_path(call), call.args["path"] or "", parents(call))
            ),
            "GetBaseImages": self._images,
            "GetLayerMountPath": self._mount_path,
            "GrantVmAccess": self._plain(grant),
            "ImportLayer": self._plain(
                lambda call, storage: storage.travel.import_(layer_path(call), call.args["path"] or "", parents(call))
            ),
            "LayerExists": self._exists,
            "NameToGuid": self._guid,
            "PrepareLayer": self._plain(lambda call, storage: storage.mounts.prepare(layer_path(call), parents(call))),
            "ProcessBaseImage": self._plain(lambda call, storage: storage.layers.process_base(call.args["path"] or "")),
            "ProcessUtilityImage": self._plain(
                lambda call, storage: storage.layers.process_utility_vm(call.args["path"] or "")
            ),
            "UnprepareLayer": self._plain(lambda call, storage: storage.mounts.unprepare(layer_path(call))),
        }

    def _plain(self, step: Callable[[Call, Storage], object]) -> Callable[[Call], Reply]:
        """Make the answer of an export that says no more than whether it worked."""
        return lambda call: {"hresult": ask(self._node, lambda storage: step(call, storage))[0]}

    def _images(self, call: Call) -> Reply:
        if call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        hresult, images = ask(self._node, lambda storage: image_list(storage.base_images()))
        return {"hresult": hresult} if images is None else {"hresult": 0, "buffer": images}

    def _exists(self, call: Call) -> Reply:
        if call.args.get("null_outs"):
            return {"hresult": E_POINTER}
        hresult, found = ask(self._node, lambda storage: storage.layers.find(layer_path(call)) is not None)
        return {"hresult": hresult} if found is None else {"hresult": 0, "exists": int(found)}

    def _guid(self, call: Call) -> Reply:
        if call.args.get("null_outs") or call.args["name"] is None:
            return {"hresult": E_POINTER}
        return {"hresult": 0, "guid": name_to_guid(call.args["name"])}

    def _mount_path(self, call: Call) -> Reply:
        nulls = call.args.get("null_outs", ())
        if "length" in nulls:
            return {"hresult": E_POINTER}
        hresult, path = ask(self._node, lambda storage: storage.mounts.path(layer_path(call)))
        if path is None:
            return {"hresult": hresult}
        fits = "buffer" in nulls or call.args["length"] > len(path.encode("utf-16-le", "surrogatepass")) // 2
        return {"hresult": 0 if fits else INSUFFICIENT_BUFFER, "buffer": path}


def create(call: Call, storage: Storage) -> None:
    """Answer CreateLayer; the parent may be a path, or an id in the same home folder."""
    parent = call.args["parent"] or ""
    path = layer_path(call)
    storage.layers.create(path, ntpath.join(ntpath.dirname(path), parent) if parent else "")


def create_sandbox(call: Call, storage: Storage) -> None:
    """Answer CreateSandboxLayer; who names no layers below may name one as the parent."""
    path, below = layer_path(call), parents(call)
    if not below and call.args["parent"]:
        below = [ntpath.join(ntpath.dirname(path), call.args["parent"])]
    storage.layers.create_scratch(path, below)


def grant(call: Call, storage: Storage) -> None:
    """Answer GrantVmAccess."""
    if not call.args["vmid"]:
        raise Fault(INVALID_PARAMETER, "no virtual machine")
    storage.grant(call.args["vmid"], call.args["filepath"] or "")
