"""What to do about a code, where that depends on what was asked: of the network, of compute systems, or of layers.

Codes of Windows mean the same everywhere, but a port that is taken and a layer that is mounted are not freed the same
way. What stands here takes the place of the general advice of the code table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .data import Entry

Service = Literal["network", "compute", "storage"]

_LAYERS: Final = (
    "Layer",
    "BaseImage",
    "BaseOS",
    "Sandbox",
    "Utility",
    "Overlay",
    "Storage",
    "Vhd",
    "Disk",
    "NameToGuid",
)
_START: Final = "Start it: `sc start vmcompute`; this says nothing about any container or layer"

ADVICE: Final[Mapping[int, Mapping[Service, str]]] = {
    0x80004005: {
        "compute": "Look at .events and at the event log of the service; if it stays, restart the service (vmcompute)",
        "storage": "Look at the event log of the service; take the layer out of use and repeat",
    },
    0x8000FFFF: {
        "compute": "Restart the service (vmcompute); if it stays, end the systems that nobody uses",
        "storage": "Take the layer out of use (unprepare, deactivate, detach its disk) and repeat",
    },
    0x80070005: {
        "storage": "Run elevated; if you do, the folder is in use, or belongs to the system: see its owner",
    },
    0x80070020: {
        "network": "Choose another external port, or find its owner with `netstat -ano` and"
        " `netsh int ipv4 show excluded`",
        "compute": "End what uses the same layer, disk or pipe: mostly another container on its scratch layer",
        "storage": "Take it out of use first: end its container, unprepare and deactivate the layer, detach the disk",
    },
    0x80070057: {
        "compute": "Run hcspy.validate() on the document; .events may say which member the service does not take",
        "storage": "Check the paths of the layer and of those below it, the nearest first, and the options",
    },
    0x800700B7: {
        "compute": "List what is there, open it or end it first, or choose another id",
        "storage": "Use what is there, destroy it first, or choose another path",
    },
    0x80070426: {"compute": _START, "storage": _START},
    0x80070490: {
        "compute": "List what is there: systems and processes that have ended vanish",
        "storage": "Check that the layer and those below it are there, and were made by this service",
    },
    0x800706BA: {
        "compute": "Wait for the service, then open the systems again: handles of before tell nothing any more",
        "storage": "Wait for the service, then activate and prepare again what was in use",
    },
}


def service_of(call: str | None) -> Service | None:
    """Return which service an export belongs to; None if nothing is known.

    >>> service_of("HcnCreateEndpoint"), service_of("HcsStartComputeSystem"), service_of("PrepareLayer")
    ('network', 'compute', 'storage')
    """
    if not call:
        return None
    if call.startswith(("HNS", "Hcn")):
        return "network"
    if any(word in call for word in _LAYERS):
        return "storage"
    return "compute" if call.startswith("Hcs") else None


def advice_for(entry: Entry, call: str | None) -> str:
    """Return what to do about a code that a call has brought."""
    service = service_of(call)
    return ADVICE.get(entry.value, {}).get(service, entry.advice) if service else entry.advice
