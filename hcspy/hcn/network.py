"""Networks."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from hcspy.codec import Guid, Wire, WireEnum, arrays, key
from hcspy.hcn.dns import Dns
from hcspy.hcn.health import Health, Telemetry
from hcspy.hcn.ipam import Ipam
from hcspy.hcn.policy import NetworkPolicy
from hcspy.hcn.version import SchemaVersion, schema_2_0


class NetworkType(WireEnum):
    """How a network reaches the outside. Microsoft's schema calls it NetworkMode.

    >>> NetworkType("l2bridge")
    <NetworkType.L2_BRIDGE: 'L2Bridge'>
    """

    NAT = "NAT"
    """Behind the host, with addresses of its own. The service leaves the type of such a network out of its answers."""

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
    """Mirrors the host's interfaces into a guest (WSL); schema 2.4."""

    INFINIBAND = "Infiniband"
    """For InfiniBand adapters; schema 2.4."""

    CONSTRAINED_ICS = "ConstrainedICS"
    """ICS tied to one interface (WSL); schema 2.10."""


NetworkMode = NetworkType


class NetworkFlags(enum.IntFlag):
    """Switches of a network; the numbers are those of WSL. Go's client cannot read the names, so numbers are written.

    >>> NetworkFlags(8)
    <NetworkFlags.ENABLE_NON_PERSISTENT: 8>
    >>> NetworkFlags.ENABLE_DNS
    <NetworkFlags.ENABLE_DNS_PROXY: 1>
    """

    NONE = 0
    """None of them."""

    ENABLE_DNS_PROXY = 1
    """The host answers DNS queries for the network. WSL calls it EnableDns."""

    ENABLE_DHCP_SERVER = 2
    """The host hands out addresses by DHCP. WSL calls it EnableDhcp."""

    ENABLE_MIRRORING = 4
    """The network mirrors the host."""

    ENABLE_NON_PERSISTENT = 8
    """The network is gone after a reboot. Set on NAT networks from HNS 13 (recorded)."""

    ENABLE_PERSISTENT = 16
    """The network survives a reboot."""

    ISOLATE_VSWITCH = 32
    """The network has a switch of its own."""

    ENABLE_FLOW_STEERING = 64
    """Flows are steered between host and guest; schema 2.11 (Server 2022)."""

    DISABLE_SHARING = 128
    """No other network shares the switch; schema 2.14 (Windows 11)."""

    ENABLE_FIREWALL = 256
    """The Hyper-V firewall is on; schema 2.14 (Windows 11)."""

    SUPPRESS_MEDIA_DISCONNECT = 512
    """The interface stays up when its cable is pulled (WSL)."""

    DISABLE_HOST_PORT = 1024
    """The host has no port on the network; HNS 15.1 (hcsshim)."""

    WEAK_HOST_RECEIVE_ADAPTER = 2048
    """The host takes packets for addresses of its other interfaces (WSL)."""

    WEAK_HOST_SEND_ADAPTER = 4096
    """The host sends packets from addresses of its other interfaces (WSL)."""

    ENABLE_IOV = 8192
    """Adapters talk to the hardware directly, SR-IOV (hcsshim)."""

    ENABLE_DNS = ENABLE_DNS_PROXY
    ENABLE_DHCP = ENABLE_DHCP_SERVER


@attrs.frozen(kw_only=True, weakref_slot=False)
class MacRange:
    """A range of MAC addresses, both ends included.

    >>> MacRange(start_mac_address="00-15-5D-52-C0-00", end_mac_address="00-15-5D-52-CF-FF").end_mac_address
    '00-15-5D-52-CF-FF'
    """

    start_mac_address: str | None = None
    """The first address, hexadecimal with dashes."""

    end_mac_address: str | None = None
    """The last address."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class MacPool:
    """The MAC addresses that a network gives to its endpoints.

    The service makes one range of 4,096 addresses if there is none. hcsshim always sends one, empty or not.

    >>> MacPool().ranges
    ()
    """

    ranges: Sequence[MacRange] = ()
    """The ranges."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkAdditionalParams:
    """Further settings of a network.

    >>> NetworkAdditionalParams(ics_flags=1).ics_flags
    1
    """

    ics_flags: int | None = attrs.field(default=None, metadata=key("ICSFlags"))
    """Switches of Internet Connection Sharing, 16 bits; ICS networks."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HostComputeNetwork:
    """A network. The members up to `schema_version` are hcsshim's, in its order; the others are the schema's.

    What is left out of a new network the service chooses: a NAT network gets a free /20 of 172.16.0.0/12.

    >>> network = HostComputeNetwork(
    ...     name="web", type="nat", ipams=[Ipam.static("172.29.144.0/20", gateway="172.29.144.1")]
    ... )
    >>> network.schema_version
    Version(major=2, minor=0)
    """

    id: Guid | None = attrs.field(default=None, metadata=key("ID"))
    """The id; the service makes one."""

    name: str | None = None
    """The name; one network only may have it (0x803B0010)."""

    type: NetworkType | str | None = None
    """How it reaches the outside. A network that the service lists without type is a NAT one: see `network_type`."""

    policies: Sequence[NetworkPolicy] = ()
    """Policies of the whole network: its adapter, its peers, its port of VXLAN."""

    mac_pool: MacPool = attrs.field(factory=MacPool, metadata=key(always=True))
    """MAC addresses for its endpoints."""

    dns: Dns = attrs.field(factory=Dns, metadata=key(always=True))
    """Name resolution for its endpoints."""

    ipams: Sequence[Ipam] = ()
    """IP addresses for its endpoints."""

    flags: NetworkFlags | int = 0
    """Switches."""

    health: Health = attrs.field(factory=Health, metadata=key(always=True))
    """Its condition. Read only."""

    schema_version: SchemaVersion = attrs.field(factory=schema_2_0, metadata=key(always=True))
    """The format of the document; without one the service takes it for a document of HNS v1."""

    owner: str | None = None
    """Who made it, free to choose."""

    version: int | None = None
    """The version of the service that wrote it; see `Version.unpack`. Read only."""

    additional_params: NetworkAdditionalParams | Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Further settings."""

    telemetry: Telemetry | None = None
    """What the service records about it. Read only."""

    state: int | None = None
    """Where it is in its life, 16 bits: 1 is created. Read only."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)

    @property
    def network_type(self) -> NetworkType | str:
        """Its type, with the one that the service leaves out: NAT has the number 0, and zeros are left out (hcsshim).

        >>> HostComputeNetwork().network_type
        <NetworkType.NAT: 'NAT'>
        """
        return self.type or NetworkType.NAT
