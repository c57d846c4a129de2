"""Processors of virtual machines and of the host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.cpugroup import CpuGroup
    from hcspy.hcs.schema.features import ProcessorFeature
    from hcspy.hcs.schema.numa import NumaProcessors
    from hcspy.hcs.schema.xsave import XsaveProcessorFeature


class ProcessorFeatureSetMode(WireEnum):
    """What happens to features that the host lacks."""

    STRICT = "Strict"
    """They are an error. The default."""

    PERMISSIVE = "Permissive"
    """They are left out."""


class NonArchitecturalCoreSharing(WireEnum):
    """Whether processors may share a core without saying so."""

    UNREPORTED = "Unreported"
    """Not known."""

    OFF = "Off"
    """They do not."""

    ON = "On"
    """They do."""


class EnlightenmentModifications(WireEnum):
    """What a guest is told of the hypervisor."""

    UNREPORTED = "Unreported"
    """Not known."""

    FAVOR_AUTO_EOI = "FavorAutoEoi"
    """It should let interrupts end by themselves."""

    RSVD_Z1 = "RsvdZ1"
    """Reserved."""


class SubnodeType(WireEnum):
    """What part of a processor package."""

    ANY = "Any"
    """Any."""

    SOCKET = "Socket"
    """A socket."""

    CLUSTER = "Cluster"
    """A cluster."""

    L3 = "L3"
    """Processors that share a third cache."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualMachineProcessor:
    """The processors of a virtual machine.

    >>> VirtualMachineProcessor(count=2, limit=50_000).limit
    50000
    """

    count: int | None = None
    """How many there are."""

    limit: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The most of their time that it may use, in thousandths of a percent: 100000 is all."""

    weight: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its share against other virtual machines; 100 is usual."""

    reservation: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """What of their time it is sure to get, in thousandths of a percent."""

    cpu_group: CpuGroup | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The CPU group that it runs in."""

    numa_processors_settings: NumaProcessors | None = None
    """How they are spread over NUMA nodes (hcsshim)."""

    maximum_frequency_mhz: int | None = attrs.field(default=None, metadata=key("MaximumFrequencyMHz", since="HCS 2.4"))
    """The highest frequency that they should run at, in MHz."""

    expose_virtualization_extensions: bool | None = None
    """Whether the guest can run virtual machines itself."""

    enable_perfmon_pmu: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the guest sees performance counters."""

    enable_perfmon_arch_pmu: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether the guest sees the architectural performance counters."""

    enable_perfmon_pebs: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the guest sees event based sampling (PEBS)."""

    enable_perfmon_lbr: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the guest sees the records of last branches (LBR)."""

    enable_perfmon_ipt: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the guest sees the processor trace (IPT)."""

    enable_page_shattering: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether large pages are split to protect the host from CVE-2018-12207."""

    disable_speculation_controls: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether the guest does not see the controls of speculation, and goes without those mitigations."""

    processor_feature_set: ProcessorFeatureSet | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The features that the guest sees."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ProcessorLimits:
    """How much processor time a virtual machine may use: a request to change it.

    >>> ProcessorLimits(limit=50_000, weight=100).limit
    50000
    """

    limit: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """The most of it, in thousandths of a percent: 100000 is all."""

    weight: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Its share against other virtual machines."""

    reservation: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """What it is sure to get, in thousandths of a percent."""

    maximum_frequency_mhz: int | None = attrs.field(default=None, metadata=key("MaximumFrequencyMHz", since="HCS 2.4"))
    """The highest frequency that its processors should run at, in MHz."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProcessorFeatureSet:
    """The features of processors that a guest sees.

    >>> held = ProcessorFeatureSet(processor_features=["Sse3", "Rdrand"], processor_feature_set_mode="Permissive")
    >>> held.processor_features
    ('Sse3', 'Rdrand')
    """

    processor_features: Sequence[ProcessorFeature | str] = attrs.field(default=(), metadata=key(since="HCS 2.5"))
    """The features."""

    xsave_processor_features: Sequence[XsaveProcessorFeature | str] = attrs.field(
        default=(), metadata=key(since="HCS 2.5")
    )
    """The features that XSAVE saves."""

    processor_feature_set_mode: ProcessorFeatureSetMode | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.5")
    )
    """What happens to features that the host lacks."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProcessorCapabilitiesInfo:
    """What the processors of the host can do.

    >>> held = ProcessorCapabilitiesInfo(processor_features=["Sse3"], implemented_physical_address_bits=46)
    >>> held.implemented_physical_address_bits
    46
    """

    processor_features: Sequence[ProcessorFeature | str] = attrs.field(default=(), metadata=key(since="HCS 2.5"))
    """Their features."""

    xsave_processor_features: Sequence[XsaveProcessorFeature | str] = attrs.field(
        default=(), metadata=key(since="HCS 2.5")
    )
    """Their features that XSAVE saves."""

    cache_line_flush_size: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """How much a cache line flush flushes, as CPUID counts it: in units of 8 bytes."""

    implemented_physical_address_bits: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """How many bits their addresses have."""

    non_architectural_core_sharing: NonArchitecturalCoreSharing | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.5")
    )
    """Whether processors may share a core without saying so."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class VmProcessorRequirements:
    """What processors have to do for a saved state.

    >>> VmProcessorRequirements(processor_features=["Sse3"]).processor_features
    ('Sse3',)
    """

    processor_features: Sequence[ProcessorFeature | str] = attrs.field(default=(), metadata=key(since="HCS 2.5"))
    """The features that it uses."""

    xsave_processor_features: Sequence[XsaveProcessorFeature | str] = attrs.field(
        default=(), metadata=key(since="HCS 2.5")
    )
    """The features that XSAVE saves that it uses."""

    cache_line_flush_size: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """How much a cache line flush has to flush, in units of 8 bytes."""

    implemented_physical_address_bits: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """How many bits addresses have to have."""

    non_architectural_core_sharing: NonArchitecturalCoreSharing | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.5")
    )
    """Whether processors may share a core without saying so."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProcessorTopology:
    """The processors of the host.

    >>> held = ProcessorTopology(logical_processors=[LogicalProcessor(lp_index=0, core_id=0)])
    >>> held.logical_processors[0].core_id
    0
    """

    logical_processor_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How many there are."""

    logical_processors: Sequence[LogicalProcessor] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Each of them."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class LogicalProcessor:
    """A processor of the host.

    >>> LogicalProcessor(lp_index=3, node_number=0, core_id=1).core_id
    1
    """

    lp_index: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its number."""

    node_number: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its NUMA node."""

    package_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its package."""

    core_id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its core."""

    root_vp_index: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The processor that it is for the root partition; -1 for none."""

    subnodes: Sequence[Subnode] = attrs.field(default=(), metadata=key(since="HCS 2.4"))
    """The parts of the package that it belongs to."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Subnode:
    """A part of a processor package.

    >>> Subnode(type="Socket", id=0).type
    'Socket'
    """

    type: SubnodeType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """What part that is."""

    id: int | None = attrs.field(default=None, metadata=key(since="HCS 2.4"))
    """Its number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IdleProcessorsRequest:
    """How many processors of a virtual machine are to stand idle: a request to change it.

    >>> IdleProcessorsRequest(idle_processor_count=1).idle_processor_count
    1
    """

    idle_processor_count: int | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class QoSCapabilities:
    """Which limits the host can keep.

    >>> QoSCapabilities(processor_qos_supported=True).processor_qos_supported
    True
    """

    processor_qos_supported: bool | None = attrs.field(
        default=None, metadata=key("ProcessorQoSSupported", since="HCS 2.1")
    )
    """Those of processors."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
