"""What a container is to be, whatever the schema in which it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from hcspy.hcs.config.arguments import Cpu, Mount, Pipe
from hcspy.hcs.config.image import ImageLayer, IsFolder, NameToGuid

if TYPE_CHECKING:
    from hcspy.hcs import ContainerCredentialGuardState

Isolation = Literal["process", "hyperv"]


class LinuxArguments(TypedDict, total=False):
    """What can be asked of any container; see ``container_config``."""

    endpoints: Iterable[Any] | None
    allow_unqualified_dns_query: bool
    dns_search: Iterable[str] | None
    mounts: Iterable[Mount | str | Iterable[Any]] | None
    cpu: Cpu | int | None
    memory: int | None
    storage_iops: int | None
    storage_bandwidth: int | None
    storage_size: int | None
    hostname: str | None
    owner: str


class ContainerArguments(LinuxArguments, total=False):
    """What can be asked of a Windows container; see ``container_config``."""

    layers: Iterable[Any] | None
    image: Any
    name_to_guid: NameToGuid | None
    scratch: Any
    volume: str | None
    isolation: str
    utility_vm: Any
    is_folder: IsFolder
    hosting_system: str | None
    namespace: Any
    network_of: str | None
    pipes: Iterable[Pipe | str | Iterable[Any]] | None
    devices: Iterable[Any] | None
    credential_spec: str | Mapping[str, Any] | None
    credential_guard: ContainerCredentialGuardState | None
    terminate_on_last_handle_closed: bool
    servicing: bool


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """The arguments of a builder, read and checked."""

    name: str
    owner: str
    isolation: Isolation
    layers: tuple[ImageLayer, ...]
    scratch: str | None
    volume: str | None
    utility_vm: str | None
    hosting_system: str | None
    endpoints: tuple[str, ...]
    namespace: str | None
    network_of: str | None
    unqualified_dns: bool
    dns_search: tuple[str, ...]
    mounts: tuple[Mount, ...]
    pipes: tuple[Pipe, ...]
    cpu: Cpu
    memory: int | None
    """In MB."""
    storage_iops: int | None
    storage_bandwidth: int | None
    storage_size: int | None
    hostname: str | None
    devices: tuple[Any, ...]
    credential_spec: str | None
    credential_guard: Any
    terminate_on_last_handle_closed: bool
    servicing: bool

    @property
    def searched(self) -> str | None:
        """The DNS suffixes, with commas between them."""
        return ",".join(self.dns_search) or None
