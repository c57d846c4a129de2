"""What compute systems say of themselves, and how they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Anything, Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.guest import GuestConnectionInfo
    from hcspy.hcs.schema.memory import MemoryInformationForVm
    from hcspy.hcs.schema.notifications import NotificationType
    from hcspy.hcs.schema.process import ProcessDetails
    from hcspy.hcs.schema.result import ResultError
    from hcspy.hcs.schema.statistics import Statistics


class PropertyType(WireEnum):
    """Properties that can be asked for; what the service as a whole has is in `GetPropertyType`, too."""

    MEMORY = "Memory"
    """`Properties.memory`: memory of a virtual machine."""

    GUEST_MEMORY = "GuestMemory"
    """Memory as the guest sees it (hcsshim)."""

    STATISTICS = "Statistics"
    """`Properties.statistics`: counters of a running system."""

    PROCESS_LIST = "ProcessList"
    """`Properties.process_list`: the processes in it."""

    TERMINATE_ON_LAST_HANDLE_CLOSED = "TerminateOnLastHandleClosed"
    """`Properties.terminate_on_last_handle_closed`."""

    SYSTEM_GUID = "SystemGUID"
    """`Properties.system_guid` (hcsshim)."""

    SHARED_MEMORY_REGION = "SharedMemoryRegion"
    """`Properties.shared_memory_region_info`."""

    GUEST_CONNECTION = "GuestConnection"
    """`Properties.guest_connection_info`: what the service in the guest can do."""

    IC_HEARTBEAT_STATUS = "ICHeartbeatStatus"
    """Whether the guest's heartbeat is seen (hcsshim)."""

    PROCESSOR_TOPOLOGY = "ProcessorTopology"
    """The processors of the host."""

    CPU_GROUP = "CpuGroup"
    """The CPU groups of the host."""

    CONTAINER_CREDENTIAL_GUARD = "ContainerCredentialGuard"
    """The credential guard instances of the host."""


class SystemType(WireEnum):
    """What a compute system is."""

    CONTAINER = "Container"
    """A container."""

    VIRTUAL_MACHINE = "VirtualMachine"
    """A virtual machine."""


class OsType(WireEnum):
    """The system in a compute system."""

    UNKNOWN = "Unknown"
    """Not known."""

    WINDOWS = "Windows"
    """Windows."""

    LINUX = "Linux"
    """Linux."""


class State(WireEnum):
    """Where a compute system is in its life."""

    CREATED = "Created"
    """It can be started."""

    RUNNING = "Running"
    """It runs."""

    PAUSED = "Paused"
    """It stands still, and can be resumed."""

    STOPPED = "Stopped"
    """It has ended: nothing but its exit status can be asked any more."""

    SAVED_AS_TEMPLATE = "SavedAsTemplate"
    """It is a template that others are cloned from."""

    UNKNOWN = "Unknown"
    """Not known."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class PropertyQuery:
    """What a system is to say of itself.

    >>> PropertyQuery(property_types=["Statistics", "Memory"]).property_types
    ('Statistics', 'Memory')
    """

    property_types: Sequence[PropertyType | str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The properties that are wanted; none means those that each system has."""

    queries: Mapping[str, Anything] | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.5"))
    """Further questions, by the property's name; the value is the document that it needs, if any."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Properties:
    """What a system says of itself. The members up to `runtime_os_type` and its kind are there without asking.

    >>> Properties(id="web", system_type="Container", state="Running").state
    'Running'
    """

    id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    system_type: SystemType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What it is."""

    runtime_os_type: OsType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The system in it."""

    name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its name."""

    owner: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who it belongs to."""

    runtime_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id that it has at run time; that of a virtual machine is the address of its Hyper-V sockets."""

    system_guid: str | None = attrs.field(default=None, metadata=key("SystemGUID"))
    """The id of its job (hcsshim)."""

    runtime_template_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id of the template that it was cloned from."""

    state: State | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Where it is in its life."""

    stopped: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it has stopped."""

    exit_type: NotificationType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How it ended."""

    memory: MemoryInformationForVm | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory of a virtual machine."""

    statistics: Statistics | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What it has used up."""

    process_list: Sequence[ProcessDetails] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The processes in it."""

    terminate_on_last_handle_closed: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is terminated when the last handle to it is closed."""

    hosting_system_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id of the system that hosts it."""

    shared_memory_region_info: Sequence[SharedMemoryRegionInfo] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Memory that it shares with the host."""

    guest_connection_info: GuestConnectionInfo | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What the service in the guest can do."""

    property_responses: Mapping[str, PropertyResponse] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.5")
    )
    """The answers to `PropertyQuery.queries`, by the property's name."""

    lcow_metrics: Anything | None = attrs.field(default=None, hash=False, metadata=key("LCOWMetrics"))
    """Counters of the control groups in a Linux utility VM, as raw JSON (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class PropertyResponse:
    """The answer to one question.

    >>> PropertyResponse(response={"CpuGroups": []}).response
    {'CpuGroups': []}
    """

    response: Anything | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.5"))
    """The answer, as raw JSON."""

    error: ResultError | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """What went wrong, where there is no answer."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class SystemQuery:
    """Which systems a list is about. What is left out does not count.

    >>> SystemQuery(owners=["me"], types=["Container"]).types
    ('Container',)
    """

    ids: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Systems with these ids."""

    names: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Systems with these names."""

    types: Sequence[SystemType | str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Systems of these kinds."""

    owners: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Systems that belong to these, letter by letter."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ComputeSystemProperties:
    """What a system says of itself in answer to a query for basic properties.

    >>> ComputeSystemProperties(id="web", system_type="Container", state="Running").state
    'Running'
    """

    id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Its id."""

    name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Its name."""

    system_type: SystemType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """What it is."""

    state: State | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Where it is in its life."""

    owner: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Who it belongs to."""

    runtime_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The id that it has at run time."""

    runtime_os_type: OsType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The system in it."""

    hosting_system_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The id of the system that hosts it."""

    is_dummy: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether it stands for a system that this service did not make."""

    ob_root: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The root of its objects, in the kernel's namespace."""

    runtime_template_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The id of the template that it was cloned from."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SharedMemoryRegionInfo:
    """Memory that a virtual machine shares with the host.

    >>> SharedMemoryRegionInfo(section_name="shared", guest_physical_address=0x10000000).section_name
    'shared'
    """

    section_name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The section's name."""

    guest_physical_address: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Where the guest has it, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


SystemPropertyQuery = PropertyQuery
SystemPropertyType = PropertyType
