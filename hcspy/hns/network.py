"""Networks."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from hcspy.codec import Address, Addresses, Guid, Wire, WireEnum, arrays, key
from hcspy.hns.health import Health
from hcspy.hns.interface import InterfaceConstraint

if TYPE_CHECKING:
    from hcspy.hns.policy import NetworkPolicy, SubnetPolicy


class NetworkType(WireEnum):
    """How a network reaches the outside. HNS takes the name in any letter case and gives it back as it was sent.

    >>> NetworkType("l2bridge")
    <NetworkType.L2_BRIDGE: 'L2Bridge'>
    """

    NAT = "NAT"
    """Behind the host, with addresses of its own; what Docker makes of itself. Several at once from Windows 1809."""

    ICS = "ICS"
    """Behind the host by Internet Connection Sharing: the Default Switch of client Windows."""

    TRANSPARENT = "Transparent"
    """On the host's own network; addresses come from its DHCP server unless there are subnets."""

    L2_BRIDGE = "L2Bridge"
    """On the host's own network, with the host's MAC address rewritten on the way out."""

    L2_TUNNEL = "L2Tunnel"
    """Like L2Bridge, with all traffic led through the physical host (Azure)."""

    OVERLAY = "Overlay"
    """A network across hosts, encapsulated in VXLAN."""

    PRIVATE = "Private"
    """Between containers only."""

    INTERNAL = "Internal"
    """Between containers and the host only."""

    MIRRORED = "Mirrored"
    """Mirrors the host's interfaces into a guest (WSL); HCN schema 2.4."""

    INFINIBAND = "Infiniband"
    """For InfiniBand adapters; HCN schema 2.4."""

    CONSTRAINED_ICS = "ConstrainedICS"
    """ICS tied to one interface (WSL); HCN schema 2.10."""

    LAYERED = "Layered"
    """An internal kind that Microsoft's PowerShell module lists."""


class NetworkFlags(enum.IntFlag):
    """Switches of a network; the numbers are those of WSL.

    >>> NetworkFlags(8)
    <NetworkFlags.ENABLE_NON_PERSISTENT: 8>
    """

    NONE = 0
    """None of them."""

    ENABLE_DNS = 1
    """The host answers DNS queries for the network."""

    ENABLE_DHCP = 2
    """The host hands out addresses by DHCP."""

    ENABLE_MIRRORING = 4
    """The network mirrors the host."""

    ENABLE_NON_PERSISTENT = 8
    """The network is gone after a reboot. Set on NAT networks from HNS 13 (recorded)."""

    ENABLE_PERSISTENT = 16
    """The network survives a reboot."""

    ISOLATE_VSWITCH = 32
    """The network has a switch of its own."""

    ENABLE_FLOW_STEERING = 64
    """Flows are steered between host and guest; HCN schema 2.11 (Server 2022)."""

    DISABLE_SHARING = 128
    """No other network shares the switch; HCN schema 2.14 (Windows 11)."""

    ENABLE_FIREWALL = 256
    """The Hyper-V firewall is on; HCN schema 2.14 (Windows 11)."""

    SUPPRESS_MEDIA_DISCONNECT = 512
    """The interface stays up when its cable is pulled."""

    DISABLE_HOST_PORT = 1024
    """The host has no port on the network; HNS 15.1."""

    WEAK_HOST_RECEIVE_ADAPTER = 2048
    """The host takes packets for addresses of its other interfaces."""

    WEAK_HOST_SEND_ADAPTER = 4096
    """The host sends packets from addresses of its other interfaces."""

    ENABLE_IOV = 8192
    """Adapters talk to the hardware directly (SR-IOV)."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class MacPool:
    """A range of MAC addresses that a network gives to its endpoints.

    The service makes one of 4,096 addresses, 00-15-5D-XX-Y0-00 to 00-15-5D-XX-YF-FF, if there is none (recorded).

    >>> MacPool(start_mac_address="00-15-5D-52-C0-00", end_mac_address="00-15-5D-52-CF-FF").end_mac_address
    '00-15-5D-52-CF-FF'
    """

    start_mac_address: str | None = None
    """The first address, hexadecimal with dashes."""

    end_mac_address: str | None = None
    """The last address."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class IpSubnet:
    """A part of a subnet that addresses are taken from; seen from HNS 13 (Server 2022) on.

    >>> IpSubnet(ip_address_prefix="10.0.0.0/24", flags=3).flags
    3
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """Its id: an endpoint's `IPSubnetId`."""

    ip_address_prefix: Address | None = None
    """The addresses, as a prefix."""

    object_type: int | None = None
    """6 (recorded)."""

    flags: int = 0
    """3 in all that was recorded: by the names in the HCN schema EnableBroadcast and ReserveNetworkAddress."""

    state: int | None = None
    """0 or 1 (recorded)."""

    health: Health | None = None
    """Its condition."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class Subnet:
    """An address range that a network hands out.

    `0.0.0.0/0` with gateway `0.0.0.0` leaves the choice to the service, as a network without subnets does: a NAT
    network then gets a free /20 of 172.16.0.0/12 (recorded). hcsshim refuses a prefix without gateway.

    >>> from hcspy.hns import VSID
    >>> Subnet(address_prefix="10.244.1.0/24", gateway_address="10.244.1.1", policies=[VSID(vsid=4096)]).flags
    0
    """

    address_prefix: Address | None = None
    """The addresses, such as `10.244.1.0/24`."""

    gateway_address: Address | None = None
    """The default gateway of the endpoints; the host's own address on NAT and ICS networks."""

    policies: Sequence[SubnetPolicy] = ()
    """VLAN and VSID policies; an Overlay subnet needs a VSID."""

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """Its id, from HNS 9 on (recorded)."""

    object_type: int | None = None
    """5 (recorded)."""

    ip_subnets: Sequence[IpSubnet] = attrs.field(default=(), metadata=key(since="HNS 11.0"))
    """The parts that addresses are taken from."""

    flags: int = 0
    """0 in all that was recorded; 1 lets endpoints have the gateway address (DoNotReserveGatewayAddress, hnslib)."""

    state: int | None = None
    """0 in all that was recorded."""

    health: Health | None = None
    """Its condition."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Empty in all that was recorded."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SwitchExtension:
    """An extension of the virtual switch, and whether it is switched on. Read only in v1.

    >>> SwitchExtension(id="e7c3b2f0-f3c5-48df-af2b-10fed6d72e7a", is_enabled=False).name is None
    True
    """

    id: Guid | None = attrs.field(default=None, metadata=key("Id"))
    """The extension's id: e7c3b2f0-... is the filtering platform; the virtual filtering platform and NDIS capture
    have others from HNS 13 on (recorded)."""

    is_enabled: bool | None = None
    """Whether it is switched on; the virtual filtering platform is for L2Bridge and Overlay."""

    name: str | None = None
    """Its name in the system's language, from HNS 9 on (recorded)."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HNSNetwork:
    """A network as the service sends and takes it.

    The members up to `automatic_dns` are hcsshim's, in its order; the others are what the service sends besides, and
    what Microsoft's own clients send. What is left out of a new network the service chooses.

    >>> network = HNSNetwork(
    ...     name="web", type="nat", subnets=[Subnet(address_prefix="172.29.144.0/20", gateway_address="172.29.144.1")]
    ... )
    >>> network.policies
    ()
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    name: str | None = None
    """The name; one network only may have it (0x803B0010)."""

    type: NetworkType | str | None = None
    """How it reaches the outside."""

    network_adapter_name: str | None = None
    """The host adapter that it binds to, as Windows shows it, such as `Ethernet 2`. For Transparent, L2Bridge,
    L2Tunnel and Overlay; the service picks one otherwise."""

    source_mac: str | None = None
    """The MAC address that outgoing packets get; for L2Bridge."""

    policies: Sequence[NetworkPolicy] = ()
    """Policies of the whole network."""

    mac_pools: Sequence[MacPool] = ()
    """MAC addresses for its endpoints."""

    subnets: Sequence[Subnet] = ()
    """IP addresses for its endpoints. A Transparent network without any leaves it to DHCP."""

    dns_suffix: str | None = attrs.field(default=None, metadata=key("DNSSuffix"))
    """The DNS suffix that its endpoints get."""

    dns_server_list: Addresses | None = attrs.field(default=None, metadata=key("DNSServerList"))
    """The DNS servers that its endpoints get, separated by commas; the host's if there are none."""

    dns_server_compartment: int | None = attrs.field(default=None, metadata=key("DNSServerCompartment"))
    """The compartment in which a DNS server listens for the network; 3 was recorded on Overlay."""

    management_ip: Address | None = attrs.field(default=None, metadata=key("ManagementIP"))
    """The IPv4 address of the bound host adapter. Read only; L2Bridge and Overlay."""

    automatic_dns: bool | None = attrs.field(default=None, metadata=key("AutomaticDNS"))
    """Whether DNS servers of the host are taken over as they change."""

    dns_domain: str | None = attrs.field(default=None, metadata=key("DNSDomain"))
    """The DNS domain (WSL)."""

    flags: NetworkFlags | int = 0
    """Switches; NAT networks have 8, gone after a reboot, from HNS 13 (recorded)."""

    ipv6: bool | None = attrs.field(default=None, metadata=key("IPv6"))
    """Whether it has IPv6; false in all that was recorded."""

    isolate_switch: bool | None = None
    """Whether it gets a switch of its own (WSL)."""

    interface_constraint: InterfaceConstraint | None = None
    """The host interface that it is tied to (WSL)."""

    dr_mac_address: str | None = None
    """The MAC address of the distributed router. Read only; Overlay."""

    current_endpoint_count: int | None = None
    """How many endpoints it has. Read only."""

    max_concurrent_endpoints: int | None = None
    """How many it had at most. Read only."""

    total_endpoints: int | None = None
    """How many it has ever had. Read only."""

    extensions: Sequence[SwitchExtension] = ()
    """The extensions of its switch. Read only."""

    external_interface_address: str | None = None
    """The MAC address of the host adapter. Read only; Windows 1607 and 1703."""

    external_interface_index: int | None = None
    """The index of the host adapter. Read only; Windows 1607."""

    nat_name: str | None = None
    """The name of the host's NAT: `H` and the id up to HNS 4 (there spelt NATName), `ICS` and a GUID up to 10, `NAT`
    and a GUID from 13 (recorded). Read only."""

    switch_guid: Guid | None = None
    """The id of its switch. Read only; Windows 1607 and 1703, later the Default Switch only."""

    switch_name: str | None = None
    """The name of its switch. Read only; the Default Switch."""

    layered_on: Guid | None = None
    """The layer that it shares with others: a switch. Read only; from HNS 9."""

    computed_policies: Sequence[Mapping[str, Any]] = attrs.field(default=(), hash=False)
    """Policies that the service worked out, as raw JSON; recorded from Windows 1703."""

    state: int | None = None
    """1 is created. Read only; from HNS 9."""

    object_type: int | None = None
    """The kind of object, as a number."""

    health: Health | None = None
    """Its condition. Read only."""

    version: int | None = None
    """The version of the service that wrote it; see `HNSVersion.unpack`. Read only."""

    activity_id: Guid | None = None
    """The activity that made it: the id in `resources`. Read only."""

    additional_params: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings; `{"ICSFlags": ...}` for ICS."""

    resources: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the service set aside for it, as raw JSON; `from_json(Activity, ...)` reads it. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)
