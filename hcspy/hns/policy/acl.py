"""Access control."""

from __future__ import annotations

import attrs

from hcspy.codec import Addresses, Commas, ProtocolList, ProtocolNumber, Wire, WireEnum, key
from hcspy.hns.policy.kind import PolicyType


class ActionType(WireEnum):
    """What a rule does with a packet that it matches."""

    ALLOW = "Allow"
    BLOCK = "Block"


class DirectionType(WireEnum):
    """Which way the packets go, seen from the endpoint."""

    IN = "In"
    OUT = "Out"


class RuleType(WireEnum):
    """Where a rule is applied."""

    HOST = "Host"
    SWITCH = "Switch"


@attrs.frozen(kw_only=True, weakref_slot=False)
class ACLPolicy:
    """Lets packets through or drops them."""

    type: PolicyType | str = attrs.field(default=PolicyType.ACL, metadata=key(always=True))
    id: str | None = attrs.field(default=None, metadata=key("Id", since="HNS 7.2"))
    protocol: ProtocolNumber | None = None
    protocols: ProtocolList | None = attrs.field(default=None, metadata=key(since="HNS 7.2"))
    internal_port: int | None = None
    action: ActionType | str = attrs.field(default="", metadata=key(always=True))
    direction: DirectionType | str = attrs.field(default="", metadata=key(always=True))
    local_addresses: Addresses | None = None
    remote_addresses: Addresses | None = None
    local_ports: Commas | None = attrs.field(default=None, metadata=key(since="HNS 7.2"))
    local_port: int | None = None
    remote_ports: Commas | None = attrs.field(default=None, metadata=key(since="HNS 7.2"))
    remote_port: int | None = None
    rule_type: RuleType | str | None = None
    priority: int | None = None
    service_name: str | None = None
    _wire: Wire | None = attrs.field(default=None, alias="_wire", eq=False, repr=False)


ACL = ACLPolicy
