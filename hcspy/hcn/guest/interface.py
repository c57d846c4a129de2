"""What a guest is told about one of its interfaces."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Address, Commas, Wire, arrays, key

SINCE_2_1 = key(since="HCN 2.1")


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceNotificationMessage:
    """What all that a guest is told about an interface has in common.

    >>> InterfaceNotificationMessage(family=2).message_number is None
    True
    """

    message_number: int | None = None
    """Where it stands in the order of messages, 64 bits."""

    family: int | None = None
    """The IP version, as Windows numbers address families: 2 is IPv4, 23 IPv6."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class NetworkInterface(InterfaceNotificationMessage):
    """The IP settings of an interface: those of Windows' MIB_IPINTERFACE_ROW.

    >>> NetworkInterface(connected=True, nl_mtu=1500, metric=25).nl_mtu
    1500
    """

    advertising_enabled: bool | None = None
    """Whether router advertisements are sent."""

    forwarding_enabled: bool | None = None
    """Whether packets for others are passed on."""

    weak_host_send: bool | None = None
    """Whether packets may leave with an address of another interface."""

    weak_host_receive: bool | None = None
    """Whether packets for an address of another interface are taken."""

    use_automatic_metric: bool | None = None
    """Whether the metric follows from the speed."""

    use_neighbor_unreachability_detection: bool | None = None
    """Whether it is checked that neighbours can still be reached."""

    managed_address_configuration_supported: bool | None = None
    """Whether addresses may come from DHCP."""

    other_stateful_configuration_supported: bool | None = None
    """Whether other settings may come from DHCP."""

    advertise_default_route: bool | None = None
    """Whether it advertises itself as the default route."""

    router_discovery_behavior: int | None = None
    """Whether routers are looked for, 8 bits: 0 no, 1 yes, 2 as DHCP says."""

    dad_transmits: int | None = None
    """How often an address is probed before use, 32 bits."""

    base_reachable_time: int | None = None
    """How long a neighbour counts as reachable, in milliseconds, before it is made random."""

    retransmit_time: int | None = None
    """Milliseconds between neighbour solicitations."""

    path_mtu_discovery_timeout: int | None = None
    """Milliseconds after which the packet size of a path is found anew."""

    link_local_address_behavior: int | None = None
    """When there is a link-local address, 8 bits: 0 always off, 1 delayed, 2 always on."""

    link_local_address_timeout: int | None = None
    """Milliseconds until there is a link-local address."""

    zone_indices: Sequence[int] = ()
    """The zone of each scope level."""

    site_prefix_length: int | None = None
    """The length of the site's prefix."""

    metric: int | None = None
    """The cost of the interface, 32 bits; the lowest wins."""

    nl_mtu: int | None = None
    """The largest packet in bytes, 32 bits."""

    connected: bool | None = None
    """Whether it has a link."""

    supports_wake_up_patterns: bool | None = None
    """Whether packets can wake the machine."""

    supports_neighbor_discovery: bool | None = None
    """Whether neighbours can be asked for."""

    supports_router_discovery: bool | None = None
    """Whether routers can be asked for."""

    reachable_time: int | None = None
    """How long a neighbour counts as reachable, in milliseconds."""

    transmit_offload: int | None = None
    """What the hardware does to outgoing packets, 8 bits."""

    receive_offload: int | None = None
    """What the hardware does to incoming packets, 8 bits."""

    disable_default_routes: bool | None = None
    """Whether default routes over it are ignored."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class GuestRoute(InterfaceNotificationMessage):
    """A route of the guest: Windows' MIB_IPFORWARD_ROW2. The schema calls it Route, as it does those of subnets.

    >>> GuestRoute(family=2, next_hop="172.20.0.1", destination_prefix="0.0.0.0/0", metric=0).loopback is None
    True
    """

    next_hop: Address | None = None
    """Where packets are sent to."""

    destination_prefix: Address | None = None
    """The packets that it is for."""

    site_prefix_length: int | None = None
    """The length of the site's prefix, 8 bits."""

    valid_lifetime: int | None = None
    """Seconds that it is valid for, 32 bits."""

    preferred_lifetime: int | None = None
    """Seconds that it is preferred for, 32 bits."""

    metric: int | None = None
    """The cost of the route, 32 bits; the interface's is added."""

    protocol: int | None = None
    """What made it, 8 bits: 2 local, 3 set by hand."""

    loopback: bool | None = None
    """Whether it leads to the machine itself."""

    autoconfigure_address: bool | None = None
    """Whether the address was configured automatically."""

    publish: bool | None = None
    """Whether it is advertised to others."""

    immortal: bool | None = None
    """Whether it does not age."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class IPAddress(InterfaceNotificationMessage):
    """An address of the guest: Windows' MIB_UNICASTIPADDRESS_ROW.

    >>> IPAddress(family=2, address="172.20.1.5", on_link_prefix_length=20).on_link_prefix_length
    20
    """

    address: Address | None = None
    """The address."""

    prefix_origin: int | None = None
    """Where its prefix is from, 8 bits: 1 set by hand, 2 well known, 3 DHCP, 4 router advertisement."""

    suffix_origin: int | None = None
    """Where the rest is from, 8 bits: 1 set by hand, 2 well known, 3 DHCP, 4 the link, 5 random."""

    valid_lifetime: int | None = None
    """Seconds that it is valid for, 32 bits."""

    preferred_lifetime: int | None = None
    """Seconds that it is preferred for, 32 bits."""

    on_link_prefix_length: int | None = None
    """The length of the prefix that is reached without router, 8 bits."""

    skip_as_source: bool | None = None
    """Whether it is not to be chosen as source address."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class GuestDNS(InterfaceNotificationMessage):
    """Name resolution of the guest. The schema calls it DNS, as it does that of networks; here lists are texts.

    >>> GuestDNS(domain="corp.example", server_list=["10.0.0.53", "10.0.0.54"]).domain
    'corp.example'
    """

    domain: str | None = None
    """The DNS suffix of the connection."""

    search: Commas | None = None
    """Suffixes that short names are tried with, separated by commas."""

    server_list: Commas | None = None
    """The servers' addresses, separated by commas."""

    options: Commas | None = None
    """Resolver options, as in resolv.conf."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class MacAddress(InterfaceNotificationMessage):
    """The MAC address of a guest's interface. Schema 2.5.

    >>> MacAddress(physical_address="00-15-5D-01-02-03").physical_address
    '00-15-5D-01-02-03'
    """

    physical_address: str | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The MAC address."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Neighbor(InterfaceNotificationMessage):
    """A neighbour of a guest's interface: Windows' MIB_IPNET_ROW2. Schema 2.5.

    >>> Neighbor(address="172.20.0.1", physical_address="00-15-5D-01-02-03", is_router=True).is_router
    True
    """

    address: Address | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The neighbour's IP address."""

    interface_luid: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The interface's LUID, 64 bits."""

    interface_index: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The interface's index, 32 bits."""

    physical_address: str | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The neighbour's MAC address."""

    physical_address_length: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """How many bytes the MAC address has."""

    state: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """How much is known of it, 8 bits: 0 unreachable, 1 incomplete, 2 probe, 3 delay, 4 stale, 5 reachable,
    6 permanent."""

    is_router: bool | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Whether it is a router."""

    is_unreachable: bool | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Whether it cannot be reached."""

    flags: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The two above as bits, 8 bits."""

    last_reachable: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Milliseconds since it was last reached."""

    last_unreachable: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Milliseconds since it was last found unreachable."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Xlat(InterfaceNotificationMessage):
    """How IPv4 is carried over an IPv6 network (464XLAT). Schema 2.5.

    >>> Xlat(remote_prefix="64:ff9b::", remote_prefix_length=96).remote_prefix_length
    96
    """

    synthetic_ipv4_address: Address | None = attrs.field(
        default=None, metadata=key("SyntheticIPv4Address", since="HCN 2.5")
    )
    """The IPv4 address that programs see."""

    fallback_ipv4_address: Address | None = attrs.field(
        default=None, metadata=key("FallbackIPv4Address", since="HCN 2.5")
    )
    """The IPv4 address without translation."""

    local_prefix: Address | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The IPv6 prefix of the machine."""

    local_prefix_length: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Its length, 8 bits."""

    remote_prefix: Address | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """The IPv6 prefix that stands for the IPv4 Internet."""

    remote_prefix_length: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Its length, 8 bits."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegKey:
    """A value of the guest's registry. Schema 2.1.

    >>> RegKey(path="SYSTEM", key="Mtu", type=4, value=[220, 5, 0, 0]).type
    4
    """

    path: str | None = attrs.field(default=None, metadata=SINCE_2_1)
    """Where it is."""

    key: str | None = attrs.field(default=None, metadata=SINCE_2_1)
    """The value's name."""

    type: int | None = attrs.field(default=None, metadata=SINCE_2_1)
    """The value's type, 16 bits: 1 text, 3 bytes, 4 number of 32 bits."""

    value: str | Sequence[int] | None = attrs.field(default=None, metadata=SINCE_2_1)
    """The value, as bytes."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class RegistryKey(InterfaceNotificationMessage):
    """Values of the guest's registry that belong to an interface.

    >>> RegistryKey(reg_keys=[RegKey(path="SYSTEM")]).keyword is None
    True
    """

    reg_keys: Sequence[RegKey] = attrs.field(default=(), metadata=key(since="HCN 2.1"))
    """The values."""

    keyword: str | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """A keyword of the adapter's driver."""

    adapter_clsid: str | None = attrs.field(default=None, metadata=key("AdapterCLSID", since="HCN 2.5"))
    """The adapter's class."""
