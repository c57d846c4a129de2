"""Containers of schema 2 in words."""

from __future__ import annotations

from typing import Any

from hcspy.hcs import Container, Device, MappedDirectory, MappedPipe
from hcspy.hcs.config.credentials import spec_of
from hcspy.hcs.config.words import (
    Section,
    Telling,
    disk_limits,
    interface_class,
    labelled,
    layers_of,
    limits_of,
    mapped,
    megabytes,
    processor_limits,
    shown,
    with_rest,
)


def tell_container(container: Container, section: Section) -> None:
    """Add the lines for a container of schema 2 to those of its system."""
    telling = Telling(container)
    telling.skip("isolation_type")
    guest, storage = telling.part("guest_os"), telling.part("storage")
    disk = Telling(storage) if storage else None
    section.add(labelled("host name", guest.host_name if guest else None))
    limits = _limits(telling, disk.part("qos") if disk else None)
    section.add(*_storage(disk), _network(telling.part("networking")))
    section.add(Section("folders of the host", *map(_folder, telling.parts("mapped_directories"))).if_any())
    section.add(Section("pipes of the host", *map(_pipe, telling.parts("mapped_pipes"))).if_any())
    section.add(limits, _devices(telling), _credentials(telling.part("container_credential_guard")), *telling.rest())


def _storage(telling: Telling | None) -> list[Section | str | None]:
    if telling is None:
        return ["image: not told"]
    return [
        layers_of(telling.parts("layers")),
        labelled("scratch space", telling.take("path")),
        labelled("files are seen at", telling.take("privileged_container_root_path")),
        *telling.rest(),
    ]


def _network(networking: Any) -> Section | str:
    if networking is None:
        return "network: none"
    telling = Telling(networking)
    ids = telling.take("network_adapters")
    return Section(
        "network",
        labelled("namespace", telling.take("namespace")),
        *(f"endpoint {shown(id)}" for id in (ids if isinstance(ids, tuple) else (ids,))),
        labelled("shares that of container", telling.take("network_shared_container_name")),
        telling.switch("allow_unqualified_dns_query", "short names are asked of the DNS servers, too"),
        labelled("DNS suffixes", telling.take("dns_search_list")),
        *telling.rest(),
    )


def _named(kind: Any) -> str | None:
    """Return a note where a path is meant as a name."""
    return None if kind is None or str(kind).lower() == "absolutepath" else "a name that the utility VM has"


def _folder(folder: MappedDirectory) -> str:
    notes = (_named(folder.host_path_type), "cloud files are fetched" if folder.support_cloud_files else None)
    return mapped(folder.host_path, folder.container_path, read_only=folder.read_only, notes=notes)


def _pipe(pipe: MappedPipe) -> str:
    notes = (_named(pipe.host_path_type),)
    return mapped(pipe.host_path, pipe.container_pipe_name, read_only=False, notes=notes)


def _limits(telling: Telling, qos: Any) -> Section | None:
    memory, processor = telling.part("memory"), telling.part("processor")
    size = Telling(memory).number("size_in_mb") if memory else 0
    return limits_of(
        labelled("memory", megabytes(size) if size else None),
        *(processor_limits(Telling(processor), "count", "maximum", "weight") if processor else ()),
        *(disk_limits(Telling(qos), "iops_maximum", "bandwidth_maximum") if qos else ()),
    )


def _devices(telling: Telling) -> Section | None:
    return Section("devices of the host", *map(_device, telling.parts("assigned_devices"))).if_any()


def _device(device: Device) -> str:
    if device.location_path:
        return f"the device at {device.location_path}"
    if str(device.type or "").lower() == "gpumirror":
        return "all graphics adapters"
    return interface_class(device.interface_class_guid)


def _credentials(guard: Any) -> Section | str | None:
    if guard is None:
        return None
    telling = Telling(guard)
    line = spec_of(telling.take("credential_spec")) or "credentials: from the credential guard of the host"
    return with_rest(line, *telling.rest())
