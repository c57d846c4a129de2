"""The devices of a virtual machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.crash import GuestCrashReporting
    from hcspy.hcs.schema.disks import Scsi, SharedMemoryConfiguration, VirtualPMemController
    from hcspy.hcs.schema.hvsocket import VirtualMachineHvSocket
    from hcspy.hcs.schema.networking import NetworkAdapter
    from hcspy.hcs.schema.shares import Plan9, VirtualSmb


class FlexibleIoDeviceHostingModel(WireEnum):
    """Where an emulator runs."""

    INTERNAL = "Internal"
    """In the worker process of the virtual machine."""

    EXTERNAL = "External"
    """In a process of its own."""


class GpuAssignmentMode(WireEnum):
    """How graphics adapters are chosen."""

    DISABLED = "Disabled"
    """None."""

    DEFAULT = "Default"
    """The one that the host started with."""

    LIST = "List"
    """Those that are listed."""

    MIRROR = "Mirror"
    """All that there are, and will be."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Devices:
    """The devices of a virtual machine. Those of which there may be several stand by name, or by number in a text.

    >>> from hcspy.hcs import Attachment, Scsi
    >>> disk = Attachment(type="VirtualDisk", path="C:\\\\vm\\\\disk.vhdx")
    >>> Devices(scsi={"primary": Scsi(attachments={"0": disk})}).scsi["primary"].attachments["0"].type
    'VirtualDisk'
    """

    com_ports: Mapping[str, ComPort] | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.1"))
    """Serial ports, by number: "0" is COM1."""

    scsi: Mapping[str, Scsi] | None = attrs.field(default=None, hash=False)
    """SCSI controllers, by name; a name that is a GUID is the controller's id, others are hashed to one."""

    virtual_pmem: VirtualPMemController | None = attrs.field(default=None, metadata=key("VirtualPMem"))
    """The controller of persistent memory."""

    network_adapters: Mapping[str, NetworkAdapter] | None = attrs.field(default=None, hash=False)
    """Network adapters, by name; a name that is a GUID is the adapter's id, others are hashed to one."""

    video_monitor: VideoMonitor | None = None
    """The screen."""

    keyboard: Keyboard | None = None
    """The keyboard."""

    mouse: Mouse | None = None
    """The mouse."""

    hv_socket: VirtualMachineHvSocket | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may talk to it over Hyper-V sockets."""

    enhanced_mode_video: EnhancedModeVideo | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Enhanced sessions: remote desktop over the VM bus."""

    guest_crash_reporting: GuestCrashReporting | None = None
    """Where crashes of the guest are reported."""

    virtual_smb: VirtualSmb | None = None
    """Folders of the host, for Windows guests."""

    plan9: Plan9 | None = None
    """Folders of the host, for Linux guests."""

    battery: Battery | None = None
    """The host's battery, as the guest sees it."""

    flexible_iov: Mapping[str, FlexibleIoDevice] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.1")
    )
    """Devices that another process emulates, by name."""

    shared_memory: SharedMemoryConfiguration | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Memory that it shares with the host."""

    virtual_pci: Mapping[str, VirtualPciDevice] | None = attrs.field(
        default=None, hash=False, metadata=key(since="HCS 2.3")
    )
    """Devices of the host that are handed to it, by name."""

    virtio_serial: VirtioSerial | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Serial ports over virtio, for Linux guests."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ComPort:
    """A serial port, connected to a named pipe.

    >>> ComPort(named_pipe="\\\\\\\\.\\\\pipe\\\\vm-com1").named_pipe
    '\\\\\\\\.\\\\pipe\\\\vm-com1'
    """

    named_pipe: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The pipe on the host, `\\\\.\\pipe\\` and its name."""

    optimize_for_debugger: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether it is made for a kernel debugger."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtioSerial:
    """Serial ports over virtio.

    >>> VirtioSerial(ports={"0": VirtioSerialPort(name="console")}).ports["0"].name
    'console'
    """

    ports: Mapping[str, VirtioSerialPort] | None = attrs.field(default=None, hash=False, metadata=key(since="HCS 2.2"))
    """The ports, by number."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtioSerialPort:
    """A serial port over virtio, connected to a named pipe.

    >>> VirtioSerialPort(named_pipe="\\\\\\\\.\\\\pipe\\\\vm-console", name="console").name
    'console'
    """

    named_pipe: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The pipe on the host."""

    name: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The name that the guest sees."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Keyboard:
    """The keyboard. It has no settings.

    >>> Keyboard()
    Keyboard()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Mouse:
    """The mouse. It has no settings.

    >>> Mouse()
    Mouse()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Battery:
    """The host's battery, as the guest sees it. It has no settings.

    >>> Battery()
    Battery()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VideoMonitor:
    """The screen of a virtual machine.

    >>> VideoMonitor(horizontal_resolution=1024, vertical_resolution=768).horizontal_resolution
    1024
    """

    horizontal_resolution: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its width, in pixels."""

    vertical_resolution: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Its height, in pixels."""

    connection_options: RdpConnectionOptions | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may connect to it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EnhancedModeVideo:
    """Enhanced sessions of a virtual machine.

    >>> held = EnhancedModeVideo(connection_options=RdpConnectionOptions(access_sids=["S-1-5-32-544"]))
    >>> held.connection_options.access_sids
    ('S-1-5-32-544',)
    """

    connection_options: RdpConnectionOptions | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may connect."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RdpConnectionOptions:
    """Who may connect to a virtual machine's screen.

    >>> RdpConnectionOptions(named_pipe="\\\\\\\\.\\\\pipe\\\\vm-rdp").named_pipe
    '\\\\\\\\.\\\\pipe\\\\vm-rdp'
    """

    access_sids: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """The SIDs of those who may."""

    named_pipe: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The pipe on the host that the connection goes through."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class FlexibleIoDevice:
    """A device that another process emulates.

    >>> FlexibleIoDevice(emulator_id="5b45201d-f2f2-4f3b-85bb-30ff1f953599", hosting_model="External").hosting_model
    'External'
    """

    emulator_id: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The class id of the emulator."""

    hosting_model: FlexibleIoDeviceHostingModel | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Where the emulator runs."""

    configuration: Sequence[str] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """What the emulator is told, line by line."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class VirtualPciDevice:
    """A device of the host that is handed to a virtual machine.

    >>> held = VirtualPciDevice(functions=[VirtualPciFunction(device_instance_path="PCI\\\\VEN_10DE")])
    >>> held.functions[0].device_instance_path
    'PCI\\\\VEN_10DE'
    """

    functions: Sequence[VirtualPciFunction] = attrs.field(default=(), metadata=key(since="HCS 2.3"))
    """The device's functions; the first one counts."""

    propagate_numa_affinity: bool | None = None
    """Whether the guest learns which NUMA node it belongs to (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualPciFunction:
    """A function of a device that is handed over.

    >>> VirtualPciFunction(device_instance_path="PCI\\\\VEN_10DE", virtual_function=0xFFFF).virtual_function
    65535
    """

    device_instance_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The device's instance path on the host."""

    virtual_function: int | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """The number of the virtual function; 0xFFFF for the device as such."""

    allow_direct_translated_p2p: bool | None = attrs.field(
        default=None, metadata=key("AllowDirectTranslatedP2P", since="HCS 2.4")
    )
    """Whether devices may talk to each other directly."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GpuConfiguration:
    """Which graphics adapters a virtual machine gets.

    >>> GpuConfiguration(assignment_mode="Mirror").assignment_mode
    'Mirror'
    """

    assignment_mode: GpuAssignmentMode | str | None = None
    """How they are chosen."""

    assignment_request: Mapping[str, int] | None = attrs.field(default=None, hash=False)
    """In mode `List`: the adapters' interfaces, with the partition of each; 0xFFFF for any."""

    allow_vendor_extension: bool | None = None
    """Whether the maker's extensions are loaded."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ConsoleImageQuery:
    """Asks for a picture of a virtual machine's screen.

    >>> ConsoleImageQuery(width=1024, height=768).width
    1024
    """

    width: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The picture's width, in pixels."""

    height: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The picture's height, in pixels."""

    flags: int | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Switches, as bits."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class ConsoleImage:
    """A picture of a virtual machine's screen.

    >>> ConsoleImage(image="AAE=").image
    'AAE='
    """

    image: str | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """The pixels, 16 bits each (RGB 5-6-5), as the service writes bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
