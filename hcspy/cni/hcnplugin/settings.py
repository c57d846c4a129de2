"""The configuration of the plugin."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import attrs

from hcspy.cni.config import IPAMConf, NetConf
from hcspy.cni.ipam.ranges import IPNetwork, Range, wrong
from hcspy.cni.result import IPConfig, Route
from hcspy.codec import Address, Wire, arrays, key
from hcspy.hcn import NetworkType

NETWORK_TYPES: Final = {
    kind.value.lower(): kind
    for kind in (NetworkType.L2_BRIDGE, NetworkType.OVERLAY, NetworkType.NAT, NetworkType.TRANSPARENT)
}
# Configurations written for other Windows plugins say it by the plugin's name.
OTHER_PLUGINS: Final = {
    "sdnbridge": NetworkType.L2_BRIDGE,
    "win-bridge": NetworkType.L2_BRIDGE,
    "sdnoverlay": NetworkType.OVERLAY,
    "win-overlay": NetworkType.OVERLAY,
}
BUILT_IN: Final = "hcspy"
DEFAULT_ROUTES: Final = ("0.0.0.0/0", "::/0")


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HCNIpam(IPAMConf):
    """Who gives addresses: HCN if there is no type, ranges of the plugin if it is `hcspy`, else another plugin."""

    subnet: Address | None = attrs.field(default=None, metadata=key("subnet"))
    """The subnet, as a prefix."""

    range_start: Address | None = attrs.field(default=None, metadata=key("rangeStart"))
    """The first address to give out."""

    range_end: Address | None = attrs.field(default=None, metadata=key("rangeEnd"))
    """The last one."""

    gateway: Address | None = attrs.field(default=None, metadata=key("gateway"))
    """The gateway."""

    ranges: Sequence[Sequence[Range]] = attrs.field(default=(), metadata=key("ranges"))
    """Sets of ranges: a container gets one address of each set."""

    routes: Sequence[Route] = attrs.field(default=(), metadata=key("routes"))
    """Routes of the containers. The next hop of the default route is the gateway."""

    @property
    def sets(self) -> tuple[tuple[Range, ...], ...]:
        """All sets of ranges, the one that stands in the members above first."""
        first = Range(subnet=self.subnet, range_start=self.range_start, range_end=self.range_end, gateway=self.gateway)
        named = ((first,),) if self.subnet else ()
        return (*named, *(tuple(held) for held in self.ranges))


@attrs.frozen(kw_only=True, weakref_slot=False)
class NamedPolicy:
    """A policy of HCN, and what it is for."""

    name: str = attrs.field(default="EndpointPolicy", metadata=key("name"))
    """`EndpointPolicy`, `NetworkPolicy` or `SubnetPolicy`."""

    value: Any = attrs.field(default=None, hash=False, metadata=key("value"))
    """The policy as HCN has it, with its `Type` and its `Settings`."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class HCNConf(NetConf):
    """The configuration of `hcspy-cni`.

    >>> from hcspy.cni.config import read_config
    >>> conf = read_config(HCNConf, {"name": "web", "networkType": "l2bridge", "ipam": {"subnet": "10.0.0.0/24"}})
    >>> conf.kind.value, [str(subnet.gateway) for subnet in conf.subnets()]
    ('L2Bridge', ['10.0.0.1'])
    """

    network_type: str | None = attrs.field(default=None, metadata=key("networkType", "mode"))
    """`l2bridge`, `overlay`, `nat` or `transparent`."""

    master: str | None = attrs.field(default=None, metadata=key("master"))
    """The host's adapter, for networks that are on the host's own."""

    subnet: Address | None = attrs.field(default=None, metadata=key("subnet"))
    """The network's subnet; `ipam.subnet` if there is none."""

    gateway: Address | None = attrs.field(default=None, metadata=key("gateway"))
    """Its gateway; its first address if there is none."""

    ipam: HCNIpam = attrs.field(factory=HCNIpam, metadata=key("ipam"))
    """Who gives addresses."""

    policies: Sequence[NamedPolicy] = attrs.field(default=(), metadata=key("policies", "AdditionalArgs"))
    """Policies of the network, its subnets and its endpoints."""

    host: str | None = attrs.field(default=None, metadata=key("host"))
    """What `hcspy.connect` takes; the variable HCSPY_HOST if there is none, else this machine."""

    data_dir: str | None = attrs.field(default=None, metadata=key("dataDir"))
    """Where locks and addresses are kept."""

    timeout: float = attrs.field(default=60.0, metadata=key("timeout"))
    """Seconds that a call of HCN, or another process, may take."""

    remove_unused_network: bool = attrs.field(default=False, metadata=key("removeUnusedNetwork"))
    """Whether DEL and GC remove the network when nobody is in it any more, if ADD has made it."""

    @property
    def kind(self) -> NetworkType:
        """The network's type."""
        if self.network_type is None:
            return OTHER_PLUGINS.get(self.type, NetworkType.NAT)
        kind = NETWORK_TYPES.get(self.network_type.lower())
        if kind is None:
            raise wrong("networkType", self.network_type, f"one of {', '.join(NETWORK_TYPES)}")
        return kind

    def subnets(self) -> list[SubnetPlan]:
        """Return the network's subnets, one for each prefix that the configuration names."""
        plans: dict[IPNetwork, SubnetPlan] = {}
        for where, prefix, gateway in self._named_subnets():
            plan = self._plan(where, prefix, gateway)
            if not any(plan.prefix.version == held.version and plan.prefix.overlaps(held) for held in plans):
                plans[plan.prefix] = plan
        return list(plans.values())

    def _named_subnets(self) -> Iterator[tuple[str, Address, Address | None]]:
        if self.subnet:
            yield "subnet", self.subnet, self.gateway
        if self.ipam.subnet:
            yield "ipam.subnet", self.ipam.subnet, self.ipam.gateway or self.gateway
        for outer, held in enumerate(self.ipam.ranges):
            for inner, part in enumerate(held):
                yield f"ipam.ranges[{outer}][{inner}].subnet", part.subnet or "", part.gateway

    def _plan(self, where: str, prefix: Address, gateway: Address | None) -> SubnetPlan:
        try:
            network = ipaddress.ip_network(str(prefix), strict=False)
        except ValueError:
            raise wrong(where, prefix, "a prefix such as 10.88.0.0/24") from None
        default = next((route.gw for route in self.ipam.routes if route.gw and _leads_out(route, network)), None)
        chosen = gateway or default or network[1 if network.num_addresses > 1 else 0]
        try:
            inside = ipaddress.ip_address(str(chosen)) in network
        except ValueError:
            inside = False
        if not inside:
            raise wrong("gateway", chosen, f"an address of {network}")
        return SubnetPlan(network, str(chosen))


class SubnetPlan(NamedTuple):
    """A subnet that the network is to have."""

    prefix: IPNetwork
    gateway: str


def plans_of(ips: Sequence[IPConfig]) -> list[SubnetPlan]:
    """Return the subnets that addresses are of, which another plugin gave.

    >>> plans_of([IPConfig(address="10.0.0.5/24", gateway="10.0.0.1")])
    [SubnetPlan(prefix=IPv4Network('10.0.0.0/24'), gateway='10.0.0.1')]
    """
    given = (ip for ip in ips if "/" in str(ip.address))  # one that stands alone is of a subnet that is there
    networks = ((ipaddress.ip_network(str(ip.address), strict=False), ip.gateway) for ip in given)
    return [
        SubnetPlan(network, str(gateway or network[1])) for network, gateway in networks if network.num_addresses > 1
    ]


def _leads_out(route: Route, network: IPNetwork) -> bool:
    """Tell whether a route is a default one to a gateway in the network; one without destination is (recorded)."""
    if route.dst and str(route.dst) not in DEFAULT_ROUTES:
        return False
    try:
        return ipaddress.ip_address(str(route.gw)) in network
    except ValueError:
        return False
