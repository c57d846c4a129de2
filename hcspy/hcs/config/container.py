"""The document from which a container is made, as a container engine would write it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Unpack, cast

from hcspy.hcs import ComputeSystem, ContainerCredentialGuardState, Version
from hcspy.hcs.config.arguments import (
    Cpu,
    Mount,
    Pipe,
    chosen,
    cpu_of,
    id_of,
    is_pipe,
    megabytes,
    mount_of,
    pipe_of,
    several,
    spec_of,
    text_if,
    text_of,
    whole,
    wrong,
)
from hcspy.hcs.config.first import first_schema
from hcspy.hcs.config.image import IsFolder, NameToGuid, image_layers, path_of
from hcspy.hcs.config.image import utility_vm as find_utility_vm
from hcspy.hcs.config.schemaversion import SCHEMA_1, SCHEMA_2, pair_of
from hcspy.hcs.config.second import second_schema
from hcspy.hcs.config.wishes import ContainerArguments, Isolation, Wishes
from hcspy.hcs.schema1 import ContainerConfig

HOST_NAME: Final = "63 letters, digits and hyphens at most, with no hyphen at its ends"
_HOST_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE | re.ASCII)


def container_config(
    name: str,
    *,
    schema: str | tuple[int, int] | Version = SCHEMA_2,
    **asked: Unpack[ContainerArguments],
) -> ContainerConfig | ComputeSystem:
    r"""Return the document of a Windows container: in schema 2 a `ComputeSystem`, in schema 1 a `ContainerConfig`.

    ``choose_schema(host)`` says which one a host reads. What the container is to be:

    - ``layers``: the layers of its image, the newest first, as paths or models with an id; ``image``: the base image
      below them, or alone. ``name_to_guid`` is asked for ids that are not given: ``host.storage.layers.name_to_guid``.
    - ``scratch``: the folder of its scratch layer; ``volume``: where that is mounted, which process isolation needs.
    - ``isolation``: "process" or "hyperv". With the latter, schema 1 needs a utility VM, whose image is looked for
      among the layers (by ``is_folder``, unless ``utility_vm`` says where it is), and schema 2 the id of one that runs,
      ``hosting_system``.
    - ``endpoints`` (models or ids) or ``namespace``; ``network_of``: the id of a container whose network it shares, and
      the ``endpoints`` of that, with process isolation only; ``dns_search``; ``allow_unqualified_dns_query``.
    - ``mounts``: "C:\data:C:\data:ro", or host path, container path and whether it is read only; ``pipes``: paths of
      named pipes, which may be among the mounts, too.
    - ``cpu``: how many processors, or a `Cpu`; ``memory``: bytes; ``storage_iops``, ``storage_bandwidth``: most in a
      second; ``storage_size``: bytes of the scratch space (schema 1).
    - ``hostname``; ``devices``: GUIDs of interface classes, in schema 2 location paths as well; ``credential_spec``:
      JSON, or in schema 2 a ``credential_guard``; ``owner``; ``terminate_on_last_handle_closed``; ``servicing``.

    >>> from hcspy.hcs.config import container_config
    >>> ids = {"app": "1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", "base": "9caf22d5-d18a-59e5-afd8-a5e3870a1fee"}
    >>> system = container_config(
    ...     "web",
    ...     layers=[r"C:\layers\app", r"C:\layers\base"],
    ...     name_to_guid=ids.get,
    ...     volume=r"\\?\Volume{ca559c84-13df-4d85-897c-57fec4a804e0}",
    ...     memory=512 << 20,
    ... )
    >>> system.container.storage.layers[1].path, system.container.memory.size_in_mb
    ('C:\\layers\\base', 512)

    Raises InvalidDocumentError, which names the argument, its value and what is allowed.
    """
    version = _schema(schema)
    read = read_wishes(name, needs_utility_vm=version == SCHEMA_1, **asked)
    if version == SCHEMA_1:
        return first_schema(read)
    return second_schema(read, Version(major=version[0], minor=version[1]))


def read_wishes(
    name: str,
    *,
    layers: Iterable[Any] | None = None,
    image: Any = None,
    name_to_guid: NameToGuid | None = None,
    scratch: Any = None,
    volume: str | None = None,
    isolation: str = "process",
    utility_vm: Any = None,
    needs_utility_vm: bool = False,
    is_folder: IsFolder = os.path.isdir,
    hosting_system: str | None = None,
    endpoints: Iterable[Any] | None = None,
    namespace: Any = None,
    network_of: str | None = None,
    allow_unqualified_dns_query: bool = True,
    dns_search: Iterable[str] | None = None,
    mounts: Iterable[Mount | str | Iterable[Any]] | None = None,
    pipes: Iterable[Pipe | str | Iterable[Any]] | None = None,
    cpu: Cpu | int | None = None,
    memory: int | None = None,
    storage_iops: int | None = None,
    storage_bandwidth: int | None = None,
    storage_size: int | None = None,
    hostname: str | None = None,
    devices: Iterable[Any] | None = None,
    credential_spec: str | Mapping[str, Any] | None = None,
    credential_guard: ContainerCredentialGuardState | None = None,
    owner: str = "hcspy",
    terminate_on_last_handle_closed: bool = False,
    servicing: bool = False,
) -> Wishes:
    """Read the arguments of a builder."""
    kind = cast(Isolation, chosen("isolation", isolation, ("process", "hyperv")))
    stack = image_layers(layers, image, name_to_guid)
    if utility_vm is None and kind == "hyperv" and needs_utility_vm:
        utility_vm = find_utility_vm(stack, is_folder)
    network = _network(endpoints, namespace, network_of, kind)
    folders, shared = _mapped(mounts, pipes)
    return Wishes(
        name=text_of("name", name, "a text: the id of the container"),
        owner=text_of("owner", owner, "a text: who makes the container"),
        isolation=kind,
        layers=stack,
        scratch=None if scratch is None else path_of("scratch", scratch),
        volume=text_if("volume", volume, "a volume, or a folder of a utility VM"),
        utility_vm=None if utility_vm is None else path_of("utility_vm", utility_vm),
        hosting_system=text_if("hosting_system", hosting_system, "the id of a utility VM that runs"),
        endpoints=network[0],
        namespace=network[1],
        network_of=text_if("network_of", network_of, "the id of a container"),
        unqualified_dns=allow_unqualified_dns_query,
        dns_search=tuple(text_of("dns_search", name, "names of domains") for name in several("dns_search", dns_search)),
        mounts=folders,
        pipes=shared,
        cpu=cpu_of(cpu),
        memory=megabytes("memory", memory),
        storage_iops=whole("storage_iops", storage_iops, 1),
        storage_bandwidth=whole("storage_bandwidth", storage_bandwidth, 1),
        storage_size=whole("storage_size", storage_size, 1),
        hostname=None if hostname is None else text_of("hostname", hostname, HOST_NAME, _HOST_NAME),
        devices=several("devices", devices),
        credential_spec=spec_of(credential_spec),
        credential_guard=credential_guard,
        terminate_on_last_handle_closed=terminate_on_last_handle_closed,
        servicing=servicing,
    )


def _mapped(mounts: Any, pipes: Any) -> tuple[tuple[Mount, ...], tuple[Pipe, ...]]:
    """Return the folders and the pipes; Docker gives pipes as mounts."""
    mapped = [mount_of(mount) for mount in several("mounts", mounts)]
    piped = [pipe_of(mount[:2]) for mount in mapped if is_pipe(mount.container_path)]
    folders = tuple(mount for mount in mapped if not is_pipe(mount.container_path))
    return folders, (*piped, *(pipe_of(pipe) for pipe in several("pipes", pipes)))


def _network(
    endpoints: Iterable[Any] | None, namespace: Any, network_of: str | None, kind: str
) -> tuple[tuple[str, ...], str | None]:
    listed = tuple(id_of("endpoints", endpoint) for endpoint in several("endpoints", endpoints))
    beside = "endpoints" if listed else "network_of" if network_of else None
    if namespace and beside:
        raise wrong("namespace", namespace, f"nothing beside {beside}: a container has one network")
    if network_of and kind == "hyperv":
        raise wrong("network_of", network_of, "nothing with Hyper-V isolation: the network is inside of the machine")
    return listed, None if namespace is None else id_of("namespace", namespace)


def _schema(schema: Any) -> tuple[int, int]:
    major, minor = pair_of(schema)
    if major not in (1, 2):
        raise wrong("schema", schema, "a version such as (1, 0) or (2, 1)")
    return SCHEMA_1 if major == 1 else (2, minor or 1)
