"""Utility VMs in schema 2: what containers with Hyper-V isolation run in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from hcspy.hcs import (
    Attachment,
    Chipset,
    ComputeSystem,
    Devices,
    GuestConnection,
    Scsi,
    Topology,
    Uefi,
    UefiBootEntry,
    Version,
    VirtualMachine,
    VirtualMachineMemory,
    VirtualMachineProcessor,
    VirtualSmb,
    VirtualSmbShare,
    VirtualSmbShareOptions,
)
from hcspy.hcs.config.arguments import Cpu, cpu_of, megabytes, several, wrong
from hcspy.hcs.config.image import ImageLayer, NameToGuid, image_layers, path_of
from hcspy.hcs.config.schemaversion import SCHEMA_2, pair_of
from hcspy.verbs.paths import below

SHARES: Final = "\\\\?\\VMSMB\\VSMB-{dcc079ae-60ba-4d07-847c-3493609c0870}\\"
"""Where a Windows guest finds the folders that its host shares with it, by the share's name."""

BOOT_LOADER: Final = "\\EFI\\Microsoft\\Boot\\bootmgfw.efi"
MEMORY: Final = 1 << 30


def guest_path(layer: ImageLayer) -> str:
    """Return where a utility VM sees a layer that is shared with it: the share has the layer's id as its name."""
    return f"{SHARES}{layer.id}"


def utility_vm_config(
    image: Any,
    scratch_disk: Any,
    *,
    owner: str = "hcspy",
    layers: Iterable[Any] | None = None,
    name_to_guid: NameToGuid | None = None,
    memory: int = MEMORY,
    cpu: Cpu | int | None = None,
    schema: str | tuple[int, int] | Version = SCHEMA_2,
    terminate_on_last_handle_closed: bool = True,
) -> ComputeSystem:
    r"""Return the document of a utility VM for Windows containers with Hyper-V isolation, in schema 2.

    ``image`` is the folder ``UtilityVM`` of a base layer, from whose files it boots; ``scratch_disk`` a copy of its
    ``SystemTemplate.vhdx``, to which it writes. The ``layers`` of the containers that it is to host are shared with it
    under their ids.

    >>> from hcspy.hcs.config import utility_vm_config
    >>> system = utility_vm_config(r"C:\layers\base\UtilityVM", r"C:\vm\sandbox.vhdx", memory=2 << 30)
    >>> system.virtual_machine.compute_topology.memory.size_in_mb
    2048
    """
    folder, disk = path_of("image", image), path_of("scratch_disk", scratch_disk)
    version = pair_of(schema)
    if version[0] != 2:
        raise wrong("schema", schema, "2: in schema 1 a container and its utility VM have one document")
    if memory is None:
        raise wrong("memory", memory, "a number of bytes: what the machine has at the most")
    asked = cpu_of(cpu)
    if asked.maximum is not None:
        raise wrong("cpu", cpu, "count or weight: a utility VM has no maximum in this sense")
    shared = image_layers(layers, None, name_to_guid) if several("layers", layers) else ()
    machine = VirtualMachine(
        stop_on_reset=True,
        chipset=Chipset(uefi=Uefi(boot_this=UefiBootEntry(device_type="VmbFs", device_path=BOOT_LOADER))),
        compute_topology=Topology(
            memory=VirtualMachineMemory(size_in_mb=megabytes("memory", memory), allow_overcommit=True),
            processor=VirtualMachineProcessor(count=asked.count or 2, weight=asked.weight),
        ),
        devices=Devices(
            scsi={"0": Scsi(attachments={"0": Attachment(type="VirtualDisk", path=disk)})},
            virtual_smb=VirtualSmb(
                direct_file_mapping_in_mb=1024,
                shares=[_share("os", below(folder, "Files")), *(_share(layer.id, layer.path) for layer in shared)],
            ),
        ),
        guest_connection=GuestConnection(),
    )
    return ComputeSystem(
        owner=owner,
        schema_version=Version(major=2, minor=version[1] or 1),
        virtual_machine=machine,
        should_terminate_on_last_handle_closed=terminate_on_last_handle_closed or None,
    )


def _share(name: str, path: str) -> VirtualSmbShare:
    options = VirtualSmbShareOptions(
        read_only=True, share_read=True, cache_io=True, take_backup_privilege=True, pseudo_oplocks=True
    )
    return VirtualSmbShare(name=name, path=path, options=options)
