"""Proxies."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Commas, ProtocolNumber, Wire, WireEnum, arrays, key
from hcspy.hcn.policy.acl import FiveTuple


class ProxyType(WireEnum):
    """Where a proxy gets hold of connections; schema 2.5."""

    VFP = "VFP"
    """At the switch port, by the virtual filtering platform: `L4ProxyPolicySetting`."""

    WFP = "WFP"
    """Inside the container, by the filtering platform of Windows: `L4WfpProxyPolicySetting`."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CommonL4ProxyPolicySetting:
    """What the proxies of endpoints and of networks have in common.

    >>> CommonL4ProxyPolicySetting(port="8000").port
    '8000'
    """

    ip: Address | None = attrs.field(default=None, metadata=key("IP"))
    """The proxy's address."""

    port: Commas | None = None
    """The proxy's port; text on the wire."""

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP."""

    exceptions: Sequence[Address] = attrs.field(default=(), metadata=key("Exceptions", "ExceptionList"))
    """Destinations that do not go through the proxy, as prefixes. Microsoft's schema spells the key `ExceptionList`,
    which reads; hcsshim's is written."""

    destination: Address = attrs.field(default="", metadata=key(always=True))
    """The destinations that go through the proxy, as a prefix; all if empty."""

    outbound_nat: bool | None = attrs.field(default=None, metadata=key("OutboundNAT"))
    """Whether the connections are translated like those of `OutboundNatPolicySetting`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class L4ProxyPolicySetting(CommonL4ProxyPolicySetting):
    """Leads connections through a proxy: the policy `L4Proxy`, of an endpoint or of all endpoints of a network.

    hcsshim counts it as supported from HNS 9.5 (updated 1809), 10.5, 11.11, 12.1 and 13.1 on. For L2Bridge, L2Tunnel
    and Overlay networks.

    >>> L4ProxyPolicySetting(ip="10.0.0.9", port="8000", protocol="tcp", destination="10.2.0.0/16").destination
    '10.2.0.0/16'
    """


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ProxyExceptions:
    """What does not go through a proxy. Schema 2.14.

    >>> ProxyExceptions(port_exceptions=["8181"]).ip_address_exceptions
    ()
    """

    ip_address_exceptions: Sequence[Address] = attrs.field(default=(), metadata=key(since="HCN 2.14"))
    """Addresses and prefixes."""

    port_exceptions: Sequence[str] = attrs.field(default=(), metadata=key(since="HCN 2.14"))
    """Ports, as texts."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class L4WfpProxyPolicySetting:
    """Leads connections through a proxy inside the container, as a service mesh does: the policy `L4WFPPROXY`.

    Schema 2.5; hcsshim counts it as supported from HNS 13.2 on (Server 2022).

    >>> L4WFPPROXY(outbound_proxy_port="15001", filter_tuple=FiveTuple(protocols="tcp")).outbound_proxy_port
    '15001'
    """

    inbound_proxy_port: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.11"))
    """The proxy's port for incoming connections; text on the wire."""

    outbound_proxy_port: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.11"))
    """The proxy's port for outgoing connections; text on the wire."""

    filter_tuple: FiveTuple = attrs.field(factory=FiveTuple, metadata=key(always=True, since="HCN 2.5"))
    """The connections that go through the proxy."""

    user_sid: str | None = attrs.field(default=None, metadata=key("UserSID", since="HCN 2.5"))
    """The account that the proxy runs under: its own connections are left alone."""

    inbound_exceptions: ProxyExceptions = attrs.field(
        factory=ProxyExceptions, metadata=key(always=True, since="HCN 2.14")
    )
    """Incoming connections that do not go through the proxy."""

    outbound_exceptions: ProxyExceptions = attrs.field(
        factory=ProxyExceptions, metadata=key(always=True, since="HCN 2.14")
    )
    """Outgoing connections that do not go through the proxy."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


L4ProxyEndpointPolicySetting = L4ProxyNetworkPolicySetting = L4ProxyPolicySetting
L4WFPPROXY = L4WfpProxyPolicySetting
