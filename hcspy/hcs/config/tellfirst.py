"""The document of a container in schema 1, in words."""

from __future__ import annotations

from typing import Any

from hcspy.hcs.config.credentials import spec_of
from hcspy.hcs.config.words import (
    Section,
    Telling,
    bytes_of,
    disk_limits,
    interface_class,
    labelled,
    layers_of,
    limits_of,
    mapped,
    megabytes,
    processor_limits,
)
from hcspy.hcs.schema1 import ContainerConfig, MappedDir, MappedVirtualDisk


def tell_container(config: ContainerConfig) -> Section:
    """Return the lines for a container of schema 1."""
    telling = Telling(config)
    telling.skip("system_type", "name", "hv_partition", "container_type")
    section = Section(_title(config), labelled("owner", telling.take("owner")))
    section.add(labelled("host name", telling.take("host_name")), layers_of(telling.parts("layers")))
    section.add(_scratch(telling), _utility_vm(telling.part("hv_runtime"), config))
    section.add(_network(telling), _mounts(telling), _pipes(telling), _limits(telling), _devices(telling))
    section.add(spec_of(telling.take("credentials")), *_life(telling), *telling.rest())
    return section


def _title(config: ContainerConfig) -> str:
    runtime = config.hv_runtime
    linux = str(config.container_type).lower() == "linux" or bool(getattr(runtime, "linux_kernel_file", None))
    isolation = "Hyper-V isolation" if config.hv_partition else "process isolation"
    if str(config.system_type).lower() != "container":
        return f"{config.system_type} {config.name!r} (schema 1)"
    return f"{'Linux' if linux else 'Windows'} container {config.name!r} with {isolation} (schema 1)"


def _scratch(telling: Telling) -> Section | None:
    size = telling.number("storage_sandbox_size")
    return Section(
        "scratch space",
        labelled("volume", telling.take("volume_path")),
        labelled("folder", telling.take("layer_folder_path")),
        labelled("grows up to", bytes_of(size) if size else None),
        telling.switch("ignore_flushes_during_boot", "writes need not reach the disk until it has started"),
    ).if_any()


def _utility_vm(runtime: Any, config: ContainerConfig) -> Section | str | None:
    if runtime is None:
        return "utility VM: not told what it boots from" if config.hv_partition and not config.hv_runtime else None
    telling = Telling(runtime)
    return Section(
        "utility VM",
        labelled("boots from", telling.take("image_path")),
        labelled("kernel", telling.take("linux_kernel_file")),
        labelled("initial disk", telling.take("linux_initrd_file")),
        telling.switch("skip_template", "boots by itself, not as a clone of a template"),
        *telling.rest(),
    )


def _network(telling: Telling) -> Section | str:
    ids = telling.take("endpoint_list")
    section = Section("network", *(f"endpoint {id}" for id in (ids if isinstance(ids, tuple) else (ids,))))
    section.add(labelled("shares that of container", telling.take("network_shared_container_name")))
    section.add(telling.switch("allow_unqualified_dns_query", "short names are asked of the DNS servers, too"))
    section.add(labelled("DNS suffixes", telling.take("dns_search_list")))
    return section.if_any() or "network: none"


def _mounts(telling: Telling) -> Section | None:
    folders = map(_folder, telling.parts("mapped_directories"))
    disks = map(_disk, telling.parts("mapped_virtual_disks"))
    return Section("folders and disks of the host", *folders, *disks).if_any()


def _folder(folder: MappedDir) -> str:
    notes = (
        labelled("at most", folder.bandwidth_maximum, "{} bytes a second"),
        labelled("at most", folder.iops_maximum, "{} operations a second"),
        "in the utility VM" if folder.create_in_utility_vm else None,
        "owner and mode of Linux are kept" if folder.linux_metadata else None,
    )
    return mapped(folder.host_path, folder.container_path, read_only=folder.read_only, notes=notes)


def _disk(disk: MappedVirtualDisk) -> str:
    where = "a disk that is only attached" if disk.attach_only else disk.container_path
    notes = ("in the utility VM" if disk.create_in_utility_vm else None, labelled("cache", disk.cache))
    return mapped(disk.host_path, where, read_only=disk.read_only, notes=notes)


def _pipes(telling: Telling) -> Section | None:
    pipes = telling.parts("mapped_pipes")
    lines = (mapped(pipe.host_path, pipe.container_pipe_name, read_only=False) for pipe in pipes)
    return Section("pipes of the host", *lines).if_any()


def _limits(telling: Telling) -> Section | None:
    memory = telling.number("memory_maximum_in_mb")
    return limits_of(
        labelled("memory", megabytes(memory) if memory else None),
        *processor_limits(telling, "processor_count", "processor_maximum", "processor_weight"),
        *disk_limits(telling, "storage_iops_maximum", "storage_bandwidth_maximum"),
    )


def _devices(telling: Telling) -> Section | None:
    devices = telling.parts("assigned_devices")
    return Section("devices of the host", *(interface_class(one.interface_class_guid) for one in devices)).if_any()


def _life(telling: Telling) -> list[str | None]:
    return [
        telling.switch(
            "terminate_on_last_handle_closed",
            "ends when nobody holds a handle to it any more",
            "runs on when nobody holds a handle to it any more",
        ),
        telling.switch("servicing", "only installs updates into its image, and ends then"),
    ]
