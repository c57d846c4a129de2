"""Virtual machines: utility VMs among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Wire, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.chipset import Chipset
    from hcspy.hcs.schema.devices import Devices
    from hcspy.hcs.schema.guest import GuestConnection
    from hcspy.hcs.schema.integration import Services
    from hcspy.hcs.schema.isolation import SecuritySettings
    from hcspy.hcs.schema.memory import VirtualMachineMemory
    from hcspy.hcs.schema.migration import MigrationInitializeOptions
    from hcspy.hcs.schema.numa import Numa
    from hcspy.hcs.schema.processor import VirtualMachineProcessor
    from hcspy.hcs.schema.registry import RegistryChanges
    from hcspy.hcs.schema.storage import StorageQoS
    from hcspy.hcs.schema.system import Version


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualMachine:
    """A virtual machine.

    >>> from hcspy.hcs import VirtualMachineMemory
    >>> topology = Topology(memory=VirtualMachineMemory(size_in_mb=1024))
    >>> VirtualMachine(compute_topology=topology).compute_topology.memory.size_in_mb
    1024
    """

    version: Version | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The version of its virtual hardware; the newest if it is left out."""

    stop_on_reset: bool | None = None
    """Whether a restart ends it."""

    chipset: Chipset | None = None
    """Firmware, and what it boots from."""

    compute_topology: Topology | None = None
    """Its memory and processors."""

    devices: Devices | None = None
    """Its devices."""

    guest_state: GuestState | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The files that keep firmware settings and the running state; without, both are in memory only."""

    restore_state: RestoreState | None = None
    """The saved state that it begins with."""

    registry_changes: RegistryChanges | None = None
    """What is changed in a Windows guest's registry as it boots."""

    storage_qos: StorageQoS | None = attrs.field(default=None, metadata=key("StorageQoS", since="HCS 2.1"))
    """How much it may read and write."""

    debug_options: DebugOptions | None = None
    """Where its state is saved when it crashes (hcsshim)."""

    guest_connection: GuestConnection | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The connection to the service in the guest; with it, start waits until the guest has connected."""

    security_settings: SecuritySettings | None = None
    """Encryption, and isolation from the host (hcsshim)."""

    resource_partition_id: str | None = None
    """The id of the partition of resources that it belongs to (hcsshim)."""

    migration_options: MigrationInitializeOptions | None = None
    """That it is to be the destination of a live migration, and how (hcsshim)."""

    services: Services | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Integration services; most of them are for Windows guests."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Topology:
    """The memory and the processors of a virtual machine.

    >>> from hcspy.hcs import VirtualMachineProcessor
    >>> Topology(processor=VirtualMachineProcessor(count=2)).processor.count
    2
    """

    memory: VirtualMachineMemory | None = None
    """Its memory."""

    processor: VirtualMachineProcessor | None = None
    """Its processors."""

    numa: Numa | None = None
    """Its NUMA nodes (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestState:
    """The files that keep a virtual machine's state.

    >>> GuestState(guest_state_file_path="C:\\\\vm\\\\state.vmgs").guest_state_file_path
    'C:\\\\vm\\\\state.vmgs'
    """

    guest_state_file_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The file of firmware settings (.vmgs); empty for settings in memory only."""

    guest_state_file_type: str | None = None
    """What kind of file that is (hcsshim)."""

    runtime_state_file_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The file of the running state (.vmrs); empty for state in memory only."""

    force_transient_state: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the files are only read, and what changes is kept in memory."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class RestoreState:
    """The saved state that a virtual machine begins with.

    >>> RestoreState(save_state_file_path="C:\\\\vm\\\\saved.vmrs").save_state_file_path
    'C:\\\\vm\\\\saved.vmrs'
    """

    save_state_file_path: str | None = None
    """The file of the saved state."""

    template_system_id: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The id of the template that it is cloned from; empty for none."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DebugOptions:
    """Where a virtual machine's state is saved when it crashes (hcsshim).

    >>> DebugOptions(bugcheck_saved_state_file_name="C:\\\\vm\\\\crash.vmrs").bugcheck_saved_state_file_name
    'C:\\\\vm\\\\crash.vmrs'
    """

    bugcheck_saved_state_file_name: str | None = None
    """The file for a guest's blue screen."""

    bugcheck_no_crashdump_saved_state_file_name: str | None = None
    """The file for a guest's blue screen without a dump of its own."""

    triple_fault_saved_state_file_name: str | None = None
    """The file for a triple fault."""

    firmware_dump_file_name: str | None = None
    """The file for a crash of the firmware."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
