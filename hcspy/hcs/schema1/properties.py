"""What a compute system tells about itself, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key
from hcspy.hcs.schema1.guestconnection import GuestConnectionInfo
from hcspy.hcs.schema1.mapped import MappedVirtualDiskController
from hcspy.hcs.schema1.process import ProcessListItem
from hcspy.hcs.schema1.statistics import Statistics

NO_ID: Final = "00000000-0000-0000-0000-000000000000"


class PropertyType(WireEnum):
    """What can be asked of a system beside the properties that are always told.

    >>> PropertyType("statistics")
    <PropertyType.STATISTICS: 'Statistics'>
    """

    STATISTICS = "Statistics"
    """What it uses: `ContainerProperties.statistics`."""

    PROCESS_LIST = "ProcessList"
    """Its processes: `ContainerProperties.process_list`."""

    MAPPED_VIRTUAL_DISK = "MappedVirtualDisk"
    """Its disks: `ContainerProperties.mapped_virtual_disk_controllers`."""

    GUEST_CONNECTION = "GuestConnection"
    """The agent in its utility VM: `ContainerProperties.guest_connection_info`."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class PropertyQuery:
    """Which properties are asked for. An empty query asks for those that are always told.

    >>> from hcspy import to_json
    >>> to_json(PropertyQuery(property_types=[PropertyType.STATISTICS]))
    '{"PropertyTypes":["Statistics"]}'
    """

    property_types: Sequence[PropertyType | str] = ()
    """The properties."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainerProperties:
    """What a compute system tells about itself: also an element of the list of all systems.

    `statistics` and those after it are told where they were asked for; `_wire` knows what was told.

    >>> ContainerProperties(id="web", state="Running", system_type="Container").statistics.uptime_100ns
    0
    """

    id: str = attrs.field(default="", metadata=key(always=True))
    """The id that it was made with: a text, not always a GUID."""

    state: str = attrs.field(default="", metadata=key(always=True))
    """`Created`, `Running`, `Paused`, `Stopped`, `SavedAsTemplate` or `Unknown`."""

    name: str = attrs.field(default="", metadata=key(always=True))
    """The name that it was made with."""

    system_type: str = attrs.field(default="", metadata=key(always=True))
    """`Container` or `VirtualMachine`."""

    runtime_os_type: str | None = None
    """`Windows` or `Linux`; not told of containers before Windows 1809."""

    owner: str = attrs.field(default="", metadata=key(always=True))
    """The program that made it, as that said."""

    silo_guid: Guid | None = None
    """The id of the silo that isolates its processes; process isolation."""

    runtime_id: Guid = attrs.field(default=NO_ID, metadata=key(always=True))
    """The id by which the hypervisor and the sockets to it (AF_HYPERV) know it."""

    is_runtime_template: bool = False
    """Whether utility VMs are cloned from it."""

    runtime_image_path: str | None = None
    """The image that its utility VM booted from."""

    stopped: bool = False
    """Whether it has stopped."""

    exit_type: str | None = None
    """How it ended, if it has."""

    are_updates_pending: bool = False
    """Whether updates are to be installed when it ends."""

    ob_root: str | None = None
    """Where the objects of its silo are in the object namespace of Windows."""

    statistics: Statistics = attrs.field(factory=Statistics, metadata=key(always=True))
    """What it uses."""

    process_list: Sequence[ProcessListItem] = ()
    """Its processes."""

    mapped_virtual_disk_controllers: Mapping[str, MappedVirtualDiskController] = attrs.field(factory=dict, hash=False)
    """Its disks, by the number of their controller, which JSON has as text."""

    guest_connection_info: GuestConnectionInfo = attrs.field(factory=GuestConnectionInfo, metadata=key(always=True))
    """The agent in its utility VM."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
