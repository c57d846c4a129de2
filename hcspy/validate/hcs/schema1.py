"""Rules for the document of a container in schema 1, and for changes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcspy.validate.hcs.limits import HUNDREDTHS, INT64, WEIGHT
from hcspy.validate.hcs.paths import GUEST_PATH, HOST_PATH, PIPE, PIPE_NAME, VOLUME
from hcspy.validate.registry import Report, checks, rule
from hcspy.validate.syntax import A_GUID, UINT32, UINT64, elements, one_of

if TYPE_CHECKING:
    from hcspy.hcs.schema1 import (
        ContainerConfig,
        Layer,
        MappedVirtualDisk,
        ResourceModificationRequestResponse,
    )

SYSTEM_TYPE: Final = one_of("Container", "VirtualMachine")

checks("hcs.schema1.Layer", {"path": HOST_PATH})
checks("hcs.schema1.MappedDir", {"host_path": HOST_PATH, "container_path": GUEST_PATH})
checks("hcs.schema1.MappedDir", {"bandwidth_maximum": UINT64, "iops_maximum": UINT64})
checks("hcs.schema1.MappedPipe", {"host_path": PIPE, "container_pipe_name": PIPE_NAME})
checks("hcs.schema1.MappedVirtualDisk", {"host_path": HOST_PATH, "container_path": GUEST_PATH})
checks("hcs.schema1.HvRuntime", {"image_path": HOST_PATH})
checks(
    "hcs.schema1.ContainerConfig",
    {
        "system_type": SYSTEM_TYPE,
        "container_type": one_of("Linux", "Windows"),
        "volume_path": VOLUME,
        "layer_folder_path": HOST_PATH,
        "processor_count": UINT32,
        "processor_weight": WEIGHT,
        "processor_maximum": HUNDREDTHS,
        "storage_iops_maximum": UINT64,
        "storage_bandwidth_maximum": UINT64,
        "storage_sandbox_size": UINT64,
        "memory_maximum_in_mb": INT64,
        "endpoint_list": A_GUID,
    },
)


checks("hcs.schema1.ComputeSystemQuery", {"types": SYSTEM_TYPE})


@rule("hcs.schema1.Layer")
def layer_is_told(layer: Layer, report: Report) -> None:
    """A layer without id or path leads nowhere."""
    for name in ("id", "path"):
        if report.version and not getattr(layer, name):
            report.add(name, None, A_GUID.allowed if name == "id" else HOST_PATH.allowed)


@rule("hcs.schema1.MappedVirtualDisk")
def disk_is_somewhere(disk: MappedVirtualDisk, report: Report) -> None:
    """A disk is mounted at a path, or only attached."""
    if report.version and not disk.container_path and not disk.attach_only:
        report.add("container_path", None, f"{GUEST_PATH.allowed}, unless AttachOnly is true")


@rule("hcs.schema1.ContainerConfig")
def isolation_is_told_once(config: ContainerConfig, report: Report) -> None:
    """A utility VM is described where there is one."""
    if config.hv_runtime is not None and not config.hv_partition:
        report.add("hv_runtime", "an object", "nothing, unless HvPartition is true")


@rule("hcs.schema1.ContainerConfig")
def container_is_complete(config: ContainerConfig, report: Report) -> None:
    """What a container cannot start without, by its isolation; only said for a target."""
    if not report.version:
        return
    if not elements(config.layers):
        report.add("layers", None, "the layers of the image, newest first")
    if not config.layer_folder_path:
        report.add("layer_folder_path", None, "the folder of the scratch layer")
    if config.hv_partition and config.hv_runtime is None:
        report.add("hv_runtime", None, "what the utility VM boots from, where HvPartition is true")
    if not config.hv_partition and not config.volume_path:
        report.add("volume_path", None, f"{VOLUME.allowed}, unless HvPartition is true")


@rule("hcs.schema1.ResourceModificationRequestResponse")
def endpoint_is_an_id(request: ResourceModificationRequestResponse, report: Report) -> None:
    """An endpoint is plugged in, or taken out, by its id."""
    if str(request.resource_type).lower() == "network" and not A_GUID.passes(request.settings):
        report.add("settings", request.settings, f"the endpoint's id: {A_GUID.allowed}")


@rule("hcs.schema1.ResourceModificationRequestResponse")
def request_is_complete(request: ResourceModificationRequestResponse, report: Report) -> None:
    """A change says what, and how; only said for a target."""
    if report.version and not request.resource_type:
        report.add("resource_type", None, "what changes: Network")
    if report.version and not request.request_type:
        report.add("request_type", None, "Add or Remove")
