"""What all stored objects have in common, and the objects that have little else."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from hcspy.codec import Guid, Wire, key
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.version import SchemaVersion


class EntityFlags(enum.IntFlag):
    """Switches that every object may have; the numbers are inferred from their order.

    >>> EntityFlags(1)
    <EntityFlags.ENABLE_NON_PERSISTENT: 1>
    """

    NONE = 0
    """None of them."""

    ENABLE_NON_PERSISTENT = 1
    """The object is gone after a reboot."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Base:
    """What all stored objects have in common.

    >>> Base(id="5F0B1190-63BE-4E0C-B974-BD0F55675A42", owner="cni").name is None
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    owner: str | None = None
    """Who made the object, free to choose: tools leave alone what others own."""

    name: str | None = None
    """A name."""

    version: int | None = None
    """The version of the service that wrote the object; see `Version.unpack`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings, as raw JSON."""

    health: Health | None = None
    """The object's condition. Read only."""

    schema_version: SchemaVersion | None = None
    """The format of the document."""

    telemetry: Telemetry | None = None
    """What the service records about the object. Read only."""

    state: int | None = None
    """Where the object is in its life, 16 bits: 1 is created. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class BasePolicy(Base):
    """A policy as the service stores it.

    >>> BasePolicy(type=9, data={"Name": "eth0"}).type
    9
    """

    type: int | None = None
    """The number of its kind, 16 bits."""

    data: Any = attrs.field(default=None, hash=False)
    """Its settings, as raw JSON."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Feature(Base):
    """A feature of the service that can be switched on and off.

    >>> Feature(name="flow", enabled=True).enabled
    True
    """

    enabled: bool | None = None
    """Whether it is switched on."""

    data: Any = attrs.field(default=None, hash=False)
    """Its settings, as raw JSON."""
