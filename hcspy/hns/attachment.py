"""The documents of attach and detach."""

from __future__ import annotations

from typing import Any

import attrs

from hcspy.codec import Wire, WireEnum, key


class SystemType(WireEnum):
    """What an endpoint is attached to.

    >>> SystemType("virtualmachine")
    <SystemType.VIRTUAL_MACHINE: 'VirtualMachine'>
    """

    CONTAINER = "Container"
    """A container, by its id."""

    VIRTUAL_MACHINE = "VirtualMachine"
    """A network adapter of a virtual machine."""

    HOST = "Host"
    """The host itself: it gets an interface `vEthernet (name)` in a compartment."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointAttachDetachRequest:
    """The body of `POST /endpoints/{id}/attach` and `/detach`.

    >>> EndpointAttachDetachRequest(system_type="Host", compartment_id=1).container_id is None
    True
    """

    container_id: str | None = None
    """The container, for the system type Container; the id as its creator chose it, not necessarily a GUID."""

    system_type: SystemType | str = attrs.field(default="", metadata=key(always=True))
    """What the endpoint is attached to."""

    compartment_id: int | None = None
    """The network compartment, 16 bits; 1 is the host's default. For containers and the host."""

    virtual_nic_name: str | None = None
    """The adapter of a virtual machine: `{vm id}--{nic id}`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointRequestResponse:
    """The answer to an attach or detach request; hcsshim misspells it `EndpointResquestResponse`.

    >>> EndpointRequestResponse(success=True)
    EndpointRequestResponse(success=True, error='')
    """

    success: bool = attrs.field(default=False, metadata=key(always=True))
    """Whether it was done."""

    error: str = attrs.field(default="", metadata=key(always=True))
    """Why not: the text of the system message, in the system's language."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


EndpointResquestResponse = EndpointRequestResponse


@attrs.frozen(kw_only=True, weakref_slot=False)
class EndpointAttachInfo:
    """The one member of an endpoint that tells whether it is attached.

    >>> EndpointAttachInfo(shared_containers=["c1"]).shared_containers
    ['c1']
    """

    shared_containers: Any = attrs.field(default=None, hash=False)
    """The ids of the containers, as raw JSON: hcsshim searches its text."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
