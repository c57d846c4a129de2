"""The chipset of a virtual machine: firmware, and what it boots from."""

from __future__ import annotations

import attrs

from hcspy.codec import Guid, Wire, WireEnum, key
from hcspy.hcs.octets import bytes_of


class ApplySecureBootTemplateType(WireEnum):
    """Whether a template of Secure Boot is used."""

    SKIP = "Skip"
    """It is not."""

    APPLY = "Apply"
    """It is."""


class SerialConsole(WireEnum):
    """Where the firmware writes."""

    DEFAULT = "Default"
    """On the screen."""

    DISABLED = "Disabled"
    """Nowhere."""

    COM_PORT1 = "ComPort1"
    """To the first serial port."""

    COM_PORT2 = "ComPort2"
    """To the second serial port."""


class UefiBootDevice(WireEnum):
    """What kind of device a virtual machine boots from."""

    SCSI_DRIVE = "ScsiDrive"
    """A disk."""

    VMB_FS = "VmbFs"
    """A folder of the host: how utility VMs boot."""

    NETWORK = "Network"
    """The network."""

    FILE = "File"
    """A file."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Chipset:
    """Firmware of a virtual machine, and what it boots from.

    >>> Chipset(uefi=Uefi(console="ComPort1"), use_utc=True).uefi.console
    'ComPort1'
    """

    uefi: Uefi | None = None
    """The UEFI firmware."""

    is_num_lock_disabled: bool | None = None
    """Whether NumLock is off."""

    base_board_serial_number: str | None = None
    """The serial number of the main board."""

    chassis_serial_number: str | None = None
    """The serial number of the case."""

    chassis_asset_tag: str | None = None
    """The asset tag of the case."""

    use_utc: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Whether the clock runs in UTC, and not in the host's time zone."""

    linux_kernel_direct: LinuxKernelDirect | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The Linux kernel that it boots without firmware."""

    firmware_file: FirmwareFile | None = None
    """Firmware of one's own (hcsshim)."""

    enable_hibernation: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.5"))
    """Whether the guest can hibernate."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Uefi:
    """UEFI firmware of a virtual machine.

    >>> Uefi(boot_this=UefiBootEntry(device_type="ScsiDrive", device_path="primary")).boot_this.device_path
    'primary'
    """

    enable_debugger: bool | None = None
    """Whether a debugger can be attached to it."""

    apply_secure_boot_template: ApplySecureBootTemplateType | str | None = attrs.field(
        default=None, metadata=key(since="HCS 2.3")
    )
    """Whether the template of Secure Boot is used."""

    secure_boot_template_id: Guid | None = None
    """The id of the template of Secure Boot."""

    boot_this: UefiBootEntry | None = None
    """What it boots from."""

    console: SerialConsole | str | None = None
    """Where it writes."""

    stop_on_boot_failure: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """Whether the virtual machine stops if there is nothing to boot."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class UefiBootEntry:
    """What a virtual machine boots from.

    >>> UefiBootEntry(device_type="VmbFs", device_path="\\\\EFI\\\\Microsoft\\\\Boot\\\\bootmgfw.efi").device_type
    'VmbFs'
    """

    device_type: UefiBootDevice | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What kind of device that is."""

    device_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The device, or the boot loader's path on it."""

    disk_number: int | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The number of the disk."""

    optional_data: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """What the boot loader is given."""

    vmb_fs_root_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The folder on the host that a `VmbFs` device shows."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class LinuxKernelDirect:
    """A Linux kernel that boots without firmware.

    >>> LinuxKernelDirect(kernel_file_path="C:\\\\lcow\\\\kernel", kernel_cmd_line="console=ttyS0").kernel_cmd_line
    'console=ttyS0'
    """

    kernel_file_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The file of the kernel."""

    initrd_path: str | None = attrs.field(default=None, metadata=key("InitRdPath", since="HCS 2.2"))
    """The file of the initial disk."""

    kernel_cmd_line: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The kernel's command line."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class FirmwareFile:
    """Firmware of one's own (hcsshim).

    >>> FirmwareFile(parameters="AAE=").parameter_bytes
    b'\\x00\\x01'
    """

    parameters: str | None = None
    """Its parameters, in base64; `parameter_bytes` has the bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def parameter_bytes(self) -> bytes | None:
        """The parameters, as bytes; None for what is no base64."""
        return bytes_of(self.parameters)
