"""Definitions of containers: devices. Keys are in lower case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key

if TYPE_CHECKING:
    from hcspy.hcs.schema.silo import Namespace


class InterfaceClassType(WireEnum):
    """How an interface of devices is named."""

    INHERIT = "Inherit"
    """As that which brought the extension in."""

    DEVICE_INSTANCE = "DeviceInstance"
    """One device."""

    CLASS_GUID = "ClassGuid"
    """All devices of a class."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ContainerDefinitionDevice:
    """Further devices of a container.

    >>> held = ContainerDefinitionDevice(
    ...     device_extension=[DeviceExtension(device_category=DeviceCategory(name="Gpu"))]
    ... )
    >>> held.device_extension[0].device_category.name
    'Gpu'
    """

    device_extension: Sequence[DeviceExtension] = attrs.field(
        default=(), metadata=key("device_extension", since="HCS 2.3")
    )
    """What kinds of devices bring with them."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class DeviceExtension:
    """What a kind of devices brings with it.

    >>> DeviceExtension(device_category=DeviceCategory(name="Gpu")).device_category.name
    'Gpu'
    """

    device_category: DeviceCategory | None = attrs.field(default=None, metadata=key("device_category", since="HCS 2.3"))
    """The kind."""

    namespace: Namespace | None = attrs.field(default=None, metadata=key("namespace", since="HCS 2.3"))
    """What a container with such a device sees besides."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class DeviceNamespace:
    """The devices of a container.

    >>> DeviceNamespace(requires_driverstore=True).requires_driverstore
    True
    """

    requires_driverstore: bool | None = attrs.field(default=None, metadata=key("requires_driverstore", since="HCS 2.3"))
    """Whether it sees the host's drivers."""

    device_category: Sequence[DeviceCategory] = attrs.field(
        default=(), metadata=key("device_category", since="HCS 2.3")
    )
    """Kinds of devices."""

    device_instance: Sequence[DeviceInstance] = attrs.field(
        default=(), metadata=key("device_instance", since="HCS 2.3")
    )
    """Single devices."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class DeviceCategory:
    """A kind of devices.

    >>> DeviceCategory(name="Gpu", interface_class=[InterfaceClass(type="ClassGuid")]).interface_class[0].type
    'ClassGuid'
    """

    name: str | None = attrs.field(default=None, metadata=key("name", since="HCS 2.3"))
    """Its name."""

    interface_class: Sequence[InterfaceClass] = attrs.field(
        default=(), metadata=key("interface_class", since="HCS 2.3")
    )
    """The interfaces that make a device one of them."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class DeviceInstance:
    """A single device.

    >>> DeviceInstance(id="PCI\\\\VEN_10DE", port_name="COM3").port_name
    'COM3'
    """

    id: str | None = attrs.field(default=None, metadata=key("id", since="HCS 2.3"))
    """Its instance id."""

    location_path: str | None = attrs.field(default=None, metadata=key("location_path", since="HCS 2.3"))
    """Where it is."""

    port_name: str | None = attrs.field(default=None, metadata=key("port_name", since="HCS 2.3"))
    """The name of its port."""

    interface_class: Sequence[InterfaceClass] = attrs.field(
        default=(), metadata=key("interface_class", since="HCS 2.3")
    )
    """The interfaces that the container sees."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceClass:
    """An interface of devices.

    >>> InterfaceClass(type="ClassGuid", identifier="5b45201d-f2f2-4f3b-85bb-30ff1f953599").identifier
    '5b45201d-f2f2-4f3b-85bb-30ff1f953599'
    """

    type: InterfaceClassType | str | None = attrs.field(default=None, metadata=key("type", since="HCS 2.3"))
    """How it is named."""

    identifier: Guid | None = attrs.field(default=None, metadata=key("identifier", since="HCS 2.3"))
    """Its GUID."""

    recurse: bool | None = attrs.field(default=None, metadata=key("recurse", since="HCS 2.3"))
    """Whether that of devices below is meant, too."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ContainersDefDevice = ContainerDefinitionDevice
