"""The documents of attach and detach."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Wire, WireEnum, key


class SystemType(WireEnum):
    """What an endpoint is attached to."""

    CONTAINER = "Container"
    VIRTUAL_MACHINE = "VirtualMachine"
    HOST = "Host"


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointAttachDetachRequest:
    """The body of an attach or detach request."""

    container_id: str | None = None
    system_type: SystemType | str = attrs.field(default="", metadata=key(always=True))
    compartment_id: int | None = None
    virtual_nic_name: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointRequestResponse:
    """The answer to an attach or detach request."""

    success: bool = attrs.field(default=False, metadata=key(always=True))
    error: str = attrs.field(default="", metadata=key(always=True))
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


EndpointResquestResponse = EndpointRequestResponse


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointAttachInfo:
    """The one member that tells whether an endpoint is attached, as raw JSON."""

    shared_containers: Any = attrs.field(default=None, hash=False)
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
