"""The guest's side of objects of the host."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Guid, Reference, Wire, arrays, key
from hcspy.hcn.base import Base
from hcspy.hcn.endpoint import HostComputeEndpoint
from hcspy.hcn.guest.interface import GuestDNS, GuestRoute, IPAddress, NetworkInterface, Xlat
from hcspy.hcn.namespace import HostComputeNamespace


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestEndpoint(Base):
    """An endpoint inside of a guest.

    >>> GuestEndpoint(namespace_id="27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b").namespace_id
    '27b4c6d8-e0f1-4a23-8b45-c6d7e8f90a1b'
    """

    namespace_id: Reference[HostComputeNamespace] | None = None
    """The namespace that it is in, or its id."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestNamespaceResource:
    """What a namespace of a guest holds. The schema calls it NamespaceResource, as it does what the host's hold.

    >>> GuestNamespaceResource(container_id="5d1c1b0a-0000-4000-8000-00000000abcd").endpoint_id is None
    True
    """

    endpoint_id: Reference[HostComputeEndpoint] | None = None
    """An endpoint, or its id."""

    container_id: Guid | None = None
    """A container."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestNamespace(Base):
    """A namespace inside of a guest.

    >>> GuestNamespace(compartment_id=2).resources
    ()
    """

    compartment_id: int | None = None
    """The number of the compartment, 32 bits."""

    resources: Sequence[GuestNamespaceResource] = ()
    """What it holds."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestService(Base):
    """A service inside of a guest that network settings are passed on to.

    >>> GuestService(base64_encoded_data="e30=").service_id is None
    True
    """

    service_id: Guid | None = None
    """The service."""

    base64_encoded_data: str | None = None
    """What it is told, in base64."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestFirewall(Base):
    """The firewall inside of a guest.

    >>> GuestFirewall(name="wsl").name
    'wsl'
    """


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestEndpointState:
    """All that is set on the interfaces of a guest. Schema 2.4.

    >>> GuestEndpointState(ip_addresses=[IPAddress(address="172.20.1.5")]).dns
    ()
    """

    network_interfaces: Sequence[NetworkInterface] = attrs.field(default=(), metadata=key(since="HCN 2.4"))
    """The interfaces."""

    routes: Sequence[GuestRoute] = attrs.field(default=(), metadata=key(since="HCN 2.4"))
    """The routes."""

    ip_addresses: Sequence[IPAddress] = attrs.field(default=(), metadata=key("IPAddresses", since="HCN 2.4"))
    """The addresses."""

    dns: Sequence[GuestDNS] = attrs.field(default=(), metadata=key("DNS", since="HCN 2.4"))
    """Name resolution."""

    xlat: Sequence[Xlat] = attrs.field(default=(), metadata=key(since="HCN 2.5"))
    """How IPv4 is carried over IPv6."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
