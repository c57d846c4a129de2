"""What can be asked of a container when it is created."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict

from hcspy.containers.ports import Port
from hcspy.hcs.config import Cpu, Mount, Pipe

Isolation = Literal["process", "hyperv"]


class ContainerOptions(TypedDict, total=False):
    """See ``host.containers.create``."""

    name: str | None
    isolation: Isolation
    network: Any
    ports: Iterable[Port]
    ip_address: Any
    endpoints: Iterable[Any]
    namespace: Any
    network_of: str | None
    mounts: Iterable[Mount | str | Iterable[Any]]
    pipes: Iterable[Pipe | str | Iterable[Any]]
    cpu: Cpu | int | None
    memory: int | None
    hostname: str | None
    devices: Iterable[Any]
    credential_spec: Any
    dns_search: Iterable[str]
    command: Sequence[str]
    env: Mapping[str, str]
    cwd: str | None
    user: str | None
    owner: str


# Those that the create document is made of; the rest is the engine's business.
OF_THE_DOCUMENT = (
    "namespace", "network_of", "mounts", "pipes", "cpu", "memory", "hostname", "devices", "credential_spec",
    "dns_search", "owner",
)  # fmt: skip
