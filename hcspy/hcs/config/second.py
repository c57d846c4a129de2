"""A container in schema 2: one on the host, or one that a utility VM hosts."""

from __future__ import annotations

from typing import Any

from hcspy.hcs import (
    ComputeSystem,
    Container,
    ContainerCredentialGuardState,
    Device,
    GuestOs,
    HostedSystem,
    Layer,
    MappedDirectory,
    MappedPipe,
    Memory,
    Networking,
    Processor,
    Storage,
    StorageQoS,
    Version,
)
from hcspy.hcs.config.arguments import Cpu, wrong
from hcspy.hcs.config.utilityvm import guest_path
from hcspy.hcs.config.wishes import Wishes


def second_schema(wishes: Wishes, version: Version) -> ComputeSystem:
    """Return the document: with process isolation the container's, else what its utility VM is to host."""
    hosted = wishes.isolation == "hyperv"
    if hosted and wishes.hosting_system is None:
        raise wrong(
            "hosting_system",
            None,
            "the id of a utility VM that runs: in schema 2 it is a compute system of its own",
            hint="utility_vm_config() makes its document; schema 1 makes container and VM of one document",
        )
    container = _container(wishes)
    return ComputeSystem(
        owner=wishes.owner,
        schema_version=version,
        hosting_system_id=wishes.hosting_system if hosted else None,
        hosted_system=HostedSystem(schema_version=version, container=container) if hosted else None,
        container=None if hosted else container,
        should_terminate_on_last_handle_closed=wishes.terminate_on_last_handle_closed or None,
    )


def _container(wishes: Wishes) -> Container:
    return Container(
        guest_os=GuestOs(host_name=wishes.hostname) if wishes.hostname else None,
        storage=_storage(wishes),
        mapped_directories=[_mapped(*mount) for mount in wishes.mounts],
        mapped_pipes=[MappedPipe(container_pipe_name=name, host_path=path) for path, name in wishes.pipes],
        memory=Memory(size_in_mb=wishes.memory) if wishes.memory is not None else None,
        processor=_processor(wishes),
        networking=_networking(wishes),
        container_credential_guard=_credentials(wishes),
        assigned_devices=[_device(device) for device in wishes.devices],
    )


def _storage(wishes: Wishes) -> Storage:
    if wishes.volume is None:
        where = "where the utility VM sees the scratch layer" if wishes.hosting_system else "that of the scratch layer"
        raise wrong(
            "volume", None, f"a volume, {where}", hint="on the host, host.storage.layers.mount_path(layer) says it"
        )
    hosted = wishes.isolation == "hyperv"
    paths = [guest_path(layer) if hosted else layer.path for layer in wishes.layers]
    limits = wishes.storage_iops, wishes.storage_bandwidth
    return Storage(
        layers=[Layer(id=layer.id, path=path) for layer, path in zip(wishes.layers, paths, strict=True)],
        path=_root(wishes.volume),
        qos=None if limits == (None, None) else StorageQoS(iops_maximum=limits[0], bandwidth_maximum=limits[1]),
    )


def _root(volume: str) -> str:
    """A volume is a folder in schema 2: a backslash is behind it, which the layer functions leave out."""
    return f"{volume}\\" if volume.lower().startswith("\\\\?\\volume{") and not volume.endswith("\\") else volume


def _processor(wishes: Wishes) -> Processor | None:
    cpu = wishes.cpu
    return None if cpu == Cpu() else Processor(count=cpu.count, maximum=cpu.maximum, weight=cpu.weight)


def _networking(wishes: Wishes) -> Networking | None:
    if not (wishes.namespace or wishes.endpoints or wishes.network_of):
        return None
    return Networking(
        allow_unqualified_dns_query=wishes.unqualified_dns or None,
        dns_search_list=wishes.searched,
        network_shared_container_name=wishes.network_of,
        namespace=wishes.namespace,
        network_adapters=wishes.endpoints,
    )


def _credentials(wishes: Wishes) -> ContainerCredentialGuardState | None:
    guard: ContainerCredentialGuardState | None = wishes.credential_guard
    if guard is None and wishes.credential_spec is not None:
        return ContainerCredentialGuardState(credential_spec=wishes.credential_spec)
    return guard


def _mapped(host_path: str, container_path: str, read_only: bool) -> MappedDirectory:
    return MappedDirectory(host_path=host_path, container_path=container_path, read_only=read_only or None)


def _device(device: Any) -> Device:
    if isinstance(device, Device):
        return device
    known = device if isinstance(device, str) else getattr(device, "interface_class_guid", None)
    if not isinstance(known, str) or not known:
        raise wrong("devices", device, "GUIDs of interface classes, 'PCI...' location paths, or models of devices")
    if known.upper().startswith("PCI"):
        return Device(type="DeviceInstance", location_path=known)
    return Device(type="ClassGuid", interface_class_guid=known.removeprefix("class/"))
