"""Names for C data in annotations: what cffi calls ``CData``, told apart by C type.

At run time every one of these values is a cffi object and none of these classes has an
instance. They exist so that the type checker refuses what cffi refuses: an endpoint where a
network belongs. Each class has the name of the C type it stands for.
"""

# ruff: noqa: N801 -- C names

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._generated import ffi as _ffi

T = TypeVar("T")

# cffi's object is not typed beyond `Any` where types come from strings, which is all of our use.
ffi: Any = _ffi
NULL: Any = ffi.NULL


class CData:
    """Anything that cffi holds; a NULL pointer is false."""

    if TYPE_CHECKING:

        def __bool__(self) -> bool: ...


class Pointer(CData, Generic[T]):
    """A ``T *``; as a parameter that a function writes to, what it wrote is at index 0."""

    if TYPE_CHECKING:

        def __getitem__(self, index: int) -> T: ...
        def __setitem__(self, index: int, value: T) -> None: ...


class VoidPointer(CData):
    """A ``void *``."""


class Wide(CData):
    """A ``char16_t *``: UTF-16 up to the first NUL."""


class GUID(CData):
    """A ``GUID`` structure."""


class HANDLE(CData):
    """A handle of the operating system."""


class VMCOMPUTE_HCS_SYSTEM(CData):
    """A compute system of vmcompute.dll."""


class VMCOMPUTE_HCS_PROCESS(CData):
    """A process of vmcompute.dll."""


class VMCOMPUTE_HCS_CALLBACK(CData):
    """A registered callback of vmcompute.dll."""


class HCN_NETWORK(CData):
    """An HCN network."""


class HCN_ENDPOINT(CData):
    """An HCN endpoint."""


class HCN_NAMESPACE(CData):
    """An HCN namespace."""


class HCN_LOADBALANCER(CData):
    """An HCN load balancer."""


class HCN_SDN_ROUTE(CData):
    """An HCN route."""


class HCN_GUESTNETWORKSERVICE(CData):
    """An HCN guest network service."""


class HCN_SERVICE(CData):
    """The HCN service as an object."""


class HCN_CALLBACK(CData):
    """A registered callback of computenetwork.dll."""


class HCS_SYSTEM(CData):
    """A compute system of computecore.dll."""


class HCS_PROCESS(CData):
    """A process of computecore.dll."""


class HCS_OPERATION(CData):
    """An operation of computecore.dll."""


class HCS_NOTIFICATION_CALLBACK(CData):
    """A function that vmcompute.dll calls."""


class HCN_NOTIFICATION_CALLBACK(CData):
    """A function that computenetwork.dll calls."""


class HCS_EVENT_CALLBACK(CData):
    """A function that computecore.dll calls with events."""


class HCS_OPERATION_COMPLETION(CData):
    """A function that computecore.dll calls when an operation is done."""


class HCS_PROCESS_INFORMATION(CData):
    """The pid and the standard handles of a process."""


class HCS_CREATE_OPTIONS(CData):
    """The version at the head of a structure with options."""


class HCN_PORT_RANGE_RESERVATION(CData):
    """A range of reserved ports."""


class HCN_PORT_RANGE_ENTRY(CData):
    """A reserved port range and its owner."""


class DRIVER_INFO(CData):
    """Where layers live, and the driver to use."""


class WC_LAYER_DESCRIPTOR(CData):
    """A parent layer."""


class SECURITY_DESCRIPTOR(CData):
    """Not looked into."""


class OVERLAPPED(CData):
    """Not looked into."""


class VIRTUAL_STORAGE_TYPE(CData):
    """The kind of a virtual disk."""


class ATTACH_VIRTUAL_DISK_PARAMETERS(CData):
    """Not looked into."""


class OPEN_VIRTUAL_DISK_PARAMETERS(CData):
    """How to open a virtual disk."""


class CREATE_VIRTUAL_DISK_PARAMETERS(CData):
    """How to make a virtual disk."""


class GROUP_AFFINITY(CData):
    """Processors of a group."""


class OBJECT_ATTRIBUTES(CData):
    """Which kernel object is meant."""
