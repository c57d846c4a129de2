"""Access control."""

from __future__ import annotations

import attrs

from hcspy.codec import Addresses, Commas, ProtocolList, ProtocolNumber, Wire, WireEnum, arrays, key
from hcspy.hns.policy.kind import PolicyType

LISTS = "HNS 7.2"


class ActionType(WireEnum):
    """What a rule does with a packet that it matches."""

    ALLOW = "Allow"
    """Let it through."""

    BLOCK = "Block"
    """Drop it."""


class DirectionType(WireEnum):
    """Which way a packet goes, seen from the endpoint."""

    IN = "In"
    """To the endpoint."""

    OUT = "Out"
    """From the endpoint."""


class RuleType(WireEnum):
    """Between whom a rule stands."""

    HOST = "Host"
    """Between the endpoint and the host: packets that the host itself sends or gets."""

    SWITCH = "Switch"
    """At the endpoint's switch port: all other packets."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class ACLPolicy:
    """Lets packets of an endpoint through or drops them.

    The rule with the lowest priority number that matches a packet decides; as soon as an endpoint has a rule, it
    also gets `Allow` for both directions with priority 65500 (recorded). All members that are given have to
    match. Accepted on L2Bridge, L2Tunnel, Overlay and Transparent endpoints, and on NAT from Windows 1803.

    >>> rule = ACL(action="Block", direction="Out", remote_addresses=["169.254.169.254/32"], priority=200)
    >>> rule.type
    <PolicyType.ACL: 'ACL'>
    """

    type: PolicyType | str = attrs.field(default=PolicyType.ACL, metadata=key(always=True))
    """`ACL`."""

    id: str | None = attrs.field(default=None, metadata=key("Id", since=LISTS))
    """A name for the rule, free to choose; shows up in flow logs. From Windows 1803 (AclRuleId)."""

    protocol: ProtocolNumber | None = None
    """The IP protocol: 6 TCP, 17 UDP, 1 ICMPv4, 58 ICMPv6; none for all. Windows 1709 wants 256 for all (Calico);
    252 is known from HNS 11.0 on (hcsshim)."""

    protocols: ProtocolList | None = attrs.field(default=None, metadata=key(since=LISTS))
    """Several IP protocols, as numbers separated by commas. From Windows 1803."""

    internal_port: int | None = None
    """The port inside of the endpoint, 0 to 65535; of the time before `local_port` (hcsshim)."""

    action: ActionType | str = attrs.field(default="", metadata=key(always=True))
    """What the rule does: `Allow` or `Block`. Needed."""

    direction: DirectionType | str = attrs.field(default="", metadata=key(always=True))
    """Which way the packets go: `In` or `Out`. Needed."""

    local_addresses: Addresses | None = None
    """Addresses and prefixes on the endpoint's side, separated by commas; one only before Windows 1803."""

    remote_addresses: Addresses | None = None
    """Addresses and prefixes on the other side, separated by commas; one only before Windows 1803."""

    local_ports: Commas | None = attrs.field(default=None, metadata=key(since=LISTS))
    """Ports on the endpoint's side: `80,8000-8080`. From Windows 1803 (AclPortRanges)."""

    local_port: int | None = None
    """One port on the endpoint's side, 0 to 65535."""

    remote_ports: Commas | None = attrs.field(default=None, metadata=key(since=LISTS))
    """Ports on the other side: `80,8000-8080`. From Windows 1803 (AclPortRanges)."""

    remote_port: int | None = None
    """One port on the other side, 0 to 65535."""

    rule_type: RuleType | str | None = None
    """Between whom the rule stands: `Host` or `Switch`, which is the default."""

    priority: int | None = None
    """16 bits; the lowest number that matches decides. A host rule needs one before Windows 1803 (Calico)."""

    service_name: str | None = None
    """The service that the rule is for (hcsshim); no evidence of its use."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ACL = ACLPolicy
