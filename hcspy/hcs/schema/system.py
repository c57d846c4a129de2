"""Compute systems: the documents that create them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Wire

if TYPE_CHECKING:
    from hcspy.hcs.schema.container import Container
    from hcspy.hcs.schema.virtualmachine import VirtualMachine


@attrs.frozen(kw_only=True, weakref_slot=False)
class ComputeSystem:
    """What `create` takes: a container, a virtual machine, or what another system hosts, one of the three.

    >>> from hcspy.hcs import Container, Storage
    >>> system = ComputeSystem(owner="me", container=Container(storage=Storage(path="C:\\\\scratch")))
    >>> system.container.storage.path
    'C:\\\\scratch'
    """

    owner: str | None = None
    """Who it belongs to, free to choose; lists can be filtered by it."""

    schema_version: Version | None = None
    """The format of the document. `Version(major=2, minor=1)` is right from Windows 1809 on."""

    hosting_system_id: str | None = None
    """The id of the system that hosts this one: the utility VM of a container with Hyper-V isolation."""

    hosted_system: HostedSystem | Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the hosting system is to create; the document is for the service in the guest."""

    container: Container | None = None
    """A container on this host."""

    virtual_machine: VirtualMachine | None = None
    """A virtual machine."""

    should_terminate_on_last_handle_closed: bool | None = None
    """Whether it is terminated when the last handle to it is closed. It runs on otherwise."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HostedSystem:
    """A container as a utility VM is to create it: Hyper-V isolation.

    >>> from hcspy.hcs import Container, GuestOs
    >>> HostedSystem(container=Container(guest_os=GuestOs(host_name="web"))).container.guest_os.host_name
    'web'
    """

    schema_version: Version | None = None
    """The format of the document, for the service in the guest."""

    container: Container | None = None
    """The container."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Version:
    """A version of the schema.

    2.0 and 2.1 came with Windows 1809, 2.2 with 1903, 2.3 with 2004, 2.4 and 2.5 with Server 2022, 2.6 with Windows 11.

    >>> Version(major=2, minor=1).pair
    (2, 1)
    """

    major: int | None = None
    """The number that grows with what is not compatible: 1 for the documents of `hcspy.hcs.schema1`."""

    minor: int | None = None
    """The number that grows as members are added."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def pair(self) -> tuple[int, int]:
        """Major and minor, to compare; 0 for what is not there."""
        return self.major or 0, self.minor or 0
