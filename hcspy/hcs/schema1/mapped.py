"""What of the host is shown inside a container: folders, pipes, disks."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from hcspy.codec import Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedDir:
    """A folder of the host, shown in a container.

    >>> MappedDir(host_path="C:\\\\data", container_path="C:\\\\data", read_only=True).bandwidth_maximum
    0
    """

    host_path: str = attrs.field(default="", metadata=key(always=True))
    """The folder on the host."""

    container_path: str = attrs.field(default="", metadata=key(always=True))
    """Where the container sees it: a path with a drive letter (a path from the root in a Linux container)."""

    read_only: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether the container may only read it."""

    bandwidth_maximum: int = attrs.field(default=0, metadata=key(always=True))
    """Most bytes a second; 0 is no limit."""

    iops_maximum: int = attrs.field(default=0, metadata=key("IOPSMaximum", always=True))
    """Most operations a second; 0 is no limit."""

    create_in_utility_vm: bool = attrs.field(default=False, metadata=key("CreateInUtilityVM", always=True))
    """Whether the utility VM sees it, and not the container: Hyper-V isolation only."""

    linux_metadata: bool | None = None
    """Whether owner and mode of Linux are kept beside the files."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedPipe:
    """A named pipe of the host, shown in a container.

    >>> MappedPipe(host_path=r"\\\\.\\pipe\\docker_engine", container_pipe_name="docker_engine").container_pipe_name
    'docker_engine'
    """

    host_path: str = attrs.field(default="", metadata=key(always=True))
    r"""The pipe on the host, such as `\\.\pipe\docker_engine`."""

    container_pipe_name: str = attrs.field(default="", metadata=key(always=True))
    r"""The pipe's name in the container, without `\\.\pipe\`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedVirtualDisk:
    """A virtual disk of the host, shown in a container or its utility VM.

    >>> MappedVirtualDisk(host_path="C:\\\\disk.vhdx", container_path="D:\\\\").cache is None
    True
    """

    host_path: str | None = None
    """The file of the disk."""

    container_path: str = attrs.field(default="", metadata=key(always=True))
    """Where the container sees it; empty with `attach_only`."""

    create_in_utility_vm: bool | None = attrs.field(default=None, metadata=key("CreateInUtilityVM"))
    """Whether the utility VM sees it, and not the container: Hyper-V isolation only."""

    read_only: bool | None = None
    """Whether the container may only read it."""

    cache: str | None = None
    """How its blocks are cached, such as `PrivateAllowSharing`."""

    attach_only: bool | None = None
    """Whether it is attached only, and not mounted."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class MappedVirtualDiskController:
    """The disks of one controller of a utility VM.

    >>> MappedVirtualDiskController(mapped_virtual_disks={"0": MappedVirtualDisk(container_path="/tmp")}).disks[0]
    MappedVirtualDisk(host_path=None, container_path='/tmp', create_in_utility_vm=None, ...)
    """

    mapped_virtual_disks: Mapping[str, MappedVirtualDisk] = attrs.field(factory=dict, hash=False)
    """The disks by their place on the controller (LUN), a number which JSON has as text."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def disks(self) -> dict[int, MappedVirtualDisk]:
        """The disks by their place on the controller, as numbers."""
        return {int(place): disk for place, disk in self.mapped_virtual_disks.items() if str(place).isdecimal()}
