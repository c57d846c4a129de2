"""Requests to change a compute system."""

from __future__ import annotations

import attrs

from hcspy.codec import Anything, Wire, WireEnum, key
from hcspy.hcs.schema.resources import SystemSetting


class ModifyRequestType(WireEnum):
    """What happens to a thing. hcsshim calls it RequestType."""

    ADD = "Add"
    """It is added."""

    REMOVE = "Remove"
    """It is removed."""

    UPDATE = "Update"
    """It is changed."""

    PRE_ADD = "PreAdd"
    """The guest is told that a network adapter is about to come (hcsshim)."""


class ModifyResourceType(WireEnum):
    """What changes in a guest. hcsshim calls it ResourceType."""

    MEMORY = "Memory"
    """Its memory."""

    MAPPED_DIRECTORY = "MappedDirectory"
    """A folder of the host."""

    MAPPED_PIPE = "MappedPipe"
    """A named pipe of the host."""

    MAPPED_VIRTUAL_DISK = "MappedVirtualDisk"
    """A virtual disk."""

    COMBINED_LAYERS = "CombinedLayers"
    """Layers and scratch space of a container."""

    NETWORK_NAMESPACE = "NetworkNamespace"
    """The network namespace of a container."""

    CIM_MOUNT = "CimMount"
    """A composite image."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ModifySettingRequest:
    """A request to change a system that runs.

    >>> from hcspy.hcs import MappedDirectory
    >>> request = ModifySettingRequest(
    ...     resource_path="Container/MappedDirectories",
    ...     request_type="Add",
    ...     settings=MappedDirectory(host_path="C:\\\\data", container_path="C:\\\\data"),
    ... )
    >>> request.settings.host_path
    'C:\\\\data'
    """

    resource_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What changes, such as `VirtualMachine/Devices/Scsi/primary/Attachments/3`."""

    request_type: ModifyRequestType | str | None = None
    """What happens to it."""

    settings: SystemSetting = attrs.field(default=None, hash=False)
    """The thing itself: the model that `resource_path` names, or raw JSON."""

    guest_request: Anything | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.1"))
    """What the service in the guest is told: mostly a `GuestModifySettingRequest`; reads as raw JSON."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


RequestType = ModifyRequestType
ResourceType = ModifyResourceType
