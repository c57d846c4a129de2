"""Hyper-V sockets: who may talk between host and guest."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from hcspy.codec import Guid, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocket:
    """Who may talk to a container over Hyper-V sockets."""

    config: HvSocketSystemConfig | None = None
    """Who may bind and connect."""

    enable_power_shell_direct: bool | None = None
    """Whether PowerShell Direct reaches it."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class VirtualMachineHvSocket:
    """Who may talk to a virtual machine over Hyper-V sockets. hcsshim calls it HvSocket2."""

    hv_socket_config: HvSocketSystemConfig | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """Who may bind and connect."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocketSystemConfig:
    """Who may bind and connect Hyper-V sockets of a system."""

    default_bind_security_descriptor: str | None = None
    """Who may bind, in SDDL: for services that the table lacks."""

    default_connect_security_descriptor: str | None = None
    """Who may connect, in SDDL: for services that the table lacks."""

    service_table: Mapping[str, HvSocketServiceConfig] | None = attrs.field(default=None, hash=False)
    """What goes for single services, by the service's GUID."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class HvSocketServiceConfig:
    """Who may bind and connect Hyper-V sockets of one service."""

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
    """Addresses that a guest's sockets use: a request to it."""

    local_address: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The GUID of the guest itself."""

    parent_address: Guid | None = attrs.field(default=None, metadata=key(since="HCS 2.1"))
    """The GUID of the partition that it sees as its host."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ContainerHvSocket = HvSocket
HvSocket2 = VirtualMachineHvSocket
