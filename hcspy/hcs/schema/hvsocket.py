"""Hyper-V sockets: who may talk between host and guest."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocket:
    """Who may talk to a container over Hyper-V sockets.

    >>> held = HvSocket(config=HvSocketSystemConfig(default_connect_security_descriptor="D:P(A;;FA;;;SY)"))
    >>> held.enable_power_shell_direct is None
    True
    """

    config: HvSocketSystemConfig | None = None
    """Who may bind and connect."""

    enable_power_shell_direct: bool | None = None
    """Whether PowerShell Direct reaches it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualMachineHvSocket:
    """Who may talk to a virtual machine over Hyper-V sockets. hcsshim calls it HvSocket2.

    >>> held = VirtualMachineHvSocket(hv_socket_config=HvSocketSystemConfig(service_table={}))
    >>> held.hv_socket_config.service_table
    {}
    """

    hv_socket_config: HvSocketSystemConfig | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may bind and connect."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocketSystemConfig:
    """Who may bind and connect Hyper-V sockets of a system.

    >>> held = HvSocketSystemConfig(default_bind_security_descriptor="D:P(A;;FA;;;SY)(A;;FA;;;BA)")
    >>> held.default_bind_security_descriptor
    'D:P(A;;FA;;;SY)(A;;FA;;;BA)'
    """

    default_bind_security_descriptor: str | None = None
    """Who may bind, in SDDL: for services that the table lacks."""

    default_connect_security_descriptor: str | None = None
    """Who may connect, in SDDL: for services that the table lacks."""

    service_table: Mapping[str, HvSocketServiceConfig] | None = attrs.field(default=None, hash=False)
    """What goes for single services, by the service's GUID."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocketServiceConfig:
    """Who may bind and connect Hyper-V sockets of one service.

    >>> held = HvSocketServiceConfig(bind_security_descriptor="D:P(A;;FA;;;WD)", allow_wildcard_binds=True)
    >>> held.allow_wildcard_binds
    True
    """

    bind_security_descriptor: str | None = None
    """Who may bind, in SDDL."""

    connect_security_descriptor: str | None = None
    """Who may connect, in SDDL."""

    allow_wildcard_binds: bool | None = None
    """Whether the service may listen to all partitions at once."""

    disabled: bool | None = None
    """Whether the service is refused (hcsshim)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocketAddress:
    """Addresses that a guest's sockets use: a request to it.

    >>> HvSocketAddress(local_address="894cc2d6-9d79-424f-93fe-42969ae6d8d1").local_address
    '894cc2d6-9d79-424f-93fe-42969ae6d8d1'
    """

    local_address: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The GUID of the guest itself."""

    parent_address: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The GUID of the partition that it sees as its host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ContainerHvSocket = HvSocket
HvSocket2 = VirtualMachineHvSocket
