"""CPU groups: processors of the host that virtual machines are bound to."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeAlias

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key, told_by


class CPUGroupPropertyCode(enum.IntEnum):
    """Properties of a CPU group; the numbers are hcsshim's."""

    CPU_CAPACITY = 0x10000
    """The most processor time that the group may use, in 65536ths."""

    CPU_SCHEDULING_PRIORITY = 0x20000
    """Its priority."""

    IDLE_LP_RESERVE = 0x30000
    """How many processors are kept idle for it."""


class CPUGroupOperation(WireEnum):
    """What happens to a CPU group."""

    CREATE_GROUP = "CreateGroup"
    """It is made."""

    DELETE_GROUP = "DeleteGroup"
    """It is deleted; nothing may run in it."""

    SET_PROPERTY = "SetProperty"
    """A property of it is set."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class CpuGroup:
    """The CPU group that a virtual machine runs in.

    >>> CpuGroup(id="4f6a2c90-7d1e-4b3a-a5c8-112233445566").id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The group's id; zeros for none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SystemProcessorModificationRequest:
    """Binds a virtual machine to a CPU group: a request to change it.

    >>> SystemProcessorModificationRequest(group_id="4f6a2c90-7d1e-4b3a-a5c8-112233445566").group_id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    group_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The group's id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CpuGroupConfigurations:
    """The CPU groups of the host, in answer to a query.

    >>> CpuGroupConfigurations(cpu_groups=[CpuGroupConfig(hypervisor_group_id=1)]).cpu_groups[0].hypervisor_group_id
    1
    """

    cpu_groups: Sequence[CpuGroupConfig] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The groups."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CpuGroupConfig:
    """A CPU group of the host.

    >>> CpuGroupConfig(affinity=CpuGroupAffinity(logical_processors=[0, 1])).affinity.logical_processors
    (0, 1)
    """

    group_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    affinity: CpuGroupAffinity | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its processors."""

    group_properties: Sequence[CpuGroupProperty] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Its properties."""

    hypervisor_group_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Its number in the hypervisor."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CpuGroupAffinity:
    """The processors of a CPU group.

    >>> CpuGroupAffinity(logical_processor_count=2, logical_processors=[0, 1]).logical_processors
    (0, 1)
    """

    logical_processor_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How many there are."""

    logical_processors: Sequence[int] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Their numbers."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CpuGroupProperty:
    """A property of a CPU group.

    >>> CpuGroupProperty(property_code=CPUGroupPropertyCode.CPU_CAPACITY, property_value=32_768).property_code.name
    'CPU_CAPACITY'
    """

    property_code: CPUGroupPropertyCode | int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Which property."""

    property_value: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its value."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CreateGroupOperation:
    """A CPU group to make.

    >>> held = CreateGroupOperation(group_id="4f6a2c90-7d1e-4b3a-a5c8-112233445566", logical_processors=[0, 1])
    >>> held.logical_processors
    (0, 1)
    """

    group_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    logical_processor_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How many processors it has."""

    logical_processors: Sequence[int] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Their numbers."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DeleteGroupOperation:
    """A CPU group to delete.

    >>> DeleteGroupOperation(group_id="4f6a2c90-7d1e-4b3a-a5c8-112233445566").group_id
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """

    group_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its id."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SetPropertyOperation:
    """A property of a CPU group to set.

    >>> SetPropertyOperation(property_code=CPUGroupPropertyCode.IDLE_LP_RESERVE, property_value=1).property_value
    1
    """

    group_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The group's id."""

    property_code: CPUGroupPropertyCode | int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Which property."""

    property_value: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its value."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


HOST_PROCESSOR_MODIFICATION_DETAILS: Final[dict[str, type]] = {
    "CreateGroup": CreateGroupOperation,
    "DeleteGroup": DeleteGroupOperation,
    "SetProperty": SetPropertyOperation,
}

HostProcessorModificationDetails: TypeAlias = Annotated[
    CreateGroupOperation | DeleteGroupOperation | SetPropertyOperation | Mapping[str, Any],
    told_by("Operation", HOST_PROCESSOR_MODIFICATION_DETAILS),
]
"""The group. Raw JSON where it is something else."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class HostProcessorModificationRequest:
    """A request to change the CPU groups of the host.

    >>> request = HostProcessorModificationRequest(
    ...     operation="DeleteGroup", operation_details=DeleteGroupOperation(group_id="4f6a2c90")
    ... )
    >>> request.operation_details.group_id
    '4f6a2c90'
    """

    operation: CPUGroupOperation | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What happens."""

    operation_details: HostProcessorModificationDetails | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.1")
    )
    """The group."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ModifyServiceOperation = CPUGroupOperation
