"""Requests that change a running system, in the words of both schemas."""

from __future__ import annotations

from typing import Any, Final

from hcspy.codec import encode
from hcspy.verbs import ref_id

Document = dict[str, Any]

ADAPTERS: Final = "VirtualMachine/Devices/NetworkAdapters/"
MAPPED_DIRECTORIES: Final = "Container/MappedDirectories"
CONTAINER_MEMORY: Final = "Container/Memory/SizeInMB"
MACHINE_MEMORY: Final = "VirtualMachine/ComputeTopology/Memory/SizeInMB"


def plug(kind: str, endpoint: Any) -> Document:
    """Return the request of schema 1 that plugs an endpoint into a container, or takes it out.

    >>> plug("Add", "4f6a2c90-7d1e-4b3a-a5c8-112233445566")["Settings"]
    '4f6a2c90-7d1e-4b3a-a5c8-112233445566'
    """
    return {"ResourceType": "Network", "Settings": ref_id(endpoint, "endpoint"), "RequestType": kind}


def adapter(kind: str, id: str, settings: Any = None) -> Document:
    """Return the request that adds a network adapter to a virtual machine, or removes it."""
    return _request(f"{ADAPTERS}{id}", kind, settings)


def mapped_directory(kind: str, settings: Any) -> Document:
    """Return the request that shows a folder of the host in a container, or hides it."""
    return _request(MAPPED_DIRECTORIES, kind, settings)


def memory(machine: bool, megabytes: int) -> Document:
    """Return the request that changes how much memory a system has."""
    return _request(MACHINE_MEMORY if machine else CONTAINER_MEMORY, "Update", megabytes)


def _request(path: str, kind: str, settings: Any) -> Document:
    request: Document = {"ResourcePath": path, "RequestType": kind}
    return (
        request
        if settings is None
        else {**request, "Settings": encode(settings) if hasattr(settings, "_wire") else settings}
    )
