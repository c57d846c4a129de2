"""Which model stands at which path of a compute system.

`ModifySettingRequest` names what it changes by a path in the system's document; what it changes there is a part of that
document. Ids, numbers and names on the way do not count.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, TypeAlias

from hcspy.codec import told_by
from hcspy.hcs.schema.container import Device, MappedDirectory, MappedPipe, Processor
from hcspy.hcs.schema.cpugroup import CpuGroup
from hcspy.hcs.schema.devices import ComPort, FlexibleIoDevice, GpuConfiguration, VirtualPciDevice
from hcspy.hcs.schema.disks import Attachment, Scsi, SharedMemoryRegion, VirtualPMemDevice, VirtualPMemMapping
from hcspy.hcs.schema.hvsocket import HvSocketServiceConfig
from hcspy.hcs.schema.networking import NetworkAdapter
from hcspy.hcs.schema.processor import IdleProcessorsRequest, ProcessorLimits
from hcspy.hcs.schema.registry import RegistryFlushState
from hcspy.hcs.schema.shares import Plan9Share, VirtualSmbShare

_NAMED: Final = re.compile(
    r"(/(?:scsi|attachments|networkadapters|comports|flexibleiov|virtualpci|virtualpmem/devices|mappings|mappedpipes"
    r"|servicetable)/)[^/]+"
)

RESOURCES: Final[dict[str, type]] = {
    "Container/MappedDirectories": MappedDirectory,
    "Container/MappedPipes": MappedPipe,
    "Container/Processor": Processor,
    "Container/Devices": Device,
    "Container/Devices/Generic": Device,
    "Container/RegistryFlushState": RegistryFlushState,
    "VirtualMachine/ComputeTopology/Gpu": GpuConfiguration,
    "VirtualMachine/ComputeTopology/Processor/CpuGroup": CpuGroup,
    "VirtualMachine/ComputeTopology/Processor/IdledProcessors": IdleProcessorsRequest,
    "VirtualMachine/ComputeTopology/Processor/Limits": ProcessorLimits,
    "VirtualMachine/Devices/ComPorts/*": ComPort,
    "VirtualMachine/Devices/FlexibleIov/*": FlexibleIoDevice,
    "VirtualMachine/Devices/HvSocket/HvSocketConfig/ServiceTable/*": HvSocketServiceConfig,
    "VirtualMachine/Devices/MappedPipes/*": MappedPipe,
    "VirtualMachine/Devices/NetworkAdapters/*": NetworkAdapter,
    "VirtualMachine/Devices/Plan9/Shares": Plan9Share,
    "VirtualMachine/Devices/Scsi/*": Scsi,
    "VirtualMachine/Devices/Scsi/*/Attachments/*": Attachment,
    "VirtualMachine/Devices/SharedMemory/Regions": SharedMemoryRegion,
    "VirtualMachine/Devices/VirtualPci/*": VirtualPciDevice,
    "VirtualMachine/Devices/VirtualPMem/Devices/*": VirtualPMemDevice,
    "VirtualMachine/Devices/VirtualPMem/Devices/*/Mappings/*": VirtualPMemMapping,
    "VirtualMachine/Devices/VirtualSmb/Shares": VirtualSmbShare,
}
"""The paths that Microsoft and hcsshim name, with what is added, removed or set there.

What is a number at its path, such as `VirtualMachine/ComputeTopology/Memory/SizeInMB`, has no model.
"""


def resource_of(path: str) -> str:
    """Return a path without what is different from one system to the next.

    >>> resource_of("VirtualMachine/Devices/Scsi/primary/Attachments/3")
    'virtualmachine/devices/scsi/*/attachments/*'
    """
    return _NAMED.sub(r"\1*", path.lower())


SystemSetting: TypeAlias = Annotated[Any, told_by("ResourcePath", RESOURCES, fold=resource_of)]
"""What changes about a system: the model that the path of the request names; raw JSON at other paths."""
