"""Definitions of containers: what the namespaces of a silo are made of. Keys are in lower case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.silo_devices import DeviceNamespace
    from hcspy.hcs.schema.silo_objects import ObjectNamespace
    from hcspy.hcs.schema.silo_registry import RegistryNamespace


class JobTerminationPolicy(WireEnum):
    """What happens when a job's handle is closed."""

    PERMANENT_QUIESCENT = "PermanentQuiescent"
    """Its processes stand still for good."""

    KILL_ON_HANDLE_CLOSE = "KillOnHandleClose"
    """Its processes are killed."""


class FilesystemIsolationMode(WireEnum):
    """How files that are changed are kept apart."""

    HARD = "hard"
    """Wholly: nothing of the host is seen."""

    SOFT = "soft"
    """The host is seen through."""


class FilesystemNestingMode(WireEnum):
    """Whether a container is in another one."""

    INNER = "inner"
    """It is."""

    OUTER = "outer"
    """It is not."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class ContainersDefContainer:
    """The definition of a container.

    >>> ContainersDefContainer(namespace=Namespace(job=JobNamespace(cpu=JobCpu(weight=5)))).namespace.job.cpu.weight
    5
    """

    namespace: Namespace | None = attrs.field(default=None, metadata=key("namespace", since="HCS 2.3"))
    """Its namespaces."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Namespace:
    """The namespaces of a container. hcsshim knows two of them, as DeviceExtensionNamespace.

    >>> Namespace(filesystem=FilesystemNamespace(path="C:\\\\scratch")).filesystem.path
    'C:\\\\scratch'
    """

    ob: ObjectNamespace | None = attrs.field(default=None, metadata=key("ob", since="HCS 2.3"))
    """Objects of the kernel."""

    device: DeviceNamespace | None = attrs.field(default=None, metadata=key("device", since="HCS 2.3"))
    """Devices."""

    job: JobNamespace | None = attrs.field(default=None, metadata=key("job", since="HCS 2.3"))
    """The job that its processes run in."""

    filesystem: FilesystemNamespace | None = attrs.field(default=None, metadata=key("filesystem", since="HCS 2.3"))
    """Files."""

    mountmgr: MountManagerNamespace | None = attrs.field(default=None, metadata=key("mountmgr", since="HCS 2.3"))
    """Mount points."""

    namedpipe: NamedPipeNamespace | None = attrs.field(default=None, metadata=key("namedpipe", since="HCS 2.3"))
    """Named pipes."""

    registry: RegistryNamespace | None = attrs.field(default=None, metadata=key("registry", since="HCS 2.3"))
    """The registry."""

    network: NetworkNamespace | None = attrs.field(default=None, metadata=key("network", since="HCS 2.3"))
    """The network."""

    hostfiles: HostFiles | None = attrs.field(default=None, metadata=key("hostfiles", since="HCS 2.3"))
    """Files of the host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JobNamespace:
    """The job that a container's processes run in.

    >>> JobNamespace(memory=JobMemory(limit=536_870_912)).memory.limit
    536870912
    """

    cpu: JobCpu | None = attrs.field(default=None, metadata=key("cpu", since="HCS 2.3"))
    """Processor time."""

    memory: JobMemory | None = attrs.field(default=None, metadata=key("memory", since="HCS 2.3"))
    """Memory."""

    systemroot: JobSystemRoot | None = attrs.field(default=None, metadata=key("systemroot", since="HCS 2.3"))
    """The folder of Windows."""

    terminationpolicy: JobTerminationPolicy | str | None = attrs.field(
        default=None, metadata=key("terminationpolicy", since="HCS 2.3")
    )
    """What happens when the job's handle is closed."""

    threadimpersonation: bool | None = attrs.field(default=None, metadata=key("threadimpersonation", since="HCS 2.3"))
    """Whether threads of others may act in it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JobCpu:
    """Processor time of a job.

    >>> JobCpu(rate=5000).rate
    5000
    """

    rate: int | None = attrs.field(default=None, metadata=key("rate", since="HCS 2.3"))
    """The most of it, in hundredths of a percent."""

    weight: int | None = attrs.field(default=None, metadata=key("weight", since="HCS 2.3"))
    """Its share against other jobs, 1 to 9."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JobMemory:
    """Memory of a job.

    >>> JobMemory(limit=536_870_912).limit
    536870912
    """

    limit: int | None = attrs.field(default=None, metadata=key("limit", since="HCS 2.3"))
    """The most of it, in bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class JobSystemRoot:
    """The folder of Windows in a container.

    >>> JobSystemRoot(path="C:\\\\Windows").path
    'C:\\\\Windows'
    """

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """The folder."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class FilesystemNamespace:
    """The files of a container.

    >>> FilesystemNamespace(path="C:\\\\scratch", isolation="hard").isolation
    'hard'
    """

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """Where the scratch space is."""

    isolation: FilesystemIsolationMode | str | None = attrs.field(
        default=None, metadata=key("isolation", since="HCS 2.3")
    )
    """How files that are changed are kept apart."""

    nesting: FilesystemNestingMode | str | None = attrs.field(default=None, metadata=key("nesting", since="HCS 2.3"))
    """Whether the container is in another one."""

    layer: Sequence[FilesystemLayer] = attrs.field(default=(), metadata=key("layer", since="HCS 2.3"))
    """The layers below."""

    bindings: Sequence[ContainersDefBatchedBinding] = attrs.field(default=(), metadata=key("bindings", since="HCS 2.3"))
    """Files that are seen somewhere else."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class FilesystemLayer:
    """A layer of a container's files.

    >>> FilesystemLayer(identifier="1a3348c8-c43b-5c1a-83f4-4bbff0d32f39", path="C:\\\\layers\\\\base").path
    'C:\\\\layers\\\\base'
    """

    identifier: Guid | None = attrs.field(default=None, metadata=key("identifier", since="HCS 2.3"))
    """Its id."""

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """Its folder."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainersDefBatchedBinding:
    """A file that is seen somewhere else.

    >>> ContainersDefBatchedBinding(filepath="C:\\\\data\\\\a.txt", bindingroots=["C:\\\\a.txt"]).bindingroots
    ('C:\\\\a.txt',)
    """

    filepath: str | None = attrs.field(default=None, metadata=key("filepath", since="HCS 2.3"))
    """The file."""

    bindingroots: Sequence[str] = attrs.field(default=(), metadata=key("bindingroots", since="HCS 2.3"))
    """Where it is seen."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class MountManagerNamespace:
    """The mount points of a container.

    >>> MountManagerNamespace(mount_point=[MountManagerMountPoint(name="D:")]).mount_point[0].name
    'D:'
    """

    mount_point: Sequence[MountManagerMountPoint] = attrs.field(
        default=(), metadata=key("mount_point", since="HCS 2.3")
    )
    """The mount points."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MountManagerMountPoint:
    """A mount point of a container.

    >>> MountManagerMountPoint(name="D:", path="\\\\Device\\\\HarddiskVolume3").name
    'D:'
    """

    name: str | None = attrs.field(default=None, metadata=key("name", since="HCS 2.3"))
    """Its name: a drive letter, or a volume."""

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """What is mounted there."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class NamedPipeNamespace:
    """The named pipes of a container.

    >>> NamedPipeNamespace(symlink=[NamedPipeSymlink(name="docker_engine")]).symlink[0].name
    'docker_engine'
    """

    symlink: Sequence[NamedPipeSymlink] = attrs.field(default=(), metadata=key("symlink", since="HCS 2.3"))
    """Pipes that are pipes of the host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamedPipeSymlink:
    """A named pipe that is a pipe of the host.

    >>> NamedPipeSymlink(name="docker_engine", path="\\\\Device\\\\NamedPipe\\\\docker_engine").name
    'docker_engine'
    """

    name: str | None = attrs.field(default=None, metadata=key("name", since="HCS 2.3"))
    """Its name in the container."""

    path: str | None = attrs.field(default=None, metadata=key("path", since="HCS 2.3"))
    """The pipe."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkNamespace:
    """The network of a container.

    >>> NetworkNamespace(compartment="1bf44cca-e9cf-47d7-851d-be8569d9bb2f").compartment
    '1bf44cca-e9cf-47d7-851d-be8569d9bb2f'
    """

    compartment: str | None = attrs.field(default=None, metadata=key("compartment", since="HCS 2.3"))
    """The GUID of its network compartment."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostFiles:
    """Files of the host in a container.

    >>> HostFiles(base_image_path="C:\\\\layers\\\\base", file=["ntdll.dll"]).file
    ('ntdll.dll',)
    """

    base_image_path: str | None = attrs.field(default=None, metadata=key("base_image_path", since="HCS 2.3"))
    """The folder of the base image."""

    sandbox_path: str | None = attrs.field(default=None, metadata=key("sandbox_path", since="HCS 2.3"))
    """The folder of the scratch space."""

    file: Sequence[str] = attrs.field(default=(), metadata=key("file", since="HCS 2.3"))
    """The files."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


DeviceExtensionNamespace = Namespace
