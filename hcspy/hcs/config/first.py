"""A container in schema 1: one document for both kinds of isolation."""

from __future__ import annotations

from hcspy.hcs.config.arguments import wrong
from hcspy.hcs.config.wishes import Wishes
from hcspy.hcs.schema1 import AssignedDevice, ContainerConfig, HvRuntime, Layer, MappedDir, MappedPipe

LINUX_LAYER = "layer.vhd"


def first_schema(wishes: Wishes, runtime: HvRuntime | None = None) -> ContainerConfig:
    """Return the document; `runtime` is what a Linux container boots from."""
    hyperv, linux = wishes.isolation == "hyperv", runtime is not None
    if hyperv and runtime is None:
        runtime = HvRuntime(image_path=wishes.utility_vm)
    cpu = wishes.cpu
    return ContainerConfig(
        name=wishes.name,
        owner=wishes.owner,
        # Where the scratch space is mounted; a utility VM mounts it by itself, from the layer's folder.
        volume_path=None if hyperv else _volume(wishes),
        ignore_flushes_during_boot=None if linux else True,
        layer_folder_path=wishes.scratch,
        layers=[Layer(id=layer.id, path=layer.path) for layer in wishes.layers],
        credentials=wishes.credential_spec,
        processor_count=cpu.count,
        processor_weight=cpu.weight,
        processor_maximum=cpu.maximum,
        storage_iops_maximum=wishes.storage_iops,
        storage_bandwidth_maximum=wishes.storage_bandwidth,
        storage_sandbox_size=wishes.storage_size,
        memory_maximum_in_mb=wishes.memory,
        host_name=wishes.hostname,
        mapped_directories=[_mapped(*mount) for mount in wishes.mounts],
        mapped_pipes=[MappedPipe(host_path=path, container_pipe_name=name) for path, name in wishes.pipes],
        hv_partition=hyperv,
        network_shared_container_name=wishes.network_of,
        endpoint_list=_endpoints(wishes),
        hv_runtime=runtime,
        servicing=wishes.servicing or None,
        allow_unqualified_dns_query=wishes.unqualified_dns or None,
        dns_search_list=wishes.searched,
        container_type="linux" if linux else None,
        terminate_on_last_handle_closed=wishes.terminate_on_last_handle_closed or None,
        assigned_devices=[_device(device) for device in wishes.devices],
    )


def _volume(wishes: Wishes) -> str:
    if wishes.volume is None:
        raise wrong(
            "volume", None, "the volume of the scratch layer", hint="host.storage.layers.mount_path(layer) says it"
        )
    return wishes.volume.rstrip("\\")


def _endpoints(wishes: Wishes) -> tuple[str, ...]:
    if wishes.namespace is not None:
        raise wrong("namespace", wishes.namespace, "nothing: schema 1 has no namespaces", hint="give the endpoints")
    return wishes.endpoints


def _mapped(host_path: str, container_path: str, read_only: bool) -> MappedDir:
    return MappedDir(host_path=host_path, container_path=container_path, read_only=read_only)


def _device(device: object) -> AssignedDevice:
    if isinstance(device, AssignedDevice):
        return device
    known = device if isinstance(device, str) else getattr(device, "interface_class_guid", None)
    if not isinstance(known, str) or not known:
        raise wrong("devices", device, "GUIDs of interface classes: schema 1 names devices in no other way")
    return AssignedDevice(interface_class_guid=known.removeprefix("class/"))
