"""The part of computecore.dll that is about files of virtual machines: who may use them, and new ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from hcspy.testing.calls import Call
from hcspy.testing.dlls.storage import ask
from hcspy.testing.node import Node
from hcspy.testing.state import Fault
from hcspy.testing.state.faults import ELEMENT_NOT_FOUND, FILE_NOT_FOUND, INVALID_POINTER
from hcspy.testing.state.storage import Storage

__all__ = ["MachineFiles"]

ALL_MACHINES: Final = "S-1-5-83-0"  # NT VIRTUAL MACHINE\Virtual Machines

Reply = Mapping[str, Any]


class MachineFiles:
    """Answers for the exports by name; ``exports`` is the table."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.exports: dict[str, Callable[[Call], Reply]] = {
            "HcsGrantVmAccess": self._grant,
            "HcsGrantVmGroupAccess": self._grant,
            "HcsRevokeVmAccess": self._revoke,
            "HcsRevokeVmGroupAccess": self._revoke,
            "HcsCreateEmptyGuestStateFile": partial(self._create, "guestStateFilePath"),
            "HcsCreateEmptyRuntimeStateFile": partial(self._create, "runtimeStateFilePath"),
            "HcsGetProcessorCompatibilityFromSavedState": self._compatibility,
        }

    def _grant(self, call: Call) -> Reply:
        vm, path = call.args.get("vmId", ALL_MACHINES), call.args["filePath"]
        if not vm or not path:
            return {"hresult": INVALID_POINTER}
        return {"hresult": ask(self._node, lambda storage: storage.grant(vm, path))[0]}

    def _revoke(self, call: Call) -> Reply:
        vm, path = call.args.get("vmId", ALL_MACHINES), call.args["filePath"]
        if not vm or not path:
            return {"hresult": INVALID_POINTER}
        return {"hresult": ask(self._node, lambda storage: revoke(storage, vm, path))[0]}

    def _create(self, parameter: str, call: Call) -> Reply:
        # fidelity: HCS-F01
        path = call.args[parameter]
        if not path:
            return {"hresult": INVALID_POINTER}
        return {"hresult": ask(self._node, lambda storage: storage.disk.locate(path).write_bytes(b""))[0]}

    def _compatibility(self, call: Call) -> Reply:
        # fidelity: HCS-F02
        path = call.args["RuntimeFileName"]
        if not path:
            return {"hresult": INVALID_POINTER}
        hresult, text = ask(self._node, lambda storage: features(storage, path))
        return {"hresult": hresult} if hresult else {"hresult": 0, "ProcessorFeaturesString": text}


def revoke(storage: Storage, vm: str, path: str) -> None:
    """Let a virtual machine use a file no more."""
    # fidelity: HCS-F03
    vms = storage.grants.get(storage.disk.place(path).key, [])
    found = next((known for known in vms if known.lower() == vm.lower()), None)
    if found is None:
        raise Fault(ELEMENT_NOT_FOUND, f"{vm} may not use {path}")
    vms.remove(found)
    storage.changed()


def features(storage: Storage, path: str) -> str:
    """Tell which features of the processor a saved state needs."""
    if not storage.disk.locate(path).is_file():
        raise Fault(FILE_NOT_FOUND, path)
    return '{"ProcessorFeatureSet":{"ProcessorFeatures":[],"XsaveProcessorFeatures":[]}}'
