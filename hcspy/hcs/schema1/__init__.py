"""Schema 1 of HCS: the documents that Docker sent, and the only ones before Windows Server 2019.

Everything is loaded on demand, one module per noun. Names that schema 2 does not have are in `hcspy.hcs`, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand

if TYPE_CHECKING:
    from hcspy.hcs.identified import Identified
    from hcspy.hcs.schema1.container import ContainerConfig
    from hcspy.hcs.schema1.device import AssignedDevice
    from hcspy.hcs.schema1.guestconnection import GuestConnectionInfo, GuestDefinedCapabilities
    from hcspy.hcs.schema1.hvruntime import HvRuntime
    from hcspy.hcs.schema1.layer import Layer
    from hcspy.hcs.schema1.mapped import MappedDir, MappedPipe, MappedVirtualDisk, MappedVirtualDiskController
    from hcspy.hcs.schema1.modify import RequestType, ResourceModificationRequestResponse, ResourceType
    from hcspy.hcs.schema1.process import ProcessConfig, ProcessListItem
    from hcspy.hcs.schema1.properties import ContainerProperties, PropertyQuery, PropertyType
    from hcspy.hcs.schema1.query import ComputeSystemQuery
    from hcspy.hcs.schema1.statistics import MemoryStats, NetworkStats, ProcessorStats, Statistics, StorageStats

_MODULE_OF = {
    "AssignedDevice": "device",
    "ComputeSystemQuery": "query",
    "ContainerConfig": "container",
    "ContainerProperties": "properties",
    "GuestConnectionInfo": "guestconnection",
    "GuestDefinedCapabilities": "guestconnection",
    "HvRuntime": "hvruntime",
    "Identified": "container",
    "Layer": "layer",
    "MappedDir": "mapped",
    "MappedPipe": "mapped",
    "MappedVirtualDisk": "mapped",
    "MappedVirtualDiskController": "mapped",
    "MemoryStats": "statistics",
    "NetworkStats": "statistics",
    "ProcessConfig": "process",
    "ProcessListItem": "process",
    "ProcessorStats": "statistics",
    "PropertyQuery": "properties",
    "PropertyType": "properties",
    "RequestType": "modify",
    "ResourceModificationRequestResponse": "modify",
    "ResourceType": "modify",
    "Statistics": "statistics",
    "StorageStats": "statistics",
}

__all__ = [
    "AssignedDevice",
    "ComputeSystemQuery",
    "ContainerConfig",
    "ContainerProperties",
    "GuestConnectionInfo",
    "GuestDefinedCapabilities",
    "HvRuntime",
    "Identified",
    "Layer",
    "MappedDir",
    "MappedPipe",
    "MappedVirtualDisk",
    "MappedVirtualDiskController",
    "MemoryStats",
    "NetworkStats",
    "ProcessConfig",
    "ProcessListItem",
    "ProcessorStats",
    "PropertyQuery",
    "PropertyType",
    "RequestType",
    "ResourceModificationRequestResponse",
    "ResourceType",
    "Statistics",
    "StorageStats",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
