"""HCS: the documents of compute systems and processes, as models.

Everything is loaded on demand: the models of schema 2 area by area, those of schema 1 from `hcspy.hcs.schema1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hcspy._lazy import on_demand
from hcspy.hcs.schema import HOME

if TYPE_CHECKING:
    from hcspy.hcs.schema1 import AssignedDevice as AssignedDevice
    from hcspy.hcs.schema1 import ComputeSystemQuery as ComputeSystemQuery
    from hcspy.hcs.schema1 import ContainerConfig as ContainerConfig
    from hcspy.hcs.schema1 import ContainerProperties as ContainerProperties
    from hcspy.hcs.schema1 import GuestDefinedCapabilities as GuestDefinedCapabilities
    from hcspy.hcs.schema1 import HvRuntime as HvRuntime
    from hcspy.hcs.schema1 import MappedDir as MappedDir
    from hcspy.hcs.schema1 import MappedVirtualDiskController as MappedVirtualDiskController
    from hcspy.hcs.schema1 import NetworkStats as NetworkStats
    from hcspy.hcs.schema1 import ProcessConfig as ProcessConfig
    from hcspy.hcs.schema1 import ProcessListItem as ProcessListItem
    from hcspy.hcs.schema1 import ResourceModificationRequestResponse as ResourceModificationRequestResponse

_HOME: dict[str, str] = {
    **{f"schema.{area}": names for area, names in HOME.items()},
    "schema1": "AssignedDevice ComputeSystemQuery ContainerConfig ContainerProperties GuestDefinedCapabilities"
    " HvRuntime MappedDir MappedVirtualDiskController NetworkStats ProcessConfig ProcessListItem"
    " ResourceModificationRequestResponse",
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names.split()}

__all__ = list(_MODULE_OF)

if not TYPE_CHECKING:
    __getattr__, __dir__ = on_demand(__name__, _MODULE_OF)
