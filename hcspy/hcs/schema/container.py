"""Containers: what they are made of and what of the host they see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.credentials import ContainerCredentialGuardState
    from hcspy.hcs.schema.hvsocket import HvSocket
    from hcspy.hcs.schema.networking import Networking
    from hcspy.hcs.schema.registry import RegistryChanges
    from hcspy.hcs.schema.silo_devices import ContainerDefinitionDevice
    from hcspy.hcs.schema.storage import Storage


class IsolationType(WireEnum):
    """How a container is kept apart."""

    HOST_PROCESS = "HostProcess"
    """Hardly: its processes run on the host, in a job (host process containers)."""


class PathType(WireEnum):
    """How a path is meant."""

    ABSOLUTE_PATH = "AbsolutePath"
    """As a path of this system. The default."""

    VIRTUAL_SMB_SHARE_NAME = "VirtualSmbShareName"
    """As the name of a share that the utility VM has from the host."""


class MappedPipePathType(WireEnum):
    """How the path of a pipe is meant."""

    ABSOLUTE_PATH = "AbsolutePath"
    """As a path of this system. The default."""

    VIRTUAL_SMB_PIPE_NAME = "VirtualSmbPipeName"
    """As the name of a pipe that the utility VM has from the host."""


class DeviceType(WireEnum):
    """How a device is named."""

    CLASS_GUID = "ClassGuid"
    """By the GUID of its interface class: all devices of the class."""

    DEVICE_INSTANCE = "DeviceInstance"
    """By its location path: one device. hcsshim calls it DeviceInstanceID."""

    GPU_MIRROR = "GpuMirror"
    """Not one by one: all graphics adapters of the host, those that come later, too. hcsshim calls it GPUMirror."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Container:
    """A Windows container, or the part of a utility VM's container that the guest sets up.

    >>> Container(guest_os=GuestOs(host_name="web"), memory=Memory(size_in_mb=512)).memory.size_in_mb
    512
    """

    guest_os: GuestOs | None = None
    """Settings of the system in it."""

    storage: Storage | None = None
    """Its image layers and scratch space."""

    mapped_directories: Sequence[MappedDirectory] = ()
    """Folders of the host that it sees."""

    mapped_pipes: Sequence[MappedPipe] = ()
    """Named pipes of the host that it sees."""

    memory: Memory | None = None
    """How much memory it may use."""

    processor: Processor | None = None
    """How much processor time it may use."""

    networking: Networking | None = None
    """Its network: a namespace, or endpoints."""

    hv_socket: HvSocket | None = None
    """Who may talk to it over Hyper-V sockets."""

    container_credential_guard: ContainerCredentialGuardState | None = attrs.field(
        default=None, metadata=key(since="HCS 2.1")
    )
    """The credential guard instance that answers for its group managed service account."""

    registry_changes: RegistryChanges | None = None
    """What is changed in its registry before it starts."""

    assigned_devices: Sequence[Device] = attrs.field(default=(), metadata=key(since="HCS 2.1"))
    """Devices of the host that it may use."""

    additional_device_namespace: ContainerDefinitionDevice | None = attrs.field(
        default=None, metadata=key(since="HCS 2.3")
    )
    """Further devices, as a definition of device namespaces."""

    isolation_type: IsolationType | str | None = None
    """How it is kept apart, if not as usual (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestOs:
    """Settings of the system in a container.

    >>> GuestOs(host_name="web").host_name
    'web'
    """

    host_name: str | None = None
    """The computer name."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Memory:
    """How much memory a container may use.

    >>> Memory(size_in_mb=512).size_in_mb
    512
    """

    size_in_mb: int | None = attrs.field(default=None, metadata=key("SizeInMB", since="HCS 2.1"))
    """The limit, in MB."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Processor:
    """How much processor time a container may use. Set one of the three.

    >>> Processor(maximum=5000).maximum
    5000
    """

    count: int | None = None
    """How many processors' time it may use."""

    maximum: int | None = None
    """The most of all processors' time that it may use, in hundredths of a percent: 10000 is all."""

    weight: int | None = None
    """Its share against other containers, up to 10000."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedDirectory:
    """A folder of the host that a container sees.

    >>> MappedDirectory(host_path="C:\\\\data", container_path="C:\\\\data", read_only=True).read_only
    True
    """

    host_path: str | None = None
    """The folder on the host; with Hyper-V isolation in the utility VM."""

    host_path_type: PathType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How the host path is meant."""

    container_path: str | None = None
    """Where the container sees it; the drive must be one that it has."""

    read_only: bool | None = None
    """Whether the container may only read it."""

    support_cloud_files: bool | None = attrs.field(default=None, metadata=key(since="HCS 2.3"))
    """Whether files that are in the cloud are fetched when the container opens them."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedPipe:
    """A named pipe of the host that a container sees.

    >>> held = MappedPipe(container_pipe_name="docker_engine", host_path="\\\\\\\\.\\\\pipe\\\\docker_engine")
    >>> held.container_pipe_name
    'docker_engine'
    """

    container_pipe_name: str | None = None
    """The pipe's name in the container, without `\\\\.\\pipe\\`."""

    host_path: str | None = None
    """The pipe on the host, `\\\\.\\pipe\\` and its name."""

    host_path_type: MappedPipePathType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """How the host path is meant."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Device:
    """A device of the host that a container may use.

    >>> Device(type="ClassGuid", interface_class_guid="5B45201D-F2F2-4F3B-85BB-30FF1F953599").type
    'ClassGuid'
    """

    type: DeviceType | str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """How the device is named here."""

    interface_class_guid: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """All devices of this interface class: for `ClassGuid`."""

    location_path: str | None = attrs.field(default=None, metadata=key(since="HCS 2.2"))
    """The device at this place: for `DeviceInstance`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ContainerMemory = Memory
ContainerProcessor = Processor
