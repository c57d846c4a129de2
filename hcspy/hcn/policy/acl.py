"""Access control."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from hcspy.codec import Addresses, Commas, ProtocolList, Wire, WireEnum, arrays, key


class ActionType(WireEnum):
    """What a rule does with a packet that it matches."""

    ALLOW = "Allow"
    """Let it through."""

    BLOCK = "Block"
    """Drop it."""

    PASS = "Pass"
    """Leave it to the next tier; schema 2.10, in the rules of a `TierAclPolicySetting`."""


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
    """At the endpoint's switch port: all other packets. The default."""


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class FiveTuple:
    """Which packets are meant: all that match every member that is given. From schema 2.5 on.

    >>> FiveTuple(protocols="tcp", remote_addresses="10.0.0.4", priority=8).priority
    8
    """

    protocols: ProtocolList | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """IP protocols, as numbers separated by commas: 6 TCP, 17 UDP, 1 ICMPv4, 58 ICMPv6."""

    local_addresses: Addresses | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Addresses and prefixes on the endpoint's side, separated by commas."""

    remote_addresses: Addresses | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Addresses and prefixes on the other side, separated by commas."""

    local_ports: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Ports on the endpoint's side: `80,8000-8080`."""

    remote_ports: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """Ports on the other side: `80,8000-8080`."""

    priority: int | None = attrs.field(default=None, metadata=key(since="HCN 2.5"))
    """16 bits; the lowest number that matches decides."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


# The schema says 2.5 of the first, the middle and the last members, for then they moved into FiveTuple; Windows 1809,
# which is 2.0, takes rules that have them (hcsshim's tests).
@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class CommonAclPolicySetting:
    """What access rules of endpoints and of networks have in common.

    >>> CommonAclPolicySetting(action="Block", direction="Out").rule_type is None
    True
    """

    protocols: ProtocolList | None = None
    """IP protocols, as numbers separated by commas: 6 TCP, 17 UDP, 1 ICMPv4, 58 ICMPv6; none for all. 252 is known
    from HNS 11.0 on (hcsshim)."""

    action: ActionType | str = attrs.field(default="", metadata=key(always=True))
    """What the rule does: `Allow` or `Block`. Needed."""

    direction: DirectionType | str = attrs.field(default="", metadata=key(always=True))
    """Which way the packets go: `In` or `Out`. Needed."""

    local_addresses: Addresses | None = None
    """Addresses and prefixes on the endpoint's side, separated by commas; from HNS 13.0 on also the id of a set."""

    remote_addresses: Addresses | None = None
    """Addresses and prefixes on the other side, separated by commas; from HNS 13.0 on also the id of a set."""

    local_ports: Commas | None = None
    """Ports on the endpoint's side: `80,8000-8080`."""

    remote_ports: Commas | None = None
    """Ports on the other side: `80,8000-8080`."""

    rule_type: RuleType | str | None = None
    """Between whom the rule stands: `Host` or `Switch`, which is the default."""

    priority: int | None = None
    """16 bits; the lowest number that matches decides."""

    id: str | None = attrs.field(default=None, metadata=key("Id"))
    """A name for the rule, free to choose; shows up in flow logs."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False)
class AclPolicySetting(CommonAclPolicySetting):
    """Lets packets of an endpoint through or drops them: the policy `ACL`.

    The rule with the lowest priority number that matches a packet decides. All members that are given have to match.
    For endpoints of L2Bridge, L2Tunnel, Overlay, Transparent and NAT networks.

    >>> ACL(action="Block", direction="Out", remote_addresses=["169.254.169.254/32"], priority=200).priority
    200
    """


@attrs.frozen(kw_only=True, weakref_slot=False)
class NetworkACLPolicySetting(CommonAclPolicySetting):
    """Lets packets of all endpoints of a network through or drops them: the policy `NetworkACL`.

    From HNS 15.0 on (hcsshim; Windows 11). For Overlay and L2Bridge networks.

    >>> NetworkACL(action="Allow", direction="In", protocols=6).direction
    'In'
    """


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class TierAclRule:
    """A rule of a tier.

    >>> TierAclRule(id="web", tier_acl_rule_action="Pass", local_ports=[80, 443], priority=2001).id
    'web'
    """

    id: str | None = attrs.field(default=None, metadata=key("Id", since="HCN 2.10"))
    """A name for the rule, free to choose."""

    protocols: ProtocolList | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """IP protocols, as numbers separated by commas; none for all."""

    tier_acl_rule_action: ActionType | str = attrs.field(default="", metadata=key(always=True, since="HCN 2.10"))
    """What the rule does: `Allow`, `Block`, or `Pass` to the next tier. Needed."""

    local_addresses: Addresses | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """Addresses and prefixes on the endpoint's side, separated by commas."""

    remote_addresses: Addresses | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """Addresses and prefixes on the other side, separated by commas."""

    local_ports: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """Ports on the endpoint's side: `80,8000-8080`."""

    remote_ports: Commas | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """Ports on the other side: `80,8000-8080`."""

    priority: int | None = attrs.field(default=None, metadata=key(since="HCN 2.10"))
    """16 bits; the lowest number that matches decides within the tier."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


@attrs.frozen(kw_only=True, weakref_slot=False, field_transformer=arrays)
class TierAclPolicySetting:
    """Access rules in tiers that are gone through in order: the policy `TierAcl`.

    Schema 2.10; hcsshim counts it as supported from HNS 14.0 on (Windows 11). For L2Bridge endpoints.

    >>> rule = TierAclRule(tier_acl_rule_action="Block")
    >>> TierAcl(name="T1", direction="In", order=1001, tier_acl_rules=[rule]).order
    1001
    """

    name: str = attrs.field(default="", metadata=key(always=True, since="HCN 2.10"))
    """The tier's name, free to choose."""

    direction: DirectionType | str = attrs.field(default="", metadata=key(always=True, since="HCN 2.10"))
    """Which way the packets go: `In` or `Out`. Needed."""

    order: int = attrs.field(default=0, metadata=key(always=True, since="HCN 2.10"))
    """Where it stands among the tiers, 16 bits; the lowest comes first."""

    tier_acl_rules: Sequence[TierAclRule] = attrs.field(default=(), metadata=key(since="HCN 2.10"))
    """Its rules."""

    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ACL = AclPolicySetting
NetworkACL = NetworkAclPolicySetting = NetworkACLPolicySetting
TierAcl = TierAclPolicySetting
