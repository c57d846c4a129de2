"""What the plugin's objects are called in HCN, and how it knows its own.

An object is ours if its owner says so. Its name says what it is for: `CONTAINER@NETWORK@IFNAME`, which is one-to-one,
because neither ids nor names of networks have an `@`. So DEL and GC need no memory of what ADD did.
"""

from __future__ import annotations

import uuid
from typing import Final, NamedTuple

from hcspy import GUID
from hcspy.errors import InvalidGUIDError

OWNER: Final = "hcspy-cni"
# Of which the ids of namespaces are made that belong to no Windows container; chosen once.
FAMILY: Final = uuid.UUID("6f1d3a52-0f4e-4c0c-9a39-8f6b0d1f2c75")


class EndpointName(NamedTuple):
    """The parts of an endpoint's name.

    >>> str(EndpointName("c1", "web", "eth0"))
    'c1@web@eth0'
    """

    container_id: str
    network: str
    ifname: str

    def __str__(self) -> str:
        return "@".join(self)

    @classmethod
    def read(cls, text: str | None) -> EndpointName | None:
        """Read a name; None if it is not one of this form.

        >>> EndpointName.read("c1@web@eth0").network
        'web'
        """
        parts = (text or "").split("@", 2)
        return cls(*parts) if len(parts) == 3 else None


def namespace_name(container_id: str, network: str) -> str:
    """Return the name of a namespace that is made for a container when it gets into a network.

    >>> namespace_name("c1", "web")
    'c1@web'
    """
    return f"{container_id}@{network}"


def namespace_id(container_id: str) -> str:
    """Return the id of the namespace that is made for a container, always the same one.

    >>> namespace_id("c1") == namespace_id("c1") != namespace_id("c2")
    True
    """
    return str(uuid.uuid5(FAMILY, container_id))


def named_namespace(netns: str) -> str | None:
    """Return the id of the namespace that CNI_NETNS names; None if it is something else, such as a path.

    >>> named_namespace("AAAAAAAA-0000-0000-0000-000000000001")
    'aaaaaaaa-0000-0000-0000-000000000001'
    >>> named_namespace("/proc/5656/ns/net")
    """
    try:
        return str(GUID(netns)).lower()
    except InvalidGUIDError:
        return None
