"""NUMA nodes of virtual machines and of the host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.memory import MemoryBackingType


@attrs.frozen(kw_only=True, weakref_slot=False)
class Range:
    """The most there may be (hcsshim).

    >>> Range(max=4).max
    4
    """

    max: int | None = attrs.field(default=None, metadata=key("max"))
    """The number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Numa:
    """The NUMA nodes of a virtual machine (hcsshim).

    >>> Numa(virtual_node_count=2, max_size_per_node=4096).virtual_node_count
    2
    """

    virtual_node_count: int | None = None
    """How many there are."""

    preferred_physical_nodes: Sequence[int] = ()
    """The host's nodes that they should be on."""

    settings: Sequence[NumaSetting] = ()
    """The nodes one by one."""

    max_size_per_node: int | None = None
    """The most memory in a node, in MB."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NumaSetting:
    """A NUMA node of a virtual machine (hcsshim).

    >>> NumaSetting(virtual_node_number=0, physical_node_number=1, count_of_processors=2).physical_node_number
    1
    """

    virtual_node_number: int | None = None
    """Its number in the guest."""

    physical_node_number: int | None = None
    """The host's node that it is on."""

    virtual_socket_number: int | None = None
    """The number of its socket in the guest."""

    count_of_processors: int | None = None
    """How many processors it has."""

    count_of_memory_blocks: int | None = None
    """How much memory it has, in MB."""

    memory_backing_type: MemoryBackingType | str | None = None
    """What is behind its memory."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NumaProcessors:
    """How processors are spread over NUMA nodes (hcsshim).

    >>> NumaProcessors(count_per_node=Range(max=4)).count_per_node.max
    4
    """

    count_per_node: Range = attrs.field(factory=Range, metadata=key("count_per_node", always=True))
    """How many processors a node has."""

    node_per_socket: int | None = attrs.field(default=None, metadata=key("node_per_socket"))
    """How many nodes a socket has."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NumaNode:
    """Which of the host's NUMA nodes stands for one of the guest's (hcsshim).

    >>> NumaNode(virtual_node_index=0, physical_node_index=1).physical_node_index
    1
    """

    virtual_node_index: int | None = None
    """The number in the guest."""

    physical_node_index: int | None = None
    """The number on the host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NumaNodeMemory:
    """Memory of a NUMA node of the host (hcsshim).

    >>> NumaNodeMemory(available_memory_in_pages=1_000_000).available_memory_in_pages
    1000000
    """

    total_consumable_memory_in_pages: int | None = None
    """All that virtual machines may have, in pages of 4 KB."""

    available_memory_in_pages: int | None = None
    """What of it is free, in pages of 4 KB."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NumaNodeProcessor:
    """Processors of a NUMA node of the host (hcsshim).

    >>> NumaNodeProcessor(total_assigned_processors=4, total_available_processors=16).total_available_processors
    16
    """

    total_assigned_processors: int | None = None
    """How many virtual machines have."""

    total_available_processors: int | None = None
    """How many there are."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
