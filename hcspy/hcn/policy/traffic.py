"""How an endpoint's traffic is limited and led."""

from __future__ import annotations

import enum

import attrs

from hcspy.codec import Address, Wire, key


@attrs.frozen(kw_only=True, weakref_slot=False)
class QosPolicySetting:
    """Caps the bandwidth of what an endpoint sends: the policy `QOS`. For all network types that have a switch port.

    >>> QOS(maximum_outgoing_bandwidth_in_bytes=12_500_000).maximum_outgoing_bandwidth_in_bytes
    12500000
    """

    maximum_outgoing_bandwidth_in_bytes: int = attrs.field(default=0, metadata=key(always=True))
    """Bytes a second, 64 bits, more than 0."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class L2DriverPolicySetting:
    """Binds the endpoint's port to the switch's layer 2 driver: the policy `L2Driver`. It has no settings; L2Bridge.

    >>> L2Driver()
    L2DriverPolicySetting()
    """

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SDNRoutePolicySetting:
    """Routes a prefix: the policy `SDNRoute` of an endpoint, and an entry of a `HostComputeRoute`. v1 calls it ROUTE.

    For L2Bridge, L2Tunnel and Overlay endpoints; clusters lead their service addresses to the host this way.

    >>> SDNRoute(destination_prefix="10.96.0.0/12", need_encap=True).next_hop is None
    True
    """

    destination_prefix: Address | None = None
    """The prefix that is routed, such as `10.96.0.0/12`; host bits may be set (hcsshim's tests)."""

    next_hop: Address | None = None
    """Where to; the endpoint's gateway if there is none."""

    need_encap: bool | None = None
    """Whether the packets are encapsulated as the network's own are."""

    automatic_endpoint_monitor: bool | None = None
    """Whether the service watches the endpoint behind the route."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class EncapOverheadEndpointPolicySetting:
    """Makes an endpoint's packets smaller, so that encapsulation fits: the policy `EncapOverhead`.

    For endpoints of L2Bridge, L2Tunnel and Overlay networks.

    >>> EncapOverhead(overhead=50).overhead
    50
    """

    overhead: int | None = None
    """How many bytes are left free, 16 bits; 50 for VXLAN."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class InterfaceParametersPolicySetting:
    """Sets the packet size of an endpoint's interface: the policy `InterfaceParameters`. Once only (0x803B0036).

    >>> InterfaceParameters(mtu=1450).mtu
    1450
    """

    mtu: int | None = attrs.field(default=None, metadata=key(since="HCN 2.4"))
    """The largest packet in bytes, 16 bits."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


class IovInterruptModerationType(enum.IntEnum):
    """How often the hardware interrupts; the numbers are those of Hyper-V's adapter settings.

    >>> IovInterruptModerationType(100).name
    'IOV_INTERRUPT_MODERATION_LOW'
    """

    IOV_INTERRUPT_MODERATION_DEFAULT = 0
    """As the driver chooses."""

    IOV_INTERRUPT_MODERATION_ADAPTIVE = 1
    """As the traffic asks for."""

    IOV_INTERRUPT_MODERATION_OFF = 2
    """On every packet."""

    IOV_INTERRUPT_MODERATION_LOW = 100
    """Moderated little."""

    IOV_INTERRUPT_MODERATION_MEDIUM = 200
    """In between."""

    IOV_INTERRUPT_MODERATION_HIGH = 300
    """Moderated most."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class IovPolicySetting:
    """Gives an endpoint its own queues of the hardware, SR-IOV: the policy `Iov`. Schema 2.9; build 19043 (hcsshim).

    >>> Iov(iov_offload_weight=100, queue_pairs_requested=4).iov_offload_weight
    100
    """

    iov_offload_weight: int | None = attrs.field(default=None, metadata=key(since="HCN 2.9"))
    """Its share of the hardware, 1 to 100; 0 switches it off."""

    queue_pairs_requested: int | None = attrs.field(default=None, metadata=key(since="HCN 2.9"))
    """How many pairs of queues it gets."""

    interrupt_moderation: IovInterruptModerationType | int | None = attrs.field(
        default=None, metadata=key(since="HCN 2.9")
    )
    """How often the hardware interrupts."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


QOS = QosPolicySetting
L2Driver = L2DriverPolicySetting
SDNRoute = SDNRoutePolicySetting
EncapOverhead = EncapOverheadEndpointPolicySetting
InterfaceParameters = InterfaceParametersPolicySetting
Iov = IOV = IovPolicySetting
